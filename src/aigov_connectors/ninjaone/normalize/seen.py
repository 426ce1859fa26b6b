"""Effects counted while they stream by: how often, for whom, and one record that proves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from aigov_connectors.inventory import Evidence, JsonScalar, Origin, Reach, Scope, ScopeLevel
from aigov_connectors.inventory.statement import Place

__all__ = ["Seen", "counted", "in_words", "tenant_scope"]

_MOST_NAMED = 20  # words that one sentence can name


@dataclass(slots=True)
class Seen:
    """One effect: the first record that showed it stands for all."""

    origin: Origin
    record: str
    """The vendor's id of that record."""
    count: int = 0
    organizations: Counter[str] = field(default_factory=Counter)

    def add(self, organization: str | None) -> None:
        """Count one more record; `organization` is None where it is not known."""
        self.count += 1
        if organization is not None:
            self.organizations[organization] += 1

    def evidence(self, pointer: str, value: JsonScalar) -> Evidence:
        """A field of the record that stands for all."""
        return self.origin.evidence(object_id=self.record, pointer=pointer, value=value)

    def reached(self, known: Container[str]) -> list[str]:
        """The organizations that it touched, as far as they are known, sorted."""
        return sorted(name for name in self.organizations if name in known)

    def reach(self, known: Container[str], *, whole: bool) -> Reach:
        """`listed` for a whole report, or `unknown` where it is not, or no organization is known.

        What was seen in a sample is not all that is reached: there it is `unknown`, and those
        that were seen are named all the same.
        """
        return Reach.LISTED if whole and self.reached(known) else Reach.UNKNOWN


def tenant_scope(place: Place) -> Scope:
    """The whole tenant."""
    return Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection)


def counted(number: int, *, whole: bool) -> int | str:
    """A number of records as a setting says it: of a list that was cut short, the least."""
    return number if whole else f"{number} or more"


def in_words(counts: Mapping[str, int], *, whole: bool = True) -> str:
    """`MANUAL: 12, FAILED: 3`, the most frequent first; leasts where not all was read."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    words = [f"{name}: {counted(count, whole=whole)}" for name, count in ranked[:_MOST_NAMED]]
    if len(ranked) > _MOST_NAMED:
        words.append(f"and {len(ranked) - _MOST_NAMED} more")
    return ", ".join(words)
