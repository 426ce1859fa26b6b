"""Scripts, upgrades, discovery, exclusions, licences and approvers, from answers to statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.sentinelone.console import (
    ACCOUNT,
    LIVE_SITE,
    NOW,
    OWN_SITE,
    Console,
    collected,
    permission,
    refusal,
    rows,
    sites,
    whole_console,
)

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Collection,
    DecisionKind,
    Deployment,
    Gap,
    GapReason,
    Reach,
)

Answer = Callable[[httpx.Request], Any]


async def read(*, options: Any = None, **answers: Any) -> tuple[Collection, Console]:
    known = whole_console()
    known.update({"/" + name.replace("__", "/"): value for name, value in answers.items()})
    known = {name.replace("~", "-"): value for name, value in known.items()}
    asked = Console(known)
    return await collected(asked, **(options or {})), asked


def of(found: Collection, feature: str) -> dict[str, Deployment]:
    return {
        f"{one.scope.level}:{one.scope.id}": one
        for one in found.deployments
        if one.feature == f"sentinelone.{feature}"
    }


def reach(found: Collection, one: Deployment) -> dict[str, int | None]:
    return {row.organization: row.endpoints for row in found.reaches if row.deployment == one.key}


def gaps(found: Collection, resource: str) -> list[Gap]:
    return [one for one in found.gaps if one.resource == resource]


def by_scope(table: Mapping[str, Any], *, key: str = "scopeId") -> Answer:
    """An answer per scope; 403 for a scope that the table does not name."""

    def answer(request: httpx.Request) -> Any:
        return table.get(request.url.params[key], refusal(4030010))

    return answer


def guardrail(quantity: int | None, *, inherited: bool) -> dict[str, Any]:
    enabled = quantity is not None
    kinds = ["action"] if enabled else []
    data = {"enabled": enabled, "scriptTypes": kinds, "endpointsQuantity": quantity or 0}
    return {"data": {**data, "inherited": inherited}}


GUARDRAILS = "remote~scripts__guardrails__configuration"
PENDING = "remote~scripts__pending~executions"
UPGRADES = "upgrade~policy__policies"


def run(
    number: int, state: str, creator: str | None, reviewer: str | None, *where: str, days: int = 3
) -> dict[str, Any]:
    scopes = [{"scopeName": one, "totalEndpoints": 60} for one in where or ("Example MSP",)]
    return {
        "endpointsByScope": scopes,
        "createdAt": (NOW - timedelta(days=days)).isoformat(),
        "pendingExecutionId": str(number),
        "state": state,
        "creatorId": creator,
        "reviewerId": reviewer,
        "creator": "SECRET-PERSON",
        "executionData": {"password": "SECRET-PASSWORD"},
    }


# Scripts -------------------------------------------------------------------------------------


async def test_a_guardrail_asks_a_second_person_above_a_size() -> None:
    table = {
        "a1": guardrail(50, inherited=False),
        "s1": guardrail(50, inherited=True),
        "s2": guardrail(None, inherited=False),
        "s4": guardrail(50, inherited=True),
    }
    found, _ = await read(**{GUARDRAILS: by_scope(table)})
    scripts = of(found, "remote_ops_scripts")
    assert set(scripts) == {"account:a1", "site:s2"}
    account = scripts["account:a1"]
    assert (account.autonomy, account.gate.kind) == ("advisory", "pre_approval")
    assert account.gate.second_person is False
    assert account.gate.condition is not None
    assert "50" in account.gate.condition
    told = [(one.operator, one.value, one.gate.second_person) for one in account.breakdown]
    assert told == [("gt", 50, True), ("le", 50, False)]
    assert set(reach(found, account)) == {"s1", "s4"}
    assert scripts["site:s2"].breakdown == ()
    assert scripts["site:s2"].gate.second_person is False


async def test_a_group_may_have_a_guardrail_of_its_own_where_groups_are_asked() -> None:
    table = {
        "a1": guardrail(50, inherited=False),
        **{key: guardrail(50, inherited=True) for key in ("s1", "s2", "s4", "g1", "g2", "g4")},
        "g3": guardrail(5, inherited=False),
    }
    asked = {GUARDRAILS: by_scope(table)}
    found, console = await read(options={"group_guardrails": True}, **asked)
    scripts = of(found, "remote_ops_scripts")
    assert set(scripts) == {"account:a1", "group:g3"}
    assert [one.value for one in scripts["group:g3"].breakdown] == [5, 5]
    one_by_one = [path for path in console.paths if path.endswith("/configuration")]
    assert len(one_by_one) == 4 + 4
    whole, apart = (reach(found, scripts[key]) for key in ("account:a1", "group:g3"))
    before, _ = await read(**asked)
    account = of(before, "remote_ops_scripts")["account:a1"]
    assert (apart["s2"] or 0) > 0
    assert (whole["s2"] or 0) + (apart["s2"] or 0) == reach(before, account)["s2"]
    assert not gaps(found, "guardrails")
    (unasked,) = gaps(before, "guardrails")
    assert (unasked.reason, unasked.features) == (GapReason.INCONCLUSIVE, ())
    assert "group_guardrails" in unasked.remedy


async def test_an_approval_in_a_group_counts_for_the_group() -> None:
    table = {
        "a1": guardrail(50, inherited=False),
        **{key: guardrail(50, inherited=True) for key in ("s1", "s2", "s4", "g1", "g2", "g4")},
        "g3": guardrail(5, inherited=False),
    }
    runs = rows(run(1, "approved", "11", "11", "Servers"))
    found, _ = await read(
        options={"group_guardrails": True}, **{GUARDRAILS: by_scope(table), PENDING: runs}
    )
    scripts = of(found, "remote_ops_scripts")
    assert scripts["group:g3"].gate.self_approved is True
    assert scripts["account:a1"].gate.self_approved is None


async def test_who_answered_their_own_request_is_told_where_a_second_person_is_asked() -> None:
    table = {key: guardrail(50, inherited=key != "a1") for key in ("a1", "s1", "s2", "s4")}
    runs = rows(run(1, "approved", "11", "11"), run(2, "approved", "11", "12"))
    found, _ = await read(**{GUARDRAILS: by_scope(table), PENDING: runs})
    (account,) = of(found, "remote_ops_scripts").values()
    assert account.gate.self_approved is True
    many = account.breakdown[0].gate
    assert {one.id for one in many.approvers} == {"11", "12"}
    told = {one.name: one.value for one in account.settings}
    assert told["pendingExecutions.approved"] == 2
    assert told["pendingExecutions.approvedByCreator"] == 1
    assert "SECRET" not in found.model_dump_json()


@pytest.mark.parametrize(
    ("runs", "account", "site"),
    [
        ([run(1, "declined", "11", "11")], None, None),
        ([run(1, "approved", "11", "11", days=400)], None, None),
        ([run(1, "approved", "11", "11", "Birch Law")], None, True),
        ([run(1, "approved", "11", "11", "Acme Dental")], True, None),
        ([run(1, "approved", "11", "11", "Nowhere")], None, None),
        ([{**run(1, "approved", "11", "11"), "endpointsByScope": None}], None, None),
        ([{**run(1, "approved", "11", "11"), "createdAt": None}], None, None),
        ([run(1, "approved", "11", "12")], False, None),
        ([run(1, "approved", None, "12")], None, None),
        ([run(1, "approved", "11", None)], None, None),
        ([run(1, "approved", "11", "12"), run(2, "approved", "1", None)], None, None),
        ([run(1, "approved", "11", "12"), run(2, "granted", "1", "2")], None, None),
        ([run(1, "approved", "11", "12"), {**run(2, "", "1", "2"), "state": None}], None, None),
        ([run(1, "approved", "11", "11"), run(2, "granted", "1", "2")], True, None),
        ([run(1, "approved", "11", "12"), run(2, "approved", "1", "1", "Nowhere")], None, None),
    ],
)
async def test_an_own_approval_counts_for_the_guardrail_that_it_was_asked_by(
    runs: list[dict[str, Any]], account: bool | None, site: bool | None
) -> None:
    table = {key: guardrail(50, inherited=key not in ("a1", "s2")) for key in ("a1", "s1", "s2")}
    found, _ = await read(**{GUARDRAILS: by_scope(table), PENDING: rows(*runs)})
    scripts = of(found, "remote_ops_scripts")
    told = (scripts["account:a1"].gate.self_approved, scripts["site:s2"].gate.self_approved)
    assert told == (account, site)


async def test_what_is_not_told_of_an_approval_makes_numbers_leasts_and_is_not_left_out() -> None:
    table = {key: guardrail(50, inherited=key != "a1") for key in ("a1", "s1", "s2", "s4")}
    sure = run(1, "approved", "11", "12")
    for other, approved, own in (
        (run(2, "Approved ", "11", None), 2, None),
        (run(2, "granted", "11", "11"), "1 or more", None),
        (run(2, "waiting", "11", None), 1, 0),
        ({**run(2, "approved", "11", "11"), "createdAt": None}, "1 or more", None),
    ):
        found, _ = await read(**{GUARDRAILS: by_scope(table), PENDING: rows(sure, other)})
        (account,) = of(found, "remote_ops_scripts").values()
        told = {one.name: one.value for one in account.settings}
        assert told["pendingExecutions.approved"] == approved
        assert told.get("pendingExecutions.approvedByCreator") == own
        assert account.breakdown[0].gate.approvers[0].id == "12"


async def test_of_two_scopes_of_one_name_the_one_with_a_guardrail_asked() -> None:
    table = {"a1": guardrail(50, inherited=False), "s1": guardrail(50, inherited=True)}
    runs = {PENDING: rows(run(1, "approved", "11", "11"))}
    twins = sites(LIVE_SITE, {**OWN_SITE, "name": "Example MSP"})
    off = {**table, "s2": guardrail(None, inherited=False)}
    found, _ = await read(sites=twins, **runs, **{GUARDRAILS: by_scope(off)})
    assert of(found, "remote_ops_scripts")["account:a1"].gate.self_approved is True
    both = {**table, "s2": guardrail(9, inherited=False)}
    found, _ = await read(sites=twins, **runs, **{GUARDRAILS: by_scope(both)})
    told = {one.gate.self_approved for one in of(found, "remote_ops_scripts").values()}
    assert told == {None}, "nobody knows which of the two"


async def test_without_an_answered_run_nobody_knows_who_approves() -> None:
    table = {key: guardrail(50, inherited=key != "a1") for key in ("a1", "s1", "s2", "s4")}
    found, _ = await read(
        **{GUARDRAILS: by_scope(table), PENDING: rows(run(1, "waiting", "11", None))}
    )
    (account,) = of(found, "remote_ops_scripts").values()
    assert account.gate.self_approved is None


async def test_of_runs_that_were_not_read_no_number_is_told() -> None:
    table = {"a1": guardrail(50, inherited=False), "s1": guardrail(50, inherited=True)}
    found, _ = await read(**{GUARDRAILS: by_scope(table), PENDING: refusal(4030010)})
    account = of(found, "remote_ops_scripts")["account:a1"]
    assert not [one for one in account.settings if one.name.startswith("pendingExecutions")]
    assert account.gate.self_approved is None
    (gap,) = (one for one in found.gaps if one.resource == "pending_executions")
    assert gap.features == ("sentinelone.remote_ops_scripts",)


async def test_no_runs_shown_to_a_caller_of_unknown_rights_are_no_number() -> None:
    table = {"a1": guardrail(50, inherited=False), "s1": guardrail(50, inherited=True)}
    no_roles = {"data": {"id": "1", "scope": "account", "scopeRoles": []}}
    for user, told in ((whole_console()["/user"], {0}), (no_roles, set())):
        found, _ = await read(
            **{GUARDRAILS: by_scope(table), PENDING: rows(), "user": user},
        )
        account = of(found, "remote_ops_scripts")["account:a1"]
        names = (one for one in account.settings if one.name.startswith("pendingExecutions"))
        assert {one.value for one in names} == told


async def test_runs_of_which_some_were_not_read_prove_no_clean_record() -> None:
    table = {"a1": guardrail(50, inherited=False), "s1": guardrail(50, inherited=True)}
    answered = run(1, "approved", "11", "12")
    broken = {"pendingExecutionId": {"odd": 1}}
    for runs, told in (((answered,), 1), ((answered, broken), "1 or more")):
        found, _ = await read(**{GUARDRAILS: by_scope(table), PENDING: rows(*runs)})
        account = of(found, "remote_ops_scripts")["account:a1"]
        (approved,) = (one for one in account.settings if one.name == "pendingExecutions.approved")
        assert approved.value == told
        assert account.gate.self_approved is (False if told == 1 else None)


async def test_an_account_that_inherits_is_stated_at_the_tenant() -> None:
    table = {key: guardrail(None, inherited=True) for key in ("a1", "s1", "s2", "s4")}
    found, _ = await read(**{GUARDRAILS: by_scope(table)})
    assert set(of(found, "remote_ops_scripts")) == {"tenant:example.sentinelone.net"}


async def test_a_refused_account_leaves_each_site_to_itself() -> None:
    table = {key: guardrail(None, inherited=True) for key in ("s1", "s2", "s4")}
    found, _ = await read(**{GUARDRAILS: by_scope(table)})
    assert set(of(found, "remote_ops_scripts")) == {"site:s1", "site:s2", "site:s4"}


async def test_refused_guardrails_are_not_asked_for_again_and_again() -> None:
    found, asked = await read(**{GUARDRAILS: refusal(4030010)})
    assert len([one for one in asked.paths if one.endswith("/configuration")]) == 2
    assert {one.reason for one in gaps(found, "guardrails")} == {GapReason.DENIED}
    assert {name for one in gaps(found, "guardrails") for name in one.organizations} == {
        "s1",
        "s2",
        "s4",
    }
    assert of(found, "remote_ops_scripts") == {}


# Upgrades and discovery ------------------------------------------------------------------------


def upgrades(*policies: dict[str, Any], inherited: bool = False, below: bool = False) -> Any:
    data = {"isInherited": inherited, "policiesInChildScope": below, "policies": list(policies)}
    return {"data": data, "pagination": {"totalItems": len(policies)}}


UPGRADE = {"id": "701", "name": "All", "isActive": True, "allEndpoints": True, "isScheduled": True}


def on_windows(table: Mapping[str, Any]) -> Answer:
    def answer(request: httpx.Request) -> Any:
        if request.url.params["osType"] != "windows":
            return upgrades()
        return table[request.url.params["scopeId"]]

    return answer


async def test_an_active_upgrade_policy_acts_alone_and_sites_with_their_own_are_left_out() -> None:
    own = {**UPGRADE, "id": "702", "isActive": False}
    table = {
        "a1": upgrades(UPGRADE, below=True),
        "s1": upgrades(UPGRADE, inherited=True),
        "s2": upgrades(own),
        "s4": upgrades(UPGRADE, inherited=True),
    }
    found, _ = await read(**{UPGRADES: on_windows(table)})
    stated = of(found, "agent_auto_upgrade")
    assert set(stated) == {"account:a1", "site:s2"}
    assert (stated["account:a1"].autonomy, stated["account:a1"].enabled) == (
        "fully_autonomous",
        True,
    )
    assert set(reach(found, stated["account:a1"])) == {"s1", "s4"}
    assert stated["site:s2"].enabled is False


@pytest.mark.parametrize(("apart", "reached"), [(("s2",), ["a1"]), (("s1", "s2", "s4"), [])])
async def test_a_customer_of_several_sites_is_left_out_only_if_all_have_their_own(
    apart: tuple[str, ...], reached: list[str]
) -> None:
    table = {"a1": upgrades(UPGRADE, below=True)}
    for number, one in enumerate(("s1", "s2", "s4")):
        own = {**UPGRADE, "id": f"80{number}"}
        table[one] = upgrades(own) if one in apart else upgrades(UPGRADE, inherited=True)
    asked = Console({**whole_console(), "/upgrade-policy/policies": on_windows(table)})
    found = await collected(asked, client_level="account")
    stated = of(found, "agent_auto_upgrade")
    assert list(reach(found, stated["account:a1"])) == reached
    assert list(reach(found, stated["site:s2"])) == ["a1"]


async def test_sites_are_not_asked_where_the_account_says_that_none_has_a_policy() -> None:
    _, asked = await read(**{UPGRADES: on_windows({"a1": upgrades(UPGRADE)})})
    assert len([one for one in asked.paths if one == "/upgrade-policy/policies"]) == 3


async def test_policies_of_groups_are_not_read_and_told() -> None:
    table = {
        "a1": upgrades(UPGRADE, below=True),
        "s1": upgrades(UPGRADE, inherited=True, below=True),
        "s2": upgrades(UPGRADE, inherited=True, below=True),
        "s4": upgrades(UPGRADE, inherited=True),
    }
    found, _ = await read(**{UPGRADES: on_windows(table)})
    (gap,) = gaps(found, "upgrade_policies")
    assert (gap.reason, set(gap.organizations)) == (GapReason.INCONCLUSIVE, {"s1", "s2"})


async def test_what_comes_from_a_scope_that_was_not_read_is_stated_where_it_was_seen() -> None:
    table = {"a1": upgrades(UPGRADE, inherited=True)}
    found, _ = await read(**{UPGRADES: on_windows(table)})
    assert set(of(found, "agent_auto_upgrade")) == {"account:a1"}


async def test_more_policies_than_came_are_a_gap() -> None:
    cut = upgrades(UPGRADE)
    cut["pagination"]["totalItems"] = 9
    found, _ = await read(**{UPGRADES: on_windows({"a1": cut})})
    (gap,) = gaps(found, "upgrade_policies")
    assert (gap.reason, gap.detail) == (GapReason.TRUNCATED, "1 of 9 came")


@pytest.mark.parametrize(
    ("sent", "enabled"),
    [
        ({"enabled": True, "autoEnableNetworks": True}, True),
        ({"enabled": True, "autoEnableNetworks": False}, False),
        ({"enabled": False, "autoEnableNetworks": True}, False),
        ({"enabled": True}, None),
    ],
)
async def test_networks_enabled_by_themselves(sent: dict[str, bool], enabled: bool | None) -> None:
    found, _ = await read(ranger__settings={"data": sent})
    (one,) = of(found, "ranger_auto_deploy").values()
    assert one.enabled is enabled
    assert {gap.reason for gap in gaps(found, "network_discovery")} == {GapReason.NOT_EXPOSED}


# Exclusions --------------------------------------------------------------------------------------


async def test_exclusions_stand_beside_the_engines_that_they_override() -> None:
    def exclusion(number: int, **more: Any) -> dict[str, Any]:
        return {"id": str(number), "type": "path", "value": "C:\\SECRET", **more}

    found, _ = await read(
        exclusions=rows(
            exclusion(1, scope={"accountIds": ["a1"]}, mode="suppress", notRecommended="NONE"),
            exclusion(
                2,
                scope={"siteIds": ["s2"]},
                mode="disable_all_monitors_deep",
                notRecommended="Not recommended",
            ),
        )
    )

    def counted(scope: str, feature: str = "behavioral_ai") -> dict[str, Any]:
        settings = of(found, feature)[scope].settings
        return {one.name: one.value for one in settings if one.name.startswith("exclusions")}

    assert counted("account:a1") == {"exclusions": 1}
    assert counted("site:s2") == {
        "exclusions": 2,
        "exclusions.disableAllMonitors": 1,
        "exclusions.notRecommended": 1,
    }
    assert counted("site:s2", "auto_immune") == {}
    assert "SECRET" not in found.model_dump_json()


async def test_exclusions_that_leave_nothing_watching_are_stated_where_they_hold() -> None:
    def exclusion(number: int, mode: str, **scope: Any) -> dict[str, Any]:
        return {"id": str(number), "type": "path", "mode": mode, "scope": scope}

    found, _ = await read(
        exclusions=rows(
            exclusion(1, "disable_all_monitors", siteIds=["s2", "s9"]),
            exclusion(2, "DISABLE_ALL_MONITORS_DEEP", siteIds=["s2"]),
            exclusion(3, "suppress", siteIds=["s2"]),
            {**exclusion(4, "suppress", accountIds=["a1"]), "notRecommended": "Not allowed"},
            exclusion(5, "disable_in_process_monitor_deep", siteIds=["s1"]),
            exclusion(6, "disable_all_monitors"),
            {"id": "7", "type": "white_hash"},
        )
    )
    told = of(found, "exclusions")
    assert {key: one.enabled for key, one in told.items()} == {
        "account:a1": None,
        "site:s2": True,
        "site:s9": True,
    }
    assert told["site:s9"].reach is Reach.UNKNOWN
    assert {one.name: one.value for one in told["site:s2"].settings} == {
        "exclusions": 3,
        "exclusions.disableAllMonitors": 2,
    }
    assert all(one.autonomy is Autonomy.ADVISORY for one in told.values())
    assert all(one.basis is Basis.INFERRED for one in told.values())
    (nowhere,) = gaps(found, "exclusions")
    assert (nowhere.reason, nowhere.features) == (
        GapReason.INCONCLUSIVE,
        ("sentinelone.exclusions",),
    )
    assert "2 exclusions" in nowhere.subject


# The detection library ---------------------------------------------------------------------------

LIBRARY = "detection~library__platform~rules"


def library_rule(number: int, treat: Any, *, isolates: Any = False, status: Any = "Active") -> Any:
    return {
        "id": str(number),
        "name": "SECRET-NAME",
        "status": status,
        "treatAsThreat": treat,
        "networkQuarantine": isolates,
    }


async def test_rules_of_the_library_are_stated_by_what_they_do() -> None:
    found, _ = await read(
        **{
            LIBRARY: rows(
                library_rule(1, "UNDEFINED"),
                library_rule(2, "undefined"),
                library_rule(3, "Malicious"),
                library_rule(4, "Suspicious", status="Disabled"),
                library_rule(5, "UNDEFINED", isolates=True),
                {"id": "6"},
            )
        }
    )
    told = {
        one.source_object.name.removeprefix("rules of the detection library that "): (
            one.settings[0].value,
            one.enabled,
            one.autonomy,
            one.decisions,
        )
        for one in found.deployments
        if one.feature == "sentinelone.detection_library"
    }
    inform, contain, isolate = (
        (DecisionKind.INFORM,),
        (DecisionKind.CONTAIN_FILE,),
        (DecisionKind.ISOLATE_ENDPOINT,),
    )
    every = (*inform, *contain, *isolate)
    assert told == {
        "treat as undefined, active": (2, True, Autonomy.ADVISORY, inform),
        "treat as malicious, active": (1, True, Autonomy.UNKNOWN, contain),
        "treat as suspicious, disabled": (1, False, Autonomy.UNKNOWN, contain),
        "isolate and treat as undefined, active": (1, True, Autonomy.FULLY_AUTONOMOUS, isolate),
        "perhaps isolate and treat as nothing that is told, status not told": (
            1,
            None,
            Autonomy.UNKNOWN,
            every,
        ),
    }
    stated = [one for one in found.deployments if one.feature.endswith("detection_library")]
    # A value that no line names is unknown, and that it is unknown was seen.
    assert {one.basis for one in stated if one.enabled is not None} == {Basis.INFERRED}
    assert {one.reach for one in stated} == {Reach.UNKNOWN}
    assert "SECRET" not in found.model_dump_json()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (library_rule(1, "Malicious"), library_rule(2, "Malicious", isolates=None)),
        (library_rule(1, "UNDEFINED", isolates=True), library_rule(2, "Malicious", isolates=True)),
        (library_rule(1, "Suspicious"), library_rule(2, "Suspicious", status=None)),
        (library_rule(1, None), library_rule(2, "nothing that is told")),
        (library_rule(1, "a", status="b, c"), library_rule(2, "a, b", status="c")),
    ],
    ids=["not told whether", "isolate two ways", "no status", "told as if not", "odd words"],
)
async def test_rules_of_the_library_that_differ_in_anything_are_told_apart(
    one: Any, other: Any
) -> None:
    found, _ = await read(**{LIBRARY: rows(one, other)})
    stated = [one for one in found.deployments if one.feature.endswith("detection_library")]
    assert len({one.key for one in stated}) == 2
    assert not gaps(found, "statement")


async def test_a_rule_of_the_library_that_may_isolate_has_no_part_that_is_allowed() -> None:
    row = library_rule(1, "Malicious", isolates=None)
    del row["networkQuarantine"]
    found, _ = await read(**{LIBRARY: rows(row)})
    (stated,) = (one for one in found.deployments if one.feature.endswith("detection_library"))
    assert (stated.autonomy, stated.breakdown) == (Autonomy.UNKNOWN, ())
    assert DecisionKind.ISOLATE_ENDPOINT in stated.decisions


async def test_a_console_without_a_library_leaves_it_open() -> None:
    for answer, reason in ((refusal(4040010), None), (rows(), GapReason.INCONCLUSIVE)):
        found, _ = await read(**{LIBRARY: answer})
        (gap,) = gaps(found, "detection_library")
        assert gap.features == ("sentinelone.detection_library",)
        assert reason is None or gap.reason is reason


async def test_unreadable_exclusions_are_a_gap_and_no_count() -> None:
    found, _ = await read(exclusions=refusal(4030010))
    assert [one.reason for one in gaps(found, "exclusions")] == [GapReason.DENIED]


# Licences ----------------------------------------------------------------------------------------


def licences(*modules: str, bundles: tuple[str, ...] = ("complete",)) -> dict[str, Any]:
    return {
        "licenses": {
            "modules": [{"name": one} for one in modules],
            "bundles": [{"name": one} for one in bundles],
        }
    }


def unlicensed(found: Collection) -> dict[str, set[str]]:
    return {
        feature.removeprefix("sentinelone."): set(one.organizations)
        for one in found.gaps
        if one.reason is GapReason.UNLICENSED
        for feature in one.features
    }


async def test_a_site_whose_licences_lack_a_module_cannot_have_the_feature() -> None:
    listed = (
        {**LIVE_SITE, **licences("purple_ai_soc_analyst", "rso", bundles=("hyperautomation",))},
        {**OWN_SITE, **licences("purple_ai")},
    )
    found, asked = await read(sites=sites(*listed))
    told = unlicensed(found)
    assert told["purple_ai_auto_investigation"] == {"s2"}
    assert told["remote_ops_scripts"] == {"s2"}
    assert told["hyperautomation"] == {"s2"}
    assert told["vendor_mdr"] == {"s1", "s2"}
    assert "purple_ai" not in told
    levels = [one.url.params for one in asked.requests if one.url.path.endswith("/configuration")]
    assert "s2" not in {one["scopeId"] for one in levels}, "it has no scripts to guard"


async def test_what_is_not_licensed_is_not_asked_of_a_person() -> None:
    listed = ({**LIVE_SITE, **licences("rso")}, {**OWN_SITE, **licences("vigilance")})
    found, _ = await read(sites=sites(*listed))
    (gap,) = (
        one
        for one in found.gaps
        if one.features == ("sentinelone.vendor_mdr",) and one.reason is GapReason.NOT_EXPOSED
    )
    assert gap.organizations == ("s2",)


async def test_a_site_without_a_list_goes_by_its_account() -> None:
    found, _ = await read(
        accounts=rows({**ACCOUNT, **licences("rso")}), sites=sites({**LIVE_SITE, "licenses": None})
    )
    told = unlicensed(found)
    assert told["vendor_mdr"] == {"s1"}
    assert "remote_ops_scripts" not in told


async def test_no_list_of_licences_proves_nothing() -> None:
    found, _ = await read()
    assert unlicensed(found) == {}


@pytest.mark.parametrize("sent", [None, "none", 0])
async def test_a_list_that_was_not_sent_is_no_empty_list(sent: object) -> None:
    half = {"licenses": {"modules": sent, "bundles": [{"name": "complete"}]}}
    found, asked = await read(sites=sites({**LIVE_SITE, **half}))
    assert set(unlicensed(found)) == {"hyperautomation"}
    assert any(path.startswith("/remote-scripts") for path in asked.paths)
    open_questions = {
        feature
        for one in found.gaps
        if one.reason is GapReason.NOT_EXPOSED and one.resource == "feature"
        for feature in one.features
        if not one.organizations
    }
    assert "sentinelone.purple_ai_auto_investigation" in open_questions
    assert "sentinelone.vendor_mdr" in open_questions


async def test_a_kind_of_licence_that_a_site_does_not_tell_goes_by_its_account() -> None:
    half = {"licenses": {"bundles": [{"name": "complete"}]}}
    found, _ = await read(
        accounts=rows({**ACCOUNT, **licences("rso", bundles=("hyperautomation",))}),
        sites=sites({**LIVE_SITE, **half}),
    )
    told = unlicensed(found)
    assert told["vendor_mdr"] == told["hyperautomation"] == {"s1"}
    assert "remote_ops_scripts" not in told


@pytest.mark.parametrize(
    "listed",
    [
        licences("rso", "wayfinder_mdr_ultimate"),
        licences("rso", bundles=("complete_with_everything",)),
        {"licenses": {"modules": [{"name": "rso"}, {}, "purple"], "bundles": []}},
        {"licenses": {"modules": [], "bundles": [], "settings": []}},
    ],
)
async def test_what_a_name_that_nobody_published_may_hide_is_not_ruled_out(listed: Any) -> None:
    found, _ = await read(sites=sites({**LIVE_SITE, **listed}))
    assert unlicensed(found) == {}


async def test_an_empty_script_library_proves_nothing() -> None:
    found, _ = await read(**{"remote-scripts": rows()})
    (one,) = {one.enabled for one in of(found, "remote_ops_scripts").values()}
    assert one is None, "the vendor's own scripts are in every library"
    assert [one.reason for one in gaps(found, "remote_scripts")] == [GapReason.INCONCLUSIVE]


async def test_scripts_that_nobody_has_licensed_are_not_asked_for() -> None:
    found, asked = await read(sites=sites({**LIVE_SITE, **licences("purple_ai")}))
    assert not [one for one in asked.paths if one.startswith("/remote-scripts")]
    for one in ("remote_scripts", "guardrails", "pending_executions"):
        (gap,) = gaps(found, one)
        assert (gap.reason, gap.features) == (GapReason.UNLICENSED, ())
        assert one not in {told.resource for told in found.receipts}, "it was not read"


# Approvers ---------------------------------------------------------------------------------------


def threats_role(*permissions: dict[str, Any]) -> dict[str, Any]:
    page = {"identifier": "threats", "name": "Threats", "permissions": list(permissions)}
    return {"data": {"id": "78", "pages": [page]}}


def right(word: str, *, granted: bool = True) -> dict[str, Any]:
    return {**permission("action", granted=granted), "identifier": f"Threats.{word}"}


def may_mitigate(found: Collection) -> Any:
    one = of(found, "auto_mitigation")["account:a1"]
    gate = one.breakdown[1].gate
    assert [(who.kind, who.id, who.role) for who in gate.approvers] == [("analyst", None, None)], (
        "what a role may do does not tell who approves"
    )
    return {row.name: row.value for row in one.settings}.get("roles.mayMitigate")


async def test_the_roles_that_may_mitigate_stand_beside_the_gate() -> None:
    found, _ = await read(
        rbac__roles=rows({"id": "77", "name": "Viewer"}, {"id": "78", "name": "SOC"}),
        rbac__role__78=threats_role(permission("view"), right("mitigate")),
        users=rows({"id": "11", "email": "SECRET", "scopeRoles": [{"roleId": "78"}]}),
    )
    assert may_mitigate(found) == "SOC"
    assert "SECRET" not in found.model_dump_json()
    told = [one.fact for one in found.evidence if one.fact.object_id == "78"]
    assert [(one.pointer, one.value) for one in told] == [("/pages/0/permissions/1/value", True)]


@pytest.mark.parametrize("granted", [right("note"), right("mitigate", granted=False)])
async def test_another_right_on_threats_is_none_to_mitigate(granted: dict[str, Any]) -> None:
    found, _ = await read(
        rbac__roles=rows({"id": "78", "name": "SOC"}),
        rbac__role__78=threats_role(granted),
        users=rows({"id": "11", "scopeRoles": [{"roleId": "78"}]}),
    )
    assert may_mitigate(found) is None


async def test_a_role_that_nobody_holds_approves_nothing() -> None:
    found, _ = await read(
        rbac__roles=rows({"id": "78", "name": "SOC"}),
        rbac__role__78=threats_role(right("mitigate")),
    )
    assert may_mitigate(found) is None


async def test_where_people_may_not_be_read_every_role_may_be_held() -> None:
    found, _ = await read(
        rbac__roles=rows({"id": "78", "name": "SOC"}),
        rbac__role__78=threats_role(right("mitigate")),
        users=refusal(4030010),
    )
    assert may_mitigate(found) == "SOC"
    assert [one.reason for one in gaps(found, "users")] == [GapReason.DENIED]


@pytest.mark.parametrize(
    "answer",
    [
        {"data": {}},
        {"data": {"id": "78", "pages": ["x", {"identifier": "threats", "permissions": {"a": 1}}]}},
        threats_role({"identifier": "Threats.mitigate", "type": "action"}),
    ],
)
async def test_a_role_of_which_not_every_right_can_be_read_is_told(answer: Any) -> None:
    found, _ = await read(
        rbac__roles=rows({"id": "77", "name": "Viewer"}, {"id": "78", "name": "SOC"}),
        rbac__role__78=answer,
    )
    (gap,) = gaps(found, "approver_roles")
    assert (gap.reason, gap.subject) == (GapReason.INCONCLUSIVE, "what 1 of the roles may do")
    assert gap.detail is not None
    assert gap.detail.endswith("78")


@pytest.mark.parametrize("held", [None, "78", {}, [None], [{}]])
async def test_somebody_whose_roles_cannot_be_read_may_hold_any(held: Any) -> None:
    found, _ = await read(
        rbac__roles=rows({"id": "78", "name": "SOC"}),
        rbac__role__78=threats_role(right("mitigate")),
        users=rows({"id": "11", "scopeRoles": held}),
    )
    assert may_mitigate(found) == "SOC"


# Refusals ----------------------------------------------------------------------------------------

MODULES = {
    "cloud~detection__rules": "custom_rules",
    "detection~library__platform~rules": "detection_library",
    "exclusions": "exclusions",
    "config~override": "config_overrides",
    "remote~scripts": "remote_scripts",
    PENDING: "pending_executions",
    UPGRADES: "upgrade_policies",
    "ranger__settings": "network_discovery",
    "activities__types": "activity_types",
    "activities": "activities",
    "users": "users",
    "service~users": "service_users",
    "rbac__roles": "approver_roles",
}


@pytest.mark.parametrize(("path", "resource"), MODULES.items())
async def test_a_refused_module_is_a_gap_and_the_policies_are_stated(
    path: str, resource: str
) -> None:
    found, _ = await read(**{path: refusal(4030010)})
    assert GapReason.DENIED in {one.reason for one in gaps(found, resource)}
    assert len(of(found, "static_ai")) == 3
    assert not [one for one in found.gaps if one.reason is GapReason.FAILED]
