"""Everything that a connector or a rule of another package needs, in one import.

A connector is announced by the entry-point group `aigov_connectors.connectors` (name: the vendor
id; object: a `ConnectorInfo`), a rule by `aigov_connectors.rules`. `examples/own_connector` is one
of each, whole.
"""

from aigov_connectors._http import (
    AfterId,
    Auth,
    ClientCredentialsAuth,
    Cursor,
    Document,
    ErrorRule,
    ErrorTable,
    HttpClient,
    Listing,
    NamedCursor,
    Offset,
    OlderThan,
    Page,
    PathLimit,
    Rate,
    RateLimits,
    Read,
    ReadDeclaration,
    ReadPost,
    StaticHeaderAuth,
    Unpaged,
    open_client,
)
from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.connector import (
    Connector,
    ConnectorInfo,
    ConnectorOptions,
    Opening,
    PlannedRead,
    Probe,
    Rights,
    SecretField,
)
from aigov_connectors.inventory import Origin, Place, Statement
from aigov_connectors.rules import (
    Control,
    DeploymentRule,
    InventoryRule,
    Judgement,
    Topic,
    View,
)
from aigov_connectors.wire import WireRecord, WireSettings

__all__ = [
    "AfterId",
    "Auth",
    "ClientCredentialsAuth",
    "CollectionBuilder",
    "Connector",
    "ConnectorInfo",
    "ConnectorOptions",
    "Control",
    "Cursor",
    "DeploymentRule",
    "Document",
    "ErrorRule",
    "ErrorTable",
    "FeatureEntry",
    "HttpClient",
    "InventoryRule",
    "Judgement",
    "Label",
    "Listing",
    "NamedCursor",
    "Offset",
    "OlderThan",
    "Opening",
    "Origin",
    "Page",
    "PathLimit",
    "Place",
    "PlannedRead",
    "Probe",
    "Rate",
    "RateLimits",
    "Read",
    "ReadDeclaration",
    "ReadPost",
    "Rights",
    "SecretField",
    "Statement",
    "StaticHeaderAuth",
    "Topic",
    "Unpaged",
    "VendorCatalogue",
    "View",
    "WireRecord",
    "WireSettings",
    "open_client",
    "side_by_side",
]
