"""What must be found beside the policies, written by hand: rules, upgrades, licences.

A custom rule that makes its alert a threat hands it to the policy of each endpoint: it acts where
that policy protects at the threat's level. A rule that isolates does so whatever the policy says.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from aigov_connectors.sandbox.clients import MSP_NAME
from aigov_connectors.sandbox.planted import (
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    ExpectedGap,
    LookAlike,
    Named,
    Part,
    RuleId,
)
from aigov_connectors.sandbox.world import World
from aigov_connectors.sentinelone.sandbox.planted import CONNECTION, DENIED_SITE, VENDOR
from aigov_connectors.sentinelone.sandbox.planted_automation import FEWER_MODULES, NO_GUARDRAIL
from aigov_connectors.sentinelone.sandbox.planted_workflows import AUTO_INVESTIGATED

_MALICIOUS = (Part("confidence", "eq", "malicious"),)
_SUSPICIOUS = (Part("confidence", "eq", "suspicious"),)
_OWN_WINDOWS_UPGRADES = ("Atelier Beaulieu", "Inkwell Publishing")


def findings(world: World, site_ids: Mapping[str, str]) -> tuple[ExpectedFinding, ...]:
    """Return the findings; `site_ids` holds every client that has a site."""
    below_account = set(site_ids) - {MSP_NAME}
    regulated = below_account & {one.name for one in world.clients if one.regulations}
    return (
        *_around(below_account, regulated),
        *_library(),
        _rule(
            "Script host downloads a program",
            "Lakeside Clinic",
            because="the site protects on suspicious, so a suspicious alert is acted on",
            parts=_SUSPICIOUS,
        ),
        _rule(
            "Script host downloads a program",
            "Silver Birch Realty",
            because="the group Executives protects on suspicious",
            parts=_SUSPICIOUS,
        ),
        _rule(
            "Script host downloads a program",
            "Tamarack Wealth Partners",
            verdict="undetermined",
            because="nobody has said what the mode contain_and_review does",
            parts=_SUSPICIOUS,
        ),
        _rule(
            "Script host downloads a program",
            DENIED_SITE,
            verdict="undetermined",
            because="the site's policy may not be read, so its mode is not known",
            parts=_SUSPICIOUS,
        ),
        _rule(
            "Encoded PowerShell from Office",
            "Falconer Precision",
            because="the site's policy rolls back what protect acts on, a rule's threat too",
            parts=_MALICIOUS,
        ),
        _rule(
            "Encoded PowerShell from Office",
            "Brightwater Credit Union",
            because="the site's policy isolates upon detection, and the rule's threat is one",
            parts=_MALICIOUS,
        ),
        _rule(
            "Isolate on mass encryption",
            "Granite Hollow Machining",
            because="networkQuarantine of an active rule isolates by itself",
        ),
        _exclusion(
            "Falconer Precision",
            because="disable_all_monitors is a mode in which nothing watches the path",
        ),
        _exclusion(
            "Ironbell Insurance",
            verdict="undetermined",
            because="the console advises against it; the mode only keeps alerts back",
        ),
        _upgrade(
            "Windows, one release behind",
            tuple(sorted(set(site_ids) - {MSP_NAME, *_OWN_WINDOWS_UPGRADES})),
        ),
        _upgrade("Studios at night", ("Atelier Beaulieu",)),
        _upgrade("Windows, pilot", ("Inkwell Publishing",)),
    )


def _around(below_account: set[str], regulated: set[str]) -> Iterator[ExpectedFinding]:
    """What the rules on log, reach and own approval must say of the same objects."""
    upgrade, star = "agent_auto_upgrade", "star_active_response"
    # An alert of a rule is acted on everywhere but where the policy only detects.
    for feature, clients in (
        (upgrade, below_account),
        (star, below_account - {"Oakhaven School District"}),
    ):
        yield _about(
            "no-decision-log",
            feature,
            clients,
            verdict="undetermined",
            because="no row of a log tells of it",
        )
    # Switches of a policy beside its engines: a threat of an engine is no deed of theirs.
    shown = (below_account | {MSP_NAME}) - {DENIED_SITE}
    for feature, clients in (
        ("auto_decommission", shown),
        ("driver_blocking", shown),
        ("macro_removal", {"Cobalt Ridge Imaging"}),
        ("network_quarantine", {"Brightwater Credit Union", "Redfern Pediatrics"}),
    ):
        yield _about(
            "no-decision-log",
            feature,
            clients,
            verdict="undetermined",
            because="on, or not told, and no row of a log tells of it",
        )
    yield _about(
        "tenant-wide-setting",
        upgrade,
        regulated - set(_OWN_WINDOWS_UPGRADES),
        source=Named("policy", "Windows, one release behind"),
        because="one upgrade policy of the account, clients under five regulations",
    )
    yield _about(
        "approver-approves-own-automation",
        "remote_ops_scripts",
        below_account - {NO_GUARDRAIL, *FEWER_MODULES},
        source=Named("setting", MSP_NAME),
        severity="high",
        because="one of the approved runs was approved by the one who had asked for it",
    )
    for client in (NO_GUARDRAIL, MSP_NAME):
        yield _about(
            "approver-approves-own-automation",
            "remote_ops_scripts",
            {client},
            verdict="undetermined",
            because="no guardrail: nobody but the one who starts a run is asked",
        )


def _about(
    rule: RuleId,
    feature: str,
    clients: set[str],
    *,
    because: str,
    verdict: Literal["fail", "undetermined"] = "fail",
    severity: Literal["high", "low"] = "low",
    source: Named | None = None,
) -> ExpectedFinding:
    return ExpectedFinding(
        rule=rule,
        verdict=verdict,
        severity=severity,
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.{feature}",
        source_object=source,
        clients=tuple(sorted(clients)),
    )


def _rule(
    name: str,
    client: str,
    *,
    because: str,
    verdict: Literal["fail", "undetermined"] = "fail",
    parts: tuple[Part, ...] = (),
) -> ExpectedFinding:
    return ExpectedFinding(
        rule="autonomous-containment",
        verdict=verdict,
        severity="high",
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.star_active_response",
        source_object=Named("rule", name),
        parts=parts,
        clients=(client,),
    )


def _library() -> Iterator[ExpectedFinding]:
    """Rules of the vendor's own: some make a suspicious alert a threat, for whom is not shown.

    Those that make a malicious one a threat do what the oversight policy allows at the most.
    """
    library = "detection_library"
    yield ExpectedFinding(
        rule="autonomous-containment",
        verdict="undetermined",
        severity="high",
        vendor=VENDOR,
        connection=CONNECTION,
        because="the policy that acts on the threat is that of endpoints which are not shown",
        feature=f"{VENDOR}.{library}",
        parts=_SUSPICIOUS,
        clients=UNKNOWN_CLIENTS,
    )
    yield _about(
        "no-decision-log",
        library,
        set(),
        verdict="undetermined",
        because="no row of a log tells which rule of the library it was",
    )
    yield _about(
        "tenant-wide-setting",
        library,
        set(),
        verdict="undetermined",
        because="whom the rules reach is not shown, and clients are under several regulations",
    )


def _exclusion(
    client: str, *, because: str, verdict: Literal["fail", "undetermined"] = "fail"
) -> ExpectedFinding:
    """No autonomy of anything: protection that people took away."""
    return ExpectedFinding(
        rule="detection-switched-off",
        verdict=verdict,
        severity="medium" if verdict == "fail" else "low",
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.exclusions",
        source_object=Named("setting", client),
        scope=Named("site", client),
        clients=(client,),
    )


def _upgrade(name: str, clients: tuple[str, ...]) -> ExpectedFinding:
    rule: RuleId = "missing-approval-gate"
    return ExpectedFinding(
        rule=rule,
        verdict="fail",
        severity="medium",
        vendor=VENDOR,
        connection=CONNECTION,
        because="an active upgrade policy installs by itself; a window is timing, not a veto",
        feature=f"{VENDOR}.agent_auto_upgrade",
        source_object=Named("policy", name),
        clients=clients,
    )


def clients_of(feature: str, site_ids: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return who may have a feature that no API shows, by the licences; None is everybody."""
    if feature == "vendor_mdr":
        # One site lists the module; another lists nothing, and its account has it.
        return ("Driftwood Hotels", "Hearthstone Senior Living")
    if feature == "purple_ai_auto_investigation":
        # Seen at work at some, without a licence at one.
        return tuple(sorted(set(site_ids) - {"Inkwell Publishing", *AUTO_INVESTIGATED}))
    return None


