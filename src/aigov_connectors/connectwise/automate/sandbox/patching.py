"""Approval, update and reboot policies, the groups that have them, and what was installed."""

from aigov_connectors.connectwise.automate.sandbox import planted
from aigov_connectors.connectwise.automate.sandbox import planted_policies as policies
from aigov_connectors.connectwise.automate.sandbox.estate import Estate, Row
from aigov_connectors.connectwise.automate.sandbox.query import Table
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import iso

_OPERATIONS = ((1, "Installation"), (2, "Uninstallation"))
_RESULTS = ((2, "Succeeded"), (2, "Succeeded"), (2, "Succeeded"), (4, "Failed"))


def _named(one: policies.PlantedApproval) -> Row:
    found = one.approves.get("Categories", ())
    categories = [
        {"CategoryId": number, "CategoryName": name}
        for number, name in found  # type: ignore[attr-defined]
    ]
    staged = one.staged or (0, 0)
    made: Row = {
        "Id": one.id,
        "Name": one.name,
        "IsDefaultPolicy": one.is_default,
        "HasStaging": one.staged is not None,
        "TestDuration": staged[0],
        "PilotDuration": staged[1],
        "AutomaticApprovalSettings": {
            "CvssLowerBound": one.approves.get("CvssLowerBound", 0),
            "Severities": one.approves.get("Severities", []),
            "Categories": categories,
            "Titles": one.approves.get("Titles", []),
        },
        "AutomaticIgnoreSettings": {"Severities": [], "Categories": [], "Titles": []},
        "AutomaticDenySettings": {"Severities": [], "Categories": [], "Titles": list(one.denies)},
    }
    name, key, value = policies.UNKNOWN_SWITCH
    return {**made, key: value} if one.name == name else made


def approval_rows() -> Table:
    """Return the approval policies; one has a switch that no document explains."""
    return Table.of([_named(one) for one in policies.APPROVALS])


def update_rows() -> Table:
    """Return the policies for the vendor's own updates."""
    return Table.of(
        [
            {
                "PolicyId": number,
                "PolicyName": name,
                "ScheduleSettings": _schedule(number),
                "WindowsUpdateAgentSettings": {"UseWindowsUpdateAgentMode": False, "Mode": None},
                "PolicyOptions": {"InstallMissingBaselinePatches": False},
                "WorkstationOptions": {
                    "DaytimePatchingOptions": {
                        "AllowDaytimePatching": daytime,
                        "PromptInterval": "00:30:00",
                        "PromptDeadline": 4,
                    }
                },
                "ScriptOptions": _scripts(number),
            }
            for number, name, daytime in policies.UPDATE_POLICIES
        ],
        "PolicyId",
    )


def _schedule(policy: int) -> Row:
    days = policies.AFTER_PATCH_TUESDAY.get(policy)
    return {
        "UseSchedule": True,
        "WindowStart": "02:00:00",
        "WindowDuration": "04:00:00",
        "PolicyScheduleType": None,
        "DatesSettings": None,
        "DaysSettings": None,
        "PatchTuesdaySettings": None if days is None else {"DelayInDays": days},
    }


def _scripts(policy: int) -> Row | None:
    name = policies.SCRIPT_AFTER.get(policy)
    if name is None:
        return None
    none = {"RunScript": False, "ScriptGuid": None, "ScriptName": None}
    return {
        "BeforeScriptOptions": {**none, "CancelActionOnScriptFailure": False},
        "AfterScriptOptions": {
            "RunScript": True,
            "ScriptGuid": uuid_text(policy, 96, policy),
            "ScriptName": name,
            "CancelActionOnScriptFailure": False,
        },
    }


def third_party_rows() -> Table:
    """Return the policies for programs of others."""
    return Table.of(
        [
            {
                "Id": number,
                "Name": name,
                "DaytimePatching": daytime,
                "CreateRestorePoint": True,
                "WakeSystem": False,
                "ScheduleDay": {"Id": 6, "Name": "Saturday"},
                "ScheduleStartHour": "02:00:00",
                "ScheduleTimeSpan": "04:00:00",
            }
            for number, name, daytime in policies.THIRD_PARTY_POLICIES
        ]
    )


