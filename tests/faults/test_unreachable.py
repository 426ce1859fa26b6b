"""A vendor that cannot be reached costs its own connection, named, and nothing of another's."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import trustme
from tests.faults.columns import main_resources
from tests.faults.estate import (
    VENDORS,
    WORLD,
    SmallPages,
    StillClock,
    config_for,
    differences,
    read,
)
from tests.faults.matrix import UNREACHABLE, Unreachable
from tests.serving import serving

from aigov_connectors import discover, registry
from aigov_connectors._http import NetworkOptions, RetryPolicy
from aigov_connectors.cli.demo import demo_secrets
from aigov_connectors.inventory import ConnectionStatus
from aigov_connectors.sandbox import sandbox

NOWHERE = "nowhere.invalid"
TIMEOUT = 0.3

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def byte_by_byte(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    for byte in b"HTTP/1.1 200 OK\r\nX-Patience: " + b"x" * 10_000:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.02)


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")


@asynccontextmanager
async def server(talk: Talk, trust: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await talk(reader, writer)
        writer.close()

    async with serving(answer, trust=trust) as port:
        yield f"{'https' if trust else 'http'}://127.0.0.1:{port}"


@asynccontextmanager
async def address_of(trouble: Unreachable) -> AsyncIterator[str]:
    """Where a vendor with this trouble is."""
    if "host" in trouble.title:
        yield f"https://{NOWHERE}"
    elif "nobody" in trouble.title and "port" in trouble.title:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    elif "certificate" in trouble.title:
        own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # An authority that nobody trusts is to a client what no authority is.
        trustme.CA().issue_cert("127.0.0.1").configure_cert(own)
        async with server(hangs_up, own) as address:
            yield address
    else:
        talks = {"says nothing": silent, "byte by byte": byte_by_byte, "hangs up": hangs_up}
        async with server(
            next(talk for word, talk in talks.items() if word in trouble.title)
        ) as at:
            yield at


@pytest.fixture
def _no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def asked(host: Any, *rest: Any, **more: Any) -> Any:
        if host in (NOWHERE, NOWHERE.encode()):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", asked)


@pytest.mark.usefixtures("_no_such_host")
@pytest.mark.parametrize("place", range(len(UNREACHABLE)), ids=lambda at: UNREACHABLE[at].title)
async def test_it_is_named_and_the_other_connection_is_whole(place: int) -> None:
    trouble, healthy = UNREACHABLE[place], VENDORS[place % len(VENDORS)]
    resources = {vendor: main_resources(vendor) for vendor in VENDORS}
    asked = list(dict.fromkeys(name for names in resources.values() for name in names))
    pages = SmallPages()
    with sandbox(**{**WORLD, "vendors": VENDORS}) as box:
        async with address_of(trouble) as address:
            whole = config_for(box)
            network = NetworkOptions(
                connect_timeout=TIMEOUT, read_timeout=TIMEOUT, total_timeout=TIMEOUT
            )
            moved = {"base_url": address, "on_premise": True, "network": network}
            connections = tuple(
                one if one.vendor == healthy else one.model_copy(update=moved)
                for one in whole.connections
            )
            names = {one.name for one in connections if one.vendor == healthy}
            inventory = await discover(
                whole.model_copy(update={"connections": connections}),
                secrets=demo_secrets(box.secrets),
                transport=lambda name: pages if name in names else None,
                retry=RetryPolicy(attempts=2, deadline=1e9),
                clock=StillClock(),
                resources=asked,
            )
    await pages.aclose()

    state = {one.vendor: one.status for one in inventory.connections}
    expected = dict.fromkeys(VENDORS, ConnectionStatus.FAILED)
    assert state == {**expected, healthy: ConnectionStatus.COMPLETED}
    for vendor in set(VENDORS) - {healthy}:
        causes = {
            gap.resource: gap.detail or ""
            for gap in inventory.gaps
            if gap.vendor == vendor and gap.reason == "failed"
        }
        assert set(causes) >= set(resources[vendor])
        assert all(trouble.says in cause for cause in causes.values()), causes

    known = [name for name in asked if name in registry.load(healthy).resources]
    undisturbed = (await read(vendor=healthy, resources=known)).inventory
    only_here = differences(undisturbed, inventory)
    for part in ("deployments", "deployment_clients", "decisions", "evidence", "unknown_settings"):
        lost, _ = only_here.get(part, ([], []))
        assert lost == [], f"{part} of {healthy} were lost"
