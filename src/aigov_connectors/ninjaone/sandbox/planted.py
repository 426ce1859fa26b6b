"""What is planted in this tool: policies, conditions, tasks and the admission of devices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.world import World

VENDOR = "ninjaone"
CONNECTION = "northwind-ninja"
HOST = "rmm.northwind-ridge.example"
"""The branded name of the instance: its region's own name leads to many tenants."""
NOT_IN_TOOL = frozenset({"Driftwood Hotels"})
"""Clients of the MSP that this tool does not manage."""

STANDARD_WORKSTATIONS, STANDARD_SERVERS = 20, 21
MACS, LINUX, HOSTS, SWITCHES = 22, 23, 24, 25
HEALTHCARE, FINANCE, MANUAL, AUTO_APPROVE, KIOSK, HOTEL, TELLERS, CONTROLLED = (
    30,
    31,
    32,
    33,
    34,
    36,
    37,
    38,
)


@dataclass(frozen=True, slots=True)
class PlantedPolicy:
    """One policy, as the list of policies shows it: all but its conditions stays hidden."""

    id: int
    name: str
    node_class: str
    parent: int | None = None
    is_default: bool = False


POLICIES: tuple[PlantedPolicy, ...] = (
    PlantedPolicy(
        STANDARD_WORKSTATIONS, "Workstations - standard", "WINDOWS_WORKSTATION", is_default=True
    ),
    PlantedPolicy(STANDARD_SERVERS, "Servers - standard", "WINDOWS_SERVER", is_default=True),
    PlantedPolicy(MACS, "Macs", "MAC", is_default=True),
    PlantedPolicy(LINUX, "Linux servers", "LINUX_SERVER", is_default=True),
    PlantedPolicy(HOSTS, "VMware hosts", "VMWARE_VM_HOST", is_default=True),
    PlantedPolicy(SWITCHES, "Switches", "NMS_SWITCH", is_default=True),
    PlantedPolicy(HEALTHCARE, "Servers - healthcare", "WINDOWS_SERVER", STANDARD_SERVERS),
    PlantedPolicy(FINANCE, "Workstations - finance", "WINDOWS_WORKSTATION", STANDARD_WORKSTATIONS),
    PlantedPolicy(
        MANUAL,
        "Workstations - manual approval only",
        "WINDOWS_WORKSTATION",
        STANDARD_WORKSTATIONS,
    ),
    PlantedPolicy(AUTO_APPROVE, "Auto approve all patches", "WINDOWS_WORKSTATION"),
    PlantedPolicy(KIOSK, "Workstations - kiosk", "WINDOWS_WORKSTATION", STANDARD_WORKSTATIONS),
    PlantedPolicy(
        HOTEL, "Workstations - front office", "WINDOWS_WORKSTATION", STANDARD_WORKSTATIONS
    ),
    PlantedPolicy(TELLERS, "Workstations - tellers", "WINDOWS_WORKSTATION", FINANCE),
    PlantedPolicy(CONTROLLED, "Servers - change controlled", "WINDOWS_SERVER"),
)

_WORKSTATION_POLICIES: Mapping[str, int] = MappingProxyType(
    {
        "Brightwater Credit Union": TELLERS,
        "Atelier Beaulieu": MANUAL,
        "Hearthstone Senior Living": AUTO_APPROVE,
        "Tulipan Foods": KIOSK,
        "Copperline Electric": HOTEL,
    }
)
DEVICE_POLICIES: Mapping[tuple[str, int], int] = MappingProxyType(
    {("Verdant Grocers", 2): HOTEL, ("Verdant Grocers", 3): HOTEL}
)
"""(client, ordinal of the endpoint) to the policy that overrides that of its role."""

ADMISSION: Mapping[str, str | None] = MappingProxyType(
    {
        "Harborview Dental": "AUTOMATIC",
        "Gullwing Auto Group": "AUTOMATIC",
        "Bluepeak Aerostructures": "AUTOMATIC",
        "Silver Birch Realty": "AUTOMATIC",
        "Granite Hollow Machining": "REJECT",
        "Inkwell Publishing": "STAGED_REVIEW",
        "Wren & Partners Law": None,
    }
)
"""Client to its organization's `nodeApprovalMode`; None leaves the key out, others are MANUAL."""


@dataclass(frozen=True, slots=True)
class PlantedCondition:
    """One condition, in the policy where it was made or overridden."""

    number: int
    """The same number in a child is the same condition, overridden there."""
    policy: int
    name: str
    kind: Literal["windows-event", "custom-fields"]
    scripts: tuple[int, ...]
    notification: Literal["NONE", "SEND"]
    enabled: bool | None = True
    """None leaves the key out."""
    settings: Mapping[str, object] = field(default_factory=dict)


