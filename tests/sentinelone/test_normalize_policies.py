"""One policy is read as what each feature does by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sentinelone.console import ABSENT, POLICY, catalogue, origin, policy
from tests.sentinelone.test_wire import JSON

from aigov_connectors.inventory import (
    LEGAL_GATES,
    Autonomy,
    Availability,
    Basis,
    Deployment,
    GateKind,
    Place,
    Scope,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.inventory import DecisionKind as D
from aigov_connectors.sentinelone.normalize import (
    AgentsApart,
    deployments_from_policy,
    settings_not_sent,
)
from aigov_connectors.sentinelone.normalize.policies import FEATURES
from aigov_connectors.sentinelone.wire import PolicyWire

FULL, ADVISORY, UNKNOWN = Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY, Autonomy.UNKNOWN


def stated(sent: Mapping[str, Any], *, apart: Iterable[AgentsApart] = ()) -> list[Statement]:
    return list(
        deployments_from_policy(
            PolicyWire.model_validate(sent),
            origin=origin(),
            object_id="s2",
            place=Place(connection="acme-s1", tenant_id="example.sentinelone.net"),
            scope=Scope(level=ScopeLevel.SITE, id="s2", name="Birch Law"),
            source=SourceObject(kind=SourceKind.POLICY, id="site:s2", name="site policy Birch Law"),
            reach={"s2": 3},
            catalogue=catalogue(),
            agents_apart=apart,
        )
    )


def read(name: str, **changes: Any) -> Deployment:
    found = {one.deployment.feature: one.deployment for one in stated(policy(**changes))}
    return found[f"sentinelone.{name}"]


def levels(deployment: Deployment) -> dict[str, Autonomy]:
    return {str(part.value): part.autonomy for part in deployment.breakdown if part.subset is None}


@pytest.mark.parametrize(
    ("malicious", "suspicious", "expected", "overall"),
    [
        ("protect", "detect", {"malicious": FULL, "suspicious": ADVISORY}, FULL),
        ("protect", "protect", {"malicious": FULL, "suspicious": FULL}, FULL),
        ("detect", "detect", {"malicious": ADVISORY, "suspicious": ADVISORY}, ADVISORY),
        ("protect", "novel", {"malicious": FULL, "suspicious": UNKNOWN}, FULL),
        ("detect", "novel", {"malicious": ADVISORY, "suspicious": UNKNOWN}, UNKNOWN),
        ("PROTECT", ABSENT, {"malicious": FULL, "suspicious": UNKNOWN}, FULL),
        ("Protect", " DETECT", {"malicious": FULL, "suspicious": ADVISORY}, FULL),
        (None, True, {"malicious": UNKNOWN, "suspicious": UNKNOWN}, UNKNOWN),
    ],
)
def test_the_modes_decide_each_confidence_apart(
    malicious: Any, suspicious: Any, expected: dict[str, Autonomy], overall: Autonomy
) -> None:
    found = read("behavioral_ai", mitigationMode=malicious, mitigationModeSuspicious=suspicious)
    assert levels(found) == expected
    assert found.autonomy is overall
    assert found.enabled is True


def test_static_ai_knows_one_confidence_only() -> None:
    assert levels(read("static_ai")) == {"malicious": FULL}
    assert levels(read("static_ai_suspicious")) == {"suspicious": ADVISORY}
    assert read("static_ai_suspicious").gate.kind is GateKind.PRE_APPROVAL


@pytest.mark.parametrize(
    ("changes", "enabled", "basis"),
    [
        ({}, True, Basis.OBSERVED),
        ({"engines__preExecution": "off"}, False, Basis.OBSERVED),
        ({"engines__preExecution": "protect"}, None, Basis.OBSERVED),
        ({"engines__preExecution": ABSENT}, None, Basis.OBSERVED),
        ({"engines": None}, None, Basis.OBSERVED),
        ({"engines": ["preExecution"]}, None, Basis.OBSERVED),
        ({"monitorOnWrite": False}, False, Basis.INFERRED),
        ({"monitorOnWrite": ABSENT}, None, Basis.OBSERVED),
        ({"monitorOnWrite": ABSENT, "engines__preExecution": "off"}, False, Basis.OBSERVED),
        ({"monitorOnExecute": False}, True, Basis.OBSERVED),
    ],
)
def test_an_engine_is_on_only_where_nothing_switches_it_off(
    changes: dict[str, Any], enabled: bool | None, basis: Basis
) -> None:
    found = read("static_ai", **changes)
    assert (found.enabled, found.basis) == (enabled, basis)
    assert found.autonomy is FULL, "autonomy is as if it were on"


def test_behavioral_ai_is_on_while_one_of_its_engines_is() -> None:
    keys = ("executables", "dataFiles", "exploits", "lateralMovement", "remoteShell")
    some = {f"engines__{key}": "off" for key in keys[:-1]}
    every = {f"engines__{key}": "off" for key in keys}
    assert read("behavioral_ai", **some).enabled is True
    assert read("behavioral_ai", **every).enabled is False
    assert read("behavioral_ai", **every, engines__penetration=ABSENT).enabled is None


@pytest.mark.parametrize(
    ("action", "malicious", "decisions"),
    [
        ("mitigation.none", UNKNOWN, {D.CONTAIN_FILE}),
        ("MITIGATION.RemediateThreat", FULL, {D.CONTAIN_FILE, D.REMEDIATE_ENDPOINT}),
        ("mitigation.quarantineThreat", FULL, {D.CONTAIN_FILE}),
        ("mitigation.remediateThreat", FULL, {D.CONTAIN_FILE, D.REMEDIATE_ENDPOINT}),
        (
            "mitigation.rollbackThreat",
            FULL,
            {D.CONTAIN_FILE, D.REMEDIATE_ENDPOINT, D.ROLL_BACK_ENDPOINT},
        ),
        (
            "mitigation.novel",
            UNKNOWN,
            {D.CONTAIN_FILE, D.REMEDIATE_ENDPOINT, D.ROLL_BACK_ENDPOINT},
        ),
    ],
)
def test_automatic_mitigation_goes_as_deep_as_its_action(
    action: str, malicious: Autonomy, decisions: set[D]
) -> None:
    found = read("auto_mitigation", autoMitigationAction=action)
    assert levels(found) == {"malicious": malicious, "suspicious": ADVISORY}
    assert set(found.decisions) == decisions


@pytest.mark.parametrize(
    "feature",
    [
        "static_ai",
        "static_ai_suspicious",
        "behavioral_ai",
        "potentially_unwanted_applications",
        "application_control",
        "reputation",
        "auto_mitigation",
    ],
)
def test_a_mode_that_acts_and_a_depth_of_nothing_contradict_in_every_feature(feature: str) -> None:
    found = read(
        feature,
        mitigationMode="protect",
        mitigationModeSuspicious="protect",
        autoMitigationAction="mitigation.none",
    )
    assert set(levels(found).values()) == {UNKNOWN}
    assert (found.autonomy, found.gate.kind, found.basis) == (
        UNKNOWN,
        GateKind.UNKNOWN,
        Basis.INFERRED,
    )
    assert "autoMitigationAction" in [one.name for one in found.settings], "both are shown"
    careful = read(
        feature,
        mitigationMode="detect",
        mitigationModeSuspicious="detect",
        autoMitigationAction="mitigation.none",
    )
    assert set(levels(careful).values()) == {ADVISORY}


def test_a_depth_that_is_not_told_leaves_the_modes_as_they_are() -> None:
    for depth in (ABSENT, None, "novel"):
        assert levels(read("static_ai", autoMitigationAction=depth)) == {"malicious": FULL}


def test_an_unknown_action_does_not_make_behavioral_ai_roll_back() -> None:
    assert read("behavioral_ai", autoMitigationAction="novel").decisions == (D.CONTAIN_FILE,)
    deep = read("behavioral_ai", autoMitigationAction="mitigation.rollbackThreat")
    assert D.ROLL_BACK_ENDPOINT in deep.decisions


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        (True, Availability.AVAILABLE),
        (False, Availability.NOT_AVAILABLE),
        (ABSENT, Availability.UNKNOWN),
        ("true", Availability.UNKNOWN),
    ],
)
def test_snapshots_say_whether_one_can_roll_back(sent: Any, state: Availability) -> None:
    assert read("auto_mitigation", snapshotsOn=sent).rollback.state is state


@pytest.mark.parametrize(
    ("feature", "switch"),
    [
        ("network_quarantine", "networkQuarantineOn"),
        ("driver_blocking", "driverBlocking"),
        ("driver_blocking", "unsignedDriverBlockingOn"),
        ("macro_removal", "removeMacros"),
        ("macro_removal", "removeMacrosMl"),
        ("smb_lateral_movement_mitigation", "smbLateralMovementMitigation"),
        ("auto_file_upload", "autoFileUpload__enabled"),
        ("forensics_auto_trigger", "forensicsAutoTriggering__linuxEnabled"),
    ],
)
def test_a_switch_that_is_on_acts_alone(feature: str, switch: str) -> None:
    off, on = read(feature), read(feature, **{switch: True})
    assert (off.enabled, on.enabled) == (False, True)
    assert (on.autonomy, on.gate.kind) == (FULL, GateKind.NONE)
    assert read(feature, **{switch: "true"}).enabled is None


def test_a_missing_key_is_unknown_and_a_fact() -> None:
    found = next(
        one
        for one in stated(policy(networkQuarantineOn=ABSENT))
        if one.deployment.feature == "sentinelone.network_quarantine"
    )
    assert found.deployment.enabled is None
    assert found.deployment.autonomy is UNKNOWN
    fact = found.evidence[0].fact
    assert (fact.pointer, fact.absent, fact.object_id) == ("/networkQuarantineOn", True, "s2")
    assert found.deployment.settings[0].absent


def test_an_older_console_without_a_newer_switch_has_it_off() -> None:
    found = read("macro_removal", removeMacrosMl=ABSENT)
    assert (found.enabled, found.basis) == (False, Basis.INFERRED)
    assert read("macro_removal", removeMacrosMl=ABSENT, removeMacros=True).basis is Basis.OBSERVED


def test_a_field_newer_than_the_schema_is_stated_only_where_it_is_sent() -> None:
    old = policy(smbLateralMovementMitigation=ABSENT, engines__idr=ABSENT)
    features = {one.deployment.feature for one in stated(old)}
    assert "sentinelone.identity_detection" not in features
    assert "sentinelone.smb_lateral_movement_mitigation" not in features
    assert settings_not_sent(PolicyWire.model_validate(old)) == (
        ("identity_detection", "engines.idr"),
        ("smb_lateral_movement_mitigation", "smbLateralMovementMitigation"),
    )
    assert settings_not_sent(PolicyWire.model_validate(policy())) == ()


def own_mode(mode: str | None, *, endpoints: int = 4) -> AgentsApart:
    return AgentsApart(
        confidence="suspicious",
        setting="mitigationModeSuspicious",
        mode=mode,
        endpoints=endpoints,
        evidence=origin().evidence(object_id="7", pointer="/mitigationModeSuspicious", value="x"),
    )


def mitigation_with_agents(mode: str | None, **changes: Any) -> Deployment:
    statements = stated(policy(**changes), apart=[own_mode(mode)])
    found = {one.deployment.feature: one.deployment for one in statements}
    return found["sentinelone.auto_mitigation"]


def test_of_agents_that_protect_no_more_is_claimed_than_their_mode_shows() -> None:
    found = mitigation_with_agents(
        "protect",
        mitigationMode="detect",
        mitigationModeSuspicious="detect",
        autoMitigationAction="mitigation.none",
    )
    assert found.decisions == (D.CONTAIN_FILE,)
    assert found.breakdown[-1].autonomy is FULL
    assert found.basis is Basis.INFERRED, "their depth is shown nowhere"


@pytest.mark.parametrize("action", ["mitigation.rollbackThreat", "mitigation.novel", ABSENT])
def test_how_deep_agents_go_under_a_deeper_or_unknown_policy_is_unknown(action: Any) -> None:
    found = mitigation_with_agents("protect", autoMitigationAction=action)
    surely, deeper = found.breakdown[-2:]
    assert (surely.autonomy, surely.gate.kind) == (FULL, GateKind.NONE)
    assert (surely.decisions, surely.basis) == ((D.CONTAIN_FILE,), Basis.INFERRED)
    assert (deeper.autonomy, deeper.gate.kind) == (UNKNOWN, GateKind.UNKNOWN)
    assert deeper.decisions == (D.REMEDIATE_ENDPOINT, D.ROLL_BACK_ENDPOINT)
    assert surely.subset == deeper.subset
    assert (surely.endpoints, deeper.endpoints) == (4, 4)


def test_what_agents_do_in_a_mode_of_their_own_makes_the_policy_no_less_observed() -> None:
    found = mitigation_with_agents("protect", autoMitigationAction="mitigation.rollbackThreat")
    assert found.basis is Basis.OBSERVED
    assert {part.basis for part in found.breakdown} == {None, Basis.INFERRED}


def test_agents_that_are_more_careful_than_a_deep_policy_only_advise() -> None:
    found = mitigation_with_agents("detect", autoMitigationAction="mitigation.rollbackThreat")
    assert found.breakdown[-1].autonomy is ADVISORY
    assert found.basis is Basis.OBSERVED


def test_agents_that_do_not_tell_their_mode_are_a_part_of_which_nothing_is_known() -> None:
    part = mitigation_with_agents(None).breakdown[-1]
    assert (part.autonomy, part.gate.kind, part.endpoints) == (UNKNOWN, GateKind.UNKNOWN, 4)
    assert part.subset == "agents that do not tell their own mode"


def test_agents_with_a_mode_of_their_own_are_a_part() -> None:
    apart = own_mode("protect")
    found = {
        one.deployment.feature: one
        for one in stated(policy(mitigationMode="detect"), apart=[apart])
    }
    mitigation = found["sentinelone.auto_mitigation"]
    part = mitigation.deployment.breakdown[-1]
    assert (part.value, part.autonomy, part.endpoints) == ("suspicious", FULL, 4)
    assert "protect" in str(part.subset)
    assert mitigation.deployment.autonomy is FULL
    assert apart.evidence in mitigation.evidence
    assert found["sentinelone.behavioral_ai"].deployment.autonomy is ADVISORY


def test_an_unknown_switch_is_told_once_and_without_what_may_be_private() -> None:
    sent = policy(
        aiTriageOn=True,
        engines__newEngine="on",
        newNote="Dana said that this is fine",
        newApiKey="SECRET",
        newObject={"a": 1},
    )
    unknown = [one for statement in stated(sent) for one in statement.unknown_settings]
    assert {one.pointer: (one.type, one.value) for one in unknown} == {
        "/aiTriageOn": ("bool", True),
        "/engines/newEngine": ("text", "on"),
        "/newNote": ("text", None),
        "/newApiKey": ("text", None),
        "/newObject": ("object", None),
    }
    kept = {one.id for statement in stated(sent) for one in statement.evidence}
    assert all(set(one.evidence) <= kept for one in unknown)
    assert "SECRET" not in repr([one.evidence for one in stated(sent)])


def test_the_one_who_made_the_policy_is_not_named() -> None:
    assert "Dana" not in repr(stated(policy()))


SENT = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(POLICY, JSON),
        "engines": JSON
        | st.fixed_dictionaries({}, optional=dict.fromkeys(POLICY["engines"], JSON)),
        "autoFileUpload": JSON | st.fixed_dictionaries({"enabled": JSON}),
        "mitigationMode": JSON | st.sampled_from(["detect", "protect"]),
        "mitigationModeSuspicious": JSON | st.sampled_from(["detect", "protect"]),
        "aiNews": JSON,
    },
)


@settings(max_examples=25, deadline=None)
@given(SENT)
def test_any_json_gives_statements_with_legal_labels(sent: dict[str, Any]) -> None:
    statements = stated(sent)
    assert len(statements) >= len([one for one in FEATURES if not one.only_where_sent])
    for one in statements:
        deployment = one.deployment
        assert deployment.gate.kind in LEGAL_GATES[deployment.autonomy]
        assert set(deployment.evidence) <= {evidence.id for evidence in one.evidence}
        assert deployment.evidence
    assert statements == stated(sent)
