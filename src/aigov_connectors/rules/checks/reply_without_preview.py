"""What a model writes to a person was seen by a person first.

Fail: generated words go out by themselves, as a reply or in the place of one, and no line of the
oversight policy allows that.
Pass: a technician reads and sends the draft, or the policy lets replies go out.
Undetermined: autonomy, gate or the on/off state could not be read.
A fixed text that a rule sends (thank you, we have your ticket) is judged as missing-approval-gate.
A draft that waits for somebody is none of both.
Why: an invented answer comes with the MSP's name under it, and may tell one client of another.
Remedy: let the tool draft and a technician send; where it answers alone, say to the reader that it
is a machine, and review what it said.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import DecisionKind, Deployment, Severity
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.oversight import judge_decisions


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge what one deployment writes to people."""
    decisions = decisions_for(RULE.id, deployment, view.feature)
    return (
        judge_decisions(deployment, view, decisions, severity_of=_severity) if decisions else None
    )


def _severity(decisions: Iterable[DecisionKind]) -> Severity:
    return Severity.HIGH if DecisionKind.REPLY_TO_PERSON in decisions else Severity.MEDIUM


RULE = DeploymentRule(
    id="reply-without-preview",
    title="A model writes to people, and nobody reads it before",
    severity=Severity.HIGH,
    remedy="Let the tool draft and a technician send; or tell the reader that a machine answers,"
    " review what it said, and allow it in the oversight policy.",
    evaluate=evaluate,
)
