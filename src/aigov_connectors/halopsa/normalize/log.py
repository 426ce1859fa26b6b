"""What was done to tickets, and by whom: counted while they stream by, no ticket is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aigov_connectors.halopsa.normalize.desk import Statuses
from aigov_connectors.halopsa.normalize.place import VENDOR
from aigov_connectors.halopsa.normalize.reach import Desk
from aigov_connectors.halopsa.wire import (
    ActionWire,
    ApprovalWire,
    TicketDetailWire,
    TicketWire,
    WebhookEventWire,
    given,
)
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    HumanVerdict,
    Initiator,
    Outcome,
)
from aigov_connectors.normalizing.observed import sounds_like_ai

__all__ = ["Actors", "History", "Sample", "TicketLog"]

_RULES = "ticket_rules"


@dataclass(slots=True)
class Actors:
    """Who the ids in actions are, as far as agents and applications were read."""

    people: set[int] = field(default_factory=set)
    programs: set[int] = field(default_factory=set)
    """Agents that stand for programs."""
    applications: dict[str, bool] = field(default_factory=dict)
    """Application to whether it is an AI vendor's."""

    def of(self, row: ActionWire) -> tuple[Initiator, str]:
        """Who did something, and the short name of the feature that it counts for.

        There is no "by AI" flag: an application's id comes first, then a rule's, then the agent's.
        """
        application = row.actionby_application_id
        if application:
            is_ai = self.applications.get(application)
            feature = "third_party_ai" if is_ai else "api_integrations"
            return (Initiator.AI if is_ai else Initiator.MACHINE), feature
        if given(row.new_matched_rule_id):
            return Initiator.RULE, _RULES
        for agent in (row.who_agentid, row.actionby_agent_id):
            if agent in self.people:
                return Initiator.PERSON, _RULES
            if agent in self.programs:
                return Initiator.MACHINE, "api_integrations"
        return Initiator.UNKNOWN, _RULES


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
        self.fields: set[str] = set()
        """Names of the MSP's own fields of tickets that sound like AI."""
        self._actors = actors
        self._statuses = statuses
        self._since = since

    def add_actions(self, rows: Sequence[ActionWire], *, organization: str, log: TicketLog) -> None:
        """Count one ticket's actions; a person's later change of the same kind undoes one."""
        dated = sorted(
            (row for row in rows if row.datetime is not None),
            key=lambda row: (row.datetime, row.id),
        )
        by_people = [
            (row.datetime, kind)
            for row in dated
            if self._actors.of(row)[0] is Initiator.PERSON
            for kind in self._kinds(row)
        ]
        for row in dated:
            at = row.datetime
            if at is None or at < self._since:
                continue
            initiator, feature = self._actors.of(row)
            if row.actionby_application_id:
                log.note(row.actionby_application_id, organization)
            for kind in self._kinds(row):
                undone: bool | None = None
                if initiator not in (Initiator.PERSON, Initiator.UNKNOWN):
                    undone = any(when > at and done is kind for when, done in by_people if when)
                self.counter.add(
                    feature=f"{VENDOR}.{feature}",
                    day=at.date(),
                    action=kind,
                    organization=organization,
                    initiator=initiator,
                    outcome=Outcome.SUCCEEDED,
                    reversed=undone,
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
            if one.applied and alone:
                initiator, verdict = Initiator.AI, HumanVerdict.NOT_REVIEWED
            elif one.applied:
                initiator = Initiator.UNKNOWN if alone is None else Initiator.PERSON
                verdict = HumanVerdict.UNKNOWN if alone is None else HumanVerdict.CONFIRMED
            elif one.dismissed:
                initiator, verdict = Initiator.AI, HumanVerdict.REJECTED
            else:
                initiator, verdict = Initiator.AI, HumanVerdict.NOT_REVIEWED
            self.counter.add(
                feature=f"{VENDOR}.ai_suggestions",
                day=at.date(),
                # What was not applied was shown, and changed nothing.
                action=DecisionKind.CHANGE_TICKET if one.applied else DecisionKind.INFORM,
                organization=organization,
                initiator=initiator,
                outcome=Outcome.SUCCEEDED,
                human_verdict=verdict,
            )

    def add_approvals(self, rows: Iterable[ApprovalWire], *, organization: str) -> None:
        """Count who was asked; what the number of the result means is not documented."""
        for row in rows:
            if row.admin_overridden and row.approval_process_id is not None:
                self.overridden[row.approval_process_id] += 1
            at = row.dateapproved or row.datetime
            if at is None or at < self._since:
                continue
            is_person = given(row.agent_id) or given(row.user_id)
            self.counter.add(
                feature=f"{VENDOR}.approval_processes",
                day=at.date(),
                action=DecisionKind.CHANGE_TICKET,
                organization=organization,
                initiator=Initiator.PERSON if is_person else Initiator.UNKNOWN,
                outcome=Outcome.UNKNOWN,
            )

    def add_runs(self, rows: Iterable[WebhookEventWire], *, feature: str) -> None:
        """Count the runs of a runbook; for whom they were is not in the log."""
        for row in rows:
            if row.timestamp is None or row.timestamp < self._since:
                continue
            failed = row.error
            outcome = {True: Outcome.FAILED, False: Outcome.SUCCEEDED, None: Outcome.UNKNOWN}
            self.counter.add(
                feature=f"{VENDOR}.{feature}",
                day=row.timestamp.date(),
                action=DecisionKind.RUN_SCRIPT,
                initiator=Initiator.RULE,
                outcome=outcome[failed],
            )

    def _kinds(self, row: ActionWire) -> Iterator[DecisionKind]:
        if row.new_team or given(row.new_agent):
            yield DecisionKind.ROUTE_TICKET
        if given(row.new_priority):
            yield DecisionKind.PRIORITIZE_TICKET
        if given(row.new_status):
            closes = self._statuses.closes(row.new_status)
            yield DecisionKind.CLOSE_TICKET if closes else DecisionKind.CHANGE_TICKET
