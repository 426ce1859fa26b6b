"""What the vendor sends is read generously, and what may be private is not kept."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.ninjaone.json_values import JSON_VALUES
from tests.ninjaone.tenant import ANSWERS

from aigov_connectors.ninjaone.wire import (
    ActivityWire,
    ConditionsWire,
    ConditionWire,
    DeviceWire,
    LocationWire,
    OrganizationDetailedWire,
    PolicyWire,
    ScriptWire,
    TaskWire,
    UserRoleWire,
    UserWire,
)

LISTS: dict[str, type[BaseModel]] = {
    "organizations-detailed": OrganizationDetailedWire,
    "locations": LocationWire,
    "devices-detailed": DeviceWire,
    "policies": PolicyWire,
    "policies-33-condition-windows-event": ConditionWire,
    "policies-33-condition-custom-fields": ConditionWire,
    "automation-scripts": ScriptWire,
    "tasks": TaskWire,
    "users": UserWire,
    "user-roles": UserRoleWire,
}


@pytest.mark.parametrize("name", LISTS)
def test_no_secret_and_no_person_survives_the_reading(name: str) -> None:
    rows = json.loads((ANSWERS / f"{name}.json").read_text(encoding="utf-8"))
    read = [LISTS[name].model_validate(row) for row in rows]
    for word in ("hush", "Sample Street", "HOST", "private", "A. Person"):
        assert word not in repr(read)


def test_times_are_epoch_seconds_with_any_fraction() -> None:
    for text in ("1742391675.556", "1742391675.556000000", "1742391675"):
        row = ActivityWire.model_validate_json(f'{{"id": 1, "activityTime": {text}}}')
        assert row.activity_time is not None
        assert row.activity_time.replace(microsecond=0) == datetime(
            2025, 3, 19, 13, 41, 15, tzinfo=UTC
        )


def test_a_condition_of_another_shape_costs_only_itself() -> None:
    rows = ConditionsWire.model_validate_json('[{"id": "a"}, 7, {"enabled": true}, {"id": 9}]')
    assert [one.id for one in rows.conditions] == ["a", "9"]
    assert rows.unreadable == (2, 3)


def test_an_unknown_switch_is_kept_wherever_it_stands() -> None:
    row = OrganizationDetailedWire.model_validate(
        {"id": 1, "autopilot": True, "settings": {"backup": {"x": 1}, "aiAssistant": {"on": 1}}}
    )
    assert row.unknown() == {"/autopilot": True, "/settings/aiAssistant": {"on": 1}}


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("enabled", "scripts", "inheritance", "text"), JSON_VALUES)
    )
)
def test_only_the_id_can_make_a_condition_fail(body: dict[str, object]) -> None:
    assert ConditionWire.model_validate({**body, "id": "c"}).id == "c"


def test_a_recorded_device_is_read() -> None:
    row = DeviceWire.model_validate_json(
        '{"id": 7, "parentDeviceId": 6, "organizationId": 2, "nodeRoleId": 9, "rolePolicyId": 43,'
        ' "approvalStatus": "APPROVED", "created": 1707363433.892432000}'
    )
    assert (row.organization_id, row.role_policy_id, row.policy_id) == (2, 43, None)
