"""What a careful reader must find in this tool: written by hand, from the documents.

The rule engine of this tool has no approval step, so an active rule that changes something acts by
itself. A rule that only tells the staff informs. A rule without a condition on the company reaches
every client; one whose condition cannot be understood reaches nobody knows whom. A right to write
is not its use: what an integration does with it is asked of a person.
"""

from collections.abc import Iterable, Iterator

from aigov_connectors.connectwise.psa.sandbox.expected_alike import LOOK_ALIKES, NOT_SHOWN
from aigov_connectors.connectwise.psa.sandbox.expected_ungated import UNGATED, Severity, Verdict
from aigov_connectors.connectwise.psa.sandbox.planted import (
    AI_SETTING,
    CONNECTION,
    EXPERIMENT,
    EXPERIMENT_BY_WORDS,
    SPELLED,
    VENDOR,
    company_id,
)
from aigov_connectors.connectwise.psa.sandbox.planted_changes import expected as expected_changes
from aigov_connectors.sandbox.planted import (
    ALL_OF_CONNECTION,
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    Named,
    Planted,
    RuleId,
    UnknownSwitch,
)
from aigov_connectors.sandbox.world import World

# One client, or clients under one regulation: a setting of the whole tenant is no news there.
_NOT_WIDE = frozenset(
    {"Ticket of the credit union", "Ticket of the marina", "Ticket for the agent"}
)

_BY_FEATURE: tuple[tuple[RuleId, str, Verdict, Severity, tuple[str, ...], str], ...] = (
    *(
        (
            "no-decision-log",
            feature,
            "undetermined",
            "low",
            ALL_OF_CONNECTION,
            "its changes bear no name of their own",
        )
        for feature in ("board_auto_assign", "auto_apply_templates", "email_parsing")
    ),
    (
        "no-decision-log",
        "client_notifications",
        "undetermined",
        "low",
        ALL_OF_CONNECTION,
        "mails that go out are not listed",
    ),
    (
        "no-decision-log",
        "skill_dispatch",
        "undetermined",
        "low",
        ALL_OF_CONNECTION,
        "its changes, if it makes any, bear no name of their own",
    ),
    (
        "no-decision-log",
        "tracks",
        "undetermined",
        "low",
        UNKNOWN_CLIENTS,
        "what a track has done is not listed",
    ),
    (
        "gate-without-named-approver",
        "sla_priorities",
        "undetermined",
        "low",
        UNKNOWN_CLIENTS,
        "whoever sets impact and urgency; which technician is not shown",
    ),
    (
        "gate-without-named-approver",
        "auto_apply_templates",
        "undetermined",
        "low",
        ALL_OF_CONNECTION,
        "a technician applies the template; which is not shown",
    ),
    (
        "gate-without-named-approver",
        "knowledge_publishing",
        "undetermined",
        "low",
        UNKNOWN_CLIENTS,
        "whoever writes an article publishes it",
    ),
)

_OF_OTHERS = frozenset({"zofiq_agents", "third_party_ai"})
"""Features whose finding is one on AI of another vendor with a right to write, and no other."""


def answer_sheet(world: World) -> Planted:
    """Return what must be found."""
    return Planted(
        findings=(
            *_ungated(),
            *_scripts(),
            *_wide(world),
            *_by_feature(),
            _no_way_back(),
            _own_article(),
            *_switches(),
            *_not_shown(),
            *_vendor(),
        ),
        look_alikes=LOOK_ALIKES,
        changes=expected_changes(),
        unknown_switches=(
            UnknownSwitch(VENDOR, "AI Ticket Triage", EXPERIMENT, True),
            UnknownSwitch(VENDOR, EXPERIMENT_BY_WORDS, EXPERIMENT_BY_WORDS, False),
        ),
        aliases=tuple(
            (client.name, VENDOR, str(company_id(client)))
            for client in world.clients
            if client.name in SPELLED
        ),
    )


