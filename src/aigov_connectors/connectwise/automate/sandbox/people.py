"""Users, their classes, what they may do, and what they changed, as rows of the API."""

from aigov_connectors.connectwise.automate.sandbox import planted_policies as policies
from aigov_connectors.connectwise.automate.sandbox.estate import Estate, Row
from aigov_connectors.connectwise.automate.sandbox.query import Table
from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sandbox.world import SECRET_MARK, World

_PERMISSIONS = (
    *("SuperAdmin", "SystemConfig", "ClassConfig", "CreateTickets", "SharedLinks"),
    *("TemplateRead", "TemplateEdit", "TemplateDelete", "ClientRead", "ClientEdit"),
    *("ClientDelete", "ReportRead", "ReportEdit", "ReportDelete", "ContactRead", "ContactEdit"),
    *("ContactDelete", "UserRead", "UserEdit", "UserDelete", "ToolRead", "ToolEdit"),
    *("ToolDelete", "ScriptRead", "ScriptEdit", "ScriptDelete", "ManageGroups", "DashTicketing"),
    *("DashTime", "DashManage", "DashTrending", "DashOverview", "HUDUpdate", "HUDShowAll"),
    *("DataViewUpdate", "DataViewDelete", "DataViewShowAll", "UsersShowAll", "UserClassCreate"),
    *("UserClassUpdate", "PatchManagerConfig", "ReportsCreate", "ProbeTemplateExecute"),
    *("ScheduledScriptsUpdate", "ClientsShowAll", "ShowPasswords", "LocationsShowAll"),
    *("ComputersCreate", "ComputersUpdate", "ComputersDelete", "ComputersShowAll"),
    *("ComputersForceUpdate", "NetworkDeviceUpdate", "NetworkDeviceDelete"),
    *("NetworkDeviceShowAll", "RetiredAssetsDelete", "GroupsCreate", "GroupsDelete"),
    *("GroupsShowAll", "GroupsScheduleScript", "GroupMonitorsUpdate", "GroupInfoUpdate"),
    *("GroupManagedServices", "RemoteMonitorsCreate", "RemoteMonitorsDelete"),
    *("InternalMonitorsCreate", "InternalMonitorsUpdate", "InternalMonitorsDelete"),
    *("AlertsUpdate", "AlertsDeleteAll", "TicketsRead", "TicketsUpdate", "TicketsDelete"),
    *("TicketsRequest", "SearchesRead", "SearchesUpdate", "SearchesDelete", "PatchManagerRead"),
    *("PatchManagerUpdate", "LanguagePackEditor", "ManagedServiceCatalog"),
    *("NavigationMenuUpdate", "RSSFeedRead", "RSSFeedUpdate", "LinksDelete", "PluginManager"),
    *("SolutionCenter", "DatabaseExecute", "ServerStatus", "ManageAudits"),
    *("ManageRemoteCommands", "ManageServiceLogs", "ManageOutdated", "ManageOfflineComputers"),
    *("ManageScheduleClientScripts", "DashboardConfig", "ConfigApplicationList"),
    *("ConfigEventBlackList", "QuickConnect", "PermissionsUpdate", "UserClassRead"),
    *("UserClassDelete", "SQLScriptFunctions"),
)


def user_rows(estate: Estate) -> Table:
    """Return the users, with the password that a careful reader never asks for."""
    told = not estate.world.option("connectwise.automate.untold_logins", False)
    own = int(str(estate.world.option("connectwise.automate.own_class", policies.OWN_CLASS)))
    return Table.of(
        [
            {
                "UserId": one.id,
                "Name": one.name,
                "FirstName": one.name[:1].upper(),
                "LastName": one.name[1:].title(),
                "EmailAddress": f"{one.name}@northwindridge.example",
                "Password": SECRET_MARK,
                "IsIntegrator": one.integrator if told else None,
                "IsLocked": one.locked,
                "CommandLevel": 1,
                "AuditingLevel": 5,
                "IsTicketRouter": False,
                "IsTicketSupervisor": False,
                "LastSuccessfulLogin": "2026-11-20T08:00:00Z",
                "UserClasses": [
                    {"UserClassId": number, "Name": policies.CLASSES[number][0]}
                    for number in ((own,) if one.id == policies.OWN_USER else one.classes)
                ],
                "SsoStatus": None,
                "AllowLegacyApiAccess": False,
            }
            for one in policies.USERS
        ],
        "UserId",
    )


def class_rows() -> Table:
    """Return the user classes, with every permission as a switch."""
    return Table.of(
        [
            {
                "UserClassId": number,
                "Name": name,
                "Permissions": {one: one in granted for one in _PERMISSIONS},
                "BinaryExtensionPermissions": [],
                "WebExtensionClaims": [],
            }
            for number, (name, granted) in policies.CLASSES.items()
        ],
        "UserClassId",
    )


def rights(class_id: int) -> list[str]:
    """Return what a class may do, as a caller is told it."""
    return list(policies.CLASSES[class_id][1])


def rights_at(world: World, client: int, class_id: int) -> list[str]:
    """Return what a class may do at one client."""
    more = client == world.option("connectwise.automate.writes_at", None)
    return [*rights(class_id), *(("ComputersUpdate",) if more else ())]


def audit_rows(estate: Estate) -> Table:
    """Return the log of changes: people edit scripts, and so does a program."""
    rows: list[Row] = []
    for number in range(60):
        user = policies.USERS[(0, 1, 0, 3)[number % 4]]
        action = ((14, "Script Edited"), (2, "Login"))[number % 2]
        rows.append(
            {
                "Id": 99_000 + number,
                "User": {"UserId": str(user.id), "Name": user.name},
                "AuditAction": {"Id": action[0], "Name": action[1], "Level": 2},
                "Source": {"Id": 3, "Name": "Control Center"},
                "Message": f"Script 903 changed, token {SECRET_MARK}",
                "ExternalId": 903,
                "SecondaryIdentifier": None,
                "DateCreated": iso(estate.world.end - (60 - number) * DAY, digits=0),
            }
        )
    return Table.of(rows)
