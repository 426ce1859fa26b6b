"""Whatever the server sends is read generously; only an id can make a record fail."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from aigov_connectors.connectwise.automate import wire
from aigov_connectors.connectwise.automate.wire import (
    ApprovalPolicyWire,
    AuditWire,
    ComputerWire,
    LocationWire,
    MonitorResultWire,
    MonitorWire,
    PatchHistoryWire,
    RunningScriptWire,
    ScheduleWire,
    UserClassWire,
)

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
MODELS: dict[str, type[BaseModel]] = {
    name: getattr(wire, name) for name in wire.__all__ if name.endswith("Wire")
}


def _keys(model: type[BaseModel]) -> list[str]:
    found = []
    for name, info in model.model_fields.items():
        alias = info.validation_alias or info.alias or name
        choices = getattr(alias, "choices", None)
        path = getattr(alias, "path", None)
        found.append(str(path[0] if path else choices[0] if choices else alias))
    return found


def _id_key(model: type[BaseModel]) -> str | None:
    info = model.model_fields.get("id")
    if info is None or not info.is_required():
        return None
    alias = info.validation_alias or info.alias
    return str(getattr(alias, "choices", [alias])[0])


@pytest.mark.parametrize("name", sorted(set(MODELS) - {"MonitorResultWire", "SuspensionWire"}))
def test_any_value_under_any_key_is_read(name: str) -> None:
    model = MODELS[name]
    keys = _keys(model)

    @settings(max_examples=25)
    @given(st.dictionaries(st.sampled_from(keys), JSON, max_size=6))
    def reads(row: dict[str, Any]) -> None:
        id_key = _id_key(model)
        if id_key is not None:
            row = {**row, id_key: 7}
        read = model.model_validate_json(json.dumps(row))
        assert id_key is None or read.id == "7"  # type: ignore[attr-defined]

    reads()


@pytest.mark.parametrize("id_", [None, True, 1.5, {"unexpected": "object"}, []])
def test_a_record_without_an_id_is_none(id_: object) -> None:
    with pytest.raises(ValidationError):
        ComputerWire.model_validate({"Id": id_})


def test_ids_are_text_whatever_the_schema_says() -> None:
    assert ComputerWire.model_validate({"Id": "7", "Client": {"Id": 12}}).client_id == "12"
    assert LocationWire.model_validate({"LocationId": 31, "Id": 99}).id == "31"
    assert LocationWire.model_validate({"Id": 31}).id == "31"
    row = {"ScriptInstanceId": 1, "Target": {"Computer": {"ComputerId": 4}, "Client": None}}
    running = RunningScriptWire.model_validate(row)
    assert (running.computer_id, running.client_id) == ("4", None)


def test_a_result_needs_its_monitor_and_names_itself_by_it() -> None:
    row = MonitorResultWire.model_validate({"Monitor": {"MonitorId": 5}, "ComputerId": 4})
    assert (row.monitor_id, row.computer_id) == ("5", "4")
    with pytest.raises(ValidationError):
        MonitorResultWire.model_validate({"Monitor": None})


def test_of_a_monitor_only_what_it_does_is_kept() -> None:
    row = {
        "MonitorId": 5,
        "AlertMessages": {"FailureMessage": "hush"},
        "RoutineParameters": {"Password": "hush"},
        "Targets": {"GroupIds": [8, "9"], "Client": "odd"},
    }
    monitor = MonitorWire.model_validate(row)
    assert monitor.targets is not None
    assert (monitor.targets.group_ids, monitor.targets.client) == (("8", "9"), None)
    assert "hush" not in repr(monitor)


def test_a_right_that_is_no_switch_is_neither_given_nor_withheld() -> None:
    row = {"UserClassId": 1, "Permissions": {"ScriptEdit": True, "Odd": "true", "More": {}}}
    told = {"ScriptEdit": True, "Odd": None, "More": None}
    assert UserClassWire.model_validate(row).permissions == told
    assert UserClassWire.model_validate({"UserClassId": 1, "Permissions": 7}).permissions == {}


def test_switches_that_nobody_knows_are_kept_of_settings_alone() -> None:
    policy = ApprovalPolicyWire.model_validate({"Id": 1, "UsesModel": True})
    assert policy.unknown() == {"/UsesModel": True}
    schedule = ScheduleWire.model_validate({"ScheduledScriptId": 1, "AiPicksTime": True})
    assert schedule.unknown() == {"/AiPicksTime": True}


def test_the_beginning_of_time_is_no_time() -> None:
    row = {"ActionDate": "0001-01-01T00:00:00", "OperationCode": None}
    assert PatchHistoryWire.model_validate(row).action_date is None
    assert AuditWire.model_validate({"Id": 1, "User": None}).user_id is None
