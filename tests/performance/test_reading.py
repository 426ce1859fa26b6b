"""Reading in bulk: CPU, memory, requests and share of the limit, with loose bounds.

Ratios and counts hold on a busy machine; seconds would not. The tight figures are measured by the
benchmarks and stand in docs/performance.md.
"""

from __future__ import annotations

import asyncio
import gc
import json
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from aigov_connectors import ninjaone, sentinelone
from aigov_connectors.plugin import Rate, RateLimits, Read

PAGE = 250
FREE = RateLimits(max_in_flight=4, known=False)


class Clock:
    """Time passes only by sleeping."""

    seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


def record(number: int) -> dict[str, Any]:
    """A record of some 2 kB, most of which no model declares."""
    nested = {
        f"interface{at}": {"name": f"eth{at}", "address": f"10.0.{at}.{number % 250}", "up": True}
        for at in range(12)
    }
    plain = {f"attribute{at}": f"value {at} of record {number}" for at in range(25)}
    return {
        "id": number,
        "organizationId": number % 40,
        "nodeRoleId": 3,
        "siteId": str(number % 40),
        "groupId": "7",
        "mitigationMode": "protect",
        "approvalStatus": "APPROVED",
        **plain,
        "network": nested,
    }


@dataclass
class Vendor(httpx.AsyncBaseTransport):
    """Answers one list of `pages` full pages from memory."""

    pages: int
    cursor: bool
    clock: Clock | None = None
    requests: int = 0

    def __post_init__(self) -> None:
        rows = [json.dumps([record(page * PAGE + row + 1) for row in range(PAGE)]) for page in (0,)]
        self.body = rows[0]

    def page(self, number: int) -> bytes:
        # The ids move on from page to page; building each page anew would cost more than reading.
        first = number * PAGE
        if self.cursor:
            onward = f'"{number + 1}"' if number + 1 < self.pages else "null"
            pagination = f'{{"totalItems": {self.pages * PAGE}, "nextCursor": {onward}}}'
            return f'{{"data": {self._moved(first)}, "pagination": {pagination}}}'.encode()
        return self._moved(first).encode() if number < self.pages else b"[]"

    def _moved(self, first: int) -> str:
        return self.body.replace('{"id": ', f'{{"id": {10_000_000 + first}')

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.clock is not None:
            await self.clock.sleep(0.01)
        if request.method == "POST":
            return httpx.Response(200, json={"access_token": "t", "expires_in": 3600})
        self.requests += 1
        asked = request.url.params
        if self.cursor:
            number = int(asked.get("cursor", 0))
        else:
            last = str(asked.get("after", ""))
            number = 0 if not last else (int(last[:8]) - 10_000_000) // PAGE + 1
        return httpx.Response(200, content=self.page(number))


Opener = Callable[[Vendor, RateLimits], Any]


def ninja(vendor: Vendor, limits: RateLimits) -> ninjaone.NinjaOneClient:
    secret = SecretStr("dummy")
    return ninjaone.NinjaOneClient(
        "https://eu.ninjarmm.com",
        client_id=secret,
        client_secret=secret,
        limits=limits,
        transport=vendor,
        clock=vendor.clock,
    )


def s1(vendor: Vendor, limits: RateLimits) -> sentinelone.SentinelOneClient:
    return sentinelone.SentinelOneClient(
        "https://example.sentinelone.net",
        "dummy",
        limits=limits,
        transport=vendor,
        clock=vendor.clock,
    )


def rows_of(client: Any) -> Read[Any]:
    if isinstance(client, ninjaone.NinjaOneClient):
        return client.devices_detailed(page_size=PAGE)
    found: Read[Any] = client.agents(page_size=PAGE)
    return found


async def read_all(vendor: Vendor, opened: Any) -> int:
    rows = 0
    async with opened as client:
        read = rows_of(client)
        async for page in read.pages():
            rows += len(page.items)
    assert read.receipt.complete, read.receipt.why
    return rows


BOTH = pytest.mark.parametrize(("opened", "cursor"), [(ninja, False), (s1, True)])


@BOTH
async def test_no_request_is_sent_that_is_not_needed(opened: Opener, cursor: bool) -> None:
    vendor = Vendor(8, cursor)
    assert await read_all(vendor, opened(vendor, FREE)) == 8 * PAGE
    # Without a total or a cursor only an empty page tells the end; one may leave ahead of it.
    assert vendor.requests <= 8 + (0 if cursor else 2)


@BOTH
def test_reading_costs_no_more_than_parsing(opened: Opener, cursor: bool) -> None:
    """Gate: 1.5 times a bare client with the fastest JSON parser; here against the standard one."""
    vendor = Vendor(24, cursor)
    pages = [vendor.page(number) for number in range(24)]

    def floor() -> None:
        for page in pages:
            json.loads(page)

    def library() -> None:
        asyncio.run(read_all(vendor, opened(vendor, FREE)))

    asyncio.run(read_all(vendor, opened(vendor, FREE)))  # models are built at their first use
    least = min(_cpu(floor) for _ in range(5))
    assert min(_cpu(library) for _ in range(5)) < 2.5 * least


@BOTH
def test_memory_does_not_follow_the_list(opened: Opener, cursor: bool) -> None:
    """Gate: half a kilobyte for each further record."""

    def peak(pages: int) -> int:
        vendor = Vendor(pages, cursor)
        gc.collect()
        tracemalloc.start()
        try:
            asyncio.run(read_all(vendor, opened(vendor, FREE)))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    small, large = peak(4), peak(24)
    assert (large - small) / (20 * PAGE) < 500


@BOTH
def test_no_page_waits_for_the_garbage_collector(opened: Opener, cursor: bool) -> None:
    vendor = Vendor(6, cursor)
    gc.collect()
    before = {id(one): one for one in gc.get_objects() if isinstance(one, httpx.Response)}
    gc.disable()
    try:
        asyncio.run(read_all(vendor, opened(vendor, FREE)))
        answers = [one for one in gc.get_objects() if isinstance(one, httpx.Response)]
        bodies = [one for one in answers if id(one) not in before]
    finally:
        gc.enable()
    assert len(bodies) <= 2, "the last answers may still be held"


@BOTH
async def test_a_known_limit_is_used_up_and_never_passed(opened: Opener, cursor: bool) -> None:
    """Gate: 95 % of the allowed rate, here 20 requests in 10 s, and no refusal."""
    clock = Clock()
    vendor = Vendor(70, cursor, clock=clock)
    limits = RateLimits(overall=(Rate(20, 10.0),), headroom=1.0)
    await read_all(vendor, opened(vendor, limits))
    least = limits.least_seconds({"/": vendor.requests})
    assert least > 20
    assert clock.seconds >= least
    assert least / clock.seconds > 0.95


def _cpu(run: Callable[[], None]) -> float:
    gc.collect()
    began = time.process_time()
    run()
    return time.process_time() - began
