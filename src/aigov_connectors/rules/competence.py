"""Which rule judges which decision of a setting: each decision by one, so one fact is one finding.

What a model decides about tickets and words is judged apart from what a plain rule does with them:
the plain rule does the same every time, and somebody wrote it. What another vendor's AI does by
itself is set in its own product; until somebody tells, its right to write is all there is to judge.
"""

from __future__ import annotations

from aigov_connectors.inventory import (
    CONTAINMENT_DECISIONS,
    AIFeature,
    Autonomy,
    DecisionKind,
    Deployment,
    SourceKind,
)
from aigov_connectors.rules.uses import CHANGING

__all__ = ["decisions_for", "is_program_of_others", "judge_of"]

CONTAINMENT = "autonomous-containment"
SCRIPT = "unattended-script"
PATCH = "patch-approval-without-staging-or-person"
ROUTING = "routing-by-machine-without-review"
SUGGESTION = "suggestion-applied-automatically"
REPLY = "reply-without-preview"
THIRD_PARTY = "third-party-ai-can-write"
DETECTION = "detection-switched-off"
GATE = "missing-approval-gate"
"""Judges what no other rule does."""

_BY_ANYTHING: dict[DecisionKind, str] = {
    **dict.fromkeys(CONTAINMENT_DECISIONS, CONTAINMENT),
    DecisionKind.RUN_SCRIPT: SCRIPT,
    DecisionKind.APPROVE_PATCH: PATCH,
    DecisionKind.DISABLE_DETECTION: DETECTION,
}
_BY_AI: dict[DecisionKind, str] = {
    DecisionKind.ROUTE_TICKET: ROUTING,
    DecisionKind.PRIORITIZE_TICKET: ROUTING,
    DecisionKind.CHANGE_TICKET: SUGGESTION,
    DecisionKind.CLOSE_TICKET: SUGGESTION,
    DecisionKind.REPLY_TO_PERSON: REPLY,
}


def judge_of(decision: DecisionKind, deployment: Deployment, feature: AIFeature) -> str:
    """The id of the rule that judges this decision of this deployment."""
    is_ai = deployment.is_ai(feature)
    untold = decision in CHANGING and deployment.autonomy is Autonomy.UNKNOWN
    if untold and is_program_of_others(deployment, feature):
        return THIRD_PARTY
    if is_ai and decision is DecisionKind.DRAFT_CONTENT:
        # A draft that takes effect by itself is one that nobody saw before.
        return GATE if deployment.autonomy is Autonomy.ADVISORY else REPLY
    own = _BY_AI.get(decision) if is_ai else None
    return own or _BY_ANYTHING.get(decision, GATE)


def decisions_for(rule: str, deployment: Deployment, feature: AIFeature) -> list[DecisionKind]:
    """The decisions of a deployment that a rule judges, in the deployment's order."""
    return [one for one in deployment.decisions if judge_of(one, deployment, feature) == rule]


def is_program_of_others(deployment: Deployment, feature: AIFeature) -> bool:
    """Whether it is AI of another vendor that works in this tool with rights of its own.

    An integrated endpoint product is one too, but what it contains is judged as containment.
    """
    if deployment.source_object.kind is not SourceKind.INTEGRATION:
        return False
    contains = not CONTAINMENT_DECISIONS.isdisjoint(deployment.decisions)
    return deployment.is_ai(feature) and not contains
