"""What a normalizer says: one deployment with its evidence and reach, not yet interned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aigov_connectors.inventory.client import Window
from aigov_connectors.inventory.evidence import Evidence
from aigov_connectors.inventory.feature import Deployment, UnknownSetting

__all__ = ["Place", "Statement"]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose tenant a normalizer speaks of."""

    connection: str
    tenant_id: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One deployment, and everything that was seen to say it.

    `reach` maps the vendor's ids of organizations to endpoints (None: reached, not counted); it is
    left empty where the deployment's reach is `all`, and names those that were seen, which may be
    none, where it is `unknown`. `exceptions` are the organizations that a reach of `all` leaves
    out.
    """

    deployment: Deployment
    evidence: tuple[Evidence, ...]
    reach: Mapping[str, int | None] = field(default_factory=dict)
    exceptions: frozenset[str] = frozenset()
    tickets: Mapping[str, int] = field(default_factory=dict)
    """Tickets per organization in `window`; 0 for one that is reached and not named here."""
    window: Window | None = None
    """The time in which tickets were counted; None where they were not."""
    unknown_settings: tuple[UnknownSetting, ...] = ()
