"""For tests of rules, connectors and outputs: small inventories made by hand.

Nothing here is needed at run time.
"""

from aigov_connectors.testing.builders import (
    FINISHED_AT,
    STARTED_AT,
    make_collection,
    make_connection,
    make_deployment,
    make_evidence,
    make_feature,
    make_inventory,
    make_organization,
    make_part,
)

__all__ = [
    "FINISHED_AT",
    "STARTED_AT",
    "make_collection",
    "make_connection",
    "make_deployment",
    "make_evidence",
    "make_feature",
    "make_inventory",
    "make_organization",
    "make_part",
]
