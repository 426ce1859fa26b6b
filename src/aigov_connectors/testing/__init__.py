"""For tests of rules, connectors and outputs: small inventories made by hand, and a contract suite.

`check_connector` tries a connector out; `aigov_connectors.testing.pytest_plugin` has fixtures that
serve the whole sandbox. Nothing here is needed at run time.
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
from aigov_connectors.testing.contract import Problem, check_connector

__all__ = [
    "FINISHED_AT",
    "STARTED_AT",
    "Problem",
    "check_connector",
    "make_collection",
    "make_connection",
    "make_deployment",
    "make_evidence",
    "make_feature",
    "make_inventory",
    "make_organization",
    "make_part",
]
