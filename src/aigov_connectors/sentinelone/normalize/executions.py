"""Runs of workflows, counted while they stream by.

A run tells that a workflow ran and how it ended, not which of its steps did what: an approval that
was refused completes a run too. So what it decided stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC

from aigov_connectors.catalogue import FeatureEntry, VendorCatalogue
from aigov_connectors.inventory import (
    Autonomy,
    DecisionCounter,
    DecisionKind,
    Initiator,
    Outcome,
    ScopeLevel,
)
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.workflows import FEATURE, WorkflowRead
from aigov_connectors.sentinelone.wire_workflows import ExecutionWire

__all__ = ["count_executions"]

# What only partly succeeded, or was stopped by somebody, is neither; it stays unknown.
_OUTCOMES = {
    "completed": Outcome.SUCCEEDED,
    "error": Outcome.FAILED,
    "running": Outcome.PENDING,
    "pending": Outcome.PENDING,
    "stuck": Outcome.PENDING,
    "waiting": Outcome.PENDING,
}
_INITIATORS = {
    Autonomy.FULLY_AUTONOMOUS: Initiator.RULE,
    Autonomy.ADVISORY: Initiator.PERSON,
}


def count_executions(
    runs: Iterable[ExecutionWire],
    counter: DecisionCounter,
    *,
    workflows: Mapping[str, WorkflowRead],
    places: Places,
    catalogue: VendorCatalogue,
) -> int:
    """Count a page of runs; returns how many had no time and could not be counted.

    Source: states and triggers typed from the vendor's description of 2026 (verified).
    """
    without_time = 0
    entry = catalogue[FEATURE]
    for run in runs:
        if run.created_at is None:
            without_time += 1
            continue
        workflow = workflows.get(run.workflow_id or "")
        counter.add(
            feature=entry.id,
            day=run.created_at.astimezone(UTC).date(),
            action=DecisionKind.UNKNOWN,
            organization=None if workflow is None else _organization(workflow, places),
            initiator=_initiator(run, workflow, entry),
            outcome=_OUTCOMES.get((run.state or "").casefold(), Outcome.UNKNOWN),
        )
    return without_time


def _organization(workflow: WorkflowRead, places: Places) -> str | None:
    """Whose run it was; a workflow above the sites runs for somebody whom its runs do not tell."""
    key = places.key(workflow.row.scope_level, workflow.row.scope_id)
    if key is None or key[0] is not ScopeLevel.SITE or not places.is_known(key):
        return None
    return places.tenancy.sites[key[1]].organization


def _initiator(run: ExecutionWire, workflow: WorkflowRead | None, entry: FeatureEntry) -> Initiator:
    """A trigger on alerts fires by itself or by hand, as its groups say if they agree."""
    label = entry.label("trigger", run.trigger)
    if label.autonomy is Autonomy.UNKNOWN and workflow and workflow.definition:
        told = {
            entry.label("run_automatically", group.run_automatically).autonomy
            for step in workflow.definition.steps
            if step.type == run.trigger
            for group in step.groups
            if not group.is_disabled
        }
        if len(told) == 1:
            return _INITIATORS.get(told.pop(), Initiator.UNKNOWN)
    return _INITIATORS.get(label.autonomy, Initiator.UNKNOWN)
