"""History that goes on from run to run: nothing read twice is counted twice, nothing is lost."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aigov_connectors.inventory import (
    Collection,
    DecisionKind,
    DecisionStats,
    HumanVerdict,
    Initiator,
    Outcome,
    ReadReceipt,
)
from aigov_connectors.rules import assess
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.store import Counted, History, HistoryRead, open_store
from aigov_connectors.store.history import counted_from
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_feature,
    make_inventory,
    make_organization,
)

START = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
LOOKBACK = timedelta(days=30)
COUNTED = Counted("acme-one", ("threats", "activities"), LOOKBACK, "sha256:here")
FEATURE = make_feature()
OTHER = make_feature("other")


def _known(since: datetime, until: datetime) -> dict[str, HistoryRead]:
    return {
        resource: HistoryRead(
            connection="acme-one",
            resource=resource,
            since=since,
            until=until,
            complete=True,
            settings=COUNTED.settings,
        )
        for resource in COUNTED.resources
    }


def test_a_day_after_a_whole_read_only_the_last_days_are_read_again() -> None:
    known = _known(START - LOOKBACK, START)

    told = counted_from(known, COUNTED.resources, now=START + timedelta(days=1), lookback=LOOKBACK)

    assert set(told.values()) == {datetime(2026, 10, 25, tzinfo=UTC)}  # a midnight


@pytest.mark.parametrize(
    ("known", "now"),
    [
        ({}, START),
        ({"threats": _known(START - LOOKBACK, START)["threats"]}, START),  # not all of them
        (_known(START - timedelta(days=10), START), START),  # known from too late on
        (_known(START - 3 * LOOKBACK, START - LOOKBACK), START),  # known until too long ago
    ],
)
def test_what_is_not_known_whole_is_read_whole(known, now) -> None:
    assert counted_from(known, COUNTED.resources, now=now, lookback=LOOKBACK) == {}


class Vendor:
    """A log of decisions, which a run reads from a moment on."""

    def __init__(self, moments: list[datetime]) -> None:
        self.moments = moments

    def collection(
        self, now: datetime, since: datetime, *, also: int = 0, complete: bool = True
    ) -> Collection:
        days = Counter(one.date() for one in self.moments if since <= one < now)
        connection = make_connection().model_copy(
            update={"started_at": now, "finished_at": now, "scope": ("account 1",)}
        )
        made = make_collection(
            connection=connection,
            features=(FEATURE, OTHER),
            organizations=(make_organization("1", "One"),),
            decisions=(
                *(_stats(FEATURE.id, day, count) for day, count in days.items()),
                # Of another resource, which each run reads for the whole time.
                *(_stats(OTHER.id, (now - timedelta(days=age)).date(), 1) for age in range(also)),
            ),
            resources=COUNTED.resources,
        )
        if complete:
            return made
        cut = [
            ReadReceipt(resource=one, rows=0, complete=False, why="cut")
            for one in COUNTED.resources
        ]
        return made.model_copy(update={"receipts": tuple(cut)})


def _stats(feature: str, day, count: int) -> DecisionStats:
    return DecisionStats(
        vendor="acme",
        tenant_id="tenant",
        feature=feature,
        organization="1",
        day=day,
        action=DecisionKind.ISOLATE_ENDPOINT,
        initiator=Initiator.MACHINE,
        outcome=Outcome.SUCCEEDED,
        human_verdict=HumanVerdict.UNKNOWN,
        count=count,
        complete=True,
    )


def _inventory(collection: Collection, now: datetime):
    made = make_inventory(collection)
    return made.model_copy(update={"started_at": now, "finished_at": now})


def _run(store, vendor: Vendor, now: datetime, **how):
    """One `discover --store`: the completed inventory, and from when on it was read."""
    history = History(store, [COUNTED], now=now)
    since = history.counted_since.get("acme-one", {}).get("threats", now - LOOKBACK)
    inventory = history.completed(_inventory(vendor.collection(now, since, **how), now))
    run = Snapshot(inventory=inventory, assessment=assess(inventory, rules=()))
    store.add(run, reads=history.reads(inventory))
    return inventory, since


def _whole_days(inventory, now: datetime):
    edge = (now - LOOKBACK).date() + timedelta(days=1)
    return {(row.feature, row.day): row.count for row in inventory.decisions if row.day >= edge}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(
        st.integers(0, 60 * 24 * 60).map(lambda m: START - LOOKBACK + timedelta(minutes=m)),
        max_size=60,
    ),
    gaps=st.lists(st.integers(1, 40), min_size=1, max_size=5),
    broken=st.sets(st.integers(0, 4)),
)
def test_going_on_tells_what_reading_everything_would(
    tmp_path_factory, moments, gaps, broken
) -> None:
    store = open_store(f"{tmp_path_factory.mktemp('history') / 'runs.db'}")
    vendor, now = Vendor(moments), START
    _run(store, vendor, now)
    for number, days in enumerate(gaps):
        now += timedelta(days=days)
        whole = number not in broken
        told, _ = _run(store, vendor, now, also=3, complete=whole)
        full = _inventory(vendor.collection(now, now - LOOKBACK, also=3), now)

        assert _whole_days(told, now) == _whole_days(full, now)


def test_the_next_day_reads_little_and_a_month_later_everything(tmp_path: Path) -> None:
    store, vendor = open_store(f"{tmp_path / 'runs.db'}"), Vendor([START])
    days = (0, 1, 2, 60)

    read = [(now := START + timedelta(days=each)) - _run(store, vendor, now)[1] for each in days]

    assert [span.days for span in read] == [30, 8, 8, 30]


def test_a_read_that_was_cut_is_not_gone_on_from(tmp_path: Path) -> None:
    store, vendor = open_store(f"{tmp_path / 'runs.db'}"), Vendor([START])
    _run(store, vendor, START, complete=False)

    _, since = _run(store, vendor, START + timedelta(days=1))

    assert since == START + timedelta(days=1) - LOOKBACK


def test_runs_may_be_pruned_and_history_goes_on(tmp_path: Path) -> None:
    from aigov_connectors.store import Retention

    store = open_store(f"{tmp_path / 'runs.db'}")
    vendor = Vendor([START - timedelta(days=age) for age in range(30)])
    for day in range(4):
        now = START + timedelta(days=day)
        told, since = _run(store, vendor, now)
        store.prune(Retention(days=0, months=0, last=1))

    assert (now - since).days == 8
    assert _whole_days(told, now) == _whole_days(
        _inventory(vendor.collection(now, now - LOOKBACK), now), now
    )
