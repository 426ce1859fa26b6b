"""What must be found of each script, rule and policy of this tool, row by row.

See `expected`, which makes the answer sheet of it.
"""

from typing import Literal

from aigov_connectors.sandbox.planted import UNKNOWN_CLIENTS, Named

Verdict = Literal["fail", "undetermined"]
Clients = tuple[str, ...] | Literal["all", "servers", "workstations", "care"]
"""Names, or whose machines are in the group: all servers but those under change control, the
workstations of retail and finance, the servers of clinics."""


SCRIPTS: tuple[tuple[str, Named, Verdict, Clients, str], ...] = (
    (
        "monitor_autofix",
        Named("rule", "Drive free space < 10%"),
        "fail",
        ("Copperline Electric", "Lakeside Clinic"),
        "a script runs when it fails; it names no target, so only where it failed is known",
    ),
    (
        "monitor_autofix",
        Named("rule", "Print spooler stopped"),
        "fail",
        ("Harborview Dental",),
        "a script runs when it fails; its target is one client",
    ),
    (
        "monitor_autofix",
        Named("rule", "Update service stuck"),
        "undetermined",
        ("Ironbell Insurance",),
        "the alert action is called a script and holds none: a name proves nothing",
    ),
    (
        "monitor_autofix",
        Named("rule", "Imaging gateway down"),
        "fail",
        "care",
        "a script runs when it fails; its target is a group",
    ),
    (
        "monitor_autofix",
        Named("rule", "Spool folder full"),
        "fail",
        ("Brightwater Credit Union", "Falconer Precision"),
        "a script runs when it fails; it says which clients are affected",
    ),
    (
        "monitor_autofix",
        Named("rule", "Agent service stopped"),
        "fail",
        ("Brightwater Credit Union",),
        "a script runs when it fails; seen in the list of one computer",
    ),
    (
        "monitor_autofix",
        Named("rule", "Backup agent stopped"),
        "fail",
        ("Falconer Precision",),
        "a script runs when it fails; only a change of its state leads to the computer that has it",
    ),
    (
        "scheduled_scripts",
        Named("task", "Cleanup temp files on Windows Servers"),
        "fail",
        "all",
        "runs every day on a group that everybody has machines in",
    ),
    (
        "scheduled_scripts",
        Named("task", "Weekly reboot on Lakeside Clinic"),
        "fail",
        ("Lakeside Clinic",),
        "runs every week on one client",
    ),
    (
        "scheduled_scripts",
        Named("task", "Offer a restart on Workstations"),
        "undetermined",
        "all",
        "the script waits for the user; what it asks, and what silence means, is not shown",
    ),
    (
        "scheduled_scripts",
        Named("task", "Reset printers on a location of Silver Birch Realty"),
        "fail",
        ("Silver Birch Realty",),
        "runs every day at one location; a program scheduled it",
    ),
    (
        "scheduled_scripts",
        Named("task", "Report disk use on Workstations"),
        "fail",
        UNKNOWN_CLIENTS,
        "runs every month on those of a group that a search leaves over; which, is not shown",
    ),
    (
        "scheduled_scripts",
        Named("task", "Clear kiosk profile on a computer of Driftwood Hotels"),
        "fail",
        ("Driftwood Hotels",),
        "runs every day on one computer until it expires",
    ),
    (
        "scheduled_scripts",
        Named("task", "Clear kiosk profile on Front desk"),
        "fail",
        ("Driftwood Hotels", "Silver Birch Realty"),
        "runs every week on a group that was filled by hand",
    ),
    (
        "scheduled_scripts",
        Named("policy", "Servers at night"),
        "fail",
        "all",
        "a script runs after each installation on the servers of everybody and at two front desks",
    ),
    (
        "api_integrations",
        Named("integration", "backupsync"),
        "undetermined",
        ("Copperline Electric",),
        "it may start scripts; what it does is set in its own product",
    ),
    (
        "api_integrations",
        Named("integration", "spoolwatch"),
        "undetermined",
        ("Redfern Pediatrics",),
        "its class has no such right, and one script lets the class run it",
    ),
)

OF_OTHERS: tuple[tuple[str, Named, Clients, str], ...] = (
    (
        "asio_agents",
        Named("integration", "zofiq-svc"),
        ("Lakeside Clinic",),
        "it may start scripts; its name alone tells whose it is",
    ),
    (
        "third_party_ai",
        Named("integration", "rallied"),
        UNKNOWN_CLIENTS,
        "it may start scripts; its name alone tells whose it is",
    ),
    (
        "third_party_ai",
        Named("integration", "rallied-triage"),
        UNKNOWN_CLIENTS,
        "its class may only look; one script is open to that class, and nothing else runs it",
    ),
)

UNGATED: tuple[tuple[str, Named, Verdict, Clients, str], ...] = (
    (
        "group_auto_join",
        Named("setting", "Windows Servers"),
        "fail",
        "all",
        "a search puts computers into the group, and with it come scripts and policies",
    ),
    (
        "group_auto_join",
        Named("setting", "Workstations"),
        "fail",
        "all",
        "a search puts computers into the group, and with it come scripts and policies",
    ),
    (
        "group_auto_join",
        Named("setting", "Patched servers"),
        "fail",
        "servers",
        "a search decides which computers are patched",
    ),
    (
        "automatic_reboot",
        Named("policy", "Reboot at once"),
        "fail",
        "servers",
        "servers restart and nobody is asked",
    ),
    (
        "automatic_reboot",
        Named("policy", "Reboot unless somebody objects"),
        "fail",
        "workstations",
        "the user may object, and silence means yes",
    ),
    (
        "automatic_reboot",
        Named("policy", "Gentle reboot"),
        "undetermined",
        ("Driftwood Hotels", "Silver Birch Realty"),
        "a mode that no document explains",
    ),
    (
        "monitor_alerts",
        Named("rule", "Memory of a service grows"),
        "undetermined",
        ("Brightwater Credit Union",),
        "it has no script, and what its template does nobody tells: it may run one",
    ),
    (
        "daytime_patching",
        Named("policy", "Workstations in the daytime"),
        "fail",
        "workstations",
        "patches install in office hours when the deadline passes in silence",
    ),
)

PATCHES: tuple[tuple[Named, Clients, str], ...] = (
    (
        Named("policy", "Servers - staged"),
        "servers",
        "approves by severity; the stages are a delay of which nobody is told",
    ),
    (Named("policy", "Workstations - by score"), "workstations", "approves by CVSS score"),
)

# Reach several clients under one regulation, or one alone: no news for the rule on wide settings.
NOT_WIDE = frozenset(
    {
        "Print spooler stopped",
        "Imaging gateway down",
        "Agent service stopped",
        "Backup agent stopped",
        "Weekly reboot on Lakeside Clinic",
        "Reset printers on a location of Silver Birch Realty",
        "Clear kiosk profile on a computer of Driftwood Hotels",
        "Clear kiosk profile on Front desk",
        "Gentle reboot",
    }
)
REACH_UNKNOWN = frozenset(
    {
        *("Drive free space < 10%", "Update service stuck", "Memory of a service grows"),
        *("zofiq-svc", "backupsync", "spoolwatch"),
    }
)
"""Seen at some clients; whom else they reach is not shown."""
