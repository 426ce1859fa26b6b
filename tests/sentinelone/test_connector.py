"""A console is collected whole; what is refused is a gap, and what was read stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.sentinelone.console import (
    ABSENT,
    LIVE_SITE,
    NOW,
    TOKEN,
    Console,
    FixedClock,
    agent,
    builder,
    by_source,
    catalogue,
    collected,
    permission,
    policy,
    reach_of,
    refusal,
    role,
    rows,
    sites,
    whole_console,
)

from aigov_connectors.catalogue import load_catalogue
from aigov_connectors.connector import Rights
from aigov_connectors.errors import AuthenticationError
from aigov_connectors.inventory import (
    Collection,
    ConnectionStatus,
    CredentialRights,
    Gap,
    GapReason,
)
from aigov_connectors.sentinelone.connection import SentinelOneConnector
from aigov_connectors.sentinelone.connector import CONNECTOR, SentinelOneOptions


def console(**changes: Any) -> Console:
    """The whole console with other answers; `_` in a name stands for `/`."""
    answers = whole_console()
    answers.update({"/" + name.replace("_", "/"): value for name, value in changes.items()})
    return Console(answers)


def gaps(collection: Collection) -> list[Gap]:
    """What is missing, but for what no token of an account is shown, or nobody asked for."""
    hidden = ("feature", "custom_rules", "network_discovery", "guardrails")
    return [one for one in collection.gaps if one.resource not in hidden]


VIEWER = {"id": "a1", "roleId": "77", "name": "Example MSP"}


def caller(**more: Any) -> dict[str, Any]:
    """The change of the console that gives the caller other fields."""
    return {"user": {"data": {"scope": "account", "scopeRoles": [VIEWER], **more}}}


async def rights(asked: Console) -> Rights:
    async with asked.client() as client:
        return await SentinelOneConnector(
            client, SentinelOneOptions(), FixedClock(), catalogue()
        ).rights()


async def test_a_console_is_collected_whole() -> None:
    asked = console()
    found = await collected(asked)
    assert gaps(found) == []
    assert {one.resource for one in found.receipts if one.complete} == set(CONNECTOR.resources)
    assert set(by_source(found)) == {"account:a1", "site:s2", "group:g3"}
    assert all(len(features) == 16 for features in by_source(found).values())
    assert reach_of(found, "account:a1") == {"s1": 2, "s4": 0}
    assert reach_of(found, "site:s2") == {"s2": 1}
    assert reach_of(found, "group:g3") == {"s2": 1}
    assert {one.vendor_id: one.endpoints for one in found.organizations} == {
        "s1": 2,
        "s2": 2,
        "s4": 0,
    }
    assert [(one.feature, one.count, one.complete) for one in found.decisions] == [
        ("sentinelone.static_ai", 1, True)
    ]
    assert found.connection.rights is CredentialRights.PROVEN_READ_ONLY
    assert found.connection.vendor_version == "S-25.1.4"
    assert "/tenant/policy" not in asked.paths, "nothing inherits from it"
    urls = [str(request.url) for request in asked.requests]
    assert len(urls) == len(set(urls)), "nothing is asked twice"


async def test_endpoints_with_a_mode_of_their_own_are_told() -> None:
    found = by_source(await collected(console()))["account:a1"]["auto_mitigation"]
    part = found.breakdown[-1]
    assert (part.value, part.endpoints) == ("suspicious", 1)


async def test_nothing_private_gets_into_the_collection() -> None:
    kept = (await collected(console())).model_dump_json()
    assert "SECRET" not in kept
    assert TOKEN not in kept
    assert "Dana" not in kept


async def test_two_runs_say_the_same() -> None:
    assert await collected(console()) == await collected(console())


async def test_a_refused_site_policy_names_its_site_and_reaches_nobody() -> None:
    found = await collected(console(sites_s2_policy=refusal(4030010)))
    (gap,) = gaps(found)
    assert (gap.reason, gap.organizations) == (GapReason.DENIED, ("s2",))
    assert "Birch Law" in gap.subject
    assert len(gap.features) == 18  # with the rules whose alerts the policies answer
    assert "sentinelone.star_active_response" in gap.features
    assert set(by_source(found)) == {"account:a1", "group:g3"}
    assert "s2" not in reach_of(found, "account:a1")


async def test_a_refused_account_policy_leaves_no_feature_in_doubt() -> None:
    found = await collected(console(accounts_a1_policy=refusal(4030010)))
    (gap,) = gaps(found)
    assert gap.features == ()
    mitigation = by_source(found)["account:a1"]["auto_mitigation"]
    evidence = {one.id: one for one in found.evidence}[mitigation.evidence[0]].fact
    assert (evidence.path_template, evidence.object_id) == (
        "/web/api/v2.1/sites/{site_id}/policy",
        "s1",
    )


def console_of_a_site() -> Console:
    answers = whole_console()
    answers["/user"]["data"]["scope"] = "site"
    answers["/sites"] = sites(LIVE_SITE)
    answers["/agents"] = rows(agent(1, "s1", "g1"))
    for path in ("/accounts", "/accounts/a1/policy", "/tenant/policy", "/ranger/settings"):
        answers[path] = refusal(4030010)
    return Console(answers)


async def test_a_token_of_a_site_reads_its_site_and_does_not_ask_for_its_account() -> None:
    asked = console_of_a_site()
    found = await collected(asked)
    (gap,) = gaps(found)
    assert (gap.resource, gap.reason, gap.features) == ("accounts", GapReason.NOT_EXPOSED, ())
    assert not [one for one in found.receipts if one.resource == "accounts"], "nothing was read"
    assert set(by_source(found)) == {"account:a1"}
    assert not [path for path in asked.paths if path.startswith(("/accounts", "/tenant"))]


async def test_unreadable_agents_leave_the_reach_uncounted() -> None:
    found = await collected(console(agents=refusal(4030010)))
    assert reach_of(found, "account:a1") == {"s1": None, "s4": None}
    assert {one.endpoints for one in found.organizations} == {None}
    (gap,) = gaps(found)
    assert gap.features == ("sentinelone.auto_mitigation",)


async def test_no_agents_beside_used_licences_is_a_contradiction() -> None:
    found = await collected(console(agents=rows()))
    assert [(one.resource, one.reason) for one in gaps(found)] == [
        ("agents", GapReason.INCONCLUSIVE)
    ]
    assert reach_of(found, "site:s2") == {"s2": None}


async def test_unreadable_groups_put_the_policies_in_doubt() -> None:
    found = await collected(console(groups=refusal(4030010)))
    assert {(one.resource, one.reason) for one in gaps(found)} == {
        ("groups", GapReason.DENIED),
        ("policies", GapReason.INCONCLUSIVE),
    }
    assert reach_of(found, "site:s2") == {"s2": None}


async def test_endpoints_of_a_group_that_was_not_listed_are_a_gap() -> None:
    answers = whole_console()
    answers["/groups"]["data"] = answers["/groups"]["data"][1:]
    answers["/groups"]["pagination"]["totalItems"] = 3
    (gap,) = gaps(await collected(Console(answers)))
    assert (gap.reason, gap.organizations) == (GapReason.INCONCLUSIVE, ("s1",))
    assert "2 endpoints" in gap.subject


async def test_a_group_that_cannot_be_read_leaves_the_counts_open() -> None:
    answers = whole_console()
    answers["/groups"]["data"][0] = {"id": {"broken": True}}
    found = await collected(Console(answers))
    assert {one.resource for one in gaps(found)} == {"groups", "policies"}
    assert reach_of(found, "site:s2") == {"s2": None}


async def test_unreadable_sites_leave_nothing_to_say() -> None:
    found = await collected(console(sites=refusal(4030010)))
    told = {one.feature for one in found.deployments}
    assert told == {"sentinelone.detection_library"}, "which is read without them"
    in_doubt = {name for one in gaps(found) if one.resource == "policies" for name in one.features}
    assert len(in_doubt) == 18


async def test_unreadable_threats_are_a_gap_and_nothing_else() -> None:
    found = await collected(console(threats=refusal(5000010)))
    assert [(one.resource, one.reason) for one in gaps(found)] == [("threats", GapReason.FAILED)]
    assert sum(len(features) for features in by_source(found).values()) == 48


async def test_a_token_that_expires_on_the_way_keeps_what_was_read() -> None:
    asked = console(groups_g3_policy=refusal(4010010))
    into = builder()
    async with asked.client() as client:
        connector = SentinelOneConnector(client, SentinelOneOptions(), FixedClock(), catalogue())
        with pytest.raises(AuthenticationError):
            await connector.collect(into)
    found = into.build(ConnectionStatus.FAILED)
    assert {"account:a1", "site:s2"} <= set(by_source(found))


async def test_an_older_console_makes_one_gap_for_what_it_does_not_send() -> None:
    old = {"smbLateralMovementMitigation": ABSENT, "engines__idr": ABSENT}
    found = await collected(
        console(
            sites_s1_policy={"data": policy(inheritedFrom="account", **old)},
            sites_s4_policy={"data": policy(inheritedFrom="account", **old)},
            accounts_a1_policy={"data": policy(**old)},
        )
    )
    (gap,) = gaps(found)
    assert gap.features == (
        "sentinelone.identity_detection",
        "sentinelone.smb_lateral_movement_mitigation",
    )
    assert gap.organizations == ("s1", "s4")


async def test_only_what_is_wanted_is_read() -> None:
    asked = console()
    found = await collected(asked, wanted=frozenset({"sites", "agents"}))
    assert {"/groups", "/threats", "/sites/s1/policy", "/accounts"}.isdisjoint(asked.paths)
    assert [one.endpoints for one in found.organizations] == [2, 2, 0]


async def test_policies_without_sites_are_a_gap() -> None:
    found = await collected(console(), wanted=frozenset({"policies"}))
    assert any(
        one.resource == "policies" and one.reason is GapReason.INTERRUPTED for one in gaps(found)
    )


async def test_accounts_can_be_the_customers() -> None:
    found = await collected(console(), client_level="account")
    assert [one.vendor_id for one in found.organizations] == ["a1"]
    assert reach_of(found, "account:a1") == {"a1": 2}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, CredentialRights.PROVEN_READ_ONLY),
        ({"rbac_role_77": role(permission("action"))}, CredentialRights.CAN_WRITE),
        ({"rbac_role_77": refusal(4030010)}, CredentialRights.CANNOT_TELL),
        ({"user": refusal(4030010)}, CredentialRights.CANNOT_TELL),
        ({"user": {"data": {"scope": "account"}}}, CredentialRights.CANNOT_TELL),
        (caller(scopeRoles=[VIEWER, {"roleId": None}]), CredentialRights.CANNOT_TELL),
        (caller(scopeRoles=[VIEWER, {"roleName": "Admin"}]), CredentialRights.CANNOT_TELL),
        (caller(scopeRoles=[VIEWER, "Admin"]), CredentialRights.CANNOT_TELL),
        (caller(siteRoles=[{"id": "s1", "roleName": "Admin"}]), CredentialRights.CANNOT_TELL),
        (caller(siteRoles=[VIEWER]), CredentialRights.PROVEN_READ_ONLY),
        (caller(tenantRoles=["Admin"]), CredentialRights.CANNOT_TELL),
        (caller(canGenerateApiToken=True), CredentialRights.CANNOT_TELL),
        (caller(canGenerateApiToken=False), CredentialRights.PROVEN_READ_ONLY),
        (
            {**caller(tenantRoles=["Admin"]), "rbac_role_77": role(permission("action"))},
            CredentialRights.CAN_WRITE,
        ),
        ({"system_info": refusal(4030010)}, CredentialRights.PROVEN_READ_ONLY),
    ],
)
async def test_rights_are_proven_or_not_claimed(
    changes: dict[str, Any], expected: CredentialRights
) -> None:
    assert (await rights(console(**changes))).rights is expected


async def test_a_bad_token_is_an_error() -> None:
    with pytest.raises(AuthenticationError):
        await rights(console(user=refusal(4010010)))


@pytest.mark.parametrize(("days", "warned"), [(3, True), (30, False)])
async def test_a_token_that_ends_soon_is_told(days: int, warned: bool) -> None:
    answers = whole_console()
    ends = NOW + timedelta(days=days)
    answers["/user"]["data"]["apiToken"]["expiresAt"] = ends.isoformat()
    found = await rights(Console(answers))
    assert bool(found.warnings) is warned
    told = (await collected(Console(answers))).connection.warnings
    assert told == found.warnings, "a discovery tells it as a check does"


async def test_a_refused_caller_is_a_gap_and_the_rest_is_read() -> None:
    found = await collected(console(user=refusal(4030010), tenant_policy=refusal(4030010)))
    told = [one for one in gaps(found) if one.reason is GapReason.DENIED]
    assert [one.resource for one in told] == ["user"]
    empty = {one.resource for one in gaps(found)} - {"user", "roles", "rights"}
    assert empty <= {
        "exclusions",
        "config_overrides",
        "activities",
        "workflows",
        "workflow_executions",
        "alerts",
        "pending_executions",
        "upgrade_policies",
    }
    assert {"alerts", "pending_executions", "upgrade_policies"} <= empty, (
        "without proven rights none is not nothing"
    )
    assert sum(len(features) for features in by_source(found).values()) == 48


async def test_a_probe_asks_each_resource_for_its_least() -> None:
    asked = console(groups=refusal(4030010))
    async with asked.client() as client:
        connector = SentinelOneConnector(client, SentinelOneOptions(), FixedClock(), catalogue())
        probes = {one.resource: one.problem for one in await connector.probe()}
    assert set(probes) == set(CONNECTOR.resources)
    assert {name for name, problem in probes.items() if problem} == {"groups"}
    assert "/accounts/a1/policy" not in asked.paths


async def test_a_probe_of_a_sites_token_asks_for_nothing_above_the_site() -> None:
    asked = console_of_a_site()
    async with asked.client() as client:
        probes = await SentinelOneConnector(
            client, SentinelOneOptions(), FixedClock(), catalogue()
        ).probe()
    assert set(CONNECTOR.resources) - {one.resource for one in probes} == {
        "accounts",
        "network_discovery",
    }
    assert [one for one in probes if one.problem] == []
    assert not [path for path in asked.paths if path.startswith(("/accounts", "/ranger"))]


async def test_the_case_of_a_mode_makes_no_endpoint_differ() -> None:
    answers = whole_console()
    for path in ("/sites/s1/policy", "/sites/s4/policy", "/accounts/a1/policy"):
        answers[path]["data"]["mitigationMode"] = "PROTECT"
    answers["/sites/s1/policy"]["data"]["inheritedFrom"] = "Account"
    found = by_source(await collected(Console(answers)))["account:a1"]["auto_mitigation"]
    apart = [(part.value, part.endpoints) for part in found.breakdown if part.subset]
    assert apart == [("suspicious", 1)], "only the one that does have another mode"


def test_the_connector_tells_what_it_needs() -> None:
    assert load_catalogue(CONNECTOR.package).vendor == CONNECTOR.vendor
    assert [one.name for one in CONNECTOR.secrets] == ["api_token"]
    assert "View" in CONNECTOR.least_privilege
