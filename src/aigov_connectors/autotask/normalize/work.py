"""What was done to tickets, and by whom: counted while they stream by, no ticket is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from aigov_connectors.autotask.normalize.effects import Effects
from aigov_connectors.autotask.normalize.openings import ApprovedChange, Hand, is_approved
from aigov_connectors.autotask.normalize.people import Actors
from aigov_connectors.autotask.normalize.places import VENDOR, Picklists
from aigov_connectors.autotask.normalize.reach import NOBODY, Desk, Homes
from aigov_connectors.autotask.normalize.untold import Untold
from aigov_connectors.autotask.wire import (
    DeletedTicketWire,
    HistoryWire,
    NoteWire,
    NotificationWire,
    TicketWire,
)
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    Evidence,
    HumanVerdict,
    Initiator,
    Origin,
    Outcome,
)

__all__ = ["ELSEWHERE", "Alert", "Sample", "TicketLog", "kind_of"]

_EFFECT_DECISIONS: Mapping[str, DecisionKind] = {
    "moved": DecisionKind.ROUTE_TICKET,
    "prioritized": DecisionKind.PRIORITIZE_TICKET,
    "changed": DecisionKind.CHANGE_TICKET,
}
ELSEWHERE = "elsewhere"
"""Openings and completions, which the tickets themselves tell, are counted elsewhere."""
_APPROVAL = "approval"
"""The state of a change's approval, from what to what is not told; votes are another list."""
_APPROVERS = "change request"
"""What else of a change is set: who must approve it."""
_TOLD_BY_TICKETS = ("created", "complete")
_OVERRIDDEN = frozenset({"moved", "prioritized"})
_ANY_FIELD = "edited"
_BY_WORD: tuple[tuple[str, str], ...] = (
    ("change approval status", _APPROVAL),
    (_APPROVERS, "changed"),
    ("checklist", "changed"),
    ("queue", "moved"),
    ("resource", "moved"),
    ("assigned", "moved"),
    ("priority", "prioritized"),
    ("changed", "changed"),
    ("edited", "changed"),
)
"""Word in the name of a change, and what was done; the first that is found counts.

Source: Autotask help, Entity History (verified); that the list is whole (unsure).
"""


