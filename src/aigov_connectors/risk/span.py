"""A number that is known to lie between two others: unknown is a result, also of arithmetic."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from aigov_connectors.inventory import Exact

__all__ = ["Span"]


class Span(Exact):
    """From `least` to `most`; both are the same where nothing is open."""

    least: float = Field(ge=0, allow_inf_nan=False)
    most: float = Field(ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError("a span runs from the least to the most")
        return self

    @classmethod
    def of(cls, number: float) -> Self:
        """A number that is known."""
        return cls(least=number, most=number)

    @property
    def is_known(self) -> bool:
        """Whether nothing is open."""
        return self.least == self.most

    def __mul__(self, other: Span) -> Span:
        return Span(least=self.least * other.least, most=self.most * other.most)

    def __or__(self, other: Span) -> Span:
        """The greater of two numbers, wherever they lie."""
        return Span(least=max(self.least, other.least), most=max(self.most, other.most))
