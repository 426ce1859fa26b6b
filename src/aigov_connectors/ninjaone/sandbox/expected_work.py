"""What a careful reader must find in patches, antivirus products and tickets: by hand."""

from typing import Literal

from aigov_connectors.ninjaone.sandbox.planted import CONNECTION, VENDOR, in_tool
from aigov_connectors.ninjaone.sandbox.planted_work import (
    BITDEFENDER,
    BITDEFENDER_CLIENTS,
    SENTINELONE,
)
from aigov_connectors.sandbox.planted import (
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    ExpectedGap,
    LookAlike,
    Named,
)
from aigov_connectors.sandbox.world import World


def work_findings(world: World) -> tuple[ExpectedFinding, ...]:
    """Return the findings."""
    return (*_patches(), *_antivirus(world), *_tickets(), *_around(world))


_AUTO_APPROVED = ("Hearthstone Senior Living", "Verdant Grocers")
"""Clients some of whose patches nobody approved; the other words leave open who did."""


def _patches() -> tuple[ExpectedFinding, ...]:
    return (
        ExpectedFinding(
            rule="patch-approval-without-staging-or-person",
            verdict="undetermined",
            severity="medium",
            vendor=VENDOR,
            connection=CONNECTION,
            because="nobody approved these patches; what the policies say now, no API shows",
            feature=f"{VENDOR}.os_patch_approval",
            source_object=Named("setting", "AUTO_APPROVED"),
            scope=Named("tenant", CONNECTION),
            clients=_AUTO_APPROVED,
        ),
    )


def _around(world: World) -> tuple[ExpectedFinding, ...]:
    """What surrounds them: regulations that differ."""
    regulated = tuple(
        sorted(
            one.name
            for one in in_tool(world)
            if one.regulations and one.name not in BITDEFENDER_CLIENTS
        )
    )
    return (
        # Seen at clients under several regulations; whom else they reach is not shown.
        _wide("os_patch_approval", "AUTO_APPROVED", UNKNOWN_CLIENTS),
        _wide("ticket_automation", "Assign to least open", UNKNOWN_CLIENTS),
        _wide("ticket_automation", "Important customers first", UNKNOWN_CLIENTS),
        _wide("ticket_automation", "Close after silence", UNKNOWN_CLIENTS),
        _wide("ticket_automation", "Answer out of hours", UNKNOWN_CLIENTS),
        _wide("integrated_edr", SENTINELONE, regulated),
    )


def _wide(
    feature: str,
    name: str,
    clients: tuple[str, ...],
) -> ExpectedFinding:
    return ExpectedFinding(
        rule="tenant-wide-setting",
        verdict="undetermined",
        severity="low",
        vendor=VENDOR,
        connection=CONNECTION,
        because="it acts, or may, at clients under several regulations",
        feature=f"{VENDOR}.{feature}",
        source_object=Named("setting", name),
        scope=Named("tenant", CONNECTION),
        clients=clients,
    )


def _tickets() -> tuple[ExpectedFinding, ...]:
    return (
        _gate(
            "ticket_automation",
            Named("rule", "Assign to least open"),
            ("Harborview Dental", "Tulipan Foods"),
            because="it assigns tickets by itself; a technician can only reassign them",
            severity="low",
        ),
        _gate(
            "ticket_automation",
            Named("rule", "Important customers first"),
            ("Silver Birch Realty",),
            because="it sets the priority by itself",
        ),
        _gate(
            "ticket_automation",
            Named("rule", "Close after silence"),
            ("Copperline Electric",),
            because="the status that it sets is one under Closed",
        ),
        _gate(
            "ticket_automation",
            Named("rule", "Answer out of hours"),
            ("Verdant Grocers",),
            because="its entry is public: the requester is answered before anybody has looked",
        ),
    )


def _antivirus(world: World) -> tuple[ExpectedFinding, ...]:
    others = tuple(
        sorted(one.name for one in in_tool(world) if one.name not in BITDEFENDER_CLIENTS)
    )
    return tuple(
        ExpectedFinding(
            rule="autonomous-containment",
            verdict="undetermined",
            severity="high",
            vendor=VENDOR,
            connection=CONNECTION,
            because="the product stands on the endpoints; how far it acts is its own policy's",
            feature=f"{VENDOR}.integrated_edr",
            source_object=Named("integration", product),
            scope=Named("tenant", CONNECTION),
            clients=clients,
        )
        for product, clients in ((BITDEFENDER, BITDEFENDER_CLIENTS), (SENTINELONE, others))
    )


def _gate(
    feature: str,
    source_object: Named,
    clients: tuple[str, ...],
    *,
    because: str,
    severity: Literal["medium", "low"] = "medium",
) -> ExpectedFinding:
    return ExpectedFinding(
        rule="missing-approval-gate",
        verdict="fail",
        severity=severity,
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.{feature}",
        source_object=source_object,
        scope=Named("tenant", CONNECTION),
        clients=clients,
    )


WORK_GAPS = (
    ExpectedGap(
        vendor=VENDOR,
        connection=CONNECTION,
        reason="truncated",
        about="the logs of all but the newest tickets: one request each",
        path="/ticketing/ticket/{ticketId}/log-entry",
        required=False,
    ),
    ExpectedGap(
        vendor=VENDOR,
        connection=CONNECTION,
        reason="not_exposed",
        about="where the tenant's webhook sends what happens: it can be set, and not be read",
        path="/webhook",
        required=False,
    ),
)

WORK_LOOK_ALIKES = (
    LookAlike(
        VENDOR,
        "a backup plan copies by itself, which is allowed; of one that ran last in summer it is"
        " not known whether it still does",
        ("Servers, image at night", "Old file server"),
        features=(f"{VENDOR}.backup_plan",),
    ),
    LookAlike(
        VENDOR,
        "a ticket automation that only tells somebody",
        ("Tell the on-call channel",),
        features=(f"{VENDOR}.ticket_automation",),
    ),
    LookAlike(
        VENDOR,
        "a client whose patches wait for a person",
        ("Atelier Beaulieu",),
        features=(f"{VENDOR}.os_patch_approval",),
    ),
)
