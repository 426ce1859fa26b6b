"""The rows of a checkpoint: a collection taken apart and put together, and their file."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from aigov_connectors.inventory import Collection
from aigov_connectors.inventory.rows import adapter_of_many, lists_of, shared
from aigov_connectors.resuming import KeptConnection

__all__ = [
    "assembled",
    "digest_of_entry",
    "locked",
    "read_entry",
    "take_out",
    "taken_apart",
    "written_entry",
]

_OWNER_ONLY = 0o600
_SAYS_KIND = {"application_id": 0x41475543, "user_version": 1}  # "AGUC", and its version
_ROWS = 500  # in one part, so that no list is ever encoded as a whole
_HEAD = ""
"""The name of the part that holds everything but the lists of models."""

_TABLES = """
BEGIN;
CREATE TABLE checkpoint (salt BLOB NOT NULL);
INSERT INTO checkpoint VALUES (randomblob(16));
CREATE TABLE finished (connection TEXT PRIMARY KEY, told TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE parts (
  connection TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,
  digest TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (connection, place)
);
"""


class _OtherFileError(sqlite3.DatabaseError):
    """A database, but none of these."""

    sqlite_errorname = "SQLITE_NOTADB"


def locked(path: Path) -> sqlite3.Connection:
    """The file, locked until the connection is closed; its tables are made where it is empty.

    Raises:
        OSError, sqlite3.Error: it cannot be had, or is something else.
    """
    _make_private(path)  # SQLite would let others read it
    database = sqlite3.connect(
        path,
        timeout=0.0,  # who holds it holds it for hours
        isolation_level=None,
        check_same_thread=False,  # `discover_sync` may run in a thread; never two at once
    )
    try:
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("COMMIT")  # and the lock stays
        if not database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
            says = "".join(f"PRAGMA {name} = {value};" for name, value in _SAYS_KIND.items())
            database.executescript(f"{_TABLES}{says}COMMIT;")
        for name, value in _SAYS_KIND.items():
            if database.execute(f"PRAGMA {name}").fetchone() != (value,):
                raise _OtherFileError
        tables = "(SELECT COUNT(*) FROM finished), (SELECT COUNT(*) FROM parts)"
        if database.execute(f"SELECT {tables} FROM checkpoint").fetchone() is None:  # noqa: S608
            raise _OtherFileError
    except BaseException:
        database.close()
        raise
    return database


def _make_private(path: Path) -> None:
    """Make the file, or take the one that is there, for its owner alone.

    Raises:
        OSError: it cannot be had, leads elsewhere (a link), or belongs to somebody else.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)  # Windows has no such flag
    descriptor = os.open(path, flags, _OWNER_ONLY)
    try:
        if hasattr(os, "fchmod"):  # of a file of somebody else's, the system refuses it
            os.fchmod(descriptor, _OWNER_ONLY)
    finally:
        os.close(descriptor)


def take_out(database: sqlite3.Connection, connection: str) -> None:
    """Delete what is kept of a connection."""
    for table in ("finished", "parts"):
        database.execute(f"DELETE FROM {table} WHERE connection = ?", (connection,))  # noqa: S608


def written_entry(entry: KeptConnection) -> str:
    """An entry as text."""
    return _entries().dump_json(entry).decode()


def read_entry(told: object, connection: str) -> KeptConnection | None:
    """The entry of a connection; None where the text does not say one."""
    try:
        entry = _entries().validate_json(told if isinstance(told, str) else "")
    except ValidationError:
        return None
    return entry if entry.connection == connection else None


def digest_of_entry(told: str, parts: Iterable[str]) -> str:
    """What holds an entry and the digests of its parts together."""
    return hashlib.sha256("\n".join((told, *parts)).encode()).hexdigest()


def taken_apart(collection: Collection) -> Iterator[tuple[str, bytes]]:
    """The parts of a collection: names of lists, each with some of its rows as a JSON array."""
    lists = lists_of(Collection)
    yield _HEAD, collection.model_dump_json(exclude=set(lists)).encode()
    for name, kind in lists.items():
        rows = getattr(collection, name)
        for start in range(0, len(rows), _ROWS):
            yield name, adapter_of_many(kind).dump_json(list(rows[start : start + _ROWS]))


def assembled(parts: Iterable[tuple[str, bytes]]) -> Collection:
    """The collection of which these are the parts, in their order.

    Raises:
        ValueError, KeyError: they are of another shape.
    """
    lists = lists_of(Collection)
    found: dict[str, list[Any]] = {}
    head = None
    for name, body in parts:
        if name == _HEAD:
            head = Collection.model_validate_json(body)
        else:
            found.setdefault(name, []).extend(adapter_of_many(lists[name]).validate_json(body))
    if head is None:
        raise ValueError("the head is missing")
    told = {name: getattr(head, name) for name in Collection.model_fields}
    return Collection.model_validate(
        {**told, **{name: tuple(shared(rows)) for name, rows in found.items()}}
    )


@cache
def _entries() -> TypeAdapter[KeptConnection]:
    return TypeAdapter(KeptConnection)
