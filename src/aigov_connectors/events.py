"""What a running discovery tells: progress, gaps, finished connections. Each is a plain value."""

from __future__ import annotations

from dataclasses import dataclass

from aigov_connectors.inventory import Connection, Gap, ReadReceipt

__all__ = [
    "CheckpointUnusable",
    "ConnectionFinished",
    "ConnectionReadAgain",
    "ConnectionStarted",
    "ConnectionTakenOver",
    "Event",
    "GapFound",
    "PageRead",
    "ReadFinished",
    "ReadStarted",
]


@dataclass(frozen=True, slots=True)
class ConnectionStarted:
    """The reading of a connection begins; `resources` is what it will read."""

    connection: str
    vendor: str
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConnectionTakenOver:
    """A run that was not done has read the connection, and it is not read again.

    Its times are those of that reading. `ConnectionFinished` follows at once.
    """

    connection: Connection


@dataclass(frozen=True, slots=True)
class ConnectionReadAgain:
    """A run that was not done has read the connection, and `why` that is not taken over."""

    connection: str
    why: str


@dataclass(frozen=True, slots=True)
class CheckpointUnusable:
    """Nothing was taken over from the checkpoint, or something is not kept in it."""

    why: str


@dataclass(frozen=True, slots=True)
class ReadStarted:
    """One resource begins; several may run side by side."""

    connection: str
    resource: str


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page, or one settings object, came; `rows` counts the resource so far."""

    connection: str
    resource: str
    rows: int
    total: int | None


@dataclass(frozen=True, slots=True)
class ReadFinished:
    """One resource ended, complete or not."""

    connection: str
    receipt: ReadReceipt


@dataclass(frozen=True, slots=True)
class GapFound:
    """Something could not be read or determined."""

    connection: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class ConnectionFinished:
    """The connection is done; its status tells how it ended."""

    connection: Connection
    deployments: int
    gaps: int


Event = (
    ConnectionStarted
    | ConnectionTakenOver
    | ConnectionReadAgain
    | CheckpointUnusable
    | ReadStarted
    | PageRead
    | ReadFinished
    | GapFound
    | ConnectionFinished
)
"""Everything that a discovery may tell."""
