"""Every fault at every way of reading ends complete and without duplicates, or loud."""

from __future__ import annotations

import re

import pytest
from tests.faults.estate import MAIN, Run, complaints, differences, read
from tests.faults.matrix import COLUMNS, COMPLETE, LOUD, MOVED, NONE, ROWS, Column, Row, runs

from aigov_connectors.inventory import Inventory

# Where and why: a page, an object, a request, or the vendor's own count against ours.
_NAMES_ITS_PLACE = re.compile(r"page \d+|\{\w+\}|vendor told \d+|POST /ws/oauth/token|record of")
_MOST_MOVED = 12

_CALM: dict[str, Inventory] = {}


async def calm(vendor: str) -> Inventory:
    if vendor not in _CALM:
        _CALM[vendor] = (await read(vendor=vendor, resources=MAIN[vendor])).inventory
    return _CALM[vendor]


def rows_of(inventory: Inventory, resource: str) -> int:
    return sum(one.receipt.rows for one in inventory.receipts if one.receipt.resource == resource)


def outcome(row: Row, column: Column, undisturbed: Inventory, run: Run) -> str:
    """How the run ended for a column, in the words of the matrix."""
    told = [
        one
        for one in complaints(undisturbed, run.inventory)
        # What is inconclusive follows from another column's trouble.
        if one.resource == column.resource and not one.says.startswith("gap inconclusive")
    ]
    if any(_NAMES_ITS_PLACE.search(one.says) for one in told):
        return LOUD
    before, after = (rows_of(one, column.resource) for one in (undisturbed, run.inventory))
    if told:
        return f"it says too little: {told}"
    if before == after and row.cell(column) != MOVED:
        return COMPLETE
    if abs(before - after) <= _MOST_MOVED and row.cell(column) == MOVED:
        return MOVED
    return f"{before} rows became {after} in silence"


CASES = [(row, group) for row in ROWS for group in runs(row)]


@pytest.mark.parametrize(
    ("row", "columns"),
    CASES,
    ids=[f"{row.id}, {group[0].vendor}, {group[0].style}" for row, group in CASES],
)
async def test_complete_or_loud(row: Row, columns: tuple[Column, ...]) -> None:
    vendor = columns[0].vendor
    undisturbed = await calm(vendor)

    run = await read(
        row.faults(columns), vendor=vendor, timeout=row.timeout, resources=MAIN[vendor]
    )

    assert run.fired >= len(columns), "the fault did not come"
    ended = {column.title: outcome(row, column, undisturbed, run) for column in columns}
    assert ended == {column.title: row.cell(column) for column in columns}
    if set(ended.values()) == {COMPLETE}:
        assert complaints(undisturbed, run.inventory) == []
        assert differences(undisturbed, run.inventory) == {}
    assert set(run.refused_writes) <= {"/ws/oauth/token"}  # refused on purpose


async def test_an_undisturbed_run_says_the_same_twice() -> None:
    for vendor in {column.vendor for column in COLUMNS}:
        again = (await read(vendor=vendor, resources=MAIN[vendor])).inventory
        assert differences(await calm(vendor), again) == {}


def test_no_cell_is_left_open() -> None:
    allowed = {COMPLETE, MOVED, LOUD, NONE}
    assert {row.cell(column) for row in ROWS for column in COLUMNS} == allowed


def test_every_fault_of_the_sandbox_is_in_the_matrix() -> None:
    from aigov_connectors.sandbox import FAULT_NAMES

    assert {row.fault.partition(":")[0] for row in ROWS} == FAULT_NAMES
