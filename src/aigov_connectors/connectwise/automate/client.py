"""The reads of ConnectWise Automate's REST API, one method per noun, usable without the rest.

Costs are in requests. The fields that are asked for leave out texts, scripts, parameters and every
column that may hold a password. A user class that may not see all clients gets shorter lists, and
nothing in the answer says so. Lists tell no total and end with a short page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aigov_connectors._http import Document, Read
from aigov_connectors.connectwise.automate import shapes
from aigov_connectors.connectwise.automate.asking import Asking
from aigov_connectors.connectwise.automate.wire import (
    AlertWire,
    ApprovalPolicyWire,
    AuditWire,
    ClientWire,
    CommandHistoryWire,
    ComputerWire,
    EffectivePoliciesWire,
    GroupMemberWire,
    GroupWire,
    LicenceWire,
    LocationWire,
    MaintenanceModeWire,
    MonitorResultWire,
    MonitorStateWire,
    MonitorWire,
    PatchGroupWire,
    PatchHistoryWire,
    PatchInformationWire,
    RebootPolicyWire,
    RunningScriptWire,
    ScheduleWire,
    ScriptDetailsWire,
    ScriptHistoryWire,
    ScriptWire,
    SensorCheckWire,
    SuspensionWire,
    ThirdPartyPolicyWire,
    TicketWire,
    UpdatePolicyWire,
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

    async def permissions_at(self, client_id: str) -> Document[list[str]]:
        """What the caller may do at one client, as words. One request.

        Source: Automate API v1, GET /Permissions/Clients/{clientId} (verified; the words
        themselves: unsure).
        """
        return await self._http.document(
            "/v1/Permissions/Clients/{client_id}",
            model=list[str],
            ids={"client_id": client_id},
        )

    async def feature_flags(self) -> Document[dict[str, Any]]:
        """Switches of the server by name; the description gives them no type. One request.

        Source: Automate API v1, GET /FeatureFlags (verified; the names: unsure).
        """
        return await self._http.document("/v1/FeatureFlags", model=dict[str, Any])

    def licensed_products(self) -> Read[LicenceWire]:
        """The licensed products, without their keys. One request.

        Source: Automate API v1, GET /LicensedProducts (verified).
        """
        return self._list(shapes.LICENSED_PRODUCTS)

    # Clients and their machines ----------------------------------------------------------------

    def clients(self) -> Read[ClientWire]:
        """Every client that the user class may see. One request per 500.

        Source: Automate API v1, GET /Clients (verified).
        """
        return self._list(shapes.CLIENTS)

    def locations(self) -> Read[LocationWire]:
        """Every location with its client; rows hold passwords, which are not asked for.

        One request per 500. Source: Automate API v1, GET /Locations (verified).
        """
        return self._list(shapes.LOCATIONS)

    def computers(self) -> Read[ComputerWire]:
        """Every computer with its client, and no more of it. One request per 500.

        Source: Automate API v1, GET /Computers (verified).
        """
        return self._list(shapes.COMPUTERS)

    def groups(self) -> Read[GroupWire]:
        """Every group, with the search that fills it if one does. One request per 500.

        Source: Automate API v1, GET /Groups (verified).
        """
        return self._list(shapes.GROUPS)

    def group_computers(self) -> Read[GroupMemberWire]:
        """Which computer is in which group. One request per 500 memberships.

        Source: Automate API v1, GET /GroupComputers (verified); `expand=Computers` on groups times
        out (unsure).
        """
        return self._list(shapes.GROUP_COMPUTERS)

    def maintenance_modes(self) -> Read[MaintenanceModeWire]:
        """Which computers somebody put into maintenance mode, and when. One request per 500.

        Source: Automate API v1, GET /Computers/MaintenanceModes (verified; the unit of the
        duration and the meaning of the mode: unsure).
        """
        return self._list(shapes.MAINTENANCE_MODES)

    # Scripts -----------------------------------------------------------------------------------

    def scripts(self) -> Read[ScriptWire]:
        """Every script by name and flags, without its text. One request per 500.

        Source: Automate API v1, GET /Scripts (verified).
        """
        return self._list(shapes.SCRIPTS)

    async def script(self, script_id: str) -> Document[ScriptDetailsWire]:
        """Who may run and change a script, and what closes its ticket; no steps. One request.

        Variables and parameters come along and are dropped.

        Source: Automate API v2, GET /Scripts/{scriptId} (verified; names of triggers: unsure).
        """
        return await self._http.document(
            "/v2/Scripts/{script_id}",
            model=ScriptDetailsWire,
            ids={"script_id": script_id},
            params={"includeSteps": False},
            needs="ScriptRead",
        )

    def script_schedules(self) -> Read[ScheduleWire]:
        """Every schedule of a script, disabled, expired and inherited ones too.

        One request per 500; parameters are left out, since they may hold passwords.

        Source: Automate API v1, GET /Scripting/ScriptSchedules (verified).
        """
        return self._list(shapes.SCRIPT_SCHEDULES)

    def running_scripts(self) -> Read[RunningScriptWire]:
        """What runs at this moment, and what started it. One request per 500.

        Source: Automate API v1, GET /Scripting/RunningScripts (verified).
        """
        return self._list(shapes.RUNNING_SCRIPTS)

    def script_history(self, computer_id: str, *, since: datetime) -> Read[ScriptHistoryWire]:
        """What ran on one computer since an (aware) moment; never asked of all computers.

        One request per 500 runs. Source: Automate API v1, GET /Computers/{id}/ScriptHistory
        (verified).
        """
        return self._list(shapes.SCRIPT_HISTORY, computer=computer_id, since=since)

    def command_history(self, computer_id: str, *, since: datetime) -> Read[CommandHistoryWire]:
        """Who sent commands to one computer since an (aware) moment; not which.

        One request per 500 commands; never asked of all computers. Outputs and parameters may hold
        secrets and are not asked for.

        Source: Automate API v1, GET /Computers/{id}/CommandHistory (verified).
        """
        return self._list(shapes.COMMAND_HISTORY, computer=computer_id, since=since)

    # Monitors ----------------------------------------------------------------------------------

    def internal_monitor_results(self) -> Read[MonitorResultWire]:
        """Where internal monitors failed, each row with its whole monitor.

        One request per 500. There is no list of all monitors.

        Source: Automate API v1, GET /InternalMonitorResults (verified).
        """
        return self._list(shapes.MONITOR_RESULTS)

    def computer_monitors(self, computer_id: str) -> Read[MonitorWire]:
        """The monitors of one computer. One request.

        Source: Automate API v1, GET /Computers/{id}/Monitors (verified; the rows: unsure).
        """
        return self._list(shapes.COMPUTER_MONITORS, computer=computer_id)

    def monitor_history(self, *, since: datetime) -> Read[MonitorStateWire]:
        """Which monitor changed its state on which computer since an (aware) moment; no messages.

        One request per 500. Source: Automate API v1, GET /MonitorHistory (verified).
        """
        return self._list(shapes.MONITOR_HISTORY, since=since)

    def alert_suspensions(self, computer_id: str) -> Read[SuspensionWire]:
        """The alerts that are silenced on one computer, to be counted. One request.

        Source: Automate API v1, GET /Computers/{id}/MonitorAlertSuspensions (verified; what it
        answers: unsure).
        """
        return self._list(shapes.ALERT_SUSPENSIONS, computer=computer_id)

    def sensor_checks(self) -> Read[SensorCheckWire]:
        """The statistical checks: averages, counts, trends. One request per 500.

        Source: Automate API v1, GET /SensorChecks (verified).
        """
        return self._list(shapes.SENSOR_CHECKS)

    def alerts(self, *, since: datetime) -> Read[AlertWire]:
        """Every alert since an (aware) moment: which monitor, for which client.

        One request per 500. Source: Automate API v1, GET /Alerts (verified).
        """
        return self._list(shapes.ALERTS, since=since)

    def tickets(self, *, since: datetime) -> Read[TicketWire]:
        """Every ticket of this tool that was changed since an (aware) moment, without its text.

        One request per 500. Source: Automate API v1, GET /Tickets (verified).
        """
        return self._list(shapes.TICKETS, since=since)

    # People and programs -----------------------------------------------------------------------

    def users(self) -> Read[UserWire]:
        """Every login with its classes; rows hold a password, which is not asked for.

        One request per 500. Source: Automate API v1, GET /Users (verified; the rows: unsure).
        """
        return self._list(shapes.USERS)

    def user_classes(self) -> Read[UserClassWire]:
        """Every user class with its rights as switches. One request per 500.

        Source: Automate API v1, GET /UserClasses (verified).
        """
        return self._list(shapes.USER_CLASSES)

    def user_audits(self, *, since: datetime) -> Read[AuditWire]:
        """Who changed what since an (aware) moment, without the words about it.

        One request per 500. Source: Automate API v1, GET /UserAudits (verified; the right that it
        takes: unsure).
        """
        return self._list(shapes.USER_AUDITS, since=since)

    # Patching ----------------------------------------------------------------------------------

    def approval_policies(self) -> Read[ApprovalPolicyWire]:
        """Which patches are approved by themselves; keys that nobody knows are kept.

        One request per 500. Source: Automate API v1, GET /ApprovalPolicies (verified).
        """
        return self._list(shapes.APPROVAL_POLICIES)

    def microsoft_update_policies(self) -> Read[UpdatePolicyWire]:
        """When the vendor's updates install, and whether in office hours. One request per 500.

        Source: Automate API v1, GET /MicrosoftUpdatePolicies (verified).
        """
        return self._list(shapes.MICROSOFT_UPDATE_POLICIES)

    def third_party_update_policies(self) -> Read[ThirdPartyPolicyWire]:
        """When updates of other programs install. One request per 500.

        Source: Automate API v1, GET /ThirdPartyUpdatePolicies (verified).
        """
        return self._list(shapes.THIRD_PARTY_UPDATE_POLICIES)

    def reboot_policies(self) -> Read[RebootPolicyWire]:
        """What follows an installation: which kind of restart. One request per 500.

        Source: Automate API v1, GET /RebootPolicies (verified; the rows: unsure).
        """
        return self._list(shapes.REBOOT_POLICIES)

    def group_patching_policies(self) -> Read[PatchGroupWire]:
        """Which policies the computers of a group have. One request per 500.

        Source: Automate API v1, GET /GroupPatchingPolicies (verified).
        """
        return self._list(shapes.GROUP_PATCHING_POLICIES)

    async def effective_patching(self, computer_id: str) -> Document[EffectivePoliciesWire]:
        """Which policies one computer has in the end, by name. One request.

        Source: Automate API v1, GET /Computers/{id}/EffectivePatchingPolicy (verified).
        """
        return await self._http.document(
            "/v1/Computers/{computer_id}/EffectivePatchingPolicy",
            model=EffectivePoliciesWire,
            ids={"computer_id": computer_id},
            needs="PatchManagerRead",
        )

    def patch_history(self, *, since: datetime) -> Read[PatchHistoryWire]:
        """What was installed and removed since an (aware) moment; rows have no id.

        One request per 500. Source: Automate API v1, GET /PatchHistory (verified).
        """
        return self._list(shapes.PATCH_HISTORY, since=since)
