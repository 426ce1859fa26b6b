"""The lists of a document: most of it, read and written some rows at a time, equal parts held once.

Shared by the snapshot file and the store: a run that was loaded takes no more room than the run
that was read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter

from aigov_connectors.inventory.decision import DecisionStats

__all__ = [
    "Given",
    "Pool",
    "adapter_of",
    "adapter_of_many",
    "given_once",
    "lists_of",
    "shared",
    "written",
]

Given = dict[frozenset[str], set[str]]
"""Names of fields that models were given, each set of them once."""

Item = TypeVar("Item")

_AT_ONCE = 64  # rows that are written together: a finding may name every client

_HARDLY_ALIKE = (DecisionStats,)
"""Rows of which no two are equal, and whose words are few: to compare them would spare nothing."""


def lists_of(model: type[BaseModel]) -> dict[str, Any]:
    """The fields that are lists of models or dataclasses, and of which."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        inner = get_args(field.annotation)[:1]
        if get_origin(field.annotation) is tuple and hasattr(inner[0], "__pydantic_fields__"):
            found[name] = inner[0]
    return found


@cache
def adapter_of(kind: Any) -> TypeAdapter[Any]:
    """Reads and writes one row of a kind."""
    return TypeAdapter(kind)


@cache
def adapter_of_many(kind: Any) -> TypeAdapter[Any]:
    """Reads and writes some rows of a kind."""
    return TypeAdapter(list[kind])


def written(model: BaseModel) -> Iterator[bytes]:
    """The text of `model_dump_json`, some rows at a time."""
    kind, lists = type(model), lists_of(type(model))
    sign = b"{"
    for name in kind.model_fields:
        yield sign + json.dumps(name).encode() + b":"
        sign = b","
        value = getattr(model, name)
        if name in lists:
            yield from _array(adapter_of_many(lists[name]), value)
        elif isinstance(value, BaseModel) and lists_of(type(value)):
            yield from written(value)
        else:
            text = kind.__pydantic_serializer__.to_json(model, include={name})
            yield text[text.index(b":") + 1 : -1]
    yield b"}"


def _array(adapter: TypeAdapter[Any], rows: Sequence[Any]) -> Iterator[bytes]:
    sign = b"["
    for start in range(0, len(rows), _AT_ONCE):
        text = adapter.dump_json(list(rows[start : start + _AT_ONCE]))
        yield sign + text[1:-1]
        sign = b","
    yield b"]" if rows else b"[]"


class Pool:
    """What rows have in common; given to two runs, what these have in common is held once too."""

    def __init__(self) -> None:
        # By field: a word of one list equals the same word of another, and is not the same.
        self.parts: dict[tuple[type, str], dict[Any, Any]] = defaultdict(dict)
        self.given: Given = {}
        self.rows: dict[Any, Any] = {}

    @classmethod
    def of(cls, model: BaseModel) -> Pool:
        """What the rows of a document have, for another that is like it."""
        pool = cls()
        for name in lists_of(type(model)):
            for _ in shared(getattr(model, name), pool):
                pass
        return pool


def shared(rows: Iterable[Any], pool: Pool | None = None) -> Iterator[Any]:
    """The rows with equal parts held once, as in a run that was read; with a pool equal rows too.

    Controls, gates and provisions come from one rule or catalogue entry, the same client stands
    under hundreds of findings, and pydantic notes for every row anew which fields it was given:
    together that is most of the memory of a large run.
    """
    held_once = Pool() if pool is None else pool
    for row in rows:
        kind: Any = type(row)
        if isinstance(row, BaseModel):
            _share_given(row, held_once.given)
            held = row.__dict__
            for name, value in held.items():
                if _may_be_shared(value):
                    held[name] = _pooled(value, held_once.parts[kind, name])
                else:
                    given_once(value, held_once.given)
        elif _is_exact(kind):
            for name in kind.__pydantic_fields__:
                value = getattr(row, name)
                if _may_be_shared(value):
                    object.__setattr__(row, name, _pooled(value, held_once.parts[kind, name]))
        yield row if pool is None or not _is_exact(kind) else pool.rows.setdefault(row, row)


def given_once(value: Item, given: Given) -> Item:
    """The value, with the names of the fields that its models were given held once in `given`."""
    if isinstance(value, BaseModel):
        _share_given(value, given)
        for inner in value.__dict__.values():
            given_once(inner, given)
    elif isinstance(value, tuple):
        for inner in value:
            given_once(inner, given)
    return value


def _share_given(row: BaseModel, given: Given) -> None:
    # Rows are frozen, and a copy of one copies its set: nobody adds to it.
    fields = row.model_fields_set
    shared_set = given.setdefault(frozenset(fields), fields)
    object.__setattr__(row, "__pydantic_fields_set__", shared_set)


def _pooled(value: Any, pool: dict[Any, Any]) -> Any:
    """The first of all values that are equal to this: frozen, so one is as good as another."""
    try:
        known = pool.get(value)
    except TypeError:  # it holds a dict: held as often as it stands
        return value
    if known is None:
        if isinstance(value, tuple) and isinstance(value[0], BaseModel):
            value = tuple(pool.setdefault(item, item) for item in value)
        known = pool[value] = value
    return known


def _may_be_shared(value: Any) -> bool:
    """Whether equal means the same: `1`, `1.0` and `True` are equal, and are not the same."""
    kind: Any = type(value)
    if kind is tuple:
        kinds: set[Any] = set(map(type, value))
        return bool(kinds) and all(map(_is_exact, kinds))
    return _is_exact(kind)


@cache
def _is_exact(kind: Any) -> bool:
    if issubclass(kind, str | date):
        return True
    if issubclass(kind, _HARDLY_ALIKE):
        return False
    fields = getattr(kind, "__pydantic_fields__", None)
    return fields is not None and all(_is_told_exactly(one.annotation) for one in fields.values())


def _is_told_exactly(annotation: Any) -> bool:
    """Whether a field holds one kind of number at most."""
    inner = get_args(annotation)
    if len({bool, int, float}.intersection(inner)) > 1 or annotation is Any:
        return False
    if hasattr(annotation, "__pydantic_fields__"):
        return _is_exact(annotation)
    return all(_is_told_exactly(one) for one in inner)
