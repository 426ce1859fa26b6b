"""Rows of large documents: written as pydantic writes them, and equal parts held once."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat

from pydantic import TypeAdapter
from tests.inventory.whole import full

from aigov_connectors.inventory import (
    Basis,
    Deployment,
    DeploymentClient,
    Inventory,
    OrganizationReach,
    Reach,
    Setting,
    Window,
)
from aigov_connectors.inventory.rows import Pool, given_once, lists_of, shared, written
from aigov_connectors.testing import make_deployment, make_evidence


def copies(count: int, **changes: object) -> list[Deployment]:
    text = make_deployment().model_copy(update=changes).model_dump_json()
    return [Deployment.model_validate_json(one) for one in repeat(text, count)]


def test_what_is_written_piece_by_piece_is_what_is_written_at_once() -> None:
    inventory = full()
    assert b"".join(written(inventory)).decode() == inventory.to_json()


def test_many_rows_are_written_in_several_pieces() -> None:
    row = full().decisions[0]
    rows = tuple(replace(row, count=number) for number in range(1, 1_000))
    inventory = full().model_copy(update={"decisions": rows})
    assert b"".join(written(inventory)).decode() == inventory.to_json()


def test_every_list_of_a_document_is_found() -> None:
    assert {"clients", "deployments", "decisions", "evidence"} <= lists_of(Inventory).keys()
    assert "limited_to" not in lists_of(Inventory)


def test_equal_parts_are_held_once() -> None:
    rows = copies(2)
    assert rows[0].gate is not rows[1].gate
    first, second = shared(rows)
    assert first == second == copies(1)[0]
    assert first.gate is second.gate
    assert first.model_fields_set is second.model_fields_set


def test_what_is_equal_but_not_the_same_stays_apart() -> None:
    values = [1, True, 1.0]
    rows = [
        one for value in values for one in copies(1, settings=(Setting(name="x", value=value),))
    ]
    assert [type(one.settings[0].value) for one in shared(rows)] == [int, bool, float]


def test_a_copy_of_a_row_takes_no_field_into_the_others() -> None:
    first, second = shared(copies(2))
    given = set(second.model_fields_set)
    first.model_copy(update={"shadowed_by": "x", "started_by": ()})
    assert second.model_fields_set == given


def reach(*, tickets: int | None = None) -> DeploymentClient:
    row = DeploymentClient(
        deployment="acme.engine/" + "long" * 30,
        client="one",
        reach=Reach.LISTED,
        endpoints=3,
        tickets=tickets,
        window=Window(start=full().started_at, end=full().finished_at),
        basis=Basis.OBSERVED,
    )
    (read,) = TypeAdapter(list[DeploymentClient]).validate_json(
        TypeAdapter(list[DeploymentClient]).dump_json([row])
    )
    assert read == row
    return read


def test_rows_of_reach_take_no_more_than_their_fields() -> None:
    rows = reach(), OrganizationReach(deployment="a", organization="1")
    assert not any(hasattr(row, "__dict__") for row in rows)


def test_equal_parts_of_rows_of_reach_are_held_once() -> None:
    first, second = shared([reach(), reach(tickets=1)])
    assert first.deployment is second.deployment
    assert first.window is second.window


def test_with_a_pool_equal_rows_of_reach_are_one() -> None:
    pool = Pool()
    (first,) = shared([reach()], pool)
    second, other = shared([reach(), reach(tickets=1)], pool)
    assert second is first
    assert other is not first


def test_the_fields_that_a_part_was_given_are_held_once_however_deep_it_stands() -> None:
    one, two = (make_evidence(f"/data/{number}", "on") for number in range(2))
    assert one.fact.model_fields_set is not two.fact.model_fields_set
    given: dict[frozenset[str], set[str]] = {}
    before = one.model_dump_json(exclude_unset=True)
    assert given_once(one, given) is one
    given_once(two, given)
    assert one.fact.model_fields_set is two.fact.model_fields_set
    assert one.model_dump_json(exclude_unset=True) == before
