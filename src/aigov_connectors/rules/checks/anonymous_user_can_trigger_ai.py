"""Who starts an AI agent is known to the tool.

Fail: an AI feature can be started by whoever comes, without logging in. High where it then changes
something by itself, or writes to people; medium where it only answers.
Pass: the vendor tells of everybody who may start it, and all of them are logged in.
Undetermined: such a feature may be on; whether it is could not be told. Or of some who may start it
the vendor did not tell who they are.
Where the vendor does not tell who may start it, the rule says nothing.
Why: a stranger's words are instructions to the agent, and everything it may do is what the stranger
may do.
Remedy: ask for a log-in before the agent, or take from it every function that changes something.
"""

from __future__ import annotations

from aigov_connectors.inventory import (
    ActorKind,
    Autonomy,
    DecisionKind,
    Deployment,
    Dimension,
    Severity,
    Verdict,
)
from aigov_connectors.rules.model import DeploymentRule, Judgement, Topic, View
from aigov_connectors.rules.uses import CHANGING

_ANSWERS = frozenset({DecisionKind.INFORM, DecisionKind.DRAFT_CONTENT})


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge who may start one deployment."""
    if not deployment.is_ai(view.feature):
        return None
    what = f"{view.feature.name}, set by {deployment.source_object.name},"
    if not _is_open_to_anyone(deployment):
        if not deployment.started_by:
            return None
        if any(one.kind is ActorKind.UNKNOWN for one in deployment.started_by):
            return Judgement(
                Verdict.UNDETERMINED,
                f"{what} may be open to anyone: who may start it was not told, or not whole.",
                does="may be open to anyone, without logging in",
                severity=_severity(deployment),
                remedy="Look in the vendor's console who may start it.",
            )
        return Judgement(Verdict.PASS, f"{what} is started by people who are logged in.")
    does = "can be started by anyone, without logging in"
    if deployment.enabled is None:
        return Judgement(
            Verdict.UNDETERMINED,
            f"{what} {does}; whether it is on could not be told.",
            does=does,
            severity=_severity(deployment),
            remedy="Look in the vendor's console whether it is on.",
        )
    return Judgement(Verdict.FAIL, f"{what} {does}.", does=does, severity=_severity(deployment))


def _is_open_to_anyone(deployment: Deployment) -> bool:
    parts = [one for one in deployment.breakdown if one.dimension is Dimension.TRIGGER]
    return any(one.kind is ActorKind.ANONYMOUS for one in deployment.started_by) or any(
        part.value == ActorKind.ANONYMOUS.value for part in parts
    )


def _severity(deployment: Deployment) -> Severity:
    changes = not CHANGING.isdisjoint(deployment.decisions)
    mild = deployment.autonomy is Autonomy.ADVISORY or _ANSWERS.issuperset(deployment.decisions)
    return Severity.HIGH if changes and not mild else Severity.MEDIUM


RULE = DeploymentRule(
    id="anonymous-user-can-trigger-ai",
    title="Anyone can start an AI agent without logging in",
    topic=Topic.CONTROL,
    severity=Severity.MEDIUM,
    remedy="Ask for a log-in before it, or take from it every function that changes something.",
    evaluate=evaluate,
)
