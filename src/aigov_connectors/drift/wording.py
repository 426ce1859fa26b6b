"""A deployment in words: on or off, how far it goes, what holds it, and whom it reaches."""

from __future__ import annotations

from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    CredentialRights,
    Deployment,
    Inventory,
)

__all__ = [
    "RIGHTS_WORDS",
    "clients_of",
    "gate_words",
    "level_words",
    "on_words",
    "state_words",
]

RIGHTS_WORDS = {
    CredentialRights.PROVEN_READ_ONLY: "proven read-only",
    CredentialRights.CANNOT_TELL: "cannot tell",
    CredentialRights.CAN_WRITE: "can write",
}

_ON_WORDS = {True: "on", False: "off", None: "unknown"}


def on_words(deployment: Deployment) -> str:
    """Whether it is on, or what hides it."""
    if deployment.shadowed_by is not None:
        return f"shadowed by {deployment.shadowed_by}"
    return _ON_WORDS[deployment.enabled]


def state_words(deployment: Deployment) -> str:
    """Whether it is on, how far it goes, and what holds it."""
    return f"{on_words(deployment)}, {level_words(deployment.autonomy, deployment.gate)}"


def level_words(autonomy: Autonomy, gate: ApprovalGate) -> str:
    """How far something goes, and what holds it."""
    return f"{autonomy.replace('_', ' ')}, gate {gate_words(gate)}"


def gate_words(gate: ApprovalGate) -> str:
    """The kind of a gate, and how long it waits."""
    seconds = "" if gate.veto_seconds is None else f" of {gate.veto_seconds:,} s"
    return f"{gate.kind.replace('_', ' ')}{seconds}"


def clients_of(deployment: Deployment, inventory: Inventory) -> tuple[str, ...]:
    """Ids of the clients that it is known to reach."""
    rows = inventory.clients_by_deployment.get(deployment.key, ())
    return tuple(sorted(row.client for row in rows))
