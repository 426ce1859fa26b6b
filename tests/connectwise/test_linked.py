"""The RMM's clients are the PSA's companies where the RMM holds their ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from aigov_connectors import discover_sync
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import Client, Inventory, MatchKind
from aigov_connectors.sandbox import Sandbox, sandbox

RMM, PSA = "connectwise.automate", "connectwise.psa"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    world: dict[str, Any] = {"clients": 28, "devices": 240, "activities": 200, "threats": 10}
    with sandbox(**world, limit_factor=1e6, vendors=[RMM, PSA]) as running:
        yield running


def read(box: Sandbox, **options: Any) -> Inventory:
    """Read both tools, with no client declared."""
    connections = [
        {
            **{name: one[name] for name in ("name", "vendor", "base_url")},
            "limit_factor": 1e6,
            **(options if one["vendor"] == RMM else {"sample_tickets": 1}),
        }
        for one in box.connections
    ]
    secrets: dict[str, dict[str, str]] = {}
    for name, value in box.secrets.items():
        connection, field = name.rsplit(".", 1)
        secrets.setdefault(connection, {})[field] = value
    config = Config.model_validate({"connections": connections})
    return discover_sync(config, secrets=MappingSecrets(secrets))


def of(inventory: Inventory, name: str) -> list[Client]:
    """Clients with a member of that name."""
    return [one for one in inventory.clients if name in {each.name for each in one.members}]


def test_a_client_whose_names_differ_is_one_by_its_id(box: Sandbox) -> None:
    inventory = read(box, sample_computers=1, external_ids=PSA)
    (client,) = of(inventory, "TWP")
    assert {(one.vendor, one.name) for one in client.members} == {
        (RMM, "TWP"),
        (PSA, "Tamarack Wealth Partners"),
    }
    assert MatchKind.LINK in {one.match for one in client.members}
    # What one tool calls otherwise is found by its id as well.
    (clinic,) = of(inventory, "Lakeside Clinic")
    assert {one.name for one in clinic.members} == {"Lakeside Clinic", "Lakeside Family Clinic"}
    assert not [one for one in inventory.clients if len(one.members) > 2]


def test_an_id_of_which_nobody_says_whose_it_is_joins_only_who_is_named_alike(box: Sandbox) -> None:
    inventory = read(box, sample_computers=1)
    (clinic,) = of(inventory, "Lakeside Clinic")
    assert {one.name for one in clinic.members} == {"Lakeside Clinic", "Lakeside Family Clinic"}
    (alone,) = of(inventory, "TWP")
    assert [one.vendor for one in alone.members] == [RMM]
    (doubt,) = (gap for gap in inventory.gaps if "TWP" in gap.subject)
    assert "Tamarack Wealth Partners" in doubt.subject
    assert "as a number may say" in doubt.subject


def test_ids_of_another_tool_join_nothing(box: Sandbox) -> None:
    inventory = read(box, sample_computers=1, external_ids="")
    (alone,) = of(inventory, "TWP")
    assert [one.vendor for one in alone.members] == [RMM]
    (client,) = of(inventory, "Harborview Dental")  # by its name
    assert {one.vendor for one in client.members} == {RMM, PSA}
