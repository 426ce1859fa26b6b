"""Finished connections of a run that is not done, in a file of their own beside its output.

SQLite keeps it: each connection is there whole or not at all, also after a power cut, and the file
is locked for as long as the run lives, on every operating system, however the run ends.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

from aigov_connectors.errors import StoreDamagedError, StoreError
from aigov_connectors.inventory import Collection
from aigov_connectors.resuming import Binding, KeptConnection
from aigov_connectors.store.chunks import Chunk, unpacked
from aigov_connectors.store.unfinished import (
    assembled,
    digest_of_entry,
    locked,
    read_entry,
    take_out,
    taken_apart,
    written_entry,
)

__all__ = ["SUFFIX", "CheckpointFile", "open_checkpoint"]

SUFFIX = ".unfinished"
"""How the command names these files. One so named that cannot be read is set aside; any other is
left alone, for it may be something else."""

_USED = "SQLITE_BUSY"
_UNREADABLE = ("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_ERROR")
"""What SQLite calls a file that it cannot make sense of; the last is a table that is missing."""


def open_checkpoint(path: str | PathLike[str]) -> CheckpointFile:
    """Open the checkpoint at a path, and make it if it is not there; use it in a `with` block.

        with open_checkpoint("nightly.unfinished") as checkpoint:
            inventory = await discover(config, checkpoint=checkpoint, resume_within=RESUME_WITHIN)
            ...                                    # keep the inventory

    A block that ends without an error, after a run that read every connection to its end, removes
    the file. It never fails to open: while another run uses it, or where it cannot be used, nothing
    is kept, and a damaged one is set aside as `<path>.damaged`; `problem` then says so.
    """
    return CheckpointFile(Path(path))


class CheckpointFile:
    """A `Checkpoint` in a file for its owner alone; see `open_checkpoint`."""

    def __init__(self, path: Path) -> None:
        """See `open_checkpoint`."""
        self.path = path
        self.problem: str | None = None
        self.salt: bytes = b""
        self._done: set[str] = set()
        self._database = self._opened()

    def __enter__(self) -> Self:
        """The same."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it; after an error everything stays for the next run."""
        self.close(forget=kind is None)

    def kept(self) -> dict[str, KeptConnection | None]:
        """See `Checkpoint.kept`."""
        if self._database is None:
            return {}
        with self._transaction(self._database) as database:
            rows = database.execute("SELECT connection, told FROM finished").fetchall()
        return {name: read_entry(told, name) for name, told in sorted(rows)}

    def load(self, connection: str) -> Collection:
        """See `Checkpoint.load`."""
        if self._database is None:
            raise self._damaged(connection)
        with self._transaction(self._database) as database:
            finished = database.execute(
                "SELECT told, digest FROM finished WHERE connection = ?", (connection,)
            ).fetchone()
            parts = database.execute(
                "SELECT name, digest, body FROM parts WHERE connection = ? ORDER BY place",
                (connection,),
            ).fetchall()
        if (
            finished is None
            or digest_of_entry(finished[0], (one[1] for one in parts)) != finished[1]
        ):
            raise self._damaged(connection)
        try:
            return assembled((name, unpacked(body, digest=digest)) for name, digest, body in parts)
        except (ValueError, KeyError, TypeError, StoreDamagedError) as error:
            raise self._damaged(connection) from error

    def keep(self, collection: Collection, binding: Binding) -> None:
        """See `Checkpoint.keep`."""
        if self._database is None:
            return
        read = collection.connection
        told = written_entry(
            KeptConnection(
                connection=read.name,
                started_at=read.started_at,
                finished_at=read.finished_at,
                binding=binding,
            )
        )
        with self._transaction(self._database) as database:
            take_out(database, read.name)
            digests: list[str] = []
            for place, (name, body) in enumerate(taken_apart(collection)):
                part = Chunk.of(body)
                digests.append(part.digest)
                database.execute(
                    "INSERT INTO parts VALUES (?, ?, ?, ?, ?)",
                    (read.name, place, name, part.digest, part.packed),
                )
            database.execute(
                "INSERT INTO finished VALUES (?, ?, ?)",
                (read.name, told, digest_of_entry(told, digests)),
            )

    def forget(self, connections: Iterable[str]) -> None:
        """See `Checkpoint.forget`."""
        if self._database is None:
            return
        with self._transaction(self._database) as database:
            for connection in connections:
                take_out(database, connection)

    def ended(self, connections: Iterable[str]) -> None:
        """See `Checkpoint.ended`."""
        self._done.update(connections)

    def close(self, *, forget: bool = False) -> None:
        """Let go of the file; it is removed where nothing is kept in it any more.

        `forget` takes out the connections of a run that has ended well.
        """
        if self._database is None:
            return
        is_empty = False
        # Whatever fails here costs the next run some reading, and this one nothing.
        with suppress(StoreError):
            if forget:
                self.forget(self._done)
            is_empty = not self.kept()
        database, self._database = self._database, None
        if is_empty and os.name == "posix":
            self._remove()  # before the lock goes: nobody else has begun to use it
        database.close()
        if is_empty and os.name != "posix":
            self._remove()  # Windows removes no open file

    def _remove(self) -> None:
        for path in (self.path, self._journal):
            with suppress(OSError):  # on Windows another run may just have opened it
                path.unlink(missing_ok=True)

    @property
    def _journal(self) -> Path:
        return self.path.with_name(f"{self.path.name}-journal")

    def _opened(self) -> sqlite3.Connection | None:
        try:
            return self._held()
        except OSError as error:
            self.problem = f"{self.path} cannot be used: {error.strerror}"
        except sqlite3.Error as error:
            code = _code(error)
            if code.startswith(_USED):
                self.problem = f"another run is using {self.path}"
            elif not code.startswith(_UNREADABLE):
                self.problem = f"{self.path} cannot be used ({code or type(error).__name__})"
            elif self.path.suffix != SUFFIX:
                self.problem = f"{self.path} is not a checkpoint, and is left as it is"
            else:
                return self._anew()
        return None

    def _held(self) -> sqlite3.Connection:
        database = locked(self.path)
        (self.salt,) = database.execute("SELECT salt FROM checkpoint").fetchone()
        return database

    def _anew(self) -> sqlite3.Connection | None:
        """Set a file aside that cannot be read, and begin with an empty one."""
        aside = self.path.with_name(f"{self.path.name}.damaged")
        self.problem = f"{self.path} is damaged; it was set aside as {aside.name}"
        try:
            os.replace(self.path, aside)
            self._journal.unlink(missing_ok=True)
            return self._held()
        except (OSError, sqlite3.Error):
            self.problem = f"{self.path} is damaged, and no other can take its place"
            return None

    @contextmanager
    def _transaction(self, database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        try:
            database.execute("BEGIN")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:  # an interrupt too: nothing of it may be kept
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            code = _code(error)
            if code.startswith(_UNREADABLE):
                raise self._damaged(None) from error
            raise StoreError(
                f"{self.path} cannot be used ({code or type(error).__name__})"
            ) from error

    def _damaged(self, connection: str | None) -> StoreDamagedError:
        whose = f" of {connection}" if connection else ""
        return StoreDamagedError(f"what {self.path} holds{whose} is not what was kept")


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "")
