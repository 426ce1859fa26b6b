"""Faults on purpose: what networks, proxies and vendors do on a bad day, by name and on schedule.

A fault is counted on the requests that it matches and fires on every n-th of them, so the same
requests meet the same faults in every run. Faults of the HTTP exchange are made here; faults of
the content (`broken-record`, `grow`, `shrink`, `repeat-cursor`, `expire`) are handed to the
vendor's app, which knows its records and tokens.
"""

import asyncio
import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode

from aigov_connectors.sandbox.asgi import App, Receive, Recorded, Scope, Send, send_answer
from aigov_connectors.sandbox.noise import noise

CONTENT_FAULTS = frozenset({"broken-record", "grow", "shrink", "repeat-cursor", "expire"})
HTTP_FAULTS = frozenset(
    {
        "rate-limit",
        "rate-limit-silent",
        "server-error",
        "unavailable",
        "maintenance",
        "deny",
        "drop",
        "cut",
        "html",
        "empty",
        "duplicate",
        "content-type",
        "gzip",
        "slow",
        "drip",
        "oversize",
        "bomb",
        "soft-error",
    }
)
FAULT_NAMES = CONTENT_FAULTS | HTTP_FAULTS
_EVERY_TIME = frozenset({"deny", "gzip", "content-type"})
_PAGE_PARAMETERS = frozenset(
    {"cursor", "after", "olderThan", "skip", "page", "pageId", "page_no", "paging"}
)
_HTML = b"<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>"

