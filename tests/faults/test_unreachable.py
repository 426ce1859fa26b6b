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
from tests.faults.estate import (
    MAIN,
    WORLD,
    SmallPages,
    StillClock,
    config_for,
    differences,
    read,
)
from tests.faults.matrix import UNREACHABLE, Unreachable
from tests.serving import serving

from aigov_connectors import discover
from aigov_connectors._http import RetryPolicy
from aigov_connectors.cli.demo import demo_secrets
from aigov_connectors.inventory import ConnectionStatus, Inventory
from aigov_connectors.sandbox import sandbox

VENDORS = ("sentinelone", "ninjaone")
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


_CALM: dict[str, Inventory] = {}


async def calm(vendor: str) -> Inventory:
    if vendor not in _CALM:
        _CALM[vendor] = (await read(vendor=vendor, resources=MAIN[vendor])).inventory
    return _CALM[vendor]


@pytest.fixture
def _no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def asked(host: Any, *rest: Any, **more: Any) -> Any:
        if host in (NOWHERE, NOWHERE.encode()):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", asked)


@pytest.mark.usefixtures("_no_such_host")
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("trouble", UNREACHABLE, ids=lambda one: one.title)
async def test_it_is_named_and_the_other_connection_is_whole(
    trouble: Unreachable, vendor: str
) -> None:
    other = next(one for one in VENDORS if one != vendor)
    pages = SmallPages()
    with (
        sandbox(**{**WORLD, "vendors": [other]}) as box,
        sandbox(**{**WORLD, "vendors": VENDORS}) as whole,
    ):
        healthy = config_for(box).connections[0]
        broken = next(one for one in config_for(whole).connections if one.vendor == vendor)
        async with address_of(trouble) as address:
            network = broken.network_options.__class__(
                connect_timeout=TIMEOUT, read_timeout=TIMEOUT, total_timeout=TIMEOUT
            )
            there = broken.model_copy(
                update={"base_url": address, "on_premise": True, "network": network}
            )
            config = config_for(box).model_copy(update={"connections": (healthy, there)})
            inventory = await discover(
                config,
                secrets=demo_secrets({**whole.secrets, **box.secrets}),
                transport=lambda name: pages if name == healthy.name else None,
                retry=RetryPolicy(attempts=2, deadline=1e9),
                clock=StillClock(),
                resources=[*MAIN[vendor], *MAIN[other]],
            )
    await pages.aclose()

    state = {one.vendor: one.status for one in inventory.connections}
    assert state == {vendor: ConnectionStatus.FAILED, other: ConnectionStatus.COMPLETED}
    causes = {
        gap.resource: gap.detail or ""
        for gap in inventory.gaps
        if gap.vendor == vendor and gap.reason == "failed"
    }
    assert set(causes) >= set(MAIN[vendor])
    assert all(trouble.says in cause for cause in causes.values()), causes

    undisturbed = await calm(other)
    only_here = differences(undisturbed, inventory)
    for part in ("deployments", "deployment_clients", "decisions", "evidence", "unknown_settings"):
        lost, _ = only_here.get(part, ([], []))
        assert lost == [], f"{part} of {other} were lost"
