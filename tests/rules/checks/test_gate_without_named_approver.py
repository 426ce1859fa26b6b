"""Who stands there: named, a mere kind of person, or nobody."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ApprovalGate,
    Autonomy,
    DecisionKind,
    GateKind,
    Severity,
    Verdict,
)
from aigov_connectors.rules.checks.gate_without_named_approver import RULE
from aigov_connectors.testing import make_deployment, make_feature, make_part

ANALYST = Actor(kind=ActorKind.ANALYST)
SEMI, ADVISORY = Autonomy.SEMI_AUTONOMOUS, Autonomy.ADVISORY


def _found(autonomy, *approvers, **changes):
    kind = GateKind.VETO_WINDOW if autonomy is SEMI else GateKind.PRE_APPROVAL
    gate = ApprovalGate(kind=kind, approvers=approvers)
    return asked(RULE, make_deployment(autonomy=autonomy, gate=gate, **changes))


@pytest.mark.parametrize(
    ("autonomy", "approvers", "verdict"),
    [
        (SEMI, (), Verdict.FAIL),
        (SEMI, (ANALYST,), Verdict.FAIL),
        (SEMI, (Actor(kind=ActorKind.ROLE, role="SOC lead"),), Verdict.PASS),
        (ADVISORY, (), Verdict.UNDETERMINED),
        (ADVISORY, (ANALYST,), Verdict.UNDETERMINED),
        (ADVISORY, (Actor(kind=ActorKind.UNKNOWN),), Verdict.UNDETERMINED),
        (ADVISORY, (Actor(kind=ActorKind.TECHNICIAN),), Verdict.UNDETERMINED),
        (ADVISORY, (Actor(kind=ActorKind.ANALYST, role="Tier 2"),), Verdict.PASS),
        (ADVISORY, (Actor(kind=ActorKind.PERSON, id="u-17"),), Verdict.PASS),
        (ADVISORY, (Actor(kind=ActorKind.END_USER),), Verdict.PASS),
        (ADVISORY, (Actor(kind=ActorKind.VENDOR_STAFF),), Verdict.PASS),
        (ADVISORY, (ANALYST, Actor(kind=ActorKind.PERSON, id="u-17")), Verdict.PASS),
    ],
)
def test_a_name_decides(autonomy, approvers, verdict) -> None:
    (finding,) = _found(autonomy, *approvers)
    assert finding.verdict is verdict
    assert verdict is Verdict.PASS or finding.severity is Severity.LOW


def test_three_hundred_policies_that_only_detect_are_one_low_finding() -> None:
    gate = ApprovalGate(kind=GateKind.PRE_APPROVAL, approvers=(ANALYST,))
    many = [make_deployment(autonomy=ADVISORY, gate=gate, source=str(n)) for n in range(300)]
    (finding,) = asked(RULE, *many)
    assert finding.severity is Severity.LOW
    assert "any analyst" in finding.because


def test_the_gate_of_a_part_counts() -> None:
    part = make_part("suspicious", ADVISORY)
    (finding,) = asked(RULE, make_deployment(breakdown=(part,)))
    assert finding.verdict is Verdict.UNDETERMINED


def test_a_window_of_what_may_be_off_is_not_failed() -> None:
    (finding,) = _found(SEMI, enabled=None)
    assert finding.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "deployment",
    [
        make_deployment(),
        make_deployment(autonomy=ADVISORY, gate=GateKind.NOT_APPLICABLE),
        make_deployment(autonomy=ADVISORY, enabled=False),
        make_deployment(make_feature(decisions=(DecisionKind.DRAFT_CONTENT,)), autonomy=ADVISORY),
    ],
)
def test_without_a_gate_before_a_deed_there_is_nobody_to_name(deployment) -> None:
    assert asked(RULE, deployment) == ()
