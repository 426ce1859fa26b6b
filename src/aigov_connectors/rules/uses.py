"""What acts and changes something, gathered by feature; shared by the rules on control.

Whether something can be undone or stopped is a fact of the feature, not of each of the hundred
policies that switch it on: one answer per feature and connection, or one per connection that lists
the features, with a row per client.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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
from aigov_connectors.rules.words import listed

__all__ = ["CHANGING", "Answer", "Use", "judged", "listed_as_one", "may_act", "surely_acts", "uses"]

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

_SURENESS = [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH]


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
    """The end of a sentence that begins with the feature; see `listed_as_one` for the other."""
    sure: bool = True
    """Of answers that are otherwise alike the sure one stands for the feature."""


def may_act(deployment: Deployment) -> bool:
    """Whether it acts by itself, or could not be told."""
    return deployment.autonomy is not Autonomy.ADVISORY


def surely_acts(deployment: Deployment) -> bool:
    """Whether it is known to be on and to act; else no sentence may say that it does."""
    return deployment.enabled is True and deployment.acts


def uses(
    inventory: Inventory,
    *,
    kinds: Iterable[DecisionKind] = CHANGING,
    concerned: Callable[[Deployment], bool] = may_act,
) -> Iterator[Use]:
    """Gather what is on or may be, is not shadowed, decides one of `kinds`, and is `concerned`."""
    wanted = frozenset(kinds)
    doubted = {(gap.connection, feature) for gap in inventory.gaps for feature in gap.features}
    found: dict[tuple[str, str, str], list[Deployment]] = defaultdict(list)
    for one in inventory.deployments:
        if one.enabled is False or one.shadowed_by is not None:
            continue
        if wanted.isdisjoint(one.decisions) or not concerned(one):
            continue
        if not one.evidence and (one.connection, one.feature) not in doubted:
            continue  # only in a collection that no builder made: it rests on nothing
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
    judgements = {
        each: _judgement(use, each, alike, inventory) for each in {gravest, *rows.values()}
    }
    return Judged(
        subject=Subject(
            kind=SubjectKind.FEATURE,
            key=f"{use.feature.id}/{use.tenant_id}",
            name=use.feature.name,
            connection=use.connection,
            feature=use.feature.id,
        ),
        connection=inventory.connection_by_name.get(use.connection),
        overall=judgements[gravest],
        per_client={client: judgements[each] for client, each in rows.items()},
        confidence=_CONFIDENCE[alike[0].basis],
        remedy=remedy,
    )


def listed_as_one(
    found: Iterable[Use], inventory: Inventory, answer: Callable[[Deployment], Answer]
) -> Iterator[Judged]:
    """One judgement per tenant: what was found of its features, each answer with their names.

    A feature takes the gravest answer of its deployments. What passes is told where nothing else
    is; `Answer.why` stands before the names.
    """
    tenants: dict[tuple[str, str, str], list[Use]] = defaultdict(list)
    for use in found:
        tenants[use.feature.vendor, use.tenant_id, use.connection].append(use)
    for (vendor, tenant_id, connection), of_tenant in sorted(tenants.items()):
        answers = [(use, one, answer(one)) for use in of_tenant for one in use.deployments]
        gravest = max((each for _, _, each in answers), key=_weight)
        if gravest.verdict is not Verdict.PASS:
            answers = [one for one in answers if one[2].verdict is not Verdict.PASS]
        overall = _list(answers, gravest, inventory)
        rows: dict[str, Answer] = {}
        for _, deployment, each in answers:
            for row in inventory.clients_by_deployment.get(deployment.key, ()):
                rows[row.client] = max(rows.get(row.client, each), each, key=_weight)
        yield Judged(
            subject=Subject(
                kind=SubjectKind.CONNECTION,
                key=f"{vendor}/{tenant_id}",
                name=connection,
                connection=connection,
            ),
            connection=inventory.connection_by_name.get(connection),
            overall=overall,
            per_client={
                client: replace(overall, verdict=each.verdict, severity=each.severity)
                for client, each in rows.items()
            },
            confidence=min(
                (_CONFIDENCE[one.basis] for _, one, each in answers if each == gravest),
                key=_SURENESS.index,
            ),
        )


def _list(
    answers: Sequence[tuple[Use, Deployment, Answer]], gravest: Answer, inventory: Inventory
) -> Judgement:
    of_feature: dict[str, tuple[str, Answer]] = {}
    for use, _, each in answers:
        _, before = of_feature.get(use.feature.id, ("", each))
        of_feature[use.feature.id] = (use.feature.name, max(before, each, key=_weight))
    names: dict[str, list[str]] = defaultdict(list)
    for name, each in sorted(of_feature.values(), key=lambda one: (_order(one[1]), one[0])):
        names[each.why].append(name)
    said = "; ".join(f"{why}: {listed(those)}" for why, those in names.items())
    evidence = tuple(dict.fromkeys(one.evidence[0] for _, one, _ in answers if one.evidence))
    missing = {gap for use, _, _ in answers for gap in _gaps(use, inventory)}
    return Judgement(
        verdict=gravest.verdict,
        severity=gravest.severity,
        because=f"{said[:1].upper()}{said[1:]}.",
        evidence=evidence,
        gaps=() if evidence else tuple(sorted(missing)),
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
    """The gaps that name the feature: another gap of the connection would prove nothing of it."""
    return tuple(
        gap.id
        for gap in inventory.gaps
        if gap.connection == use.connection and use.feature.id in gap.features
    )


def _weight(answer: Answer) -> tuple[int, int, bool]:
    severity = 0 if answer.severity is None else answer.severity.rank
    return _GRAVITY[answer.verdict], severity, answer.sure


def _order(answer: Answer) -> tuple[int, int, bool]:
    gravity, severity, sure = _weight(answer)
    return -gravity, -severity, not sure
