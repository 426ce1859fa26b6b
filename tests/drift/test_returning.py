"""Findings that come back: only a longer memory than two runs tells them from new ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.drift.estate import snapshot

from aigov_connectors.drift import Aspect, Change, Direction, Move, diff, remembered
from aigov_connectors.inventory import Autonomy, DecisionKind
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import make_deployment, make_feature

FEATURE = make_feature(decisions=(DecisionKind.RUN_SCRIPT,))
THEN = datetime(2026, 10, 12, tzinfo=UTC)


def run(*, acts: bool, days: int = 0) -> Snapshot:
    autonomy = Autonomy.FULLY_AUTONOMOUS if acts else Autonomy.ADVISORY
    made = make_deployment(FEATURE, autonomy=autonomy)
    return snapshot(made, features=(FEATURE,), days=days)


def findings(before: Snapshot, after: Snapshot, *earlier: Snapshot) -> list[Change]:
    memory = remembered(
        (THEN + timedelta(days=at), one.assessment.findings) for at, one in enumerate(earlier)
    )
    changes = diff(before, after, earlier=memory if earlier else None).changes
    return [
        one
        for one in changes
        if one.aspect is Aspect.FINDING and "unattended-script" in one.because
    ]


def test_what_was_resolved_and_returns_is_open_again() -> None:
    (change,) = findings(run(acts=False), run(acts=True, days=1), run(acts=True))

    assert (change.move, change.direction) == (Move.REOPENED, Direction.WORSE)
    assert "is back: it was resolved, and was last told on 12 Oct 2026." in change.because


def test_the_latest_run_that_told_it_counts() -> None:
    earlier = (run(acts=True), run(acts=True), run(acts=False))
    (change,) = findings(run(acts=False), run(acts=True, days=1), *earlier)
    assert "13 Oct 2026" in change.because


def test_what_no_earlier_run_told_is_new() -> None:
    (change,) = findings(run(acts=False), run(acts=True, days=1), run(acts=False))
    assert change.move is Move.APPEARED


def test_two_runs_alone_never_say_that_something_returned() -> None:
    (change,) = findings(run(acts=False), run(acts=True, days=1))
    assert change.move is Move.APPEARED
    assert diff(run(acts=False), run(acts=True, days=1)).earlier_runs is None


@pytest.mark.parametrize("acts", [True, False])
def test_what_is_as_it_was_or_resolved_does_not_return(acts: bool) -> None:
    before, after = run(acts=True), run(acts=acts, days=1)
    assert Move.REOPENED not in {one.move for one in findings(before, after, run(acts=True))}


def test_how_many_runs_were_asked_is_told() -> None:
    memory = remembered((THEN, one.assessment.findings) for one in (run(acts=True),) * 3)
    assert diff(run(acts=False), run(acts=True, days=1), earlier=memory).earlier_runs == 3
