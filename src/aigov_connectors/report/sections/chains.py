"""Chains: steps in several tools that together act, drawn as paths and told as lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aigov_connectors.inventory import Basis, Chain, ChainStep, GateKind, Reach
from aigov_connectors.report.markup import Child, Markup, element
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import evidence_list, reached, section, spans
from aigov_connectors.report.stance import Stance, gate_words
from aigov_connectors.rules.words import ACTION, listed

__all__ = ["chains"]

_DRAWN = 12  # chains that are seen before anything is folded: those that pass no person come first

_GATES: dict[GateKind, tuple[str, Stance]] = {
    GateKind.NONE: ("nobody is asked", Stance.ALONE),
    GateKind.POST_REVIEW: ("reviewed later", Stance.AFTER),
    GateKind.VETO_WINDOW: ("goes on unless stopped", Stance.STOPPABLE),
    GateKind.UNKNOWN: ("not known who is asked", Stance.UNCLEAR),
    GateKind.PRE_APPROVAL: ("a person says yes first", Stance.ASKS),
    GateKind.NOT_APPLICABLE: ("nothing to approve", Stance.INFORMS),
}
"""What stands before a step goes on, in words, and the stance whose colour says the same."""


@dataclass(frozen=True, slots=True)
class _Step:
    tool: str
    name: str
    gate: str
    stance: Stance
    link: str | None
    """What leads from here to the next step."""
    doubt: str | None
    settled_by: str | None


def chains(material: Material) -> Markup:
    """Every chain that the data shows; none is drawn from likeness alone."""
    found = sorted(material.inventory.chains, key=_ungated_first)
    lead = (
        "Tools hand work to each other: an alert in one opens a ticket in another, and a rule there"
        " starts a script in a third. A chain is drawn only where what was read shows the link."
    )
    content = [_chain(material, number, one) for number, one in enumerate(found, start=1)]
    none = element(
        "p",
        "What was read shows no link from one tool to the next that acts. That is no proof that"
        " there is none: see ",
        element("a", "what was not read", href="#coverage"),
        ".",
    )
    more = element(
        "details",
        element("summary", f"The other {len(content) - _DRAWN:,} chains"),
        content[_DRAWN:],
        class_="fold",
    )
    return section(
        "chains",
        "Chains across tools",
        lead,
        content[:_DRAWN] if content else none,
        more if len(content) > _DRAWN else None,
    )


def _ungated_first(chain: Chain) -> tuple[bool, int, int, str]:
    gate = list(_GATES).index(chain.weakest_gate.kind)
    return (not chain.passes_nobody, gate, -len(chain.clients), chain.id)


def _chain(material: Material, number: int, chain: Chain) -> Markup:
    steps = [_step(material, one) for one in chain.steps]
    title = f"Chain {number}: {' to '.join(dict.fromkeys(one.tool for one in steps))}"
    told = [
        element(
            "li",
            element("strong", f"{one.tool}: {one.name}"),
            f"; {one.gate}.",
            f" Leads on: {one.link}." if one.link else None,
            f" Not certain: {one.doubt}." if one.doubt else None,
            f" To settle it: {one.settled_by}" if one.settled_by else None,
        )
        for one in steps
    ]
    doubts = [one.doubt for one in steps if one.doubt]
    ids = tuple(dict.fromkeys(one for step in chain.steps for one in step.evidence))
    return element(
        "article",
        element("h3", title),
        element(
            "p",
            "Who approves on the way: ",
            element("strong", gate_words(chain.weakest_gate)),
            f". At the end it {listed(ACTION[one] for one in chain.decisions)}."
            if chain.decisions
            else ".",
            " The links are concluded, not seen in one field."
            if chain.basis is Basis.INFERRED
            else None,
            " Part of it could not be told; the words below say what." if doubts else None,
        ),
        element(
            "div",
            "For: ",
            _whom(material, chain),
            class_="whom",
        ),
        _drawing(steps, title),
        element(
            "details",
            element("summary", "The same in words"),
            element("ol", told),
            class_="fold",
        ),
        evidence_list(material, ids),
        class_="chain",
        data_f=True,
        data_c=spans(material, chain.clients),
        data_p=chain.id in material.open_ended,
        data_v=" ".join(_vendors(material, chain)),
    )


def _whom(material: Material, chain: Chain) -> Child:
    known = chain.reach is not Reach.UNKNOWN
    if material.client is not None and not known:
        return reached(material, (), known=False)  # its clients are the most that it may reach
    return reached(material, chain.clients, known=known)


def _vendors(material: Material, chain: Chain) -> list[str]:
    found = (material.deployments.get(one.deployment or "") for one in chain.steps)
    return sorted({one.vendor for one in found if one is not None})


def _step(material: Material, step: ChainStep) -> _Step:
    inventory = material.inventory
    words, stance = _GATES[step.gate]
    deployment = material.deployments.get(step.deployment or "")
    if deployment is not None:
        feature = inventory.feature_by_id[deployment.feature]
        tool = material.tool(deployment.vendor)
        name = f"{feature.name}, {deployment.source_object.name}"
    else:
        connection = inventory.connection_by_name.get(step.integration or "")
        tool = "Another tool" if connection is None else material.tool(connection.vendor)
        name = step.integration or "a setting that this report does not show"
    return _Step(tool, name, words, stance, step.link, step.doubt, step.settled_by)


def _drawing(steps: Sequence[_Step], title: str) -> Markup:
    """Boxes from left to right, or one below the other where the page is narrow."""
    return element(
        "ol",
        [
            element(
                "li",
                element(
                    "div",
                    element("span", one.tool, class_="tool"),
                    element("span", one.name),
                    element("span", one.gate, class_="stance"),
                    class_=f"box p-{one.stance.value}",
                ),
                element("span", one.link or "leads on", class_="link") if one is not last else None,
            )
            for last in steps[-1:]
            for one in steps
        ],
        class_="path",
        aria_label=f"{title}, step by step",
    )
