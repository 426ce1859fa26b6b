"""Vendors in miniature, for the tests of the HTTP stack: rows, a paging style, and faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from aigov_connectors._http import (
    AfterId,
    Auth,
    Cursor,
    ErrorTable,
    HttpClient,
    Listing,
    NamedCursor,
    NetworkOptions,
    Offset,
    OlderThan,
    PagingStyle,
    RateLimits,
    ReadDeclaration,
    RetryPolicy,
    open_client,
)
from aigov_connectors.wire import Identifier, Text, WireRecord

START = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


class FakeClock:
    """Time that passes only when all sleep: the first to wake moves it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []
        self._sleepers: list[float] = []

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        wake = self.seconds + seconds
        self._sleepers.append(wake)
        try:
            while True:
                for _ in range(5):  # let the others begin to sleep, or to run
                    await asyncio.sleep(0)
                if wake <= min(self._sleepers):
                    break
            self.seconds = max(self.seconds, wake)
        finally:
            self._sleepers.remove(wake)


class Row(WireRecord):
    id: Identifier
    name: Text = None


UNLIMITED = RateLimits(max_in_flight=8)
QUICK = RetryPolicy(attempts=3, random=lambda: 0.0)

Handler = Callable[[httpx.Request], Any]


def client_for(
    handler: Handler | httpx.AsyncBaseTransport,
    *,
    auth: Auth | None = None,
    declaration: ReadDeclaration | None = None,
    limits: RateLimits = UNLIMITED,
    errors: ErrorTable | None = None,
    network: NetworkOptions | None = None,
    retry: RetryPolicy = QUICK,
    clock: FakeClock | None = None,
    base_url: str = "https://vendor.example",
) -> HttpClient:
    """Open a client whose network is a function."""
    if not isinstance(handler, httpx.AsyncBaseTransport):
        handler = httpx.MockTransport(handler)
    return open_client(
        vendor="acme",
        connection="acme-1",
        tenant_id="tenant-1",
        base_url=base_url,
        auth=auth,
        declaration=declaration or ReadDeclaration(),
        limits=limits,
        errors=errors or ErrorTable(),
        network=network,
        retry=retry,
        transport=handler,
        clock=clock or FakeClock(),
    )


STYLES: Mapping[str, Callable[[int], PagingStyle]] = {
    "cursor": lambda size: Cursor(size=size),
    "after_id": lambda size: AfterId(size=size),
    "named": lambda size: NamedCursor(size=size),
    "older": lambda size: OlderThan(size=size),
    "offset": lambda size: Offset(size=size),
}
ROWS_AT: Mapping[str, tuple[str, ...]] = {
    "cursor": ("data",),
    "after_id": (),
    "named": ("results",),
    "older": ("activities",),
    "offset": ("data",),
}


def listing_for(style: str, size: int) -> Listing[Row]:
    return Listing(
        resource="things",
        path="/things",
        row=Row,
        paging=STYLES[style](size),
        rows_at=ROWS_AT[style],
    )


@dataclass
class Vendor:
    """Serves `ids` in one paging style; request n suffers `faults[n]`, if there is one."""

    style: str
    ids: Sequence[int]
    faults: Sequence[str | None] = ()
    cap: int = 10_000
    """Largest page, whatever is asked for."""
    tells_total: bool = True
    forgets_cursor: bool = False
    """Whether the server-held cursor is gone after its end: 404 instead of an empty page."""
    requests: list[dict[str, str]] = field(default_factory=list)
    _last: list[bytes] = field(default_factory=list)
    _offsets: dict[str, int] = field(default_factory=dict)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        number = len(self.requests)
        self.requests.append(query)
        fault = self.faults[number] if number < len(self.faults) else None
        if fault == "429":
            return httpx.Response(429, headers={"Retry-After": "1"})
        if fault == "503 before":
            return httpx.Response(503)
        status, body = getattr(self, f"_{self.style}")(query)
        if status != 200:
            return httpx.Response(status)
        content = json.dumps(body, separators=(",", ":")).encode()
        if fault == "repeat" and self._last:
            return httpx.Response(200, content=self._last[-1])
        if fault == "same cursor":
            content = self._with_old_cursor(body, query)
        self._last.append(content)
        return self._spoil(content, fault)

    def _spoil(self, content: bytes, fault: str | None) -> httpx.Response:
        if fault == "500":
            return httpx.Response(500, json={"resultCode": "FAILURE"})
        if fault == "cut":
            return httpx.Response(200, content=content[: len(content) // 2])
        if fault == "html":
            return httpx.Response(200, html="<html>maintenance</html>")
        if fault == "empty":
            return httpx.Response(200, content=b"")
        if fault == "drop":
            promised = {"Content-Length": str(len(content) + 10)}
            return httpx.Response(200, headers=promised, content=content)
        return httpx.Response(200, content=content)

    def _with_old_cursor(self, body: Any, query: Mapping[str, str]) -> bytes:
        if self.style == "cursor" and body["pagination"]["nextCursor"] and "cursor" in query:
            body["pagination"]["nextCursor"] = query["cursor"]
        return json.dumps(body).encode()

    def _rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        return [{"id": one, "name": f"n{one}", "in": {"id": 1}} for one in ids]

    def _size(self, query: Mapping[str, str], name: str) -> int:
        return min(int(query[name]), self.cap)

    def _cursor(self, query: Mapping[str, str]) -> tuple[int, Any]:
        start = int(query.get("cursor", "c0")[1:])
        stop = start + self._size(query, "limit")
        more = f"c{stop}" if stop < len(self.ids) else None
        total = {"totalItems": len(self.ids)} if self.tells_total else {}
        rows = self._rows(self.ids[start:stop])
        return 200, {"data": rows, "pagination": {"nextCursor": more, **total}}

    def _offset(self, query: Mapping[str, str]) -> tuple[int, Any]:
        start = int(query["skip"])
        rows = self._rows(self.ids[start : start + self._size(query, "limit")])
        total = {"totalItems": len(self.ids)} if self.tells_total else {}
        return 200, {"data": rows, "pagination": total}

    def _after_id(self, query: Mapping[str, str]) -> tuple[int, Any]:
        after = int(query.get("after", "-1"))
        ids = [one for one in sorted(self.ids) if one > after]
        return 200, self._rows(ids[: self._size(query, "pageSize")])

    def _older(self, query: Mapping[str, str]) -> tuple[int, Any]:
        bound = int(query.get("olderThan", "1000000"))
        ids = [one for one in sorted(self.ids, reverse=True) if one < bound]
        return 200, {"activities": self._rows(ids[: self._size(query, "pageSize")])}

    def _named(self, query: Mapping[str, str]) -> tuple[int, Any]:
        name = query.get("cursor") or f"q{len(self._offsets)}"
        start = self._offsets.setdefault(name, 0)
        stop = min(start + self._size(query, "pageSize"), len(self.ids))
        if self.forgets_cursor and start >= len(self.ids) and start:
            return 404, None
        self._offsets[name] = stop  # the server moves, whether or not the answer arrives
        cursor = {"name": name, "offset": start, "count": len(self.ids), "expires": 1.8e9}
        return 200, {"cursor": cursor, "results": self._rows(self.ids[start:stop])}
