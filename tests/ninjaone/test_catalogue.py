"""The catalogue is whole, and says what the fact sheet says."""

import tomllib
from collections import Counter
from importlib.resources import files

import pytest
from tests.ninjaone.tenant import catalogue

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    DecisionKind,
    DefaultState,
    GateKind,
    GovernanceQuestion,
    JsonScalar,
)
from aigov_connectors.ninjaone.connector import CONNECTOR

FEATURES = [
    "ai_app",
    "patch_intelligence_ai",
    "patch_ai_approval_overrides",
    "dynamic_deployment_rings",
    "software_inventory_normalization",
    "generative_assistants",
    "os_patch_approval",
    "third_party_patching",
    "apply_now",
    "condition_script",
    "scheduled_task",
    "ticket_automation",
    "device_admission",
    "integrated_edr",
    "backup_plan",
]
READ = {
    "condition_script",
    "scheduled_task",
    "device_admission",
    "ticket_automation",
    "integrated_edr",
    "backup_plan",
}

MODE = "nodeApprovalMode"
FULL, ADVISORY, UNKNOWN = Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY, Autonomy.UNKNOWN


def test_every_feature_is_there() -> None:
    assert [entry.id for entry in catalogue().features] == [f"ninjaone.{one}" for one in FEATURES]


def test_what_is_read_names_resources_that_exist_and_all_else_is_attested() -> None:
    for entry in catalogue().features:
        is_read = entry.id.removeprefix("ninjaone.") in READ
        assert bool(entry.read) is is_read, entry.id
        assert set(entry.read) <= set(CONNECTOR.resources)
        assert is_read or entry.attest


@pytest.mark.parametrize(
    ("feature", "setting", "value", "enabled", "autonomy", "gate", "basis"),
    [
        ("device_admission", MODE, "AUTOMATIC", True, FULL, "none", "observed"),
        ("device_admission", MODE, "MANUAL", True, ADVISORY, "pre_approval", "observed"),
        ("device_admission", MODE, "REJECT", True, FULL, "none", "observed"),
        ("device_admission", MODE, "automatic", None, UNKNOWN, "unknown", "observed"),
        ("device_admission", MODE, None, None, UNKNOWN, "unknown", "observed"),
        ("condition_script", "scripts", 2, True, FULL, "none", "observed"),
        ("condition_script", "scripts", 0, True, ADVISORY, "not_applicable", "observed"),
        ("condition_script", "scripts", None, None, UNKNOWN, "unknown", "observed"),
        ("condition_script", "enabled", False, False, FULL, "none", "observed"),
        ("condition_script", "enabled", "true", None, UNKNOWN, "unknown", "observed"),
        ("condition_script", "activityType", "CONDITION_ACTION", True, FULL, "none", "inferred"),
        ("os_patch_approval", "status", "AUTO_APPROVED", True, FULL, "none", "inferred"),
        ("os_patch_approval", "status", "PENDING", None, UNKNOWN, "unknown", "observed"),
        ("os_patch_approval", "status", "MANUAL", None, UNKNOWN, "unknown", "observed"),
        ("third_party_patching", "status", "APPROVED", None, UNKNOWN, "unknown", "observed"),
        ("third_party_patching", "status", "FAILED", None, UNKNOWN, "unknown", "observed"),
        ("ticket_automation", "changeDiff", "priority", True, FULL, "none", "inferred"),
        ("ticket_automation", "changeDiff", "anything", True, FULL, "none", "inferred"),
        ("ticket_automation", "publicEntry", False, True, ADVISORY, "not_applicable", "inferred"),
        ("integrated_edr", "productName", "Any product", True, UNKNOWN, "unknown", "inferred"),
        ("backup_plan", "planType", "IMAGE", True, FULL, "none", "inferred"),
        ("scheduled_task", "enabled", False, False, FULL, "none", "observed"),
        ("scheduled_task", "enabled", True, True, FULL, "none", "observed"),
    ],
)
def test_readings(
    feature: str,
    setting: str,
    value: JsonScalar,
    enabled: bool | None,
    autonomy: Autonomy,
    gate: str,
    basis: str,
) -> None:
    label = catalogue()[feature].label(setting, value)
    assert (label.enabled, label.autonomy, label.gate.kind, label.basis) == (
        enabled,
        autonomy,
        GateKind(gate),
        Basis(basis),
    )


def test_every_reading_says_how_well_it_is_known() -> None:
    raw = (files("aigov_connectors.ninjaone") / "catalogue.toml").read_text(encoding="utf-8")
    readings = [
        (entry["id"], one)
        for entry in tomllib.loads(raw)["features"]
        for one in entry.get("readings", ())
    ]
    assert [(id_, one) for id_, one in readings if "mark" not in one] == []
    marks = Counter(one["mark"] for _, one in readings)
    assert marks == {"verified": 19, "reported": 3, "unsure": 19}


def test_default_states_are_those_that_a_document_names() -> None:
    states = {
        entry.id.removeprefix("ninjaone."): entry.default_state.value
        for entry in catalogue().features
        if entry.default_state is not DefaultState.UNKNOWN
    }
    assert states == dict.fromkeys(
        ("ai_app", "patch_intelligence_ai", "patch_ai_approval_overrides", "ticket_automation"),
        "off",
    )


def test_refusing_devices_is_another_decision_than_admitting_them() -> None:
    entry = catalogue()["device_admission"]
    assert entry.label(MODE, "REJECT").decisions == (DecisionKind.REFUSE_DEVICE,)
    assert entry.label(MODE, "AUTOMATIC").decisions == (DecisionKind.ADMIT_DEVICE,)


def test_nothing_found_is_an_answer() -> None:
    answers = {answer.question: answer.found for answer in catalogue().answers}
    assert len(answers) == 6
    assert answers[GovernanceQuestion.TRANSPARENCY]
    assert not answers[GovernanceQuestion.TRAINING_DATA]
