"""Overrides of the agents' configuration put policies in doubt, and only where they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.sentinelone.console import (
    Console,
    by_source,
    collected,
    permission,
    refusal,
    role,
    rows,
    whole_console,
)

from aigov_connectors.inventory import Basis, Collection, Deployment, Gap, GapReason
from aigov_connectors.sentinelone.normalize.policies import FEATURES

PATH = "/config-override"
BY_AGENTS = {f"sentinelone.{one.name}" for one in FEATURES if one.by_agent}


def override(number: int, scope: str | None, scope_id: str = "", **more: Any) -> dict[str, Any]:
    place = {} if scope in (None, "tenant") else {scope: {"id": scope_id, "name": "SECRET"}}
    told = {} if scope is None else {"scope": scope}
    config = {"SECRET-KEY": "SECRET-VALUE"}
    return {"id": str(number), "name": "SECRET-NAME", "config": config, **told, **place, **more}


async def read(*overrides: Mapping[str, Any], **answers: Any) -> Collection:
    known = {**whole_console(), PATH: rows(*overrides), **answers}
    return await collected(Console(known))


def gaps(found: Collection) -> list[Gap]:
    return [one for one in found.gaps if one.resource == "config_overrides"]


def doubts(found: Collection) -> list[tuple[str, ...]]:
    return sorted(one.organizations for one in gaps(found))


def counts(found: Collection, feature: str = "behavioral_ai") -> dict[str, Any]:
    settings = {source: of[feature].settings for source, of in by_source(found).items()}
    return {
        source: one.value
        for source, of in settings.items()
        for one in of
        if one.name == "configOverrides"
    }


def engine(found: Collection, source: str) -> Deployment:
    return by_source(found)[source]["static_ai"]


async def test_an_override_puts_the_engines_of_its_site_in_doubt() -> None:
    found, without = await read(override(1, "site", "s2")), await read()
    (gap,) = gaps(found)
    assert gap.reason is GapReason.INCONCLUSIVE
    assert set(gap.features) == BY_AGENTS
    assert gap.organizations == ("s2",)
    assert "site Birch Law" in gap.subject
    assert gap.subject.endswith(": 1")
    assert "2 endpoints of 1 clients" in (gap.detail or "")
    assert "console" in (gap.remedy or "")
    assert gaps(without) == []

    # The group with a policy of its own lies in the site; the account's policy does not.
    assert counts(found) == {"site:s2": 1, "group:g3": 1}
    assert counts(found, "auto_immune") == {}
    told, before = engine(found, "site:s2"), engine(without, "site:s2")
    assert (told.basis, before.basis) == (Basis.INFERRED, Basis.OBSERVED)
    assert (told.enabled, told.autonomy, told.gate) == (
        before.enabled,
        before.autonomy,
        before.gate,
    )
    assert engine(found, "account:a1").basis is Basis.OBSERVED
    assert by_source(found)["site:s2"]["auto_immune"].basis is Basis.OBSERVED


async def test_nothing_of_what_it_sets_is_kept() -> None:
    found = await read(override(1, "site", "s2", description="SECRET-TEXT"))
    assert "SECRET" not in found.model_dump_json()
    assert "not documented" in (gaps(found)[0].detail or "")


async def test_an_override_of_the_account_holds_for_everybody_below_it() -> None:
    found = await read(override(1, "account", "a1"), override(2, "tenant"))
    assert counts(found) == {"account:a1": 2, "site:s2": 2, "group:g3": 2}
    assert {engine(found, source).basis for source in by_source(found)} == {Basis.INFERRED}
    assert doubts(found) == [("s1", "s2", "s4"), ("s1", "s2", "s4")]


@pytest.mark.parametrize(
    "one",
    [override(1, "group", "g2"), override(1, "site", "s2", agent={"id": "3"})],
    ids=["of a group that inherits", "of one agent"],
)
async def test_an_override_of_some_leaves_what_is_said_of_all_observed(one: Any) -> None:
    found = await read(one)
    assert counts(found)["site:s2"] == 1
    assert engine(found, "site:s2").basis is Basis.OBSERVED
    assert doubts(found) == [("s2",)]


@pytest.mark.parametrize(
    "one",
    [
        override(1, "site", "s3"),
        override(1, "group", "g9", site={"id": "s3"}),
        override(1, "site", "s4"),
        override(1, "group", "g4"),
    ],
    ids=["an ended site", "a group of one", "a site without agents", "a group without agents"],
)
async def test_where_nobody_is_nobody_is_in_doubt(one: Any) -> None:
    assert gaps(await read(one)) == []


@pytest.mark.parametrize(
    "one", [override(1, None), override(1, "planet", "p1"), override(1, "site", "s9")]
)
async def test_an_override_of_an_unknown_place_may_hold_for_anybody(one: Any) -> None:
    found = await read(one)
    assert doubts(found) == [()]
    assert set(gaps(found)[0].features) == BY_AGENTS


async def test_endpoints_that_were_not_counted_are_not_taken_for_none() -> None:
    found = await read(override(1, "site", "s4"), **{"/agents": refusal(4030010)})
    assert doubts(found) == [("s4",)]
    assert "not counted" in (gaps(found)[0].detail or "")


async def test_many_overrides_of_one_place_are_one_gap() -> None:
    found = await read(*(override(number, "site", "s2") for number in range(1, 9)))
    (gap,) = gaps(found)
    assert gap.subject.endswith("1, 2, 3, 4, 5 and 3 more")


async def test_a_list_that_may_not_be_read_leaves_the_engines_in_doubt() -> None:
    found = await read(**{PATH: refusal(4030010)})
    (gap,) = gaps(found)
    assert (gap.reason, set(gap.features)) == (GapReason.DENIED, BY_AGENTS)
    assert counts(found) == {}


async def test_an_empty_list_proves_nothing_without_the_right() -> None:
    may_write = {"/rbac/role/77": refusal(4030010)}
    (gap,) = gaps(await read(**may_write))
    assert (gap.reason, set(gap.features)) == (GapReason.INCONCLUSIVE, BY_AGENTS)
    proven = {"/rbac/role/77": role(permission("view"))}
    assert gaps(await read(**proven)) == []
