"""Paging of lists that are asked for with a body: ranges of ids side by side, and the next by POST.

The body is a filter in a vendor's own grammar, so the vendor says how a range of ids is written.
An address that a page tells is never followed as it is: only named parameters are taken from it.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aigov_connectors._http.paging import (
    Judgement,
    Location,
    Outcome,
    Raw,
    Sequential,
    Sight,
    Step,
    Walk,
)
from aigov_connectors.errors import ConnectorError

Between = Callable[[int | None, int | None], Mapping[str, Any]]
"""Ids above the first and up to the second (None: no bound) as keys of the body."""

_WORTH_A_LANE = 2  # pages that are expected beyond a split; fewer are read faster by one


@dataclass(frozen=True, slots=True, kw_only=True)
class IdRanges:
    """Ranges of ids, up to `lanes` of them under way at once; within one, by the last id.

    For lists that come by id upwards and can be filtered by id. Nothing that is added or deleted
    while the list is read can move a row out of sight. Where the vendor's count is not known
    before, one range is read after another. Rows come by id within a range only.
    """

    size: int
    between: Between
    size_param: str = "maxRecords"
    id: str = "id"
    """Name of the id, a number, in the vendor's record and in the row model."""
    lanes: int = 3
    total: int | None = None
    """The vendor's count, where it was asked for before."""
    next_at: Location = ("pageDetails", "nextPageUrl")
    """Whatever stands there says that a short page is not the last."""
    empty_body_ends: bool = False
    remembers_all: bool = field(default=False, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return {"next": self.next_at}

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`; all that moves is in the body."""
        return frozenset()

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _RangesWalk(self)


@dataclass(slots=True, eq=False)
class _Lane:
    """What is left of one range: ids above `after`, up to `upto`."""

    after: int | None
    upto: int | None
    waiting: bool = False
    """Whether a page of it is under way."""
    answered: bool = False
    """Whether a page of it came. One that is split before gets rows that are another's already,
    and where ids lie far apart, or at the end of the list, that goes on and on."""


@dataclass(frozen=True, slots=True)
class _Asked:
    step: Step
    lane: _Lane
    after: int | None
    upto: int | None
    """The bounds as they were when it was asked: the lane may have been split since."""


class _RangesWalk:
    def __init__(self, style: IdRanges) -> None:
        self._style = style
        self._lanes = [_Lane(None, None)]
        self._pending: deque[_Asked] = deque()
        self._again: deque[_Asked] = deque()
        self._number = 0
        self._rows = 0
        self._each = 1.0
        """How far ids lie apart, on average, where rows were seen."""

    def take(self) -> Step | None:
        """See `Walk.take`."""
        if self._again:
            asked = self._again.popleft()
        else:
            lane = self._idle()
            if lane is None:
                return None
            self._number += 1
            style = self._style
            params = {style.size_param: style.size, **style.between(lane.after, lane.upto)}
            asked = _Asked(Step(self._number, params), lane, lane.after, lane.upto)
            lane.waiting = True
        self._pending.append(asked)
        return asked.step

    def peek(self, step: Step, raw: Raw) -> None:
        """See `Walk.peek`; nothing is given away."""

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        """See `Walk.judge`."""
        asked = self._pending[0]
        ids = _numbers(sight.ids)
        if sight.count and not ids:
            return Judgement(Outcome.FAIL, "no row of a page has a number as id")
        if ids and not _lie_within(ids, asked):
            return Judgement(Outcome.AGAIN, "the vendor sends rows that were not asked for")
        self._pending.popleft()
        lane = asked.lane
        lane.waiting, lane.answered = False, True
        more = sight.count >= self._style.size or bool(sight.facts.get("next"))
        keep = None
        if ids:
            self._note(ids)
            lane.after = ids[-1]
            if lane.upto is not None and ids[-1] >= lane.upto:
                # It was split after it was asked for: the rest belongs to another.
                more = False
                name, upto = self._style.id, lane.upto
                if ids[-1] > upto:
                    keep = [row for row in sight.rows if int(getattr(row, name)) <= upto]
        self._rows += sight.count if keep is None else len(keep)
        if not more or not ids:
            self._lanes.remove(lane)
        return Judgement(keep=keep, total=None if self._lanes else self._style.total)

    def excuse(self, step: Step, problem: ConnectorError) -> Outcome:
        """See `Walk.excuse`; a failure is a failure."""
        return Outcome.FAIL

    def forget(self) -> None:
        """See `Walk.forget`: what the other ranges wait for is asked for anew."""
        while len(self._pending) > 1:
            self._again.appendleft(self._pending.pop())

    def _note(self, ids: Sequence[int]) -> None:
        if len(ids) > 1:
            self._each = max(1.0, (ids[-1] - ids[0]) / (len(ids) - 1))

    def _idle(self) -> _Lane | None:
        """A range with nothing under way; a new one is split off where it is worth it."""
        free = next((lane for lane in self._lanes if not lane.waiting), None)
        if free is not None or not 0 < len(self._lanes) < self._style.lanes:
            return free
        answered = [lane for lane in self._lanes if lane.answered]
        if not answered:
            return None
        widest = max(answered, key=self._width)
        width = self._width(widest)
        if widest.after is None or width <= _WORTH_A_LANE * self._style.size * self._each:
            return None
        # Whole pages below the split, or the range would end in a page of few rows: a request more.
        page = self._style.size * self._each
        middle = widest.after + int(max(1, round(width / 2 / page)) * page)
        lane = _Lane(middle, widest.upto)
        widest.upto = middle
        self._lanes.append(lane)
        return lane

    def _width(self, lane: _Lane) -> float:
        """How many ids a range holds; of the open one as many as the count lets expect."""
        if lane.after is None:
            return 0.0
        if lane.upto is not None:
            return float(lane.upto - lane.after)
        elsewhere = sum(self._width(one) for one in self._lanes if one is not lane)
        left = (self._style.total or 0) - self._rows
        return max(0.0, left * self._each - elsewhere)


def _numbers(ids: Sequence[Any]) -> Sequence[int]:
    if all(type(one) is int for one in ids):
        return ids  # as in nearly every page
    return [int(one) for one in ids if str(one).isdecimal()]


def _lie_within(ids: Sequence[int], asked: _Asked) -> bool:
    rises = all(one < other for one, other in pairwise(ids))
    above = asked.after is None or ids[0] > asked.after
    return rises and above and (asked.upto is None or ids[-1] <= asked.upto)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextByPost:
    """Each page tells an address that gives the next for the same body; nothing else leads on.

    Of the address only `carries` is taken; the path is the listing's own with `suffix`.
    """

    size: int
    size_param: str = "maxRecords"
    next_at: Location = ("pageDetails", "nextPageUrl")
    suffix: str = "/next"
    carries: str = "paging"
    empty_body_ends: bool = False
    remembers_all: bool = field(default=False, init=False)
    id: None = field(default=None, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return {"next": self.next_at}

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        return frozenset({self.carries})

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _NextWalk(self)


class _NextWalk(Sequential):
    def __init__(self, style: NextByPost) -> None:
        super().__init__({style.size_param: style.size})
        self._style = style
        self._seen: set[str] = set()

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        if sight.repeated:
            return Judgement(Outcome.AGAIN, "the vendor keeps sending the same page")
        told = sight.facts.get("next")
        if not told:
            return self.settle(None)
        values = parse_qs(urlsplit(str(told)).query).get(self._style.carries, [])
        if len(values) != 1:
            return Judgement(Outcome.LAST_WORD, "the address of the next page does not say which")
        if values[0] in self._seen:
            return Judgement(Outcome.LAST_WORD, "the address of the next page leads back")
        self._seen.add(values[0])
        style = self._style
        following = Step(
            step.number + 1,
            {style.size_param: style.size},
            suffix=style.suffix,
            query={style.carries: values[0]},
        )
        return self.settle(following)
