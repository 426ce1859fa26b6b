"""What the rules of a workflow's step do: the fields of a ticket rule, at one step of the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from aigov_connectors.halopsa.wire import (
    StepRuleWire,
    TicketRuleWire,
    WorkflowWire,
    given,
    number,
)

__all__ = ["STEP_RULE", "is_of_step", "is_told_by_workflow", "rules_of_steps", "sets_of"]

STEP_RULE = "step rule"
"""What stands before each word of `sets_of` in the reading table."""

_BY_ID: tuple[tuple[str, str], ...] = (
    ("new_agent_id", "assignment"),
    ("new_priority_id", "priority"),
    ("new_sla_id", "priority"),
    ("new_category_1_id", "field"),
    ("new_category_2_id", "field"),
    ("new_category_3_id", "field"),
    ("new_category_4_id", "field"),
    ("new_workflow_id", "field"),
    ("new_template_id", "field"),
    ("new_status_id", "status"),
    ("script_id", "script"),
    ("outcome_id", "action"),
)
"""Field of a rule, and what it does when the field names something."""


def rules_of_steps(workflows: Iterable[WorkflowWire]) -> frozenset[int]:
    """The ids of the rules that workflows told of their steps."""
    return frozenset(
        rule.id
        for row in workflows
        for step in row.steps or ()
        for rule in step.rules or ()
        if rule.id is not None
    )


def is_told_by_workflow(row: TicketRuleWire, of_steps: Collection[int]) -> bool:
    """Whether a rule of the list is one of a step, and its workflow tells what it does there.

    The list of ticket rules holds those of steps too. To judge one on its own would pass by the
    approvals on the way to its step. `of_steps` are the rules that workflows told.
    """
    return row.id in of_steps and (row.flowdetail_id is None or is_of_step(row))


def is_of_step(row: TicketRuleWire) -> bool:
    """Whether a ticket rule belongs to a workflow's step, or may; else it is tried on its own.

    Source: HaloPSA API v2, Autoassign.flowdetail_id (verified name; by which 0 and what is not
    sent stand for none).
    """
    if row.flowdetail_id is None or row.flowdetail_id == "":
        return False
    step = number(row.flowdetail_id)
    return step is None or given(step)


def sets_of(row: StepRuleWire) -> Iterator[tuple[str, str]]:
    """Name what a rule does at its step, each with the field that shows it.

    One that sets nothing that is known does something that is not.
    """
    found = False
    for field, what in _BY_ID:
        if given(getattr(row, field)):
            found = True
            yield f"{STEP_RULE}: {what}", field
    if row.new_team:
        found = True
        yield f"{STEP_RULE}: assignment", "new_team"
    if row.outcomes:
        found = True
        yield f"{STEP_RULE}: field", "outcomes"
    if not found:
        yield STEP_RULE, "active"
