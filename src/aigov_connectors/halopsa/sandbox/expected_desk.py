"""What is limited in a way that tells no client, by hand; and whom settings reach."""

from aigov_connectors.halopsa.sandbox.expected_ungated import Ungated
from aigov_connectors.sandbox.planted import UNKNOWN_CLIENTS, Named

DESK: tuple[Ungated, ...] = (
    Ungated(
        "ticket_type_presets",
        Named("setting", "Change Request"),
        "fail",
        "medium",
        "new tickets of the type have a team and a priority that nobody chose",
    ),
    Ungated(
        "ticket_type_automations",
        Named("setting", "Change Request"),
        "undetermined",
        "medium",
        "callers get an acknowledgement; whether somebody may stop it is not documented",
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Contract first"),
        "fail",
        "medium",
        "the priority is set by rule, for tickets of one contract: whose that is is not told",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Sort whatever comes"),
        "undetermined",
        "low",
        "it has no condition; whether such a rule takes every ticket, or waits for a person to"
        " start it by hand, is not documented",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "ai_suggestions",
        Named("rule", "Category from tickets like it"),
        "fail",
        "medium",
        "the suggestion applies itself; it is limited to something, which no document explains",
        UNKNOWN_CLIENTS,
        rule="suggestion-applied-automatically",
    ),
)

NOT_WIDE = frozenset(
    [
        "Urgency of finance tickets",
        "Quick answer",
        "Alert intake",
        "Lab intake",
        "Run the remedy",
        "Run the lab remedy",
    ]
)
"""One client, or clients under one regulation: a setting of the whole tenant is no news there; and
what does nothing unless an agent starts it."""
REACH_UNKNOWN = frozenset(
    {
        "Bank first",
        "First aid on monitoring tickets",
        "Sort whatever comes",
        "Contract first",
        "Resolved alerts",
        "Vendor notices",
        "Category from tickets like it",
        "Night service",
        "Threadneedle Billing",
        "Mizo",
        "Asset labels",
        "Nightly sync",
        "Rotate password",
        "Restart the print spooler",
        "Purchase approval",
        "Answer to applicants",
        "webhook new tickets to generativelanguage.googleapis.com",
        "Access review",
        "Warranty case",
        "Extend access",
        "Reset password",
        "Incoming lead",
        "Thread Messenger",
        "Backup Sync",
        "webhook tickets out to hooks.getthread.com",
    }
)
"""Whom they reach is not shown."""
