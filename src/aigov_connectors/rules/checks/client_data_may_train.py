"""Clients' data train no model without the MSP knowing it.

Fail: the vendor says that clients' data may train a model, or keeps the right to it, for AI that is
not known to be off here.
Pass: the vendor rules it out for all of it.
Undetermined: the vendor does not tell, or what it tells leaves it open. A thing not told is no
promise.
One answer per tenant of a vendor: the terms are the vendor's, whatever is set. An answer about one
feature holds for it in place of the vendor's own.
Why: what a model has learned cannot be taken back, and the MSP has promised its clients how their
data are used.
Remedy: get the vendor's answer in writing, use the opt-out where there is one, tell the clients
concerned.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Confidence,
    GovernanceQuestion,
    Inventory,
    Severity,
    VendorAnswer,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import InventoryRule, Judged, Judgement, Topic
from aigov_connectors.rules.vendors import Tenant, tenants_with_ai
from aigov_connectors.rules.words import listed

_NAMES_SHOWN = 3
_HOW_TO_TELL = "Ask the vendor in writing whether clients' data train a model, and how to opt out."


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge what each vendor tells of its training; the policy has no say in it."""
    for tenant in tenants_with_ai(inventory):
        judgement = _judgement(tenant)
        if judgement is not None:
            yield Judged(
                subject=tenant.subject,
                connection=tenant.connection,
                overall=judgement,
                confidence=Confidence.MEDIUM,  # the vendor's word, as the catalogue found it
            )


def _judgement(tenant: Tenant) -> Judgement | None:
    found: dict[bool | None, list[tuple[str, VendorAnswer]]] = {True: [], False: [], None: []}
    for feature in tenant.features:
        answer = tenant.answer(GovernanceQuestion.TRAINING_DATA, feature)
        if answer is not None:
            found[answer.client_data].append((feature.name, answer))
    name = tenant.connection.name
    if found[True]:
        told = found[True]
        because = f"By the vendor's terms data of the clients of {name} may train models"
        verdict, severity = Verdict.FAIL, Severity.HIGH
    elif found[None]:
        told = found[None]
        because = f"Whether data of the clients of {name} train models is not told by the vendor"
        verdict, severity = Verdict.UNDETERMINED, Severity.MEDIUM
    elif found[False]:
        told = found[False]
        because = f"The vendor rules out that data of the clients of {name} train models"
        verdict, severity = Verdict.PASS, Severity.INFO
    else:
        return None
    return Judgement(
        verdict,
        f"{because} ({_shown([one for one, _ in told])}).",
        severity=severity,
        evidence=tenant.evidence(answer for _, answer in told),
        remedy=_HOW_TO_TELL if verdict is Verdict.UNDETERMINED else None,
    )


def _shown(names: list[str]) -> str:
    rest = len(names) - _NAMES_SHOWN
    more = [f"{rest} more"] if rest > 0 else []
    return listed([*sorted(names)[:_NAMES_SHOWN], *more])


RULE = InventoryRule(
    id="client-data-may-train",
    title="Clients' data may train a vendor's models",
    topic=Topic.SUPPLIER,
    severity=Severity.HIGH,
    remedy="Use the vendor's opt-out or a contract that rules it out, and tell the clients"
    " concerned.",
    evaluate=evaluate,
)
