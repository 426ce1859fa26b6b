"""The same promises over real sockets: a tiny vendor on loopback that misbehaves at will."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr
from tests._http.vendors import Row, listing_for
from tests.serving import serving

from aigov_connectors._http import (
    ClientCredentialsAuth,
    ErrorTable,
    HttpClient,
    NetworkOptions,
    RateLimits,
    ReadDeclaration,
    RetryPolicy,
    open_client,
)
from aigov_connectors.clock import SystemClock
from aigov_connectors.errors import (
    AuthenticationError,
    RateLimitedError,
    RequestError,
    ResponseShapeError,
    TransportError,
)

Talk = Callable[["Exchange"], Awaitable[None]]


class Exchange:
    """One request on the wire and the hand that answers it."""

    def __init__(self, head: str, writer: asyncio.StreamWriter, number: int) -> None:
        self.method, self.target, _ = head.split("\r\n")[0].split(" ")
        self.head = head
        self.number = number
        self._writer = writer

    async def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._writer.write(piece)
        await self._writer.drain()

    async def answer(self, body: object, status: str = "200 OK", **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n{more}\r\n"
        await self.send(head.encode(), content)

    def hang_up(self) -> None:
        self._writer.close()


class Vendor:
    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.requests = 0
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = [line for line in head.split("\r\n") if "content-length" in line.lower()]
                if length:
                    await reader.readexactly(int(length[0].split(":")[1]))
                self.requests += 1
                await self._talk(Exchange(head, writer, self.requests))
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def vendor_and_client(
    talk: Talk,
    *,
    auth: ClientCredentialsAuth | None = None,
    network: NetworkOptions | None = None,
    limits: RateLimits | None = None,
) -> AsyncIterator[tuple[Vendor, HttpClient]]:
    vendor = Vendor(talk)
    async with (
        serving(vendor.serve) as port,
        _client(port, auth=auth, network=network, limits=limits) as client,
    ):
        yield vendor, client


def _client(
    port: int,
    *,
    auth: ClientCredentialsAuth | None,
    network: NetworkOptions | None,
    limits: RateLimits | None,
) -> HttpClient:
    return open_client(
        vendor="acme",
        connection="acme-1",
        tenant_id="tenant-1",
        base_url=f"http://127.0.0.1:{port}",
        auth=auth,
        declaration=ReadDeclaration(),
        limits=limits or RateLimits(pause_seconds=0.01),
        errors=ErrorTable(),
        network=network,
        retry=RetryPolicy(attempts=3, first_wait=0.01, random=lambda: 0.5),
        clock=SystemClock(),
    )


async def test_a_dropped_body_is_asked_for_again() -> None:
    async def talk(it: Exchange) -> None:
        if it.number < 3:
            await it.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b'{"half": ')
            it.hang_up()
        else:
            await it.answer({"whole": True})

    async with vendor_and_client(talk) as (vendor, client):
        assert (await client.json("/a")).value == {"whole": True}
    assert vendor.requests == 3


async def test_a_chunked_body_that_ends_too_early_is_asked_for_again() -> None:
    async def talk(it: Exchange) -> None:
        await it.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        if it.number == 1:
            await it.send(b"5\r\n[1,2,\r\n")
            it.hang_up()
        else:
            await it.send(b"5\r\n[1,2]\r\n0\r\n\r\n")

    async with vendor_and_client(talk) as (_, client):
        assert (await client.json("/a")).value == [1, 2]


async def test_a_vendor_that_hangs_up_without_a_word_is_an_error_in_the_end() -> None:
    async def talk(it: Exchange) -> None:
        it.hang_up()

    async with vendor_and_client(talk) as (vendor, client):
        with pytest.raises(TransportError):
            await client.json("/a")
    assert vendor.requests == 3


async def test_an_answer_that_drips_is_cut_off_by_the_total_timeout() -> None:
    async def talk(it: Exchange) -> None:
        await it.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            await it.send(b" ")
            await asyncio.sleep(0.005)

    network = NetworkOptions(total_timeout=0.05, read_timeout=1.0)
    async with vendor_and_client(talk, network=network) as (_, client):
        with pytest.raises(TransportError, match="no complete answer in time"):
            await client.json("/a")


async def test_a_bomb_over_the_wire_is_stopped() -> None:
    async def talk(it: Exchange) -> None:
        await it.answer(gzip.compress(b" " * 50_000_000, 1), Content_Encoding="gzip")

    network = NetworkOptions(max_body_bytes=1_000_000)
    async with vendor_and_client(talk, network=network) as (vendor, client):
        with pytest.raises(ResponseShapeError):
            await client.json("/a")
    assert vendor.requests == 1


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "0"}])
async def test_a_busy_vendor_is_waited_for(headers: dict[str, str]) -> None:
    async def talk(it: Exchange) -> None:
        if it.number < 3:
            await it.answer({}, "429 Too Many Requests", **headers)
        else:
            await it.answer({"ok": 1})

    async with vendor_and_client(talk) as (_, client):
        assert (await client.json("/a")).value == {"ok": 1}


async def test_a_vendor_that_stays_busy_says_for_how_long() -> None:
    async def talk(it: Exchange) -> None:
        await it.answer({}, "429 Too Many Requests", Retry_After="900")

    async with vendor_and_client(talk) as (_, client):
        with pytest.raises(RateLimitedError) as caught:
            await client.json("/a")
    assert caught.value.retry_after is not None
    assert caught.value.retry_after.total_seconds() == 900


async def test_a_web_page_instead_of_json_is_asked_for_once_more() -> None:
    async def talk(it: Exchange) -> None:
        if it.number == 1:
            await it.answer(b"<html>maintenance</html>", Content_Type="text/html")
        else:
            await it.answer([{"id": 1}], Content_Type="text/plain")

    async with vendor_and_client(talk) as (vendor, client):
        read = client.read(listing_for("after_id", 10))
        assert [row.id async for row in read] == ["1"]
    assert vendor.requests == 2
    assert read.receipt.complete


async def test_a_redirect_is_not_followed() -> None:
    async def talk(it: Exchange) -> None:
        await it.answer({}, "302 Found", Location="/elsewhere")

    async with vendor_and_client(talk) as (vendor, client):
        with pytest.raises(RequestError, match="points elsewhere"):
            await client.json("/a")
    assert vendor.requests == 1


async def test_a_token_that_dies_in_mid_run_costs_one_refresh_for_ten_readers() -> None:
    issued = 0

    async def talk(it: Exchange) -> None:
        nonlocal issued
        if it.target == "/token":
            issued += 1
            await it.answer({"access_token": f"t{issued}", "expires_in": 3600})
        elif (issued == 1 and served["count"] >= 5) or f"Bearer t{issued}" not in it.head:
            await it.answer({"error": "invalid_token"}, "401 Unauthorized")
        else:
            served["count"] += 1
            await it.answer({"ok": 1})

    served = {"count": 0}
    auth = ClientCredentialsAuth(
        token_path="/token", client_id="c", client_secret=SecretStr("s3cret")
    )
    limits = RateLimits(max_in_flight=10)
    async with vendor_and_client(talk, auth=auth, limits=limits) as (_, client):
        await asyncio.gather(*(client.json("/a") for _ in range(5)))
        await asyncio.gather(*(client.json("/a") for _ in range(10)))
    assert issued == 2
    assert served["count"] == 15


async def test_a_dead_credential_is_an_authentication_error() -> None:
    async def talk(it: Exchange) -> None:
        await it.answer({}, "401 Unauthorized")

    async with vendor_and_client(talk) as (_, client):
        with pytest.raises(AuthenticationError):
            await client.json("/a")


async def test_pages_share_one_connection_and_the_next_is_on_its_way_early() -> None:
    async def talk(it: Exchange) -> None:
        at = int(it.target.partition("cursor=c")[2] or 0)
        rows = [{"id": number} for number in range(at, at + 100)]
        more = f"c{at + 100}" if at < 900 else None
        pagination = {"nextCursor": more, "totalItems": 1000}
        await it.answer({"data": rows, "pagination": pagination})

    async with vendor_and_client(talk) as (vendor, client):
        read = client.read(listing_for("cursor", 100))
        rows: list[Row] = [row async for row in read]
    assert len(rows) == 1000
    assert vendor.connections == 1
    assert vendor.requests == 10
    assert read.receipt.complete


async def test_a_refused_connection_is_named() -> None:
    async def talk(it: Exchange) -> None:
        raise AssertionError

    async with vendor_and_client(talk) as (_, client):
        port = int(client.base_url.rstrip("/").rpartition(":")[2])
    gone = open_client(
        vendor="acme",
        connection="acme-1",
        tenant_id="t",
        base_url=f"http://127.0.0.1:{port}",
        auth=None,
        declaration=ReadDeclaration(),
        limits=RateLimits(),
        errors=ErrorTable(),
        retry=RetryPolicy(attempts=2, first_wait=0.001),
    )
    async with gone:
        with pytest.raises(TransportError, match="no connection"):
            await gone.json("/a")
