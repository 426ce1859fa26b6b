"""Each row is handed over once: also where a vendor sends it twice within one page."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time
from typing import Any

import httpx
import pytest
from tests._http.vendors import client_for, listing_for

from aigov_connectors._http.memory import Memory


@dataclass(frozen=True)
class Row:
    id: str | None
    device: int | None = None
    state: str = ""


def admitted(memory: Memory[Row], *rows: Row, digest: str = "1") -> list[Row]:
    return memory.admit(rows, digest)


BOTH = pytest.mark.parametrize("remembers_all", [False, True])


@BOTH
def test_an_id_that_comes_twice_in_a_page_is_handed_over_once(remembers_all: bool) -> None:
    memory: Memory[Row] = Memory("id", remembers_all=remembers_all)
    one, other = Row("1"), Row("2")
    assert admitted(memory, one, other, Row("1", state="later"), other) == [one, other]
    assert memory.dropped == 2
    # And again on the next page.
    assert admitted(memory, other, Row("3"), Row("3"), digest="2") == [Row("3")]
    assert memory.dropped == 4


@BOTH
def test_rows_without_an_id_are_never_taken_for_one_another(remembers_all: bool) -> None:
    memory: Memory[Row] = Memory("id", remembers_all=remembers_all)
    assert len(admitted(memory, Row(None), Row(None), Row(""), Row(""))) == 4
    assert memory.dropped == 0


@BOTH
def test_of_a_key_of_several_fields_only_the_same_row_comes_again(remembers_all: bool) -> None:
    memory: Memory[Row] = Memory(("id", "device"), remembers_all=remembers_all)
    on, off = Row("av", 7, "on"), Row("av", 7, "off")
    assert admitted(memory, on, off, on, off, Row("av", None), Row("av", None)) == [
        on,
        off,
        Row("av", None),
        Row("av", None),
    ]
    assert memory.dropped == 2


def test_a_key_that_is_none_does_not_cost_squares() -> None:
    memory: Memory[Row] = Memory(("id", "device"), remembers_all=False)
    begun = process_time()
    rows = [Row("same", 1, str(number)) for number in range(10_000)]
    assert len(admitted(memory, *rows)) == 10_000
    assert process_time() - begun < 2


def test_lists_without_a_key_keep_every_row() -> None:
    memory: Memory[Row] = Memory(None, remembers_all=False)
    assert len(admitted(memory, Row("1"), Row("1"))) == 2


async def test_a_read_tells_what_it_dropped_and_that_the_vendor_counted_more() -> None:
    rows = [{"id": one} for one in (1, 1, 2, 2)]
    for total, is_whole in ((2, True), (4, False)):
        told = {"data": rows, "pagination": {"nextCursor": None, "totalItems": total}}

        def doubled(_: httpx.Request, told: dict[str, Any] = told) -> httpx.Response:
            return httpx.Response(200, json=told)

        async with client_for(doubled) as client:
            read = client.read(listing_for("cursor", 4))
            assert [int(row.id) async for row in read] == [1, 2]
        assert (read.receipt.duplicates_dropped, read.receipt.complete) == (2, is_whole)
