"""Scripts, schedules, what runs now, monitors with their results, alerts and tickets as rows."""

from typing import Any

from aigov_connectors.connectwise.automate.sandbox import planted
from aigov_connectors.connectwise.automate.sandbox.estate import Estate, Row
from aigov_connectors.connectwise.automate.sandbox.planted_changes import EDITORS
from aigov_connectors.connectwise.automate.sandbox.planted_policies import USERS
from aigov_connectors.connectwise.automate.sandbox.query import Table
from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import SECRET_MARK, Endpoint

_TARGETS = {"Client": 2, "Location": 3, "Computer": 4, "Group": 5}
_FREQUENCIES = {"Daily": 3, "Weekly": 4, "Monthly": 5}
_SOURCES = ((1, "User"), (2, "Schedule"), (3, "Monitor"), (4, "Plugin"))


def script_rows() -> Table:
    """Return the scripts, with their text."""
    return Table.of(
        [
            {
                "Id": str(one.id),
                "Name": one.name,
                "Comments": "",
                "FullFolderPath": "Maintenance",
                "IsComputerScript": True,
                "IsLocationScript": False,
                "IsMaintenanceScript": False,
                "IsFunctionScript": False,
                "IsSystemScript": False,
                "IsOffline": False,
                "IsUserResponse": one.asks,
                "Permission": [number for number, _, runs, _ in _access(one.id) if runs],
                "EditPermission": [number for number, _, _, edits in _access(one.id) if edits],
                "Version": 4,
                "UpdateDate": "2026-05-02T09:00:00",
                "UpdatedBy": EDITORS.get(one.id, "jdoe"),
                "ScriptData": {"Steps": [f"set password {SECRET_MARK}"]},
            }
            for one in planted.SCRIPTS
        ]
    )


def _access(script: int) -> list[tuple[int, str, bool, bool]]:
    """Return the user classes of a script: id, name, whether they may run and change it."""
    access = [(31, "Integration write", True, False), (33, "Administrators", True, True)]
    more = planted.OPEN_TO.get(script)
    return access if more is None else [*access, (*more, True, False)]


def script_object(script: int) -> Row:
    """Return one script with its settings, as the second version of the API does."""
    name = planted.SCRIPT_NAMES.get(script)
    if name is None:
        raise LookupError(f"Script {script} not found")
    return {
        "ScriptId": script,
        "Name": name,
        "Description": "",
        "Steps": None,
        "Parameters": ["token"],
        "GlobalVariables": {"password": SECRET_MARK},
        "UserClassAccessSettings": [
            {"UserClassId": number, "Name": of, "CanExecute": runs, "CanEdit": edits}
            for number, of, runs, edits in _access(script)
        ],
        "TicketEntrySettings": {
            "TicketSubject": f"Ran {name}",
            "TicketRequestor": "somebody",
            "TicketCategory": {"TicketCategoryId": 3, "Name": "Disk"},
            "CloseTicketTrigger": {"CloseTicketTriggerTypeId": 1, "Name": "When the script ends"},
        },
        "TimeEntrySettings": None,
        "IsProtected": False,
        "UsesEnhancedLogging": False,
        "ScriptOptions": {"IsIsolatedScript": False, "IsMaintenanceScript": False},
    }


def mode_rows(estate: Estate) -> Table:
    """Return the computers in maintenance mode."""
    shown = {client.name for client in estate.clients}
    rows: list[Row] = [
        {
            "ComputerID": planted.computer_id(estate.endpoint(client, ordinal)),
            "TimeStart": iso(estate.world.end - 2 * DAY, digits=0),
            "Duration": 240,
            "Mode": 1,
            "UserID": user,
        }
        for client, ordinal, user in planted.QUIET
        if client in shown
    ]
    return Table.of(rows, "ComputerID")


def state_rows(estate: Estate) -> Table:
    """Return the changes of monitors' states; rows have no id of their own.

    They lie in the world's last hour, so that they are recent at any time of its next day.
    """
    shown = {client.name for client in estate.clients}
    places = [(one.id, place) for one in planted.MONITORS for place in one.seen_at]
    places += [(one.id, one.changed_at) for one in planted.MONITORS if one.changed_at]
    rows: list[Row] = [
        {
            "MonitorId": number,
            "State": {"Id": 2, "Name": "Normal"},
            "Message": f"see {SECRET_MARK}",
            "RawResultMessage": None,
            "Timestamp": iso(estate.world.end - (at + 1) * 60 * SECOND, digits=0),
            "ComputerId": planted.computer_id(estate.endpoint(*place)),
        }
        for at, (number, place) in enumerate(places)
        if place[0] in shown
    ]
    return Table.of(rows, "Timestamp")