def _reboot(number: int) -> Row:
    _, name, mode = next(one for one in policies.REBOOT_POLICIES if one[0] == number)
    return {
        "Id": number,
        "Name": name,
        "RebootAction": {"Id": 1, "Name": "Reboot"},
        "RebootMode": {"Id": number - 40, "Name": mode},
        "MinutesAfterInstallToReboot": 15,
        "RebootPriorToFirstPatchInstall": False,
        "SetMaintenanceWindowForReboot": True,
    }


def reboot_rows() -> Table:
    """Return the policies for restarts."""
    return Table.of([_reboot(number) for number, _, _ in policies.REBOOT_POLICIES])


def patch_group_rows(estate: Estate) -> Table:
    """Return which group has which policies; the update policy comes in its older shape."""
    names = {one.id: one.name for one in planted.GROUPS}
    updates = {number: (name, daytime) for number, name, daytime in policies.UPDATE_POLICIES}
    rows: list[Row] = []
    for one in policies.PATCH_GROUPS:
        name, daytime = updates[one.updates]
        rows.append(
            {
                "GroupId": one.group,
                "GroupName": names[one.group],
                "IsPatchingGroup": True,
                "IsManual": one.by_hand,
                "Priority": one.priority,
                "ApprovalPolicies": [
                    _named(found) for found in policies.APPROVALS if found.id in one.approvals
                ],
                "MicrosoftUpdatePolicy": {
                    "Id": one.updates,
                    "Name": name,
                    "DaytimePatching": daytime,
                },
                "RebootPolicy": _reboot(one.reboot),
                "ThirdPartyUpdatePolicy": {"Id": 31, "Name": "Third party weekly"},
                "AutoJoinSettings": None,
                "WindowsComputerCount": 12,
            }
        )
    rows.append(
        {
            "GroupId": policies.NO_PATCH_GROUP,
            "GroupName": names[policies.NO_PATCH_GROUP],
            "IsPatchingGroup": False,
            "IsManual": False,
            "Priority": 0,
            "ApprovalPolicies": [],
            "MicrosoftUpdatePolicy": None,
            "RebootPolicy": None,
            "ThirdPartyUpdatePolicy": None,
            "AutoJoinSettings": None,
            "WindowsComputerCount": 0,
        }
    )
    return Table.of(rows, "GroupId")


def history_rows(estate: Estate) -> Table:
    """Return what was installed, one row for every computer and month; rows have no id."""
    world, computers = estate.world, estate.computers

    def row(number: int) -> Row:
        luck = world.noise(94, number)
        one = computers[number % len(computers)]
        client = world.clients[one.client]
        operation, result = _OPERATIONS[luck % 40 == 0], _RESULTS[luck % 4]
        return {
            "ActionDate": iso(world.activity_at(number % max(world.activities, 1)), digits=0),
            "ComputerId": planted.computer_id(one),
            "OperationCode": {"Id": operation[0], "Name": operation[1]},
            "ResultCode": {"Id": result[0], "Name": result[1]},
            "PatchHistoryTitle": {
                "Title": "Cumulative Update for Windows",
                "KnowledgeBaseId": 5_000_000 + luck % 1000,
            },
            "PatchHistoryClient": {
                "Id": planted.client_id(client),
                "Name": planted.client_name(client),
            },
            "UpdateId": uuid_text(world.seed, 95, number),
        }

    return Table(len(computers) * 4, row, "ComputerId")


def effective_of(estate: Estate, computer: int) -> Row:
    """Return the policies that one computer has in the end: those of its first patching group."""
    endpoint = next((one for one in estate.computers if planted.computer_id(one) == computer), None)
    if endpoint is None:
        raise LookupError(f"Computer {computer} not found")
    groups = planted.groups_of(estate.world.clients[endpoint.client], endpoint)
    having = sorted(
        (one for one in policies.PATCH_GROUPS if one.group in groups), key=lambda one: one.priority
    )
    first = having[0] if having else None
    updates = {number: name for number, name, _ in policies.UPDATE_POLICIES}
    reboots = {number: name for number, name, _ in policies.REBOOT_POLICIES}
    return {
        "ComputerId": computer,
        "ApprovalPolicyCount": len({number for one in having for number in one.approvals}),
        "MicrosoftUpdatePolicyName": updates[first.updates] if first else None,
        "RebootPolicyName": reboots[first.reboot] if first else None,
        "ThirdPartyUpdatePolicyName": None,
    }