GAPS: tuple[ExpectedGap, ...] = (
    ExpectedGap(
        vendor=VENDOR,
        connection=CONNECTION,
        reason="unlicensed",
        about="RemoteOps at a site whose licences lack it",
        path="/sites",
        clients=("Inkwell Publishing",),
    ),
    ExpectedGap(
        vendor=VENDOR,
        connection=CONNECTION,
        reason="inconclusive",
        about="an exclusion whose row names no scope: it may hold for anybody",
        path="/exclusions",
    ),
    ExpectedGap(
        vendor=VENDOR,
        connection=CONNECTION,
        reason="inconclusive",
        about="an override of the configuration of a site's agents: no document says what it does",
        path="/config-override",
        clients=("Copperline Electric",),
    ),
    ExpectedGap(
        vendor=VENDOR,
        connection=CONNECTION,
        reason="inconclusive",
        about="custom rules of the whole console, which a token of an account is not shown",
        path="/cloud-detection/rules",
    ),
)

LOOK_ALIKES: tuple[LookAlike, ...] = (
    LookAlike(VENDOR, "alert only", ("New administrator", "First sign-in from a country")),
    LookAlike(
        VENDOR,
        "isolates, but is not active",
        (
            "Isolate on shadow copy deletion, retired",
            "Isolate on log clearing, draft",
            "Isolate during the migration",
            "Isolate on port scan",
        ),
    ),
    LookAlike(VENDOR, "a rule of one group, allowed", ("Quarantine kiosk tampering",)),
    LookAlike(VENDOR, "overrides the agents of a site that has ended", ("Cedar Point Trial",)),
    LookAlike(VENDOR, "an upgrade policy that is off", ("Macs, after the pilot",)),
    LookAlike(
        VENDOR,
        "exclusions that only keep alerts back, or watch less of one process",
        ("LAKESIDE CLINIC, LLC", "Oakhaven School District", "Copperline Electric"),
        features=(f"{VENDOR}.exclusions",),
    ),
)
