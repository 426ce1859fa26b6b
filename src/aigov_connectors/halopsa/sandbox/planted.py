"""What is planted in this tool: who is served, ticket types, statuses, teams, people, programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aigov_connectors.sandbox.clients import ClientOrg

VENDOR = "halopsa"
CONNECTION = "northwind-halo"
TENANT = "northwind"

FIRST_CLIENT = 100
"""A client's id is this and its index; the MSP's own record is 1, the catch-all 2."""
SPELLED: Mapping[str, str] = MappingProxyType(
    {
        "Wren & Partners Law": "Wren Partners Solicitors",
        "Harborview Dental": "HARBORVIEW DENTAL GROUP",
    }
)
"""Clients whose name in this tool leads nobody to the other tools: an alias joins them."""
INACTIVE: tuple[int, str] = (90, "Old Mill Bakery")
NINJA_LINKED = frozenset({"Lakeside Clinic"})
"""Clients whose record holds the id of the same client in NinjaOne."""
FINANCE_CLIENTS = ("Brightwater Credit Union", "Quillfeather & Stone CPAs")

SERVICE_DESK, NOC, FINANCE, EXECUTIVE = 3, 4, 5, 6
TEAMS: Mapping[int, str] = MappingProxyType(
    {
        SERVICE_DESK: "Service Desk",
        NOC: "NOC",
        FINANCE: "Finance Desk",
        EXECUTIVE: "Executive Support",
    }
)
HIDDEN_TEAM = EXECUTIVE
"""The API agent is in no such team, so its tickets are missing without a word."""

CLOSED, CANCELLED = 9, 8


@dataclass(frozen=True, slots=True)
class PlantedStatus:
    """A status and its timers."""

    id: int
    name: str
    changes_to: int = 0
    after_hours: float = 0.0
    off_hold_hours: float = 0.0


STATUSES: tuple[PlantedStatus, ...] = (
    PlantedStatus(1, "New"),
    PlantedStatus(2, "In Progress"),
    PlantedStatus(4, "With User", changes_to=CLOSED, after_hours=72.0),
    PlantedStatus(5, "On Hold", changes_to=2, after_hours=24.0),
    PlantedStatus(6, "Parked", off_hold_hours=48.0),
    PlantedStatus(7, "Closed pending review"),
    PlantedStatus(CANCELLED, "Cancelled"),
    PlantedStatus(CLOSED, "Closed"),
)
"""Only 8 and 9 close a ticket: the name of 7 proves nothing."""

SLAS: tuple[tuple[int, str, bool], ...] = ((1, "Standard", False), (2, "Night service", True))
"""Service levels: id, name, whether tickets come off hold by themselves."""

INCIDENT, CHANGE, ALERT, FINANCE_REQUEST, ONBOARDING, QUIET, ACCESS = 1, 2, 3, 4, 5, 6, 7
MONITORING, LAB_MONITORING = 8, 9
MONITORED_CLIENTS = ("Copperline Electric", "Granite Hollow Machining")
HOST = "halo.northwind-ridge.example"
"""By which others reach this tenant."""
NINJA_ALERT = (124, 1)
"""What the id of NinjaOne's alert is made of, of which the newest monitoring ticket tells."""


@dataclass(frozen=True, slots=True)
class PlantedType:
    """A ticket type."""

    id: int
    name: str
    workflow: int = 0
    approval: int = 0
    balances: bool = False
    auto_close_hours: int = 0
    embeds: bool = False
    surveys: bool = False
    clients: tuple[str, ...] = ()
    deletes: int = 0
    """A number that no document explains."""
    presets: bool = False
    """Whether new tickets get a team and a priority, and callers an acknowledgement."""


TICKET_TYPES: tuple[PlantedType, ...] = (
    PlantedType(INCIDENT, "Incident", workflow=1, balances=True, embeds=True, surveys=True),
    PlantedType(CHANGE, "Change Request", workflow=2, approval=2, presets=True),
    PlantedType(ALERT, "Alert", auto_close_hours=24),
    PlantedType(
        FINANCE_REQUEST, "Finance Request", workflow=3, approval=3, clients=FINANCE_CLIENTS
    ),
    PlantedType(ONBOARDING, "Onboarding", workflow=4, approval=3),
    PlantedType(QUIET, "Internal note", deletes=2),
    PlantedType(ACCESS, "Access Request", workflow=9, approval=4),
    PlantedType(MONITORING, "Monitoring", workflow=10, clients=MONITORED_CLIENTS),
    PlantedType(LAB_MONITORING, "Lab monitoring", workflow=11, clients=MONITORED_CLIENTS),
)

PEOPLE: tuple[int, ...] = (9, 10, 11, 12)
UNASSIGNED = 1
API_AGENTS: Mapping[int, str] = MappingProxyType({30: "Discovery", 31: "Integrations"})
OWN_AGENT = 30


