"""What the rules of a workflow's step do: the fields of a ticket rule, at one step of the way."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.halopsa.wire import StepRuleWire, given

__all__ = ["STEP_RULE", "sets_of"]

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
