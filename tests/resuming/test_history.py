"""A connection that is taken over keeps the counted days of the run that it went on from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aigov_connectors import Config, Inventory, Snapshot, assess, discovery
from aigov_connectors.cli.earlier import Earlier
from aigov_connectors.events import ConnectionReadAgain, ConnectionTakenOver
from aigov_connectors.running.opening import prepare
from aigov_connectors.sandbox import sandbox
from aigov_connectors.store import Retention, Store, open_checkpoint, open_store

CONSOLE = "sentinelone"


@pytest.fixture(scope="module")
def msp() -> Iterator[SimpleNamespace]:
    """A console and one more tool, its configuration and the secrets of both."""
    with sandbox(
        clients=28,
        devices=240,
        activities=300,
        threats=60,
        limit_factor=1e4,
        vendors=(CONSOLE, "halopsa"),
    ) as simulated:
        connections = [
            {
                **{key: one[key] for key in ("name", "vendor", "base_url")},
                **one["options"],
                "limit_factor": 1e4,
            }
            for one in simulated.connections
        ]
        secrets: dict[str, dict[str, str]] = {}
        for key, secret in simulated.secrets.items():
            connection, _, field = key.rpartition(".")
            secrets.setdefault(connection, {})[field] = secret
        names = {one["vendor"]: one["name"] for one in connections}
        yield SimpleNamespace(
            config=Config.model_validate({"connections": connections}),
            secrets=secrets,
            console=names[CONSOLE],
            other=names["halopsa"],
        )


async def _run(
    store: Store, msp: SimpleNamespace, place: Path, *, is_down: bool = False, resume: bool = False
) -> tuple[Inventory, dict[str, Any]]:
    """A run as the command does it; `is_down` lets the other tool refuse the credential."""
    secrets = {**msp.secrets}
    if is_down:
        secrets[msp.other] = dict.fromkeys(msp.secrets[msp.other], "wrong")
    told: dict[str, Any] = {}
    with open_checkpoint(place) as checkpoint:
        kept = checkpoint.kept().values() if resume else ()
        earlier = Earlier(store, None, connections=prepare(msp.config), kept=kept)
        async with discovery(
            msp.config,
            secrets=secrets,
            checkpoint=checkpoint,
            resume_within=timedelta(hours=6) if resume else None,
            counted_since=earlier.counted_since,
        ) as run:
            async for event in run:
                if isinstance(event, ConnectionTakenOver):
                    told[event.connection.name] = "taken over"
                if isinstance(event, ConnectionReadAgain):
                    told[event.connection] = event.why
        inventory = earlier.completed(run.inventory)
        earlier.keep(Snapshot(inventory=inventory, assessment=assess(inventory)))
    return inventory, told


def _counts(inventory: Inventory) -> dict[object, int]:
    """What was counted of the console, without the day of which only a part is known.

    Not by client: who is one is told by the tools that were up.
    """
    edge = min(one.started_at for one in inventory.connections) - timedelta(days=29)
    return {
        (
            *(row.feature, row.organization, row.day, row.action, row.initiator),
            *(row.outcome, row.human_verdict, row.reversed),
        ): row.count
        for row in inventory.decisions
        if row.vendor == CONSOLE and row.day >= edge.date()
    }


async def test_after_a_run_that_was_kept_incomplete_the_days_are_whole(msp, tmp_path: Path) -> None:
    store, place = open_store(f"{tmp_path / 'runs.db'}"), tmp_path / "x.unfinished"
    first, _ = await _run(store, msp, place)
    incomplete, _ = await _run(store, msp, place, is_down=True)
    completed = [one for one in incomplete.connections if one.status == "completed"]
    assert [one.name for one in completed] == [msp.console]

    whole, told = await _run(store, msp, place, resume=True)

    assert told == {msp.console: "taken over"}
    assert _counts(whole) == _counts(first) == _counts(incomplete)
    assert whole.decisions
    marks = store.watermarks(msp.console)
    assert {one.run for one in marks.values()} == {store.runs()[-1].id}
    # And the next run goes on from this one, again without a hole.
    later, _ = await _run(store, msp, place)
    assert _counts(later) == _counts(first)


async def test_where_the_store_does_not_know_the_earlier_days_it_is_read_again(
    msp, tmp_path: Path
) -> None:
    store, place = open_store(f"{tmp_path / 'runs.db'}"), tmp_path / "x.unfinished"
    first, _ = await _run(store, msp, place)
    await _run(store, msp, place, is_down=True)
    another = open_store(f"{tmp_path / 'another.db'}")

    whole, told = await _run(another, msp, place, resume=True)

    assert list(told) == [msp.console]
    assert "earlier days" in told[msp.console]
    assert _counts(whole) == _counts(first)


async def test_where_only_the_incomplete_run_is_left_it_has_the_earlier_days(
    msp, tmp_path: Path
) -> None:
    store, place = open_store(f"{tmp_path / 'runs.db'}"), tmp_path / "x.unfinished"
    first, _ = await _run(store, msp, place)
    await _run(store, msp, place, is_down=True)
    store.prune(Retention(days=0, months=0, last=1))

    whole, _ = await _run(store, msp, place, resume=True)

    assert _counts(whole) == _counts(first)


async def test_what_was_read_whole_is_taken_over_whole(msp, tmp_path: Path) -> None:
    """The store got a run meanwhile, from which this reading did not go on."""
    store, place = open_store(f"{tmp_path / 'runs.db'}"), tmp_path / "x.unfinished"
    first, _ = await _run(store, msp, place, is_down=True)  # keeps the console, read whole

    whole, told = await _run(store, msp, place, resume=True)

    assert told == {msp.console: "taken over"}
    assert _counts(whole) == _counts(first)
