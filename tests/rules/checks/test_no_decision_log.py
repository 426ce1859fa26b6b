"""A trace of what acts: found, or not told."""

from datetime import date

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    Autonomy,
    DecisionKind,
    DecisionStats,
    HumanVerdict,
    Initiator,
    Outcome,
    Severity,
    Verdict,
)
from aigov_connectors.rules.checks.no_decision_log import RULE
from aigov_connectors.testing import make_deployment


def _logged(feature="acme.quarantine", *, tenant="tenant", count=3) -> DecisionStats:
    return DecisionStats(
        vendor="acme",
        tenant_id=tenant,
        feature=feature,
        day=date(2026, 10, 30),
        action=DecisionKind.CONTAIN_FILE,
        initiator=Initiator.RULE,
        outcome=Outcome.SUCCEEDED,
        human_verdict=HumanVerdict.NOT_REVIEWED,
        count=count,
        complete=True,
    )


@pytest.mark.parametrize(
    ("decisions", "verdict", "words"),
    [
        ([_logged(count=1234)], Verdict.PASS, "1,234 of its decisions were found"),
        ([_logged("acme.other")], Verdict.UNDETERMINED, "none of the 3 decisions"),
        ([_logged(tenant="another")], Verdict.UNDETERMINED, "no log of decisions could be read"),
        ([], Verdict.UNDETERMINED, "no log of decisions could be read"),
    ],
)
def test_the_log_decides(decisions, verdict, words) -> None:
    (finding,) = asked(RULE, make_deployment(), decisions=decisions)
    assert finding.verdict is verdict
    assert words in finding.because
    assert verdict is Verdict.PASS or finding.severity is Severity.LOW


def test_what_only_advises_needs_no_log_of_deeds() -> None:
    assert asked(RULE, make_deployment(autonomy=Autonomy.ADVISORY)) == ()
