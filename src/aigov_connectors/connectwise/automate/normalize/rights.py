"""What a user class may do, read from its words: the caller's own, and those of programs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from aigov_connectors.connectwise.automate.wire import UserClassWire
from aigov_connectors.inventory import CredentialRights

__all__ = [
    "MISSING_SIGHT",
    "SEEN_BY",
    "acting",
    "class_rights",
    "named_rights",
    "rights_from",
    "tells_acts",
    "told_rights",
    "writing",
]

_WRITES = (
    *("edit", "delete", "deleteall", "update", "forceupdate", "create", "config", "execute"),
    *("editor", "request"),
)
"""Endings of rights that change something."""
_POWERS = frozenset(
    [
        "superadmin",
        "systemconfig",
        "showpasswords",
        "databaseexecute",
        "sqlscriptfunctions",
        "managegroups",
        "manageremotecommands",
        "groupsschedulescript",
        "managescheduleclientscripts",
        "createtickets",
        "manageservicelogs",
        "manageoutdated",
        "manageofflinecomputers",
        "pluginmanager",
        "solutioncenter",
        "sharedlinks",
        "configapplicationlist",
        "configeventblacklist",
        "groupmanagedservices",
    ]
)
"""Rights whose ending does not tell, and that change or open something."""
_LOOKS = ("read", "showall")
_HARMLESS = frozenset({"serverstatus", "dashoverview", "dashtrending", "dashtime", "dashmanage"})
_ACTS = (
    *("ScriptEdit", "ScheduledScriptsUpdate", "ManageRemoteCommands", "GroupsScheduleScript"),
    *("PatchManagerUpdate", "ManageScheduleClientScripts", "SQLScriptFunctions"),
    *("DatabaseExecute", "SuperAdmin"),
)
"""Rights by which a program can make something run."""
MISSING_SIGHT: Mapping[str, str] = {
    "clients": "ClientsShowAll",
    "computers": "ComputersShowAll",
    "locations": "LocationsShowAll",
    "groups": "GroupsShowAll",
}
"""Resource to the right without which its list is shorter, and nothing says so."""
_EVERYWHERE = ("ClientsShowAll", "ComputersShowAll", "LocationsShowAll", "GroupsShowAll")
_AT_CLIENTS = ("ClientsShowAll", "ComputersShowAll")
SEEN_BY: Mapping[str, tuple[str, ...]] = {
    "clients": ("ClientsShowAll",),
    "locations": ("ClientsShowAll", "LocationsShowAll"),
    "computers": _AT_CLIENTS,
    "groups": ("GroupsShowAll",),
    "group_computers": (*_AT_CLIENTS, "GroupsShowAll"),
    "group_patching_policies": ("GroupsShowAll", "PatchManagerRead"),
    "script_schedules": (*_EVERYWHERE, "ScriptRead"),
    "running_scripts": (*_EVERYWHERE, "ScriptRead"),
    "monitors": _EVERYWHERE,
    "monitor_history": _EVERYWHERE,
    "sensor_checks": _EVERYWHERE,
    "maintenance_modes": _EVERYWHERE,
    "alerts": _EVERYWHERE,
    "tickets": (*_EVERYWHERE, "TicketsRead"),
    "third_party_update_policies": (*_EVERYWHERE, "PatchManagerRead"),
    "patch_history": (*_EVERYWHERE, "PatchManagerRead"),
}
"""Resource to the rights without one of which rows of it may be missing, and nothing says so. What
lies at clients, computers and groups is seen with them."""
_MOST_NAMED = 3


def rights_from(words: Iterable[str]) -> tuple[CredentialRights, str]:
    """Say what the caller may do, and why; names of rights are compared as letters only."""
    found = list(words)
    writing = [one for one in found if _writes(_folded(one))]
    if writing:
        more = f" and {len(writing) - _MOST_NAMED} more" if len(writing) > _MOST_NAMED else ""
        named = ", ".join(writing[:_MOST_NAMED])
        return CredentialRights.CAN_WRITE, f"the user class may more than read: {named}{more}"
    if not found:
        return CredentialRights.CANNOT_TELL, "the server named none of the user's rights"
    strange = [one for one in found if not _looks(_folded(one))]
    if strange:
        return (
            CredentialRights.CANNOT_TELL,
            f"rights that are not understood: {', '.join(strange[:_MOST_NAMED])}",
        )
    return (
        CredentialRights.PROVEN_READ_ONLY,
        f"each of the user's {len(found)} rights only lets it look",
    )


def named_rights(words: Collection[str] | None) -> frozenset[str] | None:
    """Rights by their letters alone, in lower case; None where the server named none."""
    return frozenset(map(_folded, words)) if words else None


def told_rights(
    told: Sequence[Sequence[str]],
) -> tuple[CredentialRights, str, tuple[int, str] | None]:
    """Say what the caller may do besides and at clients, why, and which word shows it where.

    Args:
        told: its rights besides, and then those at each client that was asked for.
    """
    rights, because = rights_from(told[0])
    at = 0
    for number, words in enumerate(told[1:], start=1):
        if rights is CredentialRights.CAN_WRITE:
            break
        here, why = rights_from(words)
        if here is CredentialRights.CAN_WRITE or (
            words and here is CredentialRights.CANNOT_TELL is not rights
        ):
            rights, because, at = here, f"at a client, {why}", number
    if at == 0 and len(told) > 1 and rights is CredentialRights.PROVEN_READ_ONLY:
        because = f"{because}, and so do those at {len(told) - 1} clients"
    words = told[at]
    shown = next((one for one in words if f": {one}" in because), words[0] if words else None)
    return rights, because, None if shown is None else (at, shown)


def acting(row: UserClassWire) -> str | None:
    """The right by which those of a class can make something run; None for none."""
    return next((one for one in _ACTS if row.permissions.get(one)), None)


def writing(row: UserClassWire) -> str | None:
    """A right of a class that changes something, by its documented name; None for none."""
    granted = sorted(key for key, value in row.permissions.items() if value)
    return next((one for one in granted if _writes(_folded(one))), None)


def tells_acts(row: UserClassWire) -> bool:
    """Whether a class says of every right to make something run if it has it."""
    return all(row.permissions.get(one) is not None for one in _ACTS)


def class_rights(rows: Collection[UserClassWire], *, is_whole: bool) -> CredentialRights:
    """What the classes of one login let it do together.

    Only to look is proven where every right that was sent is a switch, and none of those to make
    something run is left out.
    """
    granted = {_folded(key) for row in rows for key, value in row.permissions.items() if value}
    if any(map(_writes, granted)):
        return CredentialRights.CAN_WRITE
    is_told = all(tells_acts(row) and None not in row.permissions.values() for row in rows)
    if not is_whole or not is_told or not granted or not all(map(_looks, granted)):
        return CredentialRights.CANNOT_TELL
    return CredentialRights.PROVEN_READ_ONLY


def _folded(word: str) -> str:
    return "".join(one for one in word.casefold() if one.isalnum())


def _writes(word: str) -> bool:
    return word in _POWERS or word.endswith(_WRITES)


def _looks(word: str) -> bool:
    return word in _HARMLESS or word.endswith(_LOOKS)
