"""Serves the vendors' sandboxes on loopback ports, from a thread of its own."""

import asyncio
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any

import uvicorn

from aigov_connectors.sandbox.asgi import App
from aigov_connectors.sandbox.expected_chains import chains_over
from aigov_connectors.sandbox.faults import Fault, FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.planted import Planted, together
from aigov_connectors.sandbox.requests import RequestLog
from aigov_connectors.sandbox.vendors import VendorSandbox, vendor_sandboxes
from aigov_connectors.sandbox.world import World, build_world

_START_SECONDS = 10.0
_TICK_SECONDS = 0.1
_LAST_WORDS_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox: where it is, how to log in, what is planted, what it was asked."""

    world: World
    connections: tuple[dict[str, Any], ...]
    """For the configuration: name, vendor, base_url, options."""
    secrets: dict[str, str]
    """`<connection>.<field>` to the value, for the demonstration's credentials."""
    credentials: dict[str, dict[str, dict[str, str]]]
    """Connection name, kind of credential (`expired`, `admin` ...), field to value."""
    clients: tuple[dict[str, Any], ...]
    """For the configuration's `[[clients]]`: name, aliases, regulations, industry.

    The MSP's own organization and the catch-all have `kind` (`own`, `catch_all`) instead of the
    last two.
    """
    attestations: tuple[dict[str, Any], ...]
    """For the configuration's `[[attestations]]`."""
    planted: Planted
    requests: RequestLog
    faults: FaultPlan
    limit_factor: float

    def base_url(self, vendor: str) -> str:
        """Return the address of a vendor's first connection.

        Raises:
            KeyError: the sandbox does not serve that vendor.
        """
        for connection in self.connections:
            if connection["vendor"] == vendor:
                return str(connection["base_url"])
        raise KeyError(vendor)


class _Server(uvicorn.Server):
    """Ends at once when told to, where the inherited one looks every 0.1 s and then waits."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ended = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """Stop serving; may be called from any thread, and before serving has begun."""
        self.should_exit = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ended.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), _TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        end = time.monotonic() + _LAST_WORDS_SECONDS
        # ASYNC110: connections and tasks end in sets of uvicorn's own, which signal nothing.
        while self._is_busy() and time.monotonic() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        for task in self.server_state.tasks:
            task.cancel()

    def _is_busy(self) -> bool:
        return bool(self.server_state.connections or self.server_state.tasks)


class _Servers:
    """One uvicorn server per vendor, all in one event loop in one thread."""

    def __init__(self, apps: Mapping[str, App], *, host: str, port: int) -> None:
        self._sockets = {
            vendor: _listen(host, port + place if port else 0) for place, vendor in enumerate(apps)
        }
        self._servers = {vendor: _Server(_quiet(app)) for vendor, app in apps.items()}
        self._thread = threading.Thread(target=self._run, name="aigov-sandbox", daemon=True)
        self._running = threading.Event()
        self._problem: BaseException | None = None

    def start(self) -> None:
        self._thread.start()
        if not self._running.wait(_START_SECONDS) or self._problem is not None:
            self.stop()
            raise RuntimeError("the sandbox did not start") from self._problem

    def stop(self) -> None:
        for server in self._servers.values():
            server.end()
        if self._thread.is_alive():
            self._thread.join()
        for listener in self._sockets.values():
            listener.close()

    def base_url(self, vendor: str) -> str:
        host, port = self._sockets[vendor].getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as problem:  # the starter, in another thread, must hear of it
            self._problem = problem
            self._running.set()
            raise

    async def _serve(self) -> None:
        tasks = [
            asyncio.create_task(server.serve(sockets=[self._sockets[vendor]]))
            for vendor, server in self._servers.items()
        ]
        while not all(server.started for server in self._servers.values()):
            if any(task.done() for task in tasks):
                break
            await asyncio.sleep(0.001)
        self._running.set()
        await asyncio.gather(*tasks)


class sandbox:  # noqa: N801  # reads as a function at the call site: `with sandbox() as box:`
    """Start every vendor's sandbox; a context manager, for `with` and for `async with`.

    Args:
        clients: customer organizations of the fictitious MSP.
        devices: its endpoints.
        seed: another seed gives other numbers and phases of faults, never other planted problems.
        now: the world's present; None is today's midnight.
        activities: records in each audit log; None is four per endpoint.
        threats: None is one per four endpoints.
        faults: `Fault` objects or texts such as `drop:every=13,path=/agents`.
        limit_factor: how much wider than the vendors' the rate limits are; `math.inf` is none.
        options: switches of single vendors, as `<vendor>.<name>`.
        vendors: ids of the vendors to serve; None is all.
        host: a loopback address.
        port: of the first vendor, the others follow; 0 takes free ones.

    Raises:
        ValueError: an argument makes no sense, or the host is not loopback.
    """

    def __init__(
        self,
        *,
        clients: int = 40,
        devices: int = 2500,
        seed: int = 7,
        now: datetime | None = None,
        activities: int | None = None,
        threats: int | None = None,
        faults: Iterable[Fault | str] = (),
        limit_factor: float = 1.0,
        options: Mapping[str, object] | None = None,
        vendors: Iterable[str] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the sandbox serves on loopback only, not on {host}")
        self._world = build_world(
            clients=clients,
            devices=devices,
            seed=seed,
            now=now,
            activities=activities,
            threats=threats,
            options=options,
        )
        self._faults = FaultPlan(faults, seed=seed)
        self._limits = Limits(factor=limit_factor)
        self._vendors = _chosen(vendors)
        self._address = (host, port)
        self._servers: _Servers | None = None

    def __enter__(self) -> Sandbox:
        """Start serving; returns when every port answers."""
        log = RequestLog()
        apps = {
            one.vendor: log.around(
                one.app(self._world, self._faults, self._limits), vendor=one.vendor
            )
            for one in self._vendors
        }
        host, port = self._address
        servers = _Servers(apps, host=host, port=port)
        servers.start()
        self._servers = servers
        return _describe(
            self._vendors,
            self._world,
            base_url=servers.base_url,
            log=log,
            faults=self._faults,
            limit_factor=self._limits.factor,
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving; returns when the ports are closed."""
        if self._servers is not None:
            self._servers.stop()
            self._servers = None

    async def __aenter__(self) -> Sandbox:
        """Start serving; the caller's event loop stays free meanwhile."""
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        await asyncio.to_thread(self.__exit__, kind, error, trace)


