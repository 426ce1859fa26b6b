"""Many short lists count as one resource, and nothing of any of them is lost in silence."""

from __future__ import annotations

from typing import Any, cast

from tests.collecting.run import REFUSED, FakeRead, Run

from aigov_connectors._http import Document, Read
from aigov_connectors.inventory import GapReason, Rejected


async def short(run: Run, read: FakeRead, subject: str) -> Document[list[Any]] | None:
    return await run.into.short_list(
        "policies", cast("Read[Any]", read), subject=subject, organizations=("1",)
    )


async def test_short_lists_give_their_rows_and_one_receipt() -> None:
    run = Run()

    first = await short(run, FakeRead([1, 2], [3]), "rules of board 1")
    second = await short(run, FakeRead([4]), "rules of board 2")
    run.into.documents_read("policies")

    assert first is not None
    assert second is not None
    assert (first.value, second.value) == ([1, 2, 3], [4])
    (receipt,) = run.built().receipts
    assert (receipt.resource, receipt.rows, receipt.complete) == ("policies", 2, True)
    assert run.gaps == []


async def test_a_broken_record_and_a_cut_end_are_gaps_of_that_list() -> None:
    run = Run()
    broken = Rejected(position="page 1, row 2", record_id="9", problem="id is missing")

    found = await short(
        run, FakeRead([1], rejected=[broken], why="page 2: 500"), "rules of board 1"
    )

    assert found is not None
    assert found.value == [1]
    assert {(gap.reason, gap.subject) for gap in run.gaps} == {
        (GapReason.FAILED, "one record of rules of board 1 (9)"),
        (GapReason.TRUNCATED, "rules of board 1"),
    }


async def test_a_refused_list_is_a_gap_and_none() -> None:
    run = Run()

    assert await short(run, FakeRead(error=REFUSED), "rules of board 1") is None

    (gap,) = run.gaps
    assert (gap.reason, gap.subject) == (GapReason.DENIED, "rules of board 1")


async def test_a_list_that_is_empty_by_silence_proves_nothing() -> None:
    run = Run()
    read = FakeRead([])
    read.told_by_silence = True

    await short(run, read, "rules of board 1")

    (gap,) = run.gaps
    assert gap.reason is GapReason.INCONCLUSIVE
