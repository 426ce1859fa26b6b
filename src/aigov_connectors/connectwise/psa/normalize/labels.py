"""What several actions of one rule come to: one label, and its parts."""

from __future__ import annotations

from collections.abc import Sequence

from aigov_connectors.catalogue import Label
from aigov_connectors.connectwise.psa.normalize.deeds import Deed
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    BreakdownPart,
    DecisionKind,
    Dimension,
    Operator,
)

__all__ = ["merged", "parts"]


def merged(labels: Sequence[Label]) -> Label:
    """What several actions come to: what surely acts counts, then what may, then the rest."""
    order = (Autonomy.FULLY_AUTONOMOUS, Autonomy.SEMI_AUTONOMOUS, Autonomy.UNKNOWN)
    highest = next(
        (one for autonomy in order for one in labels if one.autonomy is autonomy), labels[0]
    )
    decisions: dict[DecisionKind, None] = {}
    for one in labels:
        if one.autonomy is not Autonomy.UNKNOWN:  # what may do anything decides nothing certain
            decisions.update(dict.fromkeys(one.decisions))
    if any(one.autonomy is Autonomy.UNKNOWN for one in labels):
        decisions[DecisionKind.UNKNOWN] = None
    # What is not known was not observed.
    is_inferred = highest.autonomy is Autonomy.UNKNOWN or any(
        one.basis is Basis.INFERRED for one in labels
    )
    basis = Basis.INFERRED if is_inferred else highest.basis
    return highest.model_copy(update={"decisions": tuple(decisions), "basis": basis})


def parts(deeds: Sequence[Deed]) -> tuple[BreakdownPart, ...]:
    """What acts and what only informs, apart, where an event has both."""
    groups: dict[Autonomy, list[Deed]] = {}
    for deed in deeds:
        groups.setdefault(deed.label.autonomy, []).append(deed)
    if len(groups) < 2:
        return ()
    return tuple(
        BreakdownPart(
            dimension=Dimension.CATEGORY,
            operator=Operator.EQ,
            value=", ".join(dict.fromkeys(deed.what for deed in group)),
            autonomy=autonomy,
            gate=group[0].label.gate,
        )
        for autonomy, group in groups.items()
    )