ErrorBody = Callable[[int], bytes]
"""A vendor's error body for a status."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault and its schedule.

    Raises:
        ValueError: no fault has that name, or a number makes no sense.
    """

    name: str
    vendor: str | None = None
    """Vendor id; None is every vendor."""
    path: str | None = None
    """Prefix of the path, with or without the vendor's API root; None is every path.

    With `$` at its end it is the whole path.
    """
    every: int = 0
    """Fires on every n-th matching request of a vendor; 0 is 13, or 1 for a lasting state."""
    times: int | None = None
    """Stops after firing that often; None never stops."""
    burst: int = 1
    """How many requests in a row it hits when it fires."""
    skip: int = 0
    """Matching requests that pass before counting begins."""
    seconds: float = 0.05
    """Of `slow` and `drip` the delay, of `rate-limit` the Retry-After (rounded up)."""
    megabytes: int = 80
    """Of `oversize` and `bomb` the size of the body."""

    def __post_init__(self) -> None:
        if self.name not in FAULT_NAMES:
            known = ", ".join(sorted(FAULT_NAMES))
            raise ValueError(f"no fault is named {self.name!r}; there are: {known}")
        if self.every < 0 or self.burst < 1 or self.skip < 0 or self.seconds < 0:
            raise ValueError(f"fault {self.name}: every, burst, skip, seconds must not be negative")
        if self.every == 0:
            object.__setattr__(self, "every", 1 if self.name in _EVERY_TIME else 13)

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Read `drop:every=13,path=/agents`, as the command line has it.

        Raises:
            ValueError: the text is no fault, or has an unknown option.
        """
        name, _, rest = text.partition(":")
        known = {entry.name: entry.type for entry in fields(cls)}
        options: dict[str, str | int | float] = {}
        for part in filter(None, rest.split(",")):
            key, equals, value = part.partition("=")
            if not equals or key == "name" or key not in known:
                raise ValueError(f"fault {text!r}: {part!r} is no option")
            options[key] = _NUMBERS.get(key, str)(value)
        return cls(name=name, **options)  # type: ignore[arg-type]  # the kinds follow _NUMBERS

    def matches(self, vendor: str, path: str, root: str) -> bool:
        """Whether a request to that vendor and path counts."""
        if self.vendor not in (None, vendor):
            return False
        if self.path is None:
            return True
        below = path.removeprefix(root)
        if self.path.endswith("$"):
            return self.path[:-1] in (path, below)
        return path.startswith(self.path) or below.startswith(self.path)


_NUMBERS: dict[str, Callable[[str], str | int | float]] = {
    "every": int,
    "times": int,
    "burst": int,
    "skip": int,
    "megabytes": int,
    "seconds": float,
}


class FaultPlan:
    """The faults of one sandbox with their counters."""

    def __init__(self, faults: Iterable[Fault | str] = (), *, seed: int = 0) -> None:
        self.faults: tuple[Fault, ...] = tuple(
            Fault.parse(one) if isinstance(one, str) else one for one in faults
        )
        self.fired: Counter[str] = Counter()
        """Name of a fault to how many requests it hit."""
        # Counted per vendor: vendors are read side by side, in an order that no two runs share.
        self._seen: Counter[tuple[int, str]] = Counter()
        self._hits: Counter[tuple[int, str]] = Counter()
        self._phase = [
            noise(seed, 21, position) % fault.every for position, fault in enumerate(self.faults)
        ]

    def around(
        self,
        app: App,
        *,
        vendor: str,
        root: str,
        error_body: ErrorBody,
        soft_body: bytes | None = None,
    ) -> App:
        """Return `app` with this plan's faults before it.

        Args:
            app: the vendor's app.
            vendor: vendor id.
            root: the prefix of the vendor's API paths, such as `/web/api/v2.1`.
            error_body: the vendor's error body for a status.
            soft_body: an error as the vendor puts it inside a success; None where none does.
        """
        if not self.faults:
            return app
        line = _FaultyLine(app, error_body, soft_body)

        async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
            names = self._due(vendor, str(scope["path"]), root)
            scope["aigov.faults"] = frozenset(names) & CONTENT_FAULTS
            await line.answer(scope, receive, send, names)

        return faulty

    def _due(self, vendor: str, path: str, root: str) -> dict[str, Fault]:
        due: dict[str, Fault] = {}
        for position, fault in enumerate(self.faults):
            if not fault.matches(vendor, path, root):
                continue
            key = (position, vendor)
            self._seen[key] += 1
            turn = self._seen[key] - fault.skip
            spent = fault.times is not None and self._hits[key] >= fault.times * fault.burst
            if turn < 1 or spent:
                continue
            since = (turn - 1 + self._phase[position]) % fault.every
            if since < fault.burst and turn - since > 0:
                self._hits[key] += 1
                self.fired[fault.name] += 1
                due.setdefault(fault.name, fault)
        return due


class _FaultyLine:
    """The way between a vendor's app and the network, on which things go wrong."""

    def __init__(self, app: App, error_body: ErrorBody, soft_body: bytes | None) -> None:
        self._app = app
        self._error_body = error_body
        self._soft_body = soft_body
        self._pages: dict[str, Recorded] = {}

    async def answer(
        self, scope: Scope, receive: Receive, send: Send, due: dict[str, Fault]
    ) -> None:
        """Answer one request, with the faults that are due."""
        for name in due:
            if name in _INSTEAD:
                await _INSTEAD[name](due[name], self._error_body, send)
                return
        if "soft-error" in due and self._soft_body is not None:
            return await send_answer(send, 200, self._soft_body)
        if "slow" in due:
            await asyncio.sleep(due["slow"].seconds)
        recorded = Recorded()
        await self._app(scope, receive, recorded.send)
        recorded = self._previous_page(scope, recorded, repeat="duplicate" in due)
        for name in due:
            if name in _SPOILED and recorded.status == 200:
                await _SPOILED[name](due[name], recorded, send)
                return
        await send_answer(send, recorded.status, recorded.body, recorded.other_headers())

    def _previous_page(self, scope: Scope, recorded: Recorded, *, repeat: bool) -> Recorded:
        if recorded.status != 200:
            return recorded
        pairs = parse_qsl(bytes(scope["query_string"]).decode())
        rest = urlencode([(name, value) for name, value in pairs if name not in _PAGE_PARAMETERS])
        key = f"{scope['path']}?{rest}"
        previous = self._pages.get(key)
        if repeat and previous is not None:
            return previous
        self._pages[key] = recorded
        return recorded


async def _refuse_rate(fault: Fault, error_body: ErrorBody, send: Send) -> None:
    silent = fault.name == "rate-limit-silent"
    wait = () if silent else (("retry-after", str(max(1, round(fault.seconds + 0.49)))),)
    await send_answer(send, 429, error_body(429), wait)


