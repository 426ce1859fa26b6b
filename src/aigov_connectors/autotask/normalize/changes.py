"""Approvals of changes: the one gate by people that the API shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aigov_connectors.autotask.normalize.places import VENDOR, client_scope
from aigov_connectors.autotask.normalize.reach import Desk
from aigov_connectors.autotask.wire import ApprovalWire, ChangeTicketWire
from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ApprovalGate,
    DecisionCounter,
    DecisionKind,
    Evidence,
    HumanVerdict,
    Initiator,
    Origin,
    Outcome,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed
from aigov_connectors.wire import told

__all__ = ["Votes", "deployments_from_votes"]

_MOST_NAMED = 20


class Votes:
    """The votes on changes, and whose tickets they are about."""

    def __init__(self) -> None:
        self.rows: list[tuple[ApprovalWire, Origin]] = []
        self.tickets: dict[int, ChangeTicketWire] = {}

    @property
    def wanted(self) -> list[int]:
        """Tickets of which it must be asked whose they are."""
        return sorted({row.ticket_id for row, _ in self.rows if row.ticket_id is not None})

    @property
    def homeless(self) -> int:
        """How many votes are about tickets that were not handed over, or are nobody's."""
        homes = {number for number, one in self.tickets.items() if one.company_id is not None}
        return sum(row.ticket_id not in homes for row, _ in self.rows)

    def by_client(self) -> Mapping[str, list[tuple[ApprovalWire, ChangeTicketWire, Origin]]]:
        """Client to votes, where the ticket is known."""
        found: dict[str, list[tuple[ApprovalWire, ChangeTicketWire, Origin]]] = {}
        for row, origin in self.rows:
            ticket = self.tickets.get(row.ticket_id or 0)
            if ticket is not None and ticket.company_id is not None:
                found.setdefault(str(ticket.company_id), []).append((row, ticket, origin))
        return found

    def count(self, counter: DecisionCounter) -> None:
        """Count the votes that were cast."""
        for client, votes in self.by_client().items():
            for row, _, _ in votes:
                if told(row.is_approved) is None or row.decided is None:
                    continue
                verdict = HumanVerdict.CONFIRMED if row.is_approved else HumanVerdict.REJECTED
                counter.add(
                    feature=f"{VENDOR}.change_approval",
                    day=row.decided.date(),
                    action=DecisionKind.CHANGE_CONFIGURATION,
                    organization=client,
                    initiator=Initiator.PERSON,
                    outcome=Outcome.UNKNOWN,
                    human_verdict=verdict,
                )


def deployments_from_votes(
    votes: Votes, *, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State for each client who approves its changes, and whether somebody approved an own one.

    `entry` is the catalogue's `change_approval`.
    """
    for client, found in sorted(votes.by_client().items()):
        organization = desk.organizations.get(client)
        if organization is None:
            continue
        evidence = tuple(_proofs(found))
        label = entry.label("approval", "any")
        gate = ApprovalGate(
            kind=label.gate.kind,
            approvers=_approvers(row for row, _, _ in found),
            self_approved=_own(found),
        )
        yield Statement(
            deployment=entry.deployment(
                place=place,
                scope=client_scope(place, organization),
                source_object=SourceObject(
                    kind=SourceKind.SETTING, id=f"changeApprovals:{client}", name="change approvals"
                ),
                label=label.model_copy(update={"gate": gate}),
                enabled=label.enabled,
                reach=Reach.LISTED,
                settings=(
                    Setting(name="votes", value=len(found)),
                    Setting(
                        name="open votes",
                        value=sum(told(row.is_approved) is None for row, _, _ in found),
                    ),
                ),
                evidence=evidence,
            ),
            evidence=evidence,
            reach={client: None},
            tickets={client: len({ticket.id for _, ticket, _ in found})},
            window=desk.window,
        )


def _own(found: Iterable[tuple[ApprovalWire, ChangeTicketWire, Origin]]) -> bool | None:
    """Whether whoever asked for a change approved it; None where no vote tells.

    Who asked is not told where a program opened the ticket in a person's name.
    """
    voted = {
        row.resource_id == ticket.creator
        for row, ticket, _ in found
        if row.is_approved is True
        and row.resource_id is not None
        and ticket.creator is not None
        and ticket.impersonator is None
    }
    return None if not voted else True in voted


def _proofs(
    found: Iterable[tuple[ApprovalWire, ChangeTicketWire, Origin]],
) -> Iterator[Evidence]:
    """One vote that shows the gate, and one by the person who had asked, where there is one."""
    votes = sorted(found, key=lambda one: one[0].id)
    own = [vote for vote in votes if _own([vote])]
    for row, _, origin in (own or votes)[:1]:
        yield observed(origin, row, "is_approved", object_id=str(row.id))[1]
        yield origin.evidence(object_id=str(row.id), pointer="/resourceID", value=row.resource_id)


def _approvers(rows: Iterable[ApprovalWire]) -> tuple[Actor, ...]:
    people: set[int] = set()
    contacts = False
    for row in rows:
        if row.resource_id is not None:
            people.add(row.resource_id)
        contacts = contacts or row.contact_id is not None
    named = [Actor(kind=ActorKind.PERSON, id=str(one)) for one in sorted(people)[:_MOST_NAMED]]
    return (*named, *((Actor(kind=ActorKind.END_USER),) if contacts else ()))
