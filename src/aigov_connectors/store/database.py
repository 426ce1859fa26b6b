"""What the store asks of a database: transactions, and one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from aigov_connectors.errors import StoreDamagedError

__all__ = ["Database", "Session", "Value", "number", "text"]

Value = str | int | bytes | None


class Session(Protocol):
    """One transaction; statements are written with `?` for each value."""

    def execute(self, statement: str, values: Sequence[Value] = ()) -> int:
        """Run a statement and give how many rows it touched."""

    def rows(self, statement: str, values: Sequence[Value] = ()) -> Iterator[tuple[Value, ...]]:
        """Run a query and hand over its rows."""


class Database(Protocol):
    """A database; each transaction has a connection of its own, closed at its end.

    Every error comes as a `StoreError`, and the transaction is then undone as a whole.
    """

    @property
    def name(self) -> str:
        """Where it is, without a password: safe to show."""

    @property
    def words(self) -> Mapping[str, str]:
        """What differs between databases: the type of `bytes`, the statements of `guards` that make
        `{table}` append-only, and the query `has_table`, which counts the tables of a name.
        """

    def reading(self) -> AbstractContextManager[Session]:
        """A transaction that sees the store as it is at one moment.

        Raises:
            StoreError: the store cannot be read.
        """

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction that no other writer interrupts; it is kept whole or not at all.

        Raises:
            StoreBusyError: another writer kept the store for longer than the wait.
            StoreFullError: no room is left.
            StoreError: the store cannot be written.
        """

    def check(self) -> tuple[str, ...]:
        """What the database itself finds damaged, in words; empty is good."""

    def size(self) -> int:
        """How many bytes it takes on disk."""

    def compact(self) -> None:
        """Give room that is free back to the disk, where the database does not by itself."""


def text(value: Value) -> str:
    """A value of a text column.

    Raises:
        StoreDamagedError: it is something else.
    """
    if not isinstance(value, str):
        raise _other("a text", value)
    return value


def number(value: Value) -> int:
    """A value of a number column.

    Raises:
        StoreDamagedError: it is something else.
    """
    if not isinstance(value, int):
        raise _other("a number", value)
    return value


def _other(wanted: str, value: Value) -> StoreDamagedError:
    return StoreDamagedError(
        f"the store holds {type(value).__name__} where {wanted} belongs",
        hint="Restore the store from a backup.",
    )
