"""Every list that is read, as a table: where it is, which of its fields are asked for, by which it
is ordered.

Fields are named so that texts, scripts, parameters and every column that may hold a password never
arrive; where none is named, the rows are settings whose unknown keys are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from aigov_connectors.connectwise.automate import wire

__all__ = ["Shape"]

Row = TypeVar("Row")

_COMPUTERS, _GROUPS, _PATCHES = "ComputersShowAll", "GroupsShowAll", "PatchManagerRead"
_SCRIPTS = "ScriptRead"


@dataclass(frozen=True, slots=True)
class Shape(Generic[Row]):
    """One list of the API."""

    resource: str
    path: str
    row: type[Row]
    include: str | None = None
    """Fields that are asked for; None asks for all but `exclude`."""
    exclude: str | None = None
    order: str = "Id"
    since: str | None = None
    """The field by which rows are new."""
    key: str | tuple[str, ...] | None = "id"
    """What tells rows apart; None where nothing does."""
    row_id: str = "id"
    """The field by which rows are paged."""
    is_paged: bool = True
    """False where no document says what the answer is, or that it has pages."""
    needs: str | None = None
    """The rights that it takes."""


LICENSED_PRODUCTS = Shape(
    "licensed_products",
    "/v1/LicensedProducts",
    wire.LicenceWire,
    include="ProductId,ProductSku,IsLicenseActive",
    order="ProductId",
)
CLIENTS = Shape(
    "clients",
    "/v1/Clients",
    wire.ClientWire,
    include="Id,Name,Company,ExternalId",
    needs="ClientRead and ClientsShowAll",
)
LOCATIONS = Shape(
    "locations",
    "/v1/Locations",
    wire.LocationWire,
    include="Id,LocationId,Name,Client",
    needs="LocationsShowAll",
)
COMPUTERS = Shape(
    "computers", "/v1/Computers", wire.ComputerWire, include="Id,Client", needs=_COMPUTERS
)
GROUPS = Shape(
    "groups",
    "/v1/Groups",
    wire.GroupWire,
    include="Id,ParentId,Name,FullName,TypeName,ComputersAutoJoinSearch,ComputersLimitToSearch",
    needs=_GROUPS,
)
GROUP_COMPUTERS = Shape(
    "group_computers",
    "/v1/GroupComputers",
    wire.GroupMemberWire,
    include="Id,GroupId,ComputerId",
    needs=_GROUPS,
)
MAINTENANCE_MODES = Shape(
    "maintenance_modes",
    "/v1/Computers/MaintenanceModes",
    wire.MaintenanceModeWire,
    include="ComputerID,TimeStart,Duration,Mode,UserID",
    order="ComputerID",
    key=("computer_id", "time_start"),
    row_id="computer_id",
    needs=_COMPUTERS,
)
SCRIPTS = Shape(
    "scripts",
    "/v1/Scripts",
    wire.ScriptWire,
    include="Id,Name,IsUserResponse,Permission,EditPermission,UpdateDate,UpdatedBy",
    needs=_SCRIPTS,
)
SCRIPT_SCHEDULES = Shape(
    "script_schedules",
    "/v1/Scripting/ScriptSchedules",
    wire.ScheduleWire,
    exclude="Parameters",  # they may hold passwords
    order="ScheduledScriptId",
    needs=_SCRIPTS,
)
RUNNING_SCRIPTS = Shape(
    "running_scripts",
    "/v1/Scripting/RunningScripts",
    wire.RunningScriptWire,
    include="ScriptInstanceId,Script,Target,Source,StartDate",
    order="ScriptInstanceId",
    needs=_SCRIPTS,
)
SCRIPT_HISTORY = Shape(
    "script_history",
    "/v1/Computers/{computer_id}/ScriptHistory",
    wire.ScriptHistoryWire,
    include="Id,ScriptId,User,Status,State,HistoryDate",
    since="HistoryDate",
    needs=_COMPUTERS,
)
COMMAND_HISTORY = Shape(
    "command_history",
    "/v1/Computers/{computer_id}/CommandHistory",
    wire.CommandHistoryWire,
    include="Id,User,DateExecuted",
    since="DateExecuted",
    needs=_COMPUTERS,
)
MONITOR_RESULTS = Shape(
    "monitors",
    "/v1/InternalMonitorResults",
    wire.MonitorResultWire,
    order="ComputerId",
    key=("monitor_id", "computer_id", "identity_field"),
    row_id="computer_id",
    needs=_COMPUTERS,
)
MONITOR_HISTORY = Shape(
    "monitor_history",
    "/v1/MonitorHistory",
    wire.MonitorStateWire,
    include="MonitorId,ComputerId,Timestamp",
    order="Timestamp",
    since="Timestamp",
    key=("monitor_id", "computer_id", "timestamp"),
    row_id="monitor_id",
    needs=_COMPUTERS,
)
COMPUTER_MONITORS = Shape(
    "computer_monitors",
    "/v1/Computers/{computer_id}/Monitors",
    wire.MonitorWire,
    order="MonitorId",
    needs=_COMPUTERS,
)
ALERT_SUSPENSIONS = Shape(
    "alert_suspensions",
    "/v1/Computers/{computer_id}/MonitorAlertSuspensions",
    wire.SuspensionWire,
    key=None,
    is_paged=False,
    needs=_COMPUTERS,
)
SENSOR_CHECKS = Shape(
    "sensor_checks", "/v1/SensorChecks", wire.SensorCheckWire, include="Id,Name,SensorCheckType"
)
ALERTS = Shape(
    "alerts",
    "/v1/Alerts",
    wire.AlertWire,
    include="AlertId,Client,Monitor,AlertDate",
    order="AlertId",
    since="AlertDate",
    needs=_COMPUTERS,
)
TICKETS = Shape(
    "tickets",
    "/v1/Tickets",
    wire.TicketWire,
    include="TicketId,Client,MonitorId,StartDate",
    order="TicketId",
    since="UpdateDate",
    needs="TicketsRead",
)
USERS = Shape(
    "users",
    "/v1/Users",
    wire.UserWire,
    include="UserId,Name,IsIntegrator,IsLocked,UserClasses",
    order="UserId",
    needs="UserRead and UsersShowAll",
)
USER_CLASSES = Shape(
    "user_classes",
    "/v1/UserClasses",
    wire.UserClassWire,
    include="UserClassId,Name,Permissions",
    order="UserClassId",
    needs="UserClassRead",
)
USER_AUDITS = Shape(
    "user_audits",
    "/v1/UserAudits",
    wire.AuditWire,
    include="Id,User,AuditAction,DateCreated",
    since="DateCreated",
)
APPROVAL_POLICIES = Shape(
    "approval_policies", "/v1/ApprovalPolicies", wire.ApprovalPolicyWire, needs=_PATCHES
)
MICROSOFT_UPDATE_POLICIES = Shape(
    "microsoft_update_policies",
    "/v1/MicrosoftUpdatePolicies",
    wire.UpdatePolicyWire,
    include="PolicyId,PolicyName,ScheduleSettings,WindowsUpdateAgentSettings,PolicyOptions,"
    "WorkstationOptions,ScriptOptions",
    order="PolicyId",
    needs=_PATCHES,
)
THIRD_PARTY_UPDATE_POLICIES = Shape(
    "third_party_update_policies",
    "/v1/ThirdPartyUpdatePolicies",
    wire.ThirdPartyPolicyWire,
    include="Id,Name,DaytimePatching,ScheduleDay,ScheduleStartHour,ScheduleTimeSpan",
    needs=_PATCHES,
)
REBOOT_POLICIES = Shape(
    "reboot_policies", "/v1/RebootPolicies", wire.RebootPolicyWire, needs=_PATCHES
)
GROUP_PATCHING_POLICIES = Shape(
    "group_patching_policies",
    "/v1/GroupPatchingPolicies",
    wire.PatchGroupWire,
    order="GroupId",
    needs=_PATCHES,
)
PATCH_HISTORY = Shape(
    "patch_history",
    "/v1/PatchHistory",
    wire.PatchHistoryWire,
    include="ActionDate,ComputerId,OperationCode,ResultCode,PatchHistoryClient,UpdateId",
    order="ActionDate",
    since="ActionDate",
    key=("update_id", "computer_id", "action_date", "operation"),
    row_id="computer_id",
    needs=_PATCHES,
)
