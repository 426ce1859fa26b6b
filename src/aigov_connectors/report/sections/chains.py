"""Chains: steps in several tools that together act, drawn as paths and told as lists."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from aigov_connectors.inventory import Basis, Chain, ChainStep, GateKind, Reach
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import evidence_list, reached, section, spans
from aigov_connectors.report.stance import Stance, gate_words
from aigov_connectors.rules.words import ACTION, listed

__all__ = ["chains"]

_BOX, _GAP, _HEIGHT = 190, 170, 132
"""Width of a box, width of the arrow after it, and height of a drawing, in its own units."""
_LINES = 3
_DRAWN = 12  # chains that are seen before anything is folded: those that pass no person come first
_BOX_LETTERS, _ARROW_LETTERS = 23, 22


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
        element(
            "div",
            _drawing(steps, title),
            class_="wide",
            tabindex="0",
            role="region",
            aria_label=f"{title}, drawn",
        ),
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
    width = len(steps) * _BOX + (len(steps) - 1) * _GAP + 4
    parts = [_box(at * (_BOX + _GAP) + 2, one) for at, one in enumerate(steps)]
    arrows = [_arrow(at * (_BOX + _GAP) + _BOX + 2, one) for at, one in enumerate(steps[:-1])]
    return element(
        "svg",
        element("title", title),
        parts,
        arrows,
        class_="path",
        role="img",
        viewBox=f"0 0 {width} {_HEIGHT}",
        width=f"{width}",
        height=f"{_HEIGHT}",
    )


def _box(left: int, step: _Step) -> Child:
    lines = textwrap.wrap(step.name, _BOX_LETTERS, max_lines=_LINES, placeholder=" …")
    return joined(
        element(
            "rect",
            x=f"{left}",
            y="2",
            width=f"{_BOX}",
            height=f"{_HEIGHT - 4}",
            rx="8",
            class_=f"box p-{step.stance.value}",
        ),
        element("text", step.tool, x=f"{left + 12}", y="26", class_="tool"),
        [
            element("text", line, x=f"{left + 12}", y=f"{50 + 18 * at}")
            for at, line in enumerate(lines)
        ],
        element(
            "text",
            step.gate,
            x=f"{left + 12}",
            y=f"{_HEIGHT - 14}",
            class_="stance",
        ),
    )


def _arrow(left: int, step: _Step) -> Child:
    middle = _HEIGHT // 2
    words = textwrap.wrap(step.link or "", _ARROW_LETTERS, max_lines=_LINES, placeholder=" …")
    return joined(
        element(
            "path",
            d=f"M{left + 6} {middle}H{left + _GAP - 8}m-9 -6l9 6l-9 6",
            class_="arrow",
        ),
        [
            element(
                "text",
                line,
                x=f"{left + _GAP // 2}",
                y=f"{middle - 10 - 15 * (len(words) - 1 - at)}",
                class_="link",
            )
            for at, line in enumerate(words)
        ],
    )