def suspensions_of(estate: Estate, computer: int) -> Table:
    """Return the alerts that are suspended on one computer; no document describes the rows."""
    rows: list[Row] = [
        {"Id": number, "Note": f"until {SECRET_MARK}"}
        for (client, ordinal), count in planted.SUSPENDED.items()
        if planted.computer_id(estate.endpoint(client, ordinal)) == computer
        for number in range(count)
    ]
    return Table.of(rows)


def schedule_rows(estate: Estate) -> Table:
    """Return the schedules; what is inherited is a row of its own, marked."""
    end = estate.world.end
    rows: list[Row] = []
    for one in planted.SCHEDULES:
        expires = one.expires_in_days
        rows.append(
            {
                "ScheduledScriptId": one.id,
                "Script": {"ScriptId": one.script, "Name": planted.SCRIPT_NAMES[one.script]},
                "ScheduleTarget": _target(estate, one),
                "Schedule": {
                    "ScriptScheduleFrequency": {
                        "ScriptScheduleFrequencyId": _FREQUENCIES[one.frequency],
                        "Name": one.frequency,
                    }
                },
                "LimitingSearch": one.search and {"SearchId": 77, "Name": one.search},
                "OfflineActionFlags": {
                    "SkipsOfflineAgents": True,
                    "WakesOfflineAgents": False,
                    "OnlyRunsOnOfflineAgents": False,
                },
                "Parameters": [{"Key": "token", "Value": SECRET_MARK}],
                "ScheduledBy": one.by,
                "Occurrences": 0,
                "StartDate": "2026-01-05T02:00:00Z",
                "ExpireDate": None if expires is None else iso(end + expires * DAY, digits=0),
                "NextRunDate": None if one.disabled else iso(end + DAY, digits=0),
                "IsDisabled": one.disabled,
                "Priority": 12,
                "IncludeSubGroups": one.sub_groups,
                "IsInherited": one.inherited,
            }
        )
    return Table.of(rows, "ScheduledScriptId")


def _target(estate: Estate, one: planted.PlantedSchedule) -> Row:
    made: Row = {
        "ScheduleTargetType": {"ScheduleTargetTypeId": _TARGETS[one.kind], "Name": one.kind},
        **dict.fromkeys(("Group", "Client", "Location", "Computer", "NetworkDevice", "Contact")),
    }
    if isinstance(one.target, int):
        name = next(group.name for group in planted.GROUPS if group.id == one.target)
        made["Group"] = {"GroupId": one.target, "Name": name}
        return made
    org = estate.world.client_named(one.target)
    short = {"ClientId": planted.client_id(org), "Name": planted.client_name(org)}
    if one.kind == "Client":
        made["Client"] = short
    elif one.kind == "Location":
        made["Location"] = {"Id": planted.location_id(org, 0), "Name": "Main"}
    else:
        endpoint = estate.endpoint(one.target, 2)
        made["Computer"] = {
            "ComputerId": planted.computer_id(endpoint),
            "Name": endpoint.hostname,
            "IsOnline": True,
        }
    return made


def running_rows(estate: Estate) -> Table:
    """Return what runs now: one of each kind of source, on the first computers of a client."""
    rows: list[Row] = []
    for number, (source, name) in enumerate(_SOURCES):
        endpoint = estate.endpoint("Lakeside Clinic", number)
        org = estate.world.clients[endpoint.client]
        rows.append(
            {
                "ScriptInstanceId": 5000 + number,
                "Script": {"ScriptId": 903, "Name": planted.SCRIPT_NAMES[903]},
                "Target": {
                    "TargetType": {"TargetTypeId": 4, "Name": "Computer"},
                    "Computer": {
                        "ComputerId": planted.computer_id(endpoint),
                        "Name": endpoint.hostname,
                    },
                    "Client": {
                        "ClientId": planted.client_id(org),
                        "Name": planted.client_name(org),
                    },
                },
                "Source": {
                    "SourceType": {"SourceTypeId": source, "Name": name},
                    "Name": "jdoe" if name == "User" else name,
                    "AlternativeName": None,
                },
                "State": {"StateId": 1, "Name": "Running"},
                "StartDate": iso(estate.world.end - number * 60 * SECOND, digits=0),
            }
        )
    return Table.of(rows, "ScriptInstanceId")


