"""What a careful reader must find in this console: written by hand, from the documents.

Every label follows the documented meaning of a policy's fields and the reading conventions; none
was taken from a program's answer. The default oversight policy allows the account's own policy.
"""

from collections.abc import Mapping
from typing import Literal

from aigov_connectors.sandbox.clients import MSP_NAME
from aigov_connectors.sandbox.planted import (
    ALL_OF_CONNECTION,
    ExpectedFinding,
    ExpectedGap,
    LookAlike,
    Named,
    Part,
    Planted,
    Reached,
    UnknownSwitch,
)
from aigov_connectors.sandbox.world import World
from aigov_connectors.sentinelone.sandbox import expected_automation as automation
from aigov_connectors.sentinelone.sandbox import expected_workflows as workflows
from aigov_connectors.sentinelone.sandbox import planted_changes as changes
from aigov_connectors.sentinelone.sandbox.expected_control import control_findings
from aigov_connectors.sentinelone.sandbox.planted import (
    CONNECTION,
    DENIED_SITE,
    INTERNAL_ACCOUNT,
    SITE_NAMES,
    VENDOR,
)

_SUSPICIOUS = (Part("confidence", "eq", "suspicious"),)
_MALICIOUS = (Part("confidence", "eq", "malicious"),)
_SPLIT_FEATURES = (
    "static_ai_suspicious",
    "behavioral_ai",
    "reputation",
    "potentially_unwanted_applications",
    "auto_mitigation",
)
"""The features that act on detections of suspicious confidence."""

_NOT_SHOWN: tuple[tuple[str, Literal["medium", "low"]], ...] = (
    ("purple_ai_auto_investigation", "medium"),
    ("vendor_mdr", "medium"),
    ("live_updates", "low"),
    ("singularity_ai_siem", "medium"),
    ("singularity_identity", "medium"),
    ("singularity_cloud", "medium"),
    ("ai_security_posture", "medium"),
    ("prompt_security", "medium"),
)
"""Features that nothing read here shows and nobody attested; medium where a machine learns or
generates. The fact sheet calls the last five "mixed": read as medium. Purple AI is not among them:
it is attested."""


def answer_sheet(world: World, *, site_ids: Mapping[str, str]) -> Planted:
    """Return what must be found; `site_ids` maps a client's name to the id of its site."""
    return Planted(
        findings=(
            *_containment(),
            *_not_shown(site_ids),
            *automation.findings(world, site_ids),
            *workflows.findings(site_ids),
            *control_findings(world),
        ),
        gaps=(*_gaps(), *automation.GAPS),
        look_alikes=(*_LOOK_ALIKES, *automation.LOOK_ALIKES, *workflows.LOOK_ALIKES),
        unknown_switches=(
            UnknownSwitch(VENDOR, SITE_NAMES.get(_SWITCH, _SWITCH), "aiTriageAutoCloseOn", True),
        ),
        reached=(
            Reached(VENDOR, f"{VENDOR}.auto_mitigation", "Executives", "Silver Birch Realty", 2),
        ),
        changes=changes.expected(world),
        attestations=(
            {
                "feature": f"{VENDOR}.purple_ai",
                "connection": CONNECTION,
                "enabled": False,
                "by": "role:security-lead",
                "on": world.now.date().replace(day=1),
                "until": world.now.date().replace(year=world.now.year + 1, day=1),
                "document": "ATT-2031",
            },
        ),
        aliases=tuple(
            (client, VENDOR, site_ids[client])
            for client in ("Quillfeather & Stone CPAs", "Unassigned")
        ),
    )


_SWITCH = "Wren & Partners Law"


