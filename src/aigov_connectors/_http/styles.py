"""The paging styles in use: opaque cursor, last id, server-held cursor, older-than, offset.

None of them can end a list quietly: a page that does not lead on is asked for once more, and
if it still does not, the read ends in an `IncompleteReadError`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from aigov_connectors._http.paging import (
    Judgement,
    Location,
    Outcome,
    Params,
    Raw,
    Sequential,
    Sight,
    Step,
    Walk,
    ends_short,
)
from aigov_connectors.errors import (
    AccessError,
    BadRequestError,
    ConnectorError,
    NotFoundError,
    RateLimitedError,
)

# A vendor may send an empty page with a cursor now and then; many in a row lead nowhere.
_EMPTY_PAGES = 10
# How far into the first record of a page the search for its first keys goes.
_HEAD = 400
_KEYS = 4
_KEY = re.compile(rb'"[^"\\]+"\s*:')
_VALUE = re.compile(rb'"([^"\\]+)"|(\d+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """An opaque cursor in each page names the next: SentinelOne, Ninja's ticket boards."""

    size: int
    size_param: str = "limit"
    param: str = "cursor"
    next_at: Location = ("pagination", "nextCursor")
    """Missing, null and empty all mean the end."""
    total_at: Location | None = ("pagination", "totalItems")
    ends_on_short_page: bool = False
    """For vendors whose cursor never runs out: a page with fewer rows than asked is the last."""
    enough: int | None = None
    """Rows after which no more are asked for; until then only an empty page ends the list."""
    empty_body_ends: bool = False
    remembers_all: bool = field(default=False, init=False)
    id: None = field(default=None, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return _facts(next=self.next_at, total=self.total_at)

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        return frozenset({self.param})

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _CursorWalk(self)


class _CursorWalk(Sequential):
    def __init__(self, style: Cursor) -> None:
        super().__init__({style.size_param: style.size})
        self._style = style
        self._seen: set[str] = set()
        self._rows = 0
        self._empty = 0
        self._key = json.dumps(style.next_at[-1]).encode()
        self._value = re.compile(re.escape(self._key) + rb'\s*:\s*"([^"\\]+)"')

    def peek(self, step: Step, raw: Raw) -> None:
        if self._style.ends_on_short_page or self._style.enough is not None or not self.guesses:
            return
        # Vendor text cannot forge the key: a quotation mark inside a string is escaped.
        found = self._value.match(raw.content, max(raw.content.rfind(self._key), 0))
        cursor = found[1].decode(errors="replace") if found else ""
        if cursor and cursor not in self._seen:
            self.guess(self._step(step, cursor))

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        found = sight.facts.get("next")
        cursor = "" if not found or found is True else str(found)
        total = _count(sight.facts.get("total"))
        if sight.repeated:
            return Judgement(Outcome.AGAIN, "the vendor keeps sending the same page")
        short = self._style.ends_on_short_page and sight.count < self._style.size
        enough = self._style.enough
        if enough is not None and (not sight.count or self._rows + sight.count >= enough):
            return self._settle(None, sight)
        if short or not cursor:
            due = not short and sight.count > 0
            if due and self._rows + sight.count < total:
                # The cursor may have been lost for once; the receipt tells if it was not.
                return Judgement(Outcome.AGAIN, "no cursor to the rest", Outcome.ACCEPT)
            return self._settle(None, sight)
        if cursor in self._seen:
            why = "the vendor's cursor leads back to where it was"
            return Judgement(Outcome.AGAIN, why, Outcome.LAST_WORD)
        self._empty = 0 if sight.count else self._empty + 1
        if self._empty > _EMPTY_PAGES:
            return Judgement(Outcome.FAIL, "the vendor's cursor leads from nothing to nothing")
        self._seen.add(cursor)
        # A number goes back as the number it was: in a body the two are not the same.
        back = found if isinstance(found, int) else cursor
        return self._settle(self._step(step, back), sight)

    def _settle(self, step: Step | None, sight: Sight[Any]) -> Judgement:
        self._rows += sight.count
        return self.settle(step)

    def _step(self, step: Step, cursor: str | int) -> Step:
        size = {self._style.size_param: self._style.size}
        return Step(step.number + 1, {**size, self._style.param: cursor})


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterId:
    """The id of the last row asks for the next page: Ninja's devices and organizations.

    The end is a page that is empty or shorter than the vendor's pages are.
    """

    size: int
    size_param: str = "pageSize"
    param: str = "after"
    id: str = "id"
    """Name of the id in the vendor's record and in the row model."""
    total_at: Location | None = None
    empty_body_ends: bool = False
    remembers_all: bool = field(default=False, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return _facts(total=self.total_at)

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        return frozenset({self.param})

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _AfterIdWalk(self)


class _AfterIdWalk(Sequential):
    def __init__(self, style: AfterId) -> None:
        super().__init__({style.size_param: style.size})
        self._style = style
        self._after: Any = None
        self._previous: int | None = None
        name = re.escape(json.dumps(style.id).encode())
        self._first = re.compile(rb"\s*\[\s*(\{\s*" + name + rb"\s*:\s*)")

    def peek(self, step: Step, raw: Raw) -> None:
        # A guess that decoding confirms: where records begin with the id, and one of the first
        # keys occurs as often as rows were asked for, the page is full and the record around
        # the last occurrence is its last.
        opening = self._first.match(raw.content) if self.guesses else None
        if opening is None:
            return
        keys = _KEY.findall(raw.content, opening.end(), opening.end() + _HEAD)[:_KEYS]
        mark = next((key for key in keys if raw.content.count(key) == self._style.size), None)
        if mark is None:
            return
        at = raw.content.rfind(opening[1], 0, raw.content.rfind(mark)) + len(opening[1])
        found = _VALUE.match(raw.content, at)
        last = (found[1] or found[2]).decode(errors="replace") if found else ""
        if last and _advances(last, self._after):
            self.guess(self._step(step, last))

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        if sight.count == 0:
            return self.settle(None)
        last = next((one for one in reversed(sight.ids) if one not in (None, "")), None)
        if last is None:
            return Judgement(Outcome.FAIL, "no row of a page has an id")
        if sight.repeated or not _advances(last, self._after):
            why = "the vendor keeps sending rows from before"
            return Judgement(Outcome.AGAIN, why)
        if ends_short(sight.count, self._style.size, self._previous):
            return self.settle(None)
        self._after = last
        self._previous = sight.count
        return self.settle(self._step(step, str(last)))

    def _step(self, step: Step, last: str) -> Step:
        return Step(
            step.number + 1, {self._style.size_param: self._style.size, self._style.param: last}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCursor:
    """The server holds the cursor and moves it with every answer: Ninja's reports.

    The name may stay the same on every page. Strictly one request after the other; a request
    that may have moved the cursor is never sent twice, the whole read begins anew instead.
    The end is an empty page or a missing cursor. `count` is the page's at one server and the
    report's at another, so it ends nothing; where it is the report's, it is the total.
    """

    size: int
    size_param: str = "pageSize"
    param: str = "cursor"
    name_at: Location = ("cursor", "name")
    count_at: Location = ("cursor", "count")
    empty_body_ends: bool = False
    remembers_all: bool = field(default=True, init=False)
    id: None = field(default=None, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return _facts(next=self.name_at, count=self.count_at)

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        return frozenset({self.param})

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _NamedCursorWalk(self)


class _NamedCursorWalk(Sequential):
    def __init__(self, style: NamedCursor) -> None:
        super().__init__({style.size_param: style.size})
        self._style = style
        self._rows = 0
        self._largest = 0
        self._last = 0
        self._count = 0

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        if sight.stale:
            # It names the cursor that was lost, and going on from there would skip its loss.
            return Judgement(Outcome.RESTART, "an answer to an earlier question came")
        if sight.repeated:
            if self._may_be_over():
                return self.settle(None, keep=())
            why = "the vendor's cursor does not move"
            return Judgement(Outcome.RESTART, why)
        name = sight.facts.get("next")
        self._rows += sight.count
        self._largest = max(self._largest, sight.count)
        self._count = _count(sight.facts.get("count")) or self._count
        if sight.count == 0 or not isinstance(name, str | int) or name == "":
            # More than the largest page holds is no page's count, so it is the report's.
            told = self._count if self._count > self._largest else None
            return replace(self.settle(None), total=told)
        self._last = sight.count
        params = {self._style.size_param: self._style.size, self._style.param: name}
        return self.settle(Step(step.number + 1, params, replayable=False))

    def excuse(self, step: Step, problem: ConnectorError) -> Outcome:
        # Waiting longer or another cursor changes nothing about a refusal.
        if step.replayable or isinstance(problem, AccessError | RateLimitedError):
            return Outcome.FAIL
        gone = isinstance(problem, BadRequestError | NotFoundError)
        return Outcome.ACCEPT if gone and self._may_be_over() else Outcome.RESTART

    def _may_be_over(self) -> bool:
        """Tell whether everything was read, should the vendor refuse to say so by itself."""
        if self._count > self._largest:  # no page's count, so it is the report's
            return self._rows >= self._count
        return bool(self._last) and ends_short(self._last, self._style.size, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderThan:
    """Newest first, and the smallest id asks for what is older: Ninja's activities."""

    size: int
    size_param: str = "pageSize"
    param: str = "olderThan"
    id: str = "id"
    """Name of the id in the vendor's record and in the row model."""
    stop_at_id: int | None = None
    """Rows up to this id were read before: they are not handed over, and the read ends."""
    since: datetime | None = None
    """Rows from before this (aware) time are not handed over, and the read ends."""
    time: str = "activity_time"
    """The row model's attribute that `since` is compared with; rows without a time are kept."""
    empty_body_ends: bool = False
    remembers_all: bool = field(default=False, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return {}

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        return frozenset({self.param})

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _OlderThanWalk(self)


class _OlderThanWalk(Sequential):
    def __init__(self, style: OlderThan) -> None:
        super().__init__({style.size_param: style.size})
        self._style = style
        self._oldest: int | None = None
        self._previous: int | None = None

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        if sight.count == 0:
            return self.settle(None)
        ids = [int(one) for one in sight.ids if str(one).isdecimal()]
        if not ids:
            return Judgement(Outcome.FAIL, "no row of a page has a number as id")
        oldest = min(ids)
        if sight.repeated or (self._oldest is not None and oldest >= self._oldest):
            return Judgement(Outcome.AGAIN, "the vendor keeps sending rows from before")
        keep, reached = self._wanted(sight.rows, oldest)
        if reached or ends_short(sight.count, self._style.size, self._previous):
            return self.settle(None, keep=keep)
        self._oldest, self._previous = oldest, sight.count
        params = {self._style.size_param: self._style.size, self._style.param: oldest}
        return self.settle(Step(step.number + 1, params), keep=keep)

    def _wanted(self, rows: Sequence[Any], oldest: int) -> tuple[Sequence[Any], bool]:
        """Give the rows on this side of the bounds, and whether a bound was reached."""
        style = self._style
        reached = style.stop_at_id is not None and oldest <= style.stop_at_id
        if style.stop_at_id is not None:
            number = attrgetter(style.id)
            rows = [row for row in rows if _is_above(number(row), style.stop_at_id)]
        if style.since is not None and rows:
            time = attrgetter(style.time)
            # Ids and times may disagree by moments: only the oldest row ends the read.
            last = time(rows[-1])
            reached = reached or (last is not None and last < style.since)
            rows = [row for row in rows if (at := time(row)) is None or at >= style.since]
        return rows, reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """Rows to skip, one page after the other: lists without a cursor.

    Each request begins one row early. A row that went missing before the place reached would
    otherwise move another one out of sight; so it is noticed, and the read begins anew.
    """

    size: int
    size_param: str = "limit"
    param: str = "skip"
    id: str = "id"
    """Name of the id in the vendor's record and in the row model."""
    total_at: Location | None = ("pagination", "totalItems")
    empty_body_ends: bool = False
    remembers_all: bool = field(default=True, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return _facts(total=self.total_at)

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        return frozenset({self.param})

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _OffsetWalk(self)


class _OffsetWalk(Sequential):
    def __init__(self, style: Offset) -> None:
        super().__init__({style.size_param: style.size, style.param: 0})
        self._style = style
        self._rows = 0
        self._previous: int | None = None
        self._last: Any = None

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        if sight.repeated:
            return Judgement(Outcome.AGAIN, "the vendor keeps sending the same page")
        overlap = 0
        if self._last is not None:
            if self._last not in sight.ids:
                return Judgement(Outcome.RESTART, "the list moves while it is read")
            overlap = 1
        keep = [row for row in sight.rows if getattr(row, self._style.id) != self._last]
        rows = self._rows + sight.count - overlap
        total = _count(sight.facts.get("total"))
        told = total >= rows > 0
        if sight.count == overlap or (told and rows >= total):
            return self.settle(None, keep=keep)
        if not told and ends_short(sight.count, self._style.size, self._previous):
            return self.settle(None, keep=keep)
        self._rows, self._previous = rows, sight.count
        self._last = sight.ids[-1] if sight.ids[-1] not in (None, "") else None
        skip = rows if self._last is None else rows - 1
        params: Params = {self._style.size_param: self._style.size, self._style.param: skip}
        return self.settle(Step(step.number + 1, params), keep=keep)


def _facts(**places: Location | None) -> Mapping[str, Location]:
    return {name: place for name, place in places.items() if place is not None}


def _count(value: Any) -> int:
    """Give a vendor's count; 0 where it told none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _advances(last: Any, after: Any) -> bool:
    """Tell whether `last` is further than `after`, which is None before the first page."""
    if after is None:
        return True
    now, before = str(last), str(after)
    if now.isdecimal() and before.isdecimal():
        return int(now) > int(before)
    return now != before


def _is_above(value: Any, bound: int) -> bool:
    """Tell whether an id is above `bound`; one that is no number cannot be below it."""
    text = str(value)
    return not text.isdecimal() or int(text) > bound
