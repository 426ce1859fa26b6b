"""What was done to tickets, and by whom: counted while they stream by, no ticket is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aigov_connectors.halopsa.normalize.deeds import Actors, deeds_of, undone
from aigov_connectors.halopsa.normalize.desk import Statuses
from aigov_connectors.halopsa.normalize.place import VENDOR
from aigov_connectors.halopsa.normalize.reach import Desk
from aigov_connectors.halopsa.wire import (
    ActionWire,
    ApprovalWire,
    SuggestedWire,
    TicketDetailWire,
    TicketWire,
    WebhookEventWire,
)
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    HumanVerdict,
    Initiator,
    Outcome,
)
from aigov_connectors.normalizing.observed import sounds_like_ai
from aigov_connectors.wire import told

__all__ = ["Actors", "History", "Sample", "TicketLog"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A ticket that is looked at more closely."""

    ticket: int
    organization: str
    ticket_type: int | None


class TicketLog:
    """Counts tickets as they stream by, and remembers which to look at."""

    def __init__(self, *, desk: Desk, since: datetime) -> None:
        self.desk = desk
        self.elsewhere: int = 0
        """Tickets of clients that are none here, such as inactive ones."""
        self._since = since
        self._latest: dict[tuple[str, int | None], int] = {}
        self._touched: Counter[tuple[str, str]] = Counter()

    def add(self, row: TicketWire, *, is_client: Callable[[str], bool]) -> None:
        """Count one ticket; one that was not touched in the window says nothing."""
        if row.last_update is not None and row.last_update < self._since:
            return
        organization = str(row.client_id)
        if row.client_id is None or not is_client(organization):
            self.elsewhere += 1
            return
        self.desk.tickets[row.tickettype_id, organization] += 1
        self._latest[organization, row.tickettype_id] = row.id

    def samples(self, most: int, *, types: Iterable[int] = ()) -> list[Sample]:
        """The latest ticket of each client, then the latest of each type in `types`."""
        latest: dict[str, Sample] = {}
        by_type: dict[int, Sample] = {}
        wanted = set(types)
        for (organization, kind), ticket in sorted(self._latest.items(), key=lambda one: -one[1]):
            sample = Sample(ticket, organization, kind)
            latest.setdefault(organization, sample)
            if kind in wanted and kind is not None:
                by_type.setdefault(kind, sample)
        chosen = list(dict.fromkeys((*by_type.values(), *latest.values())))
        return chosen[:most]

    def note(self, application: str, organization: str) -> None:
        """Note that a program changed a ticket."""
        self._touched[application, organization] += 1

    def touched_by(self, application: str) -> Sequence[str]:
        """Organizations in whose sampled tickets a program did something."""
        return [name for one, name in sorted(self._touched) if one == application]


