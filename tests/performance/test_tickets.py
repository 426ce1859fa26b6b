"""Bulk reads of the PSAs and of ConnectWise Automate: CPU, memory, pages at once, share of a limit.

The APIs are those of `benchmarks/tickets.py`, made up in the process. Ratios and counts hold on a
busy machine; the tight figures stand in docs/performance.md, and every fault of paging is tried in
`tests/faults`.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import json
import sys
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from aigov_connectors import autotask, halopsa
from aigov_connectors.connectwise import automate, psa
from aigov_connectors.plugin import Rate, RateLimits, Read

DUMMY = SecretStr("dummy")
FREE = RateLimits(max_in_flight=4, known=False)


def _benchmark() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "tickets.py"
    spec = importlib.util.spec_from_file_location("tickets_benchmark", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


made_up = _benchmark()


class Clock:
    """Time passes only by sleeping."""

    seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


class Watched(httpx.AsyncBaseTransport):
    """Notes what is asked and how much of it at once."""

    def __init__(self, inner: httpx.AsyncBaseTransport, *, turns: int = 0) -> None:
        self._inner = inner
        self._turns = turns
        self.requests = self.at_once = self._under_way = 0
        self.rows_bytes = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        self._under_way += 1
        self.at_once = max(self.at_once, self._under_way)
        for _ in range(self._turns):  # others get to send theirs
            await asyncio.sleep(0)
        answer = await self._inner.handle_async_request(request)
        self.rows_bytes += len(answer.content)
        self._under_way -= 1
        return answer


class Automate(httpx.AsyncBaseTransport):
    """ConnectWise Automate: computers by number, 500 a page, no total."""

    def __init__(self, computers: Any) -> None:
        self._computers = computers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            ends = f"{datetime(2026, 11, 24, tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}"
            token = {"AccessToken": "t", "TokenType": "Bearer", "ExpirationDate": ends}
            return httpx.Response(200, json=token)
        size, page = int(request.url.params["pageSize"]), int(request.url.params["page"])
        rows = self._computers.between((page - 1) * size, page * size)
        return httpx.Response(200, text=f"[{rows}]".replace('"id":', '"Id":'))


def _computer(number: int) -> dict[str, Any]:
    return {"id": 0, "Client": {"Id": str(number % 40), "Name": "x" * 1500}}


Opened = AbstractAsyncContextManager[Read[Any]]


@asynccontextmanager
async def _psa(limits: RateLimits, **around: Any) -> AsyncIterator[Read[Any]]:
    keys: Any = dict.fromkeys(("company_id", "public_key", "private_key", "client_id"), DUMMY)
    url = "https://api-eu.myconnectwise.net"
    async with psa.ConnectWisePSAClient(url, **keys, limits=limits, **around) as client:
        yield client.tickets(page_size=250, total=await client.count_tickets())


@asynccontextmanager
async def _autotask(limits: RateLimits, **around: Any) -> AsyncIterator[Read[Any]]:
    keys: Any = dict.fromkeys(("username", "secret", "integration_code"), DUMMY)
    url = "https://webservices1.autotask.net"
    around |= {"limits": limits, "zone_url": url}
    async with autotask.AutotaskClient(url, **keys, **around) as client:
        yield client.tickets(page_size=250, total=await client.count_tickets())


@asynccontextmanager
async def _halo(limits: RateLimits, **around: Any) -> AsyncIterator[Read[Any]]:
    keys: Any = dict.fromkeys(("client_id", "client_secret"), DUMMY)
    url = "https://made-up.halopsa.com"
    async with halopsa.HaloPSAClient(url, **keys, limits=limits, **around) as client:
        yield client.tickets()


@asynccontextmanager
async def _automate(limits: RateLimits, **around: Any) -> AsyncIterator[Read[Any]]:
    keys: Any = dict.fromkeys(("username", "password", "client_id"), DUMMY)
    url = "https://made-up.example"
    client = automate.ConnectWiseAutomateClient(url, **keys, limits=limits, **around)
    async with client:
        yield client.computers()


Case = tuple[Callable[..., Opened], Callable[[int], httpx.AsyncBaseTransport], int, int]

CASES: dict[str, Case] = {  # how it is read, what answers, rows a page, pages at once
    "autotask": (
        _autotask,
        lambda rows: made_up.Autotask(made_up.Pages(rows, made_up.autotask_ticket)),
        250,
        3,
    ),
    "connectwise.automate": (
        _automate,
        lambda rows: Automate(made_up.Pages(rows, _computer)),
        500,
        4,
    ),
    "connectwise.psa": (
        _psa,
        lambda rows: made_up.PSA(made_up.Pages(rows, made_up.psa_ticket)),
        250,
        4,
    ),
    "halopsa": (_halo, lambda rows: made_up.Halo(made_up.Pages(rows, made_up.halo_ticket)), 100, 4),
}
ALL = pytest.mark.parametrize("vendor", sorted(CASES))


async def read_all(opened: Opened) -> int:
    rows = 0
    async with opened as read:
        async for page in read.pages():
            rows += len(page.items)
    assert read.receipt.complete, read.receipt.why
    return rows


@ALL
async def test_pages_go_side_by_side_and_none_is_asked_for_in_vain(vendor: str) -> None:
    opened, answers, size, most = CASES[vendor]
    watched = Watched(answers(size * 12), turns=20)
    assert await read_all(opened(FREE, transport=watched)) == size * 12
    assert watched.at_once <= most
    if vendor != "connectwise.automate":  # it tells no total and no last page
        assert watched.at_once == most
    assert watched.requests <= 12 + 4  # to sign in, to count, and the page that tells the end


@ALL
def test_reading_costs_no_more_than_parsing(vendor: str) -> None:
    """Gate: 1.5 times a bare client with the fastest JSON parser; here against the standard one."""
    opened, answers, size, _ = CASES[vendor]
    rows = size * 12
    bodies: list[bytes] = []

    class Recorded(httpx.AsyncBaseTransport):
        """Answers from what was recorded, so that only the reading is measured."""

        def __init__(self) -> None:
            self.known: dict[tuple[str, bytes], httpx.Response] = {}
            self._inner = answers(rows)

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            asked = (f"{request.method} {request.url}", request.content)
            if asked not in self.known:
                answer = self.known[asked] = await self._inner.handle_async_request(request)
                bodies.append(answer.content)
            known = self.known[asked]
            return httpx.Response(known.status_code, headers=known.headers, content=known.content)

    recorded = Recorded()

    def floor() -> None:
        for body in bodies:
            json.loads(body)

    def library() -> None:
        asyncio.run(read_all(opened(FREE, transport=recorded)))

    library()  # records, and builds models at their first use
    requests = len(bodies)
    least = min(_cpu(floor) for _ in range(3))
    spent = min(_cpu(library) for _ in range(3))
    # A request has a price of its own, whatever it brings: pages of a hundred rows pay it often.
    assert spent < 2.5 * least + requests * 0.004 + 0.02


@ALL
def test_memory_does_not_follow_the_list(vendor: str) -> None:
    """Gate: half a kilobyte for each further record."""
    opened, answers, size, _ = CASES[vendor]

    def peak(pages: int) -> int:
        around = {"transport": answers(size * pages)}
        gc.collect()
        tracemalloc.start()
        try:
            asyncio.run(read_all(opened(FREE, **around)))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    small, large = peak(6), peak(14)
    assert (large - small) / (8 * size) < 500


# Autotask's budget is the database's own hour, as its answers tell it, whatever was told before.
@pytest.mark.parametrize("vendor", sorted(set(CASES) - {"autotask"}))
async def test_a_known_limit_is_used_up_and_never_passed(vendor: str) -> None:
    """Gate: 95 % of the allowed rate, here 15 requests in 10 s, and no refusal."""
    opened, answers, size, _ = CASES[vendor]
    clock = Clock()
    watched = Watched(answers(size * 50))
    limits = RateLimits(overall=(Rate(15, 10.0),), headroom=1.0)
    await read_all(opened(limits, transport=watched, clock=clock))
    least = limits.least_seconds({"/": watched.requests})
    assert least > 20
    assert clock.seconds >= least * 0.95
    assert least / clock.seconds > 0.9


# Both sizes fill as many pages as are under way at once, or those would be taken for growth.
@pytest.mark.parametrize(
    ("vendor", "few", "many"),
    [("autotask", 2_000, 4_000), ("connectwise.psa", 5_000, 8_000), ("halopsa", 1_000, 3_000)],
)
def test_aggregates_of_tickets_stay_small(vendor: str, few: int, many: int) -> None:
    """Gate: half a kilobyte for each further ticket, here through a whole discovery."""

    def peak(tickets: int) -> int:
        gc.collect()
        tracemalloc.start()
        try:
            told = made_up.read(vendor, tickets)
            assert told["clients"] == made_up.CLIENTS
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    made_up.read(vendor, 200)  # models are built at their first use
    small, large = peak(few), peak(many)
    assert (large - small) / (many - few) < made_up.MOST_BYTES


def _cpu(run: Callable[[], None]) -> float:
    gc.collect()
    began = time.process_time()
    run()
    return time.process_time() - began