def _containment() -> tuple[ExpectedFinding, ...]:
    return (
        *(
            _at_site(
                "Lakeside Clinic",
                feature,
                parts=_SUSPICIOUS,
                because="protect on suspicious acts on uncertain verdicts with nobody in between",
            )
            for feature in _SPLIT_FEATURES
        ),
        *(
            _at_group(
                "Silver Birch Realty",
                "Executives",
                feature,
                parts=_SUSPICIOUS,
                because="the group's own policy protects on suspicious",
            )
            for feature in _SPLIT_FEATURES
        ),
        _at_site(
            "Brightwater Credit Union",
            "network_quarantine",
            because="networkQuarantineOn isolates by itself upon detection",
        ),
        _at_site(
            "Falconer Precision",
            "behavioral_ai",
            parts=_MALICIOUS,
            because="mitigation.rollbackThreat remediates and rolls back by itself in protect",
        ),
        _at_site(
            "Falconer Precision",
            "auto_mitigation",
            parts=(*_MALICIOUS, Part("agent_mode", "eq", "suspicious:protect", endpoints=3)),
            because="it rolls back in protect, and three agents kill on suspicious verdicts too;"
            " whether those roll back as well is shown nowhere",
        ),
        *(
            _at_site(
                "Tamarack Wealth Partners",
                feature,
                verdict="undetermined",
                parts=_SUSPICIOUS,
                because="nobody has said what the mode contain_and_review does",
            )
            for feature in _SPLIT_FEATURES
        ),
        _at_site(
            "Redfern Pediatrics",
            "network_quarantine",
            verdict="undetermined",
            because="a missing key is unknown, not off",
        ),
        _at_site(
            "Ironbell Insurance",
            "auto_mitigation",
            parts=(Part("agent_mode", "eq", "suspicious:protect", endpoints=4),),
            because="four agents protect on suspicious against their policy",
        ),
        _at_site(
            "Cobalt Ridge Imaging",
            "macro_removal",
            verdict="undetermined",
            severity="medium",
            because="the policy allows it for malicious only, and the switch has no confidence",
        ),
    )


def _at_site(
    client: str,
    feature: str,
    *,
    because: str,
    verdict: Literal["fail", "undetermined"] = "fail",
    severity: Literal["high", "medium"] = "high",
    parts: tuple[Part, ...] = (),
) -> ExpectedFinding:
    site = SITE_NAMES.get(client, client)
    return ExpectedFinding(
        rule="autonomous-containment",
        verdict=verdict,
        severity=severity,
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.{feature}",
        source_object=Named("policy", site),
        scope=Named("site", site),
        parts=parts,
        clients=(client,),
    )


def _at_group(
    client: str, group: str, feature: str, *, because: str, parts: tuple[Part, ...]
) -> ExpectedFinding:
    return ExpectedFinding(
        rule="autonomous-containment",
        verdict="fail",
        severity="high",
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.{feature}",
        source_object=Named("policy", group),
        scope=Named("group", group),
        parts=parts,
        clients=(client,),
    )


def _not_shown(site_ids: Mapping[str, str]) -> tuple[ExpectedFinding, ...]:
    return tuple(
        ExpectedFinding(
            rule="not-exposed-not-attested",
            verdict="undetermined",
            severity=severity,
            vendor=VENDOR,
            connection=CONNECTION,
            because="no read field shows the feature's state, and nobody attested it",
            feature=f"{VENDOR}.{feature}",
            clients=automation.clients_of(feature, site_ids) or ALL_OF_CONNECTION,
        )
        for feature, severity in _NOT_SHOWN
    )


def _gaps() -> tuple[ExpectedGap, ...]:
    return (
        ExpectedGap(
            vendor=VENDOR,
            connection=CONNECTION,
            reason="denied",
            about=f"the policy of the site {DENIED_SITE}; the account's may not stand in for it",
            path="/sites/{site_id}/policy",
            clients=(DENIED_SITE,),
        ),
        ExpectedGap(
            vendor=VENDOR,
            connection=CONNECTION,
            reason="denied",
            about="the global policy, which an account's token may not read",
            path="/tenant/policy",
            required=False,
        ),
    )


_LOOK_ALIKES = (
    LookAlike(VENDOR, "protect on malicious only, kill and quarantine", (MSP_NAME,)),
    LookAlike(VENDOR, "the global policy, in force in one account, allowed", (INTERNAL_ACCOUNT,)),
    LookAlike(VENDOR, "agents that are more careful than their policy", ("Saltmarsh Holdings",)),
    LookAlike(VENDOR, "own site policy that only detects", ("Oakhaven School District",)),
    LookAlike(
        VENDOR,
        "own group policy that only detects; the site's other groups inherit",
        ("Juniper Valley Hospice",),
    ),
    LookAlike(
        VENDOR, "a group that inherits has no deployment of its own", ("Front desk", "Servers")
    ),
    LookAlike(
        VENDOR,
        "a switched-off engine",
        ("Copperline Electric",),
        features=(f"{VENDOR}.static_ai",),
    ),
    LookAlike(
        VENDOR,
        "collecting data by itself is allowed",
        ("Bluepeak Aerostructures",),
        features=(f"{VENDOR}.auto_file_upload", f"{VENDOR}.forensics_auto_trigger"),
    ),
    LookAlike(
        VENDOR,
        "a site that has ended, whatever its policy",
        ("Cedar Point Trial", "Old Mill Bakery"),
    ),
)
