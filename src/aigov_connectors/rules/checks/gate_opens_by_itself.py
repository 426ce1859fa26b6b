"""A gate that is shown as one holds until a person opens it.

Fail: the tool shows an approval, and what it guards happens without one: after a time, on no
answer, or because the same automation gives the answer. High before containment and scripts.
Pass: what the gate claims to be was held against what it does, and it is that.
Undetermined: such a gate stands before something of which could not be told whether it is on, or
what it does in the end could not be told. Low.
Where nothing was seen that the gate claims beside what it does, the rule says nothing. That it then
acts without a person is a finding of its own; this one says that people believe otherwise.
Why: whoever sees “waiting for approval” does not look again.
Remedy: let silence mean no, or call it what it is: a time in which someone can stop it.
"""

from __future__ import annotations

from aigov_connectors.inventory import (
    CONTAINMENT_DECISIONS,
    ApprovalGate,
    DecisionKind,
    Deployment,
    GateKind,
    Severity,
    Verdict,
)
from aigov_connectors.rules.model import DeploymentRule, Judgement, Topic, View
from aigov_connectors.rules.words import listed

_GRAVE = CONTAINMENT_DECISIONS | {DecisionKind.RUN_SCRIPT}
_HOLDS = {
    GateKind.PRE_APPROVAL: 3,
    GateKind.VETO_WINDOW: 2,
    GateKind.POST_REVIEW: 1,
    GateKind.NONE: 0,
}
"""How much a gate holds back; the others say nothing that could be more or less."""
_WORDS = {
    GateKind.PRE_APPROVAL: "an approval",
    GateKind.VETO_WINDOW: "a time in which someone can stop it",
    GateKind.POST_REVIEW: "a review afterwards",
    GateKind.NONE: "no gate",
    GateKind.NOT_APPLICABLE: "no gate",
    GateKind.UNKNOWN: "what it is in the end could not be told",
}


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Hold what the gates of one deployment claim against what they do."""
    every = (deployment.gate, *(part.gate for part in deployment.breakdown))
    told = [gate for gate in every if gate.claims is not None]
    if not told:
        return None
    what = f"{view.feature.name}, set by {deployment.source_object.name},"
    opening = [gate for gate in told if _holds_less(gate)]
    if not opening:
        return Judgement(Verdict.PASS, f"{what} has the gate that is shown.")
    known = any(gate.kind in _HOLDS for gate in opening) and deployment.enabled is not None
    grave = not _GRAVE.isdisjoint(deployment.decisions)
    does = listed(dict.fromkeys(map(_words, opening)))
    return Judgement(
        Verdict.FAIL if known else Verdict.UNDETERMINED,
        f"{what} {does}.",
        does=does,
        severity=(Severity.HIGH if grave else Severity.MEDIUM) if known else Severity.LOW,
    )


def _holds_less(gate: ApprovalGate) -> bool:
    if gate.claims is None or gate.kind is GateKind.NOT_APPLICABLE:
        return False
    return _HOLDS.get(gate.kind, -1) < _HOLDS.get(gate.claims, -1)


def _words(gate: ApprovalGate) -> str:
    shown = _WORDS[gate.claims or gate.kind]
    when = f" ({gate.condition})" if gate.condition else ""
    if gate.kind is GateKind.UNKNOWN:
        return f"shows {shown}; {_WORDS[gate.kind]}{when}"
    after = "" if gate.veto_seconds is None else f" of {gate.veto_seconds:,} seconds"
    return f"shows {shown} that opens by itself: in effect {_WORDS[gate.kind]}{after}{when}"


RULE = DeploymentRule(
    id="gate-opens-by-itself",
    title="An approval that opens by itself",
    topic=Topic.CONTROL,
    severity=Severity.MEDIUM,
    remedy="Let silence mean no, or show it as what it is: a time in which someone can stop it.",
    evaluate=evaluate,
)
