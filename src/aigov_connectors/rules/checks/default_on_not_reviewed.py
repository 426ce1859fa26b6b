"""What a vendor ships switched on was looked at by somebody.

Fail: the vendor ships the feature switched on, no API shows whether it still is, and nobody has
attested that they looked; or its setting is read and was never set, so that the vendor's choice
holds. Medium for what learns or generates, low for rules.
Pass: somebody attested it, or its setting is stored and was read.
Undetermined: never said; where a setting could not be read, its gap tells so.
Why: nobody decided to switch it on, so nobody weighed it, and nobody will notice that it is on.
Remedy: look, decide, and set it or attest it; ask the vendor for new features to come switched off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from aigov_connectors.inventory import (
    AIFeature,
    Basis,
    Confidence,
    DefaultState,
    Deployment,
    Gap,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import InventoryRule, Judged, Judgement, Topic
from aigov_connectors.rules.unseen import judged_unseen
from aigov_connectors.rules.uses import Answer, Use, judged


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each feature that is shipped switched on; the policy has no say in it."""
    yield from judged_unseen(
        inventory,
        concerned=_is_shipped_on,
        open_answer=_unseen,
        confidence=Confidence.MEDIUM,  # that it is on is the vendor's word, not an observation
    )
    found: dict[tuple[str, str, str], list[Deployment]] = defaultdict(list)
    for one in inventory.deployments:
        feature = inventory.feature_by_id[one.feature]
        is_idle = one.enabled is False or one.shadowed_by is not None
        if _is_shipped_on(feature) and feature.attest is None and one.evidence and not is_idle:
            found[one.feature, one.tenant_id, one.connection].append(one)
    for (feature_id, tenant_id, connection), deployments in sorted(found.items()):
        feature = inventory.feature_by_id[feature_id]
        use = Use(feature, connection, tenant_id, tuple(deployments))
        untouched = all(map(_was_never_set, deployments))

        def answer(
            _: Deployment, *, untouched: bool = untouched, is_ai: bool = feature.is_ai
        ) -> Answer:
            if not untouched:
                return Answer(Verdict.PASS, why="is shipped switched on; its setting is stored.")
            return Answer(
                Verdict.FAIL,
                Severity.MEDIUM if is_ai else Severity.LOW,
                "is on because the vendor ships it so: nobody has set it.",
            )

        yield judged(use, inventory, answer)


def _is_shipped_on(feature: AIFeature) -> bool:
    return feature.default_state is DefaultState.ON


def _unseen(feature: AIFeature, said: str | None, gap: Gap) -> Judgement:
    return Judgement(
        verdict=Verdict.FAIL,
        severity=Severity.MEDIUM if feature.is_ai else Severity.LOW,
        because=f"{feature.name} is shipped switched on, no API shows whether it still is, and"
        f" {said or 'nobody has attested a look at it'}.",
        does="is shipped switched on, and nobody looked",
        gaps=(gap.id,),
    )


def _was_never_set(deployment: Deployment) -> bool:
    """Whether all that decided its state is a default: no field of it was stored."""
    if deployment.basis is Basis.CATALOGUED:
        return True
    return bool(deployment.settings) and all(one.absent for one in deployment.settings)


RULE = InventoryRule(
    id="default-on-not-reviewed",
    title="Shipped switched on, and nobody looked",
    topic=Topic.KNOWLEDGE,
    severity=Severity.MEDIUM,
    remedy="Look, decide, and set it or attest it.",
    evaluate=evaluate,
)
