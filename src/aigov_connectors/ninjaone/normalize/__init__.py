"""What NinjaOne's settings mean in the common model: structure here, labels in the catalogue.

Pure functions: rows in, statements out; counters for what streams by (`Fleet` and the logs).
"""

from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.normalize.active import AlertLog, JobLog, deployments_from_alerts
from aigov_connectors.ninjaone.normalize.activities import (
    ActivityLog,
    deployments_from_effects,
    hidden_effects,
)
from aigov_connectors.ninjaone.normalize.antivirus import (
    AntivirusLog,
    ThreatLog,
    deployments_from_antivirus,
)
from aigov_connectors.ninjaone.normalize.backups import BackupLog, deployments_from_backups
from aigov_connectors.ninjaone.normalize.changes import PolicyEdits, changes_from_policies
from aigov_connectors.ninjaone.normalize.conditions import (
    deployments_from_conditions,
    name_of_condition,
    policy_object,
    stated_conditions,
    unshown_conditions,
)
from aigov_connectors.ninjaone.normalize.fleet import Fleet, RolePolicies, role_policies
from aigov_connectors.ninjaone.normalize.inheritance import ShownConditions, UnreadConditions
from aigov_connectors.ninjaone.normalize.organizations import (
    deployments_from_organization,
    organization_from,
)
from aigov_connectors.ninjaone.normalize.overrides import Deviations
from aigov_connectors.ninjaone.normalize.patches import (
    InstallLog,
    PatchLog,
    deployments_from_patches,
)
from aigov_connectors.ninjaone.normalize.rights import rights_from_scope
from aigov_connectors.ninjaone.normalize.tasks import deployments_from_task
from aigov_connectors.ninjaone.normalize.tickets import TicketLog, deployments_from_automations
from aigov_connectors.normalizing.observed import Unknowns, unknown_settings

__all__ = [
    "VENDOR",
    "ActivityLog",
    "AlertLog",
    "AntivirusLog",
    "BackupLog",
    "Deviations",
    "Fleet",
    "InstallLog",
    "JobLog",
    "PatchLog",
    "PolicyEdits",
    "RolePolicies",
    "ShownConditions",
    "ThreatLog",
    "TicketLog",
    "Unknowns",
    "UnreadConditions",
    "changes_from_policies",
    "deployments_from_alerts",
    "deployments_from_antivirus",
    "deployments_from_automations",
    "deployments_from_backups",
    "deployments_from_conditions",
    "deployments_from_effects",
    "deployments_from_organization",
    "deployments_from_patches",
    "deployments_from_task",
    "hidden_effects",
    "name_of_condition",
    "organization_from",
    "policy_object",
    "rights_from_scope",
    "role_policies",
    "stated_conditions",
    "unknown_settings",
    "unshown_conditions",
]
