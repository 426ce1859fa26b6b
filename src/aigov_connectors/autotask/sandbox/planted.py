"""What is planted in this tool: categories, programs, hooks, panels, traces of rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aigov_connectors.sandbox.clients import ClientOrg

VENDOR = "autotask"
CONNECTION = "northwind-autotask"
DATABASE = 123456
"""The number of the database: `ci` of the zone information."""
ZONE_NAME = "America East 2"

FIRST_COMPANY = 1200
"""A client's company id is this and its index; the MSP itself is company 0."""
SPELLED: Mapping[str, str] = MappingProxyType(
    {
        "Lakeside Clinic": "Lakeside Medical Group",
        "Tamarack Wealth Partners": "TWP Advisors",
    }
)
"""Clients whose name in this tool leads nobody to the other tools: an alias joins them."""
COMPANY_TYPES: Mapping[int, str] = MappingProxyType(
    {1: "Customer", 2: "Lead", 3: "Prospect", 4: "Dead", 6: "Cancelation", 7: "Vendor"}
)
MARKETS: Mapping[int, str] = MappingProxyType(
    {29683456: "Healthcare", 29683457: "Financial Services", 29683458: "Retail"}
)
INDUSTRIES: Mapping[str, int] = MappingProxyType(
    {"healthcare": 29683456, "finance": 29683457, "retail": 29683458}
)
OTHERS: tuple[tuple[int, str, int, bool, bool], ...] = (
    (29001, "Cirrus Distribution", 7, True, False),
    (29002, "Old Mill Bakery", 1, False, False),
    (29003, "Pinecone Pottery", 3, True, False),
    (29004, "Sample Company Inc", 1, True, True),
)
"""Companies that are no clients: id, name, type, whether active, whether a sample."""

LEVEL_ONE, ALERTS, ONBOARDING, AI_QUEUE = 29682833, 29683378, 29683379, 29683400
QUEUES: Mapping[int, str] = MappingProxyType(
    {
        LEVEL_ONE: "Level I Support",
        ALERTS: "Monitoring Alert",
        ONBOARDING: "Onboarding",
        AI_QUEUE: "AI Triage",
    }
)
"""A queue's name proves nothing."""

PEOPLE: tuple[tuple[int, str, str, str], ...] = (
    (29682901, "mlee", "M", "Lee"),
    (29682902, "jdoe", "J", "Doe"),
    (29682903, "rpatel", "R", "Patel"),
    (29682904, "rbott", "Rob", "Bott"),
)
SYSTEM = 4
"""Who is said to have made a rule's changes: no listed resource."""
PERSON_LICENSE, API_LICENSE = 1, 7
USER_LEVELS: Mapping[int, str] = MappingProxyType(
    {10: "Full Access (system)", 17: "API User (system) (API-only)"}
)


@dataclass(frozen=True, slots=True)
class PlantedProgram:
    """An API user, and the clients whose tickets it completes."""

    id: int
    user_name: str
    first: str
    last: str
    active: bool = True
    touches: tuple[str, ...] = ()


DATTO, DISPATCHER, MESSENGER = 29682914, 29682912, 29682913
PROGRAMS: tuple[PlantedProgram, ...] = (
    PlantedProgram(29682910, "aigov@northwindridge.example", "Discovery", "Reader"),
    PlantedProgram(
        DISPATCHER,
        "svc-ai-dispatch@northwindridge.example",
        "AI",
        "Dispatch",
        touches=("Lakeside Clinic", "Redfern Pediatrics"),
    ),
    PlantedProgram(
        MESSENGER,
        "thread@northwindridge.example",
        "Thread",
        "Messenger",
        touches=("Driftwood Hotels", "Gullwing Auto Group"),
    ),
    PlantedProgram(
        DATTO, "dattormm@northwindridge.example", "Datto", "RMM", touches=("Copperline Electric",)
    ),
    PlantedProgram(29682915, "rewst@northwindridge.example", "Rewst", "Crates", active=False),
    PlantedProgram(29682916, "threadneedle@northwindridge.example", "Threadneedle", "Billing"),
)
OWN = PROGRAMS[0]
API_VENDORS: Mapping[int, str] = MappingProxyType({4: "Datto RMM", 11: "IT Glue"})
DATTO_VENDOR = 4

