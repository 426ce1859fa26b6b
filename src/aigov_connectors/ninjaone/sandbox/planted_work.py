"""What is planted in the daily work of this tool: patches, antivirus products, tickets."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

OS_PATCHES: Mapping[str, str] = MappingProxyType(
    {
        "Hearthstone Senior Living": "AUTO_APPROVED",
        "Verdant Grocers": "AUTO_APPROVED",
        "Atelier Beaulieu": "PENDING",
        "Harborview Dental": "MANUAL",
        "Tulipan Foods": "MANUAL",
        "Gullwing Auto Group": "APPROVED",
    }
)
"""Client to the raw status of the operating system patches on its first desktops.

Public clients of the API disagree on MANUAL (waiting, or approved by hand) and so on APPROVED;
PENDING and AUTO_APPROVED leave no doubt of the patch; none tells what the policy says. Other
clients have only patches that failed or that were rejected, by whom is not told.
"""
SOFTWARE_PATCHES: Mapping[str, str] = MappingProxyType(
    {
        "Silver Birch Realty": "MANUAL",
        "Granite Hollow Machining": "APPROVED",
        "Inkwell Publishing": "STAGED",
    }
)
"""The same for third-party software; STAGED is a word that nobody has heard of."""

PATCHED_ORDINALS = range(2, 5)
"""The endpoints of a client that show its planted status."""

BITDEFENDER, SENTINELONE = "Bitdefender Endpoint Security Tools", "SentinelOne Agent"
BITDEFENDER_CLIENTS = ("Foxglove Veterinary", "Wren & Partners Law")
"""Clients whose endpoints have that product; all others have SentinelOne's."""

TICKET_TEMPLATE = 3
"""Alerts of one planted condition open tickets by this template."""
DESK_ALERTS: tuple[tuple[str, int, tuple[int, ...]], ...] = (
    ("Copperline Electric", 7, (124, 1)),
    ("Copperline Electric", 8, (124, 2)),
)
"""Alerts that open tickets at a service desk: client, template, and what their id is made of. Of
the first the desk holds the id, of the second it does not."""
FAILED_LOGONS = 4
"""The condition that raised them."""


@dataclass(frozen=True, slots=True)
class PlantedAutomation:
    """A ticket automation; its rule is nowhere to be read, what it did stands in ticket logs."""

    id: int
    name: str
    changes: Mapping[str, tuple[object, object]]
    """Changed field to old and new value; empty where it changes nothing."""
    clients: tuple[str, ...]
    """Whose newest tickets it touched."""
    public_entry: bool = False
    """Whether it left an entry that the requester sees."""
    type: str = "TRIGGER"
    after: int = 0
    """How many entries of people stand in the log before its own."""


NEW, OPEN, RESOLVED, CLOSED = 1000, 2000, 5000, 6000
STATUSES: tuple[tuple[int, str, str, int | None], ...] = (
    (NEW, "NEW", "New", None),
    (OPEN, "OPEN", "Open", None),
    (3000, "WAITING", "Waiting", None),
    (4000, "PAUSED", "Paused", None),
    (RESOLVED, "RESOLVED", "Resolved", None),
    (CLOSED, "CLOSED", "Closed", None),
    (2001, "CUSTOM_2001", "Waiting for parts", OPEN),
    (6001, "CUSTOM_6001", "Closed without answer", CLOSED),
)
"""Id, name, display name and parent."""

AUTOMATIONS: tuple[PlantedAutomation, ...] = (
    PlantedAutomation(
        12,
        "Assign to least open",
        {"assignedAppUserId": (None, 4)},
        ("Harborview Dental", "Tulipan Foods"),
    ),
    PlantedAutomation(
        13, "Important customers first", {"priority": ("NONE", "HIGH")}, ("Silver Birch Realty",)
    ),
    PlantedAutomation(14, "Tell the on-call channel", {}, ("Harborview Dental", "Lakeside Clinic")),
    PlantedAutomation(
        15,
        "Close after silence",
        {"status": ({"statusId": OPEN}, {"statusId": 6001})},
        ("Copperline Electric",),
        type="TIME_BASED",
        after=640,
    ),
    PlantedAutomation(16, "Answer out of hours", {}, ("Verdant Grocers",), public_entry=True),
)


@dataclass(frozen=True, slots=True)
class PlantedPlan:
    """A backup plan over the servers of some clients; only its jobs can be read."""

    name: str
    kind: str
    clients: tuple[str, ...]
    ended_days: int = 0
    """How long ago it ran last."""


BACKUP_PLANS: tuple[PlantedPlan, ...] = (
    PlantedPlan(
        "Servers, image at night", "IMAGE", ("Lakeside Clinic", "Brightwater Credit Union")
    ),
    PlantedPlan("Old file server", "FILE_FOLDER", ("Copperline Electric",), ended_days=120),
)

BOARDS: tuple[tuple[int, str, bool, int], ...] = (
    (1, "Unassigned tickets", True, 7),
    (2, "All tickets", True, 1),
    (1009, "Dental first line", False, 3),
)
"""Id, name, whether the vendor made it, and of how many tickets it shows one."""
MOST_PER_RUN = 4
"""Tickets that a run of a board gives at most, whatever it is asked for."""
TICKETS = 60
