"""Vendors' spellings are read; nothing but an id can make a record fail."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from aigov_connectors.wire import (
    Flag,
    Identifier,
    LenientBool,
    LenientInt,
    Strange,
    Text,
    Timestamp,
    WireRecord,
    WireSettings,
    told,
    unless,
)

IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)
TIMESTAMP: TypeAdapter[datetime | None] = TypeAdapter(Timestamp)
BOOLEAN: TypeAdapter[bool | None] = TypeAdapter(LenientBool)
FLAG: TypeAdapter[bool | Strange | None] = TypeAdapter(Flag)
INTEGER: TypeAdapter[int | None] = TypeAdapter(LenientInt)
TEXT: TypeAdapter[str | None] = TypeAdapter(Text)


class Device(WireRecord):
    id: Identifier
    organization_id: Identifier | None = None
    last_contact: Timestamp | None = None
    offline: LenientBool | None = None
    count: LenientInt | None = None
    display_name: Text | None = None


class Engine(WireSettings):
    pre_execution: LenientBool = None


class Policy(WireSettings):
    mitigation_mode: Text = None
    engines: Engine | None = None
    rules: tuple[Engine, ...] = ()


def read(adapter: TypeAdapter[Any], value: object) -> Any:
    """Read a value as JSON and as Python; both must agree."""
    found = adapter.validate_json(json.dumps(value))
    assert adapter.validate_python(value) == found
    return found


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("12", "12"),
        (12, "12"),
        (18.0, "18"),
        (-0.0, "0"),
        (-1, "-1"),
        (1955555555555555555, "1955555555555555555"),
        (2**70, str(2**70)),
        ("617755838952421242", "617755838952421242"),
        ("", ""),
    ],
)
def test_ids_are_text(sent: object, meant: str) -> None:
    assert read(IDENTIFIER, sent) == meant


@pytest.mark.parametrize("sent", [None, 1.5, 1.955555555555555555e18, [], {}, True, 1e400])
def test_what_is_no_exact_id_is_refused(sent: object) -> None:
    with pytest.raises(ValidationError):
        IDENTIFIER.validate_python(sent)


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_an_id_sent_as_float_is_the_same_id(number: int) -> None:
    assert read(IDENTIFIER, float(number)) == str(number)


MOMENT = datetime(2024, 2, 8, 3, 37, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "micros"),
    [
        ("2024-02-08T03:37:13Z", 0),
        ("2024-02-08T03:37:13.12Z", 120_000),
        ("2024-02-08T03:37:13.123Z", 123_000),
        ("2024-02-08T03:37:13.12345Z", 123_450),
        ("2024-02-08T03:37:13.123456Z", 123_456),
        ("2024-02-08T03:37:13.1234567Z", 123_456),
        ("2024-02-08T03:37:13.12345678Z", 123_456),
        ("2024-02-08T03:37:13.123456789Z", 123_456),
        ("2024-02-08T05:37:13+02:00", 0),
        ("2024-02-08T03:37:13", 0),
        ("2024-02-08T03:37:13.123456", 123_456),
        ("2024-02-08 03:37:13", 0),
        (1707363433, 0),
        (1707363433.0, 0),
        (1707363433.25, 250_000),
        (1707363433250, 250_000),
        ("1707363433250", 250_000),
        ("1707363433", 0),
        (1707363433250000, 250_000),
        (1707363433250000000, 250_000),
    ],
)
def test_times_in_every_dialect(sent: object, micros: int) -> None:
    found = read(TIMESTAMP, sent)
    assert found == MOMENT + timedelta(microseconds=micros)
    assert found.tzinfo is not None


def test_nine_decimals_of_a_second_are_read() -> None:
    found = TIMESTAMP.validate_json("1707363433.892432000")
    assert found is not None
    assert abs(found - (MOMENT + timedelta(microseconds=892432))) <= timedelta(microseconds=1)


@pytest.mark.parametrize(
    "sent",
    [
        "", " ", "None", "never", "N/A", None, [], {}, True, 0, -1, "0",
        "1899-12-30T00:00:00Z", "1900-01-01T00:00:00", "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00", "1900-01-01", 1e300, "9" * 400, "nan", "inf", "2024-13-45T99:00:00Z",
    ],
)  # fmt: skip
def test_never_and_nonsense_are_none(sent: object) -> None:
    assert TIMESTAMP.validate_python(sent) is None
    assert Device.model_validate({"id": 1, "lastContact": sent}).last_contact is None


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (True, True), (False, False), ("true", True), ("false", False), ("False", False),
        (1, True), (0, False), ("1", True), ("0", False), ("None", None), ("", None), (2, None),
        ("perhaps", None), ([], None), (None, None),
    ],
)  # fmt: skip
def test_booleans_in_every_dialect(sent: object, meant: bool | None) -> None:
    assert read(BOOLEAN, sent) is meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (7, 7), ("7", 7), (7.0, 7), (-3, -3), ("", None), ("None", None), (7.5, None), ("x", None),
        ([], None), (None, None),
    ],
)  # fmt: skip
def test_integers_in_every_dialect(sent: object, meant: int | None) -> None:
    assert read(INTEGER, sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("a", "a"), (" a ", "a"), ("", None), (" ", None), (None, None), (5, "5"), (True, "true"),
        ([], None), ({}, None),
    ],
)  # fmt: skip
def test_text_in_every_dialect(sent: object, meant: str | None) -> None:
    assert read(TEXT, sent) == meant


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(anything, anything, anything, anything)
def test_no_value_of_an_optional_field_makes_a_record_fail(a: Any, b: Any, c: Any, d: Any) -> None:
    device = Device.model_validate(
        {"id": 1, "lastContact": a, "offline": b, "count": c, "displayName": d}
    )
    assert device.last_contact is None or device.last_contact.tzinfo is not None
    assert device.offline in {True, False, None}


def test_records_ignore_what_they_do_not_know() -> None:
    device = Device.model_validate_json('{"id": 5, "organizationId": 7, "new": {"x": 1}}')
    assert device == Device(id="5", organization_id="7")
    with pytest.raises(ValidationError):
        device.id = "6"  # type: ignore[misc]


def test_settings_list_what_they_do_not_know() -> None:
    policy = Policy.model_validate_json(
        '{"mitigationMode": "protect", "aiCopilot": true, "engines": {"preExecution": true,'
        ' "deep/learning": {"on": 1}}, "rules": [{"preExecution": false}, {"novel": "x"}]}'
    )
    assert policy.unknown() == {
        "/aiCopilot": True,
        "/engines/deep~1learning": {"on": 1},
        "/rules/1/novel": "x",
    }


def test_an_error_shows_no_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Device.model_validate({"id": {"s3cret": 1}})
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("sent", [True, False, None])
def test_a_flag_is_a_boolean_or_nothing(sent: bool | None) -> None:
    assert read(FLAG, sent) is sent
    assert told(sent) is sent
    assert unless(sent) is (None if sent is None else not sent)


@pytest.mark.parametrize("sent", [0, 1, 1.0, "true", "false", "yes", "1", "", [], {"id": 1}])
def test_what_is_no_boolean_is_kept_and_is_neither_true_nor_false(sent: Any) -> None:
    found = read(FLAG, sent)
    assert found == Strange(sent)
    assert told(found) is None
    assert unless(found) is None
