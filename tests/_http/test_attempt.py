"""A body arrives whole and within bounds, or not at all."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator, Iterable

import httpx
import pytest
from tests._http.vendors import client_for

from aigov_connectors._http import HttpClient, NetworkOptions, RetryPolicy
from aigov_connectors.errors import ResponseShapeError, TransportError

JSON = b'{"text": "' + b"abc" * 5000 + b'"}'


class Drip(httpx.AsyncByteStream):
    """A body in pieces."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = list(pieces)
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            self.taken += 1
            yield piece


class Fixed(httpx.AsyncBaseTransport):
    def __init__(self, content: bytes, *, piece: int = 1000, **headers: str) -> None:
        self.pieces = [content[at : at + piece] for at in range(0, len(content), piece)]
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.streams: list[Drip] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.streams.append(Drip(self.pieces))
        return httpx.Response(200, headers=self.headers, stream=self.streams[-1])


def raw_deflate(content: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(content) + machine.flush()


def opened(transport: Fixed, *, cap: int = 10**6) -> HttpClient:
    return client_for(
        transport,
        network=NetworkOptions(max_body_bytes=cap),
        retry=RetryPolicy(attempts=2, random=lambda: 0.0),
    )


@pytest.mark.parametrize(
    ("content", "coding"),
    [
        (JSON, "identity"),
        (gzip.compress(JSON, mtime=0), "gzip"),
        (gzip.compress(JSON, mtime=0), "x-gzip"),
        (gzip.compress(JSON[:100], mtime=0) + gzip.compress(JSON[100:], mtime=0), "gzip"),
        (zlib.compress(JSON), "deflate"),
        (raw_deflate(JSON), "deflate"),
    ],
)
@pytest.mark.parametrize("piece", [7, 1000, 10**6])
async def test_packed_bodies_are_unpacked(content: bytes, coding: str, piece: int) -> None:
    async with opened(Fixed(content, piece=piece, content_encoding=coding)) as client:
        found = (await client.json("/a")).value
    assert found == {"text": "abc" * 5000}


async def test_a_packed_body_may_be_larger_than_one_piece() -> None:
    large = b'"' + b"x" * 3_500_000 + b'"'
    packed = gzip.compress(large, mtime=0)
    async with opened(Fixed(packed, content_encoding="gzip"), cap=10**7) as client:
        assert (await client.json("/a")).value == "x" * 3_500_000


async def test_a_small_answer_that_unpacks_to_a_huge_one_is_stopped_at_the_cap() -> None:
    bomb = gzip.compress(b"0" * 200_000_000, compresslevel=1, mtime=0)
    transport = Fixed(bomb, piece=len(bomb), content_encoding="gzip")
    async with opened(transport, cap=100_000) as client:
        with pytest.raises(ResponseShapeError, match="larger than 100000 bytes"):
            await client.json("/a")
    assert len(transport.streams) == 1, "an oversized answer is not asked for again"


async def test_an_oversized_answer_is_not_read_to_its_end() -> None:
    transport = Fixed(b"0" * 1_000_000)
    async with opened(transport, cap=10_000) as client:
        with pytest.raises(ResponseShapeError):
            await client.json("/a")
    assert transport.streams[0].taken == 11


async def test_a_body_of_just_the_cap_is_fine() -> None:
    content = gzip.compress(b"7" * 300, mtime=0)
    async with opened(Fixed(content, content_encoding="gzip"), cap=300) as client:
        assert (await client.json("/a")).value == int("7" * 300)


@pytest.mark.parametrize(
    "transport",
    [
        Fixed(gzip.compress(JSON, mtime=0)[:-20], content_encoding="gzip"),
        Fixed(b"no gzip at all", content_encoding="gzip"),
        Fixed(JSON, content_length=str(len(JSON) + 1)),
    ],
)
async def test_a_body_that_broke_off_is_asked_for_again(transport: Fixed) -> None:
    async with opened(transport) as client:
        with pytest.raises(TransportError) as caught:
            await client.json("/a")
    assert str(caught.value) == "GET /a: the answer broke off"
    assert len(transport.streams) == 2


async def test_an_unknown_packing_is_named() -> None:
    async with opened(Fixed(JSON, content_encoding="br")) as client:
        with pytest.raises(ResponseShapeError, match="unknown way"):
            await client.json("/a")


async def test_a_transport_from_outside_stays_open() -> None:
    class Shared(Fixed):
        closed = False

        async def aclose(self) -> None:
            self.closed = True

    shared = Shared(JSON)
    async with opened(shared) as client:
        await client.json("/a")
    assert not shared.closed
