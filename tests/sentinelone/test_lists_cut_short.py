"""Where sites or groups were not all listed, everything that is set for them is in doubt."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.sentinelone.console import (
    LIVE_SITE,
    OWN_SITE,
    Console,
    collected,
    refusal,
    rows,
    sites,
    whole_console,
)
from tests.sentinelone.workflow_bodies import row

from aigov_connectors.inventory import Collection, Deployment, Reach, ScopeLevel

OF_SITES = {
    "agent_auto_upgrade": "upgrade_policies",
    "remote_ops_scripts": "guardrails",
    "ranger_auto_deploy": "network_discovery",
    "star_active_response": "custom_rules",
    "auto_mitigation": "policies",
}


def console(path: str, answer: Any) -> Console:
    return Console({**whole_console(), path: answer})


def in_doubt(found: Collection, listed: str) -> set[str]:
    """Features that are in doubt because of scopes that were not listed."""
    subject = f"of {listed} that were not listed"
    told = (one for one in found.gaps if one.subject.endswith(subject))
    return {name.removeprefix("sentinelone.") for one in told for name in one.features}


def half_listed() -> dict[str, Any]:
    listed = whole_console()["/sites"]
    kept = [*listed["data"]["sites"], {"id": None, "name": "broken"}]
    return {**listed, "data": {**listed["data"], "sites": kept}}


@pytest.mark.parametrize("answer", [refusal(4030010), half_listed()], ids=["refused", "broken row"])
async def test_without_all_sites_what_is_set_for_them_is_in_doubt(answer: Any) -> None:
    found = await collected(console("/sites", answer))
    assert in_doubt(found, "sites") >= OF_SITES.keys()
    asked_by_site = {*OF_SITES.values()} - {"custom_rules"}
    assert asked_by_site.isdisjoint(one.resource for one in found.receipts if one.complete)
    told = {one.resource: one.why for one in found.receipts}
    assert told["upgrade_policies"] == "the list of sites was not read to its end"


async def test_without_all_groups_their_rules_are_in_doubt() -> None:
    found = await collected(console("/groups", refusal(4030010)))
    assert in_doubt(found, "groups") >= {"star_active_response", "auto_mitigation"}
    assert "remote_ops_scripts" not in in_doubt(found, "groups"), "groups were not to be asked"
    found = await collected(console("/groups", refusal(4030010)), group_guardrails=True)
    assert "remote_ops_scripts" in in_doubt(found, "groups")


async def test_with_all_of_them_nothing_is_in_doubt() -> None:
    found = await collected(Console(whole_console()))
    assert in_doubt(found, "sites") == in_doubt(found, "groups") == set()
    assert all(one.complete for one in found.receipts)


RULE = {
    "id": "11",
    "name": "Own",
    "status": "Active",
    "queryType": "events",
    "scope": "account",
    "scopeId": ["a1"],
    "treatAsThreat": "UNDEFINED",
    "networkQuarantine": True,
}
UPGRADE = {"id": "701", "name": "All", "isActive": True, "allEndpoints": True, "isScheduled": True}


def guardrail(request: httpx.Request) -> Any:
    """Sites inherit what the account sets."""
    inherited = request.url.params["scopeLevel"] != "account"
    return {"data": {"enabled": False, "scriptTypes": [], "inherited": inherited}}


def wide_console() -> dict[str, Any]:
    """A console in which the account sets what acts for its sites."""
    follows = {"isInherited": False, "policiesInChildScope": False, "policies": [UPGRADE]}
    return {
        **whole_console(),
        "/cloud-detection/rules": rows(RULE),
        "/upgrade-policy/policies": {"data": follows, "pagination": {"totalItems": 1}},
        "/remote-scripts/guardrails/configuration": guardrail,
        "/exclusions": rows(
            {
                "id": "21",
                "type": "path",
                "mode": "disable_all_monitors",
                "scope": {"accountIds": ["a1"]},
            }
        ),
        "/hyper-automate/api/public/workflows": rows(
            row(versionId=None, scopeLevel="account", scopeId="a1")
        ),
    }


WIDE = {
    "star_active_response",
    "agent_auto_upgrade",
    "ranger_auto_deploy",
    "remote_ops_scripts",
    "auto_mitigation",
    "exclusions",
    "hyperautomation",
}


def of_the_account(found: Collection) -> dict[str, Deployment]:
    """What the account sets, by the short name of its feature."""
    return {
        one.feature.removeprefix("sentinelone."): one
        for one in found.deployments
        if one.scope.level is ScopeLevel.ACCOUNT
    }


@pytest.mark.parametrize("answer", [refusal(4030010), half_listed()], ids=["refused", "broken row"])
async def test_what_an_account_sets_may_reach_sites_that_were_not_listed(answer: Any) -> None:
    whole = of_the_account(await collected(Console(wide_console())))
    assert whole.keys() >= WIDE
    assert {one.reach for one in whole.values()} == {Reach.LISTED}
    found = await collected(Console({**wide_console(), "/sites": answer}))
    cut = of_the_account(found)
    assert {one.reach for one in cut.values()} == {Reach.UNKNOWN}
    assert cut.keys() >= {"star_active_response", "exclusions", "hyperautomation"}
    keys = {one.key for one in cut.values()}
    assert {one.endpoints for one in found.reaches if one.deployment in keys} <= {None}


async def test_an_account_may_hold_a_site_that_does_not_tell_its_account() -> None:
    stray = {**OWN_SITE, "accountId": None}
    found = await collected(Console({**wide_console(), "/sites": sites(LIVE_SITE, stray)}))
    assert {one.reach for one in of_the_account(found).values()} == {Reach.UNKNOWN}


@pytest.mark.parametrize(
    ("path", "feature"),
    [
        ("/sites/s4/policy", "auto_mitigation"),
        ("/remote-scripts/guardrails/configuration", "remote_ops_scripts"),
    ],
)
async def test_what_is_inherited_may_reach_a_site_that_did_not_answer(
    path: str, feature: str
) -> None:
    answers = wide_console()

    def answer(request: httpx.Request) -> Any:
        refused = request.url.params.get("scopeId", "s4") == "s4"
        return refusal(4030010) if refused else guardrail(request)

    found = await collected(Console({**answers, path: answer}))
    told = {name: one.reach for name, one in of_the_account(found).items()}
    assert told.pop(feature) is Reach.UNKNOWN
    assert told["star_active_response"] is Reach.LISTED, "whom a rule reaches hangs on no policy"


async def test_only_the_numbers_of_those_who_did_not_answer_are_left_out() -> None:
    answers = {**wide_console(), "/sites/s4/policy": refusal(4030010)}
    for level, expected in (("site", {"s1": 2}), ("account", {"a1": None})):
        found = await collected(Console(answers), client_level=level)
        one = of_the_account(found)["auto_mitigation"]
        assert one.reach is Reach.UNKNOWN
        rows_of = (row for row in found.reaches if row.deployment == one.key)
        assert {row.organization: row.endpoints for row in rows_of} == expected
