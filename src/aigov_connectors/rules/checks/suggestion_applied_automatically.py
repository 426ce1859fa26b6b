"""What a model suggests for a ticket is a suggestion until a person has taken it.

Fail: what a model says of a ticket (its type, its fields, its solution, that it is done) is written
into it by itself, and no line of the oversight policy allows that.
Pass: it is shown and a person takes it, or the policy lets it be applied.
Undetermined: autonomy, gate or the on/off state could not be read.
Queue and priority are judged as routing-by-machine-without-review, replies as
reply-without-preview; a rule that somebody wrote is judged as missing-approval-gate.
Why: a wrong type or a ticket closed too early looks like somebody's work, and is found by the
client.
Remedy: show the suggestion and let a technician take it; where it stays applied, mark it and review
a sample.
"""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import DecisionKind, Deployment, Severity
from aigov_connectors.rules.competence import decisions_for
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.oversight import judge_decisions


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge what one deployment writes into tickets."""
    decisions = decisions_for(RULE.id, deployment, view.feature)
    return (
        judge_decisions(deployment, view, decisions, severity_of=_severity) if decisions else None
    )


def _severity(decisions: Iterable[DecisionKind]) -> Severity:
    return Severity.MEDIUM


RULE = DeploymentRule(
    id="suggestion-applied-automatically",
    title="A model's suggestion is applied without a person",
    severity=Severity.MEDIUM,
    remedy="Show the suggestion and let a technician take it, or allow it in the oversight policy"
    " and review a sample.",
    evaluate=evaluate,
)
