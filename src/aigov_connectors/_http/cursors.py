"""Paging by a cursor that each page tells: what it says is opaque, and it may lead nowhere.

It cannot end a list quietly: a page that does not lead on is asked for once more, and if it still
does not, the read ends in an `IncompleteReadError`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    count_in,
    places,
)

# A vendor may send an empty page with a cursor now and then; many in a row lead nowhere.
_EMPTY_PAGES = 10


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
        return places(next=self.next_at, total=self.total_at)

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
        total = count_in(sight.facts.get("total"))
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
