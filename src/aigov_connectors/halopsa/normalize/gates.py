"""The gate that a workflow's approvals are, and the ticket types that tell which they are."""

from __future__ import annotations

from collections.abc import Mapping

from aigov_connectors.halopsa.normalize.approvals import (
    approvers_of,
    may_be_passed_by,
    opens_by_itself,
    why_not_told,
)
from aigov_connectors.halopsa.normalize.reach import Desk
from aigov_connectors.halopsa.wire import ApprovalProcessWire, WorkflowWire, given
from aigov_connectors.inventory import ApprovalGate, GateKind

__all__ = ["TIMED_OUT", "gate_of", "not_sure", "types_of"]


def _claimed(condition: str) -> ApprovalGate:
    """The gate that an approval is of which it is not known whether it holds."""
    claims = GateKind.PRE_APPROVAL
    return ApprovalGate(kind=GateKind.UNKNOWN, claims=claims, condition=condition)


TIMED_OUT = _claimed(
    "what becomes of the ticket when the time of the approval runs out was not told"
)
"""The gate that an approval is which time may pass by."""


def types_of(row: WorkflowWire, desk: Desk) -> list[int]:
    """The ticket types that begin with a workflow; none where tickets of others may have it."""
    named = [one.id for one in desk.types.values() if one.workflow_id == row.id]
    return named if _begins_with_types_alone(row, desk) else []


def _begins_with_types_alone(row: WorkflowWire, desk: Desk) -> bool:
    """Whether every type told its workflow, and no rule may give this one to a ticket."""
    return _starts_are_told(row, desk) and row.id not in desk.templates_of_rules


def _starts_are_told(row: WorkflowWire, desk: Desk) -> bool:
    """Whether all that a workflow begins with is told: types, and the templates of rules."""
    told = all(one.workflow_id is not None for one in desk.types.values())
    by_rules = desk.workflows_of_rules
    return told and desk.types_are_whole and by_rules is not None and row.id not in by_rules


def not_sure(gate: ApprovalGate) -> ApprovalGate:
    """The same gate before something of which it is not told whether it is on."""
    return gate.model_copy(update={"kind": GateKind.UNKNOWN})


def gate_of(
    row: WorkflowWire, processes: Mapping[int, ApprovalProcessWire], desk: Desk
) -> ApprovalGate:
    """The gate that a workflow's approvals are: by the approval processes of its ticket types.

    A ticket that begins with it by a template begins under the template's. Whether the gate holds
    is unknown where one of these is not known, was not read, or does not tell.
    """
    numbers = [one.approval_process_id for one in desk.types.values() if one.workflow_id == row.id]
    numbers += [one.approval_id for one, _ in desk.templates_of_rules.get(row.id, ())]
    used = sorted({one for one in numbers if one is not None and given(one)})
    known = [processes[one] for one in used if one in processes]
    opens = [opens_by_itself(one) for one in known]
    if any(opens):
        return ApprovalGate(
            kind=GateKind.NONE,
            claims=GateKind.PRE_APPROVAL,
            condition="a step that may approve itself",
        )
    named = bool(numbers) and all(given(one) for one in numbers)
    if not named or not _starts_are_told(row, desk):
        return _claimed("which approval process stands there was not told")
    if len(known) < len(used):
        return _claimed("whether a step may approve itself was not told")
    if None in opens:
        return _claimed(why_not_told(known[opens.index(None)]))
    passes = [may_be_passed_by(one) for one in known]
    if True in passes:
        return _claimed("a ticket may go on without it; how is not documented")
    if None in passes:
        return _claimed("whether a ticket may go on without it was not told")
    return ApprovalGate(kind=GateKind.PRE_APPROVAL, approvers=approvers_of(known))
