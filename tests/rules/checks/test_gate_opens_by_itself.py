"""A gate is what it does, and what it claims beside that is told."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    BreakdownPart,
    DecisionKind,
    Dimension,
    GateKind,
    Operator,
    Severity,
    Verdict,
)
from aigov_connectors.rules.checks.gate_opens_by_itself import RULE
from aigov_connectors.testing import make_deployment, make_feature

FULL, SEMI = Autonomy.FULLY_AUTONOMOUS, Autonomy.SEMI_AUTONOMOUS
NONE, PRE, VETO = GateKind.NONE, GateKind.PRE_APPROVAL, GateKind.VETO_WINDOW


def _found(kind, claims, autonomy=FULL, *, decisions=(DecisionKind.CLOSE_TICKET,), **changes):
    gate = ApprovalGate(
        kind=kind, claims=claims, veto_seconds=3600 if kind is VETO else None, condition=None
    )
    feature = make_feature("closer", decisions=decisions)
    return asked(RULE, make_deployment(feature, autonomy=autonomy, gate=gate, **changes))


@pytest.mark.parametrize(
    ("kind", "claims", "autonomy"),
    [(NONE, PRE, FULL), (VETO, PRE, SEMI), (NONE, VETO, FULL), (GateKind.POST_REVIEW, PRE, FULL)],
)
def test_a_gate_that_holds_less_than_it_claims_fails(kind, claims, autonomy) -> None:
    (finding,) = _found(kind, claims, autonomy)
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity.MEDIUM)
    assert "opens by itself" in finding.because


def test_before_scripts_and_containment_it_weighs_more() -> None:
    (finding,) = _found(NONE, PRE, decisions=(DecisionKind.RUN_SCRIPT,))
    assert finding.severity is Severity.HIGH


def test_how_long_it_holds_is_said() -> None:
    (finding,) = _found(VETO, PRE, SEMI)
    assert "3,600 seconds" in finding.because


def test_the_gate_of_a_part_counts() -> None:
    part = BreakdownPart(
        dimension=Dimension.ENDPOINTS,
        operator=Operator.LT,
        value=50,
        autonomy=FULL,
        gate=ApprovalGate(kind=NONE, claims=PRE),
    )
    (finding,) = asked(RULE, make_deployment(breakdown=(part,)))
    assert finding.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("kind", "autonomy", "enabled"), [(GateKind.UNKNOWN, FULL, True), (NONE, FULL, None)]
)
def test_what_could_not_be_told_is_undetermined_and_low(kind, autonomy, enabled) -> None:
    (finding,) = _found(kind, PRE, autonomy, enabled=enabled)
    assert (finding.verdict, finding.severity) == (Verdict.UNDETERMINED, Severity.LOW)


def test_a_gate_that_is_what_it_claims_passes() -> None:
    (finding,) = _found(PRE, PRE, Autonomy.ADVISORY)
    assert finding.verdict is Verdict.PASS


def test_where_nothing_is_claimed_nothing_is_said() -> None:
    assert _found(NONE, None) == ()
    assert _found(NONE, PRE, enabled=False) == ()
