"""Chains for a person: each path from its first step to what is done at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.findings import evidence_words, fields_of
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
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.inventory.open_ends import open_ends
from aigov_connectors.rules.words import ACTION, listed

__all__ = ["chain_rows", "chains_view"]

_WIDTH = 10
_CLIENTS_SHOWN = 8
_ENDS_SHOWN = 5
_WORDS_OF_PATH = 3
_WORDS_OF_POINTER = 2
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


def chains_view(inventory: Inventory, *, in_full: bool = False) -> RenderableType:
    """Every chain of an inventory, those first in which surely nobody is asked.

    Those that a person gates are told in a line each, unless `in_full`. Then come the ways out
    that end where nothing was read.
    """
    found = sorted(inventory.chains, key=_gravest_first)
    ends = _open_ends(inventory)
    if not found:
        nothing = stacked(
            line("No link from tool to tool was seen that ends in an act."),
            indented(
                line("Links are hosts, ids and product fields; names that are alike are none.")
            ),
        )
        return nothing if ends is None else stacked(nothing, Text(), ends)
    known = {one.key: one for one in inventory.deployments}
    parts: list[RenderableType] = []
    held = [one for one in found if one.asks_somebody and not in_full]
    for chain in found:
        if chain in held:
            continue
        words, style = _gate(chain)
        rows = list(chain_rows(chain, known, inventory, in_full=in_full))
        parts += [
            line((words, style), "  ", (_end(chain), "bold")),
            indented(line(_path(chain, known))),
            indented(labelled(rows, width=_WIDTH)),
            Text(),
        ]
    if held:
        words, style = _GATES[GateKind.PRE_APPROVAL]
        told = [f"{_path(one, known)}: {_end(one)}; {_clients(one, inventory)}" for one in held]
        parts += [line((words, style)), *(indented(line(one)) for one in told), Text()]
    return stacked(heading(counted(len(found), "chain"), _counts(found)), Text(), *parts, ends)


def chain_rows(
    chain: Chain, known: Mapping[str, Deployment], inventory: Inventory, *, in_full: bool = True
) -> Iterator[Row]:
    """Each step with what joins it to the next, who is asked there, and what shows it.

    `in_full` tells of each proof the whole request and when it was read.
    """
    for number, step in enumerate(chain.steps, 1):
        yield f"step {number}", _step(step, known, inventory)
        gate, style = _GATES[step.gate]
        asked = (gate, style if step.gate not in _UNGATED else "")
        if step.link is not None:
            yield "", line(f"{step.link}; ", asked)
        elif step.deployment is not None:
            yield "", line(f"{_end(chain)}; ", asked)
        else:
            yield "", _end(chain)
        if step.doubt is not None:
            yield "not sure", line((step.doubt, "yellow"))
        if step.settled_by is not None:
            yield "to settle", step.settled_by
        for words in _proofs(step, inventory, in_full=in_full):
            yield "shown by", words if in_full else line((words, "dim"))
    yield "clients", _clients(chain, inventory)


def _counts(found: Sequence[Chain]) -> str:
    held = sum(one.asks_somebody for one in found)
    ungated = sum(one.passes_nobody for one in found)
    told = [f"{ungated} surely without a person in between"]
    if open_ := len(found) - held - ungated:
        told.append(f"{open_} to be settled")
    if held:
        told.append(f"{held} that a person must approve")
    return ", ".join(told)


def _open_ends(inventory: Inventory) -> RenderableType | None:
    """What leads out of the tools that were read; by where it leads."""
    ends = open_ends(inventory)
    if not ends:
        return None
    known = {one.key: one for one in inventory.deployments}
    parts: list[RenderableType] = []
    ordered = sorted(ends, key=lambda one: (one.because, one.settled_by, one.words, one.deployment))
    for (because, settled_by), alike in groupby(
        ordered, key=lambda one: (one.because, one.settled_by)
    ):
        parts.append(line(f"{because} {settled_by}"))
        for words, several in groupby(alike, key=lambda one: one.words):
            from_ = [known[one.deployment] for one in several]
            names = [f"{one.source_object.name} ({one.connection})" for one in from_]
            parts.append(indented(line(f"{listed_names(names, limit=_ENDS_SHOWN)}: {words}")))
    title = heading("Ways out that end unseen", "a chain may go on there")
    return stacked(title, *parts)


def _path(chain: Chain, known: Mapping[str, Deployment]) -> str:
    return " > ".join(
        step.integration or "a tool" if one is None else one.source_object.name
        for step in chain.steps
        for one in [known.get(step.deployment or "")]
    )


def _gravest_first(chain: Chain) -> tuple[bool, bool, int, str]:
    return chain.asks_somebody, bool(chain.doubts), -len(chain.steps), chain.id


def _gate(chain: Chain) -> tuple[str, str]:
    words, style = _GATES[chain.weakest_gate.kind]
    if chain.weakest_gate.kind is GateKind.PRE_APPROVAL and not chain.asks_somebody:
        return "perhaps only by who set it up", "yellow"
    if chain.doubts and chain.weakest_gate.kind not in (GateKind.PRE_APPROVAL, GateKind.UNKNOWN):
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


def _proofs(step: ChainStep, inventory: Inventory, *, in_full: bool) -> Iterable[str]:
    known = inventory.evidence_by_id
    found = sorted((known[one] for one in step.evidence if one in known), key=_request)
    words = evidence_words if in_full else _brief
    return [words(list(same)) for _, same in groupby(found, key=_request)]


def _brief(evidence: Sequence[Evidence]) -> str:
    """The ends of path and pointers: `workflows/events/actions: automateScript/name = …`."""
    fact = evidence[0].fact
    words = [one for one in fact.path_template.split("/") if one and not one.startswith("{")]
    fields = [_at_its_end(one) for one in evidence]
    return f"{'/'.join(words[-_WORDS_OF_PATH:])}: {fields_of(fields)}"


def _at_its_end(one: Evidence) -> Evidence:
    pointer = "/".join(one.fact.pointer.strip("/").split("/")[-_WORDS_OF_POINTER:])
    return one.model_copy(update={"fact": one.fact.model_copy(update={"pointer": pointer})})


def _request(one: Evidence) -> tuple[str, ...]:
    fact = one.fact
    return (fact.method, fact.path_template, str(fact.query), fact.object_id or "")


def _clients(chain: Chain, inventory: Inventory) -> str:
    clients = [inventory.client_by_id[one] for one in chain.clients]
    names = [one.name for one in clients]
    told = "none is known"
    if names:
        told = listed_names(names, limit=_CLIENTS_SHOWN)
        if len(names) > _CLIENTS_SHOWN:
            told = f"{clients_in_words(one.kind for one in clients)}: {told}"
    return (
        f"{told}; of some steps it is not known whom they reach"
        if (chain.reach is Reach.UNKNOWN)
        else told
    )
