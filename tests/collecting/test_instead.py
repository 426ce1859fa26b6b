"""A list that a server does not have, and what holds its rows instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.collecting.run import REFUSED, FakeRead, Run

from aigov_connectors.errors import NotFoundError, ServerError
from aigov_connectors.inventory import GapReason

GONE = NotFoundError("GET /rules/events: 404")


def below(**reads: FakeRead) -> Callable[[], Any]:
    return lambda: reads.items()


async def test_what_lies_below_each_parent_is_read_where_the_one_list_is_not_there() -> None:
    run = Run()
    parts = {"events of rule 1": FakeRead([1, 2]), "events of rule 2": FakeRead([]),
             "events of rule 3": FakeRead([3])}  # fmt: skip

    found = await run.read("policies", FakeRead(error=GONE), instead=lambda: parts.items())

    assert found == [1, 2, 3]
    assert run.gaps == []
    receipts = run.built().receipts
    assert {one.resource for one in receipts} == {"policies"}
    assert [one.rows for one in receipts] == [0, 2, 0, 1]
    assert all(one.complete for one in receipts)


async def test_nothing_else_is_asked_while_the_list_is_there() -> None:
    run = Run()

    def instead() -> Any:
        raise AssertionError("asked")

    assert await run.read("policies", FakeRead([1]), instead=instead) == [1]


@pytest.mark.parametrize(
    "read", [FakeRead(error=REFUSED), FakeRead(error=ServerError("500")), FakeRead([1], error=GONE)]
)
async def test_only_a_list_that_was_never_there_is_read_otherwise(read: FakeRead) -> None:
    run = Run()

    found = await run.read("policies", read, instead=below(other=FakeRead([9])))

    assert 9 not in found
    assert len(run.gaps) == 1


async def test_a_part_that_fails_is_named_and_the_rest_is_read() -> None:
    run = Run()
    parts = {"events of rule 1": FakeRead(error=REFUSED), "events of rule 2": FakeRead([5])}

    found = await run.read("policies", FakeRead(error=GONE), instead=lambda: parts.items())

    assert found == [5]
    (gap,) = run.gaps
    assert (gap.subject, gap.reason) == ("events of rule 1", GapReason.DENIED)


@pytest.mark.parametrize("parts", [{}, {"events of rule 1": FakeRead([])}])
async def test_no_row_in_any_part_proves_no_more_than_an_empty_list(
    parts: dict[str, FakeRead],
) -> None:
    run = Run()

    await run.read(
        "policies",
        FakeRead(error=GONE),
        instead=lambda: parts.items(),
        empty_proves_absence=False,
    )

    (gap,) = run.gaps
    assert gap.reason is GapReason.INCONCLUSIVE
