"""How far a deployment goes, and how much its gate holds, compared with another time or place."""

from __future__ import annotations

from collections import Counter

from aigov_connectors.inventory.feature import BreakdownPart, Deployment
from aigov_connectors.inventory.vocabulary import Autonomy, GateKind

__all__ = ["gate_step", "in_force", "level_step", "parts_of"]

_LEVELS = (Autonomy.ADVISORY, Autonomy.SEMI_AUTONOMOUS, Autonomy.FULLY_AUTONOMOUS)
_GATES = (GateKind.NONE, GateKind.POST_REVIEW, GateKind.VETO_WINDOW, GateKind.PRE_APPROVAL)
"""From the one that holds nothing back to the one that holds most."""


def in_force(deployment: Deployment) -> bool | None:
    """Whether it has an effect; None when that is not known. What is shadowed has none."""
    return False if deployment.shadowed_by is not None else deployment.enabled


def level_step(one: Autonomy, other: Autonomy) -> int | None:
    """How many levels further `other` goes; None where one of them is unknown."""
    if one not in _LEVELS or other not in _LEVELS:
        return None
    return _LEVELS.index(other) - _LEVELS.index(one)


def gate_step(one: GateKind, other: GateKind) -> int | None:
    """How many steps more the gate `other` holds back; below 0 it holds less.

    None where one of them is unknown, or where there is nothing to approve.
    """
    if one not in _GATES or other not in _GATES:
        return None
    return _GATES.index(other) - _GATES.index(one)


def parts_of(deployment: Deployment) -> dict[tuple[object, ...], BreakdownPart]:
    """The parts of a deployment by what they are about, so that those of two runs meet.

    Where several are about the same, and decide different things there, that tells them apart.
    """
    alike = Counter(map(_about, deployment.breakdown))
    return {
        (*about, *((part.decisions,) if alike[about] > 1 else ())): part
        for part in deployment.breakdown
        for about in (_about(part),)
    }


def _about(part: BreakdownPart) -> tuple[object, ...]:
    return part.dimension, part.operator, part.value, part.subset
