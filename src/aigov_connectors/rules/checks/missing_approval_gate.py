"""A feature that acts by itself has a person who approves first.

Fail: it acts with nobody in between, and no line of the oversight policy allows that.
Pass: it only suggests, a person approves first, or the policy lets it act alone.
Undetermined: autonomy, gate or the on/off state could not be read.
Containment, scripts, the approval of patches, what a model decides about tickets and replies, and
AI of other vendors have rules of their own; what else the same setting decides is judged here.
Why: an automatic change that nobody reviewed is the failure that a client sees first.
Remedy: require an approval step, lower the feature to suggestions, or allow it in the policy.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import DecisionKind, Deployment, Severity
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.oversight import judge_decisions

_LOW = frozenset(
    {
        DecisionKind.ADMIT_DEVICE,
        DecisionKind.REMOVE_DEVICE,
        DecisionKind.COLLECT_DATA,
        DecisionKind.CHANGE_TICKET,
        DecisionKind.ROUTE_TICKET,
    }
)


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge what one deployment decides that no other rule judges."""
    decisions = decisions_for(RULE.id, deployment, view.feature)
    if not decisions:
        return None
    return judge_decisions(deployment, view, decisions, severity_of=_severity)


def _severity(decisions: Iterable[DecisionKind]) -> Severity:
    return Severity.LOW if set(decisions) <= _LOW else Severity.MEDIUM


RULE = DeploymentRule(
    id="missing-approval-gate",
    title="Acts by itself without a person's approval",
    severity=Severity.MEDIUM,
    remedy="Require an approval step, lower it to suggestions,"
    " or allow it in the oversight policy.",
    evaluate=evaluate,
)