def serve_forever(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    on_ready: Callable[[Sandbox], None],
    until: threading.Event | None = None,
    **arguments: Any,  # those of `sandbox`
) -> None:
    """Serve until interrupted from the keyboard, or until the event `until` is set.

    Args:
        host: a loopback address.
        port: of the first vendor, the others follow; 0 takes free ones.
        on_ready: called once with the running sandbox, to print where it is.
        until: ends the service when set.
        arguments: those of `sandbox`.
    """
    end = until or threading.Event()
    with sandbox(host=host, port=port, **arguments) as box:
        on_ready(box)
        try:
            # A wait without a time-out cannot be interrupted from the keyboard on Windows.
            while not end.wait(0.5):
                pass
        except KeyboardInterrupt:
            return


def _chosen(vendors: Iterable[str] | None) -> tuple[VendorSandbox, ...]:
    found = {one.vendor: one for one in vendor_sandboxes()}
    if vendors is None:
        return tuple(found.values())
    names = tuple(vendors)
    if unknown := [name for name in names if name not in found]:
        raise ValueError(f"no sandbox for {', '.join(unknown)}; there are: {', '.join(found)}")
    return tuple(found[name] for name in names)


def _describe(
    vendors: tuple[VendorSandbox, ...],
    world: World,
    *,
    base_url: Callable[[str], str],
    log: RequestLog,
    faults: FaultPlan,
    limit_factor: float,
) -> Sandbox:
    connections: list[dict[str, Any]] = []
    secrets: dict[str, str] = {}
    credentials: dict[str, dict[str, dict[str, str]]] = {}
    for one in vendors:
        for demo in one.connections(world):
            connections.append(
                {
                    "name": demo.name,
                    "vendor": one.vendor,
                    "base_url": base_url(one.vendor),
                    "options": dict(demo.options),
                }
            )
            secrets.update({f"{demo.name}.{key}": text for key, text in demo.secrets.items()})
            credentials[demo.name] = {
                kind: dict(values) for kind, values in demo.credentials.items()
            }
    served = {str(one["name"]): str(one["vendor"]) for one in connections}
    planted = together((*(one.planted(world) for one in vendors), chains_over(served, world)))
    return Sandbox(
        world=world,
        connections=tuple(connections),
        secrets=secrets,
        credentials=credentials,
        clients=_configured_clients(world, planted),
        attestations=planted.attestations,
        planted=planted,
        requests=log,
        faults=faults,
        limit_factor=limit_factor,
    )


def _configured_clients(world: World, planted: Planted) -> tuple[dict[str, Any], ...]:
    rows: list[dict[str, Any]] = []
    for client in world.clients:
        aliases = {vendor: id_ for name, vendor, id_ in planted.aliases if name == client.name}
        row: dict[str, Any] = {"name": client.name, "aliases": aliases}
        if client.kind == "client":
            row |= {"regulations": list(client.regulations), "industry": client.industry}
        else:
            row["kind"] = client.kind
        rows.append(row)
    return tuple(rows)


def _quiet(app: App) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # a dropped body is a fault on purpose, not news
        access_log=False,
        server_header=False,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small writes at once (TCP_NODELAY) only where the protocol is named: without it
    # each answer waits some 40 ms for the other side's delayed acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
