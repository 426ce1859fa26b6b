"""Whoever sets an automation up is not the one who approves it.

Fail: someone was seen to approve what they had set up themselves. High for containment and scripts,
medium otherwise.
Pass: creator and approver were seen to differ, or the tool demands a second person.
Undetermined: the tool is known to demand none, and it is not told by whom all was approved; or
whether the automation is on could not be told. Low.
Gates of which neither is known are passed over: gate-without-named-approver speaks of them. A part
for which the tool demands nobody (a run on few endpoints) counts as the whole does.
Why: an approval by the author is one person's decision, with a signature.
Remedy: demand a second person in the tool's guardrails; keep authors out of the approving role.
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

_ASKED = frozenset({GateKind.PRE_APPROVAL, GateKind.VETO_WINDOW, GateKind.POST_REVIEW})
_GRAVE = CONTAINMENT_DECISIONS | {DecisionKind.RUN_SCRIPT}


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge the gates of one deployment."""
    every = (deployment.gate, *(part.gate for part in deployment.breakdown))
    gates = [gate for gate in every if _is_asked(gate) and _is_told(gate)]
    if not gates:
        return None
    what = f"{view.feature.name}, set by {deployment.source_object.name},"
    if any(gate.self_approved for gate in gates):
        grave = not _GRAVE.isdisjoint(deployment.decisions)
        on = deployment.enabled is not None
        return Judgement(
            Verdict.FAIL if on else Verdict.UNDETERMINED,
            f"{what} was approved by the one who had set it up.",
            does="was approved by the one who had set it up",
            severity=(Severity.HIGH if grave else Severity.MEDIUM) if on else Severity.LOW,
        )
    if any(gate.self_approved is None and gate.second_person is False for gate in gates):
        return Judgement(
            Verdict.UNDETERMINED,
            f"{what} may be approved by the one who set it up; whether that was done is not told.",
            does="may be approved by the one who set it up",
            severity=Severity.LOW,
        )
    return Judgement(Verdict.PASS, f"{what} is approved by another than the one who set it up.")


def _is_asked(gate: ApprovalGate) -> bool:
    """Whether somebody is asked; where another may have opened it, too, an own approval counts."""
    return gate.kind in _ASKED or (gate.self_approved is True and gate.claims in _ASKED)


def _is_told(gate: ApprovalGate) -> bool:
    return gate.self_approved is not None or gate.second_person is not None


RULE = DeploymentRule(
    id="approver-approves-own-automation",
    title="Approved by the one who set it up",
    topic=Topic.CONTROL,
    severity=Severity.MEDIUM,
    remedy="Demand a second person, and keep authors out of the approving role.",
    evaluate=evaluate,
)
