"""From the place of a store to the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from aigov_connectors.errors import ConfigurationError
from aigov_connectors.store.database import Database
from aigov_connectors.store.sqlite import SqliteDatabase
from aigov_connectors.store.store import Store

__all__ = ["file_of", "open_store"]


def open_store(
    url: str,
    *,
    wait_seconds: float = 60.0,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Store:
    """Open the store at a place, and make it if it is not there.

    Args:
        url: a path or `sqlite:///path` for a file, `postgresql://user@host/database` for a
            server; a password belongs into `PGPASSWORD` or `~/.pgpass`.
        wait_seconds: how long to wait for another writer.
        now: the clock; it says when a run was kept.

    Raises:
        ConfigurationError: no store is of that kind, or the extra `store` is not installed.
        StoreError: it cannot be opened, or a newer version of this library wrote it.
    """
    return Store(_database(url, wait_seconds), now=now)


def file_of(url: str) -> Path | None:
    """The file of a store; None where it is on a server.

    Raises:
        ConfigurationError: a file is meant, and none is named.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        return _file(url)
    # As is usual: three slashes before a relative path, four before an absolute one.
    return _file(unquote(rest.removeprefix("/"))) if scheme == "sqlite" else None


def _database(url: str, wait_seconds: float) -> Database:
    file = file_of(url)
    if file is not None:
        return SqliteDatabase(file, wait_seconds=wait_seconds)
    scheme, _, _ = url.partition("://")
    if scheme in ("postgresql", "postgres"):
        try:
            from aigov_connectors.store.postgres import PostgresDatabase
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] != "psycopg":
                raise
            raise ConfigurationError(
                "a store in PostgreSQL needs psycopg",
                hint="pip install 'aigov-connectors[store]'",
            ) from missing
        return PostgresDatabase(url, wait_seconds=wait_seconds)
    raise ConfigurationError(
        f"no store is of the kind {urlsplit(url).scheme!r}",
        hint="Name a file, or a database as postgresql://user@host/database.",
    )


def _file(path: str) -> Path:
    if not path:
        raise ConfigurationError("the store has no path", hint="Name a file.")
    return Path(path)
