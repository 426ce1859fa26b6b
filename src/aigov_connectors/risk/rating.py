"""Rates every deployment at every client that it reaches. Pure, and the same again tomorrow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    BreakdownPart,
    Client,
    ClientContext,
    DecisionKind,
    Deployment,
    Inventory,
    SourceKind,
    Verdict,
)
from aigov_connectors.risk.model import Change, ClientRisk, Rating, Risk, with_shares
from aigov_connectors.risk.regulations import NONE, context_factor, regulation_named
from aigov_connectors.risk.scale import IMPACT, RiskLevel, aggravation, deficit, score
from aigov_connectors.risk.span import Span
from aigov_connectors.rules import Assessment, Finding, SubjectKind

__all__ = ["rate"]

_Part = tuple[Autonomy, ApprovalGate, tuple[DecisionKind, ...]]


def rate(inventory: Inventory, assessment: Assessment) -> Rating:
    """Rate what is on, or may be, and order the changes that would clear what failed.

    A deployment whose clients are not known is rated at none: its finding tells that.
    """
    risks = sorted(_risks(inventory), key=_gravest_first)
    return Rating(
        risks=tuple(risks),
        clients=tuple(_clients(inventory, risks)),
        changes=tuple(_changes(inventory, assessment, risks)),
    )


def _gravest_first(risk: Risk) -> tuple[float, float, str, str]:
    return (-risk.score.least, -risk.score.most, risk.deployment, risk.client)


# Risks -------------------------------------------------------------------------------------


def _risks(inventory: Inventory) -> Iterator[Risk]:
    for deployment in inventory.deployments:
        if deployment.enabled is False or deployment.shadowed_by is not None:
            continue
        # Many clients share a context, and the context is all that differs between them.
        rated: dict[ClientContext, Risk] = {}
        for row in inventory.clients_by_deployment.get(deployment.key, ()):
            client = inventory.client_by_id[row.client]
            known = rated.get(client.context)
            if known is None:
                known = rated[client.context] = _risk(deployment, client)
            yield known.model_copy(update={"client": client.id})


def _risk(deployment: Deployment, client: Client) -> Risk:
    worse = aggravation(deployment)
    risks = [
        _of_part(deployment, client, decision, part, worse)
        for part in _parts(deployment)
        for decision in part[2]
    ]
    gravest = min(risks, key=lambda one: (-one.score.least, -one.score.most, one.decision))
    highest = gravest.score
    for one in risks:
        highest |= one.score
    if deployment.enabled is None:  # it may be off, and then it does nothing
        highest = Span(least=0, most=highest.most)
    return gravest.model_copy(update={"score": highest})


def _of_part(
    deployment: Deployment, client: Client, decision: DecisionKind, part: _Part, worse: Span
) -> Risk:
    autonomy, gate, _ = part
    impact, missing = IMPACT[decision], deficit(autonomy, gate)
    context = context_factor(client.context, decision)
    return Risk(
        deployment=deployment.key,
        client=client.id,
        decision=decision,
        autonomy=autonomy,
        gate=gate.kind,
        impact=impact,
        deficit=missing,
        aggravation=worse,
        context=context,
        score=score(impact, missing, worse, context),
    )


def _parts(deployment: Deployment) -> tuple[_Part, ...]:
    """Each part with what it decides; the deployment whole where it has none."""
    decides = deployment.decisions or (DecisionKind.UNKNOWN,)
    whole = (deployment.autonomy, deployment.gate, decides)
    return tuple(_part(one, decides) for one in deployment.breakdown) or (whole,)


def _part(part: BreakdownPart, decides: tuple[DecisionKind, ...]) -> _Part:
    return part.autonomy, part.gate, part.decisions or decides


# Clients -----------------------------------------------------------------------------------


def _clients(inventory: Inventory, risks: Iterable[Risk]) -> Iterator[ClientRisk]:
    of: dict[str, list[Risk]] = defaultdict(list)
    for risk in risks:
        of[risk.client].append(risk)
    rated = [_client(client, of[client.id]) for client in inventory.clients]
    yield from sorted(rated, key=_most_at_risk_first)


def _most_at_risk_first(one: ClientRisk) -> tuple[float, list[int], float, str]:
    many = [-one.counts[level] for level in reversed(RiskLevel)]
    return -one.highest.least, many, -one.highest.most, one.name


def _client(client: Client, risks: Sequence[Risk]) -> ClientRisk:
    highest = Span.of(0)
    for risk in risks:
        highest |= risk.score
    counted = Counter(risk.level for risk in risks)
    return ClientRisk(
        client=client.id,
        name=client.name,
        regulations=_under(client),
        highest=highest,
        counts={level: counted[level] for level in RiskLevel},
        open=sum(risk.level is not risk.level_at_most for risk in risks),
    )


def _under(client: Client) -> tuple[str, ...]:
    words = [word for word in client.context.regulations if word.strip().casefold() != NONE]
    known = [regulation_named(word) for word in words]
    return tuple(
        word if found is None else found.name for word, found in zip(words, known, strict=True)
    )


# Changes -----------------------------------------------------------------------------------


def _changes(
    inventory: Inventory, assessment: Assessment, risks: Iterable[Risk]
) -> Iterator[Change]:
    """One change per object that sets something; each failed row is cleared by its own object."""
    deployments = {one.key: one for one in inventory.deployments}
    scores = {(risk.deployment, risk.client): risk.score.least for risk in risks}
    together: dict[tuple[str, SourceKind, str], list[Finding]] = defaultdict(list)
    for finding in assessment.failed:
        found = deployments.get(finding.subject.key)
        if finding.subject.kind is SubjectKind.DEPLOYMENT and found is not None:
            source = found.source_object
            together[found.connection, source.kind, source.id].append(finding)
    drafts = [_change(inventory, deployments, found, scores) for found in together.values()]
    drafts.sort(key=lambda one: (-one.weight, one.connection, one.source_object.id))
    yield from with_shares(drafts)


def _change(
    inventory: Inventory,
    deployments: dict[str, Deployment],
    findings: Sequence[Finding],
    scores: dict[tuple[str, str], float],
) -> Change:
    about = [deployments[finding.subject.key] for finding in findings]
    # Two rules may fail on one deployment at one client: one change clears both, once.
    rows = {
        (finding.subject.key, row.id)
        for finding in findings
        for row in finding.clients
        if row.verdict is Verdict.FAIL and row.waiver is None
    }
    clients = sorted({client for _, client in rows})
    under = Counter(word for client in clients for word in _under(inventory.client_by_id[client]))
    worst = max(findings, key=lambda one: (one.severity.rank, len(one.clients), one.identity))
    return Change(
        connection=about[0].connection,
        vendor=about[0].vendor,
        source_object=about[0].source_object,
        features=tuple(sorted({one.feature for one in about})),
        remedy=worst.remedy,
        findings=tuple(sorted(finding.identity for finding in findings)),
        rows=tuple(sorted(rows)),
        clients=tuple(clients),
        under=dict(sorted(under.items())),
        weight=round(sum(scores.get(row, 0.0) for row in rows), 1),
        share=0.0,
    )
