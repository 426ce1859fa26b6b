"""What is planted in this tool: boards, workflow rules, mail parsing, integrations and roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aigov_connectors.sandbox.clients import CATCH_ALL_NAME, ClientOrg

VENDOR = "connectwise.psa"
CONNECTION = "northwind-psa"
COMPANY_ID = "northwindridge"
HOST = "psa.northwind-ridge.example"
"""The name under which the MSP's other tools call this one."""

FIRST_COMPANY = 250
"""A client's company id is this and its index."""
SPELLED: Mapping[str, str] = MappingProxyType(
    {
        "Lakeside Clinic": "Lakeside Family Clinic",
        "Quillfeather & Stone CPAs": "Quillfeather Stone Accountants",
    }
)
"""Clients whose name in this tool leads nobody to the other tools: an alias joins them."""
MARKETS: Mapping[str, str] = MappingProxyType(
    {"healthcare": "Healthcare", "finance": "Financial Services", "retail": "Retail"}
)
OTHERS: tuple[tuple[int, str, str, str, bool], ...] = (
    (20, "Cirrus Distribution", "Active", "Vendor", True),
    (21, "Old Mill Bakery", "Not Active", "Client", False),
    (22, "Pinecone Pottery", "Prospect", "Prospect", False),
)
"""Companies that are no clients: id, name, status, type, whether it is a vendor."""

SERVICE_DESK, ALERTS, ONBOARDING, OLD_DESK, PROJECTS = 1, 2, 3, 4, 5
BOARDS: Mapping[int, str] = MappingProxyType(
    {
        SERVICE_DESK: "Service Desk",
        ALERTS: "Alerts",
        ONBOARDING: "Onboarding",
        OLD_DESK: "Old Desk",
        PROJECTS: "Projects",
    }
)
STATUSES: tuple[tuple[int, str, bool], ...] = (
    (1, "New", False),
    (2, "Assigned", False),
    (3, "Waiting", False),
    (4, ">Closed", True),
    (5, "Closed pending review", False),
    (6, "Solved", False),
)
"""Number within its board, name, whether it is a closing status: the name proves nothing."""

TURNS_AT = (ALERTS, 2)
"""Board and number of the status that is marked for the round robin."""

MEMBERS: tuple[tuple[int, str, str], ...] = (
    (141, "mlee", "F"),
    (142, "jdoe", "F"),
    (143, "rpatel", "F"),
    (144, "kwong", "F"),
    (145, "contractor1", "X"),
)
"""Id, identifier, licence class."""
RULE_IDENTITY = "Workflow"
"""Who is said to have made a rule's changes: no member."""

AI_ROLE, SYNC_ROLE, READ_ROLE, RECORDS_ROLE, ADMIN_ROLE, OWN_ROLE = 84, 85, 86, 87, 63, 90
VENDOR_ROLE = 88
"""Nothing but its name tells whose product its holder is."""
ROLES: Mapping[int, str] = MappingProxyType(
    {
        AI_ROLE: "zofiQ Sec Role",
        SYNC_ROLE: "Integration write",
        READ_ROLE: "Reporting",
        RECORDS_ROLE: "Companies and contacts",
        VENDOR_ROLE: "Synthreo Sec Role",
        ADMIN_ROLE: "Admin",
        OWN_ROLE: "Discovery (inquire)",
    }
)
_TICKETS = ("Service Tickets", "Close Service Tickets", "Resource Scheduling", "Merge Tickets")
WRITES: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys((AI_ROLE, SYNC_ROLE, ADMIN_ROLE), _TICKETS),
        **dict.fromkeys((RECORDS_ROLE, VENDOR_ROLE), ("Company Maintenance", "Contacts")),
    }
)
"""Role to what it may add and edit."""


@dataclass(frozen=True, slots=True)
class PlantedIntegration:
    """An API member, and the clients whose tickets it changes."""

    id: int
    identifier: str
    name: str
    role: int
    inactive: bool = False
    touches: tuple[str, ...] = ()
    opens: tuple[tuple[str, int], ...] = ()
    """Clients for whom it opens tickets, each with the board."""


