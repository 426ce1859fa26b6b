"""The fictitious MSP, read once for every test that wants a whole run."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from unittest import mock

from tests.faults.estate import QUICK, VENDORS, StillClock

from aigov_connectors import discover
from aigov_connectors.cli.demo import demo_config, demo_secrets
from aigov_connectors.config import Config
from aigov_connectors.inventory import Collection, Inventory
from aigov_connectors.rules import assess
from aigov_connectors.sandbox import sandbox
from aigov_connectors.snapshot import Snapshot

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""The day of the reading: what holds until a day holds in the tests for ever."""

CLIENTS, DEVICES = 40, 400


class _OneDay(StillClock):
    def now(self) -> datetime:
        return NOW


@dataclass(frozen=True)
class Reading:
    """What was read, before any configuration said whose it is and what is allowed."""

    collections: tuple[Collection, ...]
    config: Config

    def snapshot(self, config: Config) -> Snapshot:
        """The same reading under a configuration."""
        inventory = Inventory.build(
            self.collections,
            config,
            started_at=NOW,
            finished_at=NOW,
            library_version="0.1.0",
        )
        return Snapshot(inventory=inventory, assessment=assess(inventory, config.policy))


@cache
def reading() -> Reading:
    """Read all simulators, once in a process."""
    taken: list[tuple[Collection, ...]] = []
    build = Inventory.build.__func__  # type: ignore[attr-defined]

    def noted(cls: type[Inventory], collections: Any, *arguments: Any, **options: Any) -> Inventory:
        taken.append(tuple(collections))
        inventory: Inventory = build(cls, taken[-1], *arguments, **options)
        return inventory

    with (
        sandbox(
            clients=CLIENTS,
            devices=DEVICES,
            activities=400,
            threats=200,
            now=NOW,
            limit_factor=1e4,
            vendors=VENDORS,
        ) as box,
        mock.patch.object(Inventory, "build", classmethod(noted)),
    ):
        config = demo_config(box)
        secrets = demo_secrets(box.secrets)
        asyncio.run(discover(config, secrets=secrets, clock=_OneDay(), retry=QUICK))
    return Reading(taken[-1], config)
