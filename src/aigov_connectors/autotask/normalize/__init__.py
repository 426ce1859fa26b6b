"""What the records mean in the common model: structure here, labels in the catalogue.

Pure functions: rows in, statements out; counters for what streams by (`TicketLog`, `Votes`).
"""

from aigov_connectors.autotask.normalize.categories import Queues, deployments_from_category
from aigov_connectors.autotask.normalize.changes import Votes, deployments_from_votes
from aigov_connectors.autotask.normalize.effects import Effects, deployments_from_effects
from aigov_connectors.autotask.normalize.organizations import (
    is_client,
    organization_from,
    with_agreements,
)
from aigov_connectors.autotask.normalize.people import Actors, product_of
from aigov_connectors.autotask.normalize.places import VENDOR, Picklists
from aigov_connectors.autotask.normalize.programs import (
    changes_from_panels,
    deployments_from_panel,
    deployments_from_program,
    deployments_from_webhook,
)
from aigov_connectors.autotask.normalize.reach import Desk
from aigov_connectors.autotask.normalize.rights import (
    Access,
    access_of,
    entity_key,
    may_write,
    rights_from,
)
from aigov_connectors.autotask.normalize.switches import (
    TagCount,
    deployments_from_alerts,
    deployments_from_moods,
    deployments_from_tags,
    unknown_modules,
)
from aigov_connectors.autotask.normalize.work import Sample, TicketLog

__all__ = [
    "VENDOR",
    "Access",
    "Actors",
    "Desk",
    "Effects",
    "Picklists",
    "Queues",
    "Sample",
    "TagCount",
    "TicketLog",
    "Votes",
    "access_of",
    "changes_from_panels",
    "deployments_from_alerts",
    "deployments_from_category",
    "deployments_from_effects",
    "deployments_from_moods",
    "deployments_from_panel",
    "deployments_from_program",
    "deployments_from_tags",
    "deployments_from_votes",
    "deployments_from_webhook",
    "entity_key",
    "is_client",
    "may_write",
    "organization_from",
    "product_of",
    "rights_from",
    "unknown_modules",
    "with_agreements",
]
