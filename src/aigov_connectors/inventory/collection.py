"""What one connection yields, before clients are merged and chains are joined."""

from __future__ import annotations

from aigov_connectors.inventory.base import Exact
from aigov_connectors.inventory.client import Connection, Organization, OrganizationReach
from aigov_connectors.inventory.decision import DecisionStats
from aigov_connectors.inventory.evidence import Evidence, ReadReceipt
from aigov_connectors.inventory.feature import AIFeature, Deployment, UnknownSetting
from aigov_connectors.inventory.gap import Gap
from aigov_connectors.inventory.governance import VendorAnswer

__all__ = ["Collection"]


class Collection(Exact):
    """The result of reading one connection; picklable, and complete in itself."""

    connection: Connection
    catalogue_digest: str
    resources: tuple[str, ...]
    """Every resource that was to be read, read or not."""
    receipts: tuple[ReadReceipt, ...] = ()
    organizations: tuple[Organization, ...] = ()
    features: tuple[AIFeature, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    reaches: tuple[OrganizationReach, ...] = ()
    decisions: tuple[DecisionStats, ...] = ()
    unknown_settings: tuple[UnknownSetting, ...] = ()
    vendor_answers: tuple[VendorAnswer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
