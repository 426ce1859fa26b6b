"""What the settings mean in the common model: structure here, labels in the catalogue.

Pure functions: rows in, statements out; counters for what streams by (`Desk`, `TicketLog`,
`AuditLog`, `TimeLog`).
"""

from aigov_connectors.connectwise.psa.normalize.apps import (
    deployments_from_allowed_origin,
    deployments_from_hosted_setup,
    deployments_from_source,
)
from aigov_connectors.connectwise.psa.normalize.boards import (
    deployments_from_auto_close,
    deployments_from_auto_template,
    deployments_from_board,
)
from aigov_connectors.connectwise.psa.normalize.callbacks import (
    deployments_from_callback,
    deployments_from_old_callbacks,
)
from aigov_connectors.connectwise.psa.normalize.changes import (
    Editors,
    changes_from_boards,
    changes_from_rules,
)
from aigov_connectors.connectwise.psa.normalize.context import (
    agreement_hint,
    company_hints,
    site_hint,
)
from aigov_connectors.connectwise.psa.normalize.integrations import (
    deployments_from_api_member,
    deployments_from_integrator_login,
)
from aigov_connectors.connectwise.psa.normalize.mail import (
    catch_all_from,
    deployments_from_email_connector,
)
from aigov_connectors.connectwise.psa.normalize.mappings import (
    deployments_from_skills,
    deployments_from_sla,
)
from aigov_connectors.connectwise.psa.normalize.notices import (
    Notice,
    deployments_from_mail_template,
    deployments_from_notices,
)
from aigov_connectors.connectwise.psa.normalize.places import VENDOR
from aigov_connectors.connectwise.psa.normalize.products import product_of, product_of_member
from aigov_connectors.connectwise.psa.normalize.reach import Desk, is_client, organization_from
from aigov_connectors.connectwise.psa.normalize.rights import (
    Roles,
    is_told,
    rights_from,
    writing,
)
from aigov_connectors.connectwise.psa.normalize.rule_book import Rules
from aigov_connectors.connectwise.psa.normalize.switches import (
    deployments_from_knowledge_base,
    deployments_from_portal,
    deployments_from_scores,
    is_automatic,
    possible_ai_settings,
)
from aigov_connectors.connectwise.psa.normalize.times import TimeLog
from aigov_connectors.connectwise.psa.normalize.tracks import (
    attach_in_turn,
    deployments_from_track,
)
from aigov_connectors.connectwise.psa.normalize.turns import (
    deployments_from_round_robin_status,
    deployments_from_team,
    unknown_of_team,
)
from aigov_connectors.connectwise.psa.normalize.work import Actors, AuditLog, Sample, TicketLog
from aigov_connectors.connectwise.psa.normalize.workflows import deployments_from_rules

__all__ = [
    "VENDOR",
    "Actors",
    "AuditLog",
    "Desk",
    "Editors",
    "Notice",
    "Roles",
    "Rules",
    "Sample",
    "TicketLog",
    "TimeLog",
    "agreement_hint",
    "attach_in_turn",
    "catch_all_from",
    "changes_from_boards",
    "changes_from_rules",
    "company_hints",
    "deployments_from_allowed_origin",
    "deployments_from_api_member",
    "deployments_from_auto_close",
    "deployments_from_auto_template",
    "deployments_from_board",
    "deployments_from_callback",
    "deployments_from_email_connector",
    "deployments_from_hosted_setup",
    "deployments_from_integrator_login",
    "deployments_from_knowledge_base",
    "deployments_from_mail_template",
    "deployments_from_notices",
    "deployments_from_old_callbacks",
    "deployments_from_portal",
    "deployments_from_round_robin_status",
    "deployments_from_rules",
    "deployments_from_scores",
    "deployments_from_skills",
    "deployments_from_sla",
    "deployments_from_source",
    "deployments_from_team",
    "deployments_from_track",
    "is_automatic",
    "is_client",
    "is_told",
    "organization_from",
    "possible_ai_settings",
    "product_of",
    "product_of_member",
    "rights_from",
    "site_hint",
    "unknown_of_team",
    "writing",
]
