"""What one connection yields, before clients are merged and chains are joined."""

from typing import Self

from pydantic import model_validator

from aigov_connectors.inventory.base import Exact
from aigov_connectors.inventory.change import ChangeRecord
from aigov_connectors.inventory.client import Connection, Organization, OrganizationReach
from aigov_connectors.inventory.decision import DecisionStats
from aigov_connectors.inventory.evidence import Evidence, ReadReceipt
from aigov_connectors.inventory.feature import AIFeature, Deployment, UnknownSetting
from aigov_connectors.inventory.gap import Gap
from aigov_connectors.inventory.governance import VendorAnswer
from aigov_connectors.inventory.link import Entrance, Listed

__all__ = ["Collection"]


class Collection(Exact):
    """The result of reading one connection; picklable, and complete in itself."""

    connection: Connection
    catalogue_digest: str
    resources: tuple[str, ...]
    """Every resource that was to be read, read or not."""
    receipts: tuple[ReadReceipt, ...] = ()
    organizations: tuple[Organization, ...] = ()
    organizations_are_whole: bool = True
    """Whether these are all that the tool serves; a chain into it ends at others where not."""
    features: tuple[AIFeature, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    reaches: tuple[OrganizationReach, ...] = ()
    decisions: tuple[DecisionStats, ...] = ()
    unknown_settings: tuple[UnknownSetting, ...] = ()
    change_records: tuple[ChangeRecord, ...] = ()
    vendor_answers: tuple[VendorAnswer, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    """What requests of others do in this tool, from its catalogue."""
    listed: tuple[Listed, ...] = ()
    """What of this tool others may name by its id."""
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @model_validator(mode="after")
    def _reaches_what_it_holds(self) -> Self:
        deployments = {deployment.key for deployment in self.deployments}
        organizations = {organization.vendor_id for organization in self.organizations}
        for reach in self.reaches:
            if reach.deployment not in deployments:
                raise ValueError(f"a reach names a deployment that is not here: {reach.deployment}")
            if reach.organization not in organizations:
                raise ValueError(f"{reach.deployment} reaches an organization that is not here")
        return self
