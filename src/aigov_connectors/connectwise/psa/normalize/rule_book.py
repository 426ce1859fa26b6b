"""Everything that was read of workflow rules, and of who is told at which status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aigov_connectors.connectwise.psa.wire import (
    ActionWire,
    EventWire,
    MailTemplateWire,
    NotificationWire,
    NotifyTypeWire,
    OverwrittenFieldWire,
    RecipientWire,
    ServiceTemplateWire,
    StatusWire,
    WorkflowWire,
)
from aigov_connectors.inventory import Origin

__all__ = ["RuleEvent", "Rules"]


@dataclass(frozen=True, slots=True)
class RuleEvent:
    """One event of a rule, and where both were read."""

    workflow: WorkflowWire
    origin: Origin
    event: EventWire
    event_origin: Origin

    @property
    def board(self) -> int | None:
        """The board whose tickets it watches; None for all."""
        return self.workflow.board.id if self.workflow.board else None

    @property
    def condition(self) -> str:
        """When it acts, in the vendor's words."""
        return self.event.event_condition or ""


@dataclass(slots=True)
class Rules:
    """The rules with their events and actions, and where each came from."""

    workflows: dict[int, tuple[WorkflowWire, Origin]] = field(default_factory=dict)
    events: dict[int, tuple[EventWire, Origin]] = field(default_factory=dict)
    actions: list[tuple[ActionWire, Origin]] = field(default_factory=list)
    kinds: dict[int, NotifyTypeWire] = field(default_factory=dict)
    kinds_from: dict[int, Origin] = field(default_factory=dict)
    fields: dict[int, list[tuple[OverwrittenFieldWire, Origin]]] = field(default_factory=dict)
    """Action to the custom fields that it may set."""
    recipients: dict[int, RecipientWire] = field(default_factory=dict)
    service_templates: dict[int, tuple[ServiceTemplateWire, Origin]] = field(default_factory=dict)
    closing: set[int] = field(default_factory=set)
    """Ids of statuses that close a ticket."""
    open: set[int] = field(default_factory=set)
    """Ids of statuses that do not."""
    notices: dict[int, list[tuple[NotificationWire, Origin]]] = field(default_factory=dict)
    """Status to who is told when a ticket comes to it."""
    mails: dict[int, list[tuple[MailTemplateWire, Origin]]] = field(default_factory=dict)
    """Status to the mails that are sent at it."""
    _status: dict[tuple[int, str], int] = field(default_factory=dict)

    def know_status(self, board: int, row: StatusWire) -> None:
        """Note a status of a board, and whether it closes tickets, where that is told."""
        if isinstance(row.closed_status, bool):
            (self.closing if row.closed_status else self.open).add(row.id)
        if row.name:
            self._status[board, row.name.casefold()] = row.id

    def status_named(self, board: int | None, name: str) -> int | None:
        """The id of a board's status by its name; None where no such status was read."""
        return None if board is None else self._status.get((board, name.casefold()))

    def with_actions(self) -> Iterator[tuple[RuleEvent, Sequence[tuple[ActionWire, Origin]]]]:
        """Every event whose rule is known and that does something, by its id."""
        mine: dict[int, list[tuple[ActionWire, Origin]]] = {}
        for action, origin in self.actions:
            if action.parent_id is not None:
                mine.setdefault(action.parent_id, []).append((action, origin))
        for number, (event, event_origin) in sorted(self.events.items()):
            found = self.workflows.get(event.parent_id or -1)
            if found is not None and number in mine:
                yield RuleEvent(*found, event, event_origin), mine[number]
