"""Nobody is served later or by somebody else because a model said so and no one looked.

Fail: a model routes or prioritizes tickets by itself, and no line of the oversight policy allows
that.
Pass: it only suggests the queue or the priority, a person confirms it, or the policy lets it decide
alone.
Undetermined: autonomy, gate or the on/off state could not be read.
A rule that somebody wrote (this mailbox, that board) does the same every time and is judged as
missing-approval-gate; so is an automation of which no document says how it decides.
Why: whoever is put at the end of the queue by a model's mistake does not learn of it, and some
clients may be put there more often than others.
Remedy: let the model suggest and a dispatcher confirm, or review a sample of its decisions per
client and allow it in the policy.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import DecisionKind, Deployment, Severity
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.oversight import judge_decisions


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge whom or what one deployment puts first."""
    decisions = decisions_for(RULE.id, deployment, view.feature)
    return (
        judge_decisions(deployment, view, decisions, severity_of=_severity) if decisions else None
    )


def _severity(decisions: Iterable[DecisionKind]) -> Severity:
    return Severity.MEDIUM


RULE = DeploymentRule(
    id="routing-by-machine-without-review",
    title="A model routes or prioritizes tickets, and nobody looks",
    severity=Severity.MEDIUM,
    remedy="Let it suggest and a dispatcher confirm, or review a sample per client and allow it in"
    " the oversight policy.",
    evaluate=evaluate,
)
