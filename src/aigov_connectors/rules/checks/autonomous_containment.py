"""Containment on endpoints stays within the MSP's oversight policy.

Fail: a feature kills, quarantines, isolates, reverses or rolls back by itself where the policy asks
for a person, for instance on verdicts of low confidence. The part that goes too far is named.
Pass: it only detects, or a line of the policy allows it.
Undetermined: autonomy, gate or the on/off state could not be read, or the policy draws its line
along something that the setting does not split on (a severity, where a tool knows confidence).
Why: a false positive that nobody looks at first takes down a client's machine, or all of them.
Remedy: switch the part to detection with an analyst's approval, or write into the policy that it
may act alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import DecisionKind, Deployment, Severity
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.oversight import judge_decisions

_MILD = frozenset({DecisionKind.BLOCK_EXECUTION, DecisionKind.MODIFY_DOCUMENT})


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge the containing decisions of one deployment."""
    decisions = decisions_for(RULE.id, deployment, view.feature)
    if not decisions:
        return None
    return judge_decisions(deployment, view, decisions, severity_of=_severity)


def _severity(decisions: Iterable[DecisionKind]) -> Severity:
    return Severity.MEDIUM if set(decisions) <= _MILD else Severity.HIGH


RULE = DeploymentRule(
    id="autonomous-containment",
    title="Containment goes further than the oversight policy allows",
    severity=Severity.HIGH,
    remedy="Set the named part to detection with an analyst's approval,"
    " or allow it in the oversight policy.",
    evaluate=evaluate,
)
