"""Paging by a cursor that the server holds: a report whose rows are handed out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aigov_connectors._http.paging import (
    Judgement,
    Location,
    Outcome,
    Sequential,
    Sight,
    Step,
    Walk,
    count_in,
    ends_short,
    places,
)
from aigov_connectors.errors import (
    AccessError,
    BadRequestError,
    ConnectorError,
    NotFoundError,
    RateLimitedError,
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
        return places(next=self.name_at, count=self.count_at)

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
        self._count = count_in(sight.facts.get("count")) or self._count
        if sight.count == 0 or not isinstance(name, str | int) or name == "":
            # More than the largest page holds is no page's count, so it is the report's.
            told = self._count if self._count > self._largest else None
            return self.settle(None)._replace(total=told)
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
