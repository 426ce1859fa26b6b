"""What a careful reader must find in this tool: written by hand, from the documents.

Rules and timers of this tool ask nobody, so an active one that changes something acts by itself; a
delay tells nobody that could stop it. In a workflow only an approval is a person in between, and an
approval that opens by itself is none. What a number means that no document explains stays unknown.
AI settings hold for the whole tenant; only a ticket type can be kept to some clients.
"""

from collections.abc import Iterator
from typing import Literal

from aigov_connectors.halopsa.sandbox.expected_desk import DESK, NOT_WIDE, REACH_UNKNOWN
from aigov_connectors.halopsa.sandbox.expected_scripts import SCRIPTS
from aigov_connectors.halopsa.sandbox.expected_ungated import BESIDES, UNGATED
from aigov_connectors.halopsa.sandbox.planted import (
    AI_FIELD,
    CONNECTION,
    HIDDEN_TEAM,
    SPELLED,
    TEAMS,
    UNKNOWN_SWITCH,
    VENDOR,
    client_id,
)
from aigov_connectors.halopsa.sandbox.planted_changes import expected as expected_changes
from aigov_connectors.sandbox.planted import (
    ALL_OF_CONNECTION,
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    ExpectedGap,
    LookAlike,
    Named,
    Planted,
    Sheet,
    UnknownSwitch,
)
from aigov_connectors.sandbox.world import World

_finding = Sheet(VENDOR, CONNECTION).finding
_Verdict = Literal["fail", "undetermined"]
_Severity = Literal["high", "medium", "low"]

_UNLOGGED: tuple[str, ...] = (
    "workflow_automations",
    "status_timers",
    "auto_close",
    "ticket_type_automations",
    "ticket_type_presets",
    "load_balancing",
    "ai_category",
    "thank_you_detection",
    "mcp_server",
    "virtual_agents",
    "ai_actions",
)
"""What acts, or may, and books nothing under a name of its own."""

_NAMELESS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ai_suggestions", ALL_OF_CONNECTION),
    ("ai_insights", ALL_OF_CONNECTION),
    ("ai_actions", ALL_OF_CONNECTION),
    ("integration_runbooks", UNKNOWN_CLIENTS),
)
"""Before which any agent stands; and whom that concerns."""


def answer_sheet(world: World) -> Planted:
    """Return what must be found."""
    return Planted(
        findings=(
            *_ungated(),
            *_scripts(),
            *_wide(world),
            *_by_feature(),
            *_of_connection(),
        ),
        changes=expected_changes(),
        gaps=(
            ExpectedGap(
                vendor=VENDOR,
                connection=CONNECTION,
                reason="inconclusive",
                about=f"tickets of the team {TEAMS[HIDDEN_TEAM]}, in which the API agent is not",
                path="/Team",
            ),
            ExpectedGap(
                vendor=VENDOR,
                connection=CONNECTION,
                reason="inconclusive",
                about=f"what fills {AI_FIELD}, which the MSP added to its tickets",
                path="/Tickets/{id}",
            ),
            ExpectedGap(
                vendor=VENDOR,
                connection=CONNECTION,
                reason="inconclusive",
                about="what programs do by the MCP server, which is on while its log is off",
                path="/Control",
            ),
        ),
        look_alikes=_LOOK_ALIKES,
        unknown_switches=(UnknownSwitch(VENDOR, "system settings", UNKNOWN_SWITCH, True),),
        aliases=tuple(
            (client.name, VENDOR, str(client_id(client)))
            for client in world.clients
            if client.name in SPELLED
        ),
    )


def _ungated() -> Iterator[ExpectedFinding]:
    for one in (*UNGATED, *DESK, *BESIDES):
        yield _finding(
            one.rule,
            one.verdict,
            one.severity,
            one.because,
            feature=one.feature,
            source=one.source,
            clients=one.clients,
        )


def _scripts() -> Iterator[ExpectedFinding]:
    for one in SCRIPTS:
        yield _finding(
            "unattended-script",
            one.verdict,
            one.severity,
            one.because,
            feature=one.feature,
            source=one.source,
            clients=one.clients,
        )


def _wide(world: World) -> Iterator[ExpectedFinding]:
    regulated = tuple(sorted(client.name for client in world.clients if client.regulations))
    for one in (*UNGATED, *DESK, *SCRIPTS):
        if one.source.name in NOT_WIDE:
            continue
        unknown = one.source.name in REACH_UNKNOWN
        yield _finding(
            "tenant-wide-setting",
            "undetermined" if unknown else one.verdict,
            "low",
            "one setting acts, or may act, at clients under several regulations",
            feature=one.feature,
            source=one.source,
            clients=UNKNOWN_CLIENTS if unknown else regulated,
        )


