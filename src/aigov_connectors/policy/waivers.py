"""What somebody accepts for a time."""

from __future__ import annotations

from datetime import date

from pydantic import Field, field_validator

from aigov_connectors.inventory import Exact, IsoDate

__all__ = ["Waiver"]


class Waiver(Exact):
    """A finding that someone accepts for a time; it stays visible, marked.

    It covers the findings of `rule` that agree with everything else it names. Rules on control
    (no-rollback, override-unknown) and on credentials give one finding for each connection, which
    lists many features and is about none of them: those are waived by rule and connection, whole or
    for one client; a waiver that names a feature does not cover them.
    """

    rule: str
    """Its id, as `explain` and `findings` tell it."""
    deployment: str | None = None
    """The key of the deployment, where the finding is about one."""
    feature: str | None = None
    """Catalogue id, such as `ninjaone.condition_script`, where the finding is about one."""
    connection: str | None = None
    """Name in the configuration; one of several to the same tenant stands for all of them."""
    client: str | None = None
    """Name or id; None covers all clients."""
    owner: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    until: IsoDate

    @field_validator("owner", "reason")
    @classmethod
    def _says_something(cls, words: str) -> str:
        if not words.strip():
            raise ValueError("is blank: a waiver has an owner and a reason")
        return words

    def is_valid_on(self, day: date) -> bool:
        """Whether it still holds."""
        return day <= self.until
