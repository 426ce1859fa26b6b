"""The reduced descriptions are whole: what the lists and additions name is in them, and no prose.

They can only be made anew beside the vendors' documents, which the project does not carry; these
checks catch an edit of a list or an addition that forgot to.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from tests.contract.checker import FOLDER
from tests.contract.reducer import reduce_spec

VENDORS = sorted(file.stem for file in FOLDER.glob("*.json"))


def _description(vendor: str) -> Any:
    return json.loads((FOLDER / f"{vendor}.json").read_text("utf-8"))


def _additions(vendor: str) -> Any:
    return tomllib.loads((FOLDER / f"additions/{vendor}.toml").read_text("utf-8"))


def _schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema and parameter; maps of names to schemas are walked, not yielded."""
    if isinstance(node, dict):
        yield node
        for word, inner in node.items():
            named = word in ("properties", "query", "path", "form", "answers")
            for child in inner.values() if named else [inner]:
                yield from _schemas(child)
    elif isinstance(node, list):
        for inner in node:
            yield from _schemas(inner)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_listed_operation_is_described_and_no_other(vendor: str) -> None:
    listed = reduce_spec.load_operations((FOLDER / f"operations/{vendor}.txt").read_text("utf-8"))
    assert sorted(_description(vendor)["operations"]) == sorted(listed)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_added_fact_is_merged(vendor: str) -> None:
    description, additions = _description(vendor), _additions(vendor)
    assert reduce_spec.with_facts(description, additions.pop("facts")) == description
    additions.pop("shapes", None)  # of the vendor's schemas, which are not at hand here
    assert additions.items() <= description.items()


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_reference_leads_somewhere_and_every_definition_is_reached(vendor: str) -> None:
    description = _description(vendor)
    nodes = [*description["operations"].values(), *description["definitions"].values()]
    reached = {
        schema["$ref"].removeprefix("#/definitions/")
        for node in nodes
        for schema in _schemas(node)
        if "$ref" in schema
    }
    assert reached == set(description["definitions"])


@pytest.mark.parametrize("vendor", VENDORS)
def test_there_is_no_prose(vendor: str) -> None:
    description = _description(vendor)
    nodes = [*description["operations"].values(), *description["definitions"].values()]
    prose = {"description", "title", "summary", "example", "examples", "x-example"}
    assert [schema for node in nodes for schema in _schemas(node) if prose & schema.keys()] == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_file_is_in_its_stable_form(vendor: str) -> None:
    assert reduce_spec.dumped(_description(vendor)) == (FOLDER / f"{vendor}.json").read_text(
        "utf-8"
    )
