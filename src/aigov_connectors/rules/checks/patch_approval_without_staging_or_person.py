"""Patches are approved by a person, or in stages that someone can stop.

Fail: patches are approved by themselves at once, and the oversight policy does not allow that.
Pass: a person approves; or there is a time in which someone who is told can stop it, and the policy
lets staged approval act (the lines that ship do); or the policy lets patch approval act alone.
Undetermined: autonomy, gate or the on/off state could not be read. An approval status seen on a
patch says what was decided, not by whom.
Why: a faulty patch that reaches every machine in one night takes every client down at once.
Remedy: let a person approve, or roll out to a first ring with a known time before the rest, in
which someone is told and can stop it.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import DecisionKind, Deployment, Severity
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.oversight import judge_decisions


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge the approval of patches by one deployment."""
    decisions = decisions_for(RULE.id, deployment, view.feature)
    return (
        judge_decisions(deployment, view, decisions, severity_of=_severity) if decisions else None
    )


def _severity(decisions: Iterable[DecisionKind]) -> Severity:
    return Severity.MEDIUM


RULE = DeploymentRule(
    id="patch-approval-without-staging-or-person",
    title="Patches are approved without a person and without stages",
    severity=Severity.MEDIUM,
    remedy="Let a person approve, or stage the roll-out with a time in which someone can stop it.",
    evaluate=evaluate,
)
