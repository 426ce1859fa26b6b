"""Discovery: reads all connections side by side and joins what they yield.

One broken connection never stops another, and what was read stays, however the run ends.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from importlib.metadata import version
from threading import Thread
from typing import Self, TypedDict, Unpack
from uuid import uuid4

import structlog

from aigov_connectors import registry
from aigov_connectors._http import RetryPolicy
from aigov_connectors.clock import Clock, SystemClock
from aigov_connectors.collecting import CollectionBuilder, Refusal
from aigov_connectors.config import Config
from aigov_connectors.connector import Connector, Rights
from aigov_connectors.credentials import default_secrets
from aigov_connectors.errors import ConfigurationError, ConnectorError
from aigov_connectors.events import ConnectionFinished, ConnectionStarted, Event
from aigov_connectors.inventory import Collection, ConnectionStatus, GapReason, Inventory
from aigov_connectors.logs import Log
from aigov_connectors.resuming import Checkpoint
from aigov_connectors.running.opening import (
    AnySecrets,
    Prepared,
    TransportSource,
    check_resources,
    open_connector,
    prepare,
)
from aigov_connectors.running.takeover import Takeover

__all__ = ["Discovery", "DiscoveryOptions", "discover", "discover_sync", "discovery"]

_log = Log("aigov_connectors.discovery")


class DiscoveryOptions(TypedDict, total=False):
    """What `discover`, `discover_sync` and `discovery` take besides the configuration."""

    secrets: AnySecrets | None
    """Where secrets are found; None looks in the environment, in files and in the keyring."""
    transport: TransportSource | None
    """Replaces the network: one for all connections, or a function of the connection's name."""
    clock: Clock | None
    retry: RetryPolicy | None
    connections: Sequence[str] | None
    """Names of the connections to read; None reads all."""
    clients: Sequence[str] | None
    """Names or ids of the clients that the inventory is limited to; None keeps all. To judge some
    clients, keep all, and limit what was judged: see `Snapshot.only`."""
    resources: Sequence[str] | None
    """Resources to read, by their vendors' names for them; None reads all."""
    deadline: timedelta | None
    """When it has passed, the run ends with what was read, marked `interrupted`."""
    previous: Inventory | None
    """The inventory of the run before: clients keep the ids that they had there."""
    counted_since: Mapping[str, Mapping[str, datetime]] | None
    """Connection to resource to the moment from which on its history is to be counted, where an
    earlier run has counted what came before; see `aigov_connectors.store.History`."""
    counted_for: Mapping[str, tuple[str, ...]] | None
    """Connection to the scope of the credential for which `counted_since` holds, as
    `Connection.scope` tells it: a connection whose credential is shown other parts is read whole.
    One that is not named here is not asked."""
    checkpoint: Checkpoint | None
    """Where each connection is kept once it is read to its end, so that another run can go on from
    there if this one is killed; see `aigov_connectors.store.open_checkpoint`."""
    resume_within: timedelta | None
    """Take over from the checkpoint each connection whose reading began no longer ago than this;
    None reads everything."""


async def discover(config: Config, **options: Unpack[DiscoveryOptions]) -> Inventory:
    """Read every connection and give the inventory; see `DiscoveryOptions`.

    A connection that fails becomes gaps in the inventory, and so does everything that could not
    be read. Nothing is ever written to a vendor.

    Raises:
        ConfigurationError: the configuration does not fit; nothing was sent.
    """
    async with discovery(config, **options) as run:
        async for _ in run:
            pass
        return run.inventory


