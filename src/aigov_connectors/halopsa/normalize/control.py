"""Settings of the whole tenant: each AI feature as the switches of `/Control` set it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.halopsa.normalize.place import tenant_scope, unknown_ai
from aigov_connectors.halopsa.normalize.reach import Desk
from aigov_connectors.halopsa.normalize.switches import NOT_TOLD, amount, strange
from aigov_connectors.halopsa.wire import ControlWire, ModuleWire
from aigov_connectors.inventory import (
    Basis,
    CredentialRights,
    JsonScalar,
    Origin,
    Place,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, Unknowns, observed, plain, said
from aigov_connectors.wire import told

__all__ = [
    "deployments_from_control",
    "is_monitored",
    "missing_switches",
    "module_of_ai",
    "unknown_of_control",
]

Module = tuple[ModuleWire, Origin]

_ID = "control"
_CONNECTION = "ai_connection"


@dataclass(frozen=True, slots=True)
class _Feature:
    """A feature of the catalogue, and the switches of which any turns it on."""

    feature: str
    name: str
    reading: str
    """The setting of the reading table that takes whether it is on."""
    switches: tuple[str, ...]
    beside: tuple[str, ...] = ()
    """Settings that say more of it."""
    rights: CredentialRights | None = None
    """For programs of others: what they may do here."""
    marks: tuple[str, ...] = ()
    """Numbers and texts that turn it on when they are neither 0 nor empty."""


_FEATURES: tuple[_Feature, ...] = (
    _Feature(
        _CONNECTION,
        "AI connection",
        "connection",
        ("openai_enabled", "azureopenai_enabled"),
        (
            "ai_connection_type",
            "openai_default_model",
            "azureopenai_embedding_enabled",
            "aidetection_enabled",
            "use_context_aware_redaction",
            "redact_audit_log",
        ),
    ),
    _Feature(
        "ticket_matching",
        "AI ticket matching",
        "matching",
        (
            "use_embedding_scores_openai",
            "use_embedding_scores_azureopenai",
            "use_embedding_scores_noai",
        ),
        ("vector_score_minimum", "ticket_embeddings_method"),
    ),
    _Feature(
        "ai_insights",
        "AI insights",
        "insights",
        ("enable_openai_insights", "enable_azureopenai_insights", "use_ai_insights"),
    ),
    _Feature(
        "ai_category",
        "AI generated category",
        "enable_ai_generated_category",
        ("enable_ai_generated_category",),
        ("ai_category_group",),
    ),
    _Feature(
        "emotion_detection",
        "emotion detection",
        "emotion",
        ("enable_openai_emotion_detection", "enable_azureopenai_emotion_detection"),
    ),
    _Feature(
        "thank_you_detection",
        "thank-you detection",
        "ai_thankyou_detection",
        ("ai_thankyou_detection",),
    ),
    _Feature(
        "ai_surveys",
        "AI surveys",
        "surveys",
        ("use_openai_surveys", "use_azure_openai_surveys"),
        ("ai_survey_sample_rate",),
    ),
    _Feature(
        "conversation_summary",
        "conversation summaries",
        "summaries",
        ("enable_ai_conversation_summary",),
        marks=("ticket_hover_summary",),
    ),
    _Feature(
        "kb_articles",
        "AI knowledge base articles",
        "articles",
        ("enable_ai_kb_articles", "azureopenai_enable_ai_kb_articles"),
    ),
    _Feature(
        "article_suggestions",
        "AI article suggestions",
        "suggestions",
        (
            "enable_ai_article_suggestions",
            "enablearticlesuggestionsoneup",
            "generate_ai_article_summary",
        ),
    ),
    _Feature(
        "duplicate_prevention",
        "AI duplicate article prevention",
        "enable_ai_duplicate_article_prevention",
        ("enable_ai_duplicate_article_prevention",),
    ),
    _Feature(
        "knowledge_search",
        "AI knowledge search",
        "search",
        ("enable_ai_search_default", "ai_kb_fuzzy_search"),
        ("ai_knowledge_search_method",),
        marks=("azure_ai_search_url",),
    ),
    _Feature(
        "mcp_server",
        "MCP server",
        "enable_mcp",
        ("enable_mcp",),
        ("enable_mcp_logging", "mcp_use_system_tools"),
        rights=CredentialRights.CANNOT_TELL,  # those of whichever agent signs in
    ),
    _Feature(
        "ai_reports",
        "AI reports",
        "reports",
        (
            "aireports_enabled",
            "enable_ai_report_analysis",
            "run_ai_report_analysis_before_schedule",
        ),
    ),
    _Feature(
        "client_profiling",
        "AI client profiling",
        "profiling",
        ("enable_openai_client_profiling", "enable_azureopenai_client_profiling"),
        ("ai_client_profiling_frequency",),
    ),
    _Feature(
        "statement_of_work",
        "statement of work by AI",
        "statement",
        (),
        marks=("ai_statement_of_work_ticket_type",),
    ),
    _Feature(
        "call_summary",
        "audio transcription and call summary",
        "transcription",
        ("allow_transcription_of_audio", "use_default_call_summary"),
    ),
    _Feature(
        "text_prediction",
        "text prediction",
        "prediction",
        (
            "usecannedtextprediction",
            "enabletemplatesuggestions",
            "cannedsuggestnewticket",
            "enable_suggestions_on_call",
        ),
    ),
    _Feature("risk_scoring", "risk scoring", "enable_risk_scoring", ("enable_risk_scoring",)),
)
_WIDGETS, _WIDGET = "third_party_ai", "default_forethought_widget"


def deployments_from_control(
    row: ControlWire,
    *,
    origin: Origin,
    catalogue: VendorCatalogue,
    place: Place,
    desk: Desk,
    modules: Sequence[Module] = (),
) -> Iterator[Statement]:
    """State each feature whose switches the tenant's version has; see `missing_switches`.

    A feature is on where one of its switches is; off where all that were sent are off; and unknown
    where a switch holds something else. A connection is none that works where the module of AI is
    off, as far as that is known by its name.
    """
    sent = row.model_extra or {}
    module, modules_shown = module_of_ai(modules)
    for one in _FEATURES:
        deciding = [name for name in (*one.switches, *one.marks) if name in sent]
        if not deciding:
            continue
        states = [_state(sent[name], is_mark=name in one.marks) for name in deciding]
        on = True if True in states else (None if None in states else False)
        shown = sorted(
            (_shown(origin, name, sent[name]) for name in deciding),
            key=lambda pair: pair[0].value is not True,
        )
        beside = [_shown(origin, name, sent[name]) for name in one.beside if name in sent]
        if one.feature == _CONNECTION:
            beside += modules_shown
        doubted = one.feature == _CONNECTION and on is True and module is False
        entry = catalogue[one.feature]
        label = entry.label(one.reading, on)
        if doubted:
            label = label.model_copy(update={"enabled": None, "basis": Basis.INFERRED})
        evidence = tuple(seen for _, seen in (*shown, *beside))
        reached = desk.everybody()
        yield Statement(
            deployment=entry.deployment(
                place=place,
                scope=tenant_scope(place),
                source_object=SourceObject(
                    kind=SourceKind.SETTING if one.rights is None else SourceKind.INTEGRATION,
                    id=f"{_ID}:{one.feature}",
                    name=one.name,
                ),
                label=label,
                enabled=label.enabled,
                reach=reached.reach,
                settings=tuple(setting for setting, _ in (*shown, *beside)),
                evidence=evidence,
                rights=one.rights,
            ),
            evidence=evidence,
            tickets=reached.tickets,
            window=reached.window,
        )
    yield from _widget(sent.get(_WIDGET), origin=origin, catalogue=catalogue, place=place)


def module_of_ai(modules: Sequence[Module]) -> tuple[bool | None, tuple[Observed, ...]]:
    """Whether a module of AI was added, and what shows it; None where that is not told.

    Source: HaloPSA API v2, ModuleSetup.enabled (verified name); which module it is (unsure).
    """
    found = [(row, origin) for row, origin in modules if _is_of_ai(row.module_name)]
    states = {told(row.enabled) for row, _ in found}
    shown = tuple(
        said(
            origin,
            f"module {row.module_name}",
            observed(origin, row, "enabled", object_id=str(row.id))[0].value,
            object_id=str(row.id),
            pointer="/enabled",
            absent="enabled" not in row.model_fields_set,
        )
        for row, origin in found
    )
    if True in states:
        return True, shown
    return False if states == {False} else None, shown


def is_monitored(row: ControlWire) -> bool:
    """Whether nothing is told of a log that is off or shortened where programs have access.

    Source: HaloPSA API v2 of June 2026, enable_mcp, enable_mcp_logging, redact_audit_log (verified
    names).
    """
    sent = row.model_extra or {}
    unlogged = sent.get("enable_mcp") is True and sent.get("enable_mcp_logging") is not True
    return not unlogged and sent.get("redact_audit_log") is not True


def _is_of_ai(name: str | None) -> bool:
    folded = (name or "").casefold()
    return "openai" in folded or "ai" in folded.split()


def missing_switches(row: ControlWire) -> dict[str, tuple[str, ...]]:
    """Feature to its switches, for those of which the tenant's version sends none."""
    sent = row.model_extra or {}
    missing = {
        one.feature: (*one.switches, *one.marks)
        for one in _FEATURES
        if not {*one.switches, *one.marks} & set(sent)
    }
    if sent.get(_WIDGET) is None:
        missing[_WIDGETS] = (_WIDGET,)
    return missing


