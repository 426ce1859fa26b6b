"""When a line of the policy holds: above which confidence, below how many endpoints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from pydantic import model_validator

from aigov_connectors.inventory import BreakdownPart, Dimension, Exact, JsonScalar, Operator

__all__ = ["SCALES", "Threshold"]

SCALES: dict[Dimension, tuple[str, ...]] = {
    Dimension.CONFIDENCE: ("informational", "suspicious", "malicious"),
    Dimension.SEVERITY: ("info", "low", "medium", "high", "critical"),
}
"""Words of a dimension from the least to the most; other dimensions are numbers or plain words."""

_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: lambda one, other: bool(one == other),
    Operator.NE: lambda one, other: bool(one != other),
    Operator.LT: lambda one, other: bool(one < other),
    Operator.LE: lambda one, other: bool(one <= other),
    Operator.GT: lambda one, other: bool(one > other),
    Operator.GE: lambda one, other: bool(one >= other),
}


class Threshold(Exact):
    """When a line holds: `confidence ge malicious`, `endpoints le 10`."""

    dimension: Dimension
    operator: Operator
    value: JsonScalar

    @model_validator(mode="after")
    def _fits_the_dimension(self) -> Self:
        scale = SCALES.get(self.dimension)
        if scale is not None:
            if self.value not in scale:
                raise ValueError(f"{self.dimension} knows {', '.join(scale)}, not {self.value!r}")
        elif self.dimension is Dimension.ENDPOINTS:
            if _number(self.value) is None:
                raise ValueError(f"{self.dimension} are counted: a number, not {self.value!r}")
        elif self.operator not in (Operator.EQ, Operator.NE) and _number(self.value) is None:
            raise ValueError(f"{self.dimension} are words: they take eq or ne, not {self.operator}")
        return self

    @property
    def can_hold(self) -> bool:
        """Whether anything at all may lie within it: nothing is less than the least."""
        scale = SCALES.get(self.dimension)
        if scale is not None:
            return any(map(self.admits, scale))
        least = _number(self.value) if self.dimension is Dimension.ENDPOINTS else None
        if least is None:
            return True
        at_most = {Operator.LT: least - 1, Operator.LE: least, Operator.EQ: least}
        return at_most.get(self.operator, 0) >= 0

    def holds_for(self, part: BreakdownPart | None) -> bool | None:
        """Whether a part lies within the threshold; None where it does not split on it."""
        if part is None or part.dimension is not self.dimension:
            return None
        if part.operator is not Operator.EQ:
            return self._holds_for_all_of(part)
        one, other = _plain(part.value), _plain(self.value)
        if (scale := SCALES.get(self.dimension)) is not None:
            return self.admits(f"{one}") if one in scale else None
        if self.operator in (Operator.EQ, Operator.NE):
            return _COMPARE[self.operator](one, other)
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (one, other))
        return _COMPARE[self.operator](one, other) if numbers else None

    def _holds_for_all_of(self, part: BreakdownPart) -> bool | None:
        """The same for a part that is a range itself, such as `endpoints le 5`."""
        scale = SCALES.get(self.dimension)
        if scale is not None and part.value not in scale:
            return None
        if scale is None and _number(part.value) is None:
            return None
        range_ = Threshold(dimension=part.dimension, operator=part.operator, value=part.value)
        if range_.lies_within(self):
            return True
        return None if range_.may_meet(self) else False

    def admits(self, word: str) -> bool:
        """Whether a word of the dimension's scale lies within the threshold."""
        scale = SCALES[self.dimension]
        return _COMPARE[self.operator](scale.index(word), scale.index(str(self.value)))

    def lies_within(self, other: Threshold) -> bool:
        """Whether whatever holds for this holds for `other`, as far as their words tell."""
        if self == other:
            return True
        tried = self._tried_with(other)
        return tried is not None and all(theirs for mine, theirs in tried if mine)

    def may_meet(self, other: Threshold) -> bool:
        """Whether something may hold for both; True where their words do not tell."""
        tried = self._tried_with(other)
        return tried is None or any(mine and theirs for mine, theirs in tried)

    def _tried_with(self, other: Threshold) -> list[tuple[bool, bool]] | None:
        """What both say of values that stand for all there are; None where that cannot be told.

        Of numbers those are the two that are named, one between and one on each side.
        """
        if self.dimension is not other.dimension:
            return None
        if (scale := SCALES.get(self.dimension)) is not None:
            return [(self.admits(word), other.admits(word)) for word in scale]
        mine, theirs = _number(self.value), _number(other.value)
        if mine is None or theirs is None:
            return None
        low, high = sorted((mine, theirs))
        values = (low - 1, low, (low + high) / 2, high, high + 1)
        one, two = _COMPARE[self.operator], _COMPARE[other.operator]
        return [(one(value, mine), two(value, theirs)) for value in values]

    def __str__(self) -> str:
        """As a person writes it: `confidence eq malicious`."""
        return f"{self.dimension} {self.operator} {self.value}"


def _plain(value: JsonScalar) -> JsonScalar:
    """A word without regard to its case, as a person may write it."""
    return value.strip().casefold() if isinstance(value, str) else value


def _number(value: JsonScalar) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