INTEGRATIONS: tuple[PlantedIntegration, ...] = (
    PlantedIntegration(
        310, "zofiqapi", "zofiQ API", AI_ROLE, touches=("Lakeside Clinic", "Redfern Pediatrics")
    ),
    PlantedIntegration(
        312,
        "threadbot",
        "Thread Messenger",
        SYNC_ROLE,
        touches=("Driftwood Hotels",),
        opens=(("Driftwood Hotels", ONBOARDING),),
    ),
    PlantedIntegration(313, "juntoread", "Junto Insights", READ_ROLE),
    PlantedIntegration(
        314,
        "backupsync",
        "Backup Sync",
        SYNC_ROLE,
        touches=("Copperline Electric",),
        opens=(("Copperline Electric", ALERTS),),
    ),
    PlantedIntegration(315, "rewstprod", "Rewst", SYNC_ROLE, inactive=True),
    PlantedIntegration(316, "threadneedle", "Threadneedle Billing", SYNC_ROLE),
    PlantedIntegration(318, "mizoapi", "Mizo", RECORDS_ROLE),
    PlantedIntegration(319, "apiuser7", "Integration 7", VENDOR_ROLE),
    PlantedIntegration(317, "aigov", "Discovery", OWN_ROLE),
)

PODS: tuple[tuple[int, str, str, bool], ...] = (
    (7, "zofiQ Assistant", "https://app.zofiq.ai/cw/pod", False),
    (8, "Thread Inbox", "https://inbox.getthread.com/pod", True),
    (9, "ConnectWise University", "https://university.connectwise.com/university/", False),
    (10, "AI Copilot", "https://intranet.northwindridge.example/embed", False),
)
"""Id, description, address, whether it is disabled."""
CALLBACKS: tuple[tuple[int, str, str, str, bool], ...] = (
    (1, "tickets out", "ticket", "https://hooks.getthread.com/cw?id=1", False),
    (2, "ticket sync", "ticket", "https://rmm.northwindridge.example/cw", False),
    (3, "old hook", "ticket", "https://old.zofiq.ai/cw", True),
    (4, "assistant", "company", "hooks.neoagent.io/psa", False),
)
"""Id, description, of what, address, whether it is inactive."""

SENTIMENT_AT = frozenset({"Lakeside Clinic", "Oakhaven School District"})
"""Clients whose tickets have notes with a score."""

EXPERIMENT = "ai-ticket-triage"
EXPERIMENT_BY_WORDS = "TicketSentiment"
"""An early-access switch that is spelled as developers spell."""
AI_SETTING = "Enable AI reply suggestions"


@dataclass(frozen=True, slots=True)
class PlantedAction:
    """What a rule does: its kind by the tool's own name, and the fields that say what to."""

    kind: str
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlantedWorkflow:
    """A workflow rule with one event."""

    id: int
    name: str
    event: str
    condition: str
    actions: tuple[PlantedAction, ...]
    board: int | None = SERVICE_DESK
    active: bool = True
    table: str = "Ticket"
    execution: str = "Once"


KINDS: Mapping[str, tuple[int, str, bool]] = MappingProxyType(
    {
        "Send Email": (1, "SendEmail", True),
        "Create Activity": (2, "CreateActivity", False),
        "Assign Resource": (3, "AssignResource", False),
        "Change Ticket": (4, "ChangeTicket", False),
        "Run Automate Script": (22, "AutomateScript", True),
        "Invoke AI Agent": (98, "InvokeAgent", True),
        "Recalculate Entitlement": (99, "RecalcEntitlement", False),
    }
)
"""Name of a kind of action to its id, its identifier, and whether it acts outside this tool."""


def status_id(board: int, number: int) -> int:
    """Return the id of a board's status."""
    return board * 10 + number


def _status(board: int, number: int) -> Mapping[str, object]:
    name = next(name for one, name, _ in STATUSES if one == number)
    return {"id": status_id(board, number), "name": name}


_CONTACT = {"id": 1, "identifier": "Contact", "name": "Contact"}
_RESOURCE = {"id": 2, "identifier": "AssignedResources", "name": "Assigned Resources"}
_CONTAIN = PlantedAction("Run Automate Script", {"automateScript": {"id": 915, "name": "Contain"}})

