"""Payloads are read generously, and what is private never gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sentinelone.console import POLICY, policy, role, threat

from aigov_connectors.sentinelone.wire import (
    POLICY_KEYS_NOT_READ,
    AgentWire,
    PolicyWire,
    RoleWire,
    SiteWire,
    ThreatWire,
    UserWire,
)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(POLICY, JSON)))
def test_a_policy_keeps_any_json_as_it_was_sent(sent: dict[str, Any]) -> None:
    read = PolicyWire.model_validate_json(json.dumps(sent))
    assert read.model_dump(by_alias=True, exclude_unset=True) == sent


def test_a_policy_tells_the_keys_that_nobody_declared() -> None:
    read = PolicyWire.model_validate(policy(aiThing=True, engines__newEngine="on"))
    unknown = set(read.unknown()) - POLICY_KEYS_NOT_READ
    assert unknown == {"/aiThing", "/engines/newEngine"}


def test_engines_of_a_threat_come_as_words_or_as_objects() -> None:
    for engines in (["reputation"], [{"key": "reputation"}], None, {"type": "object"}):
        row = threat(detectionEngines=engines)
        assert ThreatWire.model_validate_json(json.dumps(row)).detection_engines == engines


def test_a_flat_threat_of_the_old_api_is_read_without_what_it_lacks() -> None:
    read = ThreatWire.model_validate({"id": "1", "initiatedBy": "agentPolicy", "engines": ["x"]})
    assert (read.created_at, read.mitigations) == (None, None)


@pytest.mark.parametrize("value", [None, "", "yes", 3, {"a": 1}, [None, 4, {"value": "x"}]])
def test_lists_of_objects_survive_what_is_none(value: Any) -> None:
    user = UserWire.model_validate({"scope": "site", "scopeRoles": value})
    assert all(one.role_id is None for one in user.scope_roles)
    body = {"id": "1", "pages": [{"permissions": value}], "mitigationStatus": value}
    RoleWire.model_validate(body)
    ThreatWire.model_validate(body)


def test_names_of_people_and_secrets_are_not_kept() -> None:
    sent = {
        "id": "1",
        "email": "SECRET",
        "fullName": "SECRET",
        "registrationToken": "SECRET",
        "computerName": "SECRET",
        "creator": "SECRET",
    }
    for model in (UserWire, RoleWire, SiteWire, AgentWire):
        assert "SECRET" not in repr(model.model_validate({**role()["data"], **sent}))
