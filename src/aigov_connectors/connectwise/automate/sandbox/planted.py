"""What is planted in this tool: groups, scripts, schedules and monitors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.world import Endpoint, World

VENDOR = "connectwise.automate"
CONNECTION = "northwind-automate"
NOT_IN_TOOL = frozenset({"Nordlicht Logistik"})
"""Clients of the MSP that this tool does not manage."""
SPELLED: Mapping[str, str] = MappingProxyType({"Tamarack Wealth Partners": "TWP"})
"""Clients whose name in this tool leads nobody to the other tools."""
FIRST_EXTERNAL = 250
"""The id of a client's company in the PSA is this and its index."""

ALL_SERVERS, WORKSTATIONS, PATCHING = 850, 851, 856
PATCHED_SERVERS, PATCHED_WORKSTATIONS, BY_HAND = 852, 853, 854
FRONT_DESK, CARE_SERVERS, REPORTING = 855, 860, 857


@dataclass(frozen=True, slots=True)
class PlantedGroup:
    """A group of computers, and whether a search fills it."""

    id: int
    name: str
    search: str | None = None
    limited: bool = False
    parent: int | None = None


GROUPS: tuple[PlantedGroup, ...] = (
    PlantedGroup(ALL_SERVERS, "Windows Servers", "Servers by OS", limited=True),
    PlantedGroup(WORKSTATIONS, "Workstations", "Workstations by OS"),
    PlantedGroup(PATCHING, "Patching"),
    PlantedGroup(PATCHED_SERVERS, "Patched servers", "Servers under contract", True, PATCHING),
    PlantedGroup(PATCHED_WORKSTATIONS, "Patched workstations", parent=PATCHING),
    PlantedGroup(BY_HAND, "Patched by hand", parent=PATCHING),
    PlantedGroup(FRONT_DESK, "Front desk"),
    PlantedGroup(CARE_SERVERS, "Care servers", parent=ALL_SERVERS),
    PlantedGroup(REPORTING, "Auto-join everything"),
)
FRONT_DESK_AT = frozenset({("Driftwood Hotels", 2), ("Silver Birch Realty", 2)})
"""(client, ordinal of the endpoint) of the members that somebody put there by hand."""


@dataclass(frozen=True, slots=True)
class PlantedScript:
    """A script; `asks` is the flag that it waits for an answer of the user."""

    id: int
    name: str
    asks: bool = False


SCRIPTS: tuple[PlantedScript, ...] = (
    PlantedScript(903, "Cleanup temp files"),
    PlantedScript(904, "Weekly reboot"),
    PlantedScript(905, "Offer a restart", asks=True),
    PlantedScript(906, "Remove old agent"),
    PlantedScript(907, "Migrate profiles"),
    PlantedScript(908, "Reset printers"),
    PlantedScript(909, "Report disk use"),
    PlantedScript(910, "Clear kiosk profile"),
    PlantedScript(911, "Restart spooler"),
    PlantedScript(912, "Restart imaging gateway"),
    PlantedScript(913, "Restart agent service"),
    PlantedScript(914, "Approve nothing automatically"),
    PlantedScript(915, "Contain"),
)
SCRIPT_NAMES: Mapping[int, str] = MappingProxyType({one.id: one.name for one in SCRIPTS})


@dataclass(frozen=True, slots=True)
class PlantedSchedule:
    """When a script runs, and on what."""

    id: int
    script: int
    kind: str
    """The name of the target's type."""
    target: str | int
    """Name of a client, id of a group; for a computer the client whose third one it is."""
    frequency: str = "Daily"
    disabled: bool = False
    expires_in_days: int | None = None
    sub_groups: bool = False
    search: str | None = None
    inherited: bool = False
    by: str = "jdoe"


SCHEDULES: tuple[PlantedSchedule, ...] = (
    PlantedSchedule(88, 903, "Group", ALL_SERVERS, sub_groups=True),
    PlantedSchedule(89, 904, "Client", "Lakeside Clinic", "Weekly"),
    PlantedSchedule(90, 905, "Group", WORKSTATIONS),
    PlantedSchedule(91, 906, "Group", WORKSTATIONS, disabled=True),
    PlantedSchedule(92, 907, "Client", "Verdant Grocers", expires_in_days=-30),
    PlantedSchedule(93, 908, "Location", "Silver Birch Realty", by="zofiq-svc"),
    PlantedSchedule(94, 909, "Group", WORKSTATIONS, "Monthly", search="Disks over 90 %"),
    PlantedSchedule(95, 903, "Group", CARE_SERVERS, inherited=True),
    PlantedSchedule(96, 910, "Computer", "Driftwood Hotels", expires_in_days=60),
    PlantedSchedule(97, 910, "Group", FRONT_DESK, "Weekly", by="mlee"),
)


@dataclass(frozen=True, slots=True)
class PlantedMonitor:
    """A monitor: what it does when it fails, and where that was seen."""

    id: int
    name: str
    action: tuple[int, str]
    script: int | None = None
    targets: Mapping[str, object] = field(default_factory=dict)
    affected: tuple[str, ...] = ()
    """Clients that it says are affected."""
    seen_at: tuple[tuple[str, int], ...] = ()
    """(client, ordinal of the endpoint) that it failed on."""
    listed_at: tuple[tuple[str, int], ...] = ()
    """Computers whose own list shows it."""
    changed_at: tuple[str, int] | None = None
    """The computer on which its state changed, and it did not fail."""
    style: Mapping[str, object] = field(default_factory=dict)


