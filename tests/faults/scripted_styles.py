"""Every paging style as a vendor in miniature serves it; a new style is one entry of `STYLES`.

Each answers from the ids that the list holds at that moment, and keeps to what such vendors do:
a cursor names the last row, a report is made when it is first asked for, a page number counts
from the beginning of the list as it is now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import AliasPath, Field
from tests._http.vendors import Row
from tests.faults.story import CHANGES, Bears, Story

from aigov_connectors._http import (
    AfterId,
    Counted,
    Cursor,
    Forward,
    ForwardOnly,
    IdRanges,
    Listing,
    NamedCursor,
    NextByPost,
    Numbered,
    Offset,
    OlderThan,
    PagingStyle,
    ReadPost,
    Unpaged,
)
from aigov_connectors._http.graphql import (
    GraphQLAsk,
    GraphQLDocument,
    GraphQLReads,
    graphql_listing,
)
from aigov_connectors.wire import Identifier

FORWARD = Forward(headers={"pagination-type": "forward-only"})
_DOCUMENT = GraphQLDocument(
    "query Things($first:Int!,$after:String){things(first:$first,after:$after)"
    "{totalCount pageInfo{endCursor hasNextPage}edges{node{id}}}}"
)
_GRAPHQL = GraphQLReads("/graph", (_DOCUMENT,))
_QUERY = "/things/query"
POSTS = (_GRAPHQL.post, ReadPost(_QUERY, accepts=bool), ReadPost(f"{_QUERY}/next", accepts=bool))
"""What the guard must let pass."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request for a page."""

    values: Mapping[str, Any]
    """Its query, with the keys of its body or the variables of its document."""
    forward: bool
    """Whether its headers ask for paging by the last id."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the vendor says before anything goes wrong with it."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Shelf:
    """The list as it is now, and the reports that were made of it."""

    story: Story
    ids: list[int]
    held: dict[str, tuple[list[int], int]] = field(default_factory=dict)

    def size(self, asked: Any) -> int:
        """How many rows a page has for which so many were asked."""
        return min(int(asked), self.story.cap)

    def after(self, last: int, asked: Any) -> tuple[list[int], bool]:
        """A page of the rows after this id, and whether more follow."""
        rest = [one for one in self.ids if one > last]
        page = rest[: self.size(asked)]
        return page, len(page) < len(rest)

    @property
    def total(self) -> dict[str, int]:
        """The vendor's count beside a page, if it tells one."""
        return {"totalItems": len(self.ids)} if self.story.tells_total else {}


@dataclass(frozen=True, kw_only=True)
class Style:
    """One paging style: how it is declared, how it is served, what it can be asked to bear."""

    listing: Callable[[Story], Listing[Any]]
    answer: Callable[[Shelf, Asked], Answer]
    rows_at: tuple[str, ...] | None = ()
    """Where the rows stand in a body; None where none of them can be of another shape."""
    cursor: tuple[str, tuple[str, ...]] | None = None
    """Name of the cursor in a request and its place in a body."""
    bears: Bears = lambda _counted, _one_kind: CHANGES
    grows_at_end: bool = False
    """Whether new rows have the highest ids: with pages that are asked for side by side, rows in
    the midst would push others over a border that was passed, and nothing would show it."""


