"""What acts alone: what it does, where it is set, for whom, who approves, and the way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aigov_connectors.inventory import (
    Autonomy,
    Availability,
    Deployment,
    Reach,
    Technique,
)
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import (
    counted,
    from_to,
    reached,
    section,
    spans,
    stance_badge,
    table,
)
from aigov_connectors.report.stance import ACTS, Stance, gate_words
from aigov_connectors.risk.scale import IMPACT
from aigov_connectors.rules.words import ACTION, listed, part_words

__all__ = ["acting", "kind_words"]

_HEADS = ("What it does", "Tool", "How far it goes", "Set by", "For whom", "Who approves", "Undo")
_SOURCES_SHOWN = 3
_FAR = {
    Autonomy.ADVISORY: "asks or informs",
    Autonomy.SEMI_AUTONOMOUS: "acts unless stopped",
    Autonomy.FULLY_AUTONOMOUS: "acts alone",
    Autonomy.UNKNOWN: "could not be told",
}
_FIRST = 15  # lines that a person reads before anything is folded
_LATER = (Stance.ASKS, Stance.INFORMS)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Settings of one feature that do the same."""

    stance: Stance
    deployments: tuple[Deployment, ...]
    clients: frozenset[str]
    known: bool
    is_perhaps: bool
    """Whether they only may reach the one client that the page is for."""

    @property
    def first(self) -> Deployment:
        return self.deployments[0]


def acting(material: Material) -> Markup:
    """What changes something without a person who says yes first, then what asks."""
    groups = _groups(material)
    acts = [one for one in groups if one.stance in ACTS]
    unclear = [one for one in groups if one.stance is Stance.UNCLEAR]
    blind = [one for one in groups if one.stance is Stance.UNWATCHED]
    asks = [one for one in groups if one.stance in _LATER]
    return section(
        "acting",
        "What acts alone",
        "Each line is something that is switched on in a tool and changes systems, tickets or data"
        " without a person who says yes first. Settings that do the same are one line.",
        _table(material, "Acts without asking, what can do most first", acts[:_FIRST])
        if acts
        else element("p", "Nothing of what was read acts without asking. See what was not seen."),
        _folded(material, "More that acts without asking", acts[_FIRST:]),
        _folded(material, "On or perhaps on, and how far it goes could not be told", unclear),
        _folded(material, "Does nothing by itself, and switches detection off", blind),
        _folded(material, "Asks first, or only informs", asks),
    )


def kind_words(techniques: Iterable[Technique]) -> str:
    """By what it decides; what works by fixed rules is not called AI."""
    found = set(techniques)
    words = []
    if Technique.GENERATIVE in found:
        words.append("generative AI")
    if Technique.MACHINE_LEARNING in found:
        words.append("AI that learned")
    if not words:
        words.append("fixed rules" if Technique.RULE_BASED in found else "how is not told")
    return listed(words)


def _kind(material: Material, one: Deployment) -> str:
    """Of the deployment itself; one that does not tell is as its feature is."""
    return kind_words(one.techniques or material.inventory.feature_by_id[one.feature].techniques)


def _folded(material: Material, words: str, groups: Sequence[_Alike]) -> Markup | None:
    if not groups:
        return None
    return element(
        "details",
        element("summary", f"{words}: {_settings(groups)}"),
        _table(material, words, groups),
        class_="fold",
    )


def _settings(groups: Sequence[_Alike]) -> str:
    """`88 settings`; `69 to 88 settings` where some only may reach whom the page is for."""
    number = sum(len(one.deployments) for one in groups)
    surely = number - sum(len(one.deployments) for one in groups if one.is_perhaps)
    if surely == number:
        return counted(number, "setting")
    return f"{from_to(surely, number)} setting{'' if number == 1 else 's'}"


def _groups(material: Material) -> list[_Alike]:
    piles: dict[tuple[object, ...], list[Deployment]] = defaultdict(list)
    for one in material.inventory.deployments:
        stance = material.stances[one.key]
        if stance is not Stance.OFF:
            parts = tuple((part_words(part), part.autonomy) for part in one.breakdown)
            alike = (stance, one.feature, _kind(material, one), one.decisions, one.gate)
            back = (one.rollback.state, one.rollback.how)
            # What is in force at a client, and what only may be, are told apart.
            piles[*alike, *back, parts, material.is_perhaps(one.key)].append(one)
    groups = [
        _Alike(
            stance=material.stances[pile[0].key],
            deployments=tuple(pile),
            clients=frozenset(c for one in pile for c in material.clients_of(one.key)),
            known=all(one.reach is not Reach.UNKNOWN for one in pile),
            is_perhaps=material.is_perhaps(pile[0].key),
        )
        for pile in piles.values()
    ]
    order = list(Stance)
    return sorted(
        groups,
        key=lambda one: (
            order.index(one.stance),
            -max((IMPACT[decision].most for decision in one.first.decisions), default=0),
            -len(one.clients),
            one.first.key,
        ),
    )


def _table(material: Material, caption: str, groups: Sequence[_Alike]) -> Markup:
    caption = f"{caption}: {_settings(groups)}"
    return table(caption, _HEADS, (_row(material, one) for one in groups), class_="cards")


def _row(material: Material, group: _Alike) -> Markup:
    one = group.first
    feature = material.inventory.feature_by_id[one.feature]
    deeds = listed(ACTION[decision] for decision in one.decisions) if one.decisions else "acts"
    cells: Sequence[tuple[str, Child]] = (
        (_HEADS[1], material.tool(one.vendor)),
        (_HEADS[2], joined(stance_badge(group.stance), _parts(material, one))),
        (_HEADS[3], _sources(material, group)),
        (_HEADS[4], reached(material, group.clients, known=group.known)),
        (_HEADS[5], gate_words(one.gate)),
        (_HEADS[6], _undo(material, one)),
    )
    what = joined(
        element("strong", deeds[:1].upper() + deeds[1:]),
        element("br"),
        element(
            "span",
            f"{feature.name} · {_kind(material, one)}",
            class_="quiet",
        ),
    )
    return element(
        "tr",
        element("th", what, scope="row"),
        [element("td", content, data_label=head) for head, content in cells],
        data_f=True,
        data_v=one.vendor,
        data_t=group.stance.value,
        data_c=spans(material, group.clients),
        data_p=not group.known,
    )


def _parts(material: Material, one: Deployment) -> Child:
    """Where thresholds differ: how far each part goes."""
    if len({part.autonomy for part in one.breakdown}) < 2:
        return None
    told = [element("li", f"{_FAR[part.autonomy]} {part_words(part)}") for part in one.breakdown]
    return element("ul", told, class_="parts quiet")


def _sources(material: Material, group: _Alike) -> Child:
    names = list(dict.fromkeys(one.source_object.name for one in group.deployments))
    if len(names) <= _SOURCES_SHOWN:
        return ", ".join(names)
    return element(
        "details",
        element("summary", counted(len(group.deployments), "setting")),
        element("p", ", ".join(names)),
        class_="who",
    )


def _undo(material: Material, one: Deployment) -> Child:
    match one.rollback.state:
        case Availability.AVAILABLE:
            words = "yes"
        case Availability.NOT_AVAILABLE:
            words = "no"
        case _:
            words = "not known"
    if one.rollback.how is None:
        return words
    return element(
        "details",
        element("summary", words),
        element("p", one.rollback.how),
        class_="who",
    )
