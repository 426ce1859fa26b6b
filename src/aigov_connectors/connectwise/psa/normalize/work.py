"""What was done to tickets, and by whom: counted while they stream by, no ticket is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aigov_connectors.connectwise.psa.normalize.places import VENDOR
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.wire import AuditWire, TicketWire
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    Evidence,
    HumanVerdict,
    Initiator,
    Origin,
    Outcome,
)

__all__ = ["Actors", "AuditLog", "Sample", "TicketLog"]

_BY_FIELD: Mapping[str, DecisionKind] = {
    "status": DecisionKind.CHANGE_TICKET,
    "type": DecisionKind.CHANGE_TICKET,
    "company": DecisionKind.CHANGE_TICKET,
    "owner": DecisionKind.ROUTE_TICKET,
    "resource": DecisionKind.ROUTE_TICKET,
    "board": DecisionKind.ROUTE_TICKET,
    "team": DecisionKind.ROUTE_TICKET,
    "priority": DecisionKind.PRIORITIZE_TICKET,
    "severity": DecisionKind.PRIORITIZE_TICKET,
}
"""Sub type of an audit row, and what was decided; others are not counted."""


@dataclass(frozen=True, slots=True)
class Actors:
    """Who an identifier in `enteredBy`, `updatedBy` or `closedBy` is."""

    people: frozenset[str]
    programs: Mapping[str, str | None]
    """Identifier to the feature of its AI product; None for other programs."""
    is_whole: bool
    """Whether all members and logins were read, so that any other name is the system itself."""

    def initiator(self, name: str | None) -> Initiator:
        """Say what kind of actor it is; rules and templates act under names of no member.

        Source: field notes (reported): `template247`, `zAdmin`, `Workflow`.
        """
        folded = (name or "").casefold()
        if not folded:
            return Initiator.UNKNOWN
        if folded in self.programs:
            return Initiator.MACHINE if self.programs[folded] is None else Initiator.AI
        if folded in self.people:
            return Initiator.PERSON
        return Initiator.RULE if self.is_whole else Initiator.UNKNOWN

    def feature(self, name: str | None, *, rules: str) -> str:
        """The feature that a decision of this actor counts for; `rules` for all but programs."""
        folded = (name or "").casefold()
        if folded in self.programs:
            return f"{VENDOR}.{self.programs[folded] or 'api_integrations'}"
        return f"{VENDOR}.{rules}"


@dataclass(frozen=True, slots=True)
class Sample:
    """A ticket that is looked at more closely."""

    ticket: int
    organization: str


@dataclass(frozen=True, slots=True)
class _Opened:
    """The latest ticket that a program opened on a board."""

    ticket: int
    name: str
    origin: Origin


class TicketLog:
    """Counts tickets as they stream by."""

    def __init__(self, *, tenant_id: str, actors: Actors, desk: Desk, since: datetime) -> None:
        self.desk = desk
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.elsewhere: int = 0
        """Tickets of companies that are no clients here."""
        self._actors = actors
        self._since = since
        self._at_work: set[str] = set()
        self._touched: Counter[tuple[str, str]] = Counter()
        self._opened: dict[tuple[str, int], _Opened] = {}
        self._latest: dict[str, int] = {}
        self._latest_by: dict[tuple[str, str], int] = {}

    def add(
        self,
        row: TicketWire,
        *,
        is_client: Callable[[str], bool],
        of_project: bool = False,
        origin: Origin | None = None,
    ) -> None:
        """Count one ticket; one that was not touched in the window says nothing.

        What a person closed is counted for no automation. Those of projects are never looked at
        more closely: the tool knows them elsewhere. With its `origin` a ticket can show who opens
        tickets on its board. Which program was at work it shows whosever it is; it is counted
        where its company is a client here.
        """
        if row.last_updated is not None and row.last_updated < self._since:
            return  # asked for with a day to spare, since some servers compare days
        actors = self._machines(row)
        self._at_work.update(actors)
        if origin is not None and not of_project:
            self._note_opening(row, origin)
        organization = str(row.company_id)
        if row.company_id is None or not is_client(organization):
            self.elsewhere += 1
            return
        self.desk.tickets[row.board_id, organization] += 1
        if row.source_id in self.desk.sources:
            self.desk.sources[row.source_id][organization] += 1
        if not of_project:
            self._latest[organization] = row.id
        for name in actors:
            self._touched[name, organization] += 1
            if not of_project:
                self._latest_by[name, organization] = row.id
        if (
            row.closed_flag is True
            and row.closed_date is not None
            and row.closed_date >= self._since
        ):
            initiator = self._actors.initiator(row.closed_by)
            if initiator is Initiator.PERSON:
                return  # no automation closed it
            self.counter.add(
                feature=self._actors.feature(row.closed_by, rules="auto_close"),
                day=row.closed_date.date(),
                action=DecisionKind.CLOSE_TICKET,
                organization=organization,
                initiator=initiator,
                outcome=Outcome.SUCCEEDED,
            )

    def touched_by(self, identifier: str | None) -> dict[str, int]:
        """Organizations whose tickets a program was the last to touch or closed, with how many."""
        folded = (identifier or "").casefold()
        return {
            organization: count
            for (name, organization), count in sorted(self._touched.items())
            if name == folded
        }

    def shows(self, identifier: str | None) -> bool:
        """Whether a program was seen at work: it opened a ticket, closed one or was the last."""
        folded = (identifier or "").casefold()
        return folded in self._at_work or any(name == folded for name, _ in self._opened)

    def opened_by(self, identifier: str | None) -> Iterator[tuple[int, tuple[Evidence, Evidence]]]:
        """Boards on which a program opened tickets, each with a ticket that shows it."""
        folded = (identifier or "").casefold()
        for (name, board), seen in sorted(self._opened.items()):
            if name == folded:
                number = str(seen.ticket)
                yield (
                    board,
                    (
                        seen.origin.evidence(
                            object_id=number, pointer="/_info/enteredBy", value=seen.name
                        ),
                        seen.origin.evidence(object_id=number, pointer="/board/id", value=board),
                    ),
                )

    def one_each(self, most: int) -> list[Sample]:
        """The latest ticket of each organization, for `most` of them."""
        ordered = sorted(self._latest.items(), key=lambda pair: -pair[1])
        return [Sample(ticket, organization) for organization, ticket in ordered[:most]]

    def unattended(self, most: int) -> list[Sample]:
        """The latest ticket of each pair of machine and organization, for `most` of them."""
        ordered = sorted(self._latest_by.items(), key=lambda pair: -pair[1])
        chosen = {ticket: organization for (_, organization), ticket in ordered}
        return [Sample(ticket, name) for ticket, name in list(chosen.items())[:most]]

    def _note_opening(self, row: TicketWire, origin: Origin) -> None:
        name = (row.entered_by or "").casefold()
        if row.board_id is None or name not in self._actors.programs:
            return
        before = self._opened.get((name, row.board_id))
        if before is None or row.id > before.ticket:  # pages may come in any order
            self._opened[name, row.board_id] = _Opened(row.id, row.entered_by or "", origin)

    def _machines(self, row: TicketWire) -> set[str]:
        """Whoever was the last to touch a ticket, or closed it, and is no person."""
        seen = {row.updated_by, row.closed_by if row.closed_flag is True else None}
        names = {(one or "").casefold() for one in seen} - {""}
        return {one for one in names if self._actors.initiator(one) is not Initiator.PERSON}


class AuditLog:
    """Counts what machines changed in the tickets that were sampled, and what people undid."""

    def __init__(self, *, tenant_id: str, actors: Actors, since: datetime) -> None:
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self._actors = actors
        self._since = since

    def add(self, rows: Sequence[AuditWire], *, organization: str) -> None:
        """Count one ticket's trail; a person's later change of the same field undoes one."""
        dated = sorted(self._dated(rows), key=lambda pair: pair[0])
        for place, (at, row) in enumerate(dated):
            field = (row.audit_sub_type or "").casefold()
            action = _BY_FIELD.get(field)
            initiator = self._actors.initiator(row.entered_by)
            if action is None or initiator is Initiator.PERSON or at < self._since:
                continue
            undone = any(
                (later.audit_sub_type or "").casefold() == field
                and self._actors.initiator(later.entered_by) is Initiator.PERSON
                for _, later in dated[place + 1 :]
            )
            self.counter.add(
                feature=self._actors.feature(row.entered_by, rules="workflow_rules"),
                day=at.date(),
                action=action,
                organization=organization,
                initiator=initiator,
                outcome=Outcome.SUCCEEDED,
                human_verdict=HumanVerdict.REJECTED if undone else HumanVerdict.NOT_REVIEWED,
                reversed=undone,
            )

    def _dated(self, rows: Sequence[AuditWire]) -> Iterator[tuple[datetime, AuditWire]]:
        return ((row.entered_date, row) for row in rows if row.entered_date is not None)
