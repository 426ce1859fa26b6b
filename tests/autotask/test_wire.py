"""What the vendor sends is read generously, and what may be private is not kept."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from aigov_connectors.autotask import wire

MODELS: tuple[type[BaseModel], ...] = tuple(
    one
    for _, one in inspect.getmembers(wire, inspect.isclass)
    if issubclass(one, BaseModel) and one.__module__ == wire.__name__
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one.__name__)
@settings(max_examples=60)
@given(data=st.data())
def test_nothing_but_an_id_can_make_a_record_fail(
    model: type[BaseModel], data: st.DataObject
) -> None:
    names = [info.alias or name for name, info in model.model_fields.items()]
    body = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, JSON)))
    if "id" in names:
        body["id"] = 7
    model.model_validate_json(json.dumps(body))


@pytest.mark.parametrize("number", [None, "", "x", [], {}])
def test_a_record_without_an_id_is_none(number: object) -> None:
    with pytest.raises(ValidationError):
        wire.TicketWire.model_validate_json(json.dumps({"id": number}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-04-17T09:12:33.307", datetime(2026, 4, 17, 9, 12, 33, 307_000, UTC)),
        ("2019-09-05T08:23:00.000Z", datetime(2019, 9, 5, 8, 23, tzinfo=UTC)),
        ("2026-08-11T13:40:02.1", datetime(2026, 8, 11, 13, 40, 2, 100_000, UTC)),
        ("2026-09-10T15:02:00", datetime(2026, 9, 10, 15, 2, tzinfo=UTC)),
        ("", None),
        (None, None),
        ("1900-01-01T00:00:00", None),
    ],
)
def test_a_time_without_a_zone_is_of_utc(text: str | None, told: datetime | None) -> None:
    row = wire.TicketWire.model_validate({"id": 1, "createDate": text})
    assert row.create_date == told


def test_a_picklist_holds_texts_where_a_record_holds_numbers() -> None:
    body = {
        "fields": [
            {
                "name": "status",
                "picklistValues": [
                    {"value": "5", "label": "Complete"},
                    {"value": 8, "label": "Open", "parentValue": None},
                    "not an object",
                ],
            },
            {"name": "title", "picklistValues": None},
        ]
    }
    told = wire.FieldsWire.model_validate(body)
    assert [(one.value, one.label) for one in told.fields[0].picklist_values] == [
        ("5", "Complete"),
        ("8", "Open"),
    ]
    assert told.fields[1].picklist_values == ()


def test_of_a_recipient_only_the_domain_is_kept() -> None:
    for address, domain in (
        ("Jane.Roe@Oakhaven.Example", "oakhaven.example"),
        ("no address", None),
        ("@half.example", None),
        (None, None),
        (7, None),
    ):
        row = wire.NotificationWire.model_validate({"id": 1, "recipientEmailAddress": address})
        assert row.recipient_domain == domain
        assert "jane" not in repr(row).casefold()


def test_no_text_and_no_name_of_a_person_is_declared() -> None:
    declared = {info.alias or name for one in MODELS for name, info in one.model_fields.items()}
    assert not declared & {
        "description",
        "resolution",
        "detail",
        "firstName",
        "lastName",
        "email",
        "secret",
        "secretKey",
        "approveRejectNote",
        "userDefinedFields",
    }
