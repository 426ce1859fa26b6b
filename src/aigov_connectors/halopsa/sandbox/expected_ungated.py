"""What acts in this tool with nobody in between, or may: the objects, by hand."""

from dataclasses import dataclass
from typing import Literal

from aigov_connectors.halopsa.sandbox.planted import FINANCE_CLIENTS
from aigov_connectors.sandbox.planted import ALL_OF_CONNECTION, UNKNOWN_CLIENTS, Named, RuleId


@dataclass(frozen=True, slots=True)
class Ungated:
    """One object, and what is wrong with it."""

    feature: str
    source: Named
    verdict: Literal["fail", "undetermined"]
    severity: Literal["high", "medium", "low"]
    because: str
    clients: tuple[str, ...] = ALL_OF_CONNECTION
    rule: RuleId = "missing-approval-gate"


UNGATED: tuple[Ungated, ...] = (
    Ungated(
        "ticket_rules",
        Named("rule", "Network alerts to NOC"),
        "fail",
        "medium",
        "team and priority are set by rule",
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Bank first"),
        "fail",
        "medium",
        "the priority is set by rule; whether its condition means one client or all but one is"
        " a number that no document explains",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Answer how-to questions"),
        "fail",
        "medium",
        "the rule runs an action that writes by AI and shows nobody the text",
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Privileged access requests"),
        "fail",
        "low",
        "the rule itself asks nobody before it puts a template's values into the ticket; what the"
        " template's workflow then does stands behind an approval",
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Tell the manager"),
        "undetermined",
        "medium",
        "the rule runs an action, and what that does is not told",
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Leaked credentials"),
        "undetermined",
        "medium",
        "the rule runs an action, and what that does besides running a runbook is not told",
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Close spam"),
        "fail",
        "medium",
        "the new status is one that closes",
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Park it, whatever it is called"),
        "fail",
        "low",
        "the status changes; it closes nothing, whatever it is called",
    ),
    Ungated(
        "ticket_rules",
        Named("rule", "Impact of outages"),
        "fail",
        "low",
        "a field of the ticket is set, which only the rule's details tell",
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "Incident lifecycle"),
        "fail",
        "medium",
        "time runs out and an action follows; a delay that nobody is told of is no gate, and what"
        " the action does besides moving the ticket is not told",
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "Warranty case"),
        "fail",
        "low",
        "a rule of its first step gives the ticket to another team; that of its second is off",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "status_timers",
        Named("setting", "With User"),
        "fail",
        "medium",
        "after three days the status becomes one that closes",
    ),
    Ungated("status_timers", Named("setting", "On Hold"), "fail", "low", "the status changes"),
    Ungated("status_timers", Named("setting", "Parked"), "fail", "low", "the hold ends"),
    Ungated(
        "status_timers",
        Named("setting", "Night service"),
        "fail",
        "low",
        "the service level takes tickets off hold when its limit is reached; whose tickets have it"
        " is not read",
        UNKNOWN_CLIENTS,
    ),
    Ungated("auto_close", Named("setting", "Alert"), "fail", "medium", "tickets close after a day"),
    Ungated(
        "load_balancing",
        Named("setting", "Incident"),
        "fail",
        "low",
        "tickets are given to agents in turn",
    ),
    Ungated(
        "ticket_type_automations",
        Named("setting", "Internal note"),
        "undetermined",
        "low",
        "data of tickets is deleted; how is a number that no document explains",
    ),
    Ungated(
        "approval_processes",
        Named("workflow", "Change approval"),
        "fail",
        "low",
        "where nobody can approve, the step approves itself",
    ),
    Ungated(
        "email_rules",
        Named("rule", "Resolved alerts"),
        "fail",
        "medium",
        "a word in a mail closes the ticket; whose mails come from its sender is not told",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "email_rules",
        Named("rule", "Vendor notices"),
        "undetermined",
        "medium",
        "whether it closes tickets is null",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "ai_suggestions",
        Named("rule", "Category from similar tickets"),
        "fail",
        "medium",
        "the suggestion applies itself",
        rule="suggestion-applied-automatically",
    ),
    Ungated(
        "ai_suggestions",
        Named("rule", "Urgency of finance tickets"),
        "undetermined",
        "medium",
        "whether it applies itself is not told",
        FINANCE_CLIENTS,
        rule="suggestion-applied-automatically",
    ),
    Ungated(
        "ai_category",
        Named("setting", "AI generated category"),
        "fail",
        "medium",
        "the category is written; nobody is asked",
        rule="suggestion-applied-automatically",
    ),
    Ungated(
        "thank_you_detection",
        Named("setting", "thank-you detection"),
        "fail",
        "low",
        "a mail that is taken for thanks does not open the ticket again",
    ),
    Ungated(
        "mcp_server",
        Named("integration", "MCP server"),
        "undetermined",
        "medium",
        "what a model outside does with it depends on the program that asks",
        rule="third-party-ai-can-write",
    ),
    Ungated(
        "virtual_agents",
        Named("setting", "Portal helper"),
        "fail",
        "high",
        "it answers people, and nobody sees the answer before",
        rule="reply-without-preview",
    ),
    Ungated(
        "virtual_agents",
        Named("setting", "Website guide"),
        "fail",
        "high",
        "it answers people, and nobody sees the answer before",
        rule="reply-without-preview",
    ),
    Ungated(
        "ai_actions",
        Named("setting", "AI reply"),
        "fail",
        "high",
        "agents start it, but a rule does too",
        rule="reply-without-preview",
    ),
    Ungated(
        "ai_actions",
        Named("setting", "Quick answer"),
        "undetermined",
        "medium",
        "only agents start it, and no preview shows them the text; what the vendor means by"
        " preview is told nowhere",
        rule="reply-without-preview",
    ),
    Ungated(
        "ai_runbooks",
        Named("workflow", "Triage new tickets"),
        "fail",
        "medium",
        "it starts with every new ticket and asks a model",
        rule="routing-by-machine-without-review",
    ),
    Ungated(
        "third_party_ai",
        Named("integration", "Thread Messenger"),
        "undetermined",
        "medium",
        "it may write to tickets; what it does is set in its own product",
        ("Driftwood Hotels",),
        rule="third-party-ai-can-write",
    ),
    Ungated(
        "third_party_ai",
        Named("integration", "webhook tickets out to hooks.getthread.com"),
        "undetermined",
        "medium",
        "tickets are pushed to it; what it does with them is set in its own product",
        UNKNOWN_CLIENTS,
        rule="third-party-ai-can-write",
    ),
    Ungated(
        "api_integrations",
        Named("integration", "Backup Sync"),
        "undetermined",
        "low",
        "it may write to tickets; what it does is set in its own product",
        ("Copperline Electric",),
    ),
    Ungated(
        "api_integrations",
        Named("integration", "Threadneedle Billing"),
        "undetermined",
        "low",
        "it may write to tickets, and was not seen to",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "third_party_ai",
        Named("integration", "Mizo"),
        "undetermined",
        "medium",
        "it reads tickets and may write articles; what it does is set in its own product",
        UNKNOWN_CLIENTS,
        rule="third-party-ai-can-write",
    ),
    Ungated(
        "api_integrations",
        Named("integration", "Asset labels"),
        "undetermined",
        "medium",
        "it may write to assets, and was not seen to touch a ticket",
        UNKNOWN_CLIENTS,
    ),
)

