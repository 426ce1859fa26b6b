"""Four eyes: seen, demanded, missing, or not told."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    DecisionKind,
    GateKind,
    Severity,
    Verdict,
)
from aigov_connectors.rules.checks.approver_approves_own_automation import RULE
from aigov_connectors.testing import make_deployment, make_feature

SCRIPT, PATCH = DecisionKind.RUN_SCRIPT, DecisionKind.INSTALL_SOFTWARE


def _found(decision=SCRIPT, *, enabled=True, **gate):
    return asked(
        RULE,
        make_deployment(
            make_feature(decisions=(decision,)),
            autonomy=Autonomy.ADVISORY,
            gate=ApprovalGate(kind=GateKind.PRE_APPROVAL, **gate),
            enabled=enabled,
        ),
    )


@pytest.mark.parametrize(
    ("decision", "gate", "verdict", "severity"),
    [
        (SCRIPT, {"self_approved": True}, Verdict.FAIL, Severity.HIGH),
        (PATCH, {"self_approved": True}, Verdict.FAIL, Severity.MEDIUM),
        (SCRIPT, {"self_approved": True, "second_person": True}, Verdict.FAIL, Severity.HIGH),
        (SCRIPT, {"self_approved": True, "enabled": None}, Verdict.UNDETERMINED, Severity.LOW),
        (SCRIPT, {"second_person": False}, Verdict.UNDETERMINED, Severity.LOW),
        (SCRIPT, {"self_approved": False}, Verdict.PASS, Severity.INFO),
        (SCRIPT, {"self_approved": False, "second_person": False}, Verdict.PASS, Severity.INFO),
        (SCRIPT, {"second_person": True}, Verdict.PASS, Severity.INFO),
    ],
)
def test_who_approved_decides(decision, gate, verdict, severity) -> None:
    (finding,) = _found(decision, **gate)
    assert (finding.verdict, finding.severity) == (verdict, severity)


def test_gates_of_which_nothing_is_told_are_passed_over() -> None:
    assert _found() == ()
    assert asked(RULE, make_deployment()) == ()


@pytest.mark.parametrize(("own", "found"), [(True, 1), (False, 0), (None, 0)])
def test_an_own_approval_counts_where_another_may_have_opened_the_gate(own, found) -> None:
    gate = ApprovalGate(kind=GateKind.UNKNOWN, claims=GateKind.PRE_APPROVAL, self_approved=own)
    one = make_deployment(
        make_feature(decisions=(PATCH,)), autonomy=Autonomy.UNKNOWN, gate=gate, enabled=True
    )
    findings = asked(RULE, one)
    assert len(findings) == found
    assert all(each.verdict is Verdict.FAIL for each in findings)
