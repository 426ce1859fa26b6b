"""Paging by number where every page tells how many rows there are in all: HaloPSA and its likes.

The count and the rows of the first page tell how many pages there are, so that the rest go side by
side. What is asked for as page size is a wish: a server may cap it in silence, and all reckoning
goes by the rows that came: a count that they exceed is wrong, and then only an empty page ends the
list; a last page as full as any other has the next one asked for all the same.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aigov_connectors._http.paging import (
    Judgement,
    Location,
    Outcome,
    Raw,
    Sight,
    Step,
    Walk,
)
from aigov_connectors.errors import ConnectorError

_PASSES = 2  # a list that shrinks during each of them is read once more, from its end
_RECENT = 2  # pages; what a server sends twice, it mostly sends twice in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Pages by number, up to `ahead` of them under way at once; rows come in order all the same.

    A list that shrinks while it is read pushes rows over a border that was passed already, and its
    own count hides that. So a count that falls has the list read once more, and what was missing
    is handed over then; if it falls then too, a last time, page by page from the end, where rows
    only slip towards what is still to be read. The rows need a stable order.
    """

    size: int
    total_at: Location
    """Where each page tells how many rows there are in all."""
    size_param: str = "page_size"
    param: str = "page_no"
    id: str = "id"
    """Name of the id in the vendor's record and in the row model."""
    ahead: int = 4
    empty_body_ends: bool = False
    remembers_all: bool = field(default=True, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return {"total": self.total_at}

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        return frozenset({self.param})

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _CountedWalk(self)


class _CountedWalk:
    """Pages are numbered within a pass over the list, steps over all passes."""

    def __init__(self, style: Counted) -> None:
        self._style = style
        self._pass = 1
        self._before = 0
        """Steps of the passes before this one."""
        self._recent: deque[Sequence[Any]] = deque(maxlen=_RECENT)
        """Ids of the pages before, those of the pass before included."""
        self._backwards: _Backwards | None = None
        self._begin()

    def _begin(self) -> None:
        self._taken = 0
        self._judged = 0
        self._rows = 0
        self._last = 1
        self._page = 0
        """Rows of the first page: what the server is willing to give at once."""
        self._total: int | None = None
        self._shrank = False
        self._over = False
        self._is_wrong = False
        """Whether more rows came than were counted, and the list did not shrink."""
        self._again: set[int] = set()

    def take(self) -> Step | None:
        """See `Walk.take`."""
        if self._backwards is not None:
            return self._backwards.take()
        if self._over or self._taken >= min(self._last, self._judged + self._style.ahead):
            return None
        self._taken += 1
        params = {self._style.size_param: self._style.size, self._style.param: self._taken}
        return Step(self._taken + self._before, params)

    def peek(self, step: Step, raw: Raw) -> None:
        """See `Walk.peek`; nothing is given away."""

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        """See `Walk.judge`."""
        told = sight.facts.get("total")
        if self._backwards is not None:
            return self._backwards.judge(step, sight, told)
        number = step.number - self._before
        # In a later pass every row is known. The last page may hold nothing but rows that were
        # pushed over its border: that is the end, if it says so twice and a count bounds the list.
        counts = self._total is not None and not self._is_wrong
        ends = counts and number >= self._last and number in self._again
        if sight.repeated and self._pass == 1 and not ends:
            self._again.add(number)
            return Judgement(Outcome.AGAIN, "the vendor keeps sending the same page")
        if self._is_odd(sight, told) and number not in self._again:
            self._again.add(number)
            return Judgement(Outcome.AGAIN, "a page that does not go on where the list was")
        self._recent.append(tuple(sight.ids))
        self._judged = number
        self._rows += sight.count
        if isinstance(told, int) and not isinstance(told, bool) and told >= 0:
            self._shrank = self._shrank or (self._total is not None and told < self._total)
            self._total = told
        if number == 1:
            self._page = sight.count
        if sight.count == 0:
            # Empty twice in the midst of the list: what comes after it may still be had.
            counts = self._total is not None and number < self._last
            return Judgement() if counts else self._end(step)
        if self._total is None or self._doubts(number, sight):
            self._is_wrong = self._total is not None and self._rows > self._total
            self._last = number + 1  # an empty page will be the end
            return Judgement()
        if self._rows >= self._total:
            return self._end(step)
        pages = -(-self._total // max(self._page, 1))
        self._last = max(pages, number + 1)
        return Judgement()

    def _doubts(self, number: int, sight: Sight[Any]) -> bool:
        """Whether the count, which says that this was all, may be too small.

        Where the list shrinks, or is read once more, rows that slip are the reason, and a page
        that came twice is the end.
        """
        if self._shrank or self._pass > 1 or sight.repeated or self._total is None:
            return False
        fullest = self._style.size if number == 1 else self._page
        return self._rows > self._total or (self._rows == self._total and sight.count >= fullest)

    def _is_odd(self, sight: Sight[Any], told: Any) -> bool:
        """Whether a page ends the list before its end, or in a later pass is one from before."""
        if sight.count == 0:
            return isinstance(told, int) and self._rows < told
        return self._pass > 1 and tuple(sight.ids) in self._recent

    def _end(self, step: Step) -> Judgement:
        """End the list, or begin anew where rows may have slipped through."""
        # What earlier passes brought does not make up for what this one did not bring.
        short = self._pass > 1 and self._total is not None and self._rows < self._total
        if self._shrank or short:
            if self._pass == _PASSES:
                pages = -(-(self._total or 0) // max(self._page, 1))
                self._backwards = _Backwards(self._style, step.number, pages)
            else:
                self._pass += 1
                self._before = step.number
                self._begin()
        else:
            self._over = True
        return Judgement(ahead_is_wrong=True)

    def excuse(self, step: Step, problem: ConnectorError) -> Outcome:
        """See `Walk.excuse`; a failure is a failure."""
        return Outcome.FAIL

    def forget(self) -> None:
        """See `Walk.forget`."""
        self._taken = self._judged + 1


class _Backwards:
    """One pass from the last page to the first, one page at a time.

    Whatever vanishes meanwhile moves rows to pages that are still to be read.
    """

    def __init__(self, style: Counted, before: int, pages: int) -> None:
        self._style = style
        self._before = before
        self._pages = pages
        self._page = pages
        """The page that is asked for next, or waited for."""
        self._waits = False
        self._size = 1
        self._again: set[int] = set()
        self._ids: tuple[Any, ...] = ()
        self._seen: set[Any] = set()
        self._nameless = 0

    def take(self) -> Step | None:
        """See `Walk.take`."""
        if self._waits or self._page < 1:
            return None
        self._waits = True
        params = {self._style.size_param: self._style.size, self._style.param: self._page}
        return Step(self._before + self._pages - self._page + 1, params)

    def judge(self, step: Step, sight: Sight[Any], told: Any) -> Judgement:
        """See `Walk.judge`."""
        total = told if isinstance(told, int) and not isinstance(told, bool) else 0
        ids = tuple(sight.ids)
        is_empty = not sight.count and (self._page - 1) * self._size < total
        if (is_empty or (ids and ids == self._ids)) and self._page not in self._again:
            self._again.add(self._page)
            return Judgement(Outcome.AGAIN, "a page that does not go on where the list was")
        self._ids = ids
        self._size = max(self._size, sight.count)
        named = [one for one in ids if one is not None]
        self._nameless += sight.count - len(named)
        self._seen.update(named)
        self._page -= 1
        self._waits = False
        came = len(self._seen) + self._nameless
        if self._page < 1 and came < total:
            why = f"the vendor told {total} rows, and {came} came when read once more"
            return Judgement(Outcome.LAST_WORD, why)
        return Judgement()
