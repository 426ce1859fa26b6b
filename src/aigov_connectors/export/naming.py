"""Identifiers that are the same again whenever the same thing is exported."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from aigov_connectors.snapshot import Snapshot

__all__ = ["milliseconds", "named", "run_name", "stamp"]

_NAMESPACE = UUID("6f0f3c1e-3c67-5d0b-9d55-2b6a4a9c8f10")  # drawn once; only this package uses it


def named(*parts: str) -> str:
    """The UUID (version 5) of some words in their order."""
    return str(uuid5(_NAMESPACE, "\x1f".join(parts)))


def run_name(snapshot: Snapshot) -> str:
    """The UUID of a run: when it was, over which connections, judged by what."""
    inventory, judged = snapshot.inventory, snapshot.assessment
    return named(
        "run",
        stamp(inventory.started_at),
        stamp(inventory.finished_at),
        *(one.name for one in inventory.connections),
        judged.policy_digest,
        judged.rules_digest,
        *inventory.limited_to,
    )


def stamp(moment: datetime) -> str:
    """A time in UTC as RFC 3339 text."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds(moment: datetime) -> int:
    """A time as milliseconds since 1970."""
    return round(moment.timestamp() * 1000)
