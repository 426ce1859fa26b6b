"""What must be found in the workflows, written by hand from the documents.

An automation is gated only if every way from a trigger that fires by itself to a step that acts
passes a person. Waiting is not asking, and what a snippet does is not shown.
"""

from collections.abc import Mapping
from typing import Literal

from aigov_connectors.sandbox.clients import MSP_NAME
from aigov_connectors.sandbox.planted import ExpectedFinding, LookAlike, Named, RuleId
from aigov_connectors.sentinelone.sandbox.planted import CONNECTION, VENDOR
from aigov_connectors.sentinelone.sandbox.planted_workflows import ASKED_CLIENT, CHAINED_CLIENT

_FEATURE = f"{VENDOR}.hyperautomation"


def findings(site_ids: Mapping[str, str]) -> tuple[ExpectedFinding, ...]:
    """Return the findings about workflows; `site_ids` holds every client that has a site."""
    return (
        _about(
            "gate-without-named-approver",
            tuple(sorted(set(site_ids) - {MSP_NAME})),
            because="a channel or a page is asked, and nothing tells who sits there",
        ),
        _isolates(
            "Ransomware, cut off at once",
            "Driftwood Hotels",
            because="it runs automatically, and nobody stands before the POST that disconnects",
        ),
        _isolates(
            "Server alarm, ask in one of two cases",
            "Granite Hollow Machining",
            because="one of two ways to the same step passes nobody",
        ),
        _isolates(
            "Ten minutes, then off the net",
            "Verdant Grocers",
            because="a delay is no gate, and nothing shows that anybody is told",
        ),
        _isolates(
            "The model decides",
            "Inkwell Publishing",
            because="a model's answer is no person's, and the isolation follows from it",
        ),
        _acts(
            "Tidy stale tickets",
            "Hearthstone Senior Living",
            because="a schedule starts it, and a PATCH inside the loop changes another system",
        ),
        _acts(
            "Calls the shared steps",
            "Tulipan Foods",
            verdict="undetermined",
            because="the steps inside a snippet are not in the export",
        ),
        _acts(
            "Leads to a step that is gone",
            "Atelier Beaulieu",
            verdict="undetermined",
            because="what stands where the graph leads is not in the export",
        ),
        *(
            _acts(
                name,
                CHAINED_CLIENT,
                verdict="undetermined",
                because="no document says what a POST to another tool does there",
            )
            for name in (
                "Alert becomes a ticket",
                "Ticket on the quiet board",
                "Ticket in the laboratory",
                "Alert becomes a Halo ticket",
                "Note in Halo",
                "Ticket in the Halo laboratory",
                "Alert runs the remedy",
                "Alert runs a script elsewhere",
            )
        ),
        _acts(
            "Monitoring ticket for another client",
            ASKED_CLIENT,
            verdict="undetermined",
            because="no document says what a POST to another tool does there",
        ),
    )


def _about(rule: RuleId, clients: tuple[str, ...], *, because: str) -> ExpectedFinding:
    return ExpectedFinding(
        rule=rule,
        verdict="undetermined",
        severity="low",
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=_FEATURE,
        clients=clients,
    )


def _isolates(name: str, client: str, *, because: str) -> ExpectedFinding:
    return _finding("autonomous-containment", "fail", "high", name, client, because)


def _acts(
    name: str,
    client: str,
    *,
    because: str,
    verdict: Literal["fail", "undetermined"] = "fail",
) -> ExpectedFinding:
    return _finding("missing-approval-gate", verdict, "medium", name, client, because)


def _finding(
    rule: RuleId,
    verdict: Literal["fail", "undetermined"],
    severity: Literal["high", "medium"],
    name: str,
    client: str,
    because: str,
) -> ExpectedFinding:
    return ExpectedFinding(
        rule=rule,
        verdict=verdict,
        severity=severity,
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=_FEATURE,
        source_object=Named("workflow", name),
        clients=(client,),
    )


LOOK_ALIKES: tuple[LookAlike, ...] = (
    LookAlike(
        VENDOR,
        "isolates, and a person is asked on every way",
        ("Ransomware, ask first", "Quarantine with an approval page"),
    ),
    LookAlike(VENDOR, "an analyst starts it", ("Offered to the analyst", "Lost laptop, by hand")),
    LookAlike(VENDOR, "only tells people", ("Tell the team",)),
    LookAlike(
        VENDOR, "only looks something up", ("Look up the hash", "Ask the RMM about the device")
    ),
    LookAlike(
        VENDOR,
        "would isolate, but is not in use",
        ("Cut off at once, retired", "Cut off at once, archived", "Alert runs the remedy, retired"),
    ),
    LookAlike(VENDOR, "runs inside others only", ("Shared containment steps",)),
)
