"""Where sites or groups were not all listed, everything that is set for them is in doubt."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sentinelone.console import Console, collected, refusal, whole_console

from aigov_connectors.inventory import Collection

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
    rows = [*listed["data"]["sites"], {"id": None, "name": "broken"}]
    return {**listed, "data": {**listed["data"], "sites": rows}}


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
