"""What holds for every exact thing: bounded repr, small where it comes in great numbers."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import pytest
from pydantic import ValidationError
from tests.inventory.builders import TODAY, built, collection, decision, org

from aigov_connectors.inventory import Inventory
from aigov_connectors.inventory.versions import SCHEMA_VERSION

FEATURE = "edr.quarantine"


def whole(days: int) -> Inventory:
    decisions = tuple(
        decision(FEATURE, day=TODAY - timedelta(days=day), organization="1") for day in range(days)
    )
    return built(
        collection(organizations=(org("edr", "1", "Lakeside Clinic"),), decisions=decisions)
    )


def test_the_repr_of_an_inventory_does_not_grow_with_it() -> None:
    """asyncio asks for the repr of a finished task's result, to throw it away."""
    told = repr(whole(3000))
    assert "decisions=<3000 items>" in told
    assert len(told) < len(repr(whole(13))) + 10
    assert len(str(whole(3000))) < 10_000


def test_a_counted_decision_takes_little_memory() -> None:
    one = decision(FEATURE)
    assert not hasattr(one, "__dict__")
    assert sys.getsizeof(one) < 200


def test_a_counted_decision_is_as_exact_as_a_model() -> None:
    with pytest.raises(ValidationError):
        decision(FEATURE, count="3")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        decision(FEATURE, count=0)
    with pytest.raises(ValidationError):
        decision(FEATURE, colour="red")
    with pytest.raises(AttributeError):
        decision(FEATURE).count = 4  # type: ignore[misc]
    assert decision(FEATURE) == decision(FEATURE)


def test_decisions_are_kept_in_one_order_whoever_counted_first() -> None:
    one, other = (
        decision(FEATURE, organization=name, reversed=undone)
        for name, undone in ((None, None), ("1", True))
    )
    first, second = (
        built(
            collection(organizations=(org("edr", "1", "Lakeside Clinic"),), decisions=rows)
        ).decisions
        for rows in ((one, other), (other, one))
    )
    assert first == second
    assert len(first) == 2


def test_a_newer_document_may_know_more_of_a_decision() -> None:
    raw = json.loads(whole(2).to_json())
    major, _, minor = SCHEMA_VERSION.partition(".")
    raw["schema_version"] = f"{major}.{int(minor) + 1}"
    raw["decisions"][0]["mood"] = "good"
    assert Inventory.from_json(json.dumps(raw)).decisions == whole(2).decisions
