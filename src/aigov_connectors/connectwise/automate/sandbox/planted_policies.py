"""What is planted of patching, people and their rights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aigov_connectors.connectwise.automate.sandbox.planted import (
    BY_HAND,
    FRONT_DESK,
    ONE_SCRIPT_CLASS,
    PATCHED_SERVERS,
    PATCHED_WORKSTATIONS,
    PATCHING,
    UNUSED_SCRIPT_CLASS,
)


@dataclass(frozen=True, slots=True)
class PlantedApproval:
    """A policy that approves patches, by itself or not at all."""

    id: int
    name: str
    approves: Mapping[str, object] = field(default_factory=dict)
    denies: tuple[str, ...] = ()
    staged: tuple[int, int] | None = None
    is_default: bool = False


APPROVALS: tuple[PlantedApproval, ...] = (
    PlantedApproval(1, "Default - somebody decides", is_default=True),
    PlantedApproval(
        3,
        "Servers - staged",
        {"Severities": ["Critical", "Important"], "Categories": [(5, "Security Updates")]},
        staged=(7, 7),
    ),
    PlantedApproval(4, "Workstations - by score", {"CvssLowerBound": 7}, denies=("Preview",)),
    PlantedApproval(5, "Approve everything automatically", {"Titles": ["*"]}),
)
UNKNOWN_SWITCH = ("Workstations - by score", "UsesRiskPrediction", True)
"""Name of the approval policy, the key that no document explains, its value."""

UPDATE_POLICIES: tuple[tuple[int, str, bool], ...] = (
    (21, "Workstations in the daytime", True),
    (22, "Servers at night", False),
)
"""Id, name, whether daytime patching is allowed."""
SCRIPT_AFTER: Mapping[int, str] = MappingProxyType({22: "Restart imaging gateway"})
"""Update policy to the script that it runs after an installation."""
AFTER_PATCH_TUESDAY: Mapping[int, int] = MappingProxyType({22: 3})
"""Update policy to the days that it waits."""
THIRD_PARTY_POLICIES: tuple[tuple[int, str, bool], ...] = ((31, "Third party weekly", False),)
REBOOT_POLICIES: tuple[tuple[int, str, str], ...] = (
    (41, "Reboot at once", "Now"),
    (42, "Reboot unless somebody objects", "Ask Then Allow"),
    (43, "Reboot if somebody agrees", "AskThenDeny"),
    (44, "Gentle reboot", "Smart"),
    (45, "Never reboot", "Deny"),
)
"""Id, name, name of the reboot mode."""


@dataclass(frozen=True, slots=True)
class PlantedPatchGroup:
    """Which policies a group of computers has."""

    group: int
    approvals: tuple[int, ...]
    updates: int
    reboot: int
    priority: int
    by_hand: bool = False


PATCH_GROUPS: tuple[PlantedPatchGroup, ...] = (
    PlantedPatchGroup(PATCHED_SERVERS, (3,), 22, 41, 10),
    PlantedPatchGroup(PATCHED_WORKSTATIONS, (4,), 21, 42, 20),
    PlantedPatchGroup(BY_HAND, (3,), 22, 43, 30, by_hand=True),
    PlantedPatchGroup(FRONT_DESK, (1,), 22, 44, 5),
)
NO_PATCH_GROUP = PATCHING
"""A group that is no patching group, though its name says so."""

OWN_CLASS, WRITE_CLASS, READ_CLASS, ADMIN_CLASS = 30, 31, 32, 33
CLASSES: Mapping[int, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        OWN_CLASS: (
            "Discovery (read)",
            (
                *("ClientRead", "ClientsShowAll", "LocationsShowAll", "ComputersShowAll"),
                *("GroupsShowAll", "ScriptRead", "SearchesRead", "PatchManagerRead"),
                *("TicketsRead", "TemplateRead", "UserRead", "UserClassRead", "UsersShowAll"),
                *("NetworkDeviceShowAll", "ServerStatus"),
            ),
        ),
        WRITE_CLASS: (
            "Integration write",
            ("ClientRead", "ComputersShowAll", "ScheduledScriptsUpdate", "ManageRemoteCommands"),
        ),
        READ_CLASS: ("Reporting", ("ClientRead", "ComputersShowAll", "ReportRead")),
        ONE_SCRIPT_CLASS: ("Spool watch", ("ClientRead", "ComputersShowAll", "ScriptRead")),
        UNUSED_SCRIPT_CLASS: ("Triage agent", ("ClientRead", "ComputersShowAll", "ScriptRead")),
        ADMIN_CLASS: ("Administrators", ("SuperAdmin", "SystemConfig", "ShowPasswords")),
    }
)
"""Id to the name and the rights of a user class."""


@dataclass(frozen=True, slots=True)
class PlantedUser:
    """Somebody, or something, that may log in."""

    id: int
    name: str
    classes: tuple[int, ...]
    integrator: bool = False
    locked: bool = False
    runs_at: tuple[str, ...] = ()
    """Clients on whose first computer it ran a script."""


OWN_USER = 20
USERS: tuple[PlantedUser, ...] = (
    PlantedUser(12, "jdoe", (ADMIN_CLASS,)),
    PlantedUser(13, "mlee", (WRITE_CLASS,)),
    PlantedUser(OWN_USER, "svc-aigov", (OWN_CLASS,), integrator=True),
    PlantedUser(21, "zofiq-svc", (WRITE_CLASS,), integrator=True, runs_at=("Lakeside Clinic",)),
    PlantedUser(22, "rallied", (WRITE_CLASS, READ_CLASS), integrator=True),
    PlantedUser(
        23, "backupsync", (WRITE_CLASS,), integrator=True, runs_at=("Copperline Electric",)
    ),
    PlantedUser(24, "reportbot", (READ_CLASS,), integrator=True),
    PlantedUser(25, "rewstprod", (WRITE_CLASS,), integrator=True, locked=True),
    PlantedUser(26, "threadmill", (READ_CLASS,), integrator=True),
    PlantedUser(
        27,
        "spoolwatch",
        (ONE_SCRIPT_CLASS,),
        integrator=True,
        runs_at=("Redfern Pediatrics",),
    ),
    PlantedUser(28, "rallied-triage", (UNUSED_SCRIPT_CLASS,), integrator=True),
)
FLAGS: tuple[tuple[str, bool], ...] = (
    ("PatchManagerV2", True),
    ("AiScriptAssistant", True),
    ("NewMaintenanceWindows", False),
)
"""Feature flags; no document explains any of them."""
