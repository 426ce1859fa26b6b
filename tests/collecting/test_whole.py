"""A list proves what is not in it only where it came whole: in one place, for every vendor."""

from __future__ import annotations

from typing import Any, cast

import pytest
from tests.collecting.run import REFUSED, FakeRead, Run

from aigov_connectors._http import Read
from aigov_connectors.errors import NotFoundError
from aigov_connectors.inventory import GapReason, Rejected

BROKEN = Rejected(position="page 1, row 2", record_id="9", problem="id is missing")
GONE = NotFoundError("GET /rules/events: 404")
SHORT: dict[str, Any] = {
    "cut": lambda: FakeRead([1], why="page 2: 500"),
    "refused": lambda: FakeRead(error=REFUSED),
    "one row broken": lambda: FakeRead([1], rejected=[BROKEN]),
    "only broken rows": lambda: FakeRead([], rejected=[BROKEN]),
    "empty": lambda: FakeRead([]),
}


def silent() -> FakeRead:
    read = FakeRead([])
    read.told_by_silence = True
    return read


@pytest.mark.parametrize("how", [*SHORT, "told by silence"])
async def test_a_list_that_is_short_in_any_way_did_not_come_whole(how: str) -> None:
    run = Run()
    read = SHORT.get(how, silent)()

    await run.read("policies", read, empty_proves_absence=how == "told by silence")

    assert not run.into.came_whole("policies")
    assert not run.into.is_whole("policies")
    assert run.gaps != []


async def test_a_list_came_whole_with_all_of_its_rows_or_with_none_where_that_proves_it() -> None:
    run = Run()

    await run.read("policies", FakeRead([1], [2]))
    await run.read("threats", FakeRead([]), empty_proves_absence=True)

    assert run.into.came_whole("policies")
    assert run.into.came_whole("threats")
    assert run.into.is_whole("policies", "threats")


async def test_what_was_not_read_or_not_wanted_did_not_come_whole() -> None:
    run = Run("policies")

    await run.read("threats", FakeRead([1]))

    assert not run.into.came_whole("policies")
    assert not run.into.came_whole("threats")
    assert not run.into.is_whole("policies")


async def test_one_list_of_several_comes_whole_whatever_the_others_did() -> None:
    run = Run()

    await run.read("policies", FakeRead([1]), subject="rules of board 1")
    await run.read("policies", FakeRead([1], why="cut"), subject="rules of board 2")

    assert run.into.came_whole("policies", "rules of board 1")
    assert not run.into.came_whole("policies", "rules of board 2")
    assert not run.into.is_whole("policies")


async def test_a_list_that_is_read_in_parts_under_one_name_is_whole_with_all_of_them() -> None:
    run = Run()

    await run.read("policies", FakeRead([1], why="cut"), subject="rules")
    await run.read("policies", FakeRead([2]), subject="rules")
    await run.read("threats", FakeRead([1]), subject="rules")
    await run.read("threats", FakeRead([2]), subject="rules")

    assert not run.into.came_whole("policies", "rules")
    assert run.into.came_whole("threats", "rules")


@pytest.mark.parametrize(("parts", "whole"), [([[1], [2]], True), ([[1], None], False)])
async def test_what_is_read_instead_of_a_list_is_whole_with_all_of_its_parts(
    parts: list[list[int] | None], whole: bool
) -> None:
    run = Run()
    reads = {
        f"rules of {at}": FakeRead(error=REFUSED) if rows is None else FakeRead(rows)
        for at, rows in enumerate(parts)
    }

    await run.read("policies", FakeRead(error=GONE), instead=lambda: reads.items())

    assert run.into.came_whole("policies") is whole


@pytest.mark.parametrize("how", ["cut", "refused", "one row broken", "told by silence"])
async def test_a_short_list_is_held_to_the_same(how: str) -> None:
    run = Run()
    read = SHORT.get(how, silent)()

    await run.into.short_list("policies", cast("Read[Any]", read), subject="rules of board 1")
    good = cast("Read[Any]", FakeRead([1]))
    await run.into.short_list("policies", good, subject="rules of board 2")

    assert not run.into.came_whole("policies", "rules of board 1")
    assert run.into.came_whole("policies", "rules of board 2")


async def test_a_gap_that_somebody_notes_later_is_of_the_whole_too() -> None:
    run = Run()
    await run.read("policies", FakeRead([1]))

    run.into.gap("policies", "policies that may not be seen", GapReason.DENIED)

    assert run.into.came_whole("policies")
    assert not run.into.is_whole("policies")
