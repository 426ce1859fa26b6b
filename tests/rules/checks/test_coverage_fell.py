"""The rule that less must not be seen than before."""

from tests.drift.estate import snapshot, unread

from aigov_connectors.inventory import GapReason, Severity, Verdict
from aigov_connectors.rules import assess
from aigov_connectors.rules.checks.coverage_fell import RULE

WHOLE = snapshot(rules=())


def _findings(before, **after):
    return snapshot(previous=before, rules=(RULE,), **after).assessment.findings


def test_what_is_seen_no_more_is_told_with_the_gap() -> None:
    gap = unread(GapReason.FAILED)

    (finding,) = _findings(WHOLE, gaps=(gap,))

    assert (finding.verdict, finding.severity) == (Verdict.UNDETERMINED, Severity.MEDIUM)
    assert finding.gaps == (gap.id,)
    assert "0 of 1 resources read (before: 1)" in finding.because


def test_a_run_that_sees_as_much_or_more_is_passed_over() -> None:
    assert _findings(WHOLE) == ()
    assert _findings(snapshot(gaps=(unread(),), rules=())) == ()


def test_without_a_run_before_nothing_is_said() -> None:
    assert _findings(None, gaps=(unread(),)) == ()


def test_a_run_that_was_told_to_read_less_is_passed_over() -> None:
    run = snapshot(gaps=(unread(GapReason.INTERRUPTED),), rules=())
    inventory = run.inventory.model_copy(update={"limited_resources": ("agents",)})

    assert assess(inventory, rules=(RULE,), previous=WHOLE.inventory).findings == ()
    assert assess(run.inventory, rules=(RULE,), previous=WHOLE.inventory).findings