_TICKET, _AUTOFIX = (9, "Default - Create Ticket"), (10, "Default - Create Ticket and Autofix")
_MAIL, _RUN = (11, "Default - Send Email"), (12, "Run autofix script")

MONITORS: tuple[PlantedMonitor, ...] = (
    PlantedMonitor(
        512,
        "Drive free space < 10%",
        _AUTOFIX,
        903,
        seen_at=(("Copperline Electric", 1), ("Lakeside Clinic", 0)),
    ),
    PlantedMonitor(
        513,
        "Print spooler stopped",
        _TICKET,
        911,
        targets={"Client": "Harborview Dental"},
        seen_at=(("Harborview Dental", 0),),
    ),
    PlantedMonitor(
        514,
        "Errors in the event log",
        _TICKET,
        seen_at=(("Verdant Grocers", 1),),
        style={"SmoothingCoefficient": 0.3, "IsExpression": True},
    ),
    PlantedMonitor(515, "Update service stuck", _RUN, seen_at=(("Ironbell Insurance", 0),)),
    PlantedMonitor(516, "Auto-fix everything", _MAIL, seen_at=(("Copperline Electric", 1),)),
    PlantedMonitor(
        517,
        "Imaging gateway down",
        _TICKET,
        912,
        targets={"GroupIds": (CARE_SERVERS,)},
        seen_at=(("Redfern Pediatrics", 0),),
    ),
    PlantedMonitor(
        518,
        "Spool folder full",
        _TICKET,
        911,
        affected=("Brightwater Credit Union", "Falconer Precision"),
        seen_at=(("Falconer Precision", 0),),
    ),
    PlantedMonitor(
        530,
        "Agent service stopped",
        _TICKET,
        913,
        targets={"Computer": ("Brightwater Credit Union", 0)},
        listed_at=(("Brightwater Credit Union", 0),),
    ),
    PlantedMonitor(
        531,
        "CPU over 90 %",
        _MAIL,
        listed_at=(("Brightwater Credit Union", 0), ("Lakeside Clinic", 0)),
    ),
    PlantedMonitor(
        532,
        "Memory of a service grows",
        (13, "Desk - after hours"),
        listed_at=(("Brightwater Credit Union", 0),),
    ),
    PlantedMonitor(
        540,
        "Backup agent stopped",
        _TICKET,
        913,
        targets={"Client": "Falconer Precision"},
        listed_at=(("Falconer Precision", 6),),
        changed_at=("Falconer Precision", 6),
    ),
)
QUIET: tuple[tuple[str, int, int], ...] = (
    ("Lakeside Clinic", 0, 12),
    ("Copperline Electric", 1, 23),
    ("Verdant Grocers", 1, 21),
)
"""(client, ordinal of the endpoint, user) of computers in maintenance mode: a person put one of
them there, and programs the others."""
SUSPENDED: Mapping[tuple[str, int], int] = MappingProxyType({("Lakeside Clinic", 0): 2})
"""(client, ordinal of the endpoint) to how many alerts are suspended there."""
ONE_SCRIPT_CLASS, ONE_SCRIPT = 34, 911
"""A user class without any right to run scripts, and the script that lets it run it."""
UNUSED_SCRIPT_CLASS, UNUSED_SCRIPT = 35, 915
"""The same, and the script is one that no schedule and no monitor runs."""
OPEN_TO: Mapping[int, tuple[int, str]] = MappingProxyType(
    {
        ONE_SCRIPT: (ONE_SCRIPT_CLASS, "Spool watch"),
        UNUSED_SCRIPT: (UNUSED_SCRIPT_CLASS, "Triage agent"),
    }
)
"""Script to the class that it is open to besides those that all scripts are."""
SENSOR_CHECKS: tuple[tuple[int, str, str], ...] = (
    (1, "CPU average", "SystemAverages"),
    (2, "Disk trend", "Trends"),
    (3, "Logons a day", "PerDayCounts"),
)


def in_tool(world: World) -> tuple[ClientOrg, ...]:
    """Return the clients that this tool manages, with the MSP's own and the catch-all."""
    return tuple(client for client in world.clients if client.name not in NOT_IN_TOOL)


def client_name(client: ClientOrg) -> str:
    """Return a client's name in this tool."""
    return SPELLED.get(client.name, client.name)


def client_id(client: ClientOrg) -> int:
    """Return a client's id in this tool."""
    return client.index + 2


def computer_id(endpoint: Endpoint) -> int:
    """Return the id of an endpoint's agent; ids have gaps, as real ones do."""
    return endpoint.index * 2 + 101


def location_id(client: ClientOrg, ordinal: int) -> int:
    """Return the id of the location of an endpoint: the second half of some sits in a branch."""
    branch = client.index % 4 == 0 and ordinal % 2 == 1
    return client.index * 2 + 10 + branch


def groups_of(client: ClientOrg, endpoint: Endpoint) -> tuple[int, ...]:
    """Return the groups of a computer."""
    kind, found = endpoint.kind, []
    if kind == "server":
        found.append(ALL_SERVERS)
        if client.industry == "healthcare":
            found.append(CARE_SERVERS)
        found.append(BY_HAND if "CMMC" in client.regulations else PATCHED_SERVERS)
    if kind in ("desktop", "laptop"):
        found.append(WORKSTATIONS)
        if client.industry in ("retail", "finance"):
            found.append(PATCHED_WORKSTATIONS)
    if (client.name, endpoint.ordinal) in FRONT_DESK_AT:
        found.append(FRONT_DESK)
    return tuple(found)