async def _refuse_500(_fault: Fault, error_body: ErrorBody, send: Send) -> None:
    await send_answer(send, 500, error_body(500))


async def _refuse_503(_fault: Fault, error_body: ErrorBody, send: Send) -> None:
    await send_answer(send, 503, error_body(503))


async def _refuse_403(_fault: Fault, error_body: ErrorBody, send: Send) -> None:
    await send_answer(send, 403, error_body(403))


async def _maintenance(_fault: Fault, _error_body: ErrorBody, send: Send) -> None:
    page = _HTML % (b"Maintenance", b"We will be back soon")
    await send_answer(send, 503, page, (("content-type", "text/html"),))


async def _html(_fault: Fault, _error_body: ErrorBody, send: Send) -> None:
    page = _HTML % (b"Sign in", b"Sign in to continue")
    await send_answer(send, 200, page, (("content-type", "text/html; charset=utf-8"),))


async def _empty(_fault: Fault, _error_body: ErrorBody, send: Send) -> None:
    await send_answer(send, 200, b"")


async def _drop(_fault: Fault, recorded: Recorded, send: Send) -> None:
    # The promised length is never reached; the server then closes the connection.
    headers = [(name.encode(), value.encode()) for name, value in recorded.other_headers()]
    headers.append((b"content-length", str(len(recorded.body) + 1).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    half = recorded.body[: len(recorded.body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})


async def _cut(_fault: Fault, recorded: Recorded, send: Send) -> None:
    half = recorded.body[: len(recorded.body) * 2 // 3]
    await send_answer(send, 200, half, recorded.other_headers())


async def _content_type(_fault: Fault, recorded: Recorded, send: Send) -> None:
    others = recorded.other_headers("content-type")
    await send_answer(send, 200, recorded.body, (*others, ("content-type", "text/plain")))


async def _gzip(_fault: Fault, recorded: Recorded, send: Send) -> None:
    packed = gzip.compress(recorded.body, compresslevel=1)
    headers = (*recorded.other_headers(), ("content-encoding", "gzip"))
    await send_answer(send, 200, packed, headers)


async def _drip(fault: Fault, recorded: Recorded, send: Send) -> None:
    headers = [(name.encode(), value.encode()) for name, value in recorded.other_headers()]
    headers.append((b"content-length", str(len(recorded.body)).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    step = max(1, len(recorded.body) // 20)
    for start in range(0, len(recorded.body), step):
        part = recorded.body[start : start + step]
        await send({"type": "http.response.body", "body": part, "more_body": True})
        await asyncio.sleep(fault.seconds)
    await send({"type": "http.response.body", "body": b""})


async def _oversize(fault: Fault, recorded: Recorded, send: Send) -> None:
    # Blanks before the JSON: valid to the last byte, and far too much of it.
    blanks = b" " * 1_000_000
    length = len(blanks) * fault.megabytes + len(recorded.body)
    headers = [(name.encode(), value.encode()) for name, value in recorded.other_headers()]
    headers.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for _ in range(fault.megabytes):
        await send({"type": "http.response.body", "body": blanks, "more_body": True})
    await send({"type": "http.response.body", "body": recorded.body})


async def _bomb(fault: Fault, recorded: Recorded, send: Send) -> None:
    # One stream, a thousand times smaller than what it becomes.
    packer = zlib.compressobj(level=9, wbits=31)
    blanks = b" " * 1_000_000
    packed = b"".join(packer.compress(blanks) for _ in range(fault.megabytes))
    packed += packer.compress(recorded.body) + packer.flush()
    headers = (*recorded.other_headers(), ("content-encoding", "gzip"))
    await send_answer(send, 200, packed, headers)


_INSTEAD = {
    "rate-limit": _refuse_rate,
    "rate-limit-silent": _refuse_rate,
    "server-error": _refuse_500,
    "unavailable": _refuse_503,
    "maintenance": _maintenance,
    "deny": _refuse_403,
    "html": _html,
    "empty": _empty,
}
_SPOILED = {
    "drop": _drop,
    "cut": _cut,
    "content-type": _content_type,
    "gzip": _gzip,
    "drip": _drip,
    "oversize": _oversize,
    "bomb": _bomb,
}
