"""Missing gates: what acts with nobody in between, containment and scripts aside."""

import pytest

from aigov_connectors.inventory import Autonomy, DecisionKind, GateKind, Severity, Verdict
from aigov_connectors.policy import DEFAULT_POLICY
from aigov_connectors.rules import View
from aigov_connectors.rules.checks.missing_approval_gate import RULE
from aigov_connectors.testing import make_deployment, make_feature

INSTALLS = (DecisionKind.INSTALL_SOFTWARE,)
ADMITS = (DecisionKind.ADMIT_DEVICE,)


def _answer(decisions, **changes):
    feature = make_feature(decisions=decisions)
    deployment = make_deployment(feature, **changes)
    return RULE.evaluate(deployment, View(feature=feature, policy=DEFAULT_POLICY, client=None))


@pytest.mark.parametrize(
    ("decisions", "changes", "verdict", "severity"),
    [
        (INSTALLS, {}, Verdict.FAIL, Severity.MEDIUM),
        (ADMITS, {}, Verdict.FAIL, Severity.LOW),
        ((*INSTALLS, *ADMITS), {}, Verdict.FAIL, Severity.MEDIUM),
        (INSTALLS, {"gate": GateKind.POST_REVIEW}, Verdict.FAIL, Severity.MEDIUM),
        (INSTALLS, {"gate": GateKind.UNKNOWN}, Verdict.UNDETERMINED, Severity.MEDIUM),
        (INSTALLS, {"autonomy": Autonomy.SEMI_AUTONOMOUS}, Verdict.FAIL, Severity.MEDIUM),
        (INSTALLS, {"autonomy": Autonomy.UNKNOWN}, Verdict.UNDETERMINED, Severity.MEDIUM),
        (INSTALLS, {"enabled": None}, Verdict.UNDETERMINED, Severity.MEDIUM),
    ],
)
def test_acting_without_a_person_is_found(decisions, changes, verdict, severity) -> None:
    answer = _answer(decisions, **changes)
    assert (answer.verdict, answer.severity) == (verdict, severity)


@pytest.mark.parametrize(
    ("decisions", "changes"),
    [
        (INSTALLS, {"autonomy": Autonomy.ADVISORY}),
        ((DecisionKind.COLLECT_DATA,), {}),
        ((DecisionKind.REFUSE_DEVICE,), {}),
    ],
)
def test_asking_first_or_being_allowed_passes(decisions, changes) -> None:
    assert _answer(decisions, **changes).verdict is Verdict.PASS


@pytest.mark.parametrize(
    "decision", [DecisionKind.ISOLATE_ENDPOINT, DecisionKind.RUN_SCRIPT, DecisionKind.APPROVE_PATCH]
)
def test_what_another_rule_judges_is_passed_over(decision) -> None:
    assert _answer((decision,)) is None