_SPOOLER: Mapping[str, object] = {"source": "Service Control Manager", "eventIds": [7031]}
_DISK: Mapping[str, object] = {"source": "srv", "eventIds": [2013]}
_UPDATES: Mapping[str, object] = {
    "source": "Microsoft-Windows-WindowsUpdateClient",
    "eventIds": [19],
}
_LOGONS: Mapping[str, object] = {
    "source": "Microsoft-Windows-Security-Auditing",
    "eventIds": [4625],
    "text": {"values": ["0xC000006A"], "condition": "CONTAINS", "include": "ANY"},
    "occurrence": {"enabled": True, "threshold": 10, "duration": 600},
}
_TELLER: Mapping[str, object] = {"source": "Application Error", "eventIds": [1000]}
_BACKUP: Mapping[str, object] = {
    "matchAll": [{"fieldName": "backupAgent", "operator": "EQUALS", "value": "missing"}],
    "matchAny": [],
}
_CLEANUP: Mapping[str, object] = {
    "matchAll": [],
    "matchAny": [{"fieldName": "profileSizeGb", "operator": "GREATER_THAN", "value": "40"}],
}

CONDITIONS: tuple[PlantedCondition, ...] = (
    PlantedCondition(
        1,
        STANDARD_SERVERS,
        "Print spooler crashed",
        "windows-event",
        (57,),
        "NONE",
        settings=_SPOOLER,
    ),
    PlantedCondition(
        2,
        STANDARD_WORKSTATIONS,
        "Disk nearly full",
        "windows-event",
        (58,),
        "SEND",
        settings=_DISK,
    ),
    PlantedCondition(
        2, KIOSK, "Disk nearly full", "windows-event", (58,), "SEND", False, settings=_DISK
    ),
    PlantedCondition(2, HOTEL, "Disk nearly full", "windows-event", (61,), "NONE", settings=_DISK),
    PlantedCondition(
        3,
        STANDARD_SERVERS,
        "Reboot after updates",
        "windows-event",
        (59,),
        "SEND",
        False,
        settings=_UPDATES,
    ),
    PlantedCondition(
        4,
        STANDARD_WORKSTATIONS,
        "Repeated failed logons",
        "windows-event",
        (),
        "SEND",
        settings=_LOGONS,
    ),
    PlantedCondition(
        5, HEALTHCARE, "Backup agent missing", "custom-fields", (60,), "SEND", settings=_BACKUP
    ),
    PlantedCondition(
        6,
        STANDARD_WORKSTATIONS,
        "Profile cleanup",
        "custom-fields",
        (58,),
        "SEND",
        False,
        settings=_CLEANUP,
    ),
    PlantedCondition(
        7,
        FINANCE,
        "Teller application stopped",
        "windows-event",
        (62,),
        "SEND",
        None,
        settings=_TELLER,
    ),
)

TASKS: tuple[tuple[int, str, bool | None], ...] = (
    (8, "Weekly reboot", True),
    (9, "Monthly temp cleanup", True),
    (10, "Remove old antivirus", False),
    (11, "Vendor agent refresh", None),
)
"""Id, name, `enabled`; None leaves the key out."""

SCRIPTS: tuple[tuple[int, str, str], ...] = (
    (57, "Restart spooler", "powershell"),
    (58, "Clear temporary files", "powershell"),
    (59, "Reboot if nobody is logged on", "powershell"),
    (60, "Install backup agent", "batchfile"),
    (61, "Delete downloads older than a day", "powershell"),
    (62, "Restart teller application", "powershell"),
    (63, "Collect diagnostics", "sh"),
)


def in_tool(world: World) -> tuple[ClientOrg, ...]:
    """Return the clients that this tool manages, with the MSP's own and the catch-all."""
    return tuple(client for client in world.clients if client.name not in NOT_IN_TOOL)


def server_policy(client: ClientOrg) -> int:
    """Return the policy of a client's Windows servers."""
    if client.industry == "healthcare":
        return HEALTHCARE
    return CONTROLLED if "CMMC" in client.regulations else STANDARD_SERVERS


def workstation_policy(client: ClientOrg) -> int:
    """Return the policy of a client's Windows workstations."""
    usual = FINANCE if client.industry == "finance" else STANDARD_WORKSTATIONS
    return _WORKSTATION_POLICIES.get(client.name, usual)
