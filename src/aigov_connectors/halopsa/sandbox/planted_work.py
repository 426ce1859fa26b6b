"""What is planted in this tool: rules, workflows, approvals, actions, runbooks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aigov_connectors.halopsa.sandbox import planted

Fields = Mapping[str, object]
ROTATES = 63
"""The action that runs a runbook, which a rule takes."""
ANSWERS, RESTARTS, TRANSLATES = 64, 65, 66
"""Actions that suggestions run: two apply themselves, the last waits for an agent."""


@dataclass(frozen=True, slots=True)
class PlantedRule:
    """A ticket rule: what it looks for (field, value), and what it sets."""

    id: int
    name: str
    precedence: int
    looks_for: tuple[tuple[str, object], ...]
    sets: Fields
    stops: bool = False
    active: bool = True


RULES: tuple[PlantedRule, ...] = (
    PlantedRule(
        14,
        "Network alerts to NOC",
        3,
        (("summary", "link down"),),
        {"new_team": "NOC", "new_priority_id": 2},
        stops=True,
    ),
    PlantedRule(
        15, "Link down to the field", 5, (("summary", "link down"),), {"new_team": "Field"}
    ),
    PlantedRule(16, "Bank first", 6, (("client_id", 107),), {"new_priority_id": 1}),
    PlantedRule(
        17, "Old night desk", 7, (("summary", "night"),), {"new_team": "NOC"}, active=False
    ),
    PlantedRule(
        18,
        "Disk alert clean-up",
        8,
        (("summary", "disk space"),),
        {"script_id": 7, "script_name": "Clean temp files"},
    ),
    PlantedRule(
        19,
        "Answer how-to questions",
        9,
        (("summary", "how do I"),),
        {"outcome_id": 55, "outcome_name": "AI reply"},
    ),
    PlantedRule(
        20,
        "Tell the manager",
        10,
        (("summary", "complaint"),),
        {"outcome_id": 60, "outcome_name": "Notify manager"},
    ),
    PlantedRule(21, "Close spam", 11, (("summary", "unsubscribe"),), {"new_status_id": 9}),
    PlantedRule(
        22, "Greeting for callers", 12, (("summary", "call"),), {"popupmsg": "Ask for the site"}
    ),
    PlantedRule(
        23, "Park it, whatever it is called", 13, (("summary", "later"),), {"new_status_id": 7}
    ),
    PlantedRule(
        24,
        "Impact of outages",
        14,
        (("summary", "outage"),),
        {"outcomes": [{"id": 900, "rule_id": 24, "fieldname": "impact", "value_int": 2}]},
    ),
    PlantedRule(26, "Contract first", 16, (("contract_id", 3),), {"new_priority_id": 2}),
    PlantedRule(
        27,
        "First aid on monitoring tickets",
        17,
        (("tickettype_id", planted.MONITORING),),
        {"script_id": 9, "script_name": "First aid"},
    ),
    PlantedRule(
        29,
        "Privileged access requests",
        19,
        (("summary", "admin rights"),),
        {"new_template_id": 2, "new_template_name": "Privileged access"},
    ),
    PlantedRule(28, "Sort whatever comes", 18, (), {"new_team": "NOC"}),
    PlantedRule(
        25,
        "Leaked credentials",
        15,
        (("summary", "leaked password"),),
        {"outcome_id": ROTATES, "outcome_name": "Rotate password"},
    ),
)


@dataclass(frozen=True, slots=True)
class PlantedEdge:
    """A way from one step of a workflow to another."""

    start: int
    end: int
    sets: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlantedWorkflow:
    """A workflow: its steps (the first is the start) and edges."""

    id: int
    name: str
    steps: tuple[str, ...]
    edges: tuple[PlantedEdge, ...]
    active: bool = True
    agent: str = ""
    """The virtual agent that its first step names."""
    rules: Mapping[int, Fields] = field(default_factory=dict)
    """Step to its rule."""


_TRIAGE = "0d1f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c11"
_DEPLOY = "1a2f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c12"
_GRANT = "2b3f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c13"
RESET = "3c4f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c14"
_SYNC = "4d5f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c15"
_SENTIMENT = "5e6f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c16"
DIAGNOSE = "6f7f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c17"
_LEADS = "708f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c18"
_ONBOARD = "819f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c19"
_ROTATE = "b2cf5c0a-6d1a-4a07-9a6e-3a0b8f0d2c22"
_LEND = "d4ef5c0a-6d1a-4a07-9a6e-3a0b8f0d2c24"
_EXTEND = "c3df5c0a-6d1a-4a07-9a6e-3a0b8f0d2c23"
_REMEDY = "e5ff5c0a-6d1a-4a07-9a6e-3a0b8f0d2c25"
_LAB_REMEDY = "f60f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c26"
_PRIVILEGES = "3a405c0a-6d1a-4a07-9a6e-3a0b8f0d2c30"
_OLD_REMEDY = "071f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c27"
_SPOOLER = "182f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c28"
_FACTS = "293f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c29"
UNUSED_AGENT = "9b2e4d30"
"""The virtual agent that only a chat and a workflow name which are off."""

_APPROVED: Fields = {
    "action_type": 1,
    "action_id": 70,
    "action_name": "Approve",
    "approval_result": 1,
}


def _by_hand(name: str) -> Fields:
    return {"action_type": 0, "action_id": 71, "action_name": name}


def _runs(runbook: str, name: str) -> Fields:
    return {
        "automation_type": 2,
        "automation_runbook_id": runbook,
        "automation_runbook_name": name,
        "automation_execution_type": 0,
    }


WORKFLOWS: tuple[PlantedWorkflow, ...] = (
    PlantedWorkflow(
        1,
        "Incident lifecycle",
        ("New", "Waiting for user", "Done"),
        (
            PlantedEdge(1, 2, _by_hand("Ask the user")),
            PlantedEdge(
                2,
                3,
                {
                    "time_limit_mins": 4320.0,
                    "time_limit_action_id": 61,
                    "time_limit_action_name": "Close",
                },
            ),
        ),
    ),
    PlantedWorkflow(
        2,
        "Change control",
        ("Requested", "Approved", "Deployed"),
        (PlantedEdge(1, 2, _APPROVED), PlantedEdge(2, 3, _runs(_DEPLOY, "Deploy change"))),
    ),
    PlantedWorkflow(
        3,
        "Finance access",
        ("Requested", "Approved", "Granted"),
        (PlantedEdge(1, 2, _APPROVED), PlantedEdge(2, 3, _runs(_GRANT, "Grant access"))),
    ),
    PlantedWorkflow(
        4,
        "New starter",
        ("Requested", "Approved", "Urgent", "Created"),
        (
            PlantedEdge(1, 2, _APPROVED),
            PlantedEdge(1, 3, _by_hand("Mark urgent")),
            PlantedEdge(3, 2, _by_hand("Go on")),
            PlantedEdge(2, 4, _runs(_ONBOARD, "Create accounts")),
        ),
    ),
    PlantedWorkflow(
        5,
        "Old escalation",
        ("New", "Escalated"),
        (PlantedEdge(1, 2, _runs(_SYNC, "Nightly sync")),),
        active=False,
        agent=UNUSED_AGENT,
    ),
    PlantedWorkflow(6, "Plain sales", ("Lead", "Won"), (PlantedEdge(1, 2, _by_hand("Win")),)),
    PlantedWorkflow(
        7,
        "Access review",
        ("Requested", "Reviewed", "Extended"),
        (
            PlantedEdge(1, 2, {**_APPROVED, "time_limit_mins": 2880.0}),
            PlantedEdge(2, 3, _runs(_EXTEND, "Extend access")),
        ),
    ),
    PlantedWorkflow(
        8,
        "Warranty case",
        ("Received", "Sent in"),
        (PlantedEdge(1, 2, _by_hand("Send in")),),
        rules={
            1: {"id": 801, "name": "To the field", "active": True, "new_team": "Field"},
            2: {"id": 802, "name": "Old close", "active": False, "new_status_id": 9},
        },
    ),
    PlantedWorkflow(
        9,
        "Access on request",
        ("Requested", "Approved", "Lent"),
        (PlantedEdge(1, 2, _APPROVED), PlantedEdge(2, 3, _runs(_LEND, "Lend access"))),
    ),
    PlantedWorkflow(
        10,
        "Alert intake",
        ("New", "Mended"),
        (PlantedEdge(1, 2, _runs(_REMEDY, "Run the remedy")),),
    ),
    PlantedWorkflow(
        11,
        "Lab intake",
        ("New", "Mended"),
        (PlantedEdge(1, 2, _runs(_LAB_REMEDY, "Run the lab remedy")),),
    ),
    PlantedWorkflow(
        12,
        "Grant privileges",
        ("Requested", "Approved", "Granted"),
        (
            PlantedEdge(1, 2, _APPROVED),
            PlantedEdge(2, 3, _runs(_PRIVILEGES, "Hand out privileges")),
        ),
    ),
)
"""In Incident lifecycle time closes a ticket; Change control and Finance access ask first, but the
former's approval opens by itself; New starter has a way past its approval; in Access review time
may pass the approval by; in Warranty case a rule of a step acts; in Access on request the
approval is one without which a ticket may go on; Alert intake and Lab intake ask nobody; no type
begins with Grant privileges, but a template does."""

TEMPLATES: tuple[tuple[int, str, int, int, int], ...] = (
    (1, "New starter", planted.ONBOARDING, 0, 0),
    (2, "Privileged access", planted.QUIET, 12, 3),
)
"""Ticket templates: id, name, ticket type, workflow and approval process of their tickets."""


@dataclass(frozen=True, slots=True)
class PlantedApproval:
    """An approval process; `sets` are fields of its one step."""

    id: int
    name: str
    sets: Fields
    then: Fields | None = None
    """Fields of a second step, where it has one."""


APPROVALS: tuple[PlantedApproval, ...] = (
    PlantedApproval(
        2,
        "Change approval",
        {"type": 2, "cab_name": "Change board", "autoapproveifnoapprovers": True},
    ),
    PlantedApproval(
        3, "Finance approval", {"type": 3, "role_id": 17, "role_name": "Finance board"}
    ),
    PlantedApproval(
        4,
        "Manager approval",
        {"type": 3, "role_id": 18, "role_name": "Managers", "is_mandatory": False},
    ),
    PlantedApproval(
        5,
        "Purchase approval",
        {"type": 2, "cab_name": "Purchase board"},
        {"name": "Second look", "role_name": "Managers", "autoapproveifalreadyapp": True},
    ),
    PlantedApproval(6, "Sign-off by mail", {"emailaddress": "sign-off@northwindridge.example"}),
)


@dataclass(frozen=True, slots=True)
class PlantedOutcome:
    """An action that agents see as a button."""

    id: int
    name: str
    sets: Fields = field(default_factory=dict)


OUTCOMES: tuple[PlantedOutcome, ...] = (
    PlantedOutcome(55, "AI reply", {"ai_operation": 2, "ai_model": "gpt-4o", "ai_preview": False}),
    PlantedOutcome(
        56, "Improve note", {"ai_operation": 1, "ai_model": "gpt-4o", "ai_preview": True}
    ),
    PlantedOutcome(57, "Ask for insights", {"run_ai_insights": True}),
    PlantedOutcome(
        58, "Quick answer", {"ai_operation": 2, "ai_model": "gpt-4o", "ai_preview": False}
    ),
    PlantedOutcome(60, "Notify manager"),
    PlantedOutcome(61, "Close"),
    PlantedOutcome(62, "AI note"),
    PlantedOutcome(ROTATES, "Rotate password", {"automation_runbookid": _ROTATE}),
    PlantedOutcome(
        ANSWERS, "Suggested answer", {"ai_operation": 2, "ai_model": "gpt-4o", "ai_preview": True}
    ),
    PlantedOutcome(RESTARTS, "Restart the spooler", {"automation_runbookid": _SPOOLER}),
    PlantedOutcome(TRANSLATES, "Fetch device facts", {"automation_runbookid": _FACTS}),
    PlantedOutcome(70, "Approve"),
    PlantedOutcome(71, "Move on"),
)


@dataclass(frozen=True, slots=True)
class PlantedRunbook:
    """A runbook; `sets` are fields of its details."""

    id: str
    name: str
    sets: Fields = field(default_factory=dict)
    active: bool = True
    use: str = ""
    runs: int = 0
    """How many of its runs are in the log."""


_PLAIN_STEP: Fields = {
    "step_id": 1,
    "name": "Call the tool",
    "isstart": True,
    "ai_model": "",
    "virtual_agent_id": None,
}
_AI_STEP: Fields = {**_PLAIN_STEP, "name": "Ask the model", "ai_model": "gpt-4o-mini"}
OPENAI, HUDU, RMM, LAB_RMM = 21, 22, 23, 24
INTEGRATIONS: Mapping[int, tuple[str, str]] = {
    OPENAI: ("Our model", "https://northwind.openai.azure.com/openai"),
    HUDU: ("AI ready wiki", "https://wiki.northwindridge.example/api"),
    RMM: ("Our RMM", "https://rmm.northwind-ridge.example/v2"),
    LAB_RMM: ("Our RMM", "https://rmm.northwind-lab.example/v2"),
}
"""Id to name and base address: the name proves nothing."""


def _scripts(integration: int, **more: object) -> Fields:
    """A runbook that calls the path by which a tool runs a script on a device."""
    method = {
        "id": integration * 10,
        "integration_id": integration,
        "integration_name": INTEGRATIONS[integration][0],
        "integration_baseurl": INTEGRATIONS[integration][1],
        "name": "Run a script",
        "path": "device/<<device>>/script/run",
        "method": 1,
    }
    return {"steps": [_PLAIN_STEP], "standalone_methods": [method], **more}


RUNBOOKS: tuple[PlantedRunbook, ...] = (
    PlantedRunbook(
        _TRIAGE,
        "Triage new tickets",
        {
            "events": [{"id": 1, "eventno": 1, "name": "New Ticket Logged"}],
            "steps": [_AI_STEP],
            "integrations": [{"id": OPENAI, "name": "Our model"}],
        },
        use="ai_triage",
        runs=5,
    ),
    PlantedRunbook(_DEPLOY, "Deploy change", {"steps": [_PLAIN_STEP]}, runs=2),
    PlantedRunbook(_GRANT, "Grant access", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(RESET, "Reset password", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(
        _SYNC,
        "Nightly sync",
        {
            "schedule_id": 3,
            "steps": [_PLAIN_STEP],
            "integrations": [{"id": HUDU, "name": "AI ready wiki"}],
        },
        runs=3,
    ),
    PlantedRunbook(
        _SENTIMENT, "Sentiment", {"steps": [_AI_STEP]}, active=False, use="ai_sentiment"
    ),
    PlantedRunbook(DIAGNOSE, "Collect diagnostics", {"steps": [_PLAIN_STEP]}, runs=2),
    PlantedRunbook(_LEADS, "Incoming lead", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(_ONBOARD, "Create accounts", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(_ROTATE, "Rotate password", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(_EXTEND, "Extend access", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(_LEND, "Lend access", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(_SPOOLER, "Restart the print spooler", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(_FACTS, "Facts of a device", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(_REMEDY, "Run the remedy", _scripts(RMM)),
    PlantedRunbook(_PRIVILEGES, "Hand out privileges", {"steps": [_PLAIN_STEP]}),
    PlantedRunbook(_LAB_REMEDY, "Run the lab remedy", _scripts(LAB_RMM)),
    PlantedRunbook(
        _OLD_REMEDY, "Run the remedy, retired", _scripts(RMM, schedule_id=3), active=False
    ),
)

OUTGOING: tuple[tuple[str, str, str, bool], ...] = (
    ("90af5c0a-6d1a-4a07-9a6e-3a0b8f0d2c20", "tickets out", "https://hooks.getthread.com/in", True),
    (
        "a1bf5c0a-6d1a-4a07-9a6e-3a0b8f0d2c21",
        "to the RMM",
        "https://rmm.northwindridge.example",
        True,
    ),
    (
        "4b515c0a-6d1a-4a07-9a6e-3a0b8f0d2c31",
        "new tickets",
        "https://generativelanguage.googleapis.com/v1beta/models",
        True,
    ),
)
"""Outgoing webhooks: id, name, address, whether it is active."""
