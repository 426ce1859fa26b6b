"""What ConnectWise PSA sends, as generous models: only the fields that are read.

Tickets are flat records. Boards, workflow rules, their events and actions and mail parsing are
settings, whose unknown keys are kept. An unset field is left out. What may hold a secret, a text of
a client or a person's name is not declared, and mostly not asked for (`fields`).

Source: ConnectWise PSA REST API 2025.1; word lists of 2025-03. Recorded answers fit it; servers of
2016 to 2018 send nulls.
"""

from aigov_connectors.connectwise.psa.wire.base import (
    NamedWire,
    Ref,
    Refs,
)
from aigov_connectors.connectwise.psa.wire.desk import (
    AutoAssignWire,
    AutoTemplateWire,
    BoardWire,
    MailTemplateWire,
    NotificationWire,
    ServiceTemplateWire,
    SkillMappingWire,
    SLAWire,
    StatusWire,
    TeamWire,
)
from aigov_connectors.connectwise.psa.wire.mail import (
    EmailConnectorWire,
    KnowledgeWire,
    ParsingRuleWire,
    PortalServiceWire,
)
from aigov_connectors.connectwise.psa.wire.programs import (
    AllowedOriginWire,
    ApiMemberWire,
    CallbackWire,
    ExperimentWire,
    HostedSetupWire,
    IntegratorLoginWire,
    MemberWire,
    SystemSettingWire,
)
from aigov_connectors.connectwise.psa.wire.rules import (
    ActionWire,
    EventWire,
    NotifyTypeWire,
    OverwrittenFieldWire,
    RecipientWire,
    TrackActionWire,
    TrackWire,
    WorkflowWire,
)
from aigov_connectors.connectwise.psa.wire.tenant import (
    AgreementWire,
    CompanyInfoWire,
    CompanyStatusWire,
    CompanyWire,
    InfoWire,
    RoleWire,
    SecurityWire,
    SiteWire,
)
from aigov_connectors.connectwise.psa.wire.work import (
    AuditWire,
    NoteWire,
    TicketWire,
    TimeEntryWire,
)

__all__ = [
    "ActionWire",
    "AgreementWire",
    "AllowedOriginWire",
    "ApiMemberWire",
    "AuditWire",
    "AutoAssignWire",
    "AutoTemplateWire",
    "BoardWire",
    "CallbackWire",
    "CompanyInfoWire",
    "CompanyStatusWire",
    "CompanyWire",
    "EmailConnectorWire",
    "EventWire",
    "ExperimentWire",
    "HostedSetupWire",
    "InfoWire",
    "IntegratorLoginWire",
    "KnowledgeWire",
    "MailTemplateWire",
    "MemberWire",
    "NamedWire",
    "NoteWire",
    "NotificationWire",
    "NotifyTypeWire",
    "OverwrittenFieldWire",
    "ParsingRuleWire",
    "PortalServiceWire",
    "RecipientWire",
    "Ref",
    "Refs",
    "RoleWire",
    "SLAWire",
    "SecurityWire",
    "ServiceTemplateWire",
    "SiteWire",
    "SkillMappingWire",
    "StatusWire",
    "SystemSettingWire",
    "TeamWire",
    "TicketWire",
    "TimeEntryWire",
    "TrackActionWire",
    "TrackWire",
    "WorkflowWire",
]
