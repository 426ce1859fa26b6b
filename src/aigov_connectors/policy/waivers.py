"""What somebody accepts for a time."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from aigov_connectors.inventory import Exact, IsoDate

__all__ = ["Waiver"]


class Waiver(Exact):
    """A finding that someone accepts for a time; it stays visible, marked."""

    rule: str
    deployment: str | None = None
    feature: str | None = None
    connection: str | None = None
    client: str | None = None
    """Name or id; None covers all clients."""
    owner: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    until: IsoDate

    def is_valid_on(self, day: date) -> bool:
        """Whether it still holds."""
        return day <= self.until
