"""Two runs of a simulated console over HTTP: the second reads less and says the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aigov_connectors import Config, Inventory, Snapshot, assess, discover
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.drift import diff
from aigov_connectors.resuming import settings_mark
from aigov_connectors.running.opening import prepare
from aigov_connectors.sandbox import Sandbox, sandbox
from aigov_connectors.store import Counted, History, RunId, Store, open_store


async def _run(
    store: Store, config: Config, secrets: Mapping[str, Mapping[str, str]]
) -> tuple[Inventory, dict[str, int]]:
    counted = [
        Counted(
            one.config.name,
            one.info.counted,
            timedelta(days=one.options.lookback_days),
            settings_mark(one.config.vendor, one.base_url, one.options.model_dump(mode="json")),
        )
        for one in prepare(config)
    ]
    history = History(store, counted, now=datetime.now(UTC))
    read = await discover(
        config,
        secrets=MappingSecrets(secrets),
        counted_since=history.counted_since,
        counted_for=history.counted_for,
    )
    inventory = history.completed(read)
    run = Snapshot(inventory=inventory, assessment=assess(inventory))
    store.add(run, reads=history.reads(inventory))
    rows = {one.receipt.resource: one.receipt.rows for one in read.receipts}
    return inventory, {resource: rows[resource] for resource in counted[0].resources}


def _whole_days(inventory: Inventory, lookback: timedelta) -> dict[object, int]:
    """The counts by everything but the number, without the day of which only a part is known."""
    edge = (inventory.started_at - lookback).date() + timedelta(days=1)
    return {
        (
            *(row.feature, row.organization, row.client, row.day, row.action, row.initiator),
            *(row.outcome, row.human_verdict, row.reversed),
        ): row.count
        for row in inventory.decisions
        if row.day >= edge
    }


@pytest.fixture(scope="module")
def console() -> Iterator[Sandbox]:
    with sandbox(clients=28, devices=300, limit_factor=1000, vendors=("sentinelone",)) as simulated:
        yield simulated


def _config(console: Sandbox, **options: object) -> Config:
    (one,) = console.connections
    told = {key: one[key] for key in ("name", "vendor", "base_url")}
    return Config.model_validate({"connections": [{**told, **one["options"], **options}]})


def _credential(console: Sandbox, kind: str) -> dict[str, dict[str, str]]:
    name = console.connections[0]["name"]
    return {name: console.credentials[name][kind]}


async def test_the_second_run_reads_less_and_says_the_same(
    tmp_path: Path, console: Sandbox
) -> None:
    store = open_store(f"{tmp_path / 'runs.db'}")
    credential = _credential(console, "account-viewer")

    first, whole = await _run(store, _config(console), credential)
    second, later = await _run(store, _config(console), credential)

    assert all(0 < later[resource] < whole[resource] for resource in whole)
    lookback = timedelta(days=30)
    assert _whole_days(first, lookback) == _whole_days(second, lookback)
    assert diff(*store.load_two(*(row.id for row in store.runs()))).changes == ()


@pytest.mark.parametrize(
    ("kind", "options"),
    [("site-viewer", {}), ("account-viewer", {"client_level": "account"})],
    ids=["a token of one site", "other options"],
)
async def test_what_was_counted_of_another_part_or_otherwise_is_read_whole(
    tmp_path: Path, console: Sandbox, kind: str, options: dict[str, object]
) -> None:
    lookback = timedelta(days=30)
    store = open_store(f"{tmp_path / 'runs.db'}")
    alone = open_store(f"{tmp_path / 'another.db'}")
    credential = _credential(console, "account-viewer")
    expected, whole = await _run(alone, _config(console), credential)

    await _run(store, _config(console, **options), _credential(console, kind))
    after, rows = await _run(store, _config(console), credential)

    assert rows == whole
    assert _whole_days(after, lookback) == _whole_days(expected, lookback)


async def test_a_history_of_which_nobody_tells_the_scope_is_read_whole(
    tmp_path: Path, console: Sandbox
) -> None:
    store = open_store(f"{tmp_path / 'runs.db'}")
    credential = _credential(console, "account-viewer")
    _, whole = await _run(store, _config(console), credential)
    (kept,) = store.runs()
    loaded = store.load(kept.id)
    untold = [one.model_copy(update={"scope": None}) for one in loaded.inventory.connections]
    elsewhere = open_store(f"{tmp_path / 'untold.db'}")
    inventory = loaded.inventory.model_copy(update={"connections": tuple(untold)})
    reads = [replace(one, run=RunId("")) for one in store.watermarks(kept.connections[0]).values()]
    elsewhere.add(Snapshot(inventory=inventory, assessment=loaded.assessment), reads=reads)

    _, rows = await _run(elsewhere, _config(console), credential)

    assert rows == whole
