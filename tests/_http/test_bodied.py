"""Lists that are asked for with a body: every row once, whatever happens while they are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests._http.vendors import QUICK, client_for

from aigov_connectors._http import (
    ErrorTable,
    IdRanges,
    Listing,
    NextByPost,
    RateLimits,
    Read,
    ReadDeclaration,
    ReadPost,
)
from aigov_connectors.errors import (
    BadRequestError,
    ConnectorError,
    IncompleteReadError,
    RateLimitedError,
)
from aigov_connectors.wire import WireRecord


class Thing(WireRecord):
    id: int


def between(after: int | None, upto: int | None) -> Mapping[str, Any]:
    return {"above": after, "upto": upto}


@dataclass
class Vendor:
    """Serves ids by range, or by an address for the next page; request n suffers `faults[n]`."""

    ids: list[int]
    faults: Mapping[int, str] = field(default_factory=dict)
    cap: int = 1000
    asked: list[dict[str, Any]] = field(default_factory=list)
    _bodies: list[bytes] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        fault = self.faults.get(len(self.asked))
        self.asked.append({**body, "path": request.url.path, **dict(request.url.params)})
        if fault == "repeat" and self._bodies:
            return httpx.Response(200, content=self._bodies[-1])
        if fault == "gone":
            del self.ids[0]
        if fault == "new":
            self.ids.append(self.ids[-1] + 1)
        low = int(request.url.params.get("paging", -1))
        low = max(low, -1 if body.get("above") is None else body["above"])
        high = body.get("upto")
        size = min(body["maxRecords"], self.cap)
        found = [one for one in self.ids if one > low and (high is None or one <= high)]
        more = len(found) > size
        address = f"https://elsewhere.example/x?paging={found[size - 1]}" if more else None
        page = {
            "items": [{"id": one} for one in found[:size]],
            "pageDetails": {"nextPageUrl": "same?paging=0" if fault == "stuck" else address},
        }
        content = json.dumps(page).encode()
        self._bodies.append(content)
        if fault == "cut":
            content = content[:-9]
        return httpx.Response(200, content=content)


def read(client: Any, paging: Any) -> Read[Thing]:
    listing = Listing(
        resource="things",
        path="/things/query",
        row=Thing,
        paging=paging,
        body={"fields": ["id"]},
        rows_at=("items",),
    )
    found: Read[Thing] = client.read(listing)
    return found


POSTS = ReadDeclaration(
    posts=(ReadPost("/things/query", accepts=bool), ReadPost("/things/query/next", accepts=bool))
)


async def whole(
    vendor: Callable[[httpx.Request], httpx.Response], paging: Any
) -> tuple[list[int], Read[Thing]]:
    async with client_for(vendor, declaration=POSTS) as client:
        found = read(client, paging)
        return [row.id async for row in found], found


@settings(max_examples=40, deadline=None)
@given(
    ids=st.sets(st.integers(0, 3000), max_size=300),
    size=st.integers(3, 40),
    lanes=st.integers(1, 4),
    knows=st.booleans(),
    faults=st.dictionaries(st.integers(0, 9), st.sampled_from(["repeat", "cut"]), max_size=2),
)
async def test_ranges_give_every_row_once(
    ids: set[int], size: int, lanes: int, knows: bool, faults: dict[int, str]
) -> None:
    vendor = Vendor(sorted(ids), faults)
    total = len(ids) if knows else None
    paging = IdRanges(size=size, between=between, lanes=lanes, total=total)
    try:
        rows, found = await whole(vendor, paging)
    except ConnectorError:  # the same page was spoiled twice: loud is right
        assert len(faults) == 2
        return
    assert sorted(rows) == sorted(ids)
    assert found.receipt.complete


async def test_ranges_go_side_by_side_and_need_few_requests() -> None:
    vendor = Vendor(list(range(1000, 3000)))
    rows, found = await whole(vendor, IdRanges(size=100, between=between, total=2000))
    assert sorted(rows) == vendor.ids
    assert found.receipt.total == 2000
    # One for each hundred, and one that finds the end; no range ends within a page.
    assert len(vendor.asked) <= 21
    assert len({one["upto"] for one in vendor.asked}) > 2


async def test_a_list_that_shrank_after_it_was_counted_ends() -> None:
    vendor = Vendor(list(range(100, 300, 10)))
    rows, found = await whole(vendor, IdRanges(size=1, between=between, lanes=2, total=30))
    assert sorted(rows) == vendor.ids
    assert found.receipt.why == "vendor told 30, received 20"
    assert len(vendor.asked) <= 60


async def test_a_list_that_moves_loses_nothing_that_stays() -> None:
    vendor = Vendor(list(range(100, 400)), {3: "gone", 5: "new", 6: "gone"})
    kept = set(vendor.ids[5:])
    rows, _ = await whole(vendor, IdRanges(size=20, between=between, total=300))
    assert kept <= set(rows)
    assert len(rows) == len(set(rows))


async def test_fewer_rows_than_were_counted_are_told() -> None:
    _, found = await whole(Vendor([1, 2, 3]), IdRanges(size=20, between=between, total=5))
    assert not found.receipt.complete
    assert found.receipt.why == "vendor told 5, received 3"


async def test_a_cap_in_silence_ends_nothing() -> None:
    vendor = Vendor(list(range(50)), cap=7)
    rows, _ = await whole(vendor, IdRanges(size=20, between=between))
    assert sorted(rows) == vendor.ids


async def test_rows_without_a_number_end_loudly() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"items": [{"id": None}]})

    with pytest.raises(IncompleteReadError, match="no row of a page has a number"):
        await whole(answer, IdRanges(size=20, between=between))


async def test_the_next_page_is_posted_to_a_path_of_ours() -> None:
    vendor = Vendor(list(range(25)))
    rows, found = await whole(vendor, NextByPost(size=10))
    assert rows == vendor.ids
    assert [one["path"] for one in vendor.asked] == [
        "/things/query",
        "/things/query/next",
        "/things/query/next",
    ]
    assert {tuple(one["fields"]) for one in vendor.asked} == {("id",)}
    assert found.receipt.pages == 3


@pytest.mark.parametrize("url", ["https://x.example/next", "/next?paging=1&paging=2", "stuck"])
async def test_an_address_that_does_not_lead_on_is_loud(url: str) -> None:
    numbers = iter(range(100))

    def answer(_: httpx.Request) -> httpx.Response:
        following = "?paging=7" if url == "stuck" else url
        page = {"items": [{"id": next(numbers)}], "pageDetails": {"nextPageUrl": following}}
        return httpx.Response(200, json=page)

    with pytest.raises(IncompleteReadError, match="the address of the next page"):
        await whole(answer, NextByPost(size=10))


@pytest.mark.parametrize(
    ("meant", "error", "sent"),
    [(400, BadRequestError, 1), (429, RateLimitedError, QUICK.attempts)],
)
async def test_what_an_answer_means_decides_over_retries(
    meant: int, error: type[ConnectorError], sent: int
) -> None:
    asked: Sequence[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(1)  # type: ignore[attr-defined]
        return httpx.Response(500, json={"errors": ["no such field"]})

    table = ErrorTable(meant=lambda status, body: meant if b"no such" in body else status)
    limits = RateLimits(max_in_flight=2, known=True, pause_seconds=1.0)
    async with client_for(answer, errors=table, limits=limits) as client:
        with pytest.raises(error):
            await client.json("/things")
    assert len(asked) == sent
