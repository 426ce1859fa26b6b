"""What groups and policies come to: who joins, what installs, and what restarts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectwise.automate.building import (
    ADVISORY,
    FULL,
    JSON,
    ORIGIN,
    PLACE,
    SEMI,
    UNKNOWN,
    estate,
)
from tests.connectwise.automate.tenant import catalogue

from aigov_connectors.connectwise.automate.normalize import (
    PatchGroups,
    deployments_from_approval_policy,
    deployments_from_group,
    deployments_from_patch_scripts,
    deployments_from_reboot_policy,
    deployments_from_third_party_policy,
    deployments_from_update_policy,
)
from aigov_connectors.connectwise.automate.normalize.patch_groups import REBOOTS
from aigov_connectors.connectwise.automate.wire import (
    ApprovalPolicyWire,
    EffectivePoliciesWire,
    GroupWire,
    PatchGroupWire,
    RebootPolicyWire,
    ThirdPartyPolicyWire,
    UpdatePolicyWire,
)
from aigov_connectors.inventory import (
    LEGAL_GATES,
    Autonomy,
    Basis,
    GateKind,
    Reach,
    Statement,
)


def test_a_group_joins_by_a_search_or_not_at_all() -> None:
    def joined(search: Any) -> list[Statement]:
        row = GroupWire.model_validate({"Id": "8", "Name": "S", "ComputersAutoJoinSearch": search})
        entry = catalogue()["group_auto_join"]
        return list(
            deployments_from_group(row, origin=ORIGIN, entry=entry, place=PLACE, estate=estate())
        )

    (one,) = joined({"Id": "1", "Name": "Servers by OS"})
    assert (one.deployment.autonomy, dict(one.reach)) == (FULL, {"1": 1, "2": 1})
    for none in (None, {"Id": "0"}, {"Id": 0, "Name": ""}):
        assert joined(none) == []
    for strange in ({}, "odd", ["Servers"], {"Id": ""}):
        (one,) = joined(strange)
        assert (one.deployment.enabled, one.deployment.autonomy) == (None, UNKNOWN)


def groups(*rows: dict[str, Any], is_whole: bool = True) -> PatchGroups:
    read = [(PatchGroupWire.model_validate(row), ORIGIN) for row in rows]
    return PatchGroups(read, is_whole=is_whole, estate=estate())


def approved(row: dict[str, Any], having: PatchGroups) -> list[Statement]:
    policy = ApprovalPolicyWire.model_validate(
        {"Id": 3, "Name": "P", "IsDefaultPolicy": False, **row}
    )
    entry = catalogue()["patch_approval"]
    return list(
        deployments_from_approval_policy(
            policy, origin=ORIGIN, groups=having, entry=entry, place=PLACE
        )
    )


HAVING = {
    "GroupId": 8,
    "IsPatchingGroup": True,
    "IsManual": False,
    "ApprovalPolicies": [{"Id": 3}],
}
SOME = {"AutomaticApprovalSettings": {"Severities": ["Critical"]}}
EMPTY: dict[str, Any] = {"CvssLowerBound": 0, "Severities": [], "Categories": [], "Titles": []}
NONE = {"AutomaticApprovalSettings": EMPTY}


@pytest.mark.parametrize(
    ("row", "autonomy", "gate"),
    [
        (SOME, FULL, "none"),
        ({**SOME, "HasStaging": True, "TestDuration": 7}, FULL, "none"),
        ({"AutomaticApprovalSettings": {"CvssLowerBound": 7}}, FULL, "none"),
        ({"AutomaticApprovalSettings": {"Categories": [{"CategoryId": 5}]}}, FULL, "none"),
        ({"AutomaticApprovalSettings": {"Titles": ["*"]}}, FULL, "none"),
        (NONE, ADVISORY, "pre_approval"),
        ({"AutomaticApprovalSettings": None}, UNKNOWN, "unknown"),
        ({}, UNKNOWN, "unknown"),
    ],
)
def test_a_policy_approves_by_itself_what_it_names(
    row: dict[str, Any], autonomy: Autonomy, gate: str
) -> None:
    (one,) = approved(row, groups(HAVING))
    assert (one.deployment.autonomy, one.deployment.gate.kind) == (autonomy, GateKind(gate))
    assert dict(one.reach) == {"1": 1, "2": 1}


def test_a_policy_that_no_group_has_is_off_but_for_the_default() -> None:
    (one,) = approved(SOME, groups({**HAVING, "ApprovalPolicies": [{"Id": 9}]}))
    assert (one.deployment.enabled, one.deployment.basis) == (False, Basis.INFERRED)
    (one,) = approved({**SOME, "IsDefaultPolicy": True}, groups())
    assert (one.deployment.enabled, one.deployment.reach) == (True, Reach.UNKNOWN)
    (one,) = approved(SOME, groups({**HAVING, "IsPatchingGroup": False}))
    assert one.deployment.enabled is False


def test_whether_an_unused_policy_is_on_is_not_known_where_groups_were_not_read() -> None:
    (one,) = approved(SOME, groups(is_whole=False))
    assert (one.deployment.enabled, one.deployment.basis) == (None, Basis.INFERRED)
    assert (one.deployment.autonomy, one.deployment.reach) == (FULL, Reach.UNKNOWN)
    (one,) = approved(SOME, groups(HAVING, is_whole=False))
    assert (one.deployment.enabled, one.deployment.reach) == (True, Reach.UNKNOWN)
    (one,) = approved({**SOME, "IsDefaultPolicy": None}, groups())
    assert (one.deployment.enabled, one.deployment.reach) == (None, Reach.UNKNOWN)


@pytest.mark.parametrize("policies", [None, {"Id": 3}, "Servers", [{"Name": "Servers"}], [None]])
def test_a_group_that_does_not_tell_its_policies_may_have_any(policies: object) -> None:
    (one,) = approved(SOME, groups({**HAVING, "ApprovalPolicies": policies}))
    assert (one.deployment.enabled, one.deployment.reach) == (None, Reach.UNKNOWN)
    untold = {name: value for name, value in HAVING.items() if name != "ApprovalPolicies"}
    (one,) = approved(SOME, groups(untold))
    assert (one.deployment.enabled, one.deployment.reach) == (None, Reach.UNKNOWN)


@pytest.mark.parametrize("policy", ["Reboot", [{"Id": 4}], {}, {"Name": "Reboot"}])
def test_a_group_whose_one_policy_is_not_told_may_have_any(policy: object) -> None:
    row = RebootPolicyWire.model_validate({"Id": 4, "RebootMode": {"Name": "Now"}})
    entry = catalogue()["automatic_reboot"]
    told: dict[str, Any] = {"origin": ORIGIN, "entry": entry, "place": PLACE}
    strange = groups({"GroupId": 8, "RebootPolicy": policy})
    (one,) = deployments_from_reboot_policy(row, groups=strange, **told)
    assert (one.deployment.enabled, one.deployment.reach) == (None, Reach.UNKNOWN)
    none = groups({"GroupId": 8, "RebootPolicy": None})
    (one,) = deployments_from_reboot_policy(row, groups=none, **told)
    assert (one.deployment.enabled, one.deployment.reach) == (False, Reach.LISTED)


@pytest.mark.parametrize(
    "approves",
    [
        {},
        dict.fromkeys(EMPTY),
        {**EMPTY, "Severities": "Critical,Important"},
        {**EMPTY, "Severities": [{"Id": 1, "Name": "Critical"}]},
        {**EMPTY, "Severities": [""]},
        {**EMPTY, "Categories": ["Security Updates"]},
        {**EMPTY, "Categories": [{}]},
        {**EMPTY, "CvssLowerBound": "7.5"},
        {**EMPTY, "CvssLowerBound": True},
        {**EMPTY, "CvssLowerBound": None},
        {**EMPTY, "Products": ["Windows 11"]},
        {**EMPTY, "AiRecommended": True},
        {name: value for name, value in EMPTY.items() if name != "Titles"},
        [EMPTY],
        "none",
    ],
)
def test_what_could_not_be_read_of_a_policy_waits_for_nobody(approves: object) -> None:
    (one,) = approved({"AutomaticApprovalSettings": approves}, groups(HAVING))
    deployment = one.deployment
    assert (deployment.enabled, deployment.autonomy) == (None, UNKNOWN)
    assert deployment.gate.kind is GateKind.UNKNOWN


def test_a_score_need_not_be_whole() -> None:
    (one,) = approved(
        {"AutomaticApprovalSettings": {**EMPTY, "CvssLowerBound": 7.5}}, groups(HAVING)
    )
    assert (one.deployment.autonomy, one.deployment.gate.kind) == (FULL, GateKind.NONE)


def test_a_further_criterion_is_an_unknown_switch_and_what_is_off_approves_nothing() -> None:
    settings = {**EMPTY, "AiRecommended": False}
    (one,) = approved({"AutomaticApprovalSettings": settings}, groups(HAVING))
    assert one.deployment.autonomy is ADVISORY
    (unknown,) = one.unknown_settings
    assert unknown.pointer == "/AutomaticApprovalSettings/AiRecommended"


def test_evidence_shows_the_criteria_as_they_were_sent() -> None:
    sent = {"CvssLowerBound": 0, "Severities": None, "Titles": "Preview"}
    (one,) = approved({"AutomaticApprovalSettings": sent}, groups(HAVING))
    at = "/AutomaticApprovalSettings/"
    facts = {each.fact.pointer: each.fact for each in one.evidence}
    assert (facts[f"{at}Severities"].value, facts[f"{at}Severities"].absent) == (None, False)
    assert facts[f"{at}Titles"].value == "Preview"
    assert facts[f"{at}Categories"].absent


def test_what_is_denied_or_ignored_bounds_what_is_approved() -> None:
    bounds = {
        "AutomaticDenySettings": {"Titles": ["Preview"], "Severities": [], "Categories": None},
        "AutomaticIgnoreSettings": {"Severities": ["Low"]},
    }
    (one,) = approved({**SOME, **bounds}, groups(HAVING))
    told = {each.name: each.value for each in one.deployment.settings}
    assert told["AutomaticDenySettings.Titles"] == '["Preview"]'
    assert told["AutomaticIgnoreSettings.Severities"] == '["Low"]'
    assert not [name for name in told if name.endswith((".Categories", "y.Severities"))]
    facts = {each.fact.pointer: each.fact.value for each in one.evidence}
    assert facts["/AutomaticDenySettings/Titles"] == '["Preview"]'
    (strange,) = approved({**SOME, "AutomaticDenySettings": "Preview"}, groups(HAVING))
    shown = {each.name: each.value for each in strange.deployment.settings}
    assert shown["AutomaticDenySettings"] == "Preview"


def test_a_group_that_is_patched_by_hand_is_said_apart() -> None:
    by_hand = {**HAVING, "GroupId": 9, "GroupName": "Inner", "IsManual": True}
    alone, manual = approved(SOME, groups(HAVING, by_hand))
    assert (alone.deployment.autonomy, dict(alone.reach)) == (FULL, {"1": 1, "2": 1})
    assert (manual.deployment.autonomy, dict(manual.reach)) == (ADVISORY, {"2": 1})
    assert (manual.deployment.basis, manual.deployment.scope.name) == (Basis.INFERRED, "Inner")
    assert [one.deployment.autonomy for one in approved(SOME, groups(by_hand))] == [ADVISORY]


@pytest.mark.parametrize("is_manual", [None, "perhaps"])
def test_a_group_that_may_be_patched_by_hand_is_said_apart_too(is_manual: object) -> None:
    (one,) = approved(SOME, groups({**HAVING, "IsManual": is_manual}))
    assert (one.deployment.scope.id, one.deployment.autonomy) == ("8", UNKNOWN)
    (one,) = approved(NONE, groups({**HAVING, "IsManual": is_manual}))
    assert (one.deployment.autonomy, one.deployment.enabled) == (ADVISORY, True)


def test_an_unknown_switch_of_a_policy_is_kept() -> None:
    (one,) = approved({**SOME, "UsesModel": True, "ApiSecret": "hush"}, groups(HAVING))
    found = {each.pointer: each.value for each in one.unknown_settings}
    assert found == {"/UsesModel": True, "/ApiSecret": None}


@pytest.mark.parametrize(
    ("mode", "enabled", "autonomy", "gate"),
    [
        ("Now", True, FULL, "none"),
        ("Ask Then Allow", True, SEMI, "veto_window"),
        ("askThenDeny", True, ADVISORY, "pre_approval"),
        ("Ask", True, UNKNOWN, "unknown"),
        ("Deny", False, FULL, "none"),
        ("Smart", None, UNKNOWN, "unknown"),
        (None, None, UNKNOWN, "unknown"),
    ],
)
def test_a_restart_is_read_by_the_name_of_its_mode(
    mode: str | None, enabled: bool | None, autonomy: Autonomy, gate: str
) -> None:
    row = RebootPolicyWire.model_validate({"Id": 4, "Name": "R", "RebootMode": {"Name": mode}})
    having = groups({"GroupId": 8, "RebootPolicy": {"Id": 4}})
    entry = catalogue()["automatic_reboot"]
    (one,) = deployments_from_reboot_policy(
        row, origin=ORIGIN, groups=having, entry=entry, place=PLACE
    )
    deployment = one.deployment
    assert (deployment.enabled, deployment.autonomy) == (enabled, autonomy)
    assert deployment.gate.kind is GateKind(gate)


def test_daytime_patching_gives_the_user_a_time_whose_unit_nobody_tells() -> None:
    options = {"AllowDaytimePatching": True, "PromptInterval": "00:30:00", "PromptDeadline": 4}
    row = UpdatePolicyWire.model_validate(
        {"PolicyId": 2, "WorkstationOptions": {"DaytimePatchingOptions": options}}
    )
    having = groups({"GroupId": 8, "MicrosoftUpdatePolicy": {"Id": 2}})
    entry = catalogue()["daytime_patching"]
    (one,) = deployments_from_update_policy(
        row, origin=ORIGIN, groups=having, entry=entry, place=PLACE
    )
    assert (one.deployment.autonomy, one.deployment.basis) == (SEMI, Basis.INFERRED)
    assert one.deployment.gate.veto_seconds is None
    assert ("PromptDeadline", 4) in {(each.name, each.value) for each in one.deployment.settings}
    bare = UpdatePolicyWire.model_validate({"PolicyId": 2})
    assert not list(
        deployments_from_update_policy(bare, origin=ORIGIN, groups=having, entry=entry, place=PLACE)
    )


@pytest.mark.parametrize(
    ("after", "enabled", "autonomy"),
    [
        ({"RunScript": True, "ScriptName": "Clean up"}, True, FULL),
        ({"RunScript": True}, True, FULL),
        ({"RunScript": False, "ScriptName": "Clean up"}, False, FULL),
        ({"ScriptName": "Clean up"}, None, UNKNOWN),
    ],
)
def test_a_script_around_an_installation_runs_with_nobody_asked(
    after: dict[str, object], enabled: bool | None, autonomy: Autonomy
) -> None:
    row = UpdatePolicyWire.model_validate(
        {
            "PolicyId": 2,
            "ScriptOptions": {
                "BeforeScriptOptions": {"RunScript": False},
                "AfterScriptOptions": after,
            },
        }
    )
    having = groups({"GroupId": 8, "MicrosoftUpdatePolicy": {"Id": 2}})
    entry = catalogue()["scheduled_scripts"]
    (one,) = deployments_from_patch_scripts(
        row, origin=ORIGIN, groups=having, entry=entry, place=PLACE
    )
    assert (one.deployment.enabled, one.deployment.autonomy) == (enabled, autonomy)
    sure = autonomy is UNKNOWN  # that nothing is known is no conclusion
    assert one.deployment.basis is (Basis.OBSERVED if sure else Basis.INFERRED)
    assert "After RunScript" in {each.name for each in one.deployment.settings}


@pytest.mark.parametrize(
    "options", [None, {"BeforeScriptOptions": {"RunScript": False}, "AfterScriptOptions": None}]
)
def test_a_policy_without_a_script_says_nothing_of_scripts(options: object) -> None:
    row = UpdatePolicyWire.model_validate({"PolicyId": 2, "ScriptOptions": options})
    entry = catalogue()["scheduled_scripts"]
    assert not list(
        deployments_from_patch_scripts(
            row, origin=ORIGIN, groups=groups(), entry=entry, place=PLACE
        )
    )


@pytest.mark.parametrize(
    ("options", "enabled"),
    [
        ({"BeforeScriptOptions": "x", "AfterScriptOptions": None}, None),
        ({"AfterScriptOptions": None}, None),
        ({"BeforeScriptOptions": {}, "AfterScriptOptions": None}, None),
        ({"AfterScriptOptions": {"RunScript": True}}, True),
    ],
)
def test_a_script_that_is_not_told_as_described_may_run(
    options: object, enabled: bool | None
) -> None:
    row = UpdatePolicyWire.model_validate({"PolicyId": 2, "ScriptOptions": options})
    having = groups({"GroupId": 8, "MicrosoftUpdatePolicy": {"Id": 2}})
    entry = catalogue()["scheduled_scripts"]
    (one,) = deployments_from_patch_scripts(
        row, origin=ORIGIN, groups=having, entry=entry, place=PLACE
    )
    assert one.deployment.enabled is enabled
    assert one.evidence


@pytest.mark.parametrize(
    ("sent", "tells"),
    [({"ScriptOptions": None}, True), ({"ScriptOptions": {}}, True), ({}, False),
     ({"ScriptOptions": "none"}, False), ({"ScriptOptions": []}, False)],
)  # fmt: skip
def test_only_an_object_or_null_tells_of_scripts(sent: dict[str, Any], tells: bool) -> None:
    assert UpdatePolicyWire.model_validate({"PolicyId": 2, **sent}).tells_scripts is tells


def test_when_a_policy_acts_is_shown_as_it_was_sent() -> None:
    window = {
        "UseSchedule": True,
        "WindowStart": "02:00:00",
        "WindowDuration": "04:00:00",
        "PatchTuesdaySettings": {"DelayInDays": 3},
        "DaysSettings": None,
    }
    row = UpdatePolicyWire.model_validate(
        {
            "PolicyId": 2,
            "ScheduleSettings": window,
            "WindowsUpdateAgentSettings": {"UseWindowsUpdateAgentMode": True, "Mode": "Odd"},
            "PolicyOptions": {"InstallMissingBaselinePatches": True},
            "ScriptOptions": {"AfterScriptOptions": {"RunScript": True}},
        }
    )
    having = groups({"GroupId": 8, "MicrosoftUpdatePolicy": {"Id": 2}})
    entry = catalogue()["scheduled_scripts"]
    (one,) = deployments_from_patch_scripts(
        row, origin=ORIGIN, groups=having, entry=entry, place=PLACE
    )
    shown = {each.name: each.value for each in one.deployment.settings}
    assert (shown["WindowStart"], shown["WindowDuration"]) == ("02:00:00", "04:00:00")
    assert shown["PatchTuesdaySettings"] == '{"DelayInDays": 3}'
    assert (shown["Mode"], shown["InstallMissingBaselinePatches"]) == ("Odd", True)
    assert "DaysSettings" not in shown
    facts = {each.fact.pointer: each.fact.value for each in one.evidence}
    assert facts["/ScheduleSettings/WindowStart"] == "02:00:00"
    assert facts["/WindowsUpdateAgentSettings/Mode"] == "Odd"


@pytest.mark.parametrize(("daytime", "enabled"), [(True, True), (False, False), (None, None)])
def test_what_other_programs_updates_ask_is_not_known(
    daytime: bool | None, enabled: bool | None
) -> None:
    row = ThirdPartyPolicyWire(id="3", name="T", daytime_patching=daytime)
    having = groups({"GroupId": 8, "ThirdPartyUpdatePolicy": {"Id": 3}})
    entry = catalogue()["daytime_patching"]
    (one,) = deployments_from_third_party_policy(
        row, origin=ORIGIN, groups=having, entry=entry, place=PLACE
    )
    assert (one.deployment.enabled, one.deployment.autonomy) == (enabled, UNKNOWN)


def test_where_two_groups_may_have_the_last_word_the_reach_is_concluded() -> None:
    shared = estate()
    shared.join("7", "101")
    rows = [
        (PatchGroupWire.model_validate({"GroupId": 8, "RebootPolicy": {"Id": 4}}), ORIGIN),
        (PatchGroupWire.model_validate({"GroupId": 7, "RebootPolicy": {"Id": 5}}), ORIGIN),
    ]
    having = PatchGroups(rows, is_whole=True, estate=shared)
    assert having.reached("4", REBOOTS)[1] is True


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(
            ("Name", "AutomaticApprovalSettings", "HasStaging", "IsDefaultPolicy", "X")
        ),
        JSON | st.fixed_dictionaries({"Severities": JSON, "CvssLowerBound": JSON}),
    ),
    st.booleans(),
)
def test_any_approval_policy_gives_a_statement(row: dict[str, Any], by_hand: bool) -> None:
    for one in approved(row, groups({**HAVING, "IsManual": by_hand})):
        assert one.deployment.gate.kind in LEGAL_GATES[one.deployment.autonomy]
        assert one.evidence


@pytest.mark.parametrize(
    ("name", "client", "reach", "clients"),
    [
        ("Reboot", "2", Reach.UNKNOWN, {"1", "2"}),
        ("Reboot", "1", Reach.LISTED, {"1"}),
        ("Other", "2", Reach.LISTED, {"1"}),
    ],
)
def test_a_policy_in_effect_where_no_group_has_it_reaches_nobody_knows_whom(
    name: str, client: str, reach: Reach, clients: set[str]
) -> None:
    having = groups({"GroupId": 7, "RebootPolicy": {"Id": 4, "Name": "Reboot"}})
    having.estate.join("7", "101")
    told = EffectivePoliciesWire.model_validate({"RebootPolicyName": name})
    having.effective.add(told, ORIGIN, client=client, computer=f"{client}02")
    row = RebootPolicyWire.model_validate(
        {"Id": 4, "Name": "Reboot", "RebootMode": {"Name": "Now"}}
    )
    entry = catalogue()["automatic_reboot"]
    (found,) = deployments_from_reboot_policy(
        row, origin=ORIGIN, groups=having, entry=entry, place=PLACE
    )
    assert (found.deployment.reach, set(found.reach)) == (reach, clients)
    by_effect = {one.value for one in found.deployment.settings if "effect" in one.name}
    assert by_effect == ({1} if reach is Reach.UNKNOWN else set())


def test_a_policy_that_is_in_effect_is_not_unused() -> None:
    having = groups({"GroupId": 7})
    told = EffectivePoliciesWire.model_validate({"RebootPolicyName": "Reboot"})
    having.effective.add(told, ORIGIN, client="2", computer="202")
    row = RebootPolicyWire.model_validate(
        {"Id": 4, "Name": "Reboot", "RebootMode": {"Name": "Now"}}
    )
    entry = catalogue()["automatic_reboot"]
    (found,) = deployments_from_reboot_policy(
        row, origin=ORIGIN, groups=having, entry=entry, place=PLACE
    )
    assert found.deployment.enabled is True
