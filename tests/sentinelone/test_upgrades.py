"""Upgrade policies: an answer that tells none is not one without any, and whom the others reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from tests.sentinelone.console import Console, collected, refusal, whole_console

from aigov_connectors.inventory import Collection, Deployment, Gap, GapReason, Reach

PATH = "/upgrade-policy/policies"
FEATURE = "sentinelone.agent_auto_upgrade"
UPGRADE = {"id": "701", "name": "All", "isActive": True, "allEndpoints": True, "isScheduled": True}


def answer(*policies: Any, inherited: bool | None = False, below: bool | None = False) -> Any:
    data = {"isInherited": inherited, "policiesInChildScope": below, "policies": list(policies)}
    return {"data": data, "pagination": {"totalItems": len(policies)}}


async def read(upgrades: Any, **more: Any) -> Collection:
    return await collected(Console({**whole_console(), PATH: upgrades}), **more)


def stated(found: Collection) -> list[Deployment]:
    return [one for one in found.deployments if one.feature == FEATURE]


def gaps(found: Collection) -> list[Gap]:
    return [one for one in found.gaps if one.resource == "upgrade_policies"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": None},
        {"data": {}},
        {"data": []},
        {"errors": [{"code": 5000010, "title": "no", "detail": "no"}], "data": None},
        {"data": {"isInherited": False, "policies": None}},
        {"data": {"isInherited": False, "policies": {"a": 1}}},
    ],
)
async def test_an_answer_without_a_list_is_none_that_says_there_are_none(body: Any) -> None:
    found = await read(body)
    told = gaps(found)
    assert {one.reason for one in told} == {GapReason.FAILED}
    assert len(told) == 3, "one for each operating system"
    assert all(FEATURE in one.features for one in told)
    (receipt,) = (one for one in found.receipts if one.resource == "upgrade_policies")
    assert not receipt.complete


@pytest.mark.parametrize("broken", ["x", None, {"name": "without an id"}])
async def test_a_record_that_cannot_be_read_is_told_beside_those_that_can(broken: Any) -> None:
    found = await read(answer(UPGRADE, broken))
    assert len(stated(found)) == 3
    assert {one.reason for one in gaps(found)} == {GapReason.FAILED}
    assert all(FEATURE in one.features for one in gaps(found))


async def test_no_policy_anywhere_proves_nothing_without_proven_rights() -> None:
    nobody = {**whole_console(), "/user": refusal(4030010), PATH: answer()}
    (gap,) = gaps(await collected(Console(nobody)))
    assert (gap.reason, FEATURE in gap.features) == (GapReason.INCONCLUSIVE, True)
    assert gaps(await collected(Console({**nobody, PATH: answer(UPGRADE)}))) == []
    assert gaps(await read(answer())) == [], "the right to see them is proven"


async def test_a_policy_that_comes_twice_or_for_several_systems_stops_nothing() -> None:
    assert len(stated(await read(answer(UPGRADE, UPGRADE)))) == 3


def on_windows(table: Mapping[str, Any]) -> Any:
    def given(request: httpx.Request) -> Any:
        if request.url.params["osType"] != "windows":
            return answer()
        return table[request.url.params["scopeId"]]

    return given


@pytest.mark.parametrize(
    ("odd", "how", "reached"),
    [
        (answer(inherited=False), Reach.LISTED, {"s1", "s4"}),
        (answer(inherited=True), Reach.LISTED, {"s1", "s2", "s4"}),
        (answer(UPGRADE, inherited=True), Reach.LISTED, {"s1", "s2", "s4"}),
        (answer(inherited=None), Reach.UNKNOWN, {"s1", "s4"}),
        (refusal(4030010), Reach.UNKNOWN, {"s1", "s4"}),
    ],
    ids=["does not inherit", "inherits", "tells what it inherits", "does not tell", "refused"],
)
async def test_a_site_that_does_not_inherit_follows_nobody_and_one_that_is_silent_may(
    odd: Any, how: Reach, reached: set[str]
) -> None:
    follows = answer(UPGRADE, inherited=True)
    table = {"a1": answer(UPGRADE, below=True), "s1": follows, "s2": odd, "s4": follows}
    found = await read(on_windows(table))
    (one,) = stated(found)
    assert one.reach is how
    assert {row.organization for row in found.reaches if row.deployment == one.key} == reached
