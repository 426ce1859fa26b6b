"""Whatever happens in the middle of a write, what was kept before stays, and damage is found."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.store.runs import estate, later

from aigov_connectors.errors import StoreDamagedError, StoreFullError
from aigov_connectors.store import Store, open_store
from aigov_connectors.store.sqlite import SqliteDatabase

RUN = estate()
ROOT = Path(__file__).parents[2]

KILLED_WRITER = """
import os, signal, sqlite3, sys
from aigov_connectors.store import open_store, sqlite
from aigov_connectors.store.tree import TreeWriter
from tests.store.runs import estate, later

place, after = sys.argv[1], int(sys.argv[2])
connect = sqlite.SqliteDatabase._connect

def spilling(self):
    connection = connect(self)
    connection.execute("PRAGMA cache_size = 1")  # pages reach the file long before the commit
    return connection

write, written = TreeWriter._write, 0

def killed(self, chunk):
    global written
    written += 1
    if written > after:
        os.kill(os.getpid(), signal.SIGKILL)
    return write(self, chunk)

sqlite.SqliteDatabase._connect = spilling
TreeWriter._write = killed
open_store(place).add(later(estate(policies=400, acting=3), days=3))
"""


def _edited(file: Path, statement: str) -> None:
    """Change what must not change, past the guards, as a broken disk would."""
    with closing(sqlite3.connect(file)) as connection:
        for (guard,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {guard}")
        connection.execute(statement)
        connection.commit()


def test_a_run_that_was_taken_out_by_hand_does_not_read_as_pruned(tmp_path: Path) -> None:
    file = tmp_path / "runs.db"
    store = open_store(f"{file}")
    store.add(RUN)
    kept = store.add(later(RUN))
    _edited(file, "DELETE FROM aigov_runs WHERE id = (SELECT MIN(id) FROM aigov_runs)")

    checked = store.verify()

    assert checked.loose_chunks > 0
    assert checked.problems == (
        f"{checked.loose_chunks} chunks of no run: one was taken out, and not by pruning",
    )
    assert checked.damaged == ()
    assert [row.id for row in store.runs()] == [kept]


def test_a_whole_store_has_no_problems(store: Store) -> None:
    store.add(RUN)
    store.add(later(RUN))

    checked = store.verify()

    assert (checked.runs, checked.problems, checked.damaged) == (2, (), ())


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE aigov_chunks SET body = x'00'", "not whole|does not hold"),
        ("UPDATE aigov_chunks SET body = zeroblob(9) WHERE size < 60", "does not hold|damaged"),
        ("DELETE FROM aigov_chunks WHERE size > 5000", "missing"),
        ("UPDATE aigov_runs SET root = 'nothing'", "missing"),
    ],
)
def test_damage_is_found_and_the_run_is_named(file: Path, statement: str, says: str) -> None:
    store = open_store(f"{file}")
    run = store.add(RUN)
    _edited(file, statement)

    checked = store.verify()

    assert checked.damaged == (run,)
    assert any(run in problem for problem in checked.problems)
    with pytest.raises(StoreDamagedError, match=says):
        store.load(run)


def test_a_root_of_another_run_is_found(file: Path) -> None:
    store = open_store(f"{file}")
    first, second = store.add(RUN), store.add(later(RUN))
    _edited(
        file,
        "UPDATE aigov_runs SET root = (SELECT root FROM aigov_runs"  # noqa: S608 - our own id
        f" WHERE id = '{second}') WHERE id = '{first}'",
    )

    assert store.verify().damaged == (first,)


def test_a_chunk_that_unpacks_to_more_than_it_may_is_damage(file: Path) -> None:
    store = open_store(f"{file}")
    run = store.add(RUN)
    _edited(file, "UPDATE aigov_chunks SET body = x'789c030000000001' WHERE size > 60")

    with pytest.raises(StoreDamagedError):
        store.load(run)


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
@pytest.mark.parametrize("after", [0, 5, 40])
def test_a_writer_that_is_killed_leaves_what_was_there(file: Path, after: int) -> None:
    store = open_store(f"{file}")
    run = store.add(RUN)

    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", KILLED_WRITER, f"{file}", f"{after}"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        timeout=120,
    )

    assert done.returncode == -9, done.stderr.decode()
    again = open_store(f"{file}")
    assert [row.id for row in again.runs()] == [run]
    assert again.load(run) == RUN
    assert (again.verify().problems, again.verify().loose_chunks) == ((), 0)
    assert again.added(later(estate(policies=400, acting=3), days=3)).is_new


@pytest.fixture
def small_disk(file: Path) -> Store:
    """A store on a disk that has room for one run."""
    open_store(f"{file}").add(RUN)
    pages = file.stat().st_size // 4096
    return Store(SqliteDatabase(file, most_pages=pages + 2))


def test_a_full_disk_is_said_and_nothing_is_lost(small_disk: Store) -> None:
    (run,) = small_disk.runs()

    with pytest.raises(StoreFullError, match="the run was not kept") as caught:
        small_disk.add(later(estate(policies=300, acting=2)))

    assert "prune" in (caught.value.hint or "")
    assert small_disk.runs() == (run,)
    assert small_disk.load(run.id) == RUN
    assert small_disk.verify().problems == ()


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a small disk"
)
def test_a_disk_that_is_really_full_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(  # noqa: S603 - our own words
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", f"{disk}"],  # noqa: S607
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        store = open_store(f"{disk / 'runs.db'}")
        run = store.add(RUN)
        with pytest.raises(StoreFullError):
            store.add(later(estate(policies=900, acting=2)))
        assert [row.id for row in store.runs()] == [run]
        assert store.load(run) == RUN
        assert store.verify().problems == ()
    finally:
        subprocess.run(["umount", f"{disk}"], check=True)  # noqa: S603, S607
