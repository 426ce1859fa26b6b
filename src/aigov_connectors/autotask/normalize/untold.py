"""What was seen and can be said of nobody: counted, so that a gap tells of it.

A deed whose doer is not told is no rule's, and a note on a ticket that was not handed over shows
that there are more tickets than were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

__all__ = [
    "WHO_IS_LISTED",
    "Doubt",
    "Untold",
    "doubts_of_categories",
    "doubts_of_deeds",
    "doubts_of_tickets",
]

WHO_IS_LISTED = "what rules did, which is told apart by who is listed"
"""What is missing where somebody who did something is neither a person, a program nor nobody."""

_MOST_NAMED = 5
_LONGEST = 60  # of the vendor's words


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could not be determined, from what contradicts or cannot be placed."""

    resource: str
    subject: str
    detail: str
    remedy: str
    features: tuple[str, ...] | None = None
    """Those in doubt; None for all that are read from the resource."""


@dataclass(slots=True)
class Untold:
    """Counts of what cannot be said of anybody."""

    deeds: Counter[str] = field(default_factory=Counter)
    """What was done, in the plural, to how often it was by who cannot be told."""
    naming: Counter[str] = field(default_factory=Counter)
    """Kind of record to how many name a ticket that was not handed over."""
    mails: int = 0
    """Mails that nobody listed as a person started, perhaps to a client."""
    notes: Counter[str] = field(default_factory=Counter)
    """Types of notes by nobody who is listed that are not called a workflow rule's."""
    words: Counter[str] = field(default_factory=Counter)
    """Names of changes that the reading table does not know, made by no person."""


def doubts_of_deeds(untold: Untold) -> Iterator[Doubt]:
    """Tell what was done by who cannot be told, to whom, or under a name that is not known."""
    if any(untold.deeds.values()):
        yield Doubt(
            "resources",
            WHO_IS_LISTED,
            f"{_counted(untold.deeds)} by who is not told, or is nobody that can be told apart,"
            " count for nobody",
            "Let the API user's level view all Resources with licence and level; look at the"
            " history of such tickets.",
        )
    if untold.mails:
        yield Doubt(
            "notifications",
            "automatic mails of which it is not told whether a client got them",
            f"{untold.mails} went to a domain that is no company's web address, or to none",
            "Enter the web address of each company, and of your own.",
        )
    if untold.notes:
        yield Doubt(
            "ticket_notes",
            "notes by nobody who is listed, of other types than workflow rules'",
            f"{sum(untold.notes.values())} notes are of the types: {_named(untold.notes)}",
            "Look at such notes for what wrote them: a workflow rule, a mailbox, another tool.",
        )
    if untold.words:
        yield Doubt(
            "ticket_history",
            "changes by programs and rules whose names are not known",
            f"{sum(untold.words.values())} changes are called: {_named(untold.words)}",
            "Look at the history of tickets for what they change, and report the names.",
        )


def _named(words: Counter[str]) -> str:
    """The commonest words of the vendor, cut, with how often each came."""
    commonest = sorted(words.items(), key=lambda one: (-one[1], one[0]))[:_MOST_NAMED]
    return ", ".join(f"{word[:_LONGEST]} ({count})" for word, count in commonest)


def doubts_of_tickets(naming: Mapping[str, int], *, features: tuple[str, ...]) -> Iterator[Doubt]:
    """Tell that there are tickets which the list did not hand over, though it ended well.

    Args:
        naming: kind of record to how many name such a ticket.
        features: what is read from tickets, or from what names them.
    """
    if any(naming.values()):
        yield Doubt(
            "tickets",
            "tickets that other records name and that were not handed over",
            f"named by {_counted(naming)}; they may be hidden from the API user, or deleted",
            "Service Desk: let the API user's level view All on Tickets; then run again.",
            features,
        )


def doubts_of_categories(numbers: Set[int], *, listed: bool) -> Iterator[Doubt]:
    """Tell of ticket categories of which it is not known what they preset.

    Args:
        numbers: those that tickets have and no list holds, or those without presets.
        listed: which of the two.
    """
    if numbers:
        named = ", ".join(map(str, sorted(numbers)[:_MOST_NAMED]))
        yield Doubt(
            "category_defaults" if listed else "categories",
            "what some ticket categories preset",
            f"{len(numbers)} {'have no row of presets' if listed else 'are on tickets only'}"
            f" ({named})",
            "Look at the categories in the Service Desk settings of Admin; let the API user's"
            " level view them.",
        )


def _counted(counts: Mapping[str, int]) -> str:
    found = [f"{count} {what}" for what, count in sorted(counts.items()) if count]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
