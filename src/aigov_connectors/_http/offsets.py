"""Paging by how many rows to skip, for lists without a cursor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from aigov_connectors._http.paging import (
    Judgement,
    Location,
    Outcome,
    Params,
    Sequential,
    Sight,
    Step,
    Walk,
    count_in,
    ends_short,
    places,
)


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
    overlap: ClassVar[int] = 1
    """Rows of the page before with which a page begins."""

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
        total = count_in(sight.facts.get("total"))
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
