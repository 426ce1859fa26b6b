"""Two runs of a simulated console over HTTP: the second reads less and says the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from aigov_connectors import Config, Inventory, Snapshot, assess, discover
from aigov_connectors.drift import diff
from aigov_connectors.running.opening import prepare
from aigov_connectors.sandbox import sandbox
from aigov_connectors.store import Counted, History, Store, open_store


async def _run(store: Store, config: Config, secrets) -> tuple[Inventory, dict[str, int]]:
    counted = [
        Counted(one.config.name, one.info.counted, timedelta(days=one.options.lookback_days))
        for one in prepare(config)
    ]
    history = History(store, counted, now=datetime.now(UTC))
    read = await discover(config, secrets=secrets, counted_since=history.counted_since)
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


async def test_the_second_run_reads_less_and_says_the_same(tmp_path: Path) -> None:
    store = open_store(f"{tmp_path / 'runs.db'}")
    with sandbox(clients=28, devices=300, limit_factor=1000, vendors=("sentinelone",)) as simulated:
        connections = [
            {**{key: one[key] for key in ("name", "vendor", "base_url")}, **one["options"]}
            for one in simulated.connections
        ]
        config = Config.model_validate({"connections": connections})
        secrets: dict[str, dict[str, str]] = {}
        for key, secret in simulated.secrets.items():
            connection, _, field = key.rpartition(".")
            secrets.setdefault(connection, {})[field] = secret

        first, whole = await _run(store, config, secrets)
        second, later = await _run(store, config, secrets)

    assert all(0 < later[resource] < whole[resource] for resource in whole)
    lookback = timedelta(days=30)
    assert _whole_days(first, lookback) == _whole_days(second, lookback)
    assert diff(*store.load_two(*(row.id for row in store.runs()))).changes == ()
