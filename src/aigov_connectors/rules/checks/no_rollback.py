"""What acts by itself can be undone.

Fail: a feature changes something by itself, and the vendor offers no way to undo that: low. Or the
vendor offers one, and a setting took it away (a policy that keeps no snapshots): medium.
Pass: there is a way back, and the catalogue says which.
Undetermined: whether there is one is not known, or whether the feature acts at all.
What only prevents (a block, a refusal, a patch withheld) leaves nothing behind to undo; see
override-unknown. One answer per connection that lists the features, since the way back is the
vendor's; it says what to prepare for, not that something goes wrong. Where a setting took it away,
one answer for the object that sets it.
Why: a wrong decision that cannot be taken back is paid for by the client.
Remedy: let a person approve first, or have a backup that was tried; ask the vendor for a way back,
and correct the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aigov_connectors.inventory import (
    AIFeature,
    Availability,
    Basis,
    Confidence,
    DecisionKind,
    Deployment,
    Inventory,
    Severity,
    SourceKind,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import (
    InventoryRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
    Topic,
)
from aigov_connectors.rules.uses import CHANGING, Answer, Use, listed_as_one, surely_acts, uses
from aigov_connectors.rules.words import listed

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
    as_offered: list[Use] = []
    objects: dict[tuple[str, str, SourceKind, str], list[tuple[Use, Deployment]]] = {}
    for use in uses(inventory, kinds=_CHANGES):
        kept: list[Deployment] = []
        for one in use.deployments:
            if not one.evidence or not _is_taken_away(one, use.feature):
                kept.append(one)
                continue
            source = one.source_object
            key = (one.vendor, one.tenant_id, source.kind, source.id)
            objects.setdefault(key, []).append((use, one))
        if kept:
            as_offered.append(replace(use, deployments=tuple(kept)))
    yield from listed_as_one(as_offered, inventory, _answer)
    for _, together in sorted(objects.items()):
        yield _taken_away(together, inventory)


def _is_taken_away(deployment: Deployment, feature: AIFeature) -> bool:
    """Whether a setting took the way back away that the vendor offers, or may offer."""
    none = Availability.NOT_AVAILABLE
    return deployment.rollback.state is none and feature.rollback.state is not none


def _taken_away(together: Sequence[tuple[Use, Deployment]], inventory: Inventory) -> Judged:
    """One answer for the features of one object that keeps nothing to roll back from."""
    deployments = [one for _, one in together]
    first, sure = deployments[0], any(map(surely_acts, deployments))
    names = sorted({use.feature.name for use, _ in together})
    features = sorted({use.feature.id for use, _ in together})
    acts = "acts by itself" if len(names) == 1 else "act by themselves"
    deed = acts if sure else f"may {acts.replace('acts', 'act')}"
    judgement = Judgement(
        verdict=Verdict.FAIL if sure else Verdict.UNDETERMINED,
        severity=Severity.MEDIUM if sure else Severity.LOW,
        because=f"{listed(names)}, set by {first.source_object.name}, {deed}, and the same settings"
        " keep nothing to roll back from.",
        does=f"{deed}, and its settings keep nothing to roll back from",
        evidence=tuple(dict.fromkeys(proof for one in deployments for proof in one.evidence)),
    )
    clients = {
        row.client
        for one in deployments
        for row in inventory.clients_by_deployment.get(one.key, ())
    }
    observed = all(one.basis is Basis.OBSERVED for one in deployments)
    return Judged(
        subject=Subject(
            kind=SubjectKind.DEPLOYMENT,
            key=min(one.key for one in deployments),
            name=f"{listed(names)}, {first.source_object.name}",
            connection=first.connection,
            feature=features[0] if len(features) == 1 else None,
        ),
        connection=inventory.connection_by_name.get(first.connection),
        overall=judgement,
        per_client=dict.fromkeys(sorted(clients), judgement),
        confidence=Confidence.HIGH if observed else Confidence.MEDIUM,
        remedy="Switch on again what keeps the way back, such as snapshots; or let a person"
        " approve first.",
    )


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
