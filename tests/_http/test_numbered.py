"""Numbered pages, several at once, and forward-only pages: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from tests._http.vendors import Row, client_for

from aigov_connectors._http import Forward, ForwardOnly, Listing, Numbered, Read
from aigov_connectors.errors import IncompleteReadError, ResponseShapeError

FORWARD = Forward(headers={"pagination-type": "forward-only"})
BASE = "https://vendor.example/items"


class Server:
    """A list of ids behind numbered and forward-only pages."""

    def __init__(self, rows: int, *, links: bool = True, knows_forward: bool = True) -> None:
        self.ids = list(range(1, rows + 1))
        self.links = links
        self.knows_forward = knows_forward
        self.asked: list[dict[str, str]] = []
        self.before: Callable[[int], None] = lambda request: None
        self.in_flight = self.most_in_flight = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        await asyncio.sleep(0)
        self.in_flight -= 1
        query = dict(request.url.params)
        forward = request.headers.get("pagination-type") == "forward-only"
        self.asked.append({**query, **({"forward": "yes"} if forward else {})})
        self.before(len(self.asked))
        size = int(query["pageSize"])
        if forward and self.knows_forward:
            assert "orderBy" not in query
            after = int(query.get("pageId", 0))
            rest = [one for one in self.ids if one > after]
            rows, more = rest[:size], len(rest) > size
            link = f'<{BASE}?pageId={rows[-1]}>; rel="next"' if more else ""
            return self._answer(rows, {"Link": link})
        page = int(query.get("page", 1))
        rows = self.ids[(page - 1) * size : page * size]
        last = max(1, -(-len(self.ids) // size))
        links = [f'<{BASE}?page={page + 1}&pageSize={size}>; rel="next"'] * (page < last)
        links += [f'<{BASE}?pageSize={size}&page={last}>; rel="last"'] * (page < last)
        told = {"Link": ", ".join(links)} if self.links and not forward else {}
        return self._answer(rows, told)

    def _answer(self, rows: list[int], headers: dict[str, str]) -> httpx.Response:
        return httpx.Response(200, json=[{"id": one} for one in rows], headers=headers)


async def _ids(server: Server, paging: Numbered | ForwardOnly) -> tuple[list[int], Read[Row]]:
    async with client_for(server) as client:
        read = client.read(
            Listing(
                resource="items",
                path="/items",
                row=Row,
                paging=paging,
                params={"conditions": "open=true", "orderBy": "id asc"},
            )
        )
        return [int(row.id) async for row in read], read


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("rows", [0, 1, 9, 10, 11, 95, 100])
async def test_every_row_comes_once_and_in_order(rows: int, links: bool) -> None:
    server = Server(rows, links=links)
    ids, read = await _ids(server, Numbered(size=10))
    assert ids == list(range(1, rows + 1))
    assert read.receipt.complete
    assert all(one["conditions"] == "open=true" for one in server.asked)


async def test_pages_are_under_way_four_at_a_time_and_no_page_twice() -> None:
    server = Server(100)
    await _ids(server, Numbered(size=10, total=100))
    assert server.most_in_flight == 4
    assert sorted(int(one["page"]) for one in server.asked) == list(range(1, 11))


async def test_a_size_that_the_vendor_caps_in_silence_is_no_end() -> None:
    server = Server(50)
    capped = server.__call__

    async def answer(request: httpx.Request) -> httpx.Response:
        url = request.url.copy_set_param("pageSize", "10")
        return await capped(httpx.Request("GET", url, headers=request.headers))

    async with client_for(answer) as client:
        listing = Listing(resource="items", path="/items", row=Row, paging=Numbered(size=25))
        assert len([row async for row in client.read(listing)]) == 50


async def test_what_a_shrinking_list_hides_is_read_by_id() -> None:
    server = Server(40)

    def shrink(request: int) -> None:
        if request == 2:
            server.ids.remove(3)  # row 11 slips to page 1, which was read already

    server.before = shrink
    ids, read = await _ids(server, Numbered(size=10, total=40, ahead=1, forward=FORWARD))
    assert sorted(ids) == list(range(1, 41))
    assert read.receipt.complete


async def test_without_another_way_to_read_missing_rows_are_told() -> None:
    server = Server(40)
    server.before = lambda request: server.ids.remove(3) if request == 2 else None
    ids, read = await _ids(server, Numbered(size=10, total=40, ahead=1))
    assert len(ids) == 39
    assert read.receipt.why == "vendor told 40, received 39"


async def test_a_vendor_that_repeats_a_page_for_ever_is_an_error() -> None:
    def stuck(request: httpx.Request) -> httpx.Response:
        link = f'<{BASE}?page=9>; rel="last", <{BASE}?page=2>; rel="next"'
        rows = [{"id": one} for one in range(10)]
        return httpx.Response(200, json=rows, headers={"Link": link})

    async with client_for(stuck) as client:
        listing = Listing(resource="items", path="/items", row=Row, paging=Numbered(size=10))
        with pytest.raises(IncompleteReadError):
            [row async for row in client.read(listing)]


async def test_without_links_too_a_page_that_comes_for_ever_is_an_error() -> None:
    asked: list[int] = []

    def stuck(request: httpx.Request) -> httpx.Response:
        asked.append(1)
        assert len(asked) < 10, "it would be asked for without an end"
        return httpx.Response(200, json=[{"id": one} for one in range(10)])

    async with client_for(stuck) as client:
        # More was asked for than the vendor gives, so that every page looks short.
        listing = Listing(resource="items", path="/items", row=Row, paging=Numbered(size=100))
        with pytest.raises(IncompleteReadError, match="page 2"):
            [row async for row in client.read(listing)]


async def test_the_last_page_in_place_of_another_is_no_end() -> None:
    server = Server(40)
    third: list[int] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.params["page"] == "3" and not third:
            third.append(3)
            url = url.copy_set_param("page", "4")
        return await server(httpx.Request("GET", url, headers=request.headers))

    async with client_for(answer) as client:
        listing = Listing(resource="items", path="/items", row=Row, paging=Numbered(size=10))
        assert [int(row.id) async for row in client.read(listing)] == list(range(1, 41))


@pytest.mark.parametrize("knows", [True, False])
@pytest.mark.parametrize("rows", [0, 1, 10, 95, 100])
async def test_forward_only_falls_back_to_numbers(rows: int, knows: bool) -> None:
    server = Server(rows, knows_forward=knows)
    ids, read = await _ids(server, ForwardOnly(size=10, forward=FORWARD))
    assert ids == list(range(1, rows + 1))
    assert read.receipt.complete
    if rows > 10:
        assert ("pageId" in server.asked[-1]) is knows
        assert ("forward" in server.asked[-1]) is knows


@pytest.mark.parametrize("sent_twice", [False, True])
async def test_numbers_begin_with_the_first_page_in_the_order_that_was_asked_for(
    sent_twice: bool,
) -> None:
    ids = list(range(1, 26))
    pages: list[list[int]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        number = int(query.get("page", 1))
        rows = (ids if "orderBy" in query else ids[::-1])[(number - 1) * 10 : number * 10]
        pages.append(pages[0] if sent_twice and len(pages) == 1 else rows)
        return httpx.Response(200, json=[{"id": one} for one in pages[-1]])

    async with client_for(answer) as client:
        paging = ForwardOnly(size=10, forward=FORWARD)
        params = {"orderBy": "id asc"}
        listing = Listing(resource="items", path="/items", row=Row, paging=paging, params=params)
        assert [int(row.id) async for row in client.read(listing)] == ids
    assert len(pages) == (5 if sent_twice else 4)


async def test_no_address_of_a_header_is_followed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "vendor.example"
        page = int(request.url.params["page"])
        link = '<https://evil.example/items?page=2>; rel="next"' if page == 1 else ""
        return httpx.Response(200, json=[{"id": page}], headers={"Link": link})

    async with client_for(answer) as client:
        listing = Listing(resource="items", path="/items", row=Row, paging=Numbered(size=1))
        assert [str(row.id) async for row in client.read(listing)] == ["1", "2"]


@pytest.mark.parametrize(("times", "rows"), [(1, 3), (9, 0)])
async def test_silence_is_an_empty_list_only_if_it_lasts(times: int, rows: int) -> None:
    asked: list[int] = []

    def answer(_: httpx.Request) -> httpx.Response:
        asked.append(1)
        if len(asked) <= times:
            return httpx.Response(200, content=b" ")
        return httpx.Response(200, json=[{"id": one} for one in range(3)])

    async with client_for(answer) as client:
        paging = Numbered(size=10, silence_is_empty=True)
        listing = Listing(resource="items", path="/items", row=Row, paging=paging)
        assert len([row async for row in client.read(listing)]) == rows
    assert len(asked) == 2


async def test_an_empty_list_told_by_silence_has_a_page_to_rest_on() -> None:
    async with client_for(lambda _: httpx.Response(200, content=b"")) as client:
        paging = Numbered(size=10, silence_is_empty=True)
        read = client.read(Listing(resource="items", path="/items", row=Row, paging=paging))
        pages = [page async for page in read.pages()]
    assert [(page.items, page.origin.path_template) for page in pages] == [([], "/items")]
    assert read.receipt.complete
    assert read.told_by_silence


async def test_silence_before_further_pages_is_an_error() -> None:
    link = f'<{BASE}?page=2>; rel="next", <{BASE}?page=2>; rel="last"'

    def answer(request: httpx.Request) -> httpx.Response:
        first = request.url.params["page"] == "1"
        content = b"" if first else b'[{"id": 2}]'
        return httpx.Response(200, content=content, headers={"Link": link} if first else {})

    async with client_for(answer) as client:
        paging = Numbered(size=1, silence_is_empty=True)
        listing = Listing(resource="items", path="/items", row=Row, paging=paging)
        with pytest.raises(ResponseShapeError):
            [row async for row in client.read(listing)]


@pytest.mark.parametrize("body", [b"", b"<html></html>"])
async def test_otherwise_a_body_that_is_none_is_an_error(body: bytes) -> None:
    async with client_for(lambda _: httpx.Response(200, content=body)) as client:
        paging = Numbered(size=10, silence_is_empty=bool(body))
        listing = Listing(resource="items", path="/items", row=Row, paging=paging)
        with pytest.raises(ResponseShapeError):
            [row async for row in client.read(listing)]
