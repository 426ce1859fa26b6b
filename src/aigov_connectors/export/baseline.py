"""Findings beside those of an earlier run: new, as before, otherwise, or gone.

Gone is only what was looked for again. What nobody could look at this time is not gone. Otherwise
is what the drift between the two runs says: where it tells nothing, every finding is unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from aigov_connectors.drift import diff
from aigov_connectors.drift.findings import is_otherwise, why_unseen
from aigov_connectors.drift.scope import in_common
from aigov_connectors.export.model import Run
from aigov_connectors.inventory import Verdict
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.rules import Finding, SubjectKind, Topic
from aigov_connectors.snapshot import Snapshot

__all__ = ["Compared", "State", "compared"]


class State(StrEnum):
    """What became of a finding, in the words of SARIF."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Compared:
    """A finding, and what became of it."""

    finding: Finding
    state: State | None = None
    """None where there is no earlier run, or it says nothing of the clients concerned."""
    unseen: str | None = None
    """Why this run could not look again, for a finding of the earlier run."""


def compared(run: Run) -> Iterator[Compared]:
    """Every finding of the run, passes too; then those that only the earlier run had."""
    now = _every(run.snapshot)
    if run.previous is None:
        yield from map(Compared, now)
        return
    previous, current = in_common(run.previous, run.snapshot)
    before = {one.identity: one for one in _every(previous)}
    looked_at = {one.identity: one for one in _every(current)}
    pair = Pair(previous.inventory, current.inventory)
    changed = frozenset(one.subject.key for one in diff(previous, current).changes)
    for one in now:
        told = looked_at.get(one.identity)
        if told is None:
            yield Compared(one)  # it concerns only clients of whom the other run says nothing
        else:
            yield Compared(one, _state(pair, changed, before.get(one.identity), told))
    known = {one.identity for one in now}
    for identity, one in before.items():
        if identity in known or one.verdict is Verdict.PASS or one.topic is Topic.DRIFT:
            continue
        unseen = why_unseen(pair, one)
        if unseen is None:
            yield Compared(one, State.ABSENT)
        else:
            told = one.model_copy(update={"verdict": Verdict.UNDETERMINED})
            yield Compared(told, State.UPDATED, unseen.because)


def _every(snapshot: Snapshot) -> tuple[Finding, ...]:
    return (*snapshot.assessment.findings, *snapshot.assessment.passes)


def _state(pair: Pair, changed: frozenset[str], before: Finding | None, now: Finding) -> State:
    if before is None:
        return State.NEW
    if is_otherwise(pair, before, now):
        return State.UPDATED
    # A sentence may count what comes and goes every day, which is no drift.
    told = now.subject.key in changed or (changed and now.subject.kind not in _OF_THEIR_OWN)
    return State.UPDATED if told and before.because != now.because else State.UNCHANGED


_OF_THEIR_OWN = frozenset({SubjectKind.DEPLOYMENT, SubjectKind.CHAIN})
"""Drift tells of them by their own keys; what is said of a connection rests on several of them."""
