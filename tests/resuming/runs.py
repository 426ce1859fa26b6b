"""Runs over the patch bot of `examples/own_connector`, two tenants of it, with a checkpoint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.running.test_discovering import RINGS, Bot

from aigov_connectors import Config, ConnectionConfig, Inventory, RetryPolicy, discovery
from aigov_connectors.clock import SystemClock
from aigov_connectors.events import (
    CheckpointUnusable,
    ConnectionReadAgain,
    ConnectionTakenOver,
    Event,
)
from aigov_connectors.store import open_checkpoint

KEYS = {"bot": {"key": "key-of-bot-hunter2"}, "bot-two": {"key": "key-of-two-hunter2"}}
SIX_HOURS = timedelta(hours=6)


class MovedClock:
    """The true clock, some time off."""

    def __init__(self, by: timedelta) -> None:
        self._by = by
        self._true = SystemClock()
        self.monotonic = self._true.monotonic
        self.sleep = self._true.sleep

    def now(self) -> datetime:
        return self._true.now() + self._by


def config(names: Iterable[str] = ("bot", "bot-two"), **options: Any) -> Config:
    """`options` are those of `bot` alone."""
    return Config(
        connections=tuple(
            ConnectionConfig(
                **{
                    "name": name,
                    "vendor": "patchbot",
                    "base_url": "https://patchbot.example",
                    **(options if name == "bot" else {}),
                }
            )
            for name in names
        )
    )


class Told(list[Event]):
    """The events of a run, and its inventory."""

    inventory: Inventory

    @property
    def taken(self) -> list[str]:
        return sorted(e.connection.name for e in self if isinstance(e, ConnectionTakenOver))

    @property
    def again(self) -> dict[str, str]:
        return {e.connection: e.why for e in self if isinstance(e, ConnectionReadAgain)}

    @property
    def problems(self) -> list[str]:
        return [e.why for e in self if isinstance(e, CheckpointUnusable)]


class PowerCutError(Exception):
    """What no program survives."""


async def run(place: Path, bots: dict[str, Bot], configuration: Config, **options: Any) -> Told:
    """A whole run; whatever it raises, the checkpoint is closed as a `with` block closes it."""
    told = Told()
    with open_checkpoint(place) as checkpoint:
        made = {
            "secrets": KEYS,
            "transport": bots.__getitem__,
            "retry": RetryPolicy(attempts=1),
            "checkpoint": checkpoint,
            **options,
        }
        async with discovery(configuration, **made) as running:
            async for event in running:
                told.append(event)
        told.inventory = running.inventory
    return told


async def cut_short(place: Path, *, configuration: Config | None = None, **options: Any) -> None:
    """A run that the power ends when `bot` is read and `bot-two` hangs."""
    hanging = {"bot": Bot(), "bot-two": Bot(**{"/rings": "hang"})}
    clock = options.pop("clock", None)
    try:
        with open_checkpoint(place) as checkpoint:
            made = {
                "secrets": KEYS,
                "transport": hanging.__getitem__,
                "retry": RetryPolicy(attempts=1),
                "checkpoint": checkpoint,
                "clock": clock,
                **options,
            }
            async with discovery(configuration or config(), **made) as running:
                async for event in running:
                    done = getattr(event, "deployments", None) is not None
                    if done and event.connection.name == "bot":  # type: ignore[union-attr]
                        raise PowerCutError
    except PowerCutError:
        pass


def bots(**answers: Any) -> dict[str, Bot]:
    """Both tenants; `answers` are those of `bot-two`."""
    return {"bot": Bot(), "bot-two": Bot(**answers)}


def without_times(inventory: Inventory) -> dict[str, Any]:
    """The inventory but for when things were read."""
    timeless: dict[str, Any] = _timeless(inventory.model_dump(mode="json"))
    return timeless


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _timeless(one)
            for name, one in value.items()
            if name not in ("started_at", "finished_at", "read_at", "window")
        }
    return [_timeless(one) for one in value] if isinstance(value, list) else value


__all__ = ["RINGS", "Bot"]
