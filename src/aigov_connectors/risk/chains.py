"""Rates chains: what several tools do together, by the same formula as one setting.

The effect at the end of a chain is often what one of its own steps decides, and is rated there
too. It is one effect: what the chain adds is only what it goes beyond that; and of several chains
that end in one place the gravest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aigov_connectors.inventory import (
    Basis,
    Chain,
    Client,
    DecisionKind,
    Deployment,
    GateKind,
    Inventory,
    Reach,
)
from aigov_connectors.risk.model import ChainRisk, Risk
from aigov_connectors.risk.regulations import context_factor
from aigov_connectors.risk.scale import (
    ANY_AGGRAVATION,
    IMPACT,
    aggravation,
    held_back,
    held_by_oneself,
    score,
)
from aigov_connectors.risk.span import Span

__all__ = ["chain_risks"]


def chain_risks(inventory: Inventory, risks: Iterable[Risk]) -> Iterator[ChainRisk]:
    """Rate every chain at every client that all of its steps reach; `risks` are the settings'."""
    known = {one.key: one for one in inventory.deployments}
    alone = {(one.deployment, one.client): one for one in risks}
    counted: dict[tuple[str, str, DecisionKind], float] = {}
    rated = [
        _risk(chain, inventory.client_by_id[client], known)
        for chain in inventory.chains
        for client in chain.clients
    ]
    ends = {chain.id: _end(chain) for chain in inventory.chains}
    steps = {chain.id: _deciding(chain, known) for chain in inventory.chains}
    for one in sorted(rated, key=_gravest_first):
        own = [alone[key, one.client] for key in steps[one.chain] if (key, one.client) in alone]
        gravest = max(own, key=lambda risk: (risk.score.least, risk.deployment), default=None)
        place = ends[one.chain], one.client, one.decision
        before = counted.get(place, 0.0)
        if gravest is not None:
            before = max(before, gravest.score.least)
        adds = round(max(0.0, one.score.least - before), 1)
        counted[place] = max(before, one.score.least)
        counted_at = None if gravest is None else gravest.deployment
        yield one.model_copy(update={"adds": adds, "counted_at": counted_at})


def _gravest_first(risk: ChainRisk) -> tuple[float, float, str, str]:
    return (-risk.score.least, -risk.score.most, risk.chain, risk.client)


def _risk(chain: Chain, client: Client, known: Mapping[str, Deployment]) -> ChainRisk:
    last = known.get(chain.steps[-1].deployment or "")
    worse = ANY_AGGRAVATION if last is None else aggravation(last)
    missing = _missing(chain, known)
    is_sure = chain.basis is Basis.OBSERVED and not chain.doubts and chain.reach is Reach.LISTED
    rated = []
    for decision in chain.decisions or (DecisionKind.UNKNOWN,):
        context = context_factor(client.context, decision)
        whole = score(IMPACT[decision], missing, worse, context)
        rated.append(
            ChainRisk(
                chain=chain.id,
                client=client.id,
                decision=decision,
                gate=chain.weakest_gate.kind,
                impact=IMPACT[decision],
                deficit=missing,
                aggravation=worse,
                context=context,
                # What may not be a chain at all begins at nothing.
                score=whole if is_sure else Span(least=0, most=whole.most),
            )
        )
    gravest = min(rated, key=lambda one: (-one.score.least, -one.score.most, one.decision))
    highest = gravest.score
    for one in rated:
        highest |= one.score
    return gravest.model_copy(update={"score": highest})


def _missing(chain: Chain, known: Mapping[str, Deployment]) -> Span:
    """How much of a person's oversight is missing on the path."""
    asking = [one for one in chain.steps if one.gate is GateKind.PRE_APPROVAL]
    settings = [known.get(one.deployment or "") for one in asking]
    if asking and all(one is not None and one.gate.self_approved for one in settings):
        is_open = any(one.gate is GateKind.UNKNOWN for one in chain.steps)
        return held_by_oneself(others=held_back(GateKind.UNKNOWN if is_open else GateKind.NONE))
    return held_back(chain.weakest_gate.kind)


def _end(chain: Chain) -> str:
    last = chain.steps[-1]
    return last.deployment or f"in {last.integration}"


def _deciding(chain: Chain, known: Mapping[str, Deployment]) -> tuple[str, ...]:
    """The steps that decide the effect themselves, so that it is rated there too."""
    effect = set(chain.decisions)
    found = (known.get(step.deployment or "") for step in chain.steps)
    return tuple(one.key for one in found if one is not None and effect & set(one.decisions))
