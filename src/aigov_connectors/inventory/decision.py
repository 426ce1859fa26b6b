"""What features did: decisions counted while streaming, and chains across tools."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, Strict

from aigov_connectors.inventory.base import Exact
from aigov_connectors.inventory.feature import ApprovalGate
from aigov_connectors.inventory.vocabulary import DecisionKind, HumanVerdict, Initiator, Outcome

__all__ = ["Chain", "ChainStep", "DecisionStats"]


class DecisionStats(Exact):
    """Decisions of one kind, of one feature, for one organization, on one UTC day."""

    vendor: str
    tenant_id: str
    feature: str
    organization: str | None = None
    client: str | None = None
    day: Annotated[date, Strict(False)]
    action: DecisionKind
    initiator: Initiator
    outcome: Outcome
    human_verdict: HumanVerdict
    reversed: bool | None = None
    """Whether the action was undone; None when that is not known."""
    count: int = Field(ge=1)
    complete: bool
    """False where the vendor or a limit forced a sample."""


class ChainStep(Exact):
    """One step of a chain: a deployment, or the integration that leads to the next."""

    deployment: str | None = None
    integration: str | None = None
    link: str | None = None
    """What joins this step to the next, as the data shows it."""
    evidence: tuple[str, ...] = ()


class Chain(Exact):
    """Steps across tools that together act; the weakest gate on the path counts."""

    id: str
    steps: tuple[ChainStep, ...]
    weakest_gate: ApprovalGate
    clients: tuple[str, ...] = ()
