"""The store in a PostgreSQL database, for those who run one; needs the extra `store`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from urllib.parse import urlsplit

import psycopg
from psycopg import errors

from aigov_connectors.errors import StoreBusyError, StoreDamagedError, StoreError, StoreFullError
from aigov_connectors.store.database import Session, Value

__all__ = ["PostgresDatabase"]

_WRITERS = 7_314_905_522_016  # any number will do that no other program locks by chance

_ERRORS: tuple[tuple[type[psycopg.Error], type[StoreError], str, str], ...] = (
    (
        errors.LockNotAvailable,
        StoreBusyError,
        "is being written by another program for too long",
        "Run it again when the other has ended.",
    ),
    (
        errors.DiskFull,
        StoreFullError,
        "is full: the run was not kept, what was kept before stays",
        "Make room on the server's disk, or prune: aigov-connectors store prune.",
    ),
    (errors.DataCorrupted, StoreDamagedError, "is damaged", "Restore it from a backup."),
    (errors.IndexCorrupted, StoreDamagedError, "is damaged", "Restore it from a backup."),
    (
        errors.InsufficientPrivilege,
        StoreError,
        "may not be used by this user",
        "Grant the user the right to create tables in the database, and to write them.",
    ),
    (
        psycopg.OperationalError,
        StoreError,
        "cannot be reached, or the connection broke",
        "See that the server runs, and that PGPASSWORD or ~/.pgpass holds the password.",
    ),
)
"""From the closest to the widest: the driver's error, ours, the end of the sentence, what helps."""

_HAS_TABLE = (
    "SELECT COUNT(*) FROM pg_class c"
    " WHERE c.relkind = 'r' AND c.relname = ? AND pg_table_is_visible(c.oid)"
)

_GUARDS = """
CREATE OR REPLACE FUNCTION aigov_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION aigov_append_only()
"""


class PostgresDatabase:
    """A database; all tables stand in the schema that the connection's search path names first.

    The password is best left to `PGPASSWORD`, `~/.pgpass` or a service file: whatever stands in
    the URL may be seen where the URL is kept.
    """

    words: Mapping[str, str] = MappingProxyType(
        {"bytes": "BYTEA", "guards": _GUARDS, "has_table": _HAS_TABLE}
    )

    def __init__(self, url: str, *, wait_seconds: float = 60.0) -> None:
        self._url = url
        self._wait = wait_seconds
        parts = urlsplit(url)
        self.name: str = f"postgresql://{parts.hostname or ''}{parts.path}"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """See `Database.reading`."""
        with self._told(), self._connect() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with connection.transaction():
                yield _Session(connection)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """See `Database.writing`."""
        with self._told(), self._connect() as connection, connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = {int(self._wait * 1000):d}")
            # One writer at a time, so that nothing is pruned that another is about to refer to.
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITERS,))
            yield _Session(connection)

    def check(self) -> tuple[str, ...]:
        """See `Database.check`: PostgreSQL checks its pages as it reads them."""
        return ()

    def size(self) -> int:
        """See `Database.size`."""
        with self.reading() as session:
            (row,) = session.rows(
                "SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c"
                " WHERE c.relkind = 'r' AND c.relname LIKE 'aigov_%' AND"
                " pg_table_is_visible(c.oid)"
            )
        return int(row[0] or 0)

    def compact(self) -> None:
        """See `Database.compact`: autovacuum does it."""

    def _connect(self) -> psycopg.Connection[tuple[Value, ...]]:
        return psycopg.connect(self._url, connect_timeout=int(max(self._wait, 1)))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            found = (row for row in _ERRORS if isinstance(error, row[0]))
            _, kind, sentence, hint = next(
                found, (psycopg.Error, StoreError, "cannot be used", "See the cause with --debug.")
            )
            # The driver's own text may quote the connection string.
            raise kind(f"the store {self.name} {sentence}", hint=hint) from error


class _Session:
    def __init__(self, connection: psycopg.Connection[tuple[Value, ...]]) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[Value] = ()) -> int:
        return self._connection.execute(_spelled(statement), values or None).rowcount

    def rows(self, statement: str, values: Sequence[Value] = ()) -> Iterator[tuple[Value, ...]]:
        yield from self._connection.execute(_spelled(statement), values or None)


def _spelled(statement: str) -> str:
    """Our statements hold no percent sign and no question mark but for values."""
    return statement.replace("?", "%s") if "?" in statement else statement
