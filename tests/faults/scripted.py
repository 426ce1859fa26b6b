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
from pydantic import SecretStr
from tests._http.vendors import FakeClock, client_for
from tests.faults.scripted_styles import FORWARD, POSTS, STYLES, Answer, Asked, Shelf
from tests.faults.story import LOSSES, REFUSALS, Story

from aigov_connectors._http import ClientCredentialsAuth, RateLimits, ReadDeclaration, RetryPolicy
from aigov_connectors.errors import ConnectorError, ReadOnlyViolationError

SECONDS = 20.0
"""How long the longest of stories may take, by far: all sleeping is skipped."""
_BEARS = {name: style.bears for name, style in STYLES.items()}


def story_of(seed: int) -> Story:
    """The story of a seed."""
    return Story.of(seed, styles=_BEARS)


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
    _dead: bool = False
    _pages: list[httpx.Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._style = STYLES[self.story.style]
        self._shelf = Shelf(self.story, list(self.story.ids))
        self.ever, self.always = set(self.story.ids), set(self.story.ids)
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
        asked = _asked(request)
        answer = self._style.answer(self._shelf, asked)
        for name in due:
            if name in LOSSES:
                return _loss(name, request)
        if answer.status != 200:
            return httpx.Response(answer.status)
        return self._sent(answer, due, asked)

    def _change(self, change: str | None) -> None:
        ids = self._shelf.ids
        if change == "grow":
            least = max(self.ever, default=0) + 1 if self._style.grows_at_end else 1
            new = self._lot.choice(
                [one for one in range(least, least + 998) if one not in self.ever]
            )
            self._shelf.ids = sorted([*ids, new])
            self.ever.add(new)
        elif change == "shrink" and ids:
            gone = self._lot.choice(ids)
            ids.remove(gone)
            self.always.discard(gone)

    def _sent(self, answer: Answer, due: Sequence[str], asked: Asked) -> httpx.Response:
        body, style = answer.body, self._style
        if "same cursor" in due and style.cursor and asked.values.get(style.cursor[0]):
            *way, last = style.cursor[1]
            _at(body, way)[last] = asked.values[style.cursor[0]]
        if "broken record" in due and style.rows_at is not None:
            self._break_one(_at(body, style.rows_at))
        content = json.dumps(body, separators=(",", ":")).encode()
        page = httpx.Response(200, content=content, headers=answer.headers)
        if "repeat" in due and self._pages:
            page = self._pages[-1]
        self._pages.append(page)
        content = page.content
        for name in due:
            if name in _SPOILED:
                content = _SPOILED[name](content)
        headers = {name: page.headers[name] for name in ("link",) if name in page.headers}
        return httpx.Response(200, content=content, headers=headers)

    def _break_one(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            place = len(rows) // 2
            self.broken.add(rows[place]["id"])
            rows[place] = {"id": {"odd": rows[place]["id"]}}


def _asked(request: httpx.Request) -> Asked:
    values: Mapping[str, Any] = dict(request.url.params)
    if request.content:
        body = json.loads(request.content)
        values = {**values, **body.get("variables", body)}
    name, wanted = next(iter(FORWARD.headers.items()))
    forward = request.headers.get(name) == wanted
    return Asked(values=values, forward=forward)


def _at(body: Any, place: Sequence[str]) -> Any:
    for key in place:
        body = body[key]
    return body


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
    return asyncio.run(verdict_of_story(story_of(seed)))


async def verdict_of_story(story: Story, *, seconds: float = SECONDS) -> Verdict:
    """Read the list of a story and judge what came; that it does not end in time is wrong."""
    try:
        async with asyncio.timeout(seconds):
            return await _verdict(story)
    except TimeoutError:
        return Verdict(f"it did not end in {seconds:g} s")


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
        declaration=ReadDeclaration(posts=POSTS),
        limits=RateLimits(max_in_flight=4, pause_seconds=0.1),
        retry=RetryPolicy(attempts=4, random=lambda: 0.0),
        clock=FakeClock(),
    ) as client:
        read = client.read(STYLES[story.style].listing(story))
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
