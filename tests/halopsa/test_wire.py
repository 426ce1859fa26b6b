"""What the vendor sends is read generously, and what may be private is not kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.ninjaone.json_values import JSON_VALUES

from aigov_connectors.halopsa import wire
from aigov_connectors.halopsa.sandbox import desk, directory, work
from aigov_connectors.halopsa.sandbox.tickets import FIRST, Tickets
from aigov_connectors.sandbox import SECRET_MARK
from aigov_connectors.sandbox.world import build_world

WORLD = build_world(clients=28, devices=240)
MODELS: list[type[BaseModel]] = [
    found
    for name in wire.__all__
    if isinstance(found := getattr(wire, name), type) and name.endswith("Wire")
]
ROWS: dict[str, tuple[type[BaseModel], Any]] = {
    "clients": (wire.ClientWire, directory.clients(WORLD)),
    "client": (wire.ClientWire, [directory.client(WORLD, 107)]),
    "contracts": (wire.ContractWire, directory.contracts(WORLD)),
    "agents": (wire.AgentWire, [*directory.agents(WORLD), directory.me(WORLD)]),
    "applications": (wire.ApplicationWire, directory.applications(WORLD)),
    "webhooks": (wire.WebhookWire, work.webhooks(WORLD, "0")),
    "runbooks": (wire.WebhookWire, work.webhooks(WORLD, "1")),
    "integrations": (wire.IntegrationWire, work.custom_integrations(WORLD)),
    "commits": (wire.CommitWire, work.config_commits(WORLD)),
    "chats": (wire.ChatProfileWire, [work.chat_profile(WORLD, "chat-1")]),
    "tickets": (wire.TicketWire, [Tickets(WORLD).row(11)]),
    "ticket": (wire.TicketDetailWire, [Tickets(WORLD).detail(FIRST + 11)]),
    "actions": (wire.ActionWire, Tickets(WORLD).actions(FIRST + 5)),
    "approvals": (wire.ApprovalWire, Tickets(WORLD).approvals(FIRST + 3)),
    "email_rules": (wire.EmailRuleWire, work.email_rules(WORLD)),
    "statuses": (wire.StatusWire, desk.statuses(WORLD, without_closed=False)),
}


@pytest.mark.parametrize("name", ROWS)
def test_no_secret_no_text_and_no_person_survives_the_reading(name: str) -> None:
    model, rows = ROWS[name]
    read = repr([model.model_validate_json(json.dumps(row)) for row in rows])
    for word in (SECRET_MARK, "nobody here has to read", "@northwindridge", "RESOLVED", "?key"):
        assert word not in read


@pytest.mark.parametrize("model", MODELS)
def test_any_value_of_any_field_is_read_or_refused_by_its_id_alone(model: type[BaseModel]) -> None:
    names = [info.alias or name for name, info in model.model_fields.items() if name != "id"]

    @settings(max_examples=15, deadline=None)
    @given(st.dictionaries(st.sampled_from([*names, "novel"]), JSON_VALUES, max_size=6))
    def check(values: dict[str, Any]) -> None:
        body = json.dumps({"id": 7, **values})
        model.model_validate_json(body)

    check()


def test_ids_may_be_floats_and_nothing_is_zero_or_less() -> None:
    row = wire.TicketWire.model_validate_json('{"id": 12.0, "client_id": 18.0, "agent_id": -0.0}')
    assert (row.id, row.client_id, row.agent_id) == (12, 18, 0)
    assert not wire.given(row.agent_id)
    assert not wire.given(-1)
    assert not wire.given(None)
    assert wire.given(3)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2023-06-29T10:16:08.8378294Z", datetime(2023, 6, 29, 10, 16, 8, 837829, UTC)),
        ("2026-10-03T09:12:44.11", datetime(2026, 10, 3, 9, 12, 44, 110000, UTC)),
        ("2026-10-03T10:02:10", datetime(2026, 10, 3, 10, 2, 10, tzinfo=UTC)),
        ("1900-01-01T00:00:00", None),
        ("1899-12-30T00:00:00", None),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_times_have_any_fraction_and_never_is_none(text: str, when: datetime | None) -> None:
    row = wire.TicketWire.model_validate({"id": 1, "dateclosed": text})
    assert row.dateclosed == when


def test_of_an_address_only_the_host_is_kept() -> None:
    row = wire.WebhookWire.model_validate({"id": "a", "url": "https://u:p@hooks.example/x?key=1"})
    assert row.url == "hooks.example"
    assert "key" not in repr(row)


def test_a_list_that_is_none_was_not_told() -> None:
    odd: tuple[object, ...] = (None, "x", [1, None], {})
    for steps in odd:
        row = wire.WorkflowWire.model_validate({"id": 1, "steps": steps})
        assert row.steps is None
    assert wire.WorkflowWire.model_validate({"id": 1, "steps": []}).steps == []
