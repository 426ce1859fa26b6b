"""What is known of SentinelOne is whole, and its reading tables cover what is read."""

from __future__ import annotations

import pytest
from tests.sentinelone.console import catalogue

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import Autonomy, GovernanceQuestion
from aigov_connectors.sentinelone.connector import CONNECTOR
from aigov_connectors.sentinelone.normalize.policies import FEATURES, PolicyFeature

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


def test_the_six_questions_are_answered() -> None:
    assert set(catalogue().governance) == set(GovernanceQuestion)
