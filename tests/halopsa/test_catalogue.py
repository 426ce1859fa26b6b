"""The catalogue is whole, and says what the fact sheet says."""

from __future__ import annotations

import pytest

from aigov_connectors import registry
from aigov_connectors.catalogue import Mark
from aigov_connectors.halopsa.connector import CONNECTOR
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    GateKind,
    GovernanceQuestion,
    JsonScalar,
)

CATALOGUE = registry.catalogue("halopsa")
ATTESTED = {"ai_agents"}
FULL, ADVISORY, UNKNOWN = Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY, Autonomy.UNKNOWN


def test_every_feature_of_the_facts_is_there() -> None:
    named = {entry.id.removeprefix("halopsa.") for entry in CATALOGUE.features}
    assert named >= {
        "ai_connection", "ticket_matching", "ai_suggestions", "ai_insights", "ai_runbooks",
        "ai_category", "emotion_detection", "thank_you_detection", "ai_surveys",
        "conversation_summary", "ai_actions", "kb_articles", "article_suggestions",
        "duplicate_prevention", "knowledge_search", "virtual_agents", "ai_agents", "mcp_server",
        "ai_reports", "client_profiling", "statement_of_work", "call_summary", "text_prediction",
        "ticket_rules", "workflow_automations", "load_balancing", "integration_runbooks",
    }  # fmt: skip


def test_what_is_read_names_resources_that_exist_and_all_else_is_attested() -> None:
    for entry in CATALOGUE.features:
        is_attested = entry.id.removeprefix("halopsa.") in ATTESTED
        assert bool(entry.read) is not is_attested, entry.id
        assert set(entry.read) <= set(CONNECTOR.resources), entry.id
        assert not is_attested or entry.attest


def test_every_resource_shows_a_feature_or_whom_it_is_about() -> None:
    others = {"clients", "client_details", "contracts", "teams", "agents", "actions"}
    shown = {name for entry in CATALOGUE.features for name in entry.read}
    assert set(CONNECTOR.resources) - shown == others | {"config_commits", "ticket_details"}


@pytest.mark.parametrize(
    ("feature", "setting", "value", "autonomy", "gate"),
    [
        ("ai_suggestions", "auto_apply", True, FULL, GateKind.NONE),
        ("ai_suggestions", "auto_apply", False, ADVISORY, GateKind.PRE_APPROVAL),
        ("ai_suggestions", "auto_apply", None, UNKNOWN, GateKind.UNKNOWN),
        ("ai_suggestions", "auto_apply", 1, UNKNOWN, GateKind.UNKNOWN),
        ("thank_you_detection", "ai_thankyou_detection", True, FULL, GateKind.NONE),
        ("ticket_matching", "matching", True, ADVISORY, GateKind.NOT_APPLICABLE),
        ("mcp_server", "enable_mcp", True, UNKNOWN, GateKind.UNKNOWN),
        ("virtual_agents", "answers", True, FULL, GateKind.NONE),
        ("virtual_agents", "function", "runbook", UNKNOWN, GateKind.UNKNOWN),
        ("ticket_rules", "action", "script", FULL, GateKind.NONE),
        ("ticket_rules", "action", "something new", UNKNOWN, GateKind.UNKNOWN),
        ("approval_processes", "opens", "by itself", FULL, GateKind.NONE),
        ("email_rules", "closes", False, ADVISORY, GateKind.NOT_APPLICABLE),
    ],
)
def test_readings_say_what_the_facts_say(
    feature: str, setting: str, value: JsonScalar, autonomy: Autonomy, gate: GateKind
) -> None:
    label = CATALOGUE[feature].label(setting, value)
    assert (label.autonomy, label.gate.kind) == (autonomy, gate)


def test_what_is_unsure_is_never_observed() -> None:
    for entry in CATALOGUE.features:
        for reading in entry.readings:
            basis = entry.label(reading.setting, reading.value).basis
            assert (basis is Basis.OBSERVED) is (reading.mark is Mark.VERIFIED)
    assert CATALOGUE["ai_suggestions"].label("auto_apply", True).basis is Basis.INFERRED
    assert CATALOGUE["ai_category"].label("enable_ai_generated_category", True).basis is (
        Basis.INFERRED
    )


def test_the_six_questions_are_answered_and_what_was_not_found_is_said() -> None:
    found = {one.question: one.found for one in CATALOGUE.answers}
    assert set(found) == set(GovernanceQuestion)
    assert [question for question, yes in found.items() if yes] == [GovernanceQuestion.TRANSPARENCY]
