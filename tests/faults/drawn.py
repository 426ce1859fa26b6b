"""Whole discoveries whose faults are drawn by lot: one seed, one bad day."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from tests.faults.columns import COLUMNS
from tests.faults.estate import VENDORS, complaints, differences, read
from tests.faults.judging import missed
from tests.faults.scripted import Verdict

from aigov_connectors.inventory import Inventory

# What changes the list itself is judged where the list is known: in `scripted`.
_KINDS = (
    "rate-limit",
    "rate-limit-silent",
    "server-error",
    "unavailable",
    "maintenance",
    "deny",
    "drop",
    "cut",
    "html",
    "empty",
    "duplicate",
    "content-type",
    "gzip",
    "slow",
    "drip",
    "broken-record",
    "repeat-cursor",
    "expire",
    "bomb",
)
_OPTIONS = {"slow": ",seconds=0.002", "drip": ",seconds=0.0005", "bomb": ",megabytes=3"}
_SECONDS = 300.0
_CALM: dict[str, Inventory] = {}


@dataclass(frozen=True)
class BadDay:
    """Which vendor has it, and what happens there."""

    vendor: str
    faults: tuple[str, ...]

    @classmethod
    def of(cls, seed: int) -> BadDay:
        """Draw the day of a seed."""
        lot = random.Random(seed)  # noqa: S311 - a schedule, no secret
        vendor = VENDORS[seed % len(VENDORS)]
        paths = [one.path for one in COLUMNS if one.vendor == vendor]
        faults = []
        for kind in lot.sample(_KINDS, lot.choice((1, 1, 2, 3))):
            text = f"{kind}:every={lot.randint(2, 25)},skip={lot.randint(0, 30)}"
            text += _OPTIONS.get(kind, "")
            if lot.random() < 0.3:
                text += f",burst={lot.randint(2, 4)}"
            if lot.random() < 0.4:
                text += f",times={lot.randint(1, 5)}"
            if lot.random() < 0.4:
                text += f",path={lot.choice(paths)}"
            faults.append(text)
        return cls(vendor, tuple(faults))


async def verdict_of_day(seed: int) -> Verdict:
    """Discover on the day of a seed and hold the inventory against the undisturbed one."""
    try:
        async with asyncio.timeout(_SECONDS):
            return await _verdict(BadDay.of(seed))
    except TimeoutError:
        return Verdict(f"it did not end in {_SECONDS:g} s")


async def _verdict(day: BadDay) -> Verdict:
    if day.vendor not in _CALM:
        _CALM[day.vendor] = (await read(vendor=day.vendor)).inventory
    calm = _CALM[day.vendor]
    run = await read(day.faults, vendor=day.vendor)
    told = complaints(calm, run.inventory)
    found = differences(calm, run.inventory)
    keys = [(row.deployment, row.client) for row in run.inventory.deployment_clients]
    if len(keys) != len(set(keys)):
        return Verdict("a client came twice")
    if crashed := [one.says for one in told if ": unexpected " in one.says]:
        return Verdict(f"a crash: {crashed[0]}")
    warned = _warnings(run.inventory) - _warnings(calm)
    if found and not told and not warned:
        return Verdict(f"another inventory in silence: {found}")
    if lost := missed(calm, run):
        return Verdict(f"settings of {', '.join(sorted(lost))} were lost, and no gap names them")
    if told and all(not one.says for one in told):
        return Verdict("loud without a cause")
    if told:
        return Verdict("loud", told[0].says)
    return Verdict("loud", min(warned)) if warned else Verdict("complete")


def _warnings(inventory: Inventory) -> set[str]:
    """What a run says of its connections: such as a sign-in that could not be tried."""
    return {text for one in inventory.connections for text in one.warnings}
