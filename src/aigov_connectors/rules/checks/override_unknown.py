"""People can overrule what acts by itself.

Fail: the vendor offers no way to overrule the feature or to switch it off.
Pass: there is a way, and the catalogue says which.
Undetermined: whether there is one is not known. Low: nothing is known to be wrong.
One answer per feature, since the way is the vendor's, not the setting's.
Why: when a feature goes wrong at night, whoever is on call must know how to stop it.
Remedy: find the switch or the exception in the vendor's console, try it, and correct the catalogue.
Source: NIST AI RMF 1.0 MANAGE 2.4 (someone can switch it off), MANAGE 4.1; EU AI Act article
14(4)(d), (e).
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Autonomy,
    Availability,
    Deployment,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import Control, InventoryRule, Judged, Topic
from aigov_connectors.rules.uses import Answer, judged, uses


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each feature that changes something by itself; the policy has no say in it."""
    for use in uses(inventory):
        yield judged(use, inventory, _answer)


def _answer(deployment: Deployment) -> Answer:
    match deployment.override.state:
        case Availability.AVAILABLE:
            return Answer(Verdict.PASS, why="acts by itself, and people can overrule it.")
        case Availability.UNKNOWN:
            return Answer(
                Verdict.UNDETERMINED,
                Severity.LOW,
                "acts by itself; how people overrule it is not known.",
            )
    if deployment.enabled is None or deployment.autonomy is Autonomy.UNKNOWN:
        return Answer(
            Verdict.UNDETERMINED,
            Severity.LOW,
            "cannot be overruled; whether it acts by itself could not be told.",
        )
    return Answer(Verdict.FAIL, Severity.MEDIUM, "acts by itself, and nobody can overrule it.")


RULE = InventoryRule(
    id="override-unknown",
    title="Acts by itself, and no way to overrule it is known",
    topic=Topic.CONTROL,
    severity=Severity.MEDIUM,
    remedy="Find the switch or the exception in the vendor's console, and try it.",
    controls=(
        Control(framework="NIST AI RMF 1.0", identifier="MANAGE 2.4"),
        Control(framework="NIST AI RMF 1.0", identifier="MANAGE 4.1"),
        Control(framework="EU AI Act", identifier="14(4)(d)"),
        Control(framework="EU AI Act", identifier="14(4)(e)"),
    ),
    evaluate=evaluate,
)
