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
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from aigov_connectors.inventory.base import Json
from aigov_connectors.inventory.evidence import NEWER
from aigov_connectors.inventory.rows import Pool, adapter_of, adapter_of_many, lists_of, shared
from aigov_connectors.inventory.walking import JsonWalker, Pieces

__all__ = ["SCHEMA_VERSION", "read_document"]

SCHEMA_VERSION = "1.0"

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]

_PIECE = 1 << 20  # bytes of a text that is walked through at a time

_ROUNDS = 8  # each round mends one level of nesting; our documents have fewer

_UNKNOWN_FIELD = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
"""What pydantic calls a field that a model, or a dataclass, does not know."""

_CLAIM_LEAST = ("unknown", "undetermined", "inconclusive", "cannot_tell")


def read_document(
    model: type[Model],
    source: str | bytes | Pieces,
    *,
    without: frozenset[str] = frozenset(),
    pool: Pool | None = None,
) -> Model:
    """Read one of our documents, which says its `schema_version` at the top.

    Its lists are read some rows at a time: of a large document no more is held than what it says.
    `without` names lists that are passed over; documents with one `pool` share what is equal.

    Raises:
        ValueError: not JSON, of another major version, or not of the published shape.
    """
    pieces = _pieces(source)
    try:
        version = _version(JsonWalker(pieces()))
        newer = version is not _NOWHERE and _minor({_VERSION: version}) > _minor(_OURS)
        walker = JsonWalker(pieces())
        document = _Reader(walker=walker, newer=newer, without=without, pool=pool).document(model)
        walker.end()
    except ValidationError:
        if version is _NOWHERE:
            raise ValueError(_NOT_OURS) from None
        raise ValueError(f"not of the shape of schema_version {SCHEMA_VERSION}") from None
    except RecursionError:
        raise ValueError("not a document of ours: it is nested too deeply") from None
    return document


_VERSION = "schema_version"
_NOWHERE = object()
_NOT_OURS = "not a document of ours: it has no schema_version"


def _pieces(source: str | bytes | Pieces) -> Pieces:
    if callable(source):
        return source
    text = source.encode() if isinstance(source, str) else source
    view = memoryview(text)  # slices of it are no copies
    return lambda: (bytes(view[at : at + _PIECE]) for at in range(0, len(text), _PIECE))


def _version(walker: JsonWalker) -> Json:
    """What the document says of its version: at its top, unless another program has sorted it."""
    if not walker.begins("{"):
        walker.value()
        walker.end()
        raise ValueError(_NOT_OURS)
    for key in walker.members():
        if key == _VERSION:
            return json.loads(walker.value())
        walker.skip()
    return _NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads documents, and those in them, from where a walker stands."""

    walker: JsonWalker
    newer: bool
    without: frozenset[str]
    pool: Pool | None

    def document(self, model: type[Model]) -> Model:
        lists, inner = lists_of(model), _documents_in(model)
        found: dict[str, Any] = {}
        told: dict[str, bytes] = {}
        for key in self.walker.members():
            if key in lists and key in self.without:
                self.walker.skip()
            elif key in lists and self.walker.begins("["):
                found[key] = tuple(shared(self._rows(lists[key]), self.pool))
            elif key in inner and self.walker.begins("{"):
                found[key] = self.document(inner[key])
            else:
                told[key] = self.walker.value()
        if inner:  # beside whole documents there stand but words
            words = {key: json.loads(text) for key, text in told.items()}
            known = {k: v for k, v in words.items() if not self.newer or k in model.model_fields}
            return model.model_validate({**known, **found})
        text = b",".join(b"%b:%b" % (json.dumps(key).encode(), told[key]) for key in told)
        rest = _validated(adapter_of(model), b"{%b}" % text, newer=self.newer)
        return cast("Model", rest.model_copy(update=found))

    def _rows(self, kind: Any) -> Iterator[Any]:
        adapter = adapter_of_many(kind)
        for text in self.walker.rows():
            yield from _validated(adapter, text, newer=self.newer)


def _documents_in(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The fields that are documents with lists of their own."""
    return {
        name: field.annotation
        for name, field in model.model_fields.items()
        if isinstance(field.annotation, type)
        and issubclass(field.annotation, BaseModel)
        and lists_of(field.annotation)
    }


def _validated(adapter: TypeAdapter[Any], text: bytes, *, newer: bool) -> Any:
    if not newer:
        return adapter.validate_json(text)
    try:
        return adapter.validate_json(text, context=NEWER)
    except ValidationError:
        return _read_newer(adapter, json.loads(text))


_OURS: dict[str, Json] = {"schema_version": SCHEMA_VERSION}


def _minor(document: dict[str, Json]) -> int:
    version = document.get("schema_version")
    told = re.fullmatch(r"(\d+)\.(\d+)", version) if isinstance(version, str) else None
    if told is None:
        raise ValueError(_NOT_OURS)
    ours, _, _ = SCHEMA_VERSION.partition(".")
    if told[1] != ours:
        raise ValueError(f"schema_version {version}: this library reads {ours}.x")
    return int(told[2])


def _read_newer(adapter: TypeAdapter[Any], document: Json) -> Any:
    for _ in range(_ROUNDS):
        try:
            return adapter.validate_json(json.dumps(document), context=NEWER)
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
