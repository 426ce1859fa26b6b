"""Where settings hold: the tenant, a ticket type; and what of an object is unknown."""

from __future__ import annotations

import re

from aigov_connectors.halopsa.wire import HaloSettings
from aigov_connectors.inventory import Origin, Place, Scope, ScopeLevel, SourceObject
from aigov_connectors.normalizing.observed import Unknowns, unknown_settings

__all__ = ["VENDOR", "may_be_ai", "tenant_scope", "type_scope", "unknown_ai"]

VENDOR = "halopsa"

_AI = re.compile(
    r"(^|_)(ai|openai|azureopenai|gpt|llm|mcp|copilot|chatbot|embeddings?|vector\w*"
    r"|virtualagents?|forethought|sentiment|emotion)(_|$)|^ai(?=[a-z]+_)",
    re.IGNORECASE,
)


def may_be_ai(key: str) -> bool:
    """Whether the name of a setting sounds like AI; no proof, but reason enough to tell of it."""
    return _AI.search(key) is not None


def tenant_scope(place: Place) -> Scope:
    """The whole tenant."""
    return Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection)


def type_scope(place: Place, ticket_type: int, name: str | None) -> Scope:
    """One ticket type."""
    return Scope(
        level=ScopeLevel.TICKET_TYPE,
        id=str(ticket_type),
        name=name or f"ticket type {ticket_type}",
        parents=(place.tenant_id,),
    )


def unknown_ai(
    origin: Origin, row: HaloSettings, *, object_id: str, place: Place, source: SourceObject
) -> Unknowns:
    """Name the keys of a large object that nobody describes and that sound like AI.

    These objects have hundreds of keys, nearly all of them about other things.
    """
    others = {key for key in row.model_extra or {} if key in _DESCRIBED or not may_be_ai(key)}
    return unknown_settings(
        origin,
        row,
        object_id=object_id,
        place=place,
        source_object=source,
        described=others,
    )


_DESCRIBED = frozenset(
    [
        "ai_prompt",
        "ai_improve_agent_note_default_on",
        "ai_suggestions_context",
        "ai_threadid",
        "ai_runid",
        "ai_connection_type",
        "ai_insights_context",
        "ai_embedding_field",
        "ai_description_mapping",
        "ai_description_mapping_custom",
        "ai_search_store_descriptions",
        "ai_summary_description",
        "ai_suggestion_alert",
        "ai_category_group",
        "ai_survey_sample_rate",
        "ai_max_data_size",
        "ai_knowledge_search_method",
        "ai_client_profiling_frequency",
        "ai_client_profiling_prompt",
        "ai_statement_of_work_custom_field_id",
        "ai_statement_of_work_ticket_type",
        "ai_kb_fuzzy_search",
        "ai_thankyou_detection",
        "azure_ai_search_url",
        "azure_ai_search_version",
        "openai_enabled",
        "openai_default_model",
        "azureopenai_enabled",
        "azureopenai_embedding_enabled",
        "azure_openai_url",
        "azure_openai_version",
        "azureaisearch_demo_enabled",
        "embeddingaideployment",
        "openai_api_key",
        "use_embedding_scores_openai",
        "use_embedding_scores_azureopenai",
        "use_embedding_scores_noai",
        "link_ai_matched_type",
        "ticket_embeddings_method",
        "ticket_embeddings_db",
        "embeddings_use_trial_data",
        "openai_embeddings_tickettypes",
        "azureopenai_embeddings_tickettypes",
        "aiembedding_enabled_tickettypes",
        "vectorise_tickettypes",
        "vectorise_date",
        "vector_score_minimum",
        "vector_score_knowledge_minimum",
        "vector_category2_type",
        "vector_duplicate_article_score_minimum",
        "enable_openai_insights",
        "enable_azureopenai_insights",
        "use_ai_insights",
        "enable_openai_emotion_detection",
        "enable_azureopenai_emotion_detection",
        "enable_ai_kb_articles",
        "azureopenai_enable_ai_kb_articles",
        "enable_ai_article_suggestions",
        "enable_ai_conversation_summary",
        "use_openai_surveys",
        "use_azure_openai_surveys",
        "enable_ai_report_analysis",
        "aireports_enabled",
        "run_ai_report_analysis_before_schedule",
        "aidetection_enabled",
        "enable_openai_client_profiling",
        "enable_azureopenai_client_profiling",
        "enable_ai_generated_category",
        "generate_ai_article_summary",
        "enable_ai_duplicate_article_prevention",
        "enable_ai_search_default",
        "default_forethought_widget",
        "enable_mcp",
        "enable_mcp_logging",
        "mcp_use_system_tools",
        "generate_ai_embeddings",
        "do_ai_survey",
    ]
)
"""Keys about AI that the specifications of April 2025 and June 2026 name."""