BESIDES: tuple[Ungated, ...] = (
    Ungated(
        "workflow_automations",
        Named("workflow", "Access review"),
        "undetermined",
        "low",
        "time moves the ticket; whether past the approval is not told",
        UNKNOWN_CLIENTS,
    ),
    Ungated(
        "ai_runbooks",
        Named("workflow", "Triage new tickets"),
        "fail",
        "medium",
        "what the model says is written into the ticket",
        rule="suggestion-applied-automatically",
    ),
    Ungated(
        "virtual_agents",
        Named("setting", "unlock_account"),
        "fail",
        "high",
        "whoever comes to the website may have it run a runbook, without logging in",
        rule="anonymous-user-can-trigger-ai",
    ),
    Ungated(
        "virtual_agents",
        Named("setting", "renew_password"),
        "undetermined",
        "high",
        "whether whoever comes may have it run a runbook is null",
        rule="anonymous-user-can-trigger-ai",
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "Access on request"),
        "undetermined",
        "low",
        "it is not told how a ticket goes on without the approval",
        rule="gate-opens-by-itself",
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Lend access"),
        "undetermined",
        "low",
        "it is not told how a ticket goes on without the approval",
        rule="gate-opens-by-itself",
    ),
    Ungated(
        "approval_processes",
        Named("workflow", "Change approval"),
        "fail",
        "medium",
        "it is shown as an approval, and approves itself where nobody can",
        rule="gate-opens-by-itself",
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "Change control"),
        "fail",
        "high",
        "the approval before the runbook opens by itself",
        rule="gate-opens-by-itself",
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Deploy change"),
        "fail",
        "high",
        "the approval before it opens by itself",
        rule="gate-opens-by-itself",
    ),
    Ungated(
        "workflow_automations",
        Named("workflow", "Access review"),
        "undetermined",
        "low",
        "what becomes of the approval when its time runs out is not told",
        UNKNOWN_CLIENTS,
        rule="gate-opens-by-itself",
    ),
    Ungated(
        "integration_runbooks",
        Named("workflow", "Extend access"),
        "undetermined",
        "low",
        "what becomes of the approval when its time runs out is not told",
        UNKNOWN_CLIENTS,
        rule="gate-opens-by-itself",
    ),
)
"""What else is wrong with objects that stand above."""
