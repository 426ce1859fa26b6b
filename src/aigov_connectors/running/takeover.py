"""What one run takes over from a checkpoint, and what it keeps in it.

A checkpoint makes a run cheaper and never worse: whatever is wrong with it, the run goes on
without, and says so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from importlib.metadata import version

from aigov_connectors.clock import Clock
from aigov_connectors.errors import ConfigurationError, StoreError
from aigov_connectors.events import (
    CheckpointUnusable,
    ConnectionReadAgain,
    ConnectionTakenOver,
    Event,
)
from aigov_connectors.inventory import Collection
from aigov_connectors.logs import Log
from aigov_connectors.resuming import (
    Binding,
    Checkpoint,
    KeptConnection,
    credential_mark,
    is_worth_keeping,
    settings_mark,
    why_not,
)
from aigov_connectors.running.opening import AnySecrets, Prepared, found_secrets

__all__ = ["Takeover"]

_DAMAGED = "what was kept of it is damaged"

_log = Log("aigov_connectors.discovery")


class Takeover:
    """The dealings of one run with its checkpoint; without one they come to nothing."""

    def __init__(
        self,
        checkpoint: Checkpoint | None,
        *,
        within: timedelta | None,
        secrets: AnySecrets,
        wanted: frozenset[str] | None,
        counted_since: Mapping[str, Mapping[str, datetime]],
        clock: Clock,
        emit: Callable[[Event], None],
    ) -> None:
        """`within` is how old a reading may be that is taken over; None takes over nothing."""
        self._checkpoint = checkpoint
        self._within = within
        self._secrets = secrets
        self._wanted = wanted
        self._counted_since = counted_since
        self._clock = clock
        self._emit = emit
        self._kept: dict[str, KeptConnection | None] = {}

    def begin(self, *, spared: Iterable[str]) -> None:
        """Look at what is kept; a run that takes over nothing throws it away, but for `spared`:
        connections of the configuration that it does not read.
        """
        if self._checkpoint is None:
            return
        if self._checkpoint.problem is not None:
            self._unusable(self._checkpoint.problem)
        try:
            kept = self._checkpoint.kept()
            if self._within is None:
                self._checkpoint.forget(set(kept) - set(spared))
            else:
                self._kept = dict(kept)
        except StoreError as error:
            self._unusable(str(error))
            self._checkpoint = None

    async def taken(self, prepared: Prepared) -> Collection | None:
        """What is taken over of a connection; None where it is to be read."""
        name = prepared.config.name
        if self._checkpoint is None or self._within is None or name not in self._kept:
            return None
        kept = self._kept[name]
        try:
            why = _DAMAGED
            if kept is not None:
                now, moment = await self._binding(prepared), self._clock.now()
                why = why_not(kept, now, moment=moment, within=self._within) or ""
            if not why:
                collection = self._checkpoint.load(name)
                self._tell_taken(collection)
                return collection
        except ConfigurationError:
            return None  # a secret is missing: opening the connection says which
        except StoreError:
            why = _DAMAGED
        _log.write(logging.INFO, "connection.read_again", connection=name, why=why)
        self._emit(ConnectionReadAgain(name, why))
        try:
            self._checkpoint.forget((name,))
        except StoreError as error:
            self._unusable(str(error))
        return None

    async def keep(self, prepared: Prepared, collection: Collection) -> None:
        """Keep a connection that was read to its end."""
        if self._checkpoint is None or not is_worth_keeping(collection):
            return
        try:
            self._checkpoint.keep(collection, await self._binding(prepared))
        except (StoreError, ConfigurationError) as error:
            self._unusable(f"{prepared.config.name} is not kept: {error}")
        except Exception as error:  # noqa: BLE001 - a vault of somebody else must not end the run
            self._unusable(f"{prepared.config.name} is not kept: {type(error).__name__}")

    def ended(self, connections: Iterable[str]) -> None:
        """Every connection was read to its end."""
        if self._checkpoint is not None:
            self._checkpoint.ended(connections)

    async def _binding(self, prepared: Prepared) -> Binding:
        """What the connection would be read with now.

        The secrets are asked for each time: a vendor may have replaced one while it was read.
        """
        assert self._checkpoint is not None  # noqa: S101 - for the type checker
        config, resources = prepared.config, prepared.info.resources
        secrets = await found_secrets(prepared, self._secrets)
        since = self._counted_since.get(config.name, {})
        return Binding(
            library=version("aigov-connectors"),
            catalogue=prepared.catalogue.digest,
            settings=settings_mark(
                config.vendor, prepared.base_url, prepared.options.model_dump(mode="json")
            ),
            # Slow on purpose, and it lets others go on: not in the loop.
            credential=await asyncio.to_thread(
                credential_mark, secrets, salt=self._checkpoint.salt
            ),
            resources=tuple(
                one for one in resources if self._wanted is None or one in self._wanted
            ),
            counted_since={
                one: moment for one, moment in since.items() if one in prepared.info.counted
            },
        )

    def _tell_taken(self, collection: Collection) -> None:
        read = collection.connection
        age = (self._clock.now() - read.started_at).total_seconds()
        _log.write(
            logging.INFO, "connection.taken_over", connection=read.name, age_seconds=round(age)
        )
        self._emit(ConnectionTakenOver(read))

    def _unusable(self, why: str) -> None:
        _log.write(logging.WARNING, "checkpoint.unusable", why=why)
        self._emit(CheckpointUnusable(why))