def _by_feature() -> Iterator[ExpectedFinding]:
    for feature in _UNLOGGED:
        yield _finding(
            "no-decision-log",
            "undetermined",
            "low",
            "what it does is booked under no name of its own",
            feature=feature,
        )
    yield _finding(
        "no-decision-log",
        "undetermined",
        "low",
        "what it does is booked under no name of its own",
        feature="email_rules",
        clients=UNKNOWN_CLIENTS,
    )
    for feature, clients in _NAMELESS:
        yield _finding(
            "gate-without-named-approver",
            "undetermined",
            "low",
            "an agent says yes, or starts it; which is not shown",
            feature=feature,
            clients=clients,
        )


def _of_connection() -> Iterator[ExpectedFinding]:
    yield _finding(
        "no-rollback",
        "fail",
        "low",
        "what rules, timers and replies did is corrected by hand",
        feature=None,
    )
    yield _finding(
        "unknown-ai-switch",
        "undetermined",
        "medium",
        "a switch that no document explains, and it is on",
        feature=None,
        source=Named("setting", UNKNOWN_SWITCH),
        clients=UNKNOWN_CLIENTS,
    )
    yield _finding(
        "not-exposed-not-attested",
        "undetermined",
        "medium",
        "no field of the API tells of them, and nobody attested it",
        feature="ai_agents",
    )
    yield _finding(
        "vendor-answer-missing",
        "fail",
        "low",
        "nothing was found on tests of bias, separation of clients, model updates and incidents",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )
    yield _finding(
        "client-data-may-train",
        "undetermined",
        "medium",
        "nothing was found on whether clients' data train models",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )
    yield _finding(
        "own-credential-can-write",
        "undetermined",
        "low",
        "the scope admin reaches settings; whether the agent's role may change them is not told",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )


_LOOK_ALIKES = (
    LookAlike(
        VENDOR, "a rule behind one that stops, looking for the same", ("Link down to the field",)
    ),
    LookAlike(VENDOR, "a rule that is switched off", ("Old night desk",)),
    LookAlike(
        VENDOR,
        "a rule of a workflow's step, which the list of rules holds too",
        ("To the field", "Old close"),
    ),
    LookAlike(VENDOR, "a rule that only shows a message", ("Greeting for callers",)),
    LookAlike(
        VENDOR, "a runbook behind an approval that holds", ("Finance access", "Grant access")
    ),
    LookAlike(
        VENDOR,
        "a runbook that a rule leads to, by a template under whose approval its tickets begin",
        ("Grant privileges", "Hand out privileges"),
    ),
    LookAlike(VENDOR, "an approval that is asked for by mail", ("Sign-off by mail",)),
    LookAlike(VENDOR, "an approval by a named role", ("Finance approval", "Manager approval")),
    LookAlike(VENDOR, "a workflow that is switched off", ("Old escalation",)),
    LookAlike(VENDOR, "a workflow that people walk through", ("Plain sales",)),
    LookAlike(VENDOR, "an action whose name tells of AI and has none", ("AI note",)),
    LookAlike(VENDOR, "an action whose text is shown before it is used", ("Improve note",)),
    LookAlike(VENDOR, "a suggestion that waits for an agent", ("Template for similar tickets",)),
    LookAlike(
        VENDOR,
        "a suggestion that waits for an agent, and the runbook behind its action",
        ("Insights of similar tickets", "Facts of a device"),
    ),
    LookAlike(
        VENDOR,
        "a virtual agent that only what is off names",
        ("Built-in assistant",),
    ),
    LookAlike(VENDOR, "a runbook with AI that is switched off", ("Sentiment",)),
    LookAlike(VENDOR, "a runbook on a schedule that is switched off", ("Run the remedy, retired",)),
    LookAlike(VENDOR, "a runbook that agents start", ("Collect diagnostics",)),
    LookAlike(
        VENDOR,
        "a runbook that calls something named after AI",
        ("Nightly sync",),
        features=(f"{VENDOR}.ai_runbooks",),
    ),
    LookAlike(
        VENDOR,
        "a status that is called closed and is not",
        ("Closed pending review",),
    ),
    LookAlike(VENDOR, "an AI vendor's application that may only read", ("Junto Insights",)),
    LookAlike(VENDOR, "an AI vendor's application that is inactive", ("Rewst",)),
    LookAlike(
        VENDOR,
        "an application whose name begins like that of an AI vendor",
        ("Threadneedle Billing",),
        features=(f"{VENDOR}.third_party_ai",),
    ),
    LookAlike(
        VENDOR,
        "a webhook to an address of no AI vendor",
        ("webhook to the RMM to rmm.northwindridge.example",),
    ),
    LookAlike(VENDOR, "a mail rule that only opens tickets", ("Plain intake",)),
    LookAlike(VENDOR, "an event rule that only opens tickets", ("RMM alert opens a ticket",)),
)
