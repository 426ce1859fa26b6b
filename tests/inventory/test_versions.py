"""Reading documents of our own version, of a newer minor, and of another major."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.inventory.whole import full

from aigov_connectors.inventory import SCHEMA_VERSION, GapReason, Inventory, Outcome

NEWER = "1.7"


def document(version: str = NEWER) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(full().to_json())
    return {**told, "schema_version": version}


def read(told: dict[str, Any]) -> Inventory:
    return Inventory.from_json(json.dumps(told))


def same(one: Inventory, *, but: str = "schema_version") -> bool:
    """Whether it is the full inventory but for some fields."""
    left_out = {"schema_version", *but.split()}
    return one.model_dump(exclude=left_out) == full().model_dump(exclude=left_out)


def test_a_newer_minor_that_fits_is_read() -> None:
    assert same(read(document()))


def objects(told: Any) -> list[dict[str, Any]]:
    inside = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    here = [told] if isinstance(told, dict) else []
    return here + [found for inner in inside for found in objects(inner)]


def test_a_field_of_a_newer_minor_is_left_out_wherever_it_stands() -> None:
    told = document()
    places = [one for one in objects(told) if one is not told["catalogues"]]
    for place in places:
        place["field_of_tomorrow"] = {"nested": [1]}

    assert len(places) > 40
    assert same(read(told))


def test_evidence_of_a_newer_minor_keeps_its_id() -> None:
    told = document()
    for one in told["evidence"]:
        one["fact"]["field_of_tomorrow"] = "x"
        one["id"] = "f" * 16  # the newer library counts its field into the id

    assert {one.id for one in read(told).evidence} == {"f" * 16}


def test_evidence_of_our_version_must_have_its_own_id() -> None:
    told = document(SCHEMA_VERSION)
    told["evidence"][0]["id"] = "f" * 16

    with pytest.raises(ValueError, match="schema_version"):
        read(told)


def test_a_new_word_becomes_unknown_where_the_list_has_it() -> None:
    told = document()
    told["decisions"][0]["outcome"] = "postponed"
    told["features"][0]["functions"] = ["detection", "divination"]
    told["deployments"][0]["autonomy"] = "clairvoyant"
    told["deployments"][0]["breakdown"] = []

    inventory = read(told)

    assert inventory.decisions[0].outcome is Outcome.UNKNOWN
    assert inventory.features[0].functions == ("detection", "unknown")
    assert inventory.deployments[0].autonomy == "unknown"
    assert same(inventory, but="decisions features deployments")


def test_a_gap_of_a_new_reason_stays_a_gap() -> None:
    told = document()
    told["gaps"][0]["reason"] = "eclipsed"

    inventory = read(told)

    assert len(inventory.gaps) == len(full().gaps)
    assert inventory.gaps[0].reason is GapReason.INCONCLUSIVE
    assert same(inventory, but="gaps")


def test_credential_rights_of_a_new_kind_cannot_be_told() -> None:
    told = document()
    told["connections"][0]["rights"] = "half"

    assert read(told).connections[0].rights == "cannot_tell"


def test_an_item_with_a_new_word_is_left_out_where_the_list_has_no_unknown() -> None:
    told = document()
    assert len(told["deployments"]) == 2
    told["deployments"][0]["scope"]["level"] = "galaxy"

    inventory = read(told)

    assert inventory.deployments == full().deployments[1:]
    assert same(inventory, but="deployments")


def test_two_new_words_in_one_item_cost_that_item_alone() -> None:
    told = document()
    first = told["deployments"][0]
    first["scope"]["level"] = "galaxy"
    first["source_object"]["kind"] = "star"
    first["basis"] = "dreamt"
    first["field_of_tomorrow"] = 1

    assert read(told).deployments == full().deployments[1:]


def test_several_items_are_left_out_and_the_others_stay() -> None:
    told = document()
    items = told["deployments"]
    told["deployments"] = [
        {**items[0], "scope": {**items[0]["scope"], "level": "galaxy"}},
        items[1],
        {**items[0], "basis": "dreamt", "key": "x"},
        {**items[0], "key": "y"},
    ]

    inventory = read(told)

    assert [one.key for one in inventory.deployments] == [items[1]["key"], "y"]


@pytest.mark.parametrize("version", ["2.0", "0.9", "10.0"])
def test_another_major_is_refused_even_if_it_fits(version: str) -> None:
    with pytest.raises(ValueError, match=f"schema_version {version}"):
        read(document(version))


@pytest.mark.parametrize("version", ["", "one", "1", "1.x", "1.0.0", None, 1, 1.7])
def test_a_document_without_a_version_of_ours_is_refused(version: Any) -> None:
    with pytest.raises(ValueError, match="schema_version"):
        read({**document(), "schema_version": version, "surplus": 1})


def test_a_document_of_our_version_must_have_its_shape() -> None:
    with pytest.raises(ValueError, match="not of the shape of schema_version"):
        read({**document(SCHEMA_VERSION), "field_of_tomorrow": 1})


@pytest.mark.parametrize(
    ("field", "value"),
    [("started_at", "yesterday"), ("clients", {}), ("library_version", None)],
)
def test_a_newer_document_of_another_shape_is_refused(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read({**document(), field: value})


def test_a_newer_document_that_lacks_what_we_need_is_refused() -> None:
    told = document()
    del told["library_version"]

    with pytest.raises(ValueError, match="cannot be read"):
        read(told)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"text"', b"\xff\xfe", "{}"])
def test_what_is_no_document_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of whichever parser met it
        Inventory.from_json(text)
