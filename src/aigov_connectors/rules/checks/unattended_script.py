"""Scripts run only when a person has said yes.

Fail: a condition, a schedule or a workflow runs scripts by itself. High where nobody is even told
that it ran, medium otherwise.
Pass: a person starts each run or approves it, or the oversight policy lets scripts run alone.
Undetermined: autonomy, gate or the on/off state could not be read.
Why: a script runs with the highest rights on every machine at once, and a mistake multiplies.
Remedy: ask for an approval before the run, or turn the action into a notification; at the least
tell someone each time.
Source: NIST SP 800-171 r2 3.4.3; OWASP LLM06:2025 (excessive agency); SOC 2 CC8.1.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import DecisionKind, Deployment, Severity
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import Control, DeploymentRule, Judgement, View
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
    controls=(
        Control(framework="NIST AI RMF 1.0", identifier="MANAGE 2.4"),
        Control(framework="ISO/IEC 42001:2023", identifier="A.9.2"),
        Control(framework="OWASP Top 10 for LLM Applications 2025", identifier="LLM06"),
        Control(framework="NIST SP 800-171 r2", identifier="3.4.3"),
        Control(framework="GLBA Safeguards Rule", identifier="314.4(c)(7)"),
        Control(framework="SOC 2 TSC", identifier="CC8.1"),
    ),
    evaluate=evaluate,
)
