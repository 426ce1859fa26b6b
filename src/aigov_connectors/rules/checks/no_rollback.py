"""What acts by itself can be undone.

Fail: a feature changes something by itself, and the vendor offers no way to undo that. High for
changes inside an endpoint or its configuration, medium for what a person can repair by hand, low
for tickets and bookkeeping.
Pass: there is a way back, and the catalogue says which.
Undetermined: whether there is one is not known, or whether the feature acts at all. Low: nothing is
known to be wrong.
What only prevents (a block, a refusal, a patch withheld) leaves nothing behind to undo; see
override-unknown. One answer per feature, since the way back is the vendor's, not the setting's.
Why: a wrong decision that cannot be taken back is paid for by the client.
Remedy: let a person approve first, or have a backup that was tried; ask the vendor for a way back,
and correct the catalogue.
Source: NIST AI RMF 1.0 MANAGE 2.4; EU AI Act article 14(4)(e); HIPAA 164.308(a)(7)(ii)(A).
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Autonomy,
    Availability,
    DecisionKind,
    Deployment,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import Control, InventoryRule, Judged, Topic
from aigov_connectors.rules.uses import CHANGING, Answer, judged, uses
from aigov_connectors.rules.words import ACTION, listed

_LEAVES_NOTHING = frozenset(
    {
        DecisionKind.BLOCK_EXECUTION,
        DecisionKind.REFUSE_DEVICE,
        DecisionKind.WITHHOLD_PATCH,
    }
)
_CHANGES = CHANGING - _LEAVES_NOTHING
_DEEP = frozenset(
    {
        DecisionKind.REMEDIATE_ENDPOINT,
        DecisionKind.ROLL_BACK_ENDPOINT,
        DecisionKind.MODIFY_DOCUMENT,
        DecisionKind.RUN_SCRIPT,
        DecisionKind.CHANGE_CONFIGURATION,
    }
)
_SLIGHT = frozenset(
    {
        DecisionKind.ADMIT_DEVICE,
        DecisionKind.NORMALIZE_DATA,
        DecisionKind.ROUTE_TICKET,
        DecisionKind.PRIORITIZE_TICKET,
        DecisionKind.CHANGE_TICKET,
        DecisionKind.CLOSE_TICKET,
    }
)


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each feature that changes something by itself; the policy has no say in it."""
    for use in uses(inventory, kinds=_CHANGES):
        yield judged(use, inventory, _answer)


def _answer(deployment: Deployment) -> Answer:
    decisions = [one for one in deployment.decisions if one in _CHANGES]
    deeds = listed(ACTION[one] for one in decisions)
    match deployment.rollback.state:
        case Availability.AVAILABLE:
            return Answer(Verdict.PASS, why=f"{deeds} by itself, and it can be undone.")
        case Availability.UNKNOWN:
            return Answer(
                Verdict.UNDETERMINED,
                Severity.LOW,
                f"{deeds} by itself; whether that can be undone is not known.",
            )
    if deployment.enabled is None or deployment.autonomy is Autonomy.UNKNOWN:
        return Answer(
            Verdict.UNDETERMINED,
            Severity.LOW,
            f"{deeds} without a way back; whether it does so by itself could not be told.",
        )
    return Answer(
        Verdict.FAIL, _severity(decisions), f"{deeds} by itself, and there is no way back."
    )


def _severity(decisions: list[DecisionKind]) -> Severity:
    if not _DEEP.isdisjoint(decisions):
        return Severity.HIGH
    return Severity.LOW if _SLIGHT.issuperset(decisions) else Severity.MEDIUM


RULE = InventoryRule(
    id="no-rollback",
    title="Acts by itself, and no way back is known",
    topic=Topic.CONTROL,
    severity=Severity.MEDIUM,
    remedy="Let a person approve first, or keep a backup that was tried; ask the vendor for a way"
    " back.",
    controls=(
        Control(framework="NIST AI RMF 1.0", identifier="MANAGE 2.4"),
        Control(framework="EU AI Act", identifier="14(4)(e)"),
        Control(framework="HIPAA Security Rule", identifier="164.308(a)(7)(ii)(A)"),
        Control(framework="OWASP Top 10 for Agentic Applications 2026", identifier="ASI08"),
    ),
    evaluate=evaluate,
)
