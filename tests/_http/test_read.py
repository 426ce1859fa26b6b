"""A list read is complete and without duplicates, or it says aloud that it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests._http.vendors import FakeClock, Row, Vendor, client_for, listing_for

from aigov_connectors._http import Listing, Read, Unpaged
from aigov_connectors.errors import (
    ConnectorError,
    IncompleteReadError,
    ResponseShapeError,
    ServerError,
)

FAULTS = ("repeat", "same cursor", "500", "503 before", "429", "cut", "html", "empty", "drop")
ALL_STYLES = ("cursor", "after_id", "named", "older", "offset")


async def ids_of(read: Read[Row]) -> list[int]:
    return [int(row.id) async for row in read]


async def read_all(vendor: Vendor, size: int) -> tuple[list[int], Read[Row], ConnectorError | None]:
    """Read everything; what came before an error stays."""
    got: list[int] = []
    async with client_for(vendor) as client:
        read = client.read(listing_for(vendor.style, size))
        try:
            async for row in read:
                got.append(int(row.id))
        except ConnectorError as problem:
            return got, read, problem
    return got, read, None


@pytest.mark.parametrize("style", ALL_STYLES)
@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 10, 23])
async def test_every_style_reads_every_row_once(style: str, count: int) -> None:
    got, read, problem = await read_all(Vendor(style, range(100, 100 + count)), size=5)
    assert problem is None
    assert sorted(got) == list(range(100, 100 + count))
    assert read.receipt.complete
    assert read.receipt.rows == count
    assert read.receipt.duplicates_dropped == 0


@settings(max_examples=250, deadline=None)
@given(
    style=st.sampled_from(ALL_STYLES),
    ids=st.lists(st.integers(0, 999), unique=True, max_size=40),
    size=st.integers(1, 12),
    faults=st.lists(st.one_of(st.none(), st.none(), st.sampled_from(FAULTS)), max_size=14),
    tells_total=st.booleans(),
    forgets_cursor=st.booleans(),
)
def test_a_read_is_complete_or_loud_whatever_the_vendor_does(
    style: str,
    ids: list[int],
    size: int,
    faults: Sequence[str | None],
    tells_total: bool,
    forgets_cursor: bool,
) -> None:
    vendor = Vendor(style, ids, faults, tells_total=tells_total, forgets_cursor=forgets_cursor)
    got, read, problem = asyncio.run(read_all(vendor, size))
    receipt = read.receipt
    assert len(got) == len(set(got)), "a row was handed over twice"
    assert set(got) <= set(ids)
    assert receipt.rows == len(got)
    assert receipt.requests == len(vendor.requests)
    if problem is None and receipt.complete:
        assert sorted(got) == sorted(ids), "rows were lost in silence"
    else:
        assert receipt.why


@settings(max_examples=150, deadline=None)
@given(
    style=st.sampled_from(ALL_STYLES),
    count=st.integers(0, 40),
    size=st.integers(2, 9),
    at=st.integers(0, 8),
    fault=st.sampled_from(FAULTS),
)
def test_one_fault_of_any_kind_heals(
    style: str, count: int, size: int, at: int, fault: str
) -> None:
    vendor = Vendor(style, range(count), [None] * at + [fault])
    got, read, problem = asyncio.run(read_all(vendor, size))
    assert problem is None
    assert sorted(got) == list(range(count))
    assert read.receipt.complete


@pytest.mark.parametrize("style", ALL_STYLES)
async def test_a_page_served_again_and_again_ends_in_an_error(style: str) -> None:
    vendor = Vendor(style, range(30), [None, None] + ["repeat"] * 30)
    got, read, problem = await read_all(vendor, size=5)
    assert isinstance(problem, IncompleteReadError)
    assert problem.gap_reason == "truncated"
    assert len(got) == (9 if style == "offset" else 10)  # offsets begin one row early
    assert not read.receipt.complete
    assert read.receipt.rows == len(got)


@pytest.mark.parametrize("style", ALL_STYLES)
@pytest.mark.parametrize("cap", [5, 50, 64, 100])
async def test_a_vendor_that_caps_the_page_size_in_silence_is_read_to_its_end(
    style: str, cap: int
) -> None:
    vendor = Vendor(style, range(230), cap=cap, tells_total=False)
    got, read, problem = await read_all(vendor, size=1000)
    assert problem is None
    assert sorted(got) == list(range(230))
    assert read.receipt.complete


async def test_offsets_notice_a_list_that_shrinks_while_it_is_read() -> None:
    vendor = Vendor("offset", list(range(20)))
    got: list[int] = []
    async with client_for(vendor) as client:
        read = client.read(listing_for("offset", 5))
        async for page in read.pages():
            got += [int(row.id) for row in page.items]
            if page.number == 1:
                vendor.ids = [one for one in vendor.ids if one not in {2, 4}]
    assert sorted(got) == list(range(20))  # 5 and 6 moved to where had been read already
    assert read.receipt.complete


@pytest.mark.parametrize("style", ALL_STYLES)
async def test_rows_added_while_a_list_is_read_make_no_duplicates(style: str) -> None:
    vendor = Vendor(style, list(range(100, 120)))
    got: list[int] = []
    async with client_for(vendor) as client:
        async for page in client.read(listing_for(style, 5)).pages():
            got += [int(row.id) for row in page.items]
            if page.number == 2:
                vendor.ids = [1, 2, *vendor.ids]
    assert len(got) == len(set(got))
    assert set(range(100, 120)) <= set(got)


async def test_an_error_keeps_what_was_read_and_names_the_page() -> None:
    vendor = Vendor("cursor", range(30), [None, None] + ["500"] * 9)
    got, read, problem = await read_all(vendor, size=5)
    assert isinstance(problem, ServerError)
    assert problem.page == 3
    assert problem.status == 500
    assert str(problem) == "GET /things, page 3: 500, the vendor failed"
    assert got == list(range(10))
    assert read.receipt.pages == 2
    assert read.receipt.requests == 5
    assert read.receipt.why == str(problem)


async def test_a_body_cut_twice_is_a_shape_error() -> None:
    vendor = Vendor("after_id", range(30), [None, "cut", "cut"])
    _, read, problem = await read_all(vendor, size=5)
    assert isinstance(problem, ResponseShapeError)
    assert str(problem) == "GET /things, page 2: 200, the body is not JSON"
    assert read.receipt.rows == 5


async def test_a_total_that_was_not_reached_is_told_in_the_receipt() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, json={"data": [{"id": 1}], "pagination": {"nextCursor": None, "totalItems": 9}}
        )

    async with client_for(handler) as client:
        read = client.read(listing_for("cursor", 1))
        assert await ids_of(read) == [1]
    assert not read.receipt.complete
    assert read.receipt.total == 9
    assert read.receipt.why == "vendor told 9, received 1"


async def test_rows_pushed_over_a_page_border_are_dropped_and_counted() -> None:
    pages = {
        "": ([1, 2, 3], "c1"),
        "c1": ([3, 4, 5], "c2"),  # a row was inserted before, so 3 comes again
        "c2": ([5, 6], None),
    }

    def handler(request: httpx.Request) -> httpx.Response:
        ids, more = pages[request.url.params.get("cursor", "")]
        rows = [{"id": one} for one in ids]
        return httpx.Response(
            200, json={"data": rows, "pagination": {"nextCursor": more, "totalItems": 6}}
        )

    async with client_for(handler) as client:
        read = client.read(listing_for("cursor", 3))
        assert await ids_of(read) == [1, 2, 3, 4, 5, 6]
    assert read.receipt.duplicates_dropped == 2
    assert read.receipt.complete


async def test_one_broken_record_costs_one_record() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        rows = [{"id": 1}, {"id": {"secret": "s3cret"}}, {"id": 3}]
        return httpx.Response(200, json={"data": rows, "pagination": {"totalItems": 3}})

    async with client_for(handler) as client:
        read = client.read(listing_for("cursor", 5))
        pages = [page async for page in read.pages()]
    assert [row.id for row in pages[0].items] == ["1", "3"]
    (rejected,) = pages[0].rejected
    assert rejected.position == "page 1, row 2"
    assert "s3cret" not in repr(rejected)
    assert read.receipt.rejected == 1
    assert read.receipt.complete


async def test_a_broken_last_record_still_leads_to_the_next_page() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        after = request.url.params.get("after")
        if after is None:
            return httpx.Response(200, json=[{"id": 1}, {"id": 2, "name": "x"}, {"id": 3.5}])
        assert after == "2"
        return httpx.Response(200, json=[{"id": 4}])

    async with client_for(handler) as client:
        read = client.read(listing_for("after_id", 3))
        assert await ids_of(read) == [1, 2, 4]
    assert read.receipt.rejected == 1


async def test_origin_holds_no_cursor_and_the_digest_of_the_page() -> None:
    async with client_for(Vendor("cursor", range(9))) as client:
        listing = listing_for("cursor", 5)
        pages = [page async for page in client.read(listing).pages()]
    assert [page.origin.query for page in pages] == [(("limit", "5"),)] * 2
    assert pages[0].origin.digest.startswith("sha256:")
    assert pages[0].origin.digest != pages[1].origin.digest
    assert pages[0].origin.path_template == "/things"
    assert [page.number for page in pages] == [1, 2]
    assert pages[0].total == 9


async def test_the_next_page_is_asked_for_before_this_one_is_handed_over() -> None:
    vendor = Vendor("cursor", range(15))
    async with client_for(vendor) as client:
        async for _ in client.read(listing_for("cursor", 5)).pages():
            break
    assert [query.get("cursor") for query in vendor.requests] == [None, "c5"]


async def test_leaving_a_read_early_leaves_nothing_under_way() -> None:
    started = asyncio.Event()

    async def handler(request: httpx.Request) -> httpx.Response:
        if "cursor" in request.url.params:
            started.set()
            await asyncio.sleep(60)
        rows = [{"id": 1}]
        return httpx.Response(200, json={"data": rows, "pagination": {"nextCursor": "c1"}})

    async with client_for(handler) as client:
        read = client.read(listing_for("cursor", 1))
        pages = read.pages()
        await anext(pages)
        await started.wait()
        await pages.aclose()
        assert len(asyncio.all_tasks()) == 1
    assert not read.receipt.complete
    assert read.receipt.why == "not read to its end"


async def test_cancellation_passes_through_and_marks_the_receipt() -> None:
    async def handler(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError

    async with client_for(handler) as client:
        read = client.read(listing_for("cursor", 1))
        task = asyncio.create_task(ids_of(read))
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert read.receipt.why == "interrupted"


async def test_a_read_goes_once() -> None:
    async with client_for(Vendor("cursor", range(3))) as client:
        read = client.read(listing_for("cursor", 5))
        await ids_of(read)
        with pytest.raises(RuntimeError, match="once"):
            await ids_of(read)


async def test_an_empty_body_is_an_empty_list_only_where_the_style_says_so() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(204)

    def things(*, empty: bool) -> Listing[Row]:
        return Listing(
            resource="things", path="/things", row=Row, paging=Unpaged(empty_body_ends=empty)
        )

    async with client_for(handler) as client:
        read = client.read(things(empty=True))
        assert await ids_of(read) == []
        assert read.receipt.complete
        with pytest.raises(ResponseShapeError):
            await ids_of(client.read(things(empty=False)))


async def test_a_list_that_is_not_where_it_should_be_is_named_by_place() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"errors": [{"title": "s3cret"}]})

    async with client_for(handler) as client:
        with pytest.raises(ResponseShapeError) as caught:
            await ids_of(client.read(listing_for("cursor", 5)))
    assert str(caught.value) == "GET /things, page 1: 200, /data: nothing is there"


async def test_a_server_held_cursor_is_never_asked_twice() -> None:
    vendor = Vendor("named", range(20), [None, "500"])
    clock = FakeClock()
    async with client_for(vendor, clock=clock) as client:
        read = client.read(listing_for("named", 5))
        assert await ids_of(read) == list(range(20))
    names = [query.get("cursor") for query in vendor.requests]
    assert names[:4] == [None, "q0", None, "q1"]
    assert read.receipt.complete


async def test_a_server_held_cursor_that_was_lost_is_not_taken_up_again() -> None:
    # Page 1, a page that got lost, and then page 1 once more instead of a new report: its cursor
    # leads on behind the loss.
    vendor = Vendor("named", range(20), [None, "500", "repeat"])
    got, read, problem = await read_all(vendor, size=5)
    assert problem is None
    assert got == list(range(20))
    assert read.receipt.complete


async def test_a_cursor_that_is_gone_before_the_reports_count_is_reached_is_no_end() -> None:
    pages = {"": ("q", [1, 2, 3, 4]), "q": ("q", [5, 6])}

    def handler(request: httpx.Request) -> httpx.Response:
        found = pages.pop(request.url.params.get("cursor", ""), None)
        if found is None:
            return httpx.Response(404)
        rows = [{"id": one} for one in found[1]]
        cursor = {"name": found[0], "count": 10}
        return httpx.Response(200, json={"cursor": cursor, "results": rows})

    async with client_for(handler) as client:
        read = client.read(listing_for("named", 4))
        with pytest.raises(ConnectorError):
            await ids_of(read)
    assert not read.receipt.complete
    assert read.receipt.rows == 6
