"""What a careful reader must find in this tool: written by hand, from the documents.

Workflow rules are in no API: they are asked about, and what they leave behind is seen. Their engine
has no approval step, so what a rule was seen to change it changed by itself. Presets of a ticket
category are set with nobody asked. What an API user may do is nowhere shown, and what it does by
itself is set in its own product.
"""

from collections.abc import Iterator
from typing import Literal

from aigov_connectors.autotask.sandbox.planted import (
    CONNECTION,
    INSIGHTS,
    SPELLED,
    VENDOR,
    WIDGETS,
    company_id,
)
from aigov_connectors.sandbox.planted import (
    ALL_OF_CONNECTION,
    UNKNOWN_CLIENTS,
    ExpectedChange,
    ExpectedFinding,
    ExpectedGap,
    LookAlike,
    Named,
    Planted,
    Sheet,
)
from aigov_connectors.sandbox.world import World

_finding = Sheet(VENDOR, CONNECTION).finding
_Verdict = Literal["fail", "undetermined"]
_Severity = Literal["high", "medium", "low"]

# Feature, source object, verdict, severity, clients, why.
_UNGATED: tuple[tuple[str, Named, _Verdict, _Severity, tuple[str, ...], str], ...] = (
    (
        "category_defaults",
        Named("setting", "Alert intake"),
        "fail",
        "medium",
        ALL_OF_CONNECTION,
        "the category sets queue and priority, and nobody is asked",
    ),
    (
        "category_defaults",
        Named("setting", "Staff onboarding"),
        "fail",
        "medium",
        ALL_OF_CONNECTION,
        "the category sets queue and service level, which says how soon a ticket is served, and"
        " nobody is asked",
    ),
    (
        "rule_effects",
        Named("rule", "workflow rules: tickets moved or assigned"),
        "fail",
        "low",
        ("Brightwater Credit Union", "Harborview Dental"),
        "the history shows moves by nobody who is listed",
    ),
    (
        "rule_effects",
        Named("rule", "workflow rules: tickets completed"),
        "fail",
        "medium",
        ("Silver Birch Realty",),
        "tickets were completed by nobody who is listed",
    ),
    (
        "rule_effects",
        Named("rule", "workflow rules: mail to clients"),
        "fail",
        "medium",
        ("Oakhaven School District",),
        "a template was sent to the client, and nobody started it",
    ),
    (
        "alert_closing",
        Named("integration", "Datto RMM"),
        "fail",
        "medium",
        ("Copperline Electric",),
        "tickets of alerts were completed by a program",
    ),
    (
        "api_integrations",
        Named("integration", "svc-ai-dispatch@northwindridge.example"),
        "undetermined",
        "low",
        ("Foxglove Veterinary", "Lakeside Clinic", "Redfern Pediatrics"),
        "a name is no proof of AI; what it does by itself is set in its own product, and at the"
        " first of these it acts in a person's name",
    ),
    (
        "api_integrations",
        Named("integration", "dattormm@northwindridge.example"),
        "undetermined",
        "low",
        ("Copperline Electric", "Gullwing Auto Group"),
        "what it does by itself is set in its own product",
    ),
    (
        "api_integrations",
        Named("integration", "threadneedle@northwindridge.example"),
        "undetermined",
        "low",
        UNKNOWN_CLIENTS,
        "it may write, and was not seen to",
    ),
)

# Settings of the whole tenant that reach clients under several regulations, or may.
_WIDE: tuple[tuple[str, str, _Verdict], ...] = (
    ("category_defaults", "Alert intake", "fail"),
    ("category_defaults", "Staff onboarding", "fail"),
    ("rule_effects", "workflow rules: tickets moved or assigned", "undetermined"),
    ("rule_effects", "workflow rules: tickets completed", "undetermined"),
    ("rule_effects", "workflow rules: mail to clients", "undetermined"),
    ("alert_closing", "Datto RMM", "undetermined"),
    ("third_party_ai", "thread@northwindridge.example", "undetermined"),
    ("third_party_ai", "hook of Ticket to hooks.getthread.com (3)", "undetermined"),
    ("api_integrations", "threadneedle@northwindridge.example", "undetermined"),
    ("api_integrations", "svc-ai-dispatch@northwindridge.example", "undetermined"),
    ("api_integrations", "dattormm@northwindridge.example", "undetermined"),
)

_NOT_SHOWN: tuple[tuple[str, _Severity], ...] = (
    ("smart_ticket_summary", "medium"),
    ("smart_writing_assistant", "medium"),
    ("smart_resolution_summary", "medium"),
    ("smart_triage", "medium"),
    ("ticket_triage", "medium"),
    ("digital_specialist", "medium"),
    ("kaseya_assist", "medium"),
    ("incoming_email", "low"),
    ("round_robin", "low"),
)


