"""What no API shows has been stated by a person.

Undetermined: no API shows whether the feature is on and how far it acts, and nobody has attested
it; or the attestation covers only some clients, or has expired. Clients where the feature was seen
at work, or that have no licence for it, are not asked about.
Pass: a valid attestation covers it.
A feature that the vendor ships switched on is judged as default-on-not-reviewed.
Why: most AI switches are not in any API. Silence about them would read as "fine".
Remedy: look in the vendor's console, and write what it shows under [[attestations]].
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    AIFeature,
    DefaultState,
    Gap,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import InventoryRule, Judged, Judgement, Topic
from aigov_connectors.rules.unseen import judged_unseen


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each feature of each connection that no API shows; the policy has no say in it."""
    return judged_unseen(
        inventory,
        concerned=lambda feature: feature.default_state is not DefaultState.ON,
        open_answer=_open,
    )


def _open(feature: AIFeature, said: str | None, gap: Gap) -> Judgement:
    return Judgement(
        verdict=Verdict.UNDETERMINED,
        severity=Severity.MEDIUM if feature.is_ai else Severity.LOW,
        because=f"Whether {feature.name} is on, and how far it acts, is not shown by any API that"
        f" is read, and {said or 'nobody has attested it'}.",
        gaps=(gap.id,),
    )


RULE = InventoryRule(
    id="not-exposed-not-attested",
    title="No API shows it, and nobody has attested it",
    topic=Topic.KNOWLEDGE,
    severity=Severity.MEDIUM,
    remedy="Look in the vendor's console, and attest what it shows.",
    evaluate=evaluate,
)
