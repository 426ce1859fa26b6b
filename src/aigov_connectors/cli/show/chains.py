"""Chains for a person: each path from its first step to what is done at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.findings import evidence_words
from aigov_connectors.cli.show.layout import heading, indented, labelled, line, stacked
from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.inventory import (
    Chain,
    ChainStep,
    Deployment,
    Evidence,
    GateKind,
    Inventory,
    Reach,
)
from aigov_connectors.rules.words import ACTION, listed

__all__ = ["chain_rows", "chains_view"]

_WIDTH = 10
_CLIENTS_SHOWN = 8
_GATES = {
    GateKind.NONE: ("nobody is asked", "red"),
    GateKind.POST_REVIEW: ("people look at it afterwards", "red"),
    GateKind.VETO_WINDOW: ("somebody can stop it in time", "yellow"),
    GateKind.PRE_APPROVAL: ("a person must say yes", "green"),
    GateKind.UNKNOWN: ("whether a person is asked could not be told", "yellow"),
    GateKind.NOT_APPLICABLE: ("nothing to approve", ""),
}
_UNGATED = frozenset({GateKind.NONE, GateKind.POST_REVIEW})

Row = tuple[str, str | Text]


def chains_view(inventory: Inventory) -> RenderableType:
    """Every chain of an inventory, those first in which surely nobody is asked."""
    found = sorted(inventory.chains, key=_gravest_first)
    if not found:
        return stacked(
            line("No link from tool to tool was seen that ends in an act."),
            indented(
                line("Links are hosts, ids and product fields; names that are alike are none.")
            ),
        )
    known = {one.key: one for one in inventory.deployments}
    parts: list[RenderableType] = []
    for chain in found:
        words, style = _gate(chain)
        parts += [
            line((words, style), "  ", (_end(chain), "bold")),
            indented(labelled(list(chain_rows(chain, known, inventory)), width=_WIDTH)),
            Text(),
        ]
    ungated = sum(one.weakest_gate.kind in _UNGATED and not one.doubts for one in found)
    remark = f"{ungated} surely without a person in between"
    return stacked(heading(counted(len(found), "chain"), remark), Text(), *parts)


def chain_rows(
    chain: Chain, known: Mapping[str, Deployment], inventory: Inventory
) -> Iterator[Row]:
    """Each step with what joins it to the next, who is asked there, and what shows it."""
    for number, step in enumerate(chain.steps, 1):
        yield f"step {number}", _step(step, known, inventory)
        gate, _ = _GATES[step.gate]
        if step.link is not None:
            yield "", f"{step.link}; {gate}"
        elif step.deployment is not None:
            yield "", f"{_end(chain)}; {gate}"
        else:
            yield "", _end(chain)
        if step.doubt is not None:
            yield "not sure", step.doubt
        for words in _proofs(step, inventory):
            yield "", words
    yield "clients", _clients(chain, inventory)


def _gravest_first(chain: Chain) -> tuple[bool, bool, int, str]:
    held = chain.weakest_gate.kind is GateKind.PRE_APPROVAL
    return held, bool(chain.doubts), -len(chain.steps), chain.id


def _gate(chain: Chain) -> tuple[str, str]:
    words, style = _GATES[chain.weakest_gate.kind]
    if chain.doubts and chain.weakest_gate.kind is not GateKind.PRE_APPROVAL:
        return f"perhaps {words}", "yellow"
    return words, style


def _end(chain: Chain) -> str:
    return listed(ACTION[one] for one in chain.decisions)


def _step(step: ChainStep, known: Mapping[str, Deployment], inventory: Inventory) -> str:
    one = known.get(step.deployment or "")
    if one is None:
        return f"in {step.integration or 'a tool'}"
    feature = inventory.feature_by_id.get(one.feature)
    name = one.feature if feature is None else feature.name
    return f"{one.source_object.name} ({name}, {one.connection})"


def _proofs(step: ChainStep, inventory: Inventory) -> Iterable[str]:
    known = inventory.evidence_by_id
    found = sorted((known[one] for one in step.evidence if one in known), key=_request)
    return [evidence_words(list(same)) for _, same in groupby(found, key=_request)]


def _request(one: Evidence) -> tuple[str, ...]:
    fact = one.fact
    return (fact.method, fact.path_template, str(fact.query), fact.object_id or "")


def _clients(chain: Chain, inventory: Inventory) -> str:
    names = [inventory.client_by_id[one].name for one in chain.clients]
    told = listed_names(names, limit=_CLIENTS_SHOWN) if names else "none is known"
    return (
        f"{told}; of some steps it is not known whom they reach"
        if (chain.reach is Reach.UNKNOWN)
        else told
    )
