"""What other records name and its own list does not hold: one gap for each such resource.

All reads run as one agent, and what that agent may not see is missing without a word. Another
record that names it tells, at least, that there is, or was, more than the list shows. By hand alone
nothing happens, so that an action which only people take is not looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from aigov_connectors.halopsa.normalize import is_active, is_on
from aigov_connectors.halopsa.normalize.switches import is_runbook
from aigov_connectors.halopsa.wire import (
    AISuggestionWire,
    ApprovalProcessWire,
    ButtonWire,
    ChatProfileWire,
    OutcomeWire,
    StepWire,
    TemplateWire,
    TicketRuleWire,
    TicketTypeWire,
    VirtualAgentWire,
    WebhookWire,
    WorkflowWire,
    given,
)

__all__ = ["Named", "Records", "Unlisted", "names_of", "unlisted"]

Key = int | str
_NOTHING = ("0", "-1")
_MOST = 10  # ids of one kind in one sentence


@dataclass(frozen=True, slots=True)
class Named:
    """An object that a record names by its id."""

    resource: str
    key: Key
    by: str
    """What names it, in words, such as `ticket rules`."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Objects of one resource that others name, and that are not in its list."""

    resource: str
    by: Mapping[str, Collection[Key]]
    """What names them, in words, to their ids."""

    @property
    def detail(self) -> str:
        """How many, by whom they are named, and which."""
        every = {one for keys in self.by.values() for one in keys}
        named = "; ".join(f"by {by}: {_some(keys)}" for by, keys in sorted(self.by.items()))
        return f"{len(every)} that others name and that the list does not hold, {named}"


@dataclass(slots=True)
class Records:
    """The records that may name others, as far as they were read."""

    rules: Iterable[TicketRuleWire] = ()
    types: Iterable[TicketTypeWire] = ()
    workflows: Iterable[WorkflowWire] = ()
    processes: Iterable[ApprovalProcessWire] = ()
    outcomes: Iterable[OutcomeWire] = ()
    suggestions: Iterable[AISuggestionWire] = ()
    templates: Iterable[TemplateWire] = ()
    agents: Iterable[VirtualAgentWire] = ()
    chats: Iterable[ChatProfileWire] = ()
    runbooks: Iterable[WebhookWire] = ()
    buttons: Iterable[ButtonWire] = ()
    types_of_tickets: Iterable[int | None] = field(default=())
    """The types of the tickets of the window."""


def names_of(records: Records) -> Iterator[Named]:
    """Everything that the records name by its id; what is switched off names nothing."""
    for look in _LOOKS:
        for resource, key, by in look(records):
            if isinstance(key, str) and is_runbook(key) and key not in _NOTHING:
                yield Named(resource, key.casefold(), by)
            elif isinstance(key, int) and given(key):
                yield Named(resource, key, by)


def unlisted(named: Iterable[Named], listed: Mapping[str, Collection[Key]]) -> tuple[Unlisted, ...]:
    """Compare what is named with the lists.

    Args:
        listed: resource to the ids in its list; one whose list was not read is left out.
    """
    shown = {
        name: {one.casefold() if isinstance(one, str) else one for one in keys}
        for name, keys in listed.items()
    }
    found: dict[str, dict[str, set[Key]]] = {}
    for one in named:
        if one.resource in shown and one.key not in shown[one.resource]:
            found.setdefault(one.resource, {}).setdefault(one.by, set()).add(one.key)
    return tuple(Unlisted(resource, found[resource]) for resource in sorted(found))


def _some(keys: Collection[Key]) -> str:
    named = sorted(map(str, keys))
    left = len(named) - _MOST
    return ", ".join(named[:_MOST]) + (f" and {left} more" if left > 0 else "")


_Name = tuple[str, Key | None, str]


def _by_tickets(records: Records) -> Iterator[_Name]:
    for one in records.types_of_tickets:
        yield "ticket_types", one, "tickets"


def _by_types(records: Records) -> Iterator[_Name]:
    for row in records.types:
        yield "workflows", row.workflow_id, "ticket types"
        yield "approval_processes", row.approval_process_id, "ticket types"


def _by_rules(records: Records) -> Iterator[_Name]:
    for row in records.rules:
        if row.active is not False:
            yield "outcomes", row.outcome_id, "ticket rules"
            yield "workflows", row.new_workflow_id, "ticket rules"


def _by_templates(records: Records) -> Iterator[_Name]:
    for row in records.templates:
        yield "workflows", row.workflow_id, "templates"
        yield "approval_processes", row.approval_id, "templates"


def _by_workflows(records: Records) -> Iterator[_Name]:
    by = "workflows"
    for row in records.workflows:
        if is_on(row) is False:
            continue
        yield from _by_steps(row.steps, by)
        for step in row.steps or ():
            for edge in step.actions or ():
                yield "runbooks", edge.automation_runbook_id, by
                yield "outcomes", edge.automation_action_id, by
                yield "outcomes", edge.time_limit_action_id, by
            for rule in step.rules or ():
                if rule.active is not False:
                    yield "outcomes", rule.outcome_id, by
                    yield "workflows", rule.new_workflow_id, by


def _by_flows(records: Records) -> Iterator[_Name]:
    for chat in records.chats:
        if chat.in_use is not False:
            yield from _by_steps(chat.steps, "chats")
    for book in records.runbooks:
        if is_active(book) is not False:
            yield from _by_steps(book.steps, "runbooks")


def _by_steps(steps: Iterable[StepWire] | None, by: str) -> Iterator[_Name]:
    for step in steps or ():
        yield "virtual_agents", step.virtual_agent_id, by


def _by_approvals(records: Records) -> Iterator[_Name]:
    for row in records.processes:
        for step in row.steps or ():
            yield "runbooks", step.automation_runbookid, "approval processes"


def _by_what_starts(records: Records) -> Iterator[_Name]:
    for action in records.outcomes:
        yield "runbooks", action.automation_runbookid, "actions"
    for button in records.buttons:
        yield "runbooks", button.runbook_id, "buttons"
    for agent in records.agents:
        for function in agent.functions or ():
            yield "runbooks", function.runbook_id, "virtual agents"


def _by_suggestions(records: Records) -> Iterator[_Name]:
    for row in records.suggestions:
        yield "outcomes", row.outcome_id, "suggestions"
        for kind in row.ticket_types:
            yield "ticket_types", kind.id, "suggestions"


_LOOKS: tuple[Callable[[Records], Iterator[_Name]], ...] = (
    _by_tickets,
    _by_types,
    _by_rules,
    _by_templates,
    _by_workflows,
    _by_flows,
    _by_approvals,
    _by_what_starts,
    _by_suggestions,
)
