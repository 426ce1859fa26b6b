"""The catalogue is whole, and says what the fact sheet says."""

from __future__ import annotations

from collections import Counter

import pytest

from aigov_connectors import registry
from aigov_connectors.autotask.connector import CONNECTOR
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    DecisionKind,
    GateKind,
    GovernanceQuestion,
    Technique,
)

CATALOGUE = registry.catalogue("autotask")
FULL, ADVISORY, UNKNOWN = Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY, Autonomy.UNKNOWN

ATTESTED = {
    "smart_ticket_summary",
    "smart_writing_assistant",
    "smart_resolution_summary",
    "smart_triage",
    "ticket_triage",
    "digital_specialist",
    "kaseya_assist",
    "workflow_rules",
    "incoming_email",
    "round_robin",
}
READ = {
    "third_party_ai",
    "api_integrations",
    "webhooks",
    "integration_panels",
    "rule_effects",
    "category_defaults",
    "alert_tickets",
    "alert_closing",
    "automatic_tagging",
    "service_thermometer",
    "change_approval",
}


def test_every_feature_is_read_or_attested() -> None:
    read = {one.id.removeprefix("autotask.") for one in CATALOGUE.features if one.read}
    rest = {one.id.removeprefix("autotask.") for one in CATALOGUE.features if not one.read}
    assert (read, rest) == (READ, ATTESTED)
    for entry in CATALOGUE.features:
        assert set(entry.read) <= set(CONNECTOR.resources)
        assert entry.read or entry.attest


def test_every_resource_but_the_context_is_what_some_feature_is_read_from() -> None:
    named = {resource for entry in CATALOGUE.features for resource in entry.read}
    assert set(CONNECTOR.resources) - named == {"picklists", "contracts", "modules"}


@pytest.mark.parametrize(
    ("feature", "setting", "value", "autonomy", "gate"),
    [
        ("smart_ticket_summary", "summary", "on", ADVISORY, GateKind.NOT_APPLICABLE),
        ("smart_writing_assistant", "draft", "on", ADVISORY, GateKind.PRE_APPROVAL),
        ("smart_resolution_summary", "draft", "on", ADVISORY, GateKind.PRE_APPROVAL),
        ("ticket_triage", "use", "suggestions", ADVISORY, GateKind.PRE_APPROVAL),
        ("ticket_triage", "use", "workflow rule", FULL, GateKind.NONE),
        ("ticket_triage", "use", "a new mode", UNKNOWN, GateKind.UNKNOWN),
        ("digital_specialist", "use", "on", UNKNOWN, GateKind.UNKNOWN),
        ("workflow_rules", "rule", "updates, assigns or answers", FULL, GateKind.NONE),
        ("workflow_rules", "rule", "informs", ADVISORY, GateKind.NOT_APPLICABLE),
        ("incoming_email", "mailbox", "opens tickets", ADVISORY, GateKind.NOT_APPLICABLE),
        ("incoming_email", "mailbox", "updates, merges or closes", FULL, GateKind.NONE),
        ("category_defaults", "preset", "queueID", FULL, GateKind.NONE),
        ("category_defaults", "preset", "nothing", ADVISORY, GateKind.NOT_APPLICABLE),
        ("category_defaults", "preset", "aiTriage", UNKNOWN, GateKind.UNKNOWN),
        ("automatic_tagging", "tags", "some may be given", ADVISORY, GateKind.NOT_APPLICABLE),
        ("alert_closing", "alert", "closed", FULL, GateKind.NONE),
        ("change_approval", "approval", "people", ADVISORY, GateKind.PRE_APPROVAL),
        ("change_approval", "approval", "program", Autonomy.FULLY_AUTONOMOUS, GateKind.NONE),
        ("change_approval", "approval", "not told", Autonomy.UNKNOWN, GateKind.UNKNOWN),
        ("third_party_ai", "integration word", "thread", UNKNOWN, GateKind.UNKNOWN),
        ("third_party_ai", "webhook", "thread", UNKNOWN, GateKind.UNKNOWN),
        ("webhooks", "webhook", "any", ADVISORY, GateKind.NOT_APPLICABLE),
        ("webhooks", "webhook host", "not told", UNKNOWN, GateKind.UNKNOWN),
        ("api_integrations", "API user", "any", UNKNOWN, GateKind.UNKNOWN),
    ],
)
def test_a_value_means_what_the_fact_sheet_says(
    feature: str, setting: str, value: str, autonomy: Autonomy, gate: GateKind
) -> None:
    label = CATALOGUE[feature].label(setting, value)
    assert (label.autonomy, label.gate.kind) == (autonomy, gate)


def test_effects_are_never_observed() -> None:
    entry = CATALOGUE["rule_effects"]
    for reading in entry.readings:
        assert entry.label(reading.setting, reading.value).basis is Basis.INFERRED


def test_what_only_follows_rules_is_not_called_ai() -> None:
    for name in ("workflow_rules", "rule_effects", "category_defaults", "automatic_tagging"):
        assert CATALOGUE[name].techniques == (Technique.RULE_BASED,)
        assert not CATALOGUE[name].feature.is_ai
    assert DecisionKind.INFORM in CATALOGUE["automatic_tagging"].decisions


def test_the_six_questions_are_answered_and_one_for_triage_alone() -> None:
    assert Counter(one.feature for one in CATALOGUE.answers) == {
        None: len(GovernanceQuestion),
        "autotask.ticket_triage": 1,
    }
