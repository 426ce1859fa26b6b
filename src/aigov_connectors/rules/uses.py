"""What acts and changes something, gathered by feature; shared by the rules on control.

Whether something can be undone or stopped is a fact of the feature, not of each of the hundred
policies that switch it on: one answer per feature and connection, with a row per client.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from aigov_connectors.inventory import (
    AIFeature,
    Autonomy,
    Basis,
    Confidence,
    DecisionKind,
    Deployment,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.rules.model import Judged, Judgement, Subject, SubjectKind

__all__ = ["CHANGING", "Answer", "Use", "judged", "may_act", "uses"]

CHANGING = frozenset(DecisionKind) - {
    DecisionKind.INFORM,
    DecisionKind.DRAFT_CONTENT,
    DecisionKind.COLLECT_DATA,
}
"""Decisions that change something, or how someone is served; `unknown` may be one."""

_GRAVITY = {Verdict.FAIL: 2, Verdict.UNDETERMINED: 1, Verdict.PASS: 0}
_CONFIDENCE = {
    Basis.OBSERVED: Confidence.HIGH,
    Basis.INFERRED: Confidence.MEDIUM,
    Basis.ATTESTED: Confidence.MEDIUM,
    Basis.CATALOGUED: Confidence.LOW,
}


@dataclass(frozen=True, slots=True)
class Use:
    """One feature in the tenant of one connection: every deployment that may act there."""

    feature: AIFeature
    connection: str
    tenant_id: str
    deployments: tuple[Deployment, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of one deployment, before the deployments of a feature are put together."""

    verdict: Verdict
    severity: Severity | None = None
    why: str = ""
    """The end of a sentence that begins with the feature."""


def may_act(deployment: Deployment) -> bool:
    """Whether it acts by itself, or could not be told."""
    return deployment.autonomy is not Autonomy.ADVISORY


def uses(
    inventory: Inventory,
    *,
    kinds: Iterable[DecisionKind] = CHANGING,
    concerned: Callable[[Deployment], bool] = may_act,
) -> Iterator[Use]:
    """Gather what is on or may be, is not shadowed, decides one of `kinds`, and is `concerned`."""
    wanted = frozenset(kinds)
    found: dict[tuple[str, str, str], list[Deployment]] = defaultdict(list)
    for one in inventory.deployments:
        if one.enabled is False or one.shadowed_by is not None:
            continue
        if wanted.isdisjoint(one.decisions) or not concerned(one):
            continue
        found[one.feature, one.tenant_id, one.connection].append(one)
    for (feature, tenant_id, connection), deployments in sorted(found.items()):
        yield Use(inventory.feature_by_id[feature], connection, tenant_id, tuple(deployments))


def judged(
    use: Use,
    inventory: Inventory,
    answer: Callable[[Deployment], Answer],
    *,
    remedy: str | None = None,
) -> Judged:
    """One judgement of the feature, the gravest of its deployments, and one per client reached."""
    answers = [(one, answer(one)) for one in use.deployments]
    gravest = max((each for _, each in answers), key=_weight)
    alike = [one for one, each in answers if _weight(each) == _weight(gravest)]
    rows: dict[str, Answer] = {}
    for deployment, each in answers:
        for row in inventory.clients_by_deployment.get(deployment.key, ()):
            before = rows.get(row.client)
            if before is None or _weight(each) > _weight(before):
                rows[row.client] = each
    return Judged(
        subject=Subject(
            kind=SubjectKind.FEATURE,
            key=f"{use.feature.id}/{use.tenant_id}",
            name=use.feature.name,
            connection=use.connection,
            feature=use.feature.id,
        ),
        connection=inventory.connection_by_name.get(use.connection),
        overall=_judgement(use, gravest, alike, inventory),
        per_client={
            client: _judgement(use, each, alike, inventory) for client, each in rows.items()
        },
        confidence=_CONFIDENCE[alike[0].basis],
        remedy=remedy,
    )


def _judgement(
    use: Use, answer: Answer, alike: Sequence[Deployment], inventory: Inventory
) -> Judgement:
    # One field of each setting shows that it acts; the rest is in the deployment.
    evidence = tuple(dict.fromkeys(one.evidence[0] for one in alike if one.evidence))
    return Judgement(
        verdict=answer.verdict,
        severity=answer.severity,
        because=f"{use.feature.name} ({_settings(alike)}) {answer.why}",
        evidence=evidence,
        gaps=() if evidence else _gaps(use, inventory),
    )


def _settings(deployments: Sequence[Deployment]) -> str:
    """One by its name; of several none, since the finding may be shown to one client alone."""
    if len(deployments) > 1:
        return f"{len(deployments)} settings"
    return f"set by {deployments[0].source_object.name}"


def _gaps(use: Use, inventory: Inventory) -> tuple[str, ...]:
    own = [gap for gap in inventory.gaps if gap.connection == use.connection]
    named = [gap.id for gap in own if use.feature.id in gap.features]
    return tuple(named or [gap.id for gap in own[:1]])


def _weight(answer: Answer) -> tuple[int, int]:
    severity = 0 if answer.severity is None else answer.severity.rank
    return _GRAVITY[answer.verdict], severity
