"""A vendor answers what its customers must know of its AI.

Fail: nothing public answers one of the questions on testing for bias and accuracy, transparency,
separation between clients, testing of model updates, or support with incidents. Low: it is the
vendor's silence, and a thing to ask.
Pass: something was found that answers each of them; whether it is enough is for people to judge.
Undetermined: never said; nothing found is an answer.
One answer per tenant of a vendor that lists the questions. The question on training data is judged
as client-data-may-train.
Why: an MSP answers to its clients for tools whose vendor answers to nobody.
Remedy: send the vendor the questions, keep the answers with their date, and correct the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Confidence,
    GovernanceQuestion,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import InventoryRule, Judged, Judgement, Topic
from aigov_connectors.rules.vendors import Tenant, tenants_with_ai
from aigov_connectors.rules.words import listed

_WORDS = {
    GovernanceQuestion.BIAS_AND_ACCURACY_TESTING: "bias and accuracy testing",
    GovernanceQuestion.TRANSPARENCY: "transparency",
    GovernanceQuestion.CLIENT_SEPARATION: "separation between clients",
    GovernanceQuestion.MODEL_UPDATE_TESTING: "testing of model updates",
    GovernanceQuestion.INCIDENT_SUPPORT: "support with incidents",
}


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge what each vendor tells of its AI; the policy has no say in it."""
    for tenant in tenants_with_ai(inventory):
        judgement = _judgement(tenant)
        if judgement is not None:
            yield Judged(
                subject=tenant.subject,
                connection=tenant.connection,
                overall=judgement,
                confidence=Confidence.MEDIUM,  # as far as was searched, on the day of the answer
            )


def _judgement(tenant: Tenant) -> Judgement | None:
    asked = [one for one in tenant.answers if one.question in _WORDS]
    if not asked:
        return None
    answered = {one.question for one in asked if one.found}
    silent = [one for one in asked if one.question not in answered and one.feature is None]
    name = tenant.connection.name
    if not silent:
        return Judgement(
            Verdict.PASS,
            f"The vendor of {name} says something on each question about its AI.",
            evidence=tenant.evidence(asked),
        )
    words = listed(_WORDS[one] for one in _WORDS if one in {each.question for each in silent})
    return Judgement(
        Verdict.FAIL,
        f"Nothing public answers for the AI of the vendor of {name}: {words}.",
        severity=Severity.LOW,
        evidence=tenant.evidence(silent),
    )


RULE = InventoryRule(
    id="vendor-answer-missing",
    title="The vendor does not answer on its AI",
    topic=Topic.SUPPLIER,
    severity=Severity.LOW,
    remedy="Send the vendor the questions, keep the answers with their date, and correct the"
    " catalogue.",
    evaluate=evaluate,
)
