"""Unattended scripts: silent ones are worse than those that tell someone."""

import pytest

from aigov_connectors.inventory import Autonomy, DecisionKind, Severity, Verdict
from aigov_connectors.policy import DEFAULT_POLICY, OversightLine, Permission, Policy
from aigov_connectors.rules import View
from aigov_connectors.rules.checks.unattended_script import RULE
from aigov_connectors.testing import make_deployment, make_feature

SCRIPT = make_feature("script", decisions=(DecisionKind.RUN_SCRIPT,))


def _answer(policy: Policy = DEFAULT_POLICY, **changes):
    deployment = make_deployment(SCRIPT, **changes)
    return RULE.evaluate(deployment, View(feature=SCRIPT, policy=policy, client=None))


@pytest.mark.parametrize(
    ("changes", "verdict", "severity"),
    [
        ({"informs": False}, Verdict.FAIL, Severity.HIGH),
        ({"informs": True}, Verdict.FAIL, Severity.MEDIUM),
        ({"informs": None}, Verdict.FAIL, Severity.MEDIUM),
        ({"enabled": None, "informs": False}, Verdict.UNDETERMINED, Severity.HIGH),
        ({"autonomy": Autonomy.UNKNOWN}, Verdict.UNDETERMINED, Severity.MEDIUM),
    ],
)
def test_a_script_without_a_person(changes, verdict, severity) -> None:
    answer = _answer(**changes)
    assert (answer.verdict, answer.severity) == (verdict, severity)


def test_a_script_that_a_person_starts_passes() -> None:
    assert _answer(autonomy=Autonomy.ADVISORY).verdict is Verdict.PASS


def test_a_policy_line_may_let_scripts_run() -> None:
    line = OversightLine(
        name="scripts are fine", decisions=(DecisionKind.RUN_SCRIPT,), allowed=Permission.ALONE
    )
    assert _answer(Policy(lines=(line,))).verdict is Verdict.PASS


def test_other_features_are_passed_over() -> None:
    feature = make_feature()
    view = View(feature=feature, policy=DEFAULT_POLICY, client=None)
    assert RULE.evaluate(make_deployment(feature), view) is None