def _finding(
    rule: RuleId,
    verdict: Verdict,
    severity: Severity,
    because: str,
    *,
    feature: str | None,
    source: Named | None = None,
    holder: str | None = None,
    clients: Iterable[str] = ALL_OF_CONNECTION,
) -> ExpectedFinding:
    return ExpectedFinding(
        rule=rule,
        verdict=verdict,
        severity=severity,
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=None if feature is None else f"{VENDOR}.{feature}",
        source_object=source,
        holder=None if holder is None else Named("workflow", holder),
        clients=tuple(clients),
    )


def _ungated() -> Iterator[ExpectedFinding]:
    for feature, source, holder, verdict, severity, clients, because in UNGATED:
        yield _finding(
            "third-party-ai-can-write" if feature in _OF_OTHERS else "missing-approval-gate",
            verdict,
            severity,
            because,
            feature=feature,
            source=source,
            holder=holder,
            clients=ALL_OF_CONNECTION if clients is None else clients,
        )


_SCRIPTS = (
    (Named("rule", "Summary tells of disk space"), "Disk alert auto-fix"),
    (Named("rule", "Every ticket on the board"), "Contain"),
)


def _scripts() -> Iterator[ExpectedFinding]:
    for source, holder in _SCRIPTS:
        yield _finding(
            "unattended-script",
            "fail",
            "medium",
            "a ticket runs a script of the RMM; whether somebody is told is not in the rule",
            feature="workflow_rules",
            source=source,
            holder=holder,
        )


def _wide(world: World) -> Iterator[ExpectedFinding]:
    regulated = tuple(sorted(client.name for client in world.clients if client.regulations))
    scripts = (("workflow_rules", source, holder, "fail", None) for source, holder in _SCRIPTS)
    others = (
        (feature, source, holder, verdict, clients)
        for feature, source, holder, verdict, _, clients, _ in UNGATED
    )
    told: set[tuple[str, str | None]] = set()
    for feature, source, holder, verdict, clients in (*scripts, *others):
        if source.name in _NOT_WIDE or (source.name, holder) in told:
            continue
        told.add((source.name, holder))
        yield _finding(
            "tenant-wide-setting",
            "undetermined" if clients is not None else verdict,  # type: ignore[arg-type]
            "low",
            "one setting acts, or may act, at clients under several regulations",
            # The rule that runs a script also closes the ticket: two features, one setting.
            feature=None if source == _SCRIPTS[0][0] else feature,
            source=source,
            holder=holder,
            clients=regulated if clients is None else UNKNOWN_CLIENTS,
        )


def _by_feature() -> Iterator[ExpectedFinding]:
    for rule, feature, verdict, severity, clients, because in _BY_FEATURE:
        yield _finding(rule, verdict, severity, because, feature=feature, clients=clients)


def _no_way_back() -> ExpectedFinding:
    return _finding(
        "no-rollback",
        "fail",
        "low",
        "rules cannot be rolled back; of the others no document says, or they may act",
        feature=None,
    )


def _own_article() -> ExpectedFinding:
    return _finding(
        "approver-approves-own-automation",
        "undetermined",
        "low",
        "articles need no second person",
        feature="knowledge_publishing",
        source=Named("setting", "knowledge base"),
        clients=UNKNOWN_CLIENTS,
    )


def _switches() -> Iterator[ExpectedFinding]:
    for name, severity in (
        (EXPERIMENT, "medium"),
        (EXPERIMENT_BY_WORDS, "low"),
        (AI_SETTING, "low"),
    ):
        yield _finding(
            "unknown-ai-switch",
            "undetermined",
            severity,  # type: ignore[arg-type]
            "a switch that no document explains",
            feature=None,
            source=Named("setting", name),
            clients=UNKNOWN_CLIENTS,
        )


def _not_shown() -> Iterator[ExpectedFinding]:
    for feature, severity in NOT_SHOWN:
        yield _finding(
            "not-exposed-not-attested",
            "undetermined",
            severity,
            "the API has no field for the feature, and nobody attested it",
            feature=feature,
        )


def _vendor() -> Iterator[ExpectedFinding]:
    yield _finding(
        "client-data-may-train",
        "undetermined",
        "medium",
        "no public text says whether clients' data train a model",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )
    yield _finding(
        "vendor-answer-missing",
        "fail",
        "low",
        "nothing public on testing of model updates, nor on incidents of AI",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )
