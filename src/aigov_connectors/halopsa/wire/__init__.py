"""What HaloPSA sends, as generous models: only the fields that are read.

Tickets and logs are flat records. Rules, workflows, suggestions and agents are settings, whose
unknown keys are kept. What may hold a secret, a text of a client or a person's name is not
declared: this API cannot be asked to leave columns out.

Source: HaloPSA API v2, specification of April 2025 with the AI fields of June 2026; recorded
tickets and users.
"""

from aigov_connectors.halopsa.wire.base import HaloRecord, HaloSettings, given, number
from aigov_connectors.halopsa.wire.desk import (
    ApprovalProcessWire,
    ApprovalRuleWire,
    ApprovalStepWire,
    ApproverRuleWire,
    CategoryWire,
    CriterionWire,
    EdgeWire,
    EmailRuleWire,
    EventRuleWire,
    OutcomeWire,
    RuleOutcomeWire,
    SLAWire,
    StatusWire,
    StepRuleWire,
    StepWire,
    TicketRuleWire,
    TicketTypeWire,
    WorkflowWire,
)
from aigov_connectors.halopsa.wire.directory import (
    AgentWire,
    ApplicationWire,
    AssetWire,
    AuthInfoWire,
    ClientWire,
    ContractWire,
    InstanceWire,
    ModuleWire,
    NamedWire,
    SiteWire,
)
from aigov_connectors.halopsa.wire.tickets import (
    ActionWire,
    ApprovalWire,
    AuditWire,
    SuggestedWire,
    TicketDetailWire,
    TicketWire,
)
from aigov_connectors.halopsa.wire.work import (
    AISuggestionWire,
    ButtonWire,
    ChatProfileWire,
    CommitWire,
    ControlWire,
    FunctionWire,
    IntegrationWire,
    VirtualAgentWire,
    WebhookEventWire,
    WebhookWire,
)

__all__ = [
    "AISuggestionWire",
    "ActionWire",
    "AgentWire",
    "ApplicationWire",
    "ApprovalProcessWire",
    "ApprovalRuleWire",
    "ApprovalStepWire",
    "ApprovalWire",
    "ApproverRuleWire",
    "AssetWire",
    "AuditWire",
    "AuthInfoWire",
    "ButtonWire",
    "CategoryWire",
    "ChatProfileWire",
    "ClientWire",
    "CommitWire",
    "ContractWire",
    "ControlWire",
    "CriterionWire",
    "EdgeWire",
    "EmailRuleWire",
    "EventRuleWire",
    "FunctionWire",
    "HaloRecord",
    "HaloSettings",
    "InstanceWire",
    "IntegrationWire",
    "ModuleWire",
    "NamedWire",
    "OutcomeWire",
    "RuleOutcomeWire",
    "SLAWire",
    "SiteWire",
    "StatusWire",
    "StepRuleWire",
    "StepWire",
    "SuggestedWire",
    "TicketDetailWire",
    "TicketRuleWire",
    "TicketTypeWire",
    "TicketWire",
    "VirtualAgentWire",
    "WebhookEventWire",
    "WebhookWire",
    "WorkflowWire",
    "given",
    "number",
]
