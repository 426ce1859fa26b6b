"""The shapes of ConnectWise Automate's answers, as far as something is read from them.

Keys are in PascalCase. Ids are text in some records and numbers in others; here they are text.
Source: Automate API, document version v1, Automate 2025 line.
"""

from aigov_connectors.connectwise.automate.wire.automation import (
    AlertActionWire,
    AlertWire,
    ComparerWire,
    MonitorResultWire,
    MonitorStateWire,
    MonitorTargetsWire,
    MonitorWire,
    RunningScriptWire,
    ScheduleTargetWire,
    ScheduleWire,
    ScriptAccessWire,
    ScriptDetailsWire,
    ScriptHistoryWire,
    ScriptWire,
    SensorCheckWire,
    SuspensionWire,
    TicketWire,
)
from aigov_connectors.connectwise.automate.wire.base import AutomateRecord, AutomateSettings
from aigov_connectors.connectwise.automate.wire.estate import (
    ClientWire,
    ComputerWire,
    GroupMemberWire,
    GroupWire,
    LicenceWire,
    LocationWire,
    MaintenanceModeWire,
    PatchInformationWire,
    RefWire,
)
from aigov_connectors.connectwise.automate.wire.patching import (
    ApprovalPolicyWire,
    ApprovalSettingsWire,
    EffectivePoliciesWire,
    PatchGroupWire,
    PatchHistoryWire,
    RebootPolicyWire,
    ThirdPartyPolicyWire,
    UpdatePolicyWire,
)
from aigov_connectors.connectwise.automate.wire.people import (
    AuditWire,
    UserClassWire,
    UserWire,
)

__all__ = [
    "AlertActionWire",
    "AlertWire",
    "ApprovalPolicyWire",
    "ApprovalSettingsWire",
    "AuditWire",
    "AutomateRecord",
    "AutomateSettings",
    "ClientWire",
    "ComparerWire",
    "ComputerWire",
    "EffectivePoliciesWire",
    "GroupMemberWire",
    "GroupWire",
    "LicenceWire",
    "LocationWire",
    "MaintenanceModeWire",
    "MonitorResultWire",
    "MonitorStateWire",
    "MonitorTargetsWire",
    "MonitorWire",
    "PatchGroupWire",
    "PatchHistoryWire",
    "PatchInformationWire",
    "RebootPolicyWire",
    "RefWire",
    "RunningScriptWire",
    "ScheduleTargetWire",
    "ScheduleWire",
    "ScriptAccessWire",
    "ScriptDetailsWire",
    "ScriptHistoryWire",
    "ScriptWire",
    "SensorCheckWire",
    "SuspensionWire",
    "ThirdPartyPolicyWire",
    "TicketWire",
    "UpdatePolicyWire",
    "UserClassWire",
    "UserWire",
]
