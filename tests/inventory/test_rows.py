"""Rows of large documents: written as pydantic writes them, and equal parts held once."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat

from tests.inventory.whole import full

from aigov_connectors.inventory import Deployment, Inventory, Setting
from aigov_connectors.inventory.rows import lists_of, shared, written
from aigov_connectors.testing import make_deployment


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