_AT_ONCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Sample:
    """A ticket whose history is looked at."""

    ticket: int
    organization: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Tickets of alerts of one tool at one client."""

    vendor: int | None
    organization: str


def kind_of(action: str | None) -> str | None:
    """What kind of effect a change is, by its name; None for a name that is not known."""
    folded = _folded(action)
    if folded.startswith(_TOLD_BY_TICKETS):
        return ELSEWHERE
    return next((kind for word, kind in _BY_WORD if word in folded), None)


def _folded(action: str | None) -> str:
    return (action or "").strip().casefold()


def _afterwards(kind: str, name: str, by_people: Set[str]) -> tuple[HumanVerdict, bool | None]:
    """What people made of a change: a verdict, and whether they undid it.

    Who changes the same field again, overrides it. That a status, a contact or anything else that
    moves with the work was changed again is no verdict, and a name that tells no field may hide
    one; from what to what is in texts that are not read.

    Args:
        kind: what kind of effect it is.
        name: what the change is called.
        by_people: what people's later changes of the ticket are called.
    """
    if name in by_people and kind in _OVERRIDDEN:
        return HumanVerdict.REJECTED, True
    if name in by_people or any(_ANY_FIELD in one for one in (name, *by_people) if by_people):
        return HumanVerdict.UNKNOWN, None
    return HumanVerdict.NOT_REVIEWED, False


class TicketLog:
    """Counts tickets and what hangs on them as they stream by."""

    def __init__(
        self, *, tenant_id: str, actors: Actors, desk: Desk, picklists: Picklists, since: datetime
    ) -> None:
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.sampled: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.effects: Effects = Effects()
        self.untold: Untold = Untold()
        self.elsewhere: int = 0
        """Tickets of companies that are no clients here."""
        self.opened: Counter[Alert] = Counter()
        self.closed: Counter[Alert] = Counter()
        self.alert_proofs: dict[tuple[str, Alert], Evidence] = {}
        self.moods: dict[str, Evidence] = {}
        """Organization to the proof that its tickets have a rating."""
        self.approved: dict[int, ApprovedChange] = {}
        """Tickets of the window whose change is approved."""
        self.approval_hands: dict[int, Hand] = {}
        """Sampled tickets to whoever changed the state of their approval and is no person."""
        self.approvers_set: dict[str, set[int]] = {}
        """Organization to sampled tickets whose approvers no person set."""
        self._actors = actors
        self._desk = desk
        self._picklists = picklists
        self._since = since
        self._homes = Homes()
        self._latest: dict[str, list[int]] = {}

    # Tickets -----------------------------------------------------------------------------------

    def add(self, row: TicketWire, *, origin: Origin) -> None:
        """Count one ticket; one that was not touched in the window says nothing."""
        if row.last_activity_date is not None and row.last_activity_date < self._since:
            self._homes.add(row.id, NOBODY)
            return
        organization = str(row.company_id)
        if row.company_id is None or organization not in self._desk.organizations:
            self.elsewhere += 1
            self._homes.add(row.id, NOBODY)
            return
        place = self._homes.add(row.id, row.company_id)
        self._desk.tickets[row.ticket_category, organization] += 1
        latest = self._latest.setdefault(organization, [])
        latest.append(row.id)
        if len(latest) > 8:
            latest.remove(min(latest))
        if row.mood is not None and organization not in self.moods:
            self.moods[organization] = origin.evidence(
                object_id=str(row.id), pointer="/currentServiceThermometerRating", value="present"
            )
        if row.change_status is not None and is_approved(self._picklists, row.change_status):
            self.approved[row.id] = ApprovedChange(organization, row.change_status, origin)
        if row.create_date is not None and row.create_date >= self._since:
            self._note_opening(row, organization, place, origin)
        if row.completed_date is not None and row.completed_date >= self._since:
            self._note_closing(row, organization, place, origin)

    def _note_opening(self, row: TicketWire, organization: str, place: int, origin: Origin) -> None:
        if row.rmm_alert is not None:
            alert = Alert(row.api_vendor, organization)
            self.opened[alert] += 1
            self._prove("opened", alert, origin, row, "/rmmAlertID", "present")
        by = row.opened_by
        is_program = by in self._actors.programs
        if is_program and by is not None:
            self._homes.touch(by, place)
        feature = self._actors.feature(by) if is_program else None
        if row.rmm_alert is not None:
            feature = f"{VENDOR}.alert_tickets"
        if row.create_date is not None and feature is not None:
            self.counter.add(
                feature=feature,
                day=row.create_date.date(),
                action=DecisionKind.INFORM,
                organization=organization,
                initiator=self._actors.initiator(by) if is_program else Initiator.MACHINE,
                outcome=Outcome.SUCCEEDED,
            )

    def _note_closing(self, row: TicketWire, organization: str, place: int, origin: Origin) -> None:
        by, initiator = row.completed_by, self._actors.initiator(row.completed_by)
        feature = self._actors.feature(by)
        if by is not None and by in self._actors.programs:
            self._homes.touch(by, place)
            # The tool of the alert is whoever opened its ticket; what another program completes
            # is that one's own deed.
            if row.rmm_alert is not None and by == row.opened_by:
                feature = f"{VENDOR}.alert_closing"
                alert = Alert(row.api_vendor, organization)
                self.closed[alert] += 1
                self._prove("closed", alert, origin, row, "/completedByResourceID", by)
        elif initiator is Initiator.RULE:
            self.effects.add(
                "completed",
                organization,
                lambda: origin.evidence(
                    object_id=str(row.id), pointer="/completedByResourceID", value=by
                ),
            )
        # What a person completes is the deed of no automation, and counts for none.
        if feature is None:
            self.untold.deeds["completions"] += initiator is Initiator.UNKNOWN
        elif row.completed_date is not None:
            self.counter.add(
                feature=feature,
                day=row.completed_date.date(),
                action=DecisionKind.CLOSE_TICKET,
                organization=organization,
                initiator=initiator,
                outcome=Outcome.SUCCEEDED,
            )

    def _prove(
        self, what: str, alert: Alert, origin: Origin, row: TicketWire, at: str, value: str | int
    ) -> None:
        if (what, alert) not in self.alert_proofs:
            self.alert_proofs[what, alert] = origin.evidence(
                object_id=str(row.id), pointer=at, value=value
            )

    # What hangs on them ------------------------------------------------------------------------

    def add_note(self, row: NoteWire, *, origin: Origin) -> None:
        """Count one note, where a program or a rule wrote it."""
        self.untold.naming["notes"] += self._homes.lacks(row.ticket_id)
        place = self._homes.find(row.ticket_id)
        organization = None if place is None else self._homes.client(place)
        if place is None or organization is None or row.creator_contact is not None:
            return
        by = row.written_by
        if by is not None and by in self._actors.programs:
            self._homes.touch(by, place)
            return
        label = self._picklists.label("TicketNotes", "noteType", row.note_type)
        is_rule = self._actors.initiator(by) is Initiator.RULE
        if not is_rule or label is None:
            return  # a label that was not read is a gap of its own
        if "workflow" not in label.casefold():
            self.untold.notes[label] += 1
        else:
            self.effects.add(
                "note",
                organization,
                lambda: origin.evidence(
                    object_id=str(row.id), pointer="/noteType", value=f"{row.note_type} ({label})"
                ),
            )

    def add_notification(self, row: NotificationWire, *, origin: Origin) -> None:
        """Count one mail to a client that a program started, or a template and nobody listed.

        Only the domain of the recipient was read: it tells clients from the staff.
        """
        if not self._homes:  # mails are counted without their tickets, unless there is none at all
            self.untold.naming["mails"] += row.ticket_id is not None
        organization = str(row.company_id)
        if organization not in self._desk.organizations or row.initiator_contact is not None:
            return
        initiator, feature = Initiator.RULE, f"{VENDOR}.rule_effects"
        if row.initiator is not None:
            initiator = self._actors.initiator(row.initiator)
            feature = self._actors.feature(row.initiator) or ""
        is_rule = initiator is Initiator.RULE
        if initiator is Initiator.PERSON or (is_rule and row.template_name is None):
            return
        gets_it = self._desk.owns(row.recipient_domain, organization)
        if gets_it is not True:
            self.untold.mails += gets_it is None
            return
        if not feature:
            self.untold.deeds["mails to clients"] += 1
            return
        if is_rule:
            self.effects.add(
                "mail",
                organization,
                lambda: origin.evidence(
                    object_id=str(row.id), pointer="/templateName", value=row.template_name
                ),
            )
        elif row.initiator is not None and (home := self._homes.find(row.ticket_id)) is not None:
            self._homes.touch(row.initiator, home)
        if row.sent is not None:
            self.counter.add(
                feature=feature,
                day=row.sent.date(),
                action=DecisionKind.REPLY_TO_PERSON,
                organization=organization,
                initiator=initiator,
                outcome=Outcome.SUCCEEDED,
            )

    def add_deleted(self, row: DeletedTicketWire) -> None:
        """Count one ticket that no person deleted; whose it was is not told."""
        if row.deleted is None or row.deleted < self._since:
            return
        initiator = self._actors.initiator(row.deleted_by)
        feature = self._actors.feature(row.deleted_by)
        if feature is None:
            self.untold.deeds["deletions"] += initiator is Initiator.UNKNOWN
            return
        self.counter.add(
            feature=feature,
            day=row.deleted.date(),
            action=DecisionKind.CHANGE_TICKET,
            initiator=initiator,
            outcome=Outcome.SUCCEEDED,
        )

    def add_history(self, rows: Sequence[HistoryWire], sample: Sample, *, origin: Origin) -> None:
        """Count what no person changed in one ticket, and what people then did to the same."""
        home = self._homes.find(sample.ticket)
        dated = sorted(
            ((row.date, row) for row in rows if row.date is not None), key=lambda pair: pair[0]
        )
        for place, (at, row) in enumerate(dated):
            kind, initiator = kind_of(row.action), self._actors.initiator(row.resource_id)
            if kind == ELSEWHERE or initiator is Initiator.PERSON or at < self._since:
                continue
            feature = self._actors.feature(row.resource_id)
            if feature is None:
                self.untold.deeds["changes"] += 1
                continue
            if kind is None:
                self.untold.words[row.action or "(no name)"] += 1
                continue
            if kind == _APPROVAL:
                self._note_hand(row, initiator, sample, origin)
                if initiator is Initiator.RULE:
                    continue  # the tool sets it by itself after each vote, too
                kind = "changed"
            elif _APPROVERS in _folded(row.action):
                self.approvers_set.setdefault(sample.organization, set()).add(sample.ticket)
            if initiator is Initiator.RULE:
                self._prove_change(kind, sample.organization, row, origin)
                # The history begins with the opening.
                self.effects.at_once[kind] += at - dated[0][0] <= _AT_ONCE
            elif home is not None and row.resource_id in self._actors.programs:
                self._homes.touch(row.resource_id, home)
            verdict, undone = _afterwards(
                kind,
                _folded(row.action),
                {
                    _folded(later.action)
                    for _, later in dated[place + 1 :]
                    if self._actors.initiator(later.resource_id) is Initiator.PERSON
                },
            )
            self.sampled.add(
                feature=feature,
                day=at.date(),
                action=_EFFECT_DECISIONS[kind],
                organization=sample.organization,
                initiator=initiator,
                outcome=Outcome.SUCCEEDED,
                human_verdict=verdict,
                reversed=undone,
            )

    def _note_hand(
        self, row: HistoryWire, initiator: Initiator, sample: Sample, origin: Origin
    ) -> None:
        proof = origin.evidence(object_id=str(row.id), pointer="/action", value=row.action)
        hand = self.approval_hands.setdefault(sample.ticket, Hand(sample.organization, proof))
        hand.who.add(initiator)

    def _prove_change(self, kind: str, organization: str, row: HistoryWire, origin: Origin) -> None:
        self.effects.add(
            kind,
            organization,
            lambda: origin.evidence(object_id=str(row.id), pointer="/action", value=row.action),
        )

    # Asked afterwards --------------------------------------------------------------------------

    def holds(self, ticket: int, organization: str) -> bool:
        """Whether a ticket is one of a client's in the window."""
        return self._homes.of(ticket) == organization

    @property
    def is_empty(self) -> bool:
        """Whether no ticket at all was handed over."""
        return not self._homes

    def touched_by(self, resource: int) -> dict[str, int]:
        """Organizations where a program was seen, with how many of their tickets."""
        return {
            organization: count
            for (one, organization), count in sorted(self._homes.touched.items())
            if one == resource
        }

    def samples(self, most: int) -> list[Sample]:
        """The latest tickets of each client, one each before two of anybody."""
        names = sorted(self._latest)
        rounds = [sorted(self._latest[name], reverse=True) for name in names]
        found: list[Sample] = []
        for turn in range(max(map(len, rounds), default=0)):
            for name, tickets in zip(names, rounds, strict=True):
                if turn < len(tickets):
                    found.append(Sample(tickets[turn], name))
        return found[:most]
