"""A store that an older version wrote is brought forward; one of a newer version is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.store.runs import estate, later

from aigov_connectors.errors import StoreError
from aigov_connectors.store import HistoryRead, Store, open_store
from aigov_connectors.store.database import Database
from aigov_connectors.store.migrations import LATEST, MIGRATIONS, migrate, version_of
from aigov_connectors.store.opening import _database

RUN = estate(policies=5, clients=3, days=2)

VERSION_1 = (
    "CREATE TABLE aigov_version (version INTEGER NOT NULL)",
    "CREATE TABLE aigov_runs (id TEXT PRIMARY KEY, root TEXT NOT NULL, started_at TEXT NOT NULL,"
    " finished_at TEXT NOT NULL, added_at TEXT NOT NULL, schema_version TEXT NOT NULL,"
    " library_version TEXT NOT NULL, complete INTEGER NOT NULL, limited INTEGER NOT NULL,"
    " connections TEXT NOT NULL, clients INTEGER NOT NULL, deployments INTEGER NOT NULL,"
    " failed INTEGER NOT NULL, undetermined INTEGER NOT NULL)",
    "CREATE TABLE aigov_chunks (digest TEXT PRIMARY KEY, size INTEGER NOT NULL,"
    " body {bytes} NOT NULL)",
    "INSERT INTO aigov_version (version) VALUES (1)",
)
"""The tables as version 1 had them, written out: what migrations do must not change this test."""


def _version_1(url: str) -> Database:
    """A store of version 1 with one run."""
    database = _database(url, 5.0)
    with database.writing() as session:
        for statement in VERSION_1:
            session.execute(statement.replace("{bytes}", database.words["bytes"]))
    newer = open_store(url)  # the only writer of chunks that there is
    newer.add(RUN)
    with database.writing() as session:
        session.execute("DROP TABLE aigov_reads")
        session.execute("DELETE FROM aigov_version WHERE version > 1")
    return database


def test_versions_are_counted_without_a_gap() -> None:
    assert [one.version for one in MIGRATIONS] == list(range(1, LATEST + 1))


def test_a_store_of_version_1_is_brought_forward_with_its_runs(url: str) -> None:
    database = _version_1(url)
    with database.reading() as session:
        assert version_of(session) == 1

    store = open_store(url)

    (row,) = store.runs()
    assert store.load(row.id) == RUN
    assert store.watermarks("acme-one") == {}
    at = RUN.inventory.finished_at
    read = HistoryRead(connection="acme-one", resource="x", since=at, until=at, complete=True)
    run = store.add(later(RUN), reads=[read])
    assert store.watermarks("acme-one") == {"x": replace(read, run=run)}
    with database.reading() as session:
        assert version_of(session) == LATEST


@pytest.mark.parametrize("version", range(1, LATEST + 1))
def test_every_version_on_the_way_can_be_reached_and_left(url: str, version: int) -> None:
    database = _database(url, 5.0)

    assert migrate(database, to=version) == 0
    assert migrate(database) == version
    assert Store(database).runs() == ()


def test_a_store_of_a_newer_version_is_left_alone(store: Store, url: str) -> None:
    store.add(RUN)
    with store._database.writing() as session:
        session.execute("INSERT INTO aigov_version (version) VALUES (?)", (LATEST + 1,))

    with pytest.raises(StoreError, match=f"is of version {LATEST + 1}"):
        open_store(url)


def test_opening_again_changes_nothing(store: Store, url: str) -> None:
    store.add(RUN)

    assert migrate(_database(url, 5.0)) == LATEST
    assert len(open_store(url).runs()) == 1
