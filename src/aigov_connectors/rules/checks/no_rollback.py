"""What acts by itself can be undone.

Fail: a feature changes something by itself, and the vendor offers no way to undo that.
Pass: there is a way back, and the catalogue says which.
Undetermined: whether there is one is not known, or whether the feature acts at all.
What only prevents (a block, a refusal, a patch withheld) leaves nothing behind to undo; see
override-unknown. One answer per connection that lists the features, since the way back is the
vendor's, not the setting's. Low: it says what to prepare for, not that something goes wrong.
Why: a wrong decision that cannot be taken back is paid for by the client.
Remedy: let a person approve first, or have a backup that was tried; ask the vendor for a way back,
and correct the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Availability,
    DecisionKind,
    Deployment,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import InventoryRule, Judged, Topic
from aigov_connectors.rules.uses import CHANGING, Answer, listed_as_one, surely_acts, uses

_LEAVES_NOTHING = frozenset(
    {
        DecisionKind.BLOCK_EXECUTION,
        DecisionKind.REFUSE_DEVICE,
        DecisionKind.WITHHOLD_PATCH,
    }
)
_CHANGES = CHANGING - _LEAVES_NOTHING


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge what changes something by itself, or may; the policy has no say in it."""
    return listed_as_one(uses(inventory, kinds=_CHANGES), inventory, _answer)


def _answer(deployment: Deployment) -> Answer:
    sure = surely_acts(deployment)
    acts = "acts by itself" if sure else "may act by itself"
    match deployment.rollback.state:
        case Availability.AVAILABLE:
            return Answer(Verdict.PASS, why=f"{acts}, and it can be undone", sure=sure)
        case Availability.UNKNOWN:
            verdict, why = Verdict.UNDETERMINED, "whether that can be undone is not known"
        case Availability.NOT_AVAILABLE:
            verdict = Verdict.FAIL if sure else Verdict.UNDETERMINED
            why = "there is no way back" if sure else "then there is no way back"
    return Answer(verdict, Severity.LOW, f"{acts}, and {why}", sure)


RULE = InventoryRule(
    id="no-rollback",
    title="What acts, or may, has no way back that is known",
    topic=Topic.CONTROL,
    severity=Severity.LOW,
    remedy="Let a person approve first, or keep a backup that was tried; ask the vendor for a way"
    " back.",
    evaluate=evaluate,
)
