"""Approvals of changes: the one gate by people that the API shows, and who went past it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from aigov_connectors.autotask.normalize.openings import (
    ApprovedChange,
    Hand,
    Opening,
    is_approved,
    opening_of,
    parts_of,
    voter,
)
from aigov_connectors.autotask.normalize.people import Actors
from aigov_connectors.autotask.normalize.places import VENDOR, Picklists, client_scope
from aigov_connectors.autotask.normalize.reach import Desk
from aigov_connectors.autotask.normalize.work import TicketLog
from aigov_connectors.autotask.wire import ApprovalWire, ChangeTicketWire
from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
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
_ACTORS = {
    Initiator.PERSON: ActorKind.PERSON,
    Initiator.AI: ActorKind.PROGRAM,
    Initiator.MACHINE: ActorKind.PROGRAM,
}

_Vote = tuple[ApprovalWire, ChangeTicketWire, Origin]


class Votes:
    """The votes on changes, and whose tickets they are about."""

    def __init__(self, actors: Actors, picklists: Picklists) -> None:
        self.rows: list[tuple[ApprovalWire, Origin]] = []
        self.tickets: dict[int, ChangeTicketWire] = {}
        self.older: dict[int, list[ApprovalWire]] = {}
        """Ticket to the votes on it that were asked for whenever they were cast."""
        self.is_whole = False
        """Whether every vote on the approved changes of the window was read."""
        self.actors = actors
        self.picklists = picklists

    @property
    def wanted(self) -> list[int]:
        """Tickets of which it must be asked whose they are."""
        return sorted({row.ticket_id for row, _ in self.rows if row.ticket_id is not None})

    def unexplained(self, approved: Iterable[int]) -> list[int]:
        """Those of some approved changes on which no vote that was read says yes."""
        agreed = {row.ticket_id for row, _ in self.rows if row.is_approved is True}
        return sorted(set(approved) - agreed)

    @property
    def homeless(self) -> int:
        """How many votes are about tickets that were not handed over, or are nobody's."""
        homes = {number for number, one in self.tickets.items() if one.company_id is not None}
        return sum(row.ticket_id not in homes for row, _ in self.rows)

    def by_client(self) -> dict[str, list[_Vote]]:
        """Client to votes, where the ticket is known."""
        found: dict[str, list[_Vote]] = {}
        for row, origin in self.rows:
            ticket = self.tickets.get(row.ticket_id or 0)
            if ticket is not None and ticket.company_id is not None:
                found.setdefault(str(ticket.company_id), []).append((row, ticket, origin))
        return found

    def count(self, counter: DecisionCounter) -> None:
        """Count the votes that were cast, each by whom; a program's is no verdict of a person."""
        for client, votes in self.by_client().items():
            for row, _, _ in votes:
                if told(row.is_approved) is None or row.decided is None:
                    continue
                who = voter(row, self.actors)
                verdict = HumanVerdict.CONFIRMED if row.is_approved else HumanVerdict.REJECTED
                counter.add(
                    feature=f"{VENDOR}.change_approval",
                    day=row.decided.date(),
                    action=DecisionKind.CHANGE_CONFIGURATION,
                    organization=client,
                    initiator=who,
                    outcome=Outcome.UNKNOWN,
                    human_verdict=verdict if who is Initiator.PERSON else HumanVerdict.UNKNOWN,
                )


@dataclass(slots=True)
class _Changes:
    """What is known of one client's changes."""

    votes: list[_Vote] = field(default_factory=list)
    openings: dict[int, Opening] = field(default_factory=dict)
    approved: dict[int, ApprovedChange] = field(default_factory=dict)
    hands: dict[int, Hand] = field(default_factory=dict)