def discover_sync(config: Config, **options: Unpack[DiscoveryOptions]) -> Inventory:
    """`discover` for code without an event loop.

    Inside a running loop (a notebook, a web handler) it runs in a thread of its own with a loop
    of its own, and blocks the caller until it is done.

    Raises:
        ConfigurationError: as for `discover`.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(discover(config, **options))
    result: list[Inventory | BaseException] = []

    def run() -> None:
        try:
            result.append(asyncio.run(discover(config, **options)))
        except BaseException as error:  # noqa: BLE001 - handed to the caller, whatever it is
            result.append(error)

    thread = Thread(target=run, name="aigov-connectors-discovery")
    thread.start()
    thread.join()
    outcome = result[0]
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


@asynccontextmanager
async def discovery(
    config: Config, **options: Unpack[DiscoveryOptions]
) -> AsyncIterator[Discovery]:
    """Run a discovery that can be looked on; iterate what it gives for its events.

    Leaving the block, or cancelling it, ends the reading; `run.partial` then still holds what was
    read, marked `interrupted`.

    Raises:
        ConfigurationError: the configuration does not fit; nothing was sent.
    """
    run = Discovery(config, **options)
    run.start()
    try:
        yield run
    finally:
        await run.aclose()


class Discovery:
    """A discovery that is under way; iterate it for its events."""

    def __init__(self, config: Config, **options: Unpack[DiscoveryOptions]) -> None:
        """See `discovery`."""
        self._config = config
        self._clock = options.get("clock") or SystemClock()
        self._secrets = options.get("secrets") or default_secrets()
        self._transport = options.get("transport")
        self._retry = options.get("retry")
        self._clients = options.get("clients")
        self._deadline = options.get("deadline")
        self._previous = options.get("previous")
        self._counted_since = options.get("counted_since") or {}
        self._counted_for = options.get("counted_for") or {}
        checkpoint, within = options.get("checkpoint"), options.get("resume_within")
        if within is not None and checkpoint is None:
            raise ConfigurationError(
                "there is no checkpoint to go on from", hint="Give one, or leave out resume_within."
            )
        self._prepared = prepare(config, connections=options.get("connections"))
        resources = options.get("resources")
        self._wanted = None if resources is None else frozenset(resources)
        check_resources((one.info for one in self._prepared), self._wanted or ())
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._readings = [
            _Reading(one, self._builder(one, one.config.name)) for one in self._prepared
        ]
        self._takeover = Takeover(
            checkpoint,
            within=within,
            secrets=self._secrets,
            wanted=self._wanted,
            counted_since=self._counted_since,
            clock=self._clock,
            emit=self._events.put_nowait,
        )
        self._task: asyncio.Task[None] | None = None
        self.run_id: str = uuid4().hex
        """Names the run in logs; in no other output, so that equal runs give equal ones."""
        self._started_at = self._clock.now()
        self._finished_at: datetime | None = None
        self._joined: Inventory | None = None

    def __aiter__(self) -> Self:
        """Iterate the events; it ends when every connection is done."""
        return self

    async def __anext__(self) -> Event:
        """The next event."""
        if self._finished_at is not None and self._events.empty():
            raise StopAsyncIteration
        event = await self._events.get()
        if event is None:
            if self._task is not None:
                await self._task  # a fault of ours surfaces here
            raise StopAsyncIteration
        return event

    @property
    def partial(self) -> Inventory:
        """What is known so far; connections that are not done are marked `interrupted`."""
        return self._join() if self._finished_at is None else self.inventory

    def _join(self) -> Inventory:
        finished = self._finished_at or self._clock.now()
        inventory = Inventory.build(
            [reading.collection() for reading in self._readings],
            self._config,
            started_at=self._started_at,
            finished_at=finished,
            library_version=version("aigov-connectors"),
            previous=self._previous,
        )
        if self._wanted is not None:
            chosen = tuple(sorted(self._wanted))
            inventory = inventory.model_copy(update={"limited_resources": chosen})
        return inventory if self._clients is None else inventory.only(self._clients)

    @property
    def inventory(self) -> Inventory:
        """The inventory of the finished run; joined once, when it is first asked for.

        Raises:
            RuntimeError: the run is still under way; see `partial`.
        """
        if self._finished_at is None:
            raise RuntimeError("the discovery is still under way: iterate it to its end first")
        if self._joined is None:
            self._joined = self._join()
            self._readings.clear()  # what they hold is in the inventory, or is of no more use
        return self._joined

    def start(self) -> None:
        """Begin to read; `discovery` does this."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="aigov-connectors discovery")

    async def aclose(self) -> None:
        """End the reading, if it is still under way, and wait until everything is closed."""
        if self._task is None:
            return
        if not self._task.done():
            self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled() and (fault := self._task.exception()) is not None:
            raise fault

    async def _run(self) -> None:
        # Whoever merges structlog's context variables can tell the runs of one process apart.
        structlog.contextvars.bind_contextvars(run_id=self.run_id)
        names = {one.config.name for one in self._prepared}
        try:
            self._takeover.begin(spared={one.name for one in self._config.connections} - names)
            seconds = None if self._deadline is None else self._deadline.total_seconds()
            async with asyncio.timeout(seconds):
                async with asyncio.TaskGroup() as group:
                    for reading in self._readings:
                        group.create_task(self._read(reading))
            if all(one.status is ConnectionStatus.COMPLETED for one in self._readings):
                self._takeover.ended(names)
        except TimeoutError:
            _log.write(logging.WARNING, "discovery.deadline", seconds=seconds)
        finally:
            self._finished_at = self._clock.now()
            self._events.put_nowait(None)

    async def _read(self, reading: _Reading) -> None:
        prepared = reading.prepared
        name, vendor = prepared.config.name, prepared.config.vendor
        resources = prepared.info.resources
        try:
            taken = await self._takeover.taken(prepared)
            if taken is not None:
                reading.take(taken)
                self._tell_finished(taken)
                return
            self._events.put_nowait(ConnectionStarted(name, vendor, resources))
            await self._collect(reading)
        except ConnectorError as error:
            reading.fail(error.gap_reason, str(error), error.hint)
        except Exception as error:  # noqa: BLE001 - one broken vendor must not stop the others
            # The text of an unforeseen error may hold anything; its type and place are enough.
            _log.write(
                logging.ERROR, "connection.crashed", connection=name, error=type(error).__name__
            )
            reading.crash(f"unexpected {_where(error)}")
        collection = reading.finish()
        await self._takeover.keep(prepared, collection)
        self._tell_finished(collection)

    def _tell_finished(self, collection: Collection) -> None:
        self._events.put_nowait(
            ConnectionFinished(
                collection.connection, len(collection.deployments), len(collection.gaps)
            )
        )

    async def _collect(self, reading: _Reading) -> None:
        name = reading.prepared.config.name
        since = self._counted_since.get(name, {})
        async with self._opened(reading, since) as connector:
            rights = await self._rights(reading, connector)
            if not since or self._counted_for.get(name, rights.scope) == rights.scope:
                await _fill(reading, connector)
                return
        # Earlier days were counted of what another credential was shown: all of it, then.
        async with self._opened(reading, {}) as connector:
            await self._rights(reading, connector)
            await _fill(reading, connector)

    def _opened(
        self, reading: _Reading, counted_since: Mapping[str, datetime]
    ) -> AbstractAsyncContextManager[Connector]:
        return open_connector(
            reading.prepared,
            secrets=self._secrets,
            transport=self._transport,
            clock=self._clock,
            retry=self._retry,
            counted_since=counted_since,
        )

    async def _rights(self, reading: _Reading, connector: Connector) -> Rights:
        """Begin a collection of what is read, with what the credential may do and see."""
        reading.builder = self._builder(reading.prepared, connector.tenant_id)
        rights = await connector.rights()
        reading.builder.rights(
            rights.rights,
            rights.because,
            rights.evidence,
            warnings=rights.warnings,
            vendor_version=rights.vendor_version,
            basis=rights.basis,
            scope=rights.scope,
        )
        return rights

    def _builder(self, prepared: Prepared, tenant_id: str) -> CollectionBuilder:
        return CollectionBuilder(
            connection=prepared.config.name,
            vendor=prepared.config.vendor,
            host=prepared.host,
            hosts=prepared.own_hosts,
            connector=registry.origin(prepared.config.vendor),
            tenant_id=tenant_id,
            catalogue=prepared.catalogue,
            resources=prepared.info.resources,
            wanted=self._wanted,
            clock=self._clock,
            emit=self._events.put_nowait,
        )


