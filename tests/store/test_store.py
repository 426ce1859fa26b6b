"""Runs that are kept come back as they were, cost little, and go only when they are told to."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.drift.test_properties import snapshots
from tests.store.runs import estate, later

from aigov_connectors.errors import ConfigurationError, StoreBusyError, StoreError
from aigov_connectors.inventory import Inventory
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.store import HistoryRead, Retention, RunId, RunRow, Store, open_store
from aigov_connectors.store.sqlite import SqliteDatabase

RUN = estate()
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_run_comes_back_as_it_was(store: Store) -> None:
    run = store.add(RUN)

    assert store.load(run) == RUN
    assert store.load(run).to_json() == RUN.to_json()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(snapshots())
def test_any_run_comes_back_as_it_was(tmp_path: Path, run: Snapshot) -> None:
    store = open_store(f"{tmp_path / 'runs.db'}")

    assert store.load(store.add(run)) == run


def test_the_same_run_twice_is_kept_once(store: Store) -> None:
    first, again = store.added(RUN), store.added(RUN)

    assert (again.run, again.is_new, again.new_chunks) == (first.run, False, 0)
    assert len(store.runs()) == 1


def test_an_unchanged_day_costs_little(store: Store) -> None:
    run = estate(policies=200)
    first, next_day = store.added(run), store.added(later(run))

    assert next_day.is_new
    assert next_day.new_bytes < first.new_bytes / 10
    assert next_day.new_chunks <= 7  # header, connections, times; three lists of them; the root


def test_one_setting_that_changed_is_written_and_the_rest_is_not(store: Store) -> None:
    whole = store.added(estate(policies=600, acting=1))
    changed = store.added(estate(policies=600, acting=2))

    assert changed.new_bytes < whole.new_bytes / 3


def test_a_day_of_decisions_is_added_and_the_others_stay(store: Store) -> None:
    whole = store.added(estate(days=30, clients=200))
    longer = store.added(estate(days=31, clients=200))

    assert longer.new_chunks <= 10
    assert longer.new_bytes < whole.new_bytes / 10


def test_a_list_that_is_not_needed_is_not_read(store: Store) -> None:
    run = store.add(RUN)

    partly = store.load(run, without=("decisions", "evidence"))

    assert (partly.inventory.decisions, partly.inventory.evidence) == ((), ())
    assert partly.inventory.deployments == RUN.inventory.deployments


def test_two_runs_share_what_they_have_in_common(store: Store) -> None:
    runs = RUN, later(RUN)
    names = [store.add(run) for run in runs]

    loaded = store.load_two(*names)

    assert loaded == runs
    first, second = (run.inventory.deployments for run in loaded)
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_the_runs_are_listed_with_what_they_hold(url: str) -> None:
    store = open_store(url, now=lambda: NOW)
    run = store.add(RUN)

    (row,) = store.runs()

    assert (row.id, row.added_at, row.connections) == (run, NOW, ("acme-one",))
    assert (row.clients, row.deployments, row.complete, row.limited) == (20, 40, True, False)
    assert row.failed == len(RUN.assessment.failed)


def test_a_run_is_found_by_the_beginning_of_its_id_and_by_its_place(store: Store) -> None:
    first, second = store.add(RUN), store.add(later(RUN))

    assert store.find("latest") == store.find(second[:9]) == store.latest() == second
    assert store.find("previous") == store.latest(before=second) == first
    assert store.latest(before=first) is None
    for strange in ("2026", "nothing", ""):
        with pytest.raises(StoreError):
            store.find(strange)
    with pytest.raises(StoreError):
        store.load("nothing")


def test_a_run_of_some_clients_is_no_run_to_compare_with(store: Store) -> None:
    whole = store.add(RUN)
    inventory: Inventory = later(RUN).inventory.only(["Client 1"])
    part = store.add(later(RUN).model_copy(update={"inventory": inventory}))

    assert (store.latest(), store.latest(whole=True)) == (part, whole)


def test_pruning_keeps_what_it_is_told_and_leaves_nothing_loose(store: Store) -> None:
    runs = [store.add(later(estate(acting=number), days=number)) for number in range(5)]

    foreseen = store.prune(Retention(days=0, months=0, last=2), dry_run=True)
    assert len(store.runs()) == 5
    pruned = store.prune(Retention(days=0, months=0, last=2))

    assert pruned == foreseen
    assert pruned.runs == tuple(runs[:3])
    assert pruned.chunks > 0
    assert [row.id for row in store.runs()] == runs[3:]
    assert store.load(runs[4]) == later(estate(acting=4), days=4)
    checked = store.verify()
    assert (checked.problems, checked.loose_chunks) == ((), 0)


def test_retention_keeps_days_then_months_and_always_the_newest() -> None:
    rows = [_row(days) for days in (0, 1, 10, 40, 41, 70, 100, 400)]

    kept = Retention(days=30, months=2, last=1).kept(tuple(rows))

    assert sorted(int(one) for one in kept) == [0, 1, 10, 40, 70]
    with pytest.raises(ValueError, match="at least"):
        Retention(last=0)


def _row(days_ago: int) -> RunRow:
    at = NOW - timedelta(days=days_ago)
    return RunRow(
        id=RunId(f"{days_ago}"),
        started_at=at,
        finished_at=at,
        added_at=at,
        schema_version="1.0",
        library_version="0",
        complete=True,
        limited=False,
        connections=(),
        clients=0,
        deployments=0,
        failed=0,
        undetermined=0,
    )


def test_two_writers_at_once_both_end(url: str) -> None:
    runs = [later(estate(acting=number), days=number) for number in range(4)]
    open_store(url)
    start, errors = threading.Barrier(len(runs)), []

    def write(run: Snapshot) -> None:
        start.wait()
        try:
            open_store(url).add(run)
        except StoreError as error:
            errors.append(error)

    writers = [threading.Thread(target=write, args=(run,)) for run in runs]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    store = open_store(url)
    assert errors == []
    assert [store.load(row.id) for row in store.runs()] == runs
    assert store.verify().problems == ()


def test_a_writer_that_waits_too_long_says_so(url: str) -> None:
    store, impatient = open_store(url), open_store(url, wait_seconds=0.05)

    with store._database.writing(), pytest.raises(StoreBusyError, match="another program"):
        impatient.add(RUN)

    assert impatient.runs() == ()


def test_nothing_that_is_kept_can_be_changed(store: Store) -> None:
    store.add(RUN)

    for statement in (
        "UPDATE aigov_runs SET failed = 0",
        "UPDATE aigov_chunks SET size = 0",
    ):
        with pytest.raises(StoreError), store._database.writing() as session:
            session.execute(statement)


def test_history_is_known_as_far_as_the_reads_hang_together(store: Store) -> None:
    def read(resource: str, since: int, until: int, *, complete: bool = True) -> HistoryRead:
        days = [NOW - timedelta(days=one) for one in (since, until)]
        return HistoryRead(
            connection="acme-one",
            resource=resource,
            since=days[0],
            until=days[1],
            complete=complete,
        )

    store.add(RUN, reads=[read("threats", 60, 50), read("tickets", 30, 3), read("logs", 9, 3)])
    second = store.add(
        later(RUN),
        reads=[read("threats", 32, 2), read("tickets", 4, 2), read("logs", 3, 2, complete=False)],
    )
    last = store.add(later(RUN, days=2), reads=[read("threats", 3, 1), read("tickets", 3, 1)])

    known = store.watermarks("acme-one")

    assert known["threats"] == replace(read("threats", 32, 1), run=last)
    assert known["tickets"] == replace(read("tickets", 30, 1), run=last)
    assert known["logs"].until == read("logs", 9, 3).until
    assert known["logs"].run not in (second, last)
    assert store.watermarks("another") == {}


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_store_is_for_its_owner_alone(file: Path) -> None:
    open_store(f"{file}").add(RUN)
    assert file.stat().st_mode & 0o777 == 0o600

    file.chmod(0o644)
    open_store(f"{file}").runs()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", ["mysql://host/name", "", "sqlite://"])
def test_a_place_that_is_no_store_is_refused(place: str) -> None:
    with pytest.raises(ConfigurationError):
        open_store(place)


def test_a_file_that_is_no_store_is_refused_and_stays(file: Path) -> None:
    file.write_text("these are notes, and they are no store at all")

    with pytest.raises(StoreError, match="is not a store"):
        open_store(f"{file}")

    assert file.read_text().startswith("these are notes")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        open_store(f"{tmp_path / 'nowhere' / 'runs.db'}")


def test_a_place_may_be_written_as_a_url(file: Path) -> None:
    run = open_store(f"sqlite:///{file}").add(RUN)

    assert open_store(f"{file}").runs()[0].id == run
    assert Store(SqliteDatabase(file)).name == f"{file}"


def test_a_run_of_some_resources_is_no_run_to_compare_with_and_says_so(store: Store) -> None:
    whole = store.add(RUN)
    chosen = {"limited_resources": ("agents",)}
    inventory = later(RUN).inventory.model_copy(update=chosen)
    part = store.add(later(RUN).model_copy(update={"inventory": inventory}))

    assert (store.latest(), store.latest(whole=True)) == (part, whole)
    row = next(one for one in store.runs() if one.id == part)
    assert (row.limited, row.some_clients, row.some_resources) == (True, False, True)
