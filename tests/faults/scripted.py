"""A vendor in miniature whose bad days are drawn by lot: one seed, one list, one story.

Every fault is drawn before the read begins and fires on the n-th request, two at once included.
The list may grow and shrink while it is read. What may rightly come out is known, so that a
verdict can be given on every read: complete, loud, or wrong.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import AliasPath, Field, SecretStr
from tests._http.vendors import FakeClock, Row, client_for

from aigov_connectors._http import (
    AfterId,
    ClientCredentialsAuth,
    Cursor,
    Listing,
    NamedCursor,
    Offset,
    OlderThan,
    RateLimits,
    ReadDeclaration,
    RetryPolicy,
    Unpaged,
)
from aigov_connectors._http.graphql import (
    GraphQLAsk,
    GraphQLDocument,
    GraphQLReads,
    graphql_listing,
)
from aigov_connectors.errors import ConnectorError, ReadOnlyViolationError
from aigov_connectors.wire import Identifier

_LISTS = ("cursor", "after_id", "named", "older", "offset", "unpaged")
STYLES = (*_LISTS, "relay")

REFUSALS = ("429", "429 soon", "500", "503", "502 page", "reset", "no connection", "expire")
"""No page comes; a server-held cursor stays where it was."""
LOSSES = ("500 late", "reset late", "drop")
"""No page comes either, but a server-held cursor has moved."""
SPOILS = ("cut", "html", "no body", "null", "error body", "repeat", "same cursor", "broken record")
"""A page comes, and something is wrong with it."""
CHANGES = ("grow", "shrink")
FAULTS = REFUSALS + LOSSES + SPOILS


@dataclass(frozen=True, kw_only=True)
class Story:
    """What happens in one read; the same seed tells the same story."""

    seed: int
    style: str
    size: int
    """Rows asked for."""
    cap: int
    """Rows of a page at most, whatever is asked for."""
    ids: tuple[int, ...]
    faults: Mapping[int, tuple[str, ...]]
    """Number of the request, from 0, to what goes wrong with it."""
    changes: Mapping[int, str]
    """Number of the request before which the list grows or shrinks."""
    tells_total: bool
    counts_page: bool
    """Whether a server-held cursor counts the rows of the page, not those of the report."""
    forgets_cursor: bool
    """Whether a server-held cursor is gone after its end: 404 instead of an empty page."""

    @classmethod
    def of(cls, seed: int) -> Story:
        """Draw the story of a seed."""
        lot = random.Random(seed)  # noqa: S311 - a schedule, no secret
        count = lot.choice((0, 1, 3, 10, 20, 25, 40, 57))
        size = lot.choice((1, 4, 5, 10, 16, 100))
        pages = count // size + 4
        often = lot.choice((0.0, 0.1, 0.25, 0.5))
        kinds = lot.sample(FAULTS, lot.randint(1, len(FAULTS)))
        moving = lot.random() < 0.3
        style = lot.choice(_LISTS)
        return cls(
            seed=seed,
            style=style if seed % 7 else "relay",
            size=size,
            cap=lot.choice((10_000, 10_000, 5, 10, 16)),
            ids=tuple(sorted(lot.sample(range(100, 900), count))),
            faults={
                number: tuple(dict.fromkeys(lot.choices(kinds, k=lot.choice((1, 1, 2)))))
                for number in range(pages * 3)
                if lot.random() < often
            },
            changes={
                number: lot.choice(CHANGES) for number in range(pages * 2) if lot.random() < 0.3
            }
            if moving
            else {},
            tells_total=lot.random() < 0.6,
            counts_page=lot.random() < 0.5,
            forgets_cursor=lot.random() < 0.5,
        )

    def listing(self) -> Listing[Row]:
        """The list as a client declares it."""
        if self.style == "relay":
            return graphql_listing(
                resource="things",
                path=_READS.path,
                row=Edge,
                asks=(GraphQLAsk(_DOCUMENT),),
                connection=("data", "things"),
                size=self.size,
            )
        style, rows_at = _DECLARED[self.style]
        return Listing(
            resource="things",
            path="/things",
            row=Row,
            paging=Unpaged() if style is Unpaged else style(size=self.size),
            rows_at=rows_at,
        )


class Edge(Row):
    """A row as a Relay connection wraps it."""

    id: Identifier = Field(validation_alias=AliasPath("node", "id"))


_DOCUMENT = GraphQLDocument(
    "query Things($first:Int!,$after:String){things(first:$first,after:$after)"
    "{totalCount pageInfo{endCursor hasNextPage}edges{node{id}}}}"
)
_READS = GraphQLReads("/graph", (_DOCUMENT,))

_DECLARED: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "cursor": (Cursor, ("data",)),
    "after_id": (AfterId, ()),
    "named": (NamedCursor, ("results",)),
    "older": (OlderThan, ("activities",)),
    "offset": (Offset, ("data",)),
    "unpaged": (Unpaged, ()),
}


@dataclass
class ScriptedVendor:
    """Answers as the story has it."""

    story: Story
    requests: int = 0
    tokens: int = 0
    broken: set[int] = field(default_factory=set)
    """Ids of rows that were sent in a shape that cannot be read."""
    ever: set[int] = field(default_factory=set)
    """Ids of all rows that were there at some time."""
    always: set[int] = field(default_factory=set)
    """Ids of the rows that were there from the first request to the last."""
    _ids: list[int] = field(default_factory=list)
    _dead: bool = False
    _pages: list[bytes] = field(default_factory=list)
    _held: dict[str, tuple[list[int], int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = list(self.story.ids)
        self.ever, self.always = set(self._ids), set(self._ids)
        self._lot = random.Random(self.story.seed + 1)  # noqa: S311 - a schedule, no secret

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        if request.url.path == "/token":
            self.tokens += 1
            self._dead = False
            body = {"access_token": f"t{self.tokens}", "expires_in": 3600}
            return httpx.Response(200, json=body)
        number = self.requests
        self.requests += 1
        self._change(self.story.changes.get(number))
        due = self.story.faults.get(number, ())
        if "expire" in due:
            self._dead = True
        if self._dead:
            return httpx.Response(401)
        for name in due:
            if name in REFUSALS:
                return _refusal(name, request)
        query = dict(request.url.params)
        if self.story.style == "relay":
            query = json.loads(request.content)["variables"]
        status, body = getattr(self, f"_{self.story.style}")(query)
        for name in due:
            if name in LOSSES:
                return _loss(name, request)
        if status != 200:
            return httpx.Response(status)
        return self._sent(body, due, query)

    def _change(self, change: str | None) -> None:
        if change == "grow":
            new = self._lot.choice([one for one in range(1, 999) if one not in self.ever])
            self._ids = sorted([*self._ids, new])
            self.ever.add(new)
        elif change == "shrink" and self._ids:
            gone = self._lot.choice(self._ids)
            self._ids.remove(gone)
            self.always.discard(gone)

    def _sent(self, body: Any, due: Sequence[str], query: Mapping[str, str]) -> httpx.Response:
        if "same cursor" in due and self.story.style == "cursor" and "cursor" in query:
            body["pagination"]["nextCursor"] = query["cursor"]
        if "broken record" in due:
            self._break_one(body)
        content = json.dumps(body, separators=(",", ":")).encode()
        if "repeat" in due and self._pages:
            content = self._pages[-1]
        self._pages.append(content)
        for name in due:
            if name in _SPOILED:
                content = _SPOILED[name](content)
        return httpx.Response(200, content=content)

    def _break_one(self, body: Any) -> None:
        if self.story.style == "relay":
            return  # its edges are cut to measure by the query
        key = _DECLARED[self.story.style][1]
        rows = body[key[0]] if key else body
        if rows:
            place = len(rows) // 2
            self.broken.add(rows[place]["id"])
            rows[place] = {"id": {"odd": rows[place]["id"]}}

    # The paging styles -------------------------------------------------------------------------

    def _rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        return [{"id": one, "name": f"n{one}", "in": {"id": 1}} for one in ids]

    def _size(self, query: Mapping[str, str], name: str) -> int:
        return min(int(query[name]), self.story.cap)

    def _total(self) -> dict[str, int]:
        return {"totalItems": len(self._ids)} if self.story.tells_total else {}

    def _cursor(self, query: Mapping[str, str]) -> tuple[int, Any]:
        # The cursor names the last row, as the vendors' own do, so rows never move under it.
        last = int(query.get("cursor", "c0")[1:])
        rest = [one for one in self._ids if one > last]
        page = rest[: self._size(query, "limit")]
        more = f"c{page[-1]}" if len(page) < len(rest) else None
        return 200, {
            "data": self._rows(page),
            "pagination": {"nextCursor": more, **self._total()},
        }

    def _offset(self, query: Mapping[str, str]) -> tuple[int, Any]:
        start = int(query["skip"])
        page = self._ids[start : start + self._size(query, "limit")]
        return 200, {"data": self._rows(page), "pagination": self._total()}

    def _after_id(self, query: Mapping[str, str]) -> tuple[int, Any]:
        after = int(query.get("after", "-1"))
        rest = [one for one in self._ids if one > after]
        return 200, self._rows(rest[: self._size(query, "pageSize")])

    def _older(self, query: Mapping[str, str]) -> tuple[int, Any]:
        bound = int(query.get("olderThan", "1000000"))
        rest = [one for one in reversed(self._ids) if one < bound]
        return 200, {"activities": self._rows(rest[: self._size(query, "pageSize")])}

    def _named(self, query: Mapping[str, str]) -> tuple[int, Any]:
        # The report is made when the cursor is; changes come too late for it.
        name = query.get("cursor") or f"q{len(self._held)}"
        ids, start = self._held.setdefault(name, (list(self._ids), 0))
        if self.story.forgets_cursor and start >= len(ids) and start:
            return 404, None
        page = ids[start : start + self._size(query, "pageSize")]
        self._held[name] = (ids, start + len(page))
        count = len(page) if self.story.counts_page else len(ids)
        cursor = {"name": name, "offset": start, "count": count, "expires": 1.8e9}
        return 200, {"cursor": cursor, "results": self._rows(page)}

    def _relay(self, query: Mapping[str, Any]) -> tuple[int, Any]:
        last = int((query["after"] or "c0")[1:])
        rest = [one for one in self._ids if one > last]
        page = rest[: self._size(query, "first")]
        told = {"totalCount": len(self._ids)} if self.story.tells_total else {}
        info = {"endCursor": f"c{page[-1]}" if page else None, "hasNextPage": page != rest}
        edges = [{"node": row} for row in self._rows(page)]
        return 200, {"data": {"things": {"edges": edges, "pageInfo": info, **told}}}

    def _unpaged(self, query: Mapping[str, str]) -> tuple[int, Any]:
        return 200, self._rows(self._ids)


def _refusal(name: str, request: httpx.Request) -> httpx.Response:
    if name == "reset":
        raise httpx.ReadError("reset", request=request)
    if name == "no connection":
        raise httpx.ConnectError("refused", request=request)
    if name == "502 page":
        return httpx.Response(502, html="<h1>Bad gateway</h1>")
    headers = {"Retry-After": "1"} if name == "429 soon" else {}
    return httpx.Response(int(name.split(maxsplit=1)[0]), headers=headers)


def _loss(name: str, request: httpx.Request) -> httpx.Response:
    if name == "500 late":
        return httpx.Response(500)
    if name == "reset late":
        raise httpx.ReadError("reset", request=request)
    return httpx.Response(200, headers={"Content-Length": "1000"}, content=b"[{")


_SPOILED = {
    "cut": lambda content: content[: len(content) * 2 // 3],
    "html": lambda content: b"<!DOCTYPE html><title>Sign in</title>",
    "no body": lambda content: b"",
    "null": lambda content: b"null",
    "error body": lambda content: b'{"errors":[{"code":5000010,"title":"odd"}]}',
}


@dataclass(frozen=True)
class Verdict:
    """What came of a read."""

    kind: str
    """`complete`, `loud`, or what is wrong."""
    told: str = ""
    """What the read itself says of its trouble."""

    @property
    def is_right(self) -> bool:
        """Whether nothing was lost in silence, doubled or invented."""
        return self.kind in ("complete", "loud")


def verdict_of(seed: int) -> Verdict:
    """Read the list of a seed and judge what came."""
    return asyncio.run(_verdict(Story.of(seed)))


async def _verdict(story: Story) -> Verdict:
    vendor = ScriptedVendor(story)
    got: list[int] = []
    rejected = 0
    problem: ConnectorError | None = None
    auth = ClientCredentialsAuth(
        token_path="/token", client_id="c", client_secret=SecretStr("s3cret")
    )
    async with client_for(
        vendor,
        auth=auth,
        declaration=ReadDeclaration(posts=(_READS.post,)),
        limits=RateLimits(max_in_flight=4, pause_seconds=0.1),
        retry=RetryPolicy(attempts=4, random=lambda: 0.0),
        clock=FakeClock(),
    ) as client:
        read = client.read(story.listing())
        try:
            async for page in read.pages():
                got += [int(row.id) for row in page.items]
                rejected += len(page.rejected)
        except ConnectorError as error:
            problem = error
    receipt = read.receipt
    if len(got) != len(set(got)):
        return Verdict("a row came twice")
    if not set(got) <= vendor.ever:
        return Verdict("a row came that never was")
    if (receipt.rows, receipt.rejected) != (len(got), rejected):
        return Verdict("the receipt does not say what came")
    if receipt.requests < vendor.requests:
        return Verdict("the receipt counts too few requests")
    if problem is not None or not receipt.complete:
        return _loud(problem, receipt.why)
    lost = vendor.always - set(got) - (vendor.broken if rejected else set())
    return Verdict(f"{len(lost)} rows were lost in silence") if lost else Verdict("complete")


def _loud(problem: ConnectorError | None, why: str | None) -> Verdict:
    """An error has to name its page and its cause; a receipt its reason."""
    if not why:
        return Verdict("incomplete, and nothing says why")
    if problem is None:
        return Verdict("loud", why)
    if isinstance(problem, ReadOnlyViolationError):
        return Verdict("it was never asked", str(problem))
    if problem.page is None and problem.path_template != "/token":
        return Verdict("an error that names no page", str(problem))
    return Verdict("loud", str(problem))
