"""What is known of SentinelOne is whole, and its reading tables cover what is read."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from tests.sentinelone.console import catalogue

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import Autonomy, DefaultState, GateKind, GovernanceQuestion
from aigov_connectors.sentinelone.connector import CONNECTOR
from aigov_connectors.sentinelone.normalize.policies import DEPTH, FEATURES, PolicyFeature

READ = {
    "static_ai",
    "static_ai_suspicious",
    "behavioral_ai",
    "potentially_unwanted_applications",
    "application_control",
    "identity_detection",
    "reputation",
    "auto_mitigation",
    "network_quarantine",
    "macro_removal",
    "driver_blocking",
    "smb_lateral_movement_mitigation",
    "auto_immune",
    "auto_decommission",
    "auto_file_upload",
    "forensics_auto_trigger",
}
BESIDE_POLICIES = {
    "star_active_response",
    "ueba_first_seen",
    "remote_ops_scripts",
    "agent_auto_upgrade",
    "ranger_auto_deploy",
    "hyperautomation",
    "exclusions",
    "detection_library",
}
ATTESTED = {
    "purple_ai",
    "purple_ai_auto_investigation",
    "vendor_mdr",
    "live_updates",
    "singularity_ai_siem",
    "singularity_identity",
    "singularity_cloud",
    "ai_security_posture",
    "prompt_security",
}


def _short(entry: FeatureEntry) -> str:
    return entry.id.removeprefix("sentinelone.")


def test_every_feature_is_read_or_attested() -> None:
    features = catalogue().features
    assert {_short(one) for one in features if one.read} == READ | BESIDE_POLICIES
    assert {_short(one) for one in features if not one.read} == ATTESTED


def test_what_is_read_names_resources_of_the_connector() -> None:
    assert {name for one in catalogue().features for name in one.read} <= set(CONNECTOR.resources)


def test_the_normalizer_states_exactly_what_the_catalogue_reads_from_policies() -> None:
    assert {one.name for one in FEATURES} == READ


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.name)
def test_every_deciding_setting_has_readings(feature: PolicyFeature) -> None:
    known = {reading.setting for reading in catalogue()[feature.name].readings}
    deciding = {*feature.switches, *feature.newer, *(setting for _, setting in feature.modes)}
    deciding |= {one for one in (feature.guard, feature.depth) if one}
    deciding |= {DEPTH} if feature.modes else set()
    assert deciding == known


def test_a_switch_of_an_engine_says_nothing_of_its_autonomy() -> None:
    engines = [
        reading
        for one in catalogue().features
        for reading in one.readings
        if reading.setting.startswith("engines.")
    ]
    assert engines
    assert {reading.autonomy for reading in engines} == {Autonomy.UNKNOWN}


def test_every_reading_says_how_well_it_is_known() -> None:
    sent = tomllib.loads((files(CONNECTOR.package) / "catalogue.toml").read_text("utf-8"))
    unmarked = [
        (feature["id"], reading["setting"])
        for feature in sent["features"]
        for reading in feature.get("readings", ())
        if "mark" not in reading
    ]
    assert not unmarked


@pytest.mark.parametrize(
    ("feature", "settings", "mark"),
    [
        # The modes are documented for the engines of the threats, not for these two.
        ("potentially_unwanted_applications", ("mitigationMode", "mitigationModeSuspicious"), "un"),
        ("application_control", ("mitigationMode", "mitigationModeSuspicious"), "un"),
        # Both come from one source, which is no description of the vendor's.
        ("macro_removal", ("removeMacrosMl",), "rep"),
        ("smb_lateral_movement_mitigation", ("smbLateralMovementMitigation",), "rep"),
        ("static_ai", ("mitigationMode",), "ver"),
    ],
)
def test_what_is_known_alike_is_marked_alike(
    feature: str, settings: tuple[str, ...], mark: str
) -> None:
    marks = {one.mark for one in catalogue()[feature].readings if one.setting in settings}
    assert {one[: len(mark)] for one in marks} == {mark}


@pytest.mark.parametrize(
    ("feature", "autonomy", "gate"),
    [
        ("live_updates", Autonomy.FULLY_AUTONOMOUS, GateKind.NONE),
        ("purple_ai", Autonomy.ADVISORY, GateKind.PRE_APPROVAL),
        ("purple_ai_auto_investigation", Autonomy.ADVISORY, GateKind.PRE_APPROVAL),
        # What the vendor's staff automate, and what the other modules do, is documented nowhere.
        ("vendor_mdr", Autonomy.UNKNOWN, GateKind.UNKNOWN),
        ("prompt_security", Autonomy.UNKNOWN, GateKind.UNKNOWN),
    ],
)
def test_an_attested_feature_has_the_label_that_is_known_of_it(
    feature: str, autonomy: Autonomy, gate: GateKind
) -> None:
    shown = catalogue()[feature].feature
    assert (shown.autonomy, shown.gate) == (autonomy, gate)


def test_a_default_state_is_told_only_where_it_was_read() -> None:
    told = {
        _short(one): one.default_state
        for one in catalogue().features
        if one.default_state is not DefaultState.UNKNOWN
    }
    assert told == {
        "static_ai": DefaultState.ON,
        "static_ai_suspicious": DefaultState.ON,
        "behavioral_ai": DefaultState.ON,
        "potentially_unwanted_applications": DefaultState.ON,
        "reputation": DefaultState.ON,
        "auto_mitigation": DefaultState.ON,
        "auto_immune": DefaultState.ON,
        "application_control": DefaultState.OFF,
        "network_quarantine": DefaultState.OFF,
    }


def test_no_snapshot_does_not_mean_no_way_out_of_quarantine() -> None:
    for feature in (one for one in FEATURES if one.by_snapshot):
        entry = catalogue()[feature.name]
        assert "Unquarantine" in (entry.override.how or "")
        assert "Unquarantine" not in (entry.rollback.how or "")
        assert "another thing" in (entry.rollback.how or "")


def test_the_six_questions_are_answered() -> None:
    assert set(catalogue().governance) == set(GovernanceQuestion)
