"""Structure: who decides a condition, whom it reaches, what stays unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ninjaone.json_values import JSON_VALUES
from tests.ninjaone.tenant import PLACE, catalogue, origin

from aigov_connectors.inventory import (
    LEGAL_GATES,
    Basis,
    CredentialRights,
    DecisionKind,
    Deployment,
    Initiator,
    Outcome,
    Reach,
    Statement,
)
from aigov_connectors.ninjaone.normalize import (
    ActivityLog,
    Deviations,
    Fleet,
    ShownConditions,
    UnreadConditions,
    deployments_from_conditions,
    deployments_from_effects,
    deployments_from_organization,
    deployments_from_task,
    hidden_effects,
    rights_from_scope,
    role_policies,
    unshown_conditions,
)
from aigov_connectors.ninjaone.wire import (
    ActivityWire,
    ConditionsWire,
    DeviceWire,
    OrganizationDetailedWire,
    PolicyOverridesWire,
    PolicyWire,
    TaskWire,
)

CATALOGUE = catalogue()
OS, SOFTWARE, DONE = "PATCH_MANAGEMENT", "third_party_patching", "succeeded"
SCRIPTS = [{"scriptId": 57, "runAs": "SYSTEM"}]
OWN = {"inherited": False, "overridden": False}


def condition(name: str = "c1", **fields: Any) -> dict[str, Any]:
    usual = {"displayName": name, "enabled": True, "scripts": SCRIPTS, "notificationAction": "SEND"}
    return {"id": name, **usual, "inheritance": OWN, **fields}


def shown(policy: int, *rows: dict[str, Any], parent: int | None = None) -> ShownConditions:
    return ShownConditions(
        PolicyWire(id=policy, name=f"P{policy}", parent_policy_id=parent),
        "windows-event",
        ConditionsWire.model_validate(rows).conditions,
        origin(),
    )


def statements(
    *lists: ShownConditions,
    reach_is_known: bool = True,
    deviating: Mapping[int, int] = MappingProxyType({}),
    unread: Sequence[UnreadConditions] = (),
    **reaches: dict[str, int],
) -> dict[str, Statement]:
    """Statements by source id; `P33={"1": 4}` says how many devices of whom have policy 33."""
    said = deployments_from_conditions(
        lists,
        entry=CATALOGUE["condition_script"],
        place=PLACE,
        reaches={int(name[1:]): reach for name, reach in reaches.items()},
        reach_is_known=reach_is_known,
        script_names={57: "Restart spooler"},
        deviating=deviating,
        unread=unread,
    )
    return {one.deployment.source_object.id: one for one in said}


# Conditions --------------------------------------------------------------------------------------


def test_a_condition_with_scripts_acts_alone_and_shows_what_decided_it() -> None:
    said = statements(shown(33, condition()), P33={"1": 4})
    statement = said["policy:33/condition:c1"]
    deployment = statement.deployment
    assert (deployment.enabled, deployment.autonomy, deployment.gate.kind) == (
        True,
        "fully_autonomous",
        "none",
    )
    # Whether the policy itself is on is not shown.
    assert (deployment.informs, deployment.basis) == (True, Basis.INFERRED)
    assert deployment.source_object.name == "c1 in P33"
    assert statement.reach == {"1": 4}
    assert {setting.name: setting.value for setting in deployment.settings} == {
        "enabled": True,
        "scripts": "Restart spooler (57)",
        "runAs": "SYSTEM",
        "notificationAction": "SEND",
    }
    assert [(one.fact.pointer, one.fact.value) for one in statement.evidence] == [
        ("/enabled", True),
        ("/scripts/0/scriptId", 57),
        ("/scripts/0/runAs", "SYSTEM"),
        ("/notificationAction", "SEND"),
    ]
    assert {one.fact.object_id for one in statement.evidence} == {"c1"}


@pytest.mark.parametrize(
    ("fields", "enabled", "informs"),
    [
        ({"enabled": False}, False, True),
        ({"enabled": "yes"}, None, True),
        ({"enabled": None}, None, True),
        ({"notificationAction": "NONE"}, True, False),
        ({"notificationAction": "PAGE"}, True, None),
        ({"notificationAction": None}, True, None),
    ],
)
def test_what_is_not_known_stays_unknown(
    fields: dict[str, Any], enabled: bool | None, informs: bool | None
) -> None:
    (statement,) = statements(shown(33, condition(**fields))).values()
    assert (statement.deployment.enabled, statement.deployment.informs) == (enabled, informs)


def test_a_missing_key_is_evidence_of_its_absence() -> None:
    row = {"id": "c1", "scripts": SCRIPTS}
    (statement,) = statements(shown(33, row)).values()
    absent = {one.fact.pointer for one in statement.evidence if one.fact.absent}
    assert absent == {"/enabled", "/notificationAction"}
    assert statement.deployment.enabled is None


def test_without_scripts_it_is_monitoring_and_with_unknown_ones_it_is_unknown() -> None:
    assert statements(shown(33, condition(scripts=[]))) == {}
    (statement,) = statements(shown(33, condition(scripts="hush"))).values()
    assert statement.deployment.autonomy == "unknown"
    assert "hush" not in repr(statement)


def test_parameters_of_scripts_are_not_kept() -> None:
    script = {
        "scriptId": 1,
        "scriptParam": "hush",
        "scriptVariables": [{"id": "v", "value": "hush"}],
    }
    assert "hush" not in repr(statements(shown(33, condition(scripts=[script]))))


def test_an_inherited_condition_belongs_to_its_source_and_brings_its_devices() -> None:
    inherited = {"inherited": True, "overridden": False, "sourcePolicyId": 33}
    said = statements(
        shown(33, condition()),
        shown(34, condition(inheritance=inherited), parent=33),
        P33={"1": 4},
        P34={"1": 2, "2": 3},
    )
    assert list(said) == ["policy:33/condition:c1"]
    assert said["policy:33/condition:c1"].reach == {"1": 6, "2": 3}


def test_inheritance_runs_through_several_policies_by_parent_where_no_source_is_told() -> None:
    inherited = {"inherited": True}
    said = statements(
        shown(30, condition()),
        shown(33, condition(inheritance=inherited), parent=30),
        shown(34, condition(inheritance=inherited), parent=33),
        P34={"2": 3},
    )
    assert list(said) == ["policy:30/condition:c1"]
    assert said["policy:30/condition:c1"].reach == {"2": 3}


def test_rows_of_another_id_join_by_their_names_if_those_are_unique() -> None:
    inherited = {"inherited": True, "sourcePolicyId": 33}
    child = shown(34, condition("x", displayName="c1", inheritance=inherited))
    assert list(statements(shown(33, condition()), child)) == ["policy:33/condition:c1"]
    twice = shown(33, condition(), condition("c2", displayName="c1"))
    assert statements(twice, child)["policy:34/condition:x"].deployment.basis is Basis.INFERRED


def test_an_overridden_condition_is_the_childs_own() -> None:
    overridden = {"inherited": True, "overridden": True, "sourcePolicyId": 33}
    said = statements(
        shown(33, condition()),
        shown(34, condition(enabled=False, inheritance=overridden)),
        P33={"1": 4},
        P34={"2": 3},
    )
    assert {name: (one.deployment.enabled, one.reach) for name, one in said.items()} == {
        "policy:33/condition:c1": (True, {"1": 4}),
        "policy:34/condition:c1": (False, {"2": 3}),
    }


@pytest.mark.parametrize(
    "lists",
    [
        [shown(34, condition(inheritance={"inherited": True, "sourcePolicyId": 33}))],
        [shown(34, condition(inheritance={"inherited": True, "sourcePolicyId": 34}))],
        [
            shown(33, condition(inheritance={"inherited": True, "sourcePolicyId": 34})),
            shown(34, condition(inheritance={"inherited": True, "sourcePolicyId": 33})),
        ],
        [
            shown(33, condition(scripts=[{"scriptId": 99}])),
            shown(34, condition(inheritance={"inherited": True, "sourcePolicyId": 33})),
        ],
    ],
    ids=["source not seen", "its own source", "a circle", "the rows differ"],
)
def test_a_source_that_cannot_be_trusted_leaves_the_row_where_it_is(
    lists: list[ShownConditions],
) -> None:
    said = statements(*lists)
    assert said["policy:34/condition:c1"].deployment.basis is Basis.INFERRED


def test_what_was_not_counted_makes_the_reach_unknown_and_still_names_whom_it_saw() -> None:
    (statement,) = statements(shown(33, condition()), reach_is_known=False, P33={"1": 4}).values()
    assert statement.deployment.reach is Reach.UNKNOWN
    assert statement.reach == {"1": None}, "a number of what was not all read is no number"


@pytest.mark.parametrize(
    ("enabled", "basis"),
    [(True, Basis.INFERRED), (None, Basis.INFERRED), (False, Basis.OBSERVED)],
)
def test_off_is_seen_and_on_is_inferred_since_the_policy_may_be_off(
    enabled: bool | None, basis: Basis
) -> None:
    (statement,) = statements(shown(33, condition(enabled=enabled))).values()
    assert statement.deployment.basis is basis


def test_devices_that_override_the_conditions_are_a_part_whose_effect_is_unknown() -> None:
    inherited = {"inherited": True, "overridden": False, "sourcePolicyId": 33}
    lists = [shown(33, condition()), shown(34, condition(inheritance=inherited), parent=33)]
    some = {33: 1, 34: 1, 99: 5}
    (statement,) = statements(*lists, deviating=some, P33={"1": 4}, P34={"2": 3}).values()
    deployment = statement.deployment
    assert deployment.autonomy == "fully_autonomous"
    assert [
        (part.autonomy.value, part.gate.kind.value, part.subset is None, part.endpoints)
        for part in deployment.breakdown
    ] == [("fully_autonomous", "none", True, 5), ("unknown", "unknown", False, 2)]
    assert statement.reach == {"1": 4, "2": 3}
    (uncounted,) = statements(
        *lists, deviating={33: 1}, reach_is_known=False, P33={"1": 4}
    ).values()
    assert [part.endpoints for part in uncounted.deployment.breakdown] == [None, 1]


def test_there_are_no_parts_where_no_device_overrides_or_it_is_not_known_to_be_on() -> None:
    (statement,) = statements(shown(33, condition()), deviating={34: 2}, P33={"1": 4}).values()
    assert statement.deployment.breakdown == ()
    for enabled in (False, None):
        (off,) = statements(shown(33, condition(enabled=enabled)), deviating={33: 2}).values()
        assert off.deployment.breakdown == ()


def test_a_child_that_does_not_show_a_condition_leaves_its_reach_unknown() -> None:
    lists = [shown(33, condition()), shown(34, parent=33), shown(35, parent=34)]
    (statement,) = statements(*lists, P33={"1": 4}, P35={"2": 3}).values()
    assert (statement.deployment.reach, statement.reach) == (Reach.UNKNOWN, {"1": 4})
    assert unshown_conditions(lists, {33: {"1": 4}, 35: {"2": 3}}) == (1, ("2",))


def test_a_child_that_could_not_be_read_may_have_whatever_stands_above_it() -> None:
    unread = UnreadConditions(PolicyWire(id=34, parent_policy_id=33), "windows-event")
    inherited = {"inherited": True, "sourcePolicyId": 33}
    lists = [
        shown(33, condition()),
        shown(35, parent=34),  # a child of the unread one
        shown(36, condition(inheritance=inherited), parent=33),
    ]
    reaches: dict[str, Any] = {"P33": {"1": 4, "3": 1}, "P34": {"1": 2, "2": 3}, "P36": {"4": 5}}
    (statement,) = statements(*lists, unread=[unread], **reaches).values()
    assert statement.deployment.reach is Reach.UNKNOWN
    assert statement.reach == {"1": None, "3": 1, "4": 5}, "some of the first may follow it below"
    (statement,) = statements(*lists, unread=[unread], P33={"1": 4}, P35={"2": 3}).values()
    assert (statement.deployment.reach, statement.reach) == (Reach.UNKNOWN, {"1": 4})
    elsewhere = UnreadConditions(unread.policy, "custom-fields")
    (statement,) = statements(*lists, unread=[elsewhere], **reaches).values()
    assert statement.deployment.reach is Reach.LISTED, "the other kind was read"


def test_a_child_without_devices_or_that_shows_the_condition_leaves_nothing_open() -> None:
    inherited = {"inherited": True, "sourcePolicyId": 33}
    overridden = {"inherited": True, "overridden": True, "sourcePolicyId": 33}
    lists = [
        shown(33, condition()),
        shown(34, parent=33),  # reaches nobody
        shown(35, condition(inheritance=inherited), parent=33),
        shown(36, condition("own", displayName="c1", inheritance=overridden), parent=33),
    ]
    reaches: dict[int, dict[str, int | None]] = {33: {"1": 4}, 35: {"2": 3}, 36: {"3": 1}}
    said = statements(*lists, P33={"1": 4}, P35={"2": 3}, P36={"3": 1})
    assert said["policy:33/condition:c1"].deployment.reach is Reach.LISTED
    assert unshown_conditions(lists, reaches) == (0, ())


def test_only_what_may_run_scripts_is_missed_below() -> None:
    lists = [
        shown(33, condition(scripts=[]), condition("off", enabled=False)),
        shown(34, parent=33),
        shown(40, condition("x"), parent=41),
        shown(41, condition("y"), parent=40),  # a circle ends
    ]
    assert unshown_conditions(lists, {34: {"1": 1}}) == (0, ())
    assert unshown_conditions(lists, {40: {"1": 1}, 41: {"2": 1}}) == (2, ("1", "2"))


def test_of_two_policies_above_the_nearer_one_decides() -> None:
    overridden = {"inherited": True, "overridden": True, "sourcePolicyId": 30}
    lists = [
        shown(30, condition()),
        shown(33, condition(inheritance=overridden), parent=30),
        shown(34, parent=33),
    ]
    said = statements(*lists, P30={"1": 1}, P33={"2": 1}, P34={"3": 1})
    assert {name: one.deployment.reach for name, one in said.items()} == {
        "policy:30/condition:c1": Reach.LISTED,
        "policy:33/condition:c1": Reach.UNKNOWN,
    }


def test_an_unknown_switch_is_named_with_its_evidence() -> None:
    row = condition(aiTriage=True, apiToken="hush", note="two words")
    (statement,) = statements(shown(33, row)).values()
    found = {one.pointer: (one.type, one.value) for one in statement.unknown_settings}
    assert found == {
        "/aiTriage": ("bool", True),
        "/apiToken": ("text", None),
        "/note": ("text", None),
    }
    assert "hush" not in repr(statement)
    kept = {one.id for one in statement.evidence}
    assert all(set(one.evidence) <= kept for one in statement.unknown_settings)


KEYS = ("enabled", "notificationAction", "scripts", "inheritance", "displayName", "surprise")


@given(
    st.lists(
        st.fixed_dictionaries(
            {"id": st.sampled_from(["a", "b"])},
            optional=dict.fromkeys(KEYS, JSON_VALUES),
        ),
        max_size=4,
    )
)
def test_any_settings_give_statements_with_legal_labels(rows: list[dict[str, Any]]) -> None:
    said = list(statements(shown(33, *rows), shown(34, *rows, parent=33)).values())
    for one in said:
        assert one.deployment.gate.kind in LEGAL_GATES[one.deployment.autonomy]
        text = one.deployment.model_dump_json()
        assert Deployment.model_validate_json(text) == one.deployment
    again = list(statements(shown(33, *rows), shown(34, *rows, parent=33)).values())
    assert repr(said) == repr(again)


# Organizations, tasks ----------------------------------------------------------------------------


def admission(mode: object, **fields: object) -> Statement:
    row = OrganizationDetailedWire.model_validate(
        {"id": 2, "name": "Globex", "nodeApprovalMode": mode, **fields}
    )
    (statement,) = deployments_from_organization(
        row, entry=CATALOGUE["device_admission"], place=PLACE, origin=origin(), endpoints=3
    )
    return statement


def test_an_organization_is_stated_at_the_client_with_its_devices() -> None:
    statement = admission("AUTOMATIC")
    deployment = statement.deployment
    assert (deployment.scope.level, deployment.scope.id) == ("client", "2")
    assert deployment.source_object.id == "organization:2/nodeApprovalMode"
    assert statement.reach == {"2": 3}
    assert [(one.fact.pointer, one.fact.value) for one in statement.evidence] == [
        ("/nodeApprovalMode", "AUTOMATIC")
    ]


@given(JSON_VALUES)
def test_any_approval_mode_gives_a_statement(mode: object) -> None:
    deployment = admission(mode).deployment
    assert deployment.gate.kind in LEGAL_GATES[deployment.autonomy]
    if mode not in ("AUTOMATIC", "MANUAL", "REJECT"):
        assert (deployment.enabled, deployment.autonomy) == (None, "unknown")


@given(JSON_VALUES, JSON_VALUES)
def test_any_task_gives_a_statement(enabled: object, last_run: object) -> None:
    row = TaskWire.model_validate({"id": 8, "enabled": enabled, "lastRun": last_run})
    (statement,) = deployments_from_task(
        row, entry=CATALOGUE["scheduled_task"], place=PLACE, origin=origin()
    )
    deployment = statement.deployment
    assert deployment.reach is Reach.UNKNOWN
    assert deployment.enabled is (enabled if isinstance(enabled, bool) else None)
    assert deployment.decisions == (DecisionKind.RUN_SCRIPT,)


# Devices -----------------------------------------------------------------------------------------


def fleet_of(*rows: dict[str, Any]) -> Fleet:
    fleet = Fleet()
    for number, row in enumerate(rows, start=1):
        fleet.add(DeviceWire.model_validate({"id": number, "organizationId": 1, **row}))
    return fleet


def test_a_device_counts_under_its_effective_policy() -> None:
    fleet = fleet_of(
        {"rolePolicyId": 33},
        {"rolePolicyId": 33, "policyId": 34},
        {"nodeRoleId": 2},
        {"nodeRoleId": 9},
        {"rolePolicyId": 33, "organizationId": None},
    )
    organization = OrganizationDetailedWire.model_validate(
        {"id": 1, "policies": [{"nodeRoleId": 2, "policyId": 35}, {"nodeRoleId": 3}]}
    )
    assert fleet.by_policy(role_policies([organization])) == {33: {1: 1}, 34: {1: 1}, 35: {1: 1}}
    assert fleet.endpoints(1) == 4


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("APPROVED", 1),
        ("STAGED", 1),
        (None, 1),
        ("NEW_WORD", 1),
        ("PENDING", 0),
        ("DECOMMISSIONED", 0),
    ],
)
def test_a_device_that_is_not_managed_is_not_reached(status: str | None, counts: int) -> None:
    fleet = fleet_of({"rolePolicyId": 33, "approvalStatus": status})
    assert fleet.endpoints(1) == counts
    assert fleet.is_managed(1) is bool(counts)
    assert fleet.home(1) == 1
    assert fleet.home(2) is None


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ("WINDOWS_WORKSTATION", 1),
        ("APPLE_IOS", 1),
        ("VMWARE_VM_GUEST", 1),
        ("NEW_WORD", 1),
        (None, 1),
        ("NMS_SWITCH", 0),
        ("nms_printer", 0),
        ("CLOUD_MONITOR_TARGET", 0),
        ("VMWARE_VM_HOST", 0),
        ("HYPERV_VMM_HOST", 0),
        ("UNMANAGED_DEVICE", 0),
    ],
)
def test_what_is_no_endpoint_is_reached_and_not_counted(kind: str | None, counts: int) -> None:
    fleet = fleet_of({"rolePolicyId": 33, "nodeClass": kind})
    assert fleet.endpoints(1) == counts
    assert fleet.by_policy({}) == {33: {1: counts}}
    assert (fleet.is_managed(1), fleet.is_endpoint(1)) == (True, bool(counts))
    assert fleet.organizations == {1}


def test_the_policy_of_a_device_is_its_own_or_that_of_its_role() -> None:
    fleet = fleet_of({"rolePolicyId": 33, "policyId": 34}, {"nodeRoleId": 2}, {})
    assert [fleet.policy(one, {(1, 2): 35}) for one in (1, 2, 3, 4)] == [34, 35, None, None]


# Overrides ---------------------------------------------------------------------------------------


def deviations(*rows: tuple[Sequence[str] | None, str | None]) -> Deviations:
    found = Deviations()
    for number, (sections, organization) in enumerate(rows):
        row = PolicyOverridesWire.model_validate({"deviceId": number, "overrides": sections})
        found.add(row, organization=organization, policy=33, is_endpoint=organization != "3")
    return found


def test_devices_with_conditions_of_their_own_are_counted_per_organization() -> None:
    found = deviations((["CONDITIONS", "PATCHING"], "1"), (["conditions"], "1"), (["AV"], "2"))
    assert found.concerns_conditions
    assert found.organizations == ("1",)
    # Whose they are stands in `organizations`, since the words may be shown to another client.
    assert found.conditions_in_words == "devices: 2; sections CONDITIONS: 1, conditions: 1"
    assert found.others_in_words == "AV: 1, PATCHING: 1"


def test_what_overrides_is_counted_by_policy_as_far_as_it_is_an_endpoint() -> None:
    found = deviations((["CONDITIONS"], "1"), (["CONDITIONS"], "3"), (["AV"], "1"), (None, None))
    assert found.endpoints == {33: 2}


def test_a_device_that_comes_as_a_row_for_each_section_counts_once() -> None:
    found = Deviations()
    for section in ("CONDITIONS", "COMPOUND_CONDITIONS", "PATCHING"):
        row = PolicyOverridesWire.model_validate({"deviceId": 1, "overrides": [section]})
        found.add(row, organization="1", policy=33, is_endpoint=True)
    assert found.endpoints == {33: 1}
    assert found.conditions_in_words.startswith("devices: 1; ")


def test_a_device_of_nobody_puts_everybody_in_doubt() -> None:
    assert deviations((["CONDITIONS"], "1"), (["CONDITIONS"], None)).organizations == ()


def test_other_sections_do_not_concern_conditions_but_unreadable_ones_may() -> None:
    assert not deviations((["PATCHING"], "1")).concerns_conditions
    assert deviations((None, "1")).concerns_conditions


# Activities --------------------------------------------------------------------------------------


def log_of(*rows: dict[str, Any]) -> ActivityLog:
    log = ActivityLog(
        tenant_id="acme", organization_of=lambda device: {7: "1", 8: "2"}.get(device or 0)
    )
    for number, row in enumerate(rows):
        activity = {"id": 100 - number, "activityTime": 1767200000.5, "deviceId": 7, **row}
        log.add(ActivityWire.model_validate(activity), origin=origin())
    return log


@pytest.mark.parametrize(
    ("kind", "status", "feature", "action", "initiator", "outcome"),
    [
        ("CONDITION_ACTION", "COMPLETED", "condition_script", "run_script", "rule", "unknown"),
        ("SCHEDULED_TASK", "COMPLETED", "scheduled_task", "run_script", "rule", "unknown"),
        ("", "NODE_AUTOMATICALLY_APPROVED", "device_admission", "admit_device", "rule", DONE),
        ("", "NODE_MANUALLY_APPROVED", "device_admission", "admit_device", "person", DONE),
        ("", "NODE_AUTOMATICALLY_REJECTED", "device_admission", "refuse_device", "rule", DONE),
        ("", f"{OS}_PATCH_APPROVED", "os_patch_approval", "approve_patch", "unknown", DONE),
        ("", f"{OS}_INSTALL_FAILED", "os_patch_approval", "install_software", "unknown", "failed"),
        ("", f"SOFTWARE_{OS}_PATCH_REJECTED", SOFTWARE, "withhold_patch", "unknown", DONE),
    ],
)
def test_an_activity_of_plain_meaning_is_counted(
    kind: str, status: str, feature: str, action: str, initiator: str, outcome: str
) -> None:
    log = log_of({"activityType": kind, "statusCode": status})
    # Installations stand apart: a report may tell the same ones.
    counters = (log.counter, log.installs(f"ninjaone.{feature}"))
    (stats,) = (one for counter in counters for one in counter.stats(complete=True))
    assert (stats.feature, stats.action) == (f"ninjaone.{feature}", action)
    assert (stats.initiator, stats.outcome) == (initiator, outcome)
    assert (stats.organization, stats.day.isoformat()) == ("1", "2025-12-31")


def test_a_user_id_is_no_proof_of_a_person_and_a_result_tells_the_outcome() -> None:
    (approved,) = log_of(
        {"statusCode": "PATCH_MANAGEMENT_PATCH_APPROVED", "userId": 14}
    ).counter.stats(complete=True)
    assert approved.initiator is Initiator.UNKNOWN  # it may be the creator's of a scheduled run
    run = {"activityType": "CONDITION_ACTION", "statusCode": "COMPLETED"}
    results = {
        "SUCCESS": Outcome.SUCCEEDED,
        "FAILURE": Outcome.FAILED,
        "UNCOMPLETED": Outcome.UNKNOWN,
    }
    for word, outcome in results.items():
        (stats,) = log_of({**run, "activityResult": word}).counter.stats(complete=True)
        assert stats.outcome is outcome


def test_a_run_counts_once_and_what_is_not_plain_not_at_all() -> None:
    run = {"activityType": "CONDITION_ACTION", "sourceConfigUid": "c1"}
    log = log_of(
        {**run, "statusCode": "COMPLETED"},
        {**run, "statusCode": "STARTED"},
        {"activityType": "SYSTEM", "statusCode": "SCHEDULED_TASK_UPDATED"},
        {"activityType": "ACTION", "statusCode": "COMPLETED", "userId": 1},
        {},
    )
    assert sum(one.count for one in log.counter.stats(complete=True)) == 1


def test_an_activity_without_a_time_is_not_counted_and_not_forgotten() -> None:
    run = {"activityType": "CONDITION_ACTION", "statusCode": "COMPLETED", "activityTime": None}
    log = log_of(run)
    assert log.counter.stats(complete=True) == ()
    assert log.undated == 1


@pytest.mark.parametrize(
    ("row", "untold"),
    [
        ({"activityType": "CONDITION_ACTION"}, 1),
        ({}, 1),
        ({"statusCode": "COMPLETED"}, 1),
        ({"statusCode": "NODE_MANUALLY_APPROVED"}, 0),
        ({"activityType": "SYSTEM", "statusCode": "COMPLETED"}, 0),
    ],
)
def test_an_activity_that_tells_no_kind_is_counted_as_such(
    row: dict[str, str], untold: int
) -> None:
    assert log_of(row).untold == untold


def test_an_effect_that_no_list_explains_is_inferred_where_it_was_seen() -> None:
    run = {"activityType": "CONDITION_ACTION", "statusCode": "COMPLETED"}
    log = log_of(
        {**run, "sourceConfigUid": "hidden", "sourceName": "Disk full"},
        {**run, "sourceConfigUid": "hidden", "sourceName": "Old name", "deviceId": 8},
        {**run, "sourceConfigUid": "seen"},
        {**run, "sourceConfigUid": "blocked", "statusCode": "BLOCKED"},
        {**run},
    )
    hidden = hidden_effects(log.effects, visible={"seen"}, names={"spooler"}, ids_agree=True)
    assert hidden.doubtful == ()
    (statement,) = deployments_from_effects(
        hidden.stated,
        entry=CATALOGUE["condition_script"],
        place=PLACE,
        organizations={"1", "2"},
    )
    deployment = statement.deployment
    assert (deployment.source_object.id, deployment.source_object.name) == ("hidden", "Disk full")
    assert (deployment.basis, deployment.enabled) == (Basis.INFERRED, True)
    assert (deployment.reach, dict(statement.reach)) == (Reach.UNKNOWN, {"1": None, "2": None})


@pytest.mark.parametrize(
    ("ids_agree", "names", "stated"),
    [(True, {"other"}, True), (False, {"other"}, False), (True, {"disk full"}, False)],
    ids=["the tenant proves the join", "nothing proves it", "a listed one has the name"],
)
def test_what_may_be_a_listed_condition_under_another_id_is_not_stated_again(
    ids_agree: bool, names: set[str], stated: bool
) -> None:
    run = {"activityType": "CONDITION_ACTION", "statusCode": "COMPLETED"}
    log = log_of({**run, "sourceConfigUid": "x", "sourceName": "Disk full"})
    hidden = hidden_effects(log.effects, visible=(), names=names, ids_agree=ids_agree)
    assert (len(hidden.stated), len(hidden.doubtful)) == ((1, 0) if stated else (0, 1))


# Rights ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "rights"),
    [
        ("monitoring", CredentialRights.CANNOT_TELL),
        (None, CredentialRights.CANNOT_TELL),
        ("", CredentialRights.CANNOT_TELL),
        ("monitoring management", CredentialRights.CAN_WRITE),
        ("control", CredentialRights.CAN_WRITE),
    ],
)
def test_a_scope_can_prove_that_a_credential_writes_and_never_that_it_does_not(
    scope: str | None, rights: CredentialRights
) -> None:
    assert rights_from_scope(scope)[0] is rights
