"""The same as `test_matrix.py`, for NinjaOne."""

from __future__ import annotations

import pytest
from tests.faults.columns import Column
from tests.faults.judging import hold
from tests.faults.matrix import Row, cases, name_of

HERE = ("ninjaone",)


@pytest.mark.parametrize("case", cases(*HERE), ids=name_of)
async def test_complete_or_loud(case: tuple[Row, tuple[Column, ...]]) -> None:
    await hold(*case)
