"""Each paging style where it is particular: ends, bounds, guesses, lost cursors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests._http.vendors import START, Row, Vendor, client_for, listing_for

from aigov_connectors._http import (
    Cursor,
    Listing,
    NamedCursor,
    OlderThan,
    ReadDeclaration,
    ReadPost,
    Unpaged,
)
from aigov_connectors._http.paging import ends_short
from aigov_connectors.errors import IncompleteReadError, PermissionDeniedError
from aigov_connectors.wire import Identifier, Timestamp, WireRecord


class Activity(WireRecord):
    id: Identifier
    activity_time: Timestamp = None


class Patch(WireRecord):
    id: Identifier
    device_id: Identifier | None = None


def serve(answer: Callable[[Mapping[str, str]], Any]) -> Callable[[httpx.Request], httpx.Response]:
    def handler(request: httpx.Request) -> httpx.Response:
        found = answer(dict(request.url.params))
        return found if isinstance(found, httpx.Response) else httpx.Response(200, json=found)

    return handler


@pytest.mark.parametrize("end", [None, "", "missing", "no pagination", "null pagination"])
async def test_a_cursor_ends_in_every_way_that_vendors_end_it(end: str | None) -> None:
    def answer(query: Mapping[str, str]) -> Any:
        body: dict[str, Any] = {"data": [{"id": 1}]}
        if end == "null pagination":
            body["pagination"] = None
        elif end == "missing":
            body["pagination"] = {"totalItems": 1}
        elif end != "no pagination":
            body["pagination"] = {"nextCursor": end, "totalItems": 1}
        return body

    async with client_for(serve(answer)) as client:
        read = client.read(listing_for("cursor", 10))
        assert [row.id async for row in read] == ["1"]
    assert read.receipt.complete
    assert read.receipt.requests == 1


async def test_a_cursor_that_leads_back_is_asked_once_more_and_then_an_error() -> None:
    asked: list[str] = []

    def answer(query: Mapping[str, str]) -> Any:
        cursor = query.get("cursor", "c0")
        asked.append(cursor)
        after = {"c0": "c1", "c1": "c2", "c2": "c1"}[cursor]
        number = int(cursor[1:])
        return {"data": [{"id": number}], "pagination": {"nextCursor": after}}

    got: list[str] = []

    async def gather() -> None:
        async with client_for(serve(answer)) as client:
            async for row in client.read(listing_for("cursor", 1)):
                got.append(row.id)

    with pytest.raises(IncompleteReadError, match=r"page 3.*leads back"):
        await gather()
    assert got == ["0", "1", "2"], "the rows of the last page are good"
    assert asked == ["c0", "c1", "c2", "c2"]


async def test_a_cursor_forged_in_vendor_text_is_not_followed() -> None:
    asked: list[str | None] = []

    def answer(query: Mapping[str, str]) -> Any:
        asked.append(query.get("cursor"))
        forged = '"nextCursor":"evil"'
        more = "c1" if "cursor" not in query else None
        return {
            "pagination": {"nextCursor": more},
            "data": [{"id": len(asked), "name": forged, "extra": {"nextCursor": "evil"}}],
        }

    async with client_for(serve(answer)) as client:
        read = client.read(listing_for("cursor", 1))
        assert len([row async for row in read]) == 2
    assert asked.count("evil") <= 1, "a wrong guess is dropped after decoding"
    assert [one for one in asked if one != "evil"] == [None, "c1"]
    assert read.receipt.complete


async def test_pages_without_rows_are_followed_but_not_for_ever() -> None:
    def answer(query: Mapping[str, str]) -> Any:
        number = int(query.get("cursor", "0"))
        return {"data": [], "pagination": {"nextCursor": str(number + 1)}}

    async with client_for(serve(answer)) as client:
        with pytest.raises(IncompleteReadError, match="nothing to nothing"):
            _ = [row async for row in client.read(listing_for("cursor", 1))]


async def test_a_board_is_read_by_post_with_the_cursor_in_its_body() -> None:
    bodies: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        bodies.append(body)
        assert request.method == "POST"
        ids = [1, 2] if "lastCursorId" not in body else [3]
        rows = [{"id": one} for one in ids]
        return httpx.Response(200, json={"data": rows, "metadata": {"lastCursorId": ids[-1]}})

    listing = Listing(
        resource="tickets",
        path="/boards/{board_id}/run",
        ids={"board_id": "7"},
        body={"filters": []},
        row=Row,
        rows_at=("data",),
        paging=Cursor(
            size=2,
            size_param="pageSize",
            param="lastCursorId",
            next_at=("metadata", "lastCursorId"),
            total_at=None,
            ends_on_short_page=True,
        ),
    )
    declaration = ReadDeclaration(posts=(ReadPost("/boards/{board_id}/run", accepts=bool),))
    async with client_for(handler, declaration=declaration) as client:
        read = client.read(listing)
        assert [row.id async for row in read] == ["1", "2", "3"]
    assert bodies == [
        {"filters": [], "pageSize": 2},
        {"filters": [], "pageSize": 2, "lastCursorId": 2},
    ]


@pytest.mark.parametrize(("enough", "asked"), [(2, 1), (3, 2), (5, 3), (9, 4)])
async def test_short_pages_lead_on_until_there_are_enough(enough: int, asked: int) -> None:
    bodies: list[Any] = []

    async def handler(request: httpx.Request) -> httpx.Response:
        body = json.loads(await request.aread())
        bodies.append(body)
        after = body.get("lastCursorId", 0)
        rows = [{"id": number} for number in range(after + 1, min(after + 3, 6))]
        # The cursor never runs out, and a page is never as long as was asked.
        metadata = {"lastCursorId": rows[-1]["id"] if rows else after}
        return httpx.Response(200, json={"data": rows, "metadata": metadata})

    listing = Listing(
        resource="tickets",
        path="/boards/{board_id}/run",
        ids={"board_id": "2"},
        body={"filters": []},
        row=Row,
        rows_at=("data",),
        paging=Cursor(
            size=10,
            size_param="pageSize",
            param="lastCursorId",
            next_at=("metadata", "lastCursorId"),
            total_at=None,
            enough=enough,
        ),
    )
    declaration = ReadDeclaration(posts=(ReadPost("/boards/{board_id}/run", accepts=bool),))
    async with client_for(handler, declaration=declaration) as client:
        read = client.read(listing)
        assert [int(row.id) async for row in read] == [1, 2, 3, 4, 5][: min(5, asked * 2)]
    assert read.receipt.complete
    assert len(bodies) == asked


async def test_the_last_id_is_guessed_from_full_pages_only() -> None:
    vendor = Vendor("after_id", range(23))
    async with client_for(vendor) as client:
        _ = [row async for row in client.read(listing_for("after_id", 10))]
    assert [query.get("after") for query in vendor.requests] == [None, "9", "19"]


async def test_a_wrong_guess_of_the_last_id_costs_a_request_and_no_row() -> None:
    asked: list[str | None] = []

    def answer(query: Mapping[str, str]) -> Any:
        after = int(query.get("after", "0"))
        asked.append(query.get("after"))
        ids = [one for one in (1, 2, 30, 40, 50) if one > after][:2]
        # A nested object opens like a record, and so often that the page looks full.
        return [{"id": one, "x": {"id": 25}} if n else {"id": one} for n, one in enumerate(ids)]

    async with client_for(serve(answer)) as client:
        read = client.read(listing_for("after_id", 2))
        assert [row.id async for row in read] == ["1", "2", "30", "40", "50"]
    assert read.receipt.complete


async def test_a_page_without_any_id_is_an_error() -> None:
    class Nameless(WireRecord):
        id: Identifier | None = None

    listing = Listing(
        resource="x", path="/x", row=Nameless, paging=listing_for("after_id", 2).paging
    )
    async with client_for(serve(lambda _: [{"a": 1}, {"a": 2}])) as client:
        with pytest.raises(IncompleteReadError, match="no row of a page has an id"):
            _ = [row async for row in client.read(listing)]


@pytest.mark.parametrize(
    ("count", "size", "previous", "is_last"),
    [
        (1000, 1000, None, False),
        (1200, 1000, None, False),
        (37, 1000, None, True),
        (200, 1000, None, False),
        (64, 1000, None, False),
        (200, 1000, 200, False),
        (20, 1000, 200, True),
        (999, 1000, 1000, True),
    ],
)
def test_a_short_page_is_the_last_unless_the_vendor_may_cap(
    count: int, size: int, previous: int | None, is_last: bool
) -> None:
    assert ends_short(count, size, previous) is is_last


def activities(**bounds: Any) -> Listing[Activity]:
    return Listing(
        resource="activities",
        path="/activities",
        row=Activity,
        rows_at=("activities",),
        paging=OlderThan(size=10, **bounds),
    )


def log(query: Mapping[str, str]) -> Any:
    bound = int(query.get("olderThan", "10000"))
    ids = [one for one in range(100, 0, -1) if one < bound][:10]
    start = START.timestamp()
    return {"activities": [{"id": one, "activityTime": start + one * 60} for one in ids]}


async def test_the_log_is_read_back_to_a_known_id() -> None:
    async with client_for(serve(log)) as client:
        read = client.read(activities(stop_at_id=75))
        assert [int(row.id) async for row in read] == list(range(100, 75, -1))
    assert read.receipt.requests == 3
    assert read.receipt.complete


async def test_the_log_is_read_back_to_a_known_time() -> None:
    async with client_for(serve(log)) as client:
        read = client.read(activities(since=START + timedelta(minutes=75)))
        assert [int(row.id) async for row in read] == list(range(100, 74, -1))
    assert read.receipt.requests == 3


async def test_the_log_is_read_to_its_beginning_without_bounds() -> None:
    async with client_for(serve(log)) as client:
        read = client.read(activities())
        assert len([row async for row in read]) == 100


def patches(size: int = 10) -> Listing[Patch]:
    return Listing(
        resource="patches",
        path="/queries/patches",
        row=Patch,
        rows_at=("results",),
        key=("device_id", "id"),
        paging=NamedCursor(size=size),
    )


async def test_rows_of_two_devices_with_the_same_patch_are_two_rows() -> None:
    rows = [{"id": "kb1", "deviceId": one} for one in range(7)]

    def answer(query: Mapping[str, str]) -> Any:
        return {"cursor": {"name": "q"}, "results": [] if "cursor" in query else rows}

    async with client_for(serve(answer)) as client:
        read = client.read(patches())
        assert len([row async for row in read]) == 7
    assert read.receipt.complete


async def test_a_page_count_in_the_cursor_ends_nothing() -> None:
    at = 0

    def answer(query: Mapping[str, str]) -> Any:
        nonlocal at
        rows = [{"id": one, "deviceId": 1} for one in range(at, min(at + 10, 40))]
        at += 10
        return {"cursor": {"name": "q", "count": len(rows)}, "results": rows}

    async with client_for(serve(answer)) as client:
        assert len([row async for row in client.read(patches())]) == 40


async def test_a_cursor_that_is_lost_in_mid_read_begins_anew() -> None:
    calls = 0

    def answer(query: Mapping[str, str]) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            return httpx.Response(404)
        if "cursor" not in query:
            return {
                "cursor": {"name": f"q{calls}", "count": 20},
                "results": [{"id": one, "deviceId": 1} for one in range(10)],
            }
        if calls <= 4:
            return {
                "cursor": {"name": "q", "count": 20},
                "results": [{"id": one, "deviceId": 1} for one in range(10, 20)],
            }
        return {"cursor": {"name": "q"}, "results": []}

    async with client_for(serve(answer)) as client:
        read = client.read(patches())
        assert [int(row.id) async for row in read] == list(range(20))
    assert read.receipt.duplicates_dropped == 0
    assert read.receipt.complete


async def test_rows_that_cannot_be_told_apart_forbid_to_begin_anew() -> None:
    def answer(query: Mapping[str, str]) -> Any:
        if "cursor" in query:
            return httpx.Response(500)
        rows = [{"id": one} for one in range(10)]  # no device: half of the key is missing
        return {"cursor": {"name": "q"}, "results": rows}

    async with client_for(serve(answer)) as client:
        with pytest.raises(IncompleteReadError):
            _ = [row async for row in client.read(patches())]


async def test_a_refusal_is_no_lost_cursor() -> None:
    def answer(query: Mapping[str, str]) -> Any:
        if "cursor" in query:
            return httpx.Response(403)
        return {"cursor": {"name": "q"}, "results": [{"id": 1, "deviceId": 1}]}

    async with client_for(serve(answer)) as client:
        with pytest.raises(PermissionDeniedError):
            _ = [row async for row in client.read(patches())]


async def test_an_unpaged_list_with_a_total_is_checked_against_it() -> None:
    listing = Listing(
        resource="sites",
        path="/sites",
        row=Row,
        rows_at=("data", "sites"),
        paging=Unpaged(total_at=("pagination", "totalItems")),
    )
    body = {"data": {"sites": [{"id": 1}]}, "pagination": {"totalItems": 2}}
    async with client_for(serve(lambda _: body)) as client:
        read = client.read(listing)
        assert [row.id async for row in read] == ["1"]
    assert read.receipt.why == "vendor told 2, received 1"


def test_a_style_that_compares_all_rows_needs_a_key() -> None:
    with pytest.raises(ValueError, match="needs rows with a key"):
        Listing(resource="x", path="/x", row=Row, paging=NamedCursor(size=1), key=None)
