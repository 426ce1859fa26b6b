"""Who let a change go on: people by their votes, a program, or nobody who is told.

An approval that the automation itself gives is no gate by people, whatever it is called. The state
of a change tells that it was approved, the votes by whom; what set the state stands in the history,
which is looked at for a sample of tickets, without what it was set to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from aigov_connectors.autotask.normalize.people import Actors
from aigov_connectors.autotask.normalize.places import Picklists
from aigov_connectors.autotask.wire import ApprovalWire
from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ApprovalGate,
    Basis,
    BreakdownPart,
    Dimension,
    Evidence,
    GateKind,
    Initiator,
    Operator,
    Origin,
)

__all__ = [
    "ApprovedChange",
    "Hand",
    "Opening",
    "is_approved",
    "label_of",
    "opening_of",
    "parts_of",
    "voter",
]

_PROGRAMS = frozenset({Initiator.AI, Initiator.MACHINE})
_CONDITIONS = {
    "program": "approved by a program or a rule, and by no person",
    "not told": "whether a person had to agree is not told",
}


class Opening(StrEnum):
    """Who let one change go on; the values are those of the reading table."""

    PEOPLE = "people"
    """A person's vote did, or is waited for."""
    PROGRAM = "program"
    NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True)
class ApprovedChange:
    """A ticket of the window whose change is approved."""

    organization: str
    status: int
    origin: Origin


@dataclass(slots=True)
class Hand:
    """Whoever changed the state of an approval and is no person, in one sampled ticket."""

    organization: str
    proof: Evidence
    who: set[Initiator] = field(default_factory=set)


def is_approved(picklists: Picklists, status: int | None) -> bool | None:
    """Whether a state of a change is that of an approved one, by its label."""
    label = picklists.label("Tickets", "changeApprovalStatus", status)
    return None if label is None else label.strip().casefold() == "approved"


def voter(row: ApprovalWire, actors: Actors) -> Initiator:
    """Whose vote it is; somebody of the client is a person, and who is not listed is not told.

    A rule casts no vote, so that nobody who is missing from the list is taken for one.
    """
    if row.resource_id is None:
        return Initiator.UNKNOWN if row.contact_id is None else Initiator.PERSON
    found = actors.initiator(row.resource_id)
    return Initiator.UNKNOWN if found is Initiator.RULE else found


def opening_of(
    rows: Iterable[ApprovalWire], hand: Hand | None, *, is_approved: bool | None, actors: Actors
) -> Opening:
    """Say who let a change go on.

    Args:
        rows: all votes on it.
        hand: who else was seen to change the state of its approval.
        is_approved: whether it is approved by now; None where that is not told.
        actors: who is a person, and who a program.
    """
    yes = {voter(row, actors) for row in rows if row.is_approved is True}
    touched = set() if hand is None else hand.who
    by_program = not _PROGRAMS.isdisjoint(yes | touched)
    if Initiator.PERSON in yes:
        # Whether one of them was enough is not told. That the state follows the votes is the
        # tool's own doing, and no rule's.
        return Opening.NOT_TOLD if by_program else Opening.PEOPLE
    if is_approved and (by_program or (touched and not yes)):
        return Opening.PROGRAM
    if is_approved or yes or (is_approved is None and touched):
        return Opening.NOT_TOLD
    return Opening.PEOPLE


def label_of(entry: FeatureEntry, opening: Opening, approvers: tuple[Actor, ...]) -> Label:
    """What is known of changes that go on in one way."""
    label = entry.label("approval", opening.value)
    gate = ApprovalGate(kind=label.gate.kind, approvers=approvers)
    if opening is not Opening.PEOPLE:
        claims, condition = GateKind.PRE_APPROVAL, _CONDITIONS[opening.value]
        gate = gate.model_copy(update={"claims": claims, "condition": condition})
    return label.model_copy(update={"gate": gate})


def parts_of(
    entry: FeatureEntry,
    openings: Collection[Opening],
    approvers: tuple[Actor, ...],
    *,
    self_approved: bool | None,
) -> tuple[Label, tuple[BreakdownPart, ...]]:
    """Label changes that go on in one way or in several: the highest, and each as a part."""
    labels = {one: label_of(entry, one, _of(one, approvers)) for one in Opening if one in openings}
    for opening, label in labels.items():
        # That somebody approved an own change is seen, whoever else may have let it go on.
        if self_approved or opening is Opening.PEOPLE:
            gate = label.gate.model_copy(update={"self_approved": self_approved})
            labels[opening] = label.model_copy(update={"gate": gate})
    highest = max(labels.values(), key=lambda one: one.rank)
    if len(labels) == 1:
        return highest, ()
    return highest, tuple(
        BreakdownPart(
            dimension=Dimension.TRIGGER,
            operator=Operator.EQ,
            value=f"approved by {_WORDS[opening]}",
            autonomy=label.autonomy,
            gate=label.gate,
            basis=label.basis if highest.basis is Basis.OBSERVED is not label.basis else None,
        )
        for opening, label in labels.items()
    )


_WORDS = {
    Opening.PEOPLE: "people",
    Opening.PROGRAM: "a program or a rule alone",
    Opening.NOT_TOLD: "nobody who is told",
}
_KINDS = {
    Opening.PEOPLE: frozenset({ActorKind.PERSON, ActorKind.END_USER}),
    Opening.PROGRAM: frozenset({ActorKind.PROGRAM}),
}


def _of(opening: Opening, approvers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    kinds = _KINDS.get(opening)
    return tuple(one for one in approvers if kinds is None or one.kind in kinds)