def answer_sheet(world: World) -> Planted:
    """Return what must be found."""
    return Planted(
        findings=(
            *_ungated(),
            *_wide(world),
            *_control(),
            *_vendor(),
            *_not_shown(),
        ),
        gaps=(
            ExpectedGap(
                VENDOR,
                CONNECTION,
                "denied",
                "notifications, of which the credential sees a part only",
                "/V1.0/NotificationHistory/query",
            ),
            ExpectedGap(
                VENDOR,
                CONNECTION,
                "inconclusive",
                "what fills AI Priority, which the MSP added to its tickets",
                "/V1.0/Tickets/entityInformation/userDefinedFields",
            ),
        ),
        look_alikes=_LOOK_ALIKES,
        # Panels tell when; of nothing else does this API tell who or when.
        changes=tuple(
            ExpectedChange(VENDOR, title, "object", by=None, kind=None, basis="observed")
            for _, title, _ in (*INSIGHTS, *WIDGETS)
        ),
        aliases=tuple(
            (client.name, VENDOR, str(company_id(client)))
            for client in world.clients
            if client.name in SPELLED
        ),
    )


def _ungated() -> Iterator[ExpectedFinding]:
    for feature, source, verdict, severity, clients, because in _UNGATED:
        yield _finding(
            "missing-approval-gate",
            verdict,
            severity,
            because,
            feature=feature,
            source=source,
            clients=clients,
        )


def _wide(world: World) -> Iterator[ExpectedFinding]:
    regulated = tuple(sorted(client.name for client in world.clients if client.regulations))
    for feature, name, verdict in _WIDE:
        yield _finding(
            "tenant-wide-setting",
            verdict,
            "low",
            "one setting acts, or may act, at clients under several regulations",
            feature=feature,
            source=Named("setting", name),
            clients=regulated if verdict == "fail" else UNKNOWN_CLIENTS,
        )


def _control() -> Iterator[ExpectedFinding]:
    yield _finding(
        "approver-approves-own-automation",
        "fail",
        "medium",
        "whoever asked for the change approved it",
        feature="change_approval",
        source=Named("setting", "change approvals"),
        clients=("Ironbell Insurance",),
    )
    for rule in ("gate-opens-by-itself", "missing-approval-gate"):
        yield _finding(
            rule,
            "fail",
            "medium",
            "the only vote on a change is that of an AI vendor's program",
            feature="change_approval",
            source=Named("setting", "change approvals"),
            clients=("Falconer Precision",),
        )
    yield _finding(
        "no-decision-log",
        "undetermined",
        "low",
        "what a ticket begins with is not in its history",
        feature="category_defaults",
    )
    yield _finding(
        "no-rollback",
        "fail",
        "low",
        "what presets and rules changed is corrected by hand",
        feature=None,
    )
    yield _finding(
        "unknown-ai-switch",
        "undetermined",
        "low",
        "modules have numbers that no document explains",
        feature=None,
        source=Named("setting", "modules"),
        clients=UNKNOWN_CLIENTS,
    )


def _vendor() -> Iterator[ExpectedFinding]:
    yield _finding(
        "third-party-ai-can-write",
        "undetermined",
        "medium",
        "its name is an AI vendor's; what its security level lets it do is in no API, and it was"
        " seen to complete tickets, those of another tool's alerts among them",
        feature="third_party_ai",
        source=Named("integration", "thread@northwindridge.example"),
        clients=("Driftwood Hotels", "Gullwing Auto Group"),
    )
    yield _finding(
        "third-party-ai-can-write",
        "undetermined",
        "medium",
        "tickets are sent to an AI vendor's address; what its product does with them is not shown",
        feature="third_party_ai",
        source=Named("integration", "hook of Ticket to hooks.getthread.com (3)"),
        clients=UNKNOWN_CLIENTS,
    )
    yield _finding(
        "default-on-not-reviewed",
        "fail",
        "low",
        "some rules ship active, no API shows them, and nobody attested a look",
        feature="workflow_rules",
    )
    yield _finding(
        "client-data-may-train",
        "undetermined",
        "medium",
        "Ticket Triage learns from past tickets; what becomes of them is not stated",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )
    yield _finding(
        "vendor-answer-missing",
        "fail",
        "low",
        "nothing is told of tests of bias, of updates, nor of incidents",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )


def _not_shown() -> Iterator[ExpectedFinding]:
    for feature, severity in _NOT_SHOWN:
        yield _finding(
            "not-exposed-not-attested",
            "undetermined",
            severity,
            "the API has no field for the feature, and nobody attested it",
            feature=feature,
        )


_LOOK_ALIKES = (
    LookAlike(
        VENDOR,
        "a category that presets nothing",
        ("Standard",),
        features=(f"{VENDOR}.category_defaults",),
    ),
    LookAlike(VENDOR, "a category that is inactive", ("Old intake",)),
    LookAlike(VENDOR, "rules that only add notes", ("workflow rules: notes added",)),
    LookAlike(VENDOR, "an AI vendor's program that is inactive", ("rewst@northwindridge.example",)),
    LookAlike(
        VENDOR,
        "a program whose name tells of AI, and one whose name begins like an AI vendor's",
        ("svc-ai-dispatch@northwindridge.example", "threadneedle@northwindridge.example"),
        features=(f"{VENDOR}.third_party_ai",),
    ),
    LookAlike(VENDOR, "a panel whose title tells of AI and proves nothing", ("AI Copilot",)),
    LookAlike(VENDOR, "tags that are given automatically", ("tags",)),
    LookAlike(VENDOR, "a person whose name sounds like a program's", ("rbott",)),
)
