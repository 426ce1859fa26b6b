"""Every fault at every way of reading ends complete and without duplicates, or loud: SentinelOne.

One file for some of the vendors each, so that they are tried side by side.
"""

from __future__ import annotations

import pytest
from tests.faults.columns import COLUMNS, Column, resources_of
from tests.faults.endings import COMPLETE, LOUD, MOVED, NONE, TOLD, UNSURE
from tests.faults.estate import VENDORS, differences, read
from tests.faults.judging import calm, hold
from tests.faults.matrix import ROWS, Row, cases, name_of

HERE = ("sentinelone",)


@pytest.mark.parametrize("case", cases(*HERE), ids=name_of)
async def test_complete_or_loud(case: tuple[Row, tuple[Column, ...]]) -> None:
    await hold(*case)


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
