"""The runs of a store as rows."""

from __future__ import annotations

from datetime import datetime

from aigov_connectors.errors import StoreError
from aigov_connectors.inventory import ConnectionStatus
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.store.database import Session, Value, number, text
from aigov_connectors.store.model import RunId, RunRow

__all__ = ["insert_run", "list_runs", "root_of", "time"]

_RUN_COLUMNS = (
    "id, started_at, finished_at, added_at, schema_version, library_version, complete, limited,"
    " connections, clients, deployments, failed, undetermined"
)

_SOME_CLIENTS, _SOME_RESOURCES = 1, 2
"""What a run may be limited to, added up in the column `limited`; 0 is a whole run."""


def insert_run(
    session: Session, run: RunId, root: str, snapshot: Snapshot, *, added_at: datetime
) -> None:
    """Write the row of a run."""
    inventory, assessment = snapshot.inventory, snapshot.assessment
    completed = (one.status is ConnectionStatus.COMPLETED for one in inventory.connections)
    session.execute(
        f"INSERT INTO aigov_runs (root, {_RUN_COLUMNS})"  # noqa: S608 - names of columns
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            root,
            run,
            inventory.started_at.isoformat(),
            inventory.finished_at.isoformat(),
            added_at.isoformat(),
            snapshot.schema_version,
            inventory.library_version,
            int(all(completed)),
            _SOME_CLIENTS * bool(inventory.limited_to)
            + _SOME_RESOURCES * bool(inventory.limited_resources),
            "\n".join(one.name for one in inventory.connections),
            len(inventory.clients),
            len(inventory.deployments),
            len(assessment.failed),
            len(assessment.undetermined),
        ),
    )


def list_runs(session: Session) -> tuple[RunRow, ...]:
    """The runs that are kept, oldest first."""
    rows = session.rows(
        f"SELECT {_RUN_COLUMNS} FROM aigov_runs ORDER BY finished_at, id"  # noqa: S608 - columns
    )
    return tuple(_run(*row) for row in rows)


def _run(*row: Value) -> RunRow:
    name, started, finished, added, schema, library, complete, limited, connections, *counts = row
    clients, deployments, failed, undetermined = (number(count) for count in counts)
    return RunRow(
        id=RunId(text(name)),
        started_at=time(started),
        finished_at=time(finished),
        added_at=time(added),
        schema_version=text(schema),
        library_version=text(library),
        complete=bool(complete),
        limited=bool(limited),
        some_clients=bool(number(limited) & _SOME_CLIENTS),
        some_resources=bool(number(limited) & _SOME_RESOURCES),
        connections=tuple(text(connections).splitlines()),
        clients=clients,
        deployments=deployments,
        failed=failed,
        undetermined=undetermined,
    )


def time(value: Value) -> datetime:
    """A moment as it is kept: ISO text, aware UTC."""
    return datetime.fromisoformat(text(value))


def root_of(session: Session, run: str) -> str:
    """The digest that names the content of a run.

    Raises:
        StoreError: no such run is kept.
    """
    for (root,) in session.rows("SELECT root FROM aigov_runs WHERE id = ?", (run,)):
        return text(root)
    raise StoreError(f"no run is named {run!r}", hint="aigov-connectors store runs lists them.")
