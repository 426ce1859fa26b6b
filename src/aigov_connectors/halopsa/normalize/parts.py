"""What several parts of one object come to: the label of the whole, and the parts that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.halopsa.normalize.place import tenant_scope
from aigov_connectors.halopsa.normalize.reach import Reached
from aigov_connectors.inventory import (
    Actor,
    Autonomy,
    Basis,
    BreakdownPart,
    CredentialRights,
    DecisionKind,
    Dimension,
    Evidence,
    GateKind,
    Link,
    Operator,
    Place,
    Scope,
    Setting,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, Unknowns

__all__ = ["Deed", "breakdown", "label_of", "may_act", "statement"]

_AS_LABELLED = object()

_ORDER = (
    Autonomy.FULLY_AUTONOMOUS,
    Autonomy.SEMI_AUTONOMOUS,
    Autonomy.UNKNOWN,
    Autonomy.ADVISORY,
)
"""What surely acts counts, then what may, then what only advises."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that an object does, or one way in which it is started."""

    what: str
    label: Label
    shown: tuple[Observed, ...] = field(default=())


def label_of(deeds: Sequence[Deed]) -> Label:
    """Give the label of the whole: the highest autonomy, and everything that is decided."""
    labels = [deed.label for deed in deeds]
    highest = min(labels, key=lambda one: (_ORDER.index(one.autonomy), -one.rank[1]))
    decisions: dict[DecisionKind, None] = {}
    for one in sorted(labels, key=lambda one: _ORDER.index(one.autonomy)):
        decisions.update(dict.fromkeys(one.decisions))
    inferred = any(
        one.basis is Basis.INFERRED or one.autonomy is Autonomy.UNKNOWN for one in labels
    )
    return highest.model_copy(
        update={
            "decisions": tuple(decisions),
            "basis": Basis.INFERRED if inferred else highest.basis,
        }
    )


def may_act(label: Label) -> Label:
    """The label of what would act by itself, where it is not known that it does."""
    if label.autonomy not in (Autonomy.FULLY_AUTONOMOUS, Autonomy.SEMI_AUTONOMOUS):
        return label
    gate = label.gate.model_copy(update={"kind": GateKind.UNKNOWN})
    unknown = {"autonomy": Autonomy.UNKNOWN, "gate": gate, "basis": Basis.INFERRED}
    return label.model_copy(update=unknown)


def breakdown(
    deeds: Sequence[Deed], *, dimension: Dimension = Dimension.CATEGORY
) -> tuple[BreakdownPart, ...]:
    """Give the parts apart where they differ in how far they go, or in the gate before them."""
    groups: dict[str, list[Deed]] = {}
    for deed in deeds:
        key = f"{deed.label.autonomy}/{deed.label.gate.model_dump_json()}"
        groups.setdefault(key, []).append(deed)
    if len(groups) < 2:
        return ()
    every = set(label_of(deeds).decisions)
    parts = []
    for group in groups.values():
        decided = tuple(dict.fromkeys(one for deed in group for one in deed.label.decisions))
        parts.append(
            BreakdownPart(
                dimension=dimension,
                operator=Operator.EQ,
                value=", ".join(dict.fromkeys(deed.what for deed in group)),
                autonomy=group[0].label.autonomy,
                gate=group[0].label.gate,
                decisions=() if set(decided) == every else decided,
            )
        )
    return tuple(parts)


def statement(
    entry: FeatureEntry,
    deeds: Sequence[Deed],
    *,
    place: Place,
    source: SourceObject,
    reached: Reached,
    enabled: bool | object | None = _AS_LABELLED,
    scope: Scope | None = None,
    more: Sequence[Observed] = (),
    settings: Sequence[Setting] = (),
    unknown: Unknowns | None = None,
    dimension: Dimension = Dimension.CATEGORY,
    shadowed_by: str | None = None,
    started_by: tuple[Actor, ...] = (),
    rights: CredentialRights | None = None,
    leads_to: tuple[Link, ...] = (),
    starts_from: tuple[Link, ...] = (),
    links_shown: Sequence[Evidence] = (),
) -> Statement:
    """State what the deeds of one object come to.

    Args:
        enabled: whether it is on; left out, as the label says.
        more: what was seen besides the deeds.
        settings: settings that are no single field, without evidence of their own.
        links_shown: what shows `leads_to` and `starts_from`, where the deeds do not.
    """
    label = label_of(deeds)
    on = label.enabled if enabled is _AS_LABELLED else enabled
    shown = (*(pair for deed in deeds for pair in deed.shown), *more)
    evidence = tuple(dict.fromkeys(seen for _, seen in shown))
    strange = unknown or Unknowns()
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=scope or tenant_scope(place),
            source_object=source,
            label=label,
            enabled=on if isinstance(on, bool) else None,
            reach=reached.reach,
            settings=(*(setting for setting, _ in shown), *settings),
            evidence=evidence,
            breakdown=breakdown(deeds, dimension=dimension),
            shadowed_by=shadowed_by,
            started_by=started_by,
            rights=rights,
            leads_to=leads_to,
            starts_from=starts_from,
        ),
        evidence=tuple(dict.fromkeys((*evidence, *links_shown, *strange.evidence))),
        reach=reached.organizations,
        tickets=reached.tickets,
        window=reached.window,
        unknown_settings=strange.settings,
    )