class _Reading:
    """One connection of a run: its builder, and how it ended."""

    def __init__(self, prepared: Prepared, builder: CollectionBuilder) -> None:
        self.prepared = prepared
        self.builder = builder  # replaced once the connection is open and its tenant is known
        self.status = ConnectionStatus.INTERRUPTED
        self._finished: Collection | None = None

    def fail(self, reason: str, detail: str, remedy: str | None) -> None:
        self.status = ConnectionStatus.FAILED
        self.builder.failed(detail, remedy=remedy)
        self.builder.interrupt(GapReason(reason), detail, remedy=remedy)

    def saw_nothing(self, refusal: Refusal) -> None:
        """Not one read was answered: a gap names each, and this names what they have in common."""
        self.status = ConnectionStatus.FAILED
        self.builder.failed(
            f"nothing at all could be read, such as {refusal.words}",
            remedy=_NOT_THE_ADDRESS if refusal.is_unknown else refusal.hint,
        )

    def crash(self, detail: str) -> None:
        self.status = ConnectionStatus.FAILED
        self.builder.failed(detail, remedy="Report it, with the log of a run with --debug.")
        self.builder.crash(detail)

    def take(self, collection: Collection) -> None:
        """It was read by a run before this one."""
        self._finished = collection
        self.status = collection.connection.status

    def finish(self) -> Collection:
        """Give the collection, which from now on stays what it is."""
        self._finished = self.collection()
        del self.builder  # its books hold each row once more, beside those of the collection
        return self._finished

    def collection(self) -> Collection:
        return self._finished or self.builder.build(self.status)


_NOT_THE_ADDRESS = (
    "Check the address of the connection: the vendor knows none of the requests there. It takes the"
    " host alone, without a path of the web console."
)


def _where(error: BaseException) -> str:
    """The type of an error and the line of ours that met it; never its text."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    line = f" at {place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else ""
    return type(error).__name__ + line


async def _fill(reading: _Reading, connector: Connector) -> None:
    await connector.collect(reading.builder)
    if (refusal := reading.builder.refusal) is not None:
        reading.saw_nothing(refusal)
    else:
        reading.status = ConnectionStatus.COMPLETED
