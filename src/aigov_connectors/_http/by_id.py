"""Paging by the ids of the rows: after the last one, or older than the smallest.

Neither can end a list quietly: a page that does not lead on is asked for once more, and if it
still does not, the read ends in an `IncompleteReadError`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from aigov_connectors._http.paging import (
    Judgement,
    Location,
    Outcome,
    Raw,
    Sequential,
    Sight,
    Step,
    Walk,
    ends_short,
    places,
)

# How far into the first record of a page the search for its first keys goes.
_HEAD = 400
_KEYS = 4
_KEY = re.compile(rb'"[^"\\]+"\s*:')
_VALUE = re.compile(rb'"([^"\\]+)"|(\d+)')


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
        return places(total=self.total_at)

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
