"""What the settings mean in the common model: structure here, labels in the catalogue.

Pure functions: rows in, statements out; counters for what streams by (`Desk`, `TicketLog`,
`History`).
"""

from aigov_connectors.halopsa.normalize.ai import (
    deployments_from_outcome,
    deployments_from_virtual_agent,
)
from aigov_connectors.halopsa.normalize.approvals import deployments_from_approval_process
from aigov_connectors.halopsa.normalize.changes import Tracked, changes_from_commits
from aigov_connectors.halopsa.normalize.control import (
    deployments_from_control,
    is_monitored,
    missing_switches,
    module_of_ai,
    unknown_of_control,
)
from aigov_connectors.halopsa.normalize.deeds import Actors
from aigov_connectors.halopsa.normalize.desk import (
    Statuses,
    deployments_from_email_rule,
    deployments_from_event_rule,
    deployments_from_sla,
    deployments_from_status,
    deployments_from_ticket_type,
)
from aigov_connectors.halopsa.normalize.flows import (
    Automation,
    automations_of,
    deployments_from_workflow,
    is_on,
)
from aigov_connectors.halopsa.normalize.log import History, Sample, TicketLog
from aigov_connectors.halopsa.normalize.place import VENDOR
from aigov_connectors.halopsa.normalize.programs import (
    deployments_from_application,
    deployments_from_webhook,
    product_of,
)
from aigov_connectors.halopsa.normalize.reach import Desk, organization_from
from aigov_connectors.halopsa.normalize.rights import rights_from_scopes
from aigov_connectors.halopsa.normalize.rules import (
    deployments_from_ticket_rules,
    has_ai,
    rule_starts,
)
from aigov_connectors.halopsa.normalize.runbooks import (
    Starters,
    calls_unknown_host,
    deployments_from_runbook,
    feature_of_runbook,
    is_active,
)
from aigov_connectors.halopsa.normalize.suggestions import (
    action_starts,
    deployments_from_ai_suggestion,
)

__all__ = [
    "VENDOR",
    "Actors",
    "Automation",
    "Desk",
    "History",
    "Sample",
    "Starters",
    "Statuses",
    "TicketLog",
    "Tracked",
    "action_starts",
    "automations_of",
    "calls_unknown_host",
    "changes_from_commits",
    "deployments_from_ai_suggestion",
    "deployments_from_application",
    "deployments_from_approval_process",
    "deployments_from_control",
    "deployments_from_email_rule",
    "deployments_from_event_rule",
    "deployments_from_outcome",
    "deployments_from_runbook",
    "deployments_from_sla",
    "deployments_from_status",
    "deployments_from_ticket_rules",
    "deployments_from_ticket_type",
    "deployments_from_virtual_agent",
    "deployments_from_webhook",
    "deployments_from_workflow",
    "feature_of_runbook",
    "has_ai",
    "is_active",
    "is_monitored",
    "is_on",
    "missing_switches",
    "module_of_ai",
    "organization_from",
    "product_of",
    "rights_from_scopes",
    "rule_starts",
    "unknown_of_control",
]