def deployments_from_votes(
    votes: Votes, *, log: TicketLog, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State for each client who approves its changes, and whether somebody approved an own one.

    Args:
        votes: those that were read.
        log: which tickets the window holds, which of them are approved, and who was seen to
            change the state of an approval.
        entry: the catalogue's `change_approval`.
    """
    for client, found in sorted(_by_client(votes, log).items()):
        organization = desk.organizations.get(client)
        if organization is None:
            continue
        rows = [row for row, _, _ in found.votes]
        approvers = _approvers(rows, votes.actors)
        own = _own(found.votes, votes.actors)
        openings = Counter(found.openings.values())
        label, parts = parts_of(entry, openings, approvers, self_approved=own)
        evidence = tuple(dict.fromkeys(_proofs(found, votes.actors)))
        mine = {number for number in found.openings if log.holds(number, client)}
        older = {ticket.id for _, ticket, _ in found.votes} - mine
        settings = [
            Setting(name="votes", value=len(rows)),
            Setting(name="open votes", value=sum(told(row.is_approved) is None for row in rows)),
        ]
        if older and desk.window is not None:
            settings.append(Setting(name="tickets voted on, of before", value=len(older)))
        settings += [
            Setting(name=name, value=openings[one]) for one, name in _COUNTED if openings[one]
        ]
        if chosen := log.approvers_set.get(client):
            name = "changes whose approvers a program or a rule set (sampled)"
            settings.append(Setting(name=name, value=len(chosen)))
        yield Statement(
            deployment=entry.deployment(
                place=place,
                scope=client_scope(place, organization),
                source_object=SourceObject(
                    kind=SourceKind.SETTING, id=f"changeApprovals:{client}", name="change approvals"
                ),
                label=label,
                enabled=label.enabled,
                reach=Reach.LISTED,
                settings=tuple(settings),
                evidence=evidence,
                breakdown=parts,
            ),
            evidence=evidence,
            reach={client: None},
            tickets={client: len(mine)},
            window=desk.window,
        )


_COUNTED = (
    (Opening.PROGRAM, "changes approved by no person"),
    (Opening.NOT_TOLD, "changes of which it is not told who approved them"),
)


def _by_client(votes: Votes, log: TicketLog) -> dict[str, _Changes]:
    found: dict[str, _Changes] = {}
    on: dict[int, list[ApprovalWire]] = {}
    homes: dict[int, str] = {}
    states: dict[int, bool | None] = {}
    for client, cast in votes.by_client().items():
        found.setdefault(client, _Changes()).votes = cast
        for row, ticket, _ in cast:
            on.setdefault(ticket.id, []).append(row)
            homes[ticket.id] = client
            state = is_approved(votes.picklists, ticket.change_status)
            # One that was approved before the window is asked for its open votes only.
            if row.is_approved is True or not state:
                states[ticket.id] = state
    if votes.is_whole:
        for number, one in log.approved.items():
            on.setdefault(number, []).extend(votes.older.get(number, ()))
            homes[number] = one.organization
            states[number] = True
            found.setdefault(one.organization, _Changes()).approved[number] = one
    for number, hand in log.approval_hands.items():
        homes.setdefault(number, hand.organization)
        found.setdefault(homes[number], _Changes()).hands[number] = hand
    for number, client in homes.items():
        found[client].openings[number] = opening_of(
            on.get(number, ()),
            log.approval_hands.get(number),
            is_approved=states.get(number),
            actors=votes.actors,
        )
    return found


def _own(found: Iterable[_Vote], actors: Actors) -> bool | None:
    """Whether whoever asked for a change approved it; None where no vote tells.

    Who asked is not told where a program opened the ticket in a person's name; and of a voter whom
    no list shows nobody knows who it is, so that it is not another for sure.
    """
    voted = {
        True
        if row.resource_id == ticket.creator
        else None
        if voter(row, actors) not in _ACTORS
        else False
        for row, ticket, _ in found
        if row.is_approved is True
        and row.resource_id is not None
        and ticket.creator is not None
        and ticket.impersonator is None
    }
    if True in voted:
        return True
    return False if voted == {False} else None


def _proofs(found: _Changes, actors: Actors) -> Iterator[Evidence]:
    """One vote that shows the gate, one of who had asked, and one of each way past the gate."""
    votes = sorted(found.votes, key=lambda one: one[0].id)
    own = [vote for vote in votes if _own([vote], actors)]
    for row, _, origin in (own or votes)[:1]:
        yield from _vote(row, origin)
    for opening in (Opening.PROGRAM, Opening.NOT_TOLD):
        numbers = sorted(number for number, one in found.openings.items() if one is opening)
        for number in numbers[:1]:
            yield from _shown(number, found, votes, actors)


def _shown(
    number: int, found: _Changes, votes: Sequence[_Vote], actors: Actors
) -> Iterator[Evidence]:
    if number in found.approved:
        one = found.approved[number]
        yield one.origin.evidence(
            object_id=str(number), pointer="/changeApprovalStatus", value=one.status
        )
    if number in found.hands:
        yield found.hands[number].proof
    for row, ticket, origin in votes:
        if ticket.id == number and voter(row, actors) is not Initiator.PERSON:
            yield from _vote(row, origin)
            return


def _vote(row: ApprovalWire, origin: Origin) -> Iterator[Evidence]:
    yield observed(origin, row, "is_approved", object_id=str(row.id))[1]
    yield origin.evidence(object_id=str(row.id), pointer="/resourceID", value=row.resource_id)


def _approvers(rows: Iterable[ApprovalWire], actors: Actors) -> tuple[Actor, ...]:
    """Who votes: people and programs by their ids, those of the client as end users."""
    who: dict[int, ActorKind] = {}
    contacts = False
    for row in rows:
        if row.resource_id is not None:
            who[row.resource_id] = _ACTORS.get(voter(row, actors), ActorKind.UNKNOWN)
        contacts = contacts or row.contact_id is not None
    named = [Actor(kind=who[one], id=str(one)) for one in sorted(who)[:_MOST_NAMED]]
    return (*named, *((Actor(kind=ActorKind.END_USER),) if contacts else ()))