def rows_of(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The records of these ids."""
    return [{"id": one, "name": f"n{one}", "in": {"id": 1}} for one in ids]


def _plain(
    paging: Callable[[Story], PagingStyle], rows_at: tuple[str, ...] = (), **params: str
) -> Callable[[Story], Listing[Row]]:
    def listing(story: Story) -> Listing[Row]:
        return Listing(
            resource="things",
            path="/things",
            row=Row,
            paging=paging(story),
            params=params,
            rows_at=rows_at,
        )

    return listing


# Cursors, last ids, places ------------------------------------------------------------------------


def _cursor(shelf: Shelf, asked: Asked) -> Answer:
    last = int(asked.values.get("cursor", "c0")[1:])
    page, more = shelf.after(last, asked.values["limit"])
    cursor = f"c{page[-1]}" if more else None
    return Answer(body={"data": rows_of(page), "pagination": {"nextCursor": cursor, **shelf.total}})


def _offset(shelf: Shelf, asked: Asked) -> Answer:
    start = int(asked.values["skip"])
    page = shelf.ids[start : start + shelf.size(asked.values["limit"])]
    return Answer(body={"data": rows_of(page), "pagination": shelf.total})


def _after_id(shelf: Shelf, asked: Asked) -> Answer:
    page, _ = shelf.after(int(asked.values.get("after", "-1")), asked.values["pageSize"])
    return Answer(body=rows_of(page))


def _older(shelf: Shelf, asked: Asked) -> Answer:
    bound = int(asked.values.get("olderThan", "1000000"))
    rest = [one for one in reversed(shelf.ids) if one < bound]
    return Answer(body={"activities": rows_of(rest[: shelf.size(asked.values["pageSize"])])})


def _named(shelf: Shelf, asked: Asked) -> Answer:
    # The report is made when the cursor is; changes come too late for it.
    name = asked.values.get("cursor") or f"q{len(shelf.held)}"
    ids, start = shelf.held.setdefault(name, (list(shelf.ids), 0))
    if shelf.story.forgets_cursor and start >= len(ids) and start:
        return Answer(body=None, status=404)
    page = ids[start : start + shelf.size(asked.values["pageSize"])]
    shelf.held[name] = (ids, start + len(page))
    count = len(page) if shelf.story.counts_page else len(ids)
    cursor = {"name": name, "offset": start, "count": count, "expires": 1.8e9}
    return Answer(body={"cursor": cursor, "results": rows_of(page)})


def _unpaged(shelf: Shelf, _: Asked) -> Answer:
    return Answer(body=rows_of(shelf.ids))


# GraphQL ------------------------------------------------------------------------------------------


class Edge(Row):
    """A row as a Relay connection wraps it."""

    id: Identifier = Field(validation_alias=AliasPath("node", "id"))


def _relay_listing(story: Story) -> Listing[Edge]:
    return graphql_listing(
        resource="things",
        path=_GRAPHQL.path,
        row=Edge,
        asks=(GraphQLAsk(_DOCUMENT),),
        connection=("data", "things"),
        size=story.size,
    )


def _relay(shelf: Shelf, asked: Asked) -> Answer:
    page, more = shelf.after(int((asked.values["after"] or "c0")[1:]), asked.values["first"])
    told = {"totalCount": len(shelf.ids)} if shelf.story.tells_total else {}
    info = {"endCursor": f"c{page[-1]}" if page else None, "hasNextPage": more}
    edges = [{"node": row} for row in rows_of(page)]
    return Answer(body={"data": {"things": {"edges": edges, "pageInfo": info, **told}}})


# Bodies -------------------------------------------------------------------------------------------


def _between(after: int | None, upto: int | None) -> Mapping[str, Any]:
    bounds = {"above": after, "upto": upto}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _by_post(paging: Callable[[Story], PagingStyle]) -> Callable[[Story], Listing[Row]]:
    def listing(story: Story) -> Listing[Row]:
        return Listing(
            resource="things",
            path=_QUERY,
            row=Row,
            paging=paging(story),
            body={"filter": []},
            rows_at=("items",),
        )

    return listing


def _ranges_of(story: Story) -> PagingStyle:
    total = len(story.ids) if story.tells_total else None
    return IdRanges(size=story.size, between=_between, lanes=story.ahead, total=total)


def _query(shelf: Shelf, asked: Asked) -> Answer:
    """A page of a query, whether it is asked for by its bounds or by the address of the next."""
    values = asked.values
    last = int(values["paging"][1:]) if "paging" in values else values.get("above", -1)
    rest = [one for one in shelf.ids if last < one <= values.get("upto", 1_000_000)]
    page = rest[: shelf.size(values["maxRecords"])]
    told = f"https://elsewhere.example/x/next?paging=c{page[-1]}" if len(page) < len(rest) else None
    return Answer(body={"items": rows_of(page), "pageDetails": {"nextPageUrl": told}})


# Numbers ------------------------------------------------------------------------------------------


def _by_number(shelf: Shelf, asked: Asked) -> Answer:
    number, size = int(asked.values.get("page", 1)), shelf.size(asked.values["pageSize"])
    ids = shelf.ids if "orderBy" in asked.values else shelf.ids[::-1]  # an order of its own
    page = ids[(number - 1) * size : number * size]
    last = max(1, -(-len(shelf.ids) // size))
    if not shelf.story.links or asked.forward:
        return Answer(body=rows_of(page))
    relations = {"next": number + 1, "last": last} if number < last else {"first": 1}
    link = ", ".join(
        f'<https://elsewhere.example/x?page={page_}&pageSize={size}>; rel="{name}"'
        for name, page_ in relations.items()
    )
    return Answer(body=rows_of(page), headers={"Link": link})


def _by_last_id(shelf: Shelf, asked: Asked) -> Answer:
    if not asked.forward:
        return _by_number(shelf, asked)
    page, more = shelf.after(int(asked.values.get("pageId", 0)), asked.values["pageSize"])
    link = f'<https://elsewhere.example/x?pageId={page[-1]}>; rel="next"' if more else ""
    return Answer(body=rows_of(page), headers={"Link": link})


def _told_count(shelf: Shelf, asked: Asked) -> Answer:
    number, size = int(asked.values["page_no"]), shelf.size(asked.values["page_size"])
    page = shelf.ids[(number - 1) * size : number * size]
    told = {"record_count": len(shelf.ids)} if shelf.story.tells_total else {}
    return Answer(body={**told, "things": rows_of(page)})


def _counted(story: Story) -> PagingStyle:
    total = len(story.ids) if story.tells_total else None
    return Numbered(size=story.size, ahead=story.ahead, total=total, forward=FORWARD)


def _bears_growth(_counted: bool, _one_kind: str) -> tuple[str, ...]:
    # Rows that vanish pull others over a border that was passed, and nothing shows it.
    return ("grow",)


def _bears_one(counted: bool, one_kind: str) -> tuple[str, ...]:
    # A count shows what is missing, unless as many rows came as went.
    return (one_kind,) if counted else ("grow",)


STYLES: Mapping[str, Style] = {
    "cursor": Style(
        listing=_plain(lambda story: Cursor(size=story.size), ("data",)),
        answer=_cursor,
        rows_at=("data",),
        cursor=("cursor", ("pagination", "nextCursor")),
    ),
    "after_id": Style(
        listing=_plain(lambda story: AfterId(size=story.size)),
        answer=_after_id,
    ),
    "named": Style(
        listing=_plain(lambda story: NamedCursor(size=story.size), ("results",)),
        answer=_named,
        rows_at=("results",),
    ),
    "older": Style(
        listing=_plain(lambda story: OlderThan(size=story.size), ("activities",)),
        answer=_older,
        rows_at=("activities",),
    ),
    "offset": Style(
        listing=_plain(lambda story: Offset(size=story.size), ("data",)),
        answer=_offset,
        rows_at=("data",),
    ),
    "unpaged": Style(listing=_plain(lambda _: Unpaged()), answer=_unpaged),
    "relay": Style(
        listing=_relay_listing,
        answer=_relay,
        rows_at=None,  # the query cuts its edges to measure
        cursor=("after", ("data", "things", "pageInfo", "endCursor")),
    ),
    "numbered": Style(
        listing=_plain(lambda story: Numbered(size=story.size, ahead=story.ahead), orderBy="id"),
        answer=_by_number,
        bears=_bears_growth,
        grows_at_end=True,
    ),
    "numbered, counted": Style(
        listing=_plain(_counted, orderBy="id"),
        answer=_by_last_id,
        bears=_bears_one,
        grows_at_end=True,
    ),
    "forward only": Style(
        listing=_plain(lambda story: ForwardOnly(size=story.size, forward=FORWARD), orderBy="id"),
        answer=_by_last_id,
    ),
    "forward unknown": Style(
        listing=_plain(lambda story: ForwardOnly(size=story.size, forward=FORWARD), orderBy="id"),
        answer=_by_number,
        bears=_bears_growth,
        grows_at_end=True,
    ),
    "counted": Style(
        listing=_plain(
            lambda story: Counted(size=story.size, ahead=story.ahead, total_at=("record_count",)),
            ("things",),
        ),
        answer=_told_count,
        rows_at=("things",),
        bears=_bears_one,
        grows_at_end=True,
    ),
    "id ranges": Style(listing=_by_post(_ranges_of), answer=_query, rows_at=("items",)),
    "next by post": Style(
        listing=_by_post(lambda story: NextByPost(size=story.size)),
        answer=_query,
        rows_at=("items",),
    ),
}
