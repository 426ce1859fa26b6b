"""The reads of ConnectWise Automate's REST API, one method per noun, usable without the rest.

Costs are in requests. The fields that are asked for leave out texts, scripts, parameters and every
column that may hold a password. A user class that may not see all clients gets shorter lists, and
nothing in the answer says so. Lists tell no total and end with a short page.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aigov_connectors._http import Document, Read
from aigov_connectors.connectwise.automate.asking import Asking
from aigov_connectors.connectwise.automate.wire import (
    AlertWire,
    AuditWire,
    ClientWire,
    ComputerWire,
    GroupMemberWire,
    GroupWire,
    LicenceWire,
    LocationWire,
    MonitorResultWire,
    MonitorWire,
    PatchInformationWire,
    RunningScriptWire,
    ScheduleWire,
    ScriptHistoryWire,
    ScriptWire,
    SensorCheckWire,
    TicketWire,
    UserClassWire,
    UserWire,
)

__all__ = ["ConnectWiseAutomateClient"]


class ConnectWiseAutomateClient(Asking):
    """Reads one ConnectWise Automate server; use it with `async with`.

    Example: `async with ConnectWiseAutomateClient("https://acme.hostedrmm.com", username=..., ...)
    as automate` and then `async for schedule in automate.script_schedules()`.
    """

    # Server and rights -------------------------------------------------------------------------

    async def patch_information(self) -> Document[PatchInformationWire]:
        """The versions of the server; a cheap way to try a login. One request.

        Source: Automate API v1, GET /PatchInformation (verified).
        """
        return await self._http.document("/v1/PatchInformation", model=PatchInformationWire)

    async def own_permissions(self) -> Document[list[str]]:
        """What the caller may do, as words. One request.

        Source: Automate API v1, GET /Permissions/Users (verified; the words themselves: unsure).
        """
        return await self._http.document("/v1/Permissions/Users", model=list[str])

    async def feature_flags(self) -> Document[dict[str, Any]]:
        """Switches of the server by name; the description gives them no type. One request.

        Source: Automate API v1, GET /FeatureFlags (verified; the names: unsure).
        """
        return await self._http.document("/v1/FeatureFlags", model=dict[str, Any])

    def licensed_products(self) -> Read[LicenceWire]:
        """The licensed products, without their keys. One request.

        Source: Automate API v1, GET /LicensedProducts (verified).
        """
        return self._list_of(
            "licensed_products",
            "/v1/LicensedProducts",
            LicenceWire,
            include="ProductId,ProductSku,IsLicenseActive",
            order="ProductId",
        )

    # Clients and their machines ----------------------------------------------------------------

    def clients(self) -> Read[ClientWire]:
        """Every client that the user class may see. One request per 500.

        Source: Automate API v1, GET /Clients (verified).
        """
        return self._list_of(
            "clients",
            "/v1/Clients",
            ClientWire,
            include="Id,Name,Company,ExternalId",
            needs="ClientRead and ClientsShowAll",
        )

    def locations(self) -> Read[LocationWire]:
        """Every location with its client; rows hold passwords, which are not asked for.

        One request per 500. Source: Automate API v1, GET /Locations (verified).
        """
        return self._list_of(
            "locations",
            "/v1/Locations",
            LocationWire,
            include="Id,LocationId,Name,Client",
            needs="LocationsShowAll",
        )

    def computers(self) -> Read[ComputerWire]:
        """Every computer with its client, and no more of it. One request per 500.

        Source: Automate API v1, GET /Computers (verified).
        """
        return self._list_of(
            "computers",
            "/v1/Computers",
            ComputerWire,
            include="Id,Client",
            needs="ComputersShowAll",
        )

    def groups(self) -> Read[GroupWire]:
        """Every group, with the search that fills it if one does. One request per 500.

        Source: Automate API v1, GET /Groups (verified).
        """
        return self._list_of(
            "groups",
            "/v1/Groups",
            GroupWire,
            include="Id,ParentId,Name,FullName,TypeName,ComputersAutoJoinSearch,"
            "ComputersLimitToSearch",
            needs="GroupsShowAll",
        )

    def group_computers(self) -> Read[GroupMemberWire]:
        """Which computer is in which group. One request per 500 memberships.

        Source: Automate API v1, GET /GroupComputers (verified); `expand=Computers` on groups times
        out (unsure).
        """
        return self._list_of(
            "group_computers",
            "/v1/GroupComputers",
            GroupMemberWire,
            include="Id,GroupId,ComputerId",
            needs="GroupsShowAll",
        )

    # Scripts -----------------------------------------------------------------------------------

    def scripts(self) -> Read[ScriptWire]:
        """Every script by name and flags, without its text. One request per 500.

        Source: Automate API v1, GET /Scripts (verified).
        """
        return self._list_of(
            "scripts",
            "/v1/Scripts",
            ScriptWire,
            include="Id,Name,IsUserResponse",
            needs="ScriptRead",
        )

    def script_schedules(self) -> Read[ScheduleWire]:
        """Every schedule of a script, disabled, expired and inherited ones too.

        One request per 500; parameters are left out, since they may hold passwords.

        Source: Automate API v1, GET /Scripting/ScriptSchedules (verified).
        """
        return self._list_of(
            "script_schedules",
            "/v1/Scripting/ScriptSchedules",
            ScheduleWire,
            exclude="Parameters",
            order="ScheduledScriptId",
            needs="ScriptRead",
        )

    def running_scripts(self) -> Read[RunningScriptWire]:
        """What runs at this moment, and what started it. One request per 500.

        Source: Automate API v1, GET /Scripting/RunningScripts (verified).
        """
        return self._list_of(
            "running_scripts",
            "/v1/Scripting/RunningScripts",
            RunningScriptWire,
            include="ScriptInstanceId,Script,Target,Source,StartDate",
            order="ScriptInstanceId",
            needs="ScriptRead",
        )

    def script_history(self, computer_id: str, *, since: datetime) -> Read[ScriptHistoryWire]:
        """What ran on one computer since an (aware) moment; never asked of all computers.

        One request per 500 runs. Source: Automate API v1, GET /Computers/{id}/ScriptHistory
        (verified).
        """
        return self._list_of(
            "script_history",
            "/v1/Computers/{computer_id}/ScriptHistory",
            ScriptHistoryWire,
            ids={"computer_id": computer_id},
            include="Id,ScriptId,User,Status,State,HistoryDate",
            condition=_after("HistoryDate", since),
            needs="ComputersShowAll",
        )

    # Monitors ----------------------------------------------------------------------------------

    def internal_monitor_results(self) -> Read[MonitorResultWire]:
        """Where internal monitors failed, each row with its whole monitor.

        One request per 500. There is no list of all monitors.

        Source: Automate API v1, GET /InternalMonitorResults (verified).
        """
        return self._list_of(
            "monitors",
            "/v1/InternalMonitorResults",
            MonitorResultWire,
            order="ComputerId",
            key=("monitor_id", "computer_id", "identity_field"),
            row_id="computer_id",
            needs="ComputersShowAll",
        )

    def computer_monitors(self, computer_id: str) -> Read[MonitorWire]:
        """The monitors of one computer. One request.

        Source: Automate API v1, GET /Computers/{id}/Monitors (verified; the rows: unsure).
        """
        return self._list_of(
            "computer_monitors",
            "/v1/Computers/{computer_id}/Monitors",
            MonitorWire,
            ids={"computer_id": computer_id},
            order="MonitorId",
            needs="ComputersShowAll",
        )

    def sensor_checks(self) -> Read[SensorCheckWire]:
        """The statistical checks: averages, counts, trends. One request per 500.

        Source: Automate API v1, GET /SensorChecks (verified).
        """
        return self._list_of(
            "sensor_checks",
            "/v1/SensorChecks",
            SensorCheckWire,
            include="Id,Name,SensorCheckType",
        )

    def alerts(self, *, since: datetime) -> Read[AlertWire]:
        """Every alert since an (aware) moment: which monitor, for which client.

        One request per 500. Source: Automate API v1, GET /Alerts (verified).
        """
        return self._list_of(
            "alerts",
            "/v1/Alerts",
            AlertWire,
            include="AlertId,Client,Monitor,AlertDate",
            condition=_after("AlertDate", since),
            order="AlertId",
            needs="ComputersShowAll",
        )

    def tickets(self, *, since: datetime) -> Read[TicketWire]:
        """Every ticket of this tool that was changed since an (aware) moment, without its text.

        One request per 500. Source: Automate API v1, GET /Tickets (verified).
        """
        return self._list_of(
            "tickets",
            "/v1/Tickets",
            TicketWire,
            include="TicketId,Client,MonitorId,StartDate",
            condition=_after("UpdateDate", since),
            order="TicketId",
            needs="TicketsRead",
        )

    # People and programs -----------------------------------------------------------------------

    def users(self) -> Read[UserWire]:
        """Every login with its classes; rows hold a password, which is not asked for.

        One request per 500. Source: Automate API v1, GET /Users (verified; the rows: unsure).
        """
        return self._list_of(
            "users",
            "/v1/Users",
            UserWire,
            include="UserId,Name,IsIntegrator,IsLocked,UserClasses",
            order="UserId",
            needs="UserRead and UsersShowAll",
        )

    def user_classes(self) -> Read[UserClassWire]:
        """Every user class with its rights as switches. One request per 500.

        Source: Automate API v1, GET /UserClasses (verified).
        """
        return self._list_of(
            "user_classes",
            "/v1/UserClasses",
            UserClassWire,
            include="UserClassId,Name,Permissions",
            order="UserClassId",
            needs="UserClassRead",
        )

    def user_audits(self, *, since: datetime) -> Read[AuditWire]:
        """Who changed what since an (aware) moment, without the words about it.

        One request per 500. Source: Automate API v1, GET /UserAudits (verified; the right that it
        takes: unsure).
        """
        return self._list_of(
            "user_audits",
            "/v1/UserAudits",
            AuditWire,
            include="Id,User,AuditAction,DateCreated",
            condition=_after("DateCreated", since),
        )


def _after(field: str, since: datetime) -> str:
    return f"{field} > {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
