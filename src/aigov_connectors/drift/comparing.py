"""`diff`: everything that differs between two runs, what got worse first."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.drift.chains import chain_changes
from aigov_connectors.drift.clients import client_changes
from aigov_connectors.drift.connections import connection_changes, coverage_changes
from aigov_connectors.drift.deployments import deployment_changes
from aigov_connectors.drift.findings import finding_changes
from aigov_connectors.drift.knowledge import attestation_changes, update_changes
from aigov_connectors.drift.model import Aspect, Change, Drift, RunStamp
from aigov_connectors.drift.particulars import numbers_moved
from aigov_connectors.drift.reach import DEFAULT_TOLERANCE, Tolerance
from aigov_connectors.drift.returning import Remembered
from aigov_connectors.drift.scope import in_common, scope_changes
from aigov_connectors.drift.switches import switch_changes
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.snapshot import Snapshot

__all__ = ["diff"]


def diff(
    before: Snapshot,
    after: Snapshot,
    *,
    tolerance: Tolerance = DEFAULT_TOLERANCE,
    earlier: Remembered | None = None,
) -> Drift:
    """Compare two runs of one MSP; pure, and the same whatever order the parts stand in.

    What a run could not see is never told as gone or resolved, and what differs only because a
    catalogue, the rules, the policy or the library changed is marked with that cause. Of runs of
    which one is limited to some clients only what concerns those is compared.

    Args:
        before: the earlier run.
        after: the later run.
        tolerance: how far endpoint counts may move unsaid.
        earlier: what runs before the two had told (`remembered`), so that a finding which returns
            is told from one that is new; None where only two runs are compared.
    """
    stamps = _stamp(before), _stamp(after)
    scope = scope_changes(before.inventory, after.inventory)
    before, after = in_common(before, after)
    pair = Pair(before.inventory, after.inventory)
    changes = [
        *scope,
        *deployment_changes(pair, tolerance=tolerance),
        *chain_changes(pair),
        *switch_changes(pair),
        *connection_changes(pair),
        *coverage_changes(pair),
        *client_changes(pair),
        *attestation_changes(pair),
        *update_changes(pair, before.assessment, after.assessment),
        *finding_changes(pair, before.assessment, after.assessment, earlier=earlier),
    ]
    moved = {one.subject.key for one in changes}
    common = pair.deployments_before.keys() & pair.deployments_after.keys()
    same = common - moved
    return Drift(
        before=stamps[0],
        after=stamps[1],
        earlier_runs=None if earlier is None else earlier.runs,
        unchanged_deployments=len(same),
        moved_within_tolerance=sum(
            numbers_moved(pair.deployments_before[key], pair.deployments_after[key]) for key in same
        ),
        changes=tuple(sorted(changes, key=_order)),
    )


def _order(change: Change) -> tuple[int, int, int, str, str, str, str]:
    return (
        change.direction.rank,
        -change.severity.rank,
        _ASPECTS[change.aspect],
        change.subject.name,
        change.subject.key,
        change.move,
        change.because,
    )


def _ranked(aspects: Iterable[Aspect]) -> dict[Aspect, int]:
    return {aspect: rank for rank, aspect in enumerate(aspects)}


_ASPECTS = _ranked(Aspect)


def _stamp(snapshot: Snapshot) -> RunStamp:
    inventory, assessment = snapshot.inventory, snapshot.assessment
    return RunStamp(
        started_at=inventory.started_at,
        finished_at=inventory.finished_at,
        library_version=inventory.library_version,
        catalogues=dict(sorted(inventory.catalogues.items())),
        rules_digest=assessment.rules_digest,
        policy_digest=assessment.policy_digest,
        connections=tuple(sorted(one.name for one in inventory.connections)),
        limited_to=inventory.limited_to,
        limited_resources=inventory.limited_resources,
    )
