"""Findings beside those of an earlier run: new, as before, otherwise, or gone.

Gone is only what was looked for again. What nobody could look at this time is not gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from aigov_connectors.drift.findings import why_unseen
from aigov_connectors.export.model import Run
from aigov_connectors.inventory import Verdict
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.rules import Finding, Topic
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
    """None where there is no earlier run."""
    unseen: str | None = None
    """Why this run could not look again, for a finding of the earlier run."""


def compared(run: Run) -> Iterator[Compared]:
    """Every finding of the run, passes too; then those that only the earlier run had."""
    now = _every(run.snapshot)
    if run.previous is None:
        yield from map(Compared, now)
        return
    before = {one.identity: one for one in _every(run.previous)}
    for one in now:
        yield Compared(one, _state(before.get(one.identity), one))
    known = {one.identity for one in now}
    pair = Pair(run.previous.inventory, run.snapshot.inventory)
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


def _state(before: Finding | None, now: Finding) -> State:
    if before is None:
        return State.NEW
    return State.UNCHANGED if _answer(before) == _answer(now) else State.UPDATED


def _answer(finding: Finding) -> tuple[object, ...]:
    return (
        finding.verdict,
        finding.severity,
        finding.because,
        finding.waiver,
        tuple((row.id, row.verdict, row.severity, row.waiver) for row in finding.clients),
    )
