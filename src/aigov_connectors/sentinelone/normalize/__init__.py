"""From what the console sends to the common model; pure: no request, no clock."""

from aigov_connectors.sentinelone.normalize.agents import AgentTally
from aigov_connectors.sentinelone.normalize.effective import (
    EffectivePolicies,
    EffectivePolicy,
    PolicyRead,
    ScopeKey,
)
from aigov_connectors.sentinelone.normalize.policies import (
    AgentsApart,
    deployments_from_policy,
    settings_not_sent,
)
from aigov_connectors.sentinelone.normalize.roles import RightsFound, RoleRead, rights_from_roles
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy, tenancy_from_lists
from aigov_connectors.sentinelone.normalize.threats import count_threats

__all__ = [
    "AgentTally",
    "AgentsApart",
    "EffectivePolicies",
    "EffectivePolicy",
    "PolicyRead",
    "RightsFound",
    "RoleRead",
    "ScopeKey",
    "Tenancy",
    "count_threats",
    "deployments_from_policy",
    "rights_from_roles",
    "settings_not_sent",
    "tenancy_from_lists",
]
