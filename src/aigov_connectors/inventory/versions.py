"""The version of the published schema, and reading documents of another version.

A new optional field or a new word in a closed list is a minor version. A reader of an older minor
copes: it leaves out fields that it does not know, and reads a word that it does not know as the
word of the list that claims least (`unknown`, `undetermined`, `inconclusive`, `cannot_tell`), or
leaves out the item where the list has no such word. Anything else is a major version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from aigov_connectors.inventory.base import Json
from aigov_connectors.inventory.evidence import NEWER

__all__ = ["SCHEMA_VERSION", "read_document"]

SCHEMA_VERSION = "1.0"

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]

_ROUNDS = 8  # each round mends one level of nesting; our documents have fewer

_UNKNOWN_FIELD = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
"""What pydantic calls a field that a model, or a dataclass, does not know."""

_CLAIM_LEAST = ("unknown", "undetermined", "inconclusive", "cannot_tell")


def read_document(model: type[Model], text: str | bytes) -> Model:
    """Read one of our documents, which says its `schema_version` at the top.

    Raises:
        ValueError: not JSON, of another major version, or not of the published shape.
    """
    try:
        document = model.model_validate_json(text)
    except ValidationError:
        raw = json.loads(text)
        if not _minor(raw if isinstance(raw, dict) else {}) > _minor(_OURS):
            raise ValueError(f"not of the shape of schema_version {SCHEMA_VERSION}") from None
        return _read_newer(model, raw)
    _minor(document.model_dump(include={"schema_version"}))
    return document


_OURS: dict[str, Json] = {"schema_version": SCHEMA_VERSION}


def _minor(document: dict[str, Json]) -> int:
    version = document.get("schema_version")
    told = re.fullmatch(r"(\d+)\.(\d+)", version) if isinstance(version, str) else None
    if told is None:
        raise ValueError("not a document of ours: it has no schema_version")
    ours, _, _ = SCHEMA_VERSION.partition(".")
    if told[1] != ours:
        raise ValueError(f"schema_version {version}: this library reads {ours}.x")
    return int(told[2])


def _read_newer(model: type[Model], document: Json) -> Model:
    for _ in range(_ROUNDS):
        try:
            return model.model_validate_json(json.dumps(document), context=NEWER)
        except ValidationError as error:
            left_out: set[Place] = set()
            for details in error.errors(include_input=False, include_url=False):
                place, words = details["loc"], str(details.get("ctx", {}).get("expected", ""))
                if details["type"] in _UNKNOWN_FIELD:
                    left_out.add(place)
                elif details["type"] != "enum":
                    raise ValueError("a newer document has a shape that cannot be read") from None
                elif (word := _least(words)) is not None:
                    _holder(document, place)[place[-1]] = word
                else:
                    left_out.add(_item(place))
            # From the end, so that no place moves before its turn; an item that goes takes
            # along what was to go from it.
            for place in sorted(_outermost(left_out), key=_order, reverse=True):
                del _holder(document, place)[place[-1]]
    raise ValueError("a newer document has a shape that cannot be read")


def _least(words: str) -> str | None:
    known = re.findall(r"'([^']*)'", words)
    return next((word for word in _CLAIM_LEAST if word in known), None)


def _item(place: Place) -> Place:
    """The nearest item of a list that holds the place."""
    steps = [index for index, step in enumerate(place) if isinstance(step, int)]
    if not steps:
        raise ValueError("a newer document has a word that cannot be left out")
    return place[: steps[-1] + 1]


def _outermost(places: set[Place]) -> Iterator[Place]:
    return (p for p in places if not any(p[:end] in places for end in range(1, len(p))))


def _order(place: Place) -> tuple[tuple[bool, int, str], ...]:
    return tuple(
        (isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in place
    )


def _holder(document: Json, place: Place) -> Json:
    for step in place[:-1]:
        document = document[step]
    return document
