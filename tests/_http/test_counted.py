"""Numbered pages that tell the count of the list: whole, in order, and side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from tests._http.vendors import Row, client_for

from aigov_connectors._http import ANYWHERE, Counted, Listing, Read, Unpaged
from aigov_connectors.errors import IncompleteReadError, ResponseShapeError

CAP = 10


class Server:
    """A list of ids behind numbered pages with a count; never more than `CAP` rows a page."""

    def __init__(self, rows: int) -> None:
        self.ids = list(range(1, rows + 1))
        self.asked: list[int] = []
        self.before: Callable[[int], None] = lambda request: None
        self.counts = True
        self.told: int | None = None
        self.in_flight = self.most_in_flight = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        await asyncio.sleep(0)
        self.in_flight -= 1
        query = dict(request.url.params)
        self.asked.append(int(query["page_no"]))
        self.before(len(self.asked))
        size = min(int(query["page_size"]), CAP)
        start = (int(query["page_no"]) - 1) * size
        body = {"items": [{"id": one} for one in self.ids[start : start + size]]}
        count = len(self.ids) if self.told is None else self.told
        told = {"record_count": count} if self.counts else {}
        return httpx.Response(200, json={**told, **body})


async def _ids(server: Server, *, size: int = 50) -> tuple[list[int], Read[Row]]:
    async with client_for(server) as client:
        read = client.read(
            Listing(
                resource="items",
                path="/items",
                row=Row,
                paging=Counted(size=size, total_at=("record_count",)),
                rows_at=("items",),
            )
        )
        return [int(row.id) async for row in read], read


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("rows", [0, 1, 9, 10, 11, 95, 100])
async def test_every_row_comes_once_and_in_order_whatever_size_is_asked(
    rows: int, counts: bool
) -> None:
    server = Server(rows)
    server.counts = counts
    ids, read = await _ids(server)
    assert ids == list(range(1, rows + 1))
    assert read.receipt.complete
    assert read.receipt.total == (rows if counts else None)


async def test_no_more_is_asked_than_the_count_demands_and_pages_go_side_by_side() -> None:
    server = Server(95)
    await _ids(server)
    assert sorted(server.asked) == list(range(1, 11))
    assert server.most_in_flight == 4


@pytest.mark.parametrize("gone", [1, 3, 12])
async def test_rows_that_slip_over_a_border_are_read_again(gone: int) -> None:
    server = Server(60)
    whole = set(server.ids)

    def shrink(request: int) -> None:
        if request == 3:
            del server.ids[:gone]

    server.before = shrink
    ids, read = await _ids(server)
    assert set(server.ids) <= set(ids) <= whole
    assert len(ids) == len(set(ids))
    assert read.receipt.complete


async def test_a_list_that_shrinks_at_every_request_is_read_backwards_at_last() -> None:
    server = Server(120)

    def shrink(request: int) -> None:
        del server.ids[0]

    server.before = shrink
    ids, read = await _ids(server, size=10)
    assert set(server.ids) <= set(ids)
    assert len(ids) == len(set(ids))
    assert read.receipt.complete
    assert server.asked[-3:] == [3, 2, 1]


async def test_rows_that_come_while_reading_are_read_too() -> None:
    server = Server(35)
    server.before = lambda request: server.ids.append(1000 + request)
    ids, read = await _ids(server)
    assert set(range(1, 36)) <= set(ids)
    assert len(ids) == len(set(ids))
    assert read.receipt.complete


async def test_an_empty_page_before_the_end_is_asked_again_then_told() -> None:
    server = Server(40)
    pages: list[int] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page_no"])
        pages.append(page)
        if page == 3:
            return httpx.Response(200, json={"record_count": 40, "items": []})
        return await server(request)

    async with client_for(answer) as client:
        paging = Counted(size=10, total_at=("record_count",))
        read = client.read(
            Listing(resource="items", path="/items", row=Row, paging=paging, rows_at=("items",))
        )
        rows = [row async for row in read]
    assert pages.count(3) == 2
    assert len(rows) == 30
    assert not read.receipt.complete
    assert read.receipt.why == "vendor told 40, received 30"


@pytest.mark.parametrize("counts", [True, False])
async def test_one_page_sent_for_ever_ends_loudly(counts: bool) -> None:
    asked = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        told = {"record_count": 45} if counts else {}
        return httpx.Response(200, json={**told, "items": [{"id": one} for one in range(10)]})

    async with client_for(answer) as client:
        paging = Counted(size=10, total_at=("record_count",))
        read = client.read(
            Listing(resource="items", path="/items", row=Row, paging=paging, rows_at=("items",))
        )
        with pytest.raises(IncompleteReadError, match="same page"):
            [row async for row in read]
    assert asked < 10
    assert not read.receipt.complete


@pytest.mark.parametrize("told", [0, 1, 10, 15, 20, 36, 40])
@pytest.mark.parametrize("rows", [37, 40])
async def test_a_count_that_the_rows_exceed_does_not_end_the_list(rows: int, told: int) -> None:
    server = Server(rows)
    server.told = told
    ids, read = await _ids(server, size=10)
    assert ids == list(range(1, rows + 1))
    assert read.receipt.complete is (told <= rows)
    assert max(server.asked) <= 6


async def test_a_server_that_gives_the_last_page_again_for_those_after_it_is_read_whole() -> None:
    server = Server(30)

    async def answer(request: httpx.Request) -> httpx.Response:
        page = min(int(request.url.params["page_no"]), 3)
        return await server(
            httpx.Request("GET", request.url.copy_merge_params({"page_no": str(page)}))
        )

    async with client_for(answer) as client:
        paging = Counted(size=10, total_at=("record_count",))
        read = client.read(
            Listing(resource="items", path="/items", row=Row, paging=paging, rows_at=("items",))
        )
        assert [int(row.id) async for row in read] == list(range(1, 31))
    assert read.receipt.complete


async def test_one_page_for_ever_with_too_small_a_count_ends_loudly() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, json={"record_count": 5, "items": [{"id": one} for one in range(10)]}
        )

    async with client_for(answer) as client:
        paging = Counted(size=10, total_at=("record_count",))
        read = client.read(
            Listing(resource="items", path="/items", row=Row, paging=paging, rows_at=("items",))
        )
        with pytest.raises(IncompleteReadError, match="same page"):
            [row async for row in read]


async def test_a_row_that_comes_before_what_was_read_is_told_as_missing() -> None:
    server = Server(20)

    def grow(request: int) -> None:
        if request == 2:
            server.ids.insert(0, 0)

    server.before = grow
    ids, read = await _ids(server)
    # The new row stands before what was read already: the count tells that it is missing.
    assert sorted(ids) == list(range(1, 21))
    assert read.receipt.why == "vendor told 21, received 20"


@pytest.mark.parametrize(
    "body",
    [[{"id": 1}, {"id": 2}], {"count": 2, "things": [{"id": 1}, {"id": 2}]}],
)
async def test_a_list_is_found_wherever_it_stands(body: object) -> None:
    async with client_for(lambda _: httpx.Response(200, json=body)) as client:
        listing = Listing(
            resource="things", path="/things", row=Row, paging=Unpaged(), rows_at=ANYWHERE
        )
        assert [row.id async for row in client.read(listing)] == ["1", "2"]


async def test_an_answer_without_any_list_is_no_empty_list() -> None:
    async with client_for(lambda _: httpx.Response(200, json={"error": "no"})) as client:
        listing = Listing(
            resource="things", path="/things", row=Row, paging=Unpaged(), rows_at=ANYWHERE
        )
        with pytest.raises(ResponseShapeError):
            [row async for row in client.read(listing)]
