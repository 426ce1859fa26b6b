"""Where a list that tells what else to ask for ends early, everything that hangs on it is named."""

from __future__ import annotations

import pytest
from tests.faults.columns import PARENTS
from tests.faults.estate import read
from tests.faults.judging import claimed, missed, more_is_known

from aigov_connectors.inventory import Inventory

STAYS = ("deny", "server-error", "cut", "html", "drop")
ENDED = [
    (vendor, path, fault)
    for vendor, path, has_pages in PARENTS
    for fault in (*STAYS, *(("server-error:skip=1",) if has_pages else ()))
]
LISTING = frozenset({"sentinelone", "ninjaone"})
"""Vendors of which whom a setting reaches is held to be listed only where all were read."""
_CALM: dict[str, Inventory] = {}


@pytest.mark.parametrize(("vendor", "path", "fault"), ENDED)
async def test_what_hangs_on_a_list_that_ended_early_is_named(
    vendor: str, path: str, fault: str
) -> None:
    if vendor not in _CALM:
        _CALM[vendor] = (await read(vendor=vendor)).inventory
    colon = "," if ":" in fault else ":"
    run = await read([f"{fault}{colon}every=1,path={path}"], vendor=vendor)
    assert run.fired
    assert missed(_CALM[vendor], run) == set()
    if vendor in LISTING:
        assert claimed(_CALM[vendor], run) == set()
    assert more_is_known(_CALM[vendor], run) == []
