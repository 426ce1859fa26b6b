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
)
from aigov_connectors.risk.chains import chain_risks
from aigov_connectors.risk.changes import changes_of, names_of_regulations
from aigov_connectors.risk.model import ChainRisk, ClientRisk, Rating, Risk
from aigov_connectors.risk.regulations import context_factor
from aigov_connectors.risk.scale import IMPACT, RiskLevel, aggravation, deficit, score
from aigov_connectors.risk.span import Span
from aigov_connectors.rules import Assessment

__all__ = ["rate"]

_Part = tuple[Autonomy, ApprovalGate, tuple[DecisionKind, ...]]


def rate(inventory: Inventory, assessment: Assessment) -> Rating:
    """Rate what is on, or may be, and order the changes that would clear what failed.

    A deployment whose clients are not known is rated at none: its finding tells that.
    """
    risks = sorted(_risks(inventory), key=_gravest_first)
    chains = tuple(chain_risks(inventory, risks))
    return Rating(
        risks=tuple(risks),
        chain_risks=chains,
        clients=tuple(_clients(inventory, risks, chains)),
        changes=tuple(changes_of(inventory, assessment, risks, chains)),
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
    impact, missing = IMPACT[decision], deficit(autonomy, gate, decision)
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
    """Each part with what it decides; the deployment whole for what no part speaks of."""
    decides = deployment.decisions or (DecisionKind.UNKNOWN,)
    parts = [_part(one, decides) for one in deployment.breakdown]
    told = {decision for _, _, decisions in parts for decision in decisions}
    rest = tuple(decision for decision in decides if decision not in told)
    if rest:
        parts.append((deployment.autonomy, deployment.gate, rest))
    return tuple(parts)


def _part(part: BreakdownPart, decides: tuple[DecisionKind, ...]) -> _Part:
    return part.autonomy, part.gate, part.decisions or decides


# Clients -----------------------------------------------------------------------------------


def _clients(
    inventory: Inventory, risks: Iterable[Risk], chains: Iterable[ChainRisk]
) -> Iterator[ClientRisk]:
    of: dict[str, list[Risk]] = defaultdict(list)
    for risk in risks:
        of[risk.client].append(risk)
    along: dict[str, list[ChainRisk]] = defaultdict(list)
    for chain in chains:
        along[chain.client].append(chain)
    rated = [_client(one, of[one.id], along[one.id]) for one in inventory.clients]
    yield from sorted(rated, key=_most_at_risk_first)


def _most_at_risk_first(one: ClientRisk) -> tuple[float, list[int], float, str]:
    many = [-one.counts[level] for level in reversed(RiskLevel)]
    return -one.highest.least, many, -one.highest.most, one.name


def _client(client: Client, risks: Sequence[Risk], chains: Sequence[ChainRisk]) -> ClientRisk:
    highest = Span.of(0)
    for one in (*(risk.score for risk in risks), *(risk.score for risk in chains)):
        highest |= one
    counted = Counter(risk.level for risk in risks)
    along = Counter(risk.level for risk in chains)
    return ClientRisk(
        client=client.id,
        name=client.name,
        regulations=names_of_regulations(client),
        highest=highest,
        counts={level: counted[level] for level in RiskLevel},
        open=sum(risk.level is not risk.level_at_most for risk in risks),
        chains={level: along[level] for level in RiskLevel} if chains else {},
    )
