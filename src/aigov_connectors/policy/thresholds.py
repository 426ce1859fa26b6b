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
    def _word_is_on_the_scale(self) -> Self:
        scale = SCALES.get(self.dimension)
        if scale is not None and self.value not in scale:
            raise ValueError(f"{self.dimension} knows {', '.join(scale)}, not {self.value!r}")
        return self

    def holds_for(self, part: BreakdownPart | None) -> bool | None:
        """Whether a part lies within the threshold; None where it does not split on it."""
        if part is None or part.dimension is not self.dimension:
            return None
        if part.operator is not Operator.EQ:
            return True if _same(part, self) else None
        one, other = part.value, self.value
        if (scale := SCALES.get(self.dimension)) is not None:
            return self.admits(str(one)) if one in scale else None
        if self.operator in (Operator.EQ, Operator.NE):
            return _COMPARE[self.operator](one, other)
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (one, other))
        return _COMPARE[self.operator](one, other) if numbers else None

    def admits(self, word: str) -> bool:
        """Whether a word of the dimension's scale lies within the threshold."""
        scale = SCALES[self.dimension]
        return _COMPARE[self.operator](scale.index(word), scale.index(str(self.value)))

    def __str__(self) -> str:
        """As a person writes it: `confidence eq malicious`."""
        return f"{self.dimension} {self.operator} {self.value}"


def _same(part: BreakdownPart, threshold: Threshold) -> bool:
    return (part.operator, part.value) == (threshold.operator, threshold.value)
