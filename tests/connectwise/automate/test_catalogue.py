"""The catalogue is whole, and says what the fact sheet says."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest
from tests.connectwise.automate.tenant import VENDOR, catalogue

from aigov_connectors.connectwise.automate.connector import CONNECTOR
from aigov_connectors.inventory import (
    LEGAL_GATES,
    Autonomy,
    Basis,
    DefaultState,
    GateKind,
    GovernanceQuestion,
    JsonScalar,
    Technique,
)

READ = {
    "monitor_autofix",
    "monitor_alerts",
    "statistical_baselines",
    "scheduled_scripts",
    "group_auto_join",
    "patch_approval",
    "automatic_reboot",
    "daytime_patching",
    "asio_agents",
    "third_party_ai",
    "api_integrations",
}
ATTESTED = {"psa_workflow_scripts", "ai_script_writing"}

FULL, SEMI, ADVISORY = Autonomy.FULLY_AUTONOMOUS, Autonomy.SEMI_AUTONOMOUS, Autonomy.ADVISORY
UNKNOWN = Autonomy.UNKNOWN


def test_every_feature_is_read_or_attested() -> None:
    features = {entry.id.removeprefix(f"{VENDOR}."): entry for entry in catalogue().features}
    assert set(features) == READ | ATTESTED
    for name, entry in features.items():
        assert bool(entry.read) is (name in READ), name
        assert {*entry.read, *entry.depends} <= set(CONNECTOR.resources), name
        assert name in READ or entry.attest
        assert entry.override.how


def test_rules_are_not_called_ai() -> None:
    is_ai = {entry.id.rpartition(".")[2] for entry in catalogue().features if entry.feature.is_ai}
    assert is_ai == {"asio_agents", "third_party_ai", "ai_script_writing"}
    learns = {
        one.id for one in catalogue().features if Technique.MACHINE_LEARNING in one.techniques
    }
    assert learns == set()  # statistics are no machine learning


@pytest.mark.parametrize(
    ("feature", "setting", "value", "enabled", "autonomy", "gate", "basis"),
    [
        ("monitor_autofix", "Script", "Cleanup", True, FULL, "none", "observed"),
        ("monitor_autofix", "Script", None, None, UNKNOWN, "unknown", "observed"),
        (
            *("monitor_autofix", "AlertAction", "named after a script"),
            *(True, UNKNOWN, "unknown", "inferred"),
        ),
        ("monitor_alerts", "AlertAction", "x", None, UNKNOWN, "unknown", "observed"),
        (
            *("monitor_alerts", "AlertAction", "named after a ticket or a mail"),
            *(True, ADVISORY, "not_applicable", "inferred"),
        ),
        ("scheduled_scripts", "IsDisabled", False, True, FULL, "none", "observed"),
        ("scheduled_scripts", "IsDisabled", True, False, FULL, "none", "observed"),
        ("scheduled_scripts", "IsDisabled", None, None, UNKNOWN, "unknown", "observed"),
        ("scheduled_scripts", "IsUserResponse", True, True, UNKNOWN, "unknown", "inferred"),
        ("scheduled_scripts", "IsUserResponse", "not told", True, UNKNOWN, "unknown", "inferred"),
        ("group_auto_join", "ComputersAutoJoinSearch", "x", True, FULL, "none", "observed"),
        ("patch_approval", "AutomaticApprovalSettings", "some", True, FULL, "none", "observed"),
        (
            *("patch_approval", "AutomaticApprovalSettings", "none"),
            *(True, ADVISORY, "pre_approval", "observed"),
        ),
        ("automatic_reboot", "RebootMode", "now", True, FULL, "none", "inferred"),
        ("automatic_reboot", "RebootMode", "askthenallow", True, SEMI, "veto_window", "inferred"),
        (
            "automatic_reboot",
            "RebootMode",
            "askthendeny",
            True,
            ADVISORY,
            "pre_approval",
            "inferred",
        ),
        ("automatic_reboot", "RebootMode", "smart", None, UNKNOWN, "unknown", "observed"),
        ("daytime_patching", "AllowDaytimePatching", True, True, SEMI, "veto_window", "inferred"),
        ("daytime_patching", "AllowDaytimePatching", False, False, SEMI, "veto_window", "observed"),
        ("psa_workflow_scripts", "automateScript", "x", True, FULL, "none", "observed"),
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
    assert label.gate.kind in LEGAL_GATES[label.autonomy]


def test_every_reading_says_how_well_it_is_known() -> None:
    raw = (files("aigov_connectors.connectwise.automate") / "catalogue.toml").read_text("utf-8")
    readings = [one for each in tomllib.loads(raw)["features"] for one in each.get("readings", ())]
    marks = Counter(one["mark"] for one in readings)
    assert marks == {"verified": 14, "unsure": 29, "reported": 2}


def test_silence_on_ai_is_an_answer() -> None:
    answers = catalogue().governance
    assert set(answers) == set(GovernanceQuestion)
    assert not any(answer.found for answer in answers.values())


def test_only_monitors_are_shipped_on() -> None:
    states = {one.id.rpartition(".")[2]: one.default_state for one in catalogue().features}
    assert {name for name, state in states.items() if state is DefaultState.ON} == {
        "monitor_autofix",
        "monitor_alerts",
    }
