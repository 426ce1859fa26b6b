"""What schedules come to: what runs alone, on whom, and what waits for the user."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectwise.automate.building import (
    FULL,
    JSON,
    ORIGIN,
    PLACE,
    UNKNOWN,
    estate,
)
from tests.connectwise.automate.tenant import catalogue

from aigov_connectors.connectwise.automate.normalize import (
    Estate,
    deployments_from_schedules,
)
from aigov_connectors.connectwise.automate.wire import (
    ScheduleWire,
    ScriptWire,
)
from aigov_connectors.inventory import (
    LEGAL_GATES,
    Autonomy,
    Basis,
    GateKind,
    Reach,
    Statement,
)


def schedule(**changes: Any) -> ScheduleWire:
    row = {
        "ScheduledScriptId": 88,
        "Script": {"ScriptId": 903, "Name": "Cleanup"},
        "ScheduleTarget": {"Group": {"GroupId": 8, "Name": "Servers"}},
        "Schedule": {"ScriptScheduleFrequency": {"Name": "Daily"}},
        "IsDisabled": False,
        "ScheduledBy": "jdoe",
        "ExpireDate": None,
        "IncludeSubGroups": False,
    }
    return ScheduleWire.model_validate({**row, **changes})


def scheduled(
    *rows: ScheduleWire,
    script: dict[str, Any] | None = None,
    programs: frozenset[str] = frozenset(),
    places: Estate | None = None,
) -> list[Statement]:
    known: dict[str, Any] = {"Id": "903", "IsUserResponse": False} if script is None else script
    scripts = {known["Id"]: (ScriptWire.model_validate(known), ORIGIN)} if known else {}
    return list(
        deployments_from_schedules(
            [(row, ORIGIN) for row in rows],
            scripts=scripts,
            details={},
            programs=programs,
            entry=catalogue()["scheduled_scripts"],
            place=PLACE,
            estate=places or estate(),
        )
    )


def test_a_schedule_acts_alone_on_the_computers_of_its_group() -> None:
    (one,) = scheduled(schedule())
    deployment = one.deployment
    assert (deployment.enabled, deployment.autonomy) == (True, FULL)
    assert (deployment.gate.kind, deployment.basis) == (GateKind.NONE, Basis.OBSERVED)
    assert deployment.source_object.name == "Cleanup on Servers"
    assert (deployment.reach, one.reach) == (Reach.LISTED, {"1": 1, "2": 1})
    assert "jdoe" not in deployment.model_dump_json()


@pytest.mark.parametrize(
    ("changes", "script", "enabled", "autonomy", "gate"),
    [
        ({"IsDisabled": True}, None, False, FULL, "none"),
        ({"IsDisabled": None}, None, None, UNKNOWN, "unknown"),
        ({"ExpireDate": "2026-11-01T00:00:00Z"}, None, False, FULL, "none"),
        ({"ExpireDate": "2026-12-01T00:00:00Z"}, None, True, FULL, "none"),
        ({}, {"Id": "903", "IsUserResponse": True}, True, UNKNOWN, "unknown"),
        ({"IsDisabled": True}, {"Id": "903", "IsUserResponse": True}, False, UNKNOWN, "unknown"),
        ({}, {}, True, UNKNOWN, "unknown"),
        ({"IsDisabled": True}, {}, False, UNKNOWN, "unknown"),
        ({}, {"Id": "903"}, True, UNKNOWN, "unknown"),
        ({}, {"Id": "903", "IsUserResponse": "perhaps"}, True, UNKNOWN, "unknown"),
        ({}, {"Id": "904", "IsUserResponse": False}, True, UNKNOWN, "unknown"),
        ({"Script": None}, None, True, UNKNOWN, "unknown"),
    ],
)
def test_a_schedule_is_on_off_or_waits_for_the_user(
    changes: dict[str, Any], script: dict[str, Any] | None, enabled: bool | None,
    autonomy: Autonomy, gate: str,
) -> None:  # fmt: skip
    (one,) = scheduled(schedule(**changes), script=script)
    deployment = one.deployment
    assert (deployment.enabled, deployment.autonomy) == (enabled, autonomy)
    assert deployment.gate.kind is GateKind(gate)


def test_a_schedule_without_an_end_acts_as_one_with_an_end_and_one_that_told_none_may_be_over() -> (
    None
):
    endless, ending = schedule(), schedule(ExpireDate="2026-12-01T00:00:00Z")
    sent = endless.model_dump(by_alias=True)
    sent.pop("ExpireDate")
    untold = ScheduleWire.model_validate(sent)
    found = [one.deployment for one in (*scheduled(endless), *scheduled(ending))]
    (open_end,) = scheduled(untold)

    assert {(one.enabled, one.autonomy, one.gate.kind) for one in found} == {
        (True, FULL, GateKind.NONE)
    }
    dates = [next(s.value for s in one.settings if s.name == "ExpireDate") for one in found]
    assert dates == [None, "2026-12-01"]
    assert open_end.deployment.enabled is None


@pytest.mark.parametrize(
    ("target", "more", "name", "reach", "clients"),
    [
        ({"Group": {"GroupId": 8, "Name": "Servers"}}, {"IncludeSubGroups": True},
         "Servers", "listed", {"1": 1, "2": 2}),
        ({"Client": {"ClientId": 2}}, {}, "Client 2", "listed", {"2": 2}),
        ({"Client": {"ClientId": 2}}, {"LimitingSearch": {"SearchId": 1}},
         "Client 2", "listed", {"2": None}),
        ({"Group": {"GroupId": 8, "Name": "Servers"}}, {"LimitingSearch": {"SearchId": 1}},
         "Servers", "unknown", {}),
        ({"Group": {"GroupId": 8, "Name": "Servers"}}, {"LimitingSearch": "Disks"},
         "Servers", "unknown", {}),
        ({"Location": {"Id": 31}}, {}, "a location of Client 1", "listed", {"1": None}),
        ({"Location": {"Id": 99}}, {}, "a location of a client", "unknown", {}),
        ({"Computer": {"ComputerId": 202, "Name": "HOST"}}, {},
         "a computer of Client 2", "listed", {"2": 1}),
        ({"ScheduleTargetType": {"Name": "Contact"}, "Contact": {"Id": 5}}, {},
         "a target of type Contact", "unknown", {}),
        (None, {}, "a target of type unknown", "unknown", {}),
    ],
)  # fmt: skip
def test_a_schedule_reaches_what_its_target_holds(
    target: Any, more: dict[str, Any], name: str, reach: str, clients: dict[str, int | None]
) -> None:
    (one,) = scheduled(schedule(ScheduleTarget=target, **more))
    assert one.deployment.source_object.name == f"Cleanup on {name}"
    assert (one.deployment.reach, dict(one.reach)) == (Reach(reach), clients)
    assert "HOST" not in one.deployment.model_dump_json()


def test_what_is_only_inherited_is_said_where_it_was_set() -> None:
    inherited = schedule(ScheduledScriptId=89, IsInherited=True)
    assert len(scheduled(schedule(), inherited)) == 1
    assert len(scheduled(inherited)) == 1  # nobody else says it


@pytest.mark.parametrize("unread", ["groups", "computers", "group_computers"])
def test_what_is_inherited_is_no_news_where_a_list_was_not_read(unread: str) -> None:
    places = estate()
    places.whole -= {unread}
    if unread == "groups":
        places.groups = {}
    own = schedule(IncludeSubGroups=True)
    inner = {"Group": {"GroupId": 9, "Name": "Inner"}}
    inherited = schedule(ScheduledScriptId=89, IsInherited=True, ScheduleTarget=inner)

    assert len(scheduled(own, inherited, places=places)) == 1


def test_an_inherited_schedule_stays_where_its_own_is_off_or_elsewhere() -> None:
    inherited = schedule(ScheduledScriptId=89, IsInherited=True)
    off = schedule(IsDisabled=True)
    elsewhere = schedule(ScheduleTarget={"Client": {"Id": 99, "Name": "Another"}})

    assert len(scheduled(off, inherited)) == 2
    assert len(scheduled(elsewhere, inherited)) == 2


def test_that_a_program_scheduled_it_is_kept_and_its_name_is_not() -> None:
    (one,) = scheduled(schedule(ScheduledBy="ZofIQ-svc"), programs=frozenset({"zofiq-svc"}))
    assert ("ScheduledBy", "a program") in {
        (each.name, each.value) for each in one.deployment.settings
    }


@pytest.mark.parametrize(
    ("with_sub_groups", "groups_read", "reach", "clients"),
    [
        (True, True, "listed", {"1": 1, "2": 2}),
        (True, False, "unknown", {"1": None, "2": None}),
        (False, False, "listed", {"1": 1, "2": 1}),
        (None, True, "unknown", {"1": None, "2": None}),
        (None, False, "unknown", {"1": None, "2": None}),
    ],
)
def test_groups_below_reach_further_and_how_far_is_open_where_they_are_not_told(
    with_sub_groups: bool | None, groups_read: bool, reach: str, clients: dict[str, int | None]
) -> None:
    places = estate()
    if not groups_read:
        places.groups, places.whole = {}, {"computers", "group_computers"}
    (one,) = scheduled(schedule(IncludeSubGroups=with_sub_groups), places=places)
    assert (one.deployment.reach, dict(one.reach)) == (Reach(reach), clients)
    shown = {each.name for each in one.deployment.settings}
    assert ("IncludeSubGroups" in shown) is (with_sub_groups is not False)


def test_a_group_that_is_known_to_have_none_below_it_reaches_its_own() -> None:
    inner = {"Group": {"GroupId": 9, "Name": "Inner"}}
    (one,) = scheduled(schedule(IncludeSubGroups=None, ScheduleTarget=inner))
    assert (one.deployment.reach, dict(one.reach)) == (Reach.LISTED, {"2": 1})


def test_a_client_that_no_list_shows_has_computers_that_nobody_counted() -> None:
    (one,) = scheduled(schedule(ScheduleTarget={"Client": {"ClientId": 77, "Name": "Ghost"}}))
    assert dict(one.reach) == {"77": None}
    empty = estate()
    empty.serve("3", "Client 3")
    (one,) = scheduled(schedule(ScheduleTarget={"Client": {"ClientId": 3}}), places=empty)
    assert dict(one.reach) == {"3": 0}


def test_without_the_members_nobody_knows_whom_a_group_reaches() -> None:
    bare = estate()
    bare.whole = {"computers"}
    assert bare.of_groups(["8"]).reach is Reach.UNKNOWN
    assert bare.endpoints("1") == 2
    bare.whole = set()
    assert bare.endpoints("1") is None


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted({
    "Script", "ScheduleTarget", "Schedule", "LimitingSearch", "ScheduledBy", "ExpireDate",
    "IsDisabled", "IncludeSubGroups", "IsInherited", "SomethingNew",
})), JSON))  # fmt: skip
def test_any_schedule_gives_a_statement(row: dict[str, Any]) -> None:
    (one,) = scheduled(ScheduleWire.model_validate({**row, "ScheduledScriptId": 1}))
    assert one.deployment.gate.kind in LEGAL_GATES[one.deployment.autonomy]
    assert one.evidence
