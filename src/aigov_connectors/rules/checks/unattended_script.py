"""Scripts run only when a person has said yes.

Fail: a condition, a schedule or a workflow runs scripts by itself. High where nobody is even told
that it ran, medium otherwise.
Pass: a person starts each run or approves it, or the oversight policy lets scripts run alone.
Undetermined: autonomy, gate or the on/off state could not be read.
Why: a script runs with the highest rights on every machine at once, and a mistake multiplies.
Remedy: ask for an approval before the run, or turn the action into a notification; at the least
tell someone each time.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import DecisionKind, Deployment, Severity
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.oversight import judge_decisions


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge the scripts that one deployment runs."""
    decisions = decisions_for(RULE.id, deployment, view.feature)
    if not decisions:
        return None
    silent = deployment.informs is False

    def severity(decisions: Iterable[DecisionKind]) -> Severity:
        return Severity.HIGH if silent else Severity.MEDIUM

    return judge_decisions(deployment, view, decisions, severity_of=severity)


RULE = DeploymentRule(
    id="unattended-script",
    title="Scripts run without a person's approval",
    severity=Severity.MEDIUM,
    remedy="Turn the action into a notification, or ask for an approval before the run;"
    " at the least tell someone each time.",
    evaluate=evaluate,
)
