"""The store in one file: SQLite, which every Python brings along."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType

from aigov_connectors.errors import StoreBusyError, StoreDamagedError, StoreError, StoreFullError
from aigov_connectors.store.database import Session, Value, text

__all__ = ["SqliteDatabase"]

_OWNER_ONLY = 0o600

_ERRORS: dict[str, tuple[type[StoreError], str, str]] = {
    "SQLITE_FULL": (
        StoreFullError,
        "is full: the run was not kept, what was kept before stays",
        "Make room on the disk, or prune: aigov-connectors store prune.",
    ),
    "SQLITE_BUSY": (
        StoreBusyError,
        "is being written by another program for too long",
        "Run it again when the other has ended.",
    ),
    "SQLITE_NOTADB": (
        StoreDamagedError,
        "is not a store",
        "Name another file, or take this one away.",
    ),
    "SQLITE_CORRUPT": (
        StoreDamagedError,
        "is damaged",
        "Restore it from a backup.",
    ),
    "SQLITE_READONLY": (StoreError, "may not be written", "Give its owner the right to write it."),
    "SQLITE_CANTOPEN": (StoreError, "cannot be opened", "See that its folder exists."),
}
"""What SQLite says, by its own name for it: our error, the end of the sentence, what helps."""

_OTHER = (StoreError, "cannot be used", "See the cause with --debug before the command.")

_HAS_TABLE = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?"

_GUARDS = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'append-only'); END
"""


class SqliteDatabase:
    """A file for its owner alone.

    It keeps a rollback journal, which a killed process leaves behind and the next one plays back;
    a commit has reached the disk before it returns.
    """

    words: Mapping[str, str] = MappingProxyType(
        {"bytes": "BLOB", "guards": _GUARDS, "has_table": _HAS_TABLE}
    )

    def __init__(
        self, path: Path, *, wait_seconds: float = 60.0, most_pages: int | None = None
    ) -> None:
        """`most_pages` limits the file, in pages of 4,096 bytes; None leaves it to the disk."""
        self.path = path
        self.name: str = f"{path}"
        self._wait = wait_seconds
        self._most_pages = most_pages

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """See `Database.reading`."""
        with self._transaction("BEGIN") as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """See `Database.writing`."""
        with self._transaction("BEGIN IMMEDIATE") as session:
            yield session

    def check(self) -> tuple[str, ...]:
        """See `Database.check`."""
        with self.reading() as session:
            told = [text(row[0]) for row in session.rows("PRAGMA integrity_check")]
            told += [
                f"a row of {text(row[0])} refers to what is not there"
                for row in session.rows("PRAGMA foreign_key_check")
            ]
        return tuple(one for one in told if one != "ok")

    def size(self) -> int:
        """See `Database.size`."""
        return self.path.stat().st_size

    def compact(self) -> None:
        """See `Database.compact`."""
        with self._told(), closing(self._connect()) as connection:
            connection.execute("VACUUM")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Session]:
        with self._told(), closing(self._connect()) as connection:
            connection.execute(begin)
            try:
                yield _Session(connection)
                connection.execute("COMMIT")
            except BaseException:  # an interrupt too: nothing of it may be kept
                if connection.in_transaction:  # SQLite has undone it by itself when it was full
                    connection.execute("ROLLBACK")
                raise

    def _connect(self) -> sqlite3.Connection:
        self._create()
        connection = sqlite3.connect(self.path, timeout=self._wait, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            if self._most_pages is not None:
                connection.execute(f"PRAGMA max_page_count = {self._most_pages:d}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _create(self) -> None:
        """Make the file before SQLite does, which would let others read it."""
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY))
            if os.name == "posix" and stat.S_IMODE(self.path.stat().st_mode) != _OWNER_ONLY:
                self.path.chmod(_OWNER_ONLY)
        except OSError as error:
            raise StoreError(
                f"the store {self.name} cannot be opened: {error.strerror}",
                hint="See that its folder exists and may be written.",
            ) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorname", "")
            known = (each for name, each in _ERRORS.items() if code.startswith(name))
            kind, sentence, hint = next(known, _OTHER)
            raise kind(f"the store {self.name} {sentence}", hint=hint) from error


class _Session:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[Value] = ()) -> int:
        return self._connection.execute(statement, values).rowcount

    def rows(self, statement: str, values: Sequence[Value] = ()) -> Iterator[tuple[Value, ...]]:
        yield from self._connection.execute(statement, values)