def monitor(estate: Estate, one: planted.PlantedMonitor) -> Row:
    """Return a monitor in its full shape."""
    number, action = one.action
    script = one.script
    return {
        "MonitorId": one.id,
        "Name": one.name,
        "AlertAction": {"Id": number, "Name": action, "Comment": ""},
        "Script": script and {"Id": str(script), "Name": planted.SCRIPT_NAMES[script]},
        "Interval": 3600,
        "FailureCount": 1,
        "WarningCount": 0,
        "LastChecked": iso(estate.world.end - 900 * SECOND, digits=0),
        "LastFailed": iso(estate.world.end - DAY, digits=0),
        "MonitorState": {"Id": 1, "Name": "Failed"},
        "ComparerSettings": {"SmoothingCoefficient": 0.0, "IsExpression": False, **one.style},
        "IsInternalMonitor": not one.listed_at,
        "IsGlobalMonitor": not one.targets,
        "IsOverridden": False,
        "IsNetworkDeviceMonitor": False,
        "MonitorOwner": {"OwnerType": 0, "Description": None},
        "Targets": _monitor_targets(estate, one),
        "AffectedEntities": {
            "InternalMonitorAffectedClients": [
                estate.short(estate.world.client_named(name)) for name in one.affected
            ],
            "InternalMonitorAffectedLocations": [],
        },
        "TicketCategory": {"Id": 3, "Name": "Disk"},
        "AlertMessages": {"FailureMessage": f"see {SECRET_MARK}"},
    }


def _monitor_targets(estate: Estate, one: planted.PlantedMonitor) -> Row:
    made: Row = {"Client": None, "Location": None, "Computer": None, "GroupIds": []}
    for kind, value in one.targets.items():
        if kind == "Client":
            made["Client"] = estate.short(estate.world.client_named(str(value)))
        elif kind == "GroupIds":
            made["GroupIds"] = list(value)  # type: ignore[call-overload]
        else:
            endpoint = estate.endpoint(*value)  # type: ignore[misc]
            made["Computer"] = {"Id": str(planted.computer_id(endpoint))}
    return made


def result_rows(estate: Estate) -> Table:
    """Return where internal monitors failed; rows have no id of their own."""
    shown = {client.name for client in estate.clients}
    rows: list[Row] = [
        {
            "Monitor": monitor(estate, one),
            "ComputerId": planted.computer_id(estate.endpoint(client, ordinal)),
            "Timestamp": iso(estate.world.end - DAY, digits=0),
            "Result": "8",
            "IdentityField": "C:",
        }
        for one in planted.MONITORS
        for client, ordinal in one.seen_at
        if client in shown
    ]
    return Table.of(rows, "ComputerId")


def monitors_of(estate: Estate, computer: int) -> Table:
    """Return the monitors of one computer."""
    rows = [
        monitor(estate, one)
        for one in planted.MONITORS
        for client, ordinal in one.listed_at
        if planted.computer_id(estate.endpoint(client, ordinal)) == computer
    ]
    return Table.of(rows, "MonitorId")


def sensor_check_rows() -> Table:
    """Return the statistical checks."""
    return Table.of(
        [
            {"Id": str(number), "Name": name, "SensorCheckType": kind}
            for number, name, kind in planted.SENSOR_CHECKS
        ]
    )


