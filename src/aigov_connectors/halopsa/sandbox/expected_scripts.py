"""What runs scripts or runbooks in this tool with nobody in between, or may: objects, by hand."""

from aigov_connectors.halopsa.sandbox.expected_ungated import Ungated
from aigov_connectors.halopsa.sandbox.planted import MONITORED_CLIENTS
from aigov_connectors.sandbox.planted import UNKNOWN_CLIENTS, Named

SCRIPTS: tuple[Ungated, ...] = (
    Ungated(
        "ticket_rules",
        Named("rule", "First aid on monitoring tickets"),
        "fail",
        "medium",
        "the rule runs a script; whether its condition means tickets of that type, which some"
        " clients have, or of all others is a number that no document explains",
        UNKNOWN_CLIENTS,
    ),
    *(
        Ungated(
            feature,
            Named("workflow", name),
            "fail",
            "medium",
            "its first edge runs the runbook, and tickets of the type begin with it",
            MONITORED_CLIENTS,
        )
        for feature, name in (
            ("workflow_automations", "Alert intake"),
            ("workflow_automations", "Lab intake"),
            ("integration_runbooks", "Run the remedy"),
            ("integration_runbooks", "Run the lab remedy"),
        )
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Disk alert clean-up"),
        "fail",
        "medium",
        "the rule runs a script",
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "Change control"),
        "fail",
        "medium",
        "the runbook stands behind an approval that opens by itself",
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "New starter"),
        "fail",
        "medium",
        "there is a way to the runbook past the approval",
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Deploy change"),
        "fail",
        "medium",
        "its only way leads through an approval that opens by itself",
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Create accounts"),
        "fail",
        "medium",
        "one of its ways leads past the approval",
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Nightly sync"),
        "fail",
        "medium",
        "it runs on a schedule",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Rotate password"),
        "fail",
        "medium",
        "agents press the action that runs it, and a rule takes that action too",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Restart the print spooler"),
        "fail",
        "medium",
        "agents press the action that runs it, and a suggestion that applies itself takes it too",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "Access review"),
        "undetermined",
        "medium",
        "the approval before the runbook has a time limit, and what follows it is not told",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Extend access"),
        "undetermined",
        "medium",
        "its only way leads through an approval that time may pass by",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "Access on request"),
        "undetermined",
        "medium",
        "the approval before the runbook is one without which a ticket may go on",
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Lend access"),
        "undetermined",
        "medium",
        "its only way leads through an approval without which a ticket may go on",
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Reset password"),
        "undetermined",
        "medium",
        "virtual agents start it; whether they ask first is a number that no document explains",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Incoming lead"),
        "undetermined",
        "medium",
        "what starts it is not shown",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "virtual_agents",
        Named("setting", "reset_password"),
        "undetermined",
        "medium",
        "end users may have it run a runbook; whether it asks them first is not explained",
    ),
    Ungated(
        "virtual_agents",
        Named("setting", "renew_password"),
        "undetermined",
        "medium",
        "end users may have it run a runbook; whether it asks them first is not explained",
    ),
    Ungated(
        "virtual_agents",
        Named("setting", "unlock_account"),
        "undetermined",
        "medium",
        "whoever comes to the website may have it run a runbook",
    ),
)
