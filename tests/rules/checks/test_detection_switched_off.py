"""Exclusions that leave nothing watching, and those that are only advised against."""

import pytest

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Confidence,
    DecisionKind,
    GateKind,
    Setting,
    Severity,
    Verdict,
)
from aigov_connectors.rules import assess
from aigov_connectors.rules.checks.detection_switched_off import RULE
from aigov_connectors.rules.registry import shipped_rules
from aigov_connectors.testing import make_collection, make_deployment, make_inventory

SETTINGS = (Setting(name="exclusions.disableAllMonitors", value=2),)


def inventory(enabled: bool | None, decision=DecisionKind.DISABLE_DETECTION):
    deployment = make_deployment(
        autonomy=Autonomy.ADVISORY,
        gate=GateKind.NOT_APPLICABLE,
        decisions=(decision,),
        enabled=enabled,
        basis=Basis.INFERRED,
        settings=SETTINGS,
    )
    return make_inventory(make_collection(deployments=(deployment,)))


@pytest.mark.parametrize(
    ("enabled", "verdict", "severity"),
    [(True, Verdict.FAIL, Severity.MEDIUM), (None, Verdict.UNDETERMINED, Severity.LOW)],
)
def test_what_leaves_nothing_watching_is_told(enabled, verdict, severity) -> None:
    (finding,) = assess(inventory(enabled), rules=[RULE]).findings
    assert (finding.verdict, finding.severity) == (verdict, severity)
    assert finding.confidence is Confidence.MEDIUM
    assert "exclusions.disableAllMonitors=2" in finding.because


def test_what_is_off_or_decides_something_else_is_passed_over() -> None:
    assert assess(inventory(False), rules=[RULE]).findings == ()
    assert assess(inventory(True, DecisionKind.INFORM), rules=[RULE]).findings == ()


def test_it_is_one_finding_and_no_pass_of_another_rule() -> None:
    assessment = assess(inventory(True), rules=shipped_rules())
    about = [one for one in (*assessment.findings, *assessment.passes) if one.subject.feature]
    assert [one.rule for one in about] == [RULE.id]
