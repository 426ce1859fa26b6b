"""What the settings mean in the common model: structure here, labels in the catalogue.

Pure functions: rows in, statements out; counters for what streams by.
"""

from aigov_connectors.connectwise.automate.normalize.approvals import (
    deployments_from_approval_policy,
)
from aigov_connectors.connectwise.automate.normalize.changes import changes_from_scripts
from aigov_connectors.connectwise.automate.normalize.estate import Estate, organization_from
from aigov_connectors.connectwise.automate.normalize.groups import deployments_from_group
from aigov_connectors.connectwise.automate.normalize.monitors import (
    Monitors,
    deployments_from_monitors,
    deployments_from_sensor_check,
)
from aigov_connectors.connectwise.automate.normalize.patch_groups import (
    EffectivePolicies,
    PatchGroups,
)
from aigov_connectors.connectwise.automate.normalize.patching import (
    deployments_from_patch_scripts,
    deployments_from_reboot_policy,
    deployments_from_third_party_policy,
    deployments_from_update_policy,
)
from aigov_connectors.connectwise.automate.normalize.places import VENDOR
from aigov_connectors.connectwise.automate.normalize.programs import (
    BY_CLASSES,
    deployments_from_integrator,
    product_of,
    programs_from,
)
from aigov_connectors.connectwise.automate.normalize.rights import (
    MISSING_SIGHT,
    SEEN_BY,
    named_rights,
    rights_from,
    told_rights,
    writing,
)
from aigov_connectors.connectwise.automate.normalize.schedules import deployments_from_schedules
from aigov_connectors.connectwise.automate.normalize.scripts import ScriptDetails, listed_scripts
from aigov_connectors.connectwise.automate.normalize.silences import Silences
from aigov_connectors.connectwise.automate.normalize.switches import possible_ai_flags
from aigov_connectors.connectwise.automate.normalize.work import (
    AlertLog,
    PatchLog,
    Programs,
    RunLog,
    TicketLog,
)

__all__ = [
    "BY_CLASSES",
    "MISSING_SIGHT",
    "SEEN_BY",
    "VENDOR",
    "AlertLog",
    "EffectivePolicies",
    "Estate",
    "Monitors",
    "PatchGroups",
    "PatchLog",
    "Programs",
    "RunLog",
    "ScriptDetails",
    "Silences",
    "TicketLog",
    "changes_from_scripts",
    "deployments_from_approval_policy",
    "deployments_from_group",
    "deployments_from_integrator",
    "deployments_from_monitors",
    "deployments_from_patch_scripts",
    "deployments_from_reboot_policy",
    "deployments_from_schedules",
    "deployments_from_sensor_check",
    "deployments_from_third_party_policy",
    "deployments_from_update_policy",
    "listed_scripts",
    "named_rights",
    "organization_from",
    "possible_ai_flags",
    "product_of",
    "programs_from",
    "rights_from",
    "told_rights",
    "writing",
]
