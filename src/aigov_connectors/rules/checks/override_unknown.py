"""People can overrule what acts by itself.

Fail: the vendor offers no way to overrule the feature or to switch it off.
Pass: there is a way, and the catalogue says which.
Undetermined: whether there is one is not known, or whether the feature acts at all.
One answer per connection that lists the features, since the way is the vendor's, not the setting's.
Low: it says what to prepare for, not that something goes wrong.
Why: when a feature goes wrong at night, whoever is on call must know how to stop it.
Remedy: find the switch or the exception in the vendor's console, try it, and correct the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Availability,
    Deployment,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import InventoryRule, Judged, Topic
from aigov_connectors.rules.uses import Answer, listed_as_one, surely_acts, uses


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge what changes something by itself, or may; the policy has no say in it."""
    return listed_as_one(uses(inventory), inventory, _answer)


def _answer(deployment: Deployment) -> Answer:
    sure = surely_acts(deployment)
    acts = "acts by itself" if sure else "may act by itself"
    match deployment.override.state:
        case Availability.AVAILABLE:
            return Answer(Verdict.PASS, why=f"{acts}, and people can overrule it", sure=sure)
        case Availability.UNKNOWN:
            verdict, why = Verdict.UNDETERMINED, "how people overrule it is not known"
        case Availability.NOT_AVAILABLE:
            verdict = Verdict.FAIL if sure else Verdict.UNDETERMINED
            why = "nobody can overrule it" if sure else "then nobody can overrule it"
    return Answer(verdict, Severity.LOW, f"{acts}, and {why}", sure)


RULE = InventoryRule(
    id="override-unknown",
    title="What acts, or may, has no way to overrule it that is known",
    topic=Topic.CONTROL,
    severity=Severity.LOW,
    remedy="Find the switch or the exception in the vendor's console, and try it.",
    evaluate=evaluate,
)