ALERTS_AT = frozenset({"Copperline Electric", "Gullwing Auto Group"})
"""Clients whose tickets come from alerts; at the first the alert's tool completes them too, at the
other an AI vendor's program does."""
IN_A_NAME_AT = frozenset({"Foxglove Veterinary"})
"""Clients where the dispatcher opens tickets and writes notes in a person's name."""
MOVED_AT = frozenset({"Brightwater Credit Union", "Harborview Dental"})
"""Clients where a rule moves tickets to another queue."""
COMPLETED_AT = frozenset({"Silver Birch Realty"})
"""Clients where a rule completes tickets."""
MAILED_AT = frozenset({"Oakhaven School District"})
"""Clients to whose people a rule writes."""
NOTED_AT = frozenset({"Inkwell Publishing"})
"""Clients where a rule adds notes, and no more."""
RATED_AT = frozenset({"Foxglove Veterinary"})
"""Clients whose tickets have a rating of the mood."""

SELF_APPROVED_AT, APPROVED_AT = "Ironbell Insurance", "Saltmarsh Holdings"
"""Where whoever asked for a change approved it, and where others did."""
MACHINE_APPROVED_AT = "Falconer Precision"
"""Where an AI vendor's program casts the only vote on a change."""


@dataclass(frozen=True, slots=True)
class PlantedCategory:
    """A ticket category and what it presets."""

    id: int
    name: str
    presets: Mapping[str, object]
    active: bool = True
    is_default: bool = False


CATEGORIES: tuple[PlantedCategory, ...] = (
    PlantedCategory(3, "Standard", {}, is_default=True),
    PlantedCategory(7, "Alert intake", {"queueID": ALERTS, "priority": 2}),
    PlantedCategory(8, "Staff onboarding", {"queueID": ONBOARDING, "serviceLevelAgreementID": 2}),
    PlantedCategory(9, "Old intake", {"queueID": LEVEL_ONE, "priority": 1}, active=False),
)

TAGS: tuple[tuple[int, str, bool, bool], ...] = (
    (77, "Microsoft 365", True, False),
    (78, "Printer", True, True),
    (79, "Windows 7", False, False),
)
"""Id, label, whether active, whether excluded from automatic tagging."""

WEBHOOKS: Mapping[str, tuple[tuple[int, str, str, bool, int], ...]] = MappingProxyType(
    {
        "TicketWebhooks": (
            (2, "AI dispatcher", "https://hooks.vendor.example/at", True, 29682912),
            (3, "Thread sync", "https://hooks.getthread.com/at?key=1", True, 29682913),
            (8, "out", "https://console.northwind-ridge.example/web/hook/8", True, 29682914),
            (9, "console, old", "https://console.northwind-ridge.example/hook", False, 29682914),
            (10, "Console", "https://crm.northwindridge.example/s1", True, 29682914),
        ),
        "TicketNoteWebhooks": ((4, "old", "https://engine.rewst.io/hook", False, 29682915),),
        "CompanyWebhooks": ((5, "crm", "https://crm.northwindridge.example/in", True, 29682914),),
        "ContactWebhooks": ((6, "crm", "https://crm.northwindridge.example/in", True, 29682914),),
        "ConfigurationItemWebhooks": (
            (7, "assets", "https://docs.northwindridge.example/in", True, 29682914),
        ),
    }
)
"""Entity to its hooks: id, name, address, whether active, owner."""
INSIGHTS: tuple[tuple[int, str, str], ...] = (
    (1, "AI Copilot", "https://intranet.northwindridge.example/copilot"),
    (2, "Thread Inbox", "https://inbox.getthread.com/panel"),
)
WIDGETS: tuple[tuple[int, str, str], ...] = (
    (3, "Backup status", "https://portal.backup.example/widget"),
)
"""Id, title, address."""

MODULES: Mapping[int, bool] = MappingProxyType({5: True, 20: True, 33: False})
"""Keys of modules, which no document at hand explains."""

ADDED_FIELDS: Mapping[str, str] = MappingProxyType(
    {"Companies": "Alarm code", "Tickets": "AI Priority"}
)
"""Entity to the column that the MSP added to it."""

RESTRICTED = "NotificationHistory"
"""The entity of which the demonstration's credential sees a part only."""


def company_name(client: ClientOrg) -> str:
    """Return a client's name in this tool."""
    return SPELLED.get(client.name, client.name)


def company_id(client: ClientOrg) -> int:
    """Return a client's company id."""
    return 0 if client.kind == "own" else FIRST_COMPANY + client.index


def domain(client: ClientOrg) -> str:
    """Return the domain of a client's people."""
    if client.kind != "client":
        return "northwindridge.example"
    return "".join(one for one in client.name.lower() if one.isalnum()) + ".example"