def unknown_of_control(row: ControlWire, *, origin: Origin, place: Place) -> Unknowns:
    """Name the switches that sound like AI and that no specification has."""
    source = SourceObject(kind=SourceKind.SETTING, id=_ID, name="system settings")
    return unknown_ai(origin, row, object_id=_ID, place=place, source=source)


def _state(value: object, *, is_mark: bool) -> bool | None:
    if not is_mark:
        return value if isinstance(value, bool) else None
    if isinstance(value, str):
        return bool(value.strip())
    return value > 0 if isinstance(value, int | float) else None


def _shown(origin: Origin, name: str, value: object) -> Observed:
    told: JsonScalar
    if name.endswith("_url") and isinstance(value, str):
        told = "present" if value.strip() else ""  # an address may name a client's tenant
    else:
        told = plain(value)
    return said(origin, name, told, object_id=_ID)


def _widget(
    value: JsonValue, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State a third party's widget, where one is chosen."""
    chosen = amount(value)
    if not chosen and not strange(value, chosen):
        return
    setting, seen = said(origin, _WIDGET, plain(value), object_id=_ID)
    entry = catalogue[_WIDGETS]
    label = entry.label(_WIDGET, "set" if chosen else NOT_TOLD)
    source = SourceObject(kind=SourceKind.SETTING, id=f"{_ID}:forethought", name="Forethought")
    desk = Desk()
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=source,
            label=label,
            enabled=label.enabled,
            reach=desk.everybody().reach,
            settings=(setting,),
            evidence=(seen,),
        ),
        evidence=(seen,),
    )