WORKFLOWS: tuple[PlantedWorkflow, ...] = (
    PlantedWorkflow(
        31,
        "Disk alert auto-fix",
        "Summary tells of disk space",
        '(Summary contains "disk space") AND (Status = "New")',
        (
            PlantedAction(
                "Run Automate Script",
                {
                    "automateScript": {"id": 903, "name": "Cleanup temp files"},
                    "scriptSuccessStatus": _status(ALERTS, 4),
                    "scriptFailStatus": _status(ALERTS, 2),
                },
            ),
        ),
        board=ALERTS,
    ),
    PlantedWorkflow(
        32,
        "Stale tickets",
        "Waiting for five days",
        '(Status = "Waiting") AND (Days in Status > 5)',
        (PlantedAction("Change Ticket", {"boardStatus": _status(SERVICE_DESK, 4)}),),
        execution="Continuously",
    ),
    PlantedWorkflow(
        33,
        "Bank first",
        "Ticket of the credit union",
        '(Company = "Brightwater Credit Union") AND (Status = "New")',
        (PlantedAction("Change Ticket", {"servicePriority": {"id": 6, "name": "High"}}),),
    ),
    PlantedWorkflow(
        34,
        "Welcome",
        "New ticket is acknowledged",
        'Status = "New"',
        (
            PlantedAction("Send Email", {"notifyWho": _CONTACT, "subject": "We are on it"}),
            PlantedAction("Send Email", {"notifyWho": _RESOURCE, "subject": "New ticket"}),
        ),
    ),
    PlantedWorkflow(
        35,
        "Tell the team",
        "Response is late",
        'SLA Status = "Respond By passed"',
        (PlantedAction("Send Email", {"notifyWho": _RESOURCE, "subject": "Late"}),),
    ),
    PlantedWorkflow(
        36,
        "Old auto-close",
        "Waiting for a day",
        'Status = "Waiting"',
        (PlantedAction("Change Ticket", {"boardStatus": _status(SERVICE_DESK, 4)}),),
        active=False,
    ),
    PlantedWorkflow(
        37,
        "Outages",
        "Summary tells of an outage",
        'Summary contains "outage"',
        (PlantedAction("Change Ticket", {"board": {"id": ALERTS, "name": "Alerts"}}),),
        execution="MultipleTimes",
    ),
    PlantedWorkflow(
        38,
        "Renewals",
        "Agreement ends soon",
        "Agreement End Date < 30",
        (PlantedAction("Create Activity", {"subject": "Renew"}),),
        board=None,
        table="Agreement",
    ),
    PlantedWorkflow(
        39,
        "Quiet tickets",
        "No reply for a week",
        "Days since update > 7",
        (PlantedAction("Change Ticket", {"boardStatus": _status(SERVICE_DESK, 5)}),),
    ),
    PlantedWorkflow(
        40,
        "Dental triage",
        "Ticket of a dental client",
        '(Company = "Harborview Dental") OR (Company contains "Lab")',
        (PlantedAction("Assign Resource", {"updateOwnerFlag": True}),),
    ),
    PlantedWorkflow(
        41,
        "Entitlements",
        "Agreement of the ticket changed",
        "Agreement changed",
        (PlantedAction("Recalculate Entitlement"),),
    ),
    PlantedWorkflow(
        42,
        "Contain",
        "Every ticket on the board",
        "",
        (_CONTAIN,),
        board=ALERTS,
    ),
    PlantedWorkflow(
        43,
        "Contain, retired",
        "Every ticket here",
        "",
        (_CONTAIN,),
        board=ONBOARDING,
        active=False,
    ),
    PlantedWorkflow(
        44,
        "Close what is solved",
        "Solved for three days",
        '(Status = "Solved") AND (Days in Status > 3)',
        (PlantedAction("Change Ticket", {"boardStatus": _status(SERVICE_DESK, 4)}),),
    ),
    PlantedWorkflow(
        45,
        "Mark tier",
        "Every new ticket",
        'Status = "New"',
        (PlantedAction("Change Ticket"),),
    ),
    PlantedWorkflow(
        46,
        "Marina first",
        "Ticket of the marina",
        '(Site = "Marina") AND (Status = "New")',
        (PlantedAction("Change Ticket", {"servicePriority": {"id": 6, "name": "High"}}),),
    ),
    PlantedWorkflow(
        47,
        "Agent desk",
        "Ticket for the agent",
        '(Company = "Copperline Electric") AND (Status = "Assigned")',
        (PlantedAction("Invoke AI Agent", {"board": {"id": ALERTS, "name": "Alerts"}}),),
        board=PROJECTS,
    ),
)

TEMPLATES: tuple[tuple[int, str, bool], ...] = (
    (501, "New starter", True),
    (502, "Leaver", False),
)
"""Service templates of the board Onboarding: id, name, whether they apply themselves."""


def company_name(client: ClientOrg) -> str:
    """Return a client's name in this tool."""
    return SPELLED.get(client.name, client.name)


def company_id(client: ClientOrg) -> int:
    """Return a client's company id."""
    return FIRST_COMPANY + client.index


def identifier(name: str) -> str:
    """Return the company identifier that people type: `LakesideFamilyClinic`."""
    return "".join(one for one in name.title() if one.isalnum())[:25]


def is_catch_all(client: ClientOrg) -> bool:
    """Whether unassigned mail ends there."""
    return client.name == CATCH_ALL_NAME
