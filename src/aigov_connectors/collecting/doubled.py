"""Two deployments of one key: what both say stands, and what they say otherwise is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Basis,
    CredentialRights,
    Deployment,
    GateKind,
    Provision,
    Reach,
)

__all__ = ["agreed", "agreed_reach"]

Counts = Mapping[str, int | None]
Kept = TypeVar("Kept")

_READING = ("autonomy", "gate", "breakdown")


def agreed(first: Deployment, second: Deployment) -> Deployment:
    """Give what two deployments of one key say alike; names are those of the first.

    A label that differs in anything is unknown as a whole. Whom they reach is not compared here.
    """
    if first == second:
        return first
    is_same = all(getattr(first, name) == getattr(second, name) for name in _READING)
    both_techniques = bool(first.techniques and second.techniques)
    known: dict[str, Any] = {
        "enabled": _same(first.enabled, second.enabled, otherwise=None),
        "decisions": _joined(first.decisions, second.decisions),
        "techniques": _joined(first.techniques, second.techniques) if both_techniques else (),
        "informs": _same(first.informs, second.informs, otherwise=None),
        "started_by": _joined(first.started_by, second.started_by),
        "rights": _same(first.rights, second.rights, otherwise=CredentialRights.CANNOT_TELL),
        "override": _same(first.override, second.override, otherwise=Provision()),
        "rollback": _same(first.rollback, second.rollback, otherwise=Provision()),
        "basis": _same(first.basis, second.basis, otherwise=Basis.INFERRED),
        "shadowed_by": _same(first.shadowed_by, second.shadowed_by, otherwise=None),
        "settings": _joined(first.settings, second.settings),
        "reach": _same(first.reach, second.reach, otherwise=Reach.UNKNOWN),
        "evidence": _joined(first.evidence, second.evidence),
        "leads_to": _joined(first.leads_to, second.leads_to),
        "starts_from": _joined(first.starts_from, second.starts_from),
    }
    if not is_same:
        gate = ApprovalGate(kind=GateKind.UNKNOWN)
        known.update(autonomy=Autonomy.UNKNOWN, gate=gate, breakdown=(), basis=Basis.INFERRED)
    return first.model_copy(update=known)


def agreed_reach(first: Counts, second: Counts) -> Counts:
    """Everybody whom one of two reaches, counted only where both count the same."""
    return {
        name: _same(first.get(name), second.get(name), otherwise=None)
        for name in _joined(tuple(first), tuple(second))
    }


def _same(first: Kept, second: Kept, *, otherwise: Kept) -> Kept:
    return first if first == second else otherwise


def _joined(first: tuple[Kept, ...], second: tuple[Kept, ...]) -> tuple[Kept, ...]:
    return tuple(dict.fromkeys((*first, *second)))
