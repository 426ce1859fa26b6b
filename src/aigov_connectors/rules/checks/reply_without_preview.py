"""What a model writes to a person was seen by a person first.

Fail: generated words go out by themselves, as a reply or in the place of one, and no line of the
oversight policy allows that.
Pass: a technician reads and sends the draft, or the policy lets replies go out.
Undetermined: autonomy, gate or the on/off state could not be read; or a person starts it, or says
yes before it starts, and nothing shows that the text is a draft which somebody reads.
A fixed text that a rule sends (thank you, we have your ticket) is judged as missing-approval-gate.
A draft that waits for somebody is none of both.
Why: an invented answer comes with the MSP's name under it, and may tell one client of another.
Remedy: let the tool draft and a technician send; where it answers alone, say to the reader that it
is a machine, and review what it said.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import (
    Autonomy,
    BreakdownPart,
    DecisionKind,
    Deployment,
    Severity,
    Verdict,
)
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.oversight import judge_decisions, parts_on


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge what one deployment writes to people."""
    decisions = decisions_for(RULE.id, deployment, view.feature)
    if not decisions:
        return None
    judged = judge_decisions(deployment, view, decisions, severity_of=_severity)
    if judged.verdict is Verdict.PASS and any(
        _may_go_unread(deployment, part, view)
        for part in parts_on(deployment, DecisionKind.REPLY_TO_PERSON)
        if DecisionKind.REPLY_TO_PERSON in decisions
    ):
        return Judgement(
            verdict=Verdict.UNDETERMINED,
            severity=Severity.MEDIUM,
            does="replies once a person starts it; who reads the text before could not be told",
            because=(
                f"{view.feature.name}, set by {deployment.source_object.name}, replies once a"
                " person starts it or lets it start; nothing shows that somebody reads the text"
                " before it goes out."
            ),
            remedy="Look in the vendor's console whether the text is shown before it is sent, and"
            " switch the preview on.",
        )
    return judged


def _may_go_unread(deployment: Deployment, part: BreakdownPart | None, view: View) -> bool:
    """Whether a reply waits for a person, and yet is no draft that the person sees.

    Who starts it, or lets it start, says yes before there is a text.
    """
    autonomy = deployment.autonomy if part is None else part.autonomy
    if autonomy is not Autonomy.ADVISORY:
        return False
    drafts = DecisionKind.DRAFT_CONTENT in deployment.decisions and (
        part is None or part.concerns(DecisionKind.DRAFT_CONTENT)
    )
    if drafts:
        return False
    reply = DecisionKind.REPLY_TO_PERSON
    allowed = view.ruling(reply, part, feature=deployment.feature).permission
    return allowed is None or not allowed.allows(Autonomy.FULLY_AUTONOMOUS)


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
