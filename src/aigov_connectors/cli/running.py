"""One discovery under the eyes of a person: progress, Ctrl-C, and what it all amounts to."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aigov_connectors.cli.client_names import named_client
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.resuming import ResumeEvent
from aigov_connectors.config import Config
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.events import Event
from aigov_connectors.inventory import ConnectionStatus, Inventory, Severity
from aigov_connectors.inventory.covered import coverage_rows
from aigov_connectors.keeping import is_device_name
from aigov_connectors.policy import Policy
from aigov_connectors.rules import assess
from aigov_connectors.running.discovering import DiscoveryOptions, discovery
from aigov_connectors.snapshot import Snapshot

__all__ = ["Run", "exit_code", "read", "require_writable", "snapshot_of"]


@dataclass(frozen=True, slots=True)
class Run:
    """What was read, and whether the keyboard ended it."""

    inventory: Inventory
    interrupted: bool
    resumed: tuple[Event, ...] = ()
    """What became of the connections that a checkpoint held."""


def read(config: Config, options: DiscoveryOptions, *, on_event: Callable[[Event], None]) -> Run:
    """Read all connections; the first Ctrl-C ends the reading and keeps what was read.

    Raises:
        ConfigurationError: the configuration does not fit; nothing was sent.
        KeyboardInterrupt: a second Ctrl-C, before everything was closed.
    """
    return asyncio.run(_read(config, options, on_event))


async def _read(
    config: Config, options: DiscoveryOptions, on_event: Callable[[Event], None]
) -> Run:
    interrupted = False
    resumed: list[Event] = []
    async with discovery(config, **options) as run:
        try:
            async for event in run:
                on_event(event)
                if isinstance(event, ResumeEvent):
                    resumed.append(event)
        except asyncio.CancelledError:  # how asyncio hands a Ctrl-C to the main task
            interrupted = True
    return Run(run.partial, interrupted, tuple(resumed))


def snapshot_of(
    inventory: Inventory,
    policy: Policy,
    *,
    clients: Sequence[str] | None,
    previous: Inventory | None = None,
) -> Snapshot:
    """Assess the inventory, then limit what was found to some clients where they are named.

    `previous` is the run before, for the rules on drift.

    Raises:
        ConfigurationError: no client is so named; the hint lists those that there are.
    """
    judged = assess(inventory, policy, previous=previous)
    whole = Snapshot(inventory=inventory, assessment=judged)
    if not clients:
        return whole
    try:
        return whole.only(clients)
    except ValueError as error:
        for wanted in clients:
            named_client(inventory, wanted)
        raise ConfigurationError(str(error)) from error


def exit_code(
    snapshot: Snapshot,
    *,
    interrupted: bool = False,
    fail_on: Severity | None = None,
    min_coverage: float | None = None,
    min_known: float | None = None,
) -> ExitCode:
    """What the run amounts to.

    `min_coverage` is the percentage of its resources that must have been read, `min_known` that of
    its features that must be known, of every connection; for a snapshot that is limited to some
    clients, of each of them.
    """
    if interrupted:
        return ExitCode.INTERRUPTED
    inventory = snapshot.inventory
    if any(one.status is not ConnectionStatus.COMPLETED for one in inventory.connections):
        return ExitCode.INCOMPLETE
    read, known = _lowest(inventory)
    if read < (min_coverage or 0) or known < (min_known or 0):
        return ExitCode.INCOMPLETE
    if fail_on is not None and any(
        finding.severity.rank >= fail_on.rank for finding in snapshot.assessment.failed
    ):
        return ExitCode.FINDINGS
    return ExitCode.DONE


def _lowest(inventory: Inventory) -> tuple[float, float]:
    """The lowest share of resources read, and of features known, over all connections.

    In percent; 100 where nothing is counted. Of an inventory that is limited to some clients, over
    each of them instead of everyone.
    """
    rows = coverage_rows(inventory)
    return (
        _least_share((row.resources_read, row.resources_total) for row in rows),
        _least_share((row.features_determined, row.features_total) for row in rows),
    )


def _least_share(counts: Iterable[tuple[int, int]]) -> float:
    return min((100 * part / whole for part, whole in counts if whole), default=100.0)


def require_writable(file: Path, *, platform: str = sys.platform) -> None:
    """Find out before an hour of reading that the result could not be kept.

    Raises:
        ConfigurationError: the folder does not exist, or the path is a folder.
    """
    if platform == "win32" and is_device_name(file.name):
        raise ConfigurationError(
            f"{file} is a device of Windows, not a file", hint="Name another file with --output."
        )
    if file.is_dir():
        raise ConfigurationError(f"{file} is a folder", hint="Name a file with --output.")
    if not file.parent.is_dir():
        raise ConfigurationError(
            f"the folder {file.parent} does not exist", hint="Make it, or name another --output."
        )
