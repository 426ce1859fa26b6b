"""What is planted in Hyperautomation and in the alerts: workflows step by step, AI verdicts.

A workflow of no client belongs to the account that holds the clients. Where a step stands in the
graph decides, not what it is called.
"""

from dataclasses import dataclass

DESK = "https://psa.northwind-ridge.example/v4_6_release/apis/3.0/service/tickets"
OTHER_DESK = "https://psa.northwind-lab.example/v4_6_release/apis/3.0/service/tickets"
HALO = "https://halo.northwind-ridge.example/api/tickets"
OTHER_HALO = "https://halo.northwind-lab.example/api/tickets"
RMM = "https://rmm.northwind-ridge.example/v2/device/{{alert.device}}"
OTHER_RMM = "https://eu.ninjarmm.com/v2/device/{{alert.device}}"
MONITORING, LAB_MONITORING, QUIET_TYPE = 8, 9, 6
"""Ticket types of the other service desk: two with a workflow that acts, for some clients, and one
without a workflow."""
CHAINED_CLIENT, ASKED_CLIENT = "Copperline Electric", "Redfern Pediatrics"
SECURITY_BOARD, QUIET_BOARD = 2, 3
"""Boards of the service desk: one whose rules run scripts, one where such a rule is off."""
DISCONNECT = "{{Connection.url}}/web/api/v2.1/agents/actions/disconnect"
MITIGATE = "{{Connection.url}}/web/api/v2.1/threats/mitigate/quarantine"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a workflow; `to` names the steps that follow."""

    id: str
    type: str
    name: str
    to: tuple[str, ...] = ()
    method: str | None = None
    url: str | None = None
    runs_alone: bool | None = None
    """Of a trigger on alerts: `run_automatically`."""
    parent: str | None = None
    board: int | None = None
    """Of a request that opens a ticket: the board that its body names."""
    ticket_type: int | None = None
    """The same, at the other service desk."""


@dataclass(frozen=True, slots=True)
class PlantedWorkflow:
    """One workflow of the account, or of the site of a client."""

    name: str
    steps: tuple[Step, ...]
    client: str | None = None
    state: str = "active"
    lifecycle: str = "active"
    camel_case: bool = False
    """Whether its export spells keys in the other way, with numbers as ids."""
    edges: str = "objects"
    """How the following steps are written: `objects` or `ids`; nobody documents it."""
    is_snippet: bool = False


def _alert(*to: str, alone: bool = True) -> Step:
    return Step("1", "singularity_response_trigger", "Alert created", to, runs_alone=alone)


def _isolate(number: str, *to: str) -> Step:
    return Step(number, "http_request", "Disconnect from network", to, "POST", DISCONNECT)


def _ask(number: str, *to: str) -> Step:
    return Step(number, "wait_for_slack", "Ask the security channel", to)


def _question(number: str, *to: str, name: str = "Is it ransomware") -> Step:
    return Step(number, "condition", name, to)


def _ticket(number: str, *, board: int, at: str = DESK) -> Step:
    return Step(number, "http_request", "Open a ticket", (), "POST", at, board=board)


def _halo_ticket(number: str, ticket_type: int, *, at: str = HALO) -> Step:
    return Step(number, "http_request", "Open a ticket", (), "POST", at, ticket_type=ticket_type)


def _script(number: str, *, at: str = RMM) -> Step:
    return Step(number, "http_request", "Run the remedy", (), "POST", f"{at}/script/run")


WORKFLOWS: tuple[PlantedWorkflow, ...] = (
    PlantedWorkflow(
        "Ransomware, cut off at once",
        (_alert("2"), _question("2", "3"), _isolate("3")),
        client="Driftwood Hotels",
    ),
    PlantedWorkflow(
        "Ransomware, ask first",
        (_alert("2"), _question("2", "3", "4"), _ask("3", "5"), _ask("4", "5"), _isolate("5")),
    ),
    PlantedWorkflow(
        "Server alarm, ask in one of two cases",
        (
            _alert("2"),
            _question("2", "3", "4", name="Is it a server"),
            _ask("3", "4"),
            _isolate("4"),
        ),
        client="Granite Hollow Machining",
        edges="ids",
    ),
    PlantedWorkflow(
        "Offered to the analyst", (_alert("2", alone=False), _isolate("2")), edges="ids"
    ),
    PlantedWorkflow(
        "Lost laptop, by hand",
        (Step("1", "manual_trigger", "Start", ("2",)), _isolate("2")),
        camel_case=True,
    ),
    PlantedWorkflow(
        "Tell the team",
        (
            _alert("2", "3"),
            Step("2", "send_email", "Mail the shift lead"),
            Step(
                "3",
                "http_request",
                "Post to the channel",
                method="POST",
                url="https://hooks.slack.com/services/T000/B000/{secret}",
            ),
        ),
    ),
    PlantedWorkflow(
        "Ten minutes, then off the net",
        (_alert("2"), Step("2", "delay", "Give people time to object", ("3",)), _isolate("3")),
        client="Verdant Grocers",
    ),
    PlantedWorkflow(
        "The model decides",
        (
            _alert("2"),
            Step("2", "llm", "Judge the command line", ("3",)),
            _question("3", "4", name="Does the model say malicious"),
            _isolate("4"),
        ),
        client="Inkwell Publishing",
        camel_case=True,
    ),
    PlantedWorkflow(
        "Cut off at once, retired",
        (_alert("2"), _isolate("2")),
        client="Bluepeak Aerostructures",
        state="inactive",
    ),
    PlantedWorkflow(
        "Cut off at once, archived", (_alert("2"), _isolate("2")), lifecycle="archived"
    ),
    PlantedWorkflow(
        "Calls the shared steps",
        (_alert("2"), Step("2", "snippet", "Shared containment steps")),
        client="Tulipan Foods",
    ),
    PlantedWorkflow(
        "Shared containment steps",
        (Step("1", "snippet_trigger", "Called", ("2",)), _ask("2", "3"), _isolate("3")),
        is_snippet=True,
    ),
    PlantedWorkflow(
        "Leads to a step that is gone",
        (_alert("2"), _question("2", "99", name="Known sender")),
        client="Atelier Beaulieu",
    ),
    PlantedWorkflow(
        "Look up the hash",
        (
            _alert("2"),
            Step(
                "2",
                "http_request",
                "Ask the reputation service",
                ("3",),
                "GET",
                "https://www.virustotal.com/api/v3/files/{{alert.sha1}}?key={secret}",
            ),
            Step("3", "variable", "Keep the score"),
        ),
    ),
    PlantedWorkflow(
        "Tidy stale tickets",
        (
            Step("1", "scheduled_trigger", "Every night", ("2",)),
            Step("2", "loop", "Each ticket", ()),
            Step(
                "3",
                "http_request",
                "Set the status",
                method="PATCH",
                url="https://psa.northwind-ridge.example/v4_6_release/apis/3.0/tickets/7?k={secret}",
                parent="2",
            ),
        ),
        client="Hearthstone Senior Living",
    ),
    PlantedWorkflow(
        "Quarantine with an approval page",
        (
            _alert("2"),
            Step("2", "create_interaction", "Make the approval page", ("3",)),
            Step("3", "wait_for_interaction", "Wait for the answer", ("4",)),
            Step("4", "http_request", "Quarantine the file", (), "POST", MITIGATE),
        ),
        camel_case=True,
    ),
    PlantedWorkflow(
        "Alert becomes a ticket",
        (_alert("2"), _ticket("2", board=SECURITY_BOARD)),
        client=CHAINED_CLIENT,
    ),
    PlantedWorkflow(
        "Ask, then open a ticket",
        (_alert("2"), _ask("2", "3"), _ticket("3", board=SECURITY_BOARD)),
        client=ASKED_CLIENT,
    ),
    PlantedWorkflow(
        "Ticket on the quiet board",
        (_alert("2"), _ticket("2", board=QUIET_BOARD)),
        client=CHAINED_CLIENT,
    ),
    PlantedWorkflow(
        "Ticket in the laboratory",
        (_alert("2"), _ticket("2", board=SECURITY_BOARD, at=OTHER_DESK)),
        client=CHAINED_CLIENT,
    ),
    PlantedWorkflow(
        "Alert becomes a Halo ticket",
        (_alert("2"), _halo_ticket("2", MONITORING)),
        client=CHAINED_CLIENT,
    ),
    PlantedWorkflow(
        "Note in Halo", (_alert("2"), _halo_ticket("2", QUIET_TYPE)), client=CHAINED_CLIENT
    ),
    PlantedWorkflow(
        "Ticket in the Halo laboratory",
        (_alert("2"), _halo_ticket("2", MONITORING, at=OTHER_HALO)),
        client=CHAINED_CLIENT,
    ),
    PlantedWorkflow(
        "Monitoring ticket for another client",
        (_alert("2"), _halo_ticket("2", LAB_MONITORING)),
        client=ASKED_CLIENT,
    ),
    PlantedWorkflow("Alert runs the remedy", (_alert("2"), _script("2")), client=CHAINED_CLIENT),
    PlantedWorkflow(
        "Alert runs a script elsewhere",
        (_alert("2"), _script("2", at=OTHER_RMM)),
        client=CHAINED_CLIENT,
    ),
    PlantedWorkflow(
        "Alert runs the remedy, retired",
        (_alert("2"), _script("2")),
        client=CHAINED_CLIENT,
        state="inactive",
    ),
    PlantedWorkflow(
        "Ask the RMM about the device",
        (_alert("2"), Step("2", "http_request", "Ask", (), "GET", RMM)),
        client=CHAINED_CLIENT,
    ),
)
DRAFTS = (
    PlantedWorkflow(
        "Somebody's draft", (_alert("2"), _isolate("2")), client="Saltmarsh Holdings", state="draft"
    ),
)
"""Shown to their author alone, and no token of the demonstration is one."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Alerts of a client that Purple AI investigated, by its verdict and the analyst's."""

    client: str
    auto: bool
    ai: str
    analyst: str
    count: int


INVESTIGATED: tuple[Verdicts, ...] = (
    Verdicts("Brightwater Credit Union", True, "FALSE_POSITIVE", "FALSE_POSITIVE_BENIGN", 5),
    Verdicts("Brightwater Credit Union", True, "FALSE_POSITIVE", "TRUE_POSITIVE_MALWARE", 2),
    Verdicts("Brightwater Credit Union", True, "TRUE_POSITIVE", "UNDEFINED", 3),
    Verdicts("Cobalt Ridge Imaging", True, "TRUE_POSITIVE", "TRUE_POSITIVE_RANSOMWARE", 4),
    Verdicts("Cobalt Ridge Imaging", True, "UNKNOWN", "FALSE_POSITIVE_UNDEFINED", 1),
    Verdicts("Harborview Dental", False, "TRUE_POSITIVE", "TRUE_POSITIVE_PHISHING_ATTACK", 2),
)
"""The last was asked for by a person, which proves nothing about what runs by itself."""
AUTO_INVESTIGATED = ("Brightwater Credit Union", "Cobalt Ridge Imaging")
"""Clients with an alert that was investigated without being asked."""
