"""What is given instead of a snapshot is told in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aigov_connectors import Config
from aigov_connectors.inventory import Inventory
from aigov_connectors.report import report_html


def test_an_inventory_alone_is_no_run() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    inventory = Inventory.build(
        [], Config(), started_at=moment, finished_at=moment, library_version="1"
    )
    with pytest.raises(
        TypeError, match=r"takes a Snapshot and not Inventory: Snapshot\(inventory="
    ):
        report_html(inventory)  # type: ignore[arg-type]
