"""The tables of the store, version by version; a store of an older version is brought forward.

A migration that shipped is never edited: the next one changes what it made.
"""

from __future__ import annotations

from typing import NamedTuple

from aigov_connectors.errors import StoreError
from aigov_connectors.store.database import Database, Session

__all__ = ["LATEST", "MIGRATIONS", "Migration", "migrate", "version_of"]


class Migration(NamedTuple):
    """Statements that lead from the version before to this one."""

    version: int
    says: str
    statements: tuple[str, ...]
    """`{bytes}` stands for the database's own type."""
    append_only: tuple[str, ...] = ()
    """Tables whose rows are never changed from here on."""


MIGRATIONS = (
    Migration(
        1,
        "runs, and the chunks that they are made of",
        (
            "CREATE TABLE aigov_runs ("
            " id TEXT PRIMARY KEY,"
            " root TEXT NOT NULL,"
            " started_at TEXT NOT NULL,"
            " finished_at TEXT NOT NULL,"
            " added_at TEXT NOT NULL,"
            " schema_version TEXT NOT NULL,"
            " library_version TEXT NOT NULL,"
            " complete INTEGER NOT NULL,"
            " limited INTEGER NOT NULL,"
            " connections TEXT NOT NULL,"
            " clients INTEGER NOT NULL,"
            " deployments INTEGER NOT NULL,"
            " failed INTEGER NOT NULL,"
            " undetermined INTEGER NOT NULL)",
            "CREATE TABLE aigov_chunks ("
            " digest TEXT PRIMARY KEY,"
            " size INTEGER NOT NULL,"
            " body {bytes} NOT NULL)",
        ),
        append_only=("aigov_runs", "aigov_chunks"),
    ),
    Migration(
        2,
        "how far back each run read the history of its connections",
        (
            "CREATE TABLE aigov_reads ("
            " run TEXT NOT NULL REFERENCES aigov_runs (id) ON DELETE CASCADE,"
            " connection TEXT NOT NULL,"
            " resource TEXT NOT NULL,"
            " since TEXT NOT NULL,"
            " until TEXT NOT NULL,"
            " complete INTEGER NOT NULL,"
            " PRIMARY KEY (run, connection, resource))",
            "CREATE INDEX aigov_reads_by_connection ON aigov_reads (connection, until)",
        ),
        append_only=("aigov_reads",),
    ),
    Migration(
        3,
        "which tool, by which options, each history is of",
        ("ALTER TABLE aigov_reads ADD COLUMN settings TEXT",),
    ),
)

LATEST = MIGRATIONS[-1].version

_NEEDED = "CREATE TABLE IF NOT EXISTS aigov_version (version INTEGER NOT NULL)"


def migrate(database: Database, *, to: int = LATEST) -> int:
    """Bring the tables to a version, in one transaction; give the version that it had before.

    Raises:
        StoreError: the store is of a newer version than this library knows.
    """
    with database.reading() as session:
        if _has_tables(session, database) and version_of(session) == to:
            return to  # the usual case takes no lock
    with database.writing() as session:
        session.execute(_NEEDED)
        found = version_of(session)
        if found > LATEST:
            raise StoreError(
                f"the store {database.name} is of version {found}; this library knows {LATEST}",
                hint="Install the version of aigov-connectors that wrote it, or a newer one.",
            )
        for one in MIGRATIONS:
            if found < one.version <= to:
                _apply(session, database, one)
        return found


def version_of(session: Session) -> int:
    """The version of the tables; 0 where there are none yet."""
    versions = [int(row[0] or 0) for row in session.rows("SELECT version FROM aigov_version")]
    return max(versions, default=0)


def _apply(session: Session, database: Database, migration: Migration) -> None:
    for statement in migration.statements:
        session.execute(statement.replace("{bytes}", database.words["bytes"]))
    for table in migration.append_only:
        session.execute(database.words["guards"].replace("{table}", table))
    # Every version stays on record; the table is append-only like the rest.
    session.execute("INSERT INTO aigov_version (version) VALUES (?)", (migration.version,))


def _has_tables(session: Session, database: Database) -> bool:
    return any(row[0] for row in session.rows(database.words["has_table"], ("aigov_version",)))
