"""The crawl reads to the end in each of the vendors' paging styles, and stops where none is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.contract.crawl import Crawl, Visit

ROWS = [{"id": number} for number in range(1, 8)]


def _by_cursor(query: httpx.QueryParams) -> Any:
    start, size = int(query.get("cursor", "0")), int(query["limit"])
    more = start + size < len(ROWS)
    cursor = {"nextCursor": str(start + size)} if more else {}
    return {"data": {"things": ROWS[start : start + size]}, "pagination": cursor}


def _after_id(query: httpx.QueryParams) -> Any:
    after, size = int(query.get("after", "0")), int(query["pageSize"])
    return [row for row in ROWS if row["id"] > after][:size]


def _older_than(query: httpx.QueryParams) -> Any:
    before, size = int(query.get("olderThan", "99")), int(query["pageSize"])
    return {"rows": [row for row in reversed(ROWS) if row["id"] < before][:size]}


def _by_number(query: httpx.QueryParams) -> Any:
    page, size = int(query.get("page", "1")), int(query["pageSize"])
    return ROWS[(page - 1) * size : page * size]


class NamedCursor:
    """Keeps the place on the server; the name stays the same."""

    place = 0

    def __call__(self, query: httpx.QueryParams) -> Any:
        self.place = self.place if "cursor" in query else 0
        rows = ROWS[self.place : self.place + int(query["pageSize"])]
        self.place += len(rows)
        return {"cursor": {"name": "same"}, "rows": rows}


def _crawl(step: dict[str, Any], answer: Callable[[httpx.QueryParams], Any]) -> Crawl:
    def respond(request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == "Token secret"
        if request.url.path != "/things":
            return httpx.Response(200, json={"path": request.url.path})
        if request.url.params.get("bad"):
            return httpx.Response(400, json={})
        return httpx.Response(200, json=answer(request.url.params))

    plan = {
        "auth": {"value": "Token {key}"},
        "GET /things/{id}": {"path": {"id": {"of": "GET /things", "at": "id"}}},
        "GET /things": step,
    }
    http = httpx.Client(transport=httpx.MockTransport(respond), base_url="http://vendor.example")
    return Crawl(plan, http, {"key": "secret"})


@pytest.mark.parametrize(
    ("paging", "size", "rows", "answer"),
    [
        ("cursor", "limit", "/data/things", _by_cursor),
        ("after-id", "pageSize", "", _after_id),
        ("older-than", "pageSize", "/rows", _older_than),
        ("named-cursor", "pageSize", "/rows", NamedCursor()),
        ("numbered", "pageSize", "", _by_number),
    ],
)
def test_every_style_is_read_to_its_end(
    paging: str, size: str, rows: str, answer: Callable[[httpx.QueryParams], Any]
) -> None:
    crawl = _crawl({"paging": paging, "rows": rows, "first": {size: "3"}}, answer)
    visits = list(crawl.visits())
    assert sorted(row["id"] for row in crawl.rows["GET /things"]) == [1, 2, 3, 4, 5, 6, 7]
    # The details of each row follow, by its id.
    assert sorted(visit.path for visit in visits if visit.path != "/things") == [
        f"/things/{number}" for number in range(1, 8)
    ]


def test_tries_and_refusals_are_told_apart() -> None:
    step = {
        "paging": "after-id",
        "first": {"pageSize": "5"},
        "tries": [{"pageSize": "9", "after": "{id}"}],
        "refused": [{"bad": "1", "pageSize": "9"}],
    }
    visits = [visit for visit in _crawl(step, _after_id).visits() if visit.path == "/things"]
    assert [(visit.status, visit.to_be_refused) for visit in visits] == [
        (200, False),
        (200, False),
        (200, False),
        (400, True),
    ]
    assert visits[2].query == (("pageSize", "9"), ("after", "1"))


def test_a_list_without_end_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.contract.crawl.MOST_PAGES", 20)

    def endless(query: httpx.QueryParams) -> Any:
        return {"data": [], "pagination": {"nextCursor": "more"}}

    with pytest.raises(AssertionError, match="no end after"):
        list(_crawl({"paging": "cursor", "first": {"limit": "1"}}, endless).visits())


def test_a_visit_names_itself() -> None:
    visit = Visit("GET /things", "/things", (("limit", "1"),), (), 200, [])
    assert str(visit) == "GET /things {'limit': '1'}"