class History:
    """Counts decisions in the tickets that were sampled, and in the log of runbooks."""

    def __init__(
        self, *, tenant_id: str, actors: Actors, statuses: Statuses, since: datetime
    ) -> None:
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.overridden: Counter[int] = Counter()
        """Approval process to approvals that an administrator overrode."""
        self.unanswered: Counter[int] = Counter()
        """Approval process to approvals of which no date of an answer was told."""
        self.fields: set[str] = set()
        """Names of the MSP's own fields of tickets that sound like AI."""
        self.untold: int = 0
        """Deeds of which it was not told who did them."""
        self._actors = actors
        self._statuses = statuses
        self._since = since

    def add_actions(self, rows: Sequence[ActionWire], *, organization: str, log: TicketLog) -> None:
        """Count what rules, programs and AI did to one ticket, and what of it people undid.

        What a person does is the deed of no automation, and counts for none; nor does what nobody
        is known to have done, of which only the number is kept.
        """
        for row in rows:
            if row.actionby_application_id and row.datetime and row.datetime >= self._since:
                log.note(row.actionby_application_id, organization)
        deeds = deeds_of(rows, self._actors, self._statuses)
        for at, deed in enumerate(deeds):
            if deed.at < self._since:
                continue
            if deed.initiator is Initiator.UNKNOWN:
                self.untold += 1
            if deed.feature is None:
                continue
            self.counter.add(
                feature=f"{VENDOR}.{deed.feature}",
                day=deed.at.date(),
                action=deed.kind,
                organization=organization,
                initiator=deed.initiator,
                # Where the status before is not told, it may have been the same.
                outcome=Outcome.SUCCEEDED if deed.is_sure else Outcome.UNKNOWN,
                reversed=undone(deed, deeds[at + 1 :], self._statuses),
            )

    def add_suggestions(
        self, row: TicketDetailWire, *, organization: str, applies: Mapping[int, bool | None]
    ) -> None:
        """Count what became of a ticket's suggestions, and note the MSP's own fields for AI.

        Args:
            applies: suggestion to whether it applies itself, as its setting says.
        """
        self.fields |= {
            one.name
            for one in row.customfields
            if one.name and sounds_like_ai(one.name.removeprefix("CF"))
        }
        for one in row.ai_suggestions:
            at = one.applied_date or row.dateoccurred
            if at is None or at < self._since:
                continue
            alone = applies.get(one.suggestion_id) if one.suggestion_id is not None else None
            initiator, verdict = _verdict(one, alone=alone)
            self.counter.add(
                feature=f"{VENDOR}.ai_suggestions",
                day=at.date(),
                # What was not applied was shown, and changed nothing.
                action=_EFFECT[told(one.applied)],
                organization=organization,
                initiator=initiator,
                outcome=Outcome.UNKNOWN if told(one.applied) is None else Outcome.SUCCEEDED,
                human_verdict=verdict,
            )

    def add_approvals(self, rows: Iterable[ApprovalWire], *, organization: str) -> None:
        """Count who answered; what the number of the result means is not documented.

        Who was asked and gave no answer yet decided nothing.
        """
        for row in rows:
            if row.admin_overridden is True and row.approval_process_id is not None:
                self.overridden[row.approval_process_id] += 1
            at = row.dateapproved
            if at is None and row.approval_process_id is not None:
                self.unanswered[row.approval_process_id] += 1
            if at is None or at < self._since:
                continue
            self.counter.add(
                feature=f"{VENDOR}.approval_processes",
                day=at.date(),
                action=DecisionKind.CHANGE_TICKET,
                organization=organization,
                initiator=self._actors.asked(row),
                outcome=Outcome.UNKNOWN,
            )

    def add_runs(self, rows: Iterable[WebhookEventWire], *, feature: str, by_rule: bool) -> None:
        """Count the runs of a runbook; for whom they were, and who started it, is not in the log.

        Args:
            by_rule: whether nothing but rules starts the runbook.
        """
        for row in rows:
            if row.timestamp is None or row.timestamp < self._since:
                continue
            failed = told(row.error)
            outcome = {True: Outcome.FAILED, False: Outcome.SUCCEEDED, None: Outcome.UNKNOWN}
            self.counter.add(
                feature=f"{VENDOR}.{feature}",
                day=row.timestamp.date(),
                action=DecisionKind.RUN_SCRIPT,
                initiator=Initiator.RULE if by_rule else Initiator.UNKNOWN,
                outcome=outcome[failed],
            )


_EFFECT = {
    True: DecisionKind.CHANGE_TICKET,
    False: DecisionKind.INFORM,
    None: DecisionKind.UNKNOWN,
}


def _verdict(row: SuggestedWire, *, alone: bool | None) -> tuple[Initiator, HumanVerdict]:
    """Who decided over a suggestion, and how a person did; `alone`: whether it applies itself."""
    applied, dismissed = told(row.applied), told(row.dismissed)
    if applied is None:
        rejected = dismissed is True
        return Initiator.AI, HumanVerdict.REJECTED if rejected else HumanVerdict.UNKNOWN
    if not applied:
        if dismissed is None:
            return Initiator.AI, HumanVerdict.UNKNOWN
        return Initiator.AI, HumanVerdict.REJECTED if dismissed else HumanVerdict.NOT_REVIEWED
    if alone is None:
        # Dismissed by a person all the same, whoever applied it.
        verdict = HumanVerdict.REJECTED if dismissed else HumanVerdict.UNKNOWN
        return Initiator.UNKNOWN, verdict
    if not alone:
        return Initiator.PERSON, HumanVerdict.REJECTED if dismissed else HumanVerdict.CONFIRMED
    if dismissed is None:
        return Initiator.AI, HumanVerdict.UNKNOWN
    return Initiator.AI, HumanVerdict.REJECTED if dismissed else HumanVerdict.NOT_REVIEWED
