"""The version of the published schema, and reading documents of another version.

A new optional field or a new word in a closed list is a minor version. A reader of an older minor
copes: it leaves out fields that it does not know, and reads a word that it does not know as
`unknown`, or leaves out the item where the list has no such word. Anything else is a major version.
"""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from aigov_connectors.inventory.base import Json

__all__ = ["SCHEMA_VERSION", "read_document"]

SCHEMA_VERSION = "1.0"

Model = TypeVar("Model", bound=BaseModel)

_ROUNDS = 8  # each round mends one level of nesting; our documents have fewer


def read_document(model: type[Model], text: str | bytes, *, version_at: str = "") -> Model:
    """Read one of our documents; `version_at` names the key that holds the versioned object.

    Raises:
        ValueError: not JSON, of another major version, or not of the published shape.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError:
        document = json.loads(text)
        versioned = (
            document.get(version_at) if version_at and isinstance(document, dict) else document
        )
        _require_newer_minor(versioned)
        return _read_newer(model, document)


def _require_newer_minor(document: Json) -> None:
    version = document.get("schema_version") if isinstance(document, dict) else None
    if not isinstance(version, str):
        raise ValueError("not a document of ours: it has no schema_version")
    major, _, minor = version.partition(".")
    ours_major, _, ours_minor = SCHEMA_VERSION.partition(".")
    if major != ours_major:
        raise ValueError(f"schema_version {version}: this library reads {ours_major}.x")
    if not minor.isdigit() or int(minor) <= int(ours_minor):
        raise ValueError(f"the document does not have the shape of schema_version {version}")


def _read_newer(model: type[Model], document: Json) -> Model:
    for _ in range(_ROUNDS):
        try:
            return model.model_validate_json(json.dumps(document))
        except ValidationError as error:
            mends = [(details["loc"], details["type"]) for details in error.errors()]
            if not all(_mend(document, list(loc), kind) for loc, kind in reversed(mends)):
                raise ValueError("a newer document has a shape that cannot be read") from error
    raise ValueError("a newer document has a shape that cannot be read")


def _mend(document: Json, loc: list[int | str], kind: str) -> bool:
    *path, last = loc
    holder = document
    for step in path:
        holder = holder[step]
    if kind == "extra_forbidden":
        del holder[last]
    elif kind == "enum" and holder[last] != "unknown":
        holder[last] = "unknown"
    elif kind == "enum":  # this list has no `unknown`: the nearest item of a list has to go
        index = max(i for i, step in enumerate(loc) if isinstance(step, int))
        holder = document
        for step in loc[:index]:
            holder = holder[step]
        del holder[loc[index]]
    else:
        return False
    return True