def alert_rows(estate: Estate) -> Table:
    """Return the alerts of the last months: one for every fourth activity."""
    world, computers = estate.world, estate.computers
    fired = [one for one in planted.MONITORS if one.seen_at]

    def row(number: int) -> Row:
        luck = world.noise(92, number)
        one = computers[luck % len(computers)]
        client, found = world.clients[one.client], fired[luck % len(fired)]
        return {
            "AlertId": 90_000 + number,
            "Client": {
                "Id": planted.client_id(client),
                "Name": planted.client_name(client),
            },
            "Computer": {
                "Id": planted.computer_id(one),
                "Name": one.hostname,
                "ComputerStatus": "Online",
            },
            "Device": None,
            "Location": {"Id": planted.location_id(client, one.ordinal), "Name": "Main"},
            "Monitor": {"Id": found.id, "Name": found.name},
            "AlertDate": iso(world.activity_at(number * 4), digits=0),
            "Severity": {"Id": 2, "Name": "Warning"},
            "Source": "Internal Monitor",
            "Message": f"Failed on {one.hostname}",
            "FieldName": "C:",
            "AlertAge": "1 day",
        }

    return Table(world.activities // 4 if computers else 0, row, "AlertId")


def ticket_rows(estate: Estate) -> Table:
    """Return tickets: a monitor made every second one."""
    world, computers = estate.world, estate.computers
    fired = [one for one in planted.MONITORS if one.seen_at]

    def row(number: int) -> Row:
        luck = world.noise(93, number)
        one = computers[luck % len(computers)]
        return {
            "TicketId": 3000 + number,
            "Client": estate.short(world.clients[one.client]),
            "Computer": {"Id": str(planted.computer_id(one)), "ComputerName": one.hostname},
            "Status": {"Id": 1, "Name": "New"},
            "Priority": {"Id": 3, "Name": "Normal"},
            "CategoryId": 3,
            "User": None,
            "MonitorId": fired[luck % len(fired)].id if number % 2 else 0,
            "ExternalId": 70_000 + number,
            "Subject": "Disk nearly full",
            "StartDate": iso(world.activity_at(number * 20), digits=0),
            "UpdateDate": iso(world.activity_at(number * 20), digits=0),
            "Comments": None,
        }

    return Table(world.activities // 20 if computers else 0, row, "TicketId")


def history_of(estate: Estate, computer: int) -> Table:
    """Return what ran on one computer: a schedule, a monitor's script, a program, a person."""
    endpoint = next((one for one in estate.computers if planted.computer_id(one) == computer), None)
    if endpoint is None:
        raise LookupError(f"Computer {computer} not found")
    rows = [
        {
            "Id": computer * 100 + number,
            "ScriptId": script,
            "ComputerId": computer,
            "Name": planted.SCRIPT_NAMES[script],
            "User": user,
            "Status": "Completed",
            "State": state,
            "HistoryDate": iso(estate.world.end - days * DAY, digits=0),
            "DiagnosticMessage": f"done {SECRET_MARK}",
        }
        for number, (script, user, state, days) in enumerate(_runs(estate, endpoint))
    ]
    return Table.of(rows)


def commands_of(estate: Estate, computer: int) -> Table:
    """Return the commands that were sent to one computer: by the server, and by a program."""
    endpoint = next((one for one in estate.computers if planted.computer_id(one) == computer), None)
    if endpoint is None:
        raise LookupError(f"Computer {computer} not found")
    client = estate.world.clients[endpoint.client].name
    users = ["LTAgent", *(one.name for one in USERS if client in one.runs_at and one.integrator)]
    rows = [
        {
            "Id": computer * 100 + number,
            "ComputerId": computer,
            "DateExecuted": iso(estate.world.end - (number + 2) * DAY, digits=0),
            "CommandId": 2,
            "Command": "Execute command",
            "Status": "Success",
            "Output": f"token {SECRET_MARK}",
            "Parameters": f"--password {SECRET_MARK}",
            "User": user,
            "DateFinished": iso(estate.world.end - (number + 2) * DAY, digits=0),
        }
        for number, user in enumerate(users)
    ]
    return Table.of(rows)


def _runs(estate: Estate, endpoint: Endpoint) -> list[tuple[int, Any, str, int]]:
    client = estate.world.clients[endpoint.client].name
    runs: list[tuple[int, Any, str, int]] = []
    if endpoint.kind in ("desktop", "laptop"):
        runs += [(905, "LTAgent", "Information", 2)]
    if endpoint.kind == "server":
        runs += [(903, "LTAgent", "Success", 1), (911, "", "Failure", 3)]
    if client == "Lakeside Clinic":
        runs += [(904, "jdoe", "Success", 5), (904, "LTAgent", "Success", 60)]
    if endpoint.ordinal == 0:
        runs += [(908, one.name, "Success", 4) for one in USERS if client in one.runs_at]
    return runs