@dataclass(frozen=True, slots=True)
class PlantedApplication:
    """An application with access, and the clients whose tickets it changes."""

    id: str
    client_id: str
    name: str
    scopes: tuple[str, ...]
    inactive: bool = False
    touches: tuple[str, ...] = ()


READING = ("read:tickets", "read:customers", "read:assets", "read:kb", "admin")
OWN_APPLICATION = "discovery-app"
WRITER_APPLICATION, NARROW_APPLICATION = "writer-app", "narrow-app"
"""Applications for which other credentials stand; the system hides them from the list."""
APPLICATIONS: tuple[PlantedApplication, ...] = (
    PlantedApplication("101", OWN_APPLICATION, "Discovery", READING),
    PlantedApplication(
        "103",
        "thread-app",
        "Thread Messenger",
        ("read:tickets", "edit:tickets"),
        touches=("Driftwood Hotels",),
    ),
    PlantedApplication(
        "104",
        "backup-app",
        "Backup Sync",
        ("edit:tickets",),
        touches=("Copperline Electric",),
    ),
    PlantedApplication("105", "rewst-app", "Rewst", ("all",), inactive=True),
    PlantedApplication("106", "junto-app", "Junto Insights", ("read:tickets",)),
    PlantedApplication("107", "needle-app", "Threadneedle Billing", ("all:standard",)),
    PlantedApplication("108", "export-app", "Invoice export", ("read:invoices",)),
    PlantedApplication("109", "mizo-app", "Mizo", ("read:tickets", "edit:kb")),
    PlantedApplication("110", "labels-app", "Asset labels", ("read:assets", "edit:assets")),
)

AI_FIELD = "CFAISuggestedResolution"
"""A field that the MSP added to tickets: some program of its own must fill it."""

UNKNOWN_SWITCH = "enable_ai_auto_dispatch"

CONTROL: Mapping[str, object] = MappingProxyType(
    {
        "ai_connection_type": 0,
        "openai_enabled": True,
        "azureopenai_enabled": False,
        "azureopenai_embedding_enabled": False,
        "azureaisearch_demo_enabled": False,
        "openai_default_model": "gpt-4o-mini",
        "azure_openai_url": "",
        "azure_ai_search_url": "",
        "use_embedding_scores_openai": True,
        "use_embedding_scores_azureopenai": False,
        "use_embedding_scores_noai": False,
        "ticket_embeddings_method": 0,
        "ticket_embeddings_db": 0,
        "ai_knowledge_search_method": 0,
        "vector_score_minimum": 0.8,
        "aiembedding_enabled_tickettypes": [{"id": INCIDENT, "name": "Incident"}],
        "enable_openai_insights": True,
        "enable_azureopenai_insights": False,
        "use_ai_insights": True,
        "enable_openai_emotion_detection": False,
        "enable_azureopenai_emotion_detection": False,
        "enable_ai_kb_articles": False,
        "azureopenai_enable_ai_kb_articles": False,
        "enable_ai_article_suggestions": True,
        "enablearticlesuggestionsoneup": False,
        "generate_ai_article_summary": False,
        "enable_ai_duplicate_article_prevention": False,
        "enable_ai_conversation_summary": True,
        "ticket_hover_summary": 0,
        "use_openai_surveys": True,
        "use_azure_openai_surveys": False,
        "ai_survey_sample_rate": 25,
        "ai_thankyou_detection": True,
        "ai_suggestion_alert": 1,
        "usecannedtextprediction": False,
        "enabletemplatesuggestions": True,
        "cannedsuggestnewticket": False,
        "enable_suggestions_on_call": False,
        "use_default_call_summary": False,
        "enable_ai_generated_category": True,
        "ai_category_group": 2,
        "enable_ai_search_default": False,
        "ai_kb_fuzzy_search": False,
        "aireports_enabled": True,
        "enable_ai_report_analysis": False,
        "run_ai_report_analysis_before_schedule": False,
        "enable_openai_client_profiling": False,
        "enable_azureopenai_client_profiling": False,
        "ai_statement_of_work_ticket_type": 0,
        "allow_transcription_of_audio": False,
        "default_forethought_widget": 0,
        "enable_risk_scoring": False,
        "aidetection_enabled": False,
        "enable_mcp": True,
        "enable_mcp_logging": False,
        "mcp_use_system_tools": False,
        "use_context_aware_redaction": False,
        "redact_audit_log": False,
        UNKNOWN_SWITCH: True,
    }
)
"""Settings of the whole tenant, as far as they are about AI."""


def client_name(client: ClientOrg) -> str:
    """Return a client's name in this tool."""
    return SPELLED.get(client.name, client.name)


def client_id(client: ClientOrg) -> int:
    """Return a client's id."""
    fixed = {"own": 1, "catch_all": 2}
    return fixed.get(client.kind, FIRST_CLIENT + client.index)
