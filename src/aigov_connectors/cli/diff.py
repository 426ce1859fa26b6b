"""`diff`: what changed between two runs, what got worse first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import get_origin

from aigov_connectors.cli.client_names import named_client
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.run_before import run_before
from aigov_connectors.cli.show.drift import drift_view
from aigov_connectors.cli.stored import load_two, store_if_any
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.drift import (
    Change,
    Direction,
    Drift,
    Remembered,
    diff,
    remembered,
)
from aigov_connectors.drift.scope import asked_for
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Client, Inventory, Severity
from aigov_connectors.inventory.renaming import under_id_of
from aigov_connectors.rules import Finding
from aigov_connectors.rules.narrowing import narrowed_to
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.store import Store

__all__ = ["DiffRequest", "FailOn", "compare"]

_MOST_EARLIER = 60  # a run a day for two months; each is read for its findings alone
_LISTS = tuple(
    name for name, field in Inventory.model_fields.items() if get_origin(field.annotation) is tuple
)


class FailOn(StrEnum):
    """What makes the exit code of `diff` other than 0."""

    NEVER = "never"
    WORSE = "worse"
    """1 where something got worse; 3, which beats it, where less is seen or known than before."""
    ANY = "any"
    """1 where anything differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRequest:
    """What was asked for on the command line."""

    before: str | None = None
    """A file or a run of the store; None takes the run before the last."""
    after: str | None = None
    """None takes the last run."""
    store: str | None = None
    config: Path | None = None
    client: str | None = None
    min_severity: Severity | None = None
    fail_on: FailOn = FailOn.NEVER
    as_json: bool = False


def compare(request: DiffRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: a run, or a client in it, cannot be found.
        StoreError: the store cannot be read.
    """
    before, after = _runs(request)
    names = {one.id: one.name for run in (before, after) for one in run.inventory.clients}
    client = None
    if request.client is not None:
        client = _client(request.client, before.inventory, after.inventory)
        before, after = asked_for(limited(before, client), limited(after, client), client.id)
        names = {client.id: client.name}
    told = {one.identity for one in before.assessment.findings}
    is_new = any(one.identity not in told for one in after.assessment.findings)
    drift = diff(before, after, earlier=_earlier(request, before, client) if is_new else None)
    shown = _chosen(drift, request.min_severity)
    if request.as_json:
        terminal.write_document(shown.to_json(indent=2))
    else:
        left_out = len(drift.changes) - len(shown.changes)
        show(terminal.out, drift_view(shown, names, least=request.min_severity, left_out=left_out))
    return _exit_code(shown, request.fail_on)


def _runs(request: DiffRequest) -> tuple[Snapshot, Snapshot]:
    store = store_if_any(request.store, request.config)
    if store is None and (request.before is None or request.after is None):
        raise ConfigurationError(
            "two runs are needed, and there is no store of runs",
            hint="Name two snapshot files, or the store with --store.",
        )
    after = request.after or "latest"
    before = request.before
    if before is None and store is not None:
        before = run_before(store, after)
    return load_two(f"{before}", after, store)


def _earlier(request: DiffRequest, before: Snapshot, client: Client | None) -> Remembered | None:
    """What the runs before the two had told; None where there is no store that holds them.

    A client is told nothing of what a run said of another.

    Raises:
        StoreError: a run of the store cannot be read.
    """
    store = store_if_any(request.store, request.config)
    if store is None:
        return None
    end = before.inventory.finished_at
    rows = [one for one in store.runs() if one.finished_at < end and not one.limited]
    latest = sorted(rows, key=lambda one: one.finished_at)[-_MOST_EARLIER:]
    return remembered((one.finished_at, _findings(store, one.id, client)) for one in latest)


def _findings(store: Store, run: str, client: Client | None) -> tuple[Finding, ...]:
    found = store.load(run, without=_LISTS).assessment.findings
    return found if client is None else narrowed_to(found, client)


def _client(wanted: str, before: Inventory, after: Inventory) -> Client:
    """The client, as the later run knows it; one that has gone, as the earlier knew it."""
    try:
        return named_client(after, wanted)
    except ConfigurationError:
        return named_client(before, wanted)


def limited(run: Snapshot, client: Client) -> Snapshot:
    """The run with nothing of another client in it; a run that left the client out, as it was."""
    whole = run.model_copy(update={"inventory": under_id_of(run.inventory, client)})
    holds = whole.inventory.limited_to
    part = whole.only([client.id] if client.id in whole.inventory.client_by_id else [])
    left_out = holds and client.id not in holds  # then it says nothing of this one
    scope = {"limited_to": holds if left_out else (client.id,)}
    inventory = part.inventory.model_copy(update=scope)
    return part.model_copy(update={"inventory": inventory})


def _chosen(drift: Drift, least: Severity | None) -> Drift:
    """The changes of a severity or above, and what is no longer known: it may be of any."""
    if least is None:
        return drift
    chosen = [
        one
        for one in drift.changes
        if one.severity.rank >= least.rank or one.direction is Direction.UNSEEN
    ]
    return drift.model_copy(update={"changes": tuple(chosen)})


def _exit_code(drift: Drift, fail_on: FailOn) -> ExitCode:
    if fail_on is FailOn.NEVER:
        return ExitCode.DONE
    if fail_on is FailOn.WORSE and drift.unseen:
        return ExitCode.INCOMPLETE  # nobody can say that nothing got worse
    changes: tuple[Change, ...] = drift.worse if fail_on is FailOn.WORSE else drift.changes
    return ExitCode.FINDINGS if changes else ExitCode.DONE
