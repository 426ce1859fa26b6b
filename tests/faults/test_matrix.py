"""Every fault at every way of reading ends complete and without duplicates, or loud."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest
from tests.faults.columns import COLUMNS, Column, resources_of
from tests.faults.endings import COMPLETE, LOUD, MOVED, NONE, TOLD, UNSURE
from tests.faults.estate import VENDORS, Run, complaints, differences, read
from tests.faults.matrix import ROWS, Row, runs

from aigov_connectors.inventory import Gap, Inventory

# Where and why: a page, an object, a request, or the vendor's own count against ours.
_NAMES_ITS_PLACE = re.compile(
    r"page \d+|\{\w+\}|vendor told \d+|record of|\b(GET|POST) /\S+: |of \d+ were not read"
)
_MOST_MOVED = 12

_CALM: dict[tuple[str, tuple[str, ...]], Inventory] = {}


async def calm(columns: Sequence[Column]) -> Inventory:
    """What is read where nothing happens to these columns."""
    vendor, resources = columns[0].vendor, resources_of(columns)
    if (vendor, resources) not in _CALM:
        undisturbed = await read(vendor=vendor, resources=resources)
        _CALM[vendor, resources] = undisturbed.inventory
    return _CALM[vendor, resources]


def rows_of(inventory: Inventory, resource: str) -> int:
    return sum(one.receipt.rows for one in inventory.receipts if one.receipt.resource == resource)


def warnings(inventory: Inventory) -> list[str]:
    return [text for one in inventory.connections for text in one.warnings]


def outcome(row: Row, column: Column, undisturbed: Inventory, run: Run) -> str:
    """How the run ended for a column, in the words of the matrix."""
    told = [
        one
        for one in complaints(undisturbed, run.inventory)
        if one.resource == column.resource and column.words in one.says
    ]
    # What is inconclusive mostly follows from another column's trouble.
    doubts = [one for one in told if one.says.startswith("gap inconclusive")]
    told = [one for one in told if one not in doubts]
    if any(_NAMES_ITS_PLACE.search(one.says) for one in told):
        return LOUD
    before, after = (rows_of(one, column.resource) for one in (undisturbed, run.inventory))
    if told:
        return f"it says too little: {told}"
    if doubts and row.cell(column) == UNSURE:
        return UNSURE
    if before == after and row.cell(column) != MOVED:
        return TOLD if any(column.path in one for one in warnings(run.inventory)) else COMPLETE
    if abs(before - after) <= _MOST_MOVED and row.cell(column) == MOVED:
        return MOVED
    return f"{before} rows became {after} in silence"


def missed(undisturbed: Inventory, run: Run) -> set[str]:
    """Features that lost deployments, and that no gap of this run's own names."""
    before, after = (
        Counter(one.feature for one in inventory.deployments)
        for inventory in (undisturbed, run.inventory)
    )
    standing = {_said(gap) for gap in undisturbed.gaps}
    named = {
        feature
        for gap in run.inventory.gaps
        if _said(gap) not in standing
        for feature in gap.features
    }
    return set(before - after) - named


def _said(gap: Gap) -> tuple[object, ...]:
    return (gap.resource, gap.subject, gap.reason, gap.detail, gap.features)


CASES = [(row, group) for row in ROWS for group in runs(row)]


@pytest.mark.parametrize(
    ("row", "columns"),
    CASES,
    ids=[f"{row.id}, {group[0].vendor}, {group[0].style}" for row, group in CASES],
)
async def test_complete_or_loud(row: Row, columns: tuple[Column, ...]) -> None:
    vendor, resources = columns[0].vendor, resources_of(columns)
    undisturbed = await calm(columns)

    run = await read(row.faults(columns), vendor=vendor, timeout=row.timeout, resources=resources)

    assert run.fired >= len(columns), "the fault did not come"
    ended = {column.title: outcome(row, column, undisturbed, run) for column in columns}
    assert ended == {column.title: row.cell(column) for column in columns}
    if set(ended.values()) == {COMPLETE}:
        assert complaints(undisturbed, run.inventory) == []
        assert differences(undisturbed, run.inventory) == {}
    if MOVED not in ended.values():
        assert missed(undisturbed, run) == set()
    # Logins are refused on purpose, and reads that are asked for by POST.
    assert set(run.refused_writes) <= {path for method, _, path in run.passed if method == "POST"}


@pytest.mark.parametrize(
    ("vendor", "path"),
    [
        ("sentinelone", "/sites$"),
        ("sentinelone", "/groups$"),
        ("ninjaone", "/organizations-detailed"),
        ("ninjaone", "/policies$"),
        ("connectwise.psa", "/company/companies$"),
        ("connectwise.psa", "/service/boards$"),
        ("connectwise.automate", "/v1/Clients$"),
        ("connectwise.automate", "/v1/Computers$"),
        ("autotask", "/Companies/query$"),
        ("halopsa", "/Client$"),
    ],
)
async def test_what_hangs_on_a_list_that_was_refused_is_named(vendor: str, path: str) -> None:
    if (vendor, ()) not in _CALM:
        _CALM[vendor, ()] = (await read(vendor=vendor)).inventory
    run = await read([f"deny:path={path}"], vendor=vendor)
    assert run.fired
    assert missed(_CALM[vendor, ()], run) == set()


@pytest.mark.parametrize("vendor", VENDORS)
async def test_an_undisturbed_run_says_the_same_twice(vendor: str) -> None:
    columns = [one for one in COLUMNS if one.vendor == vendor and not one.alone]
    again = await read(vendor=vendor, resources=resources_of(columns))
    assert differences(await calm(columns), again.inventory) == {}


def test_no_cell_is_left_open() -> None:
    allowed = {COMPLETE, MOVED, LOUD, TOLD, UNSURE, NONE}
    assert {row.cell(column) for row in ROWS for column in COLUMNS} == allowed


def test_every_vendor_is_in_the_matrix() -> None:
    assert {column.vendor for column in COLUMNS} == set(VENDORS)


def test_every_fault_of_the_sandbox_is_in_the_matrix() -> None:
    from aigov_connectors.sandbox import FAULT_NAMES

    assert {row.fault.partition(":")[0] for row in ROWS} == FAULT_NAMES
