"""Fields of rows that hold something else than the vendor describes, as `wire.Strange` keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from pydantic import AliasPath, BaseModel

from aigov_connectors.wire import Strange

__all__ = ["strange_fields"]


def strange_fields(value: object) -> Iterator[str]:
    """Name what was sent as something else than is described, with the vendor's own names.

    Args:
        value: a row, or several; anything else holds no such field.
    """
    if isinstance(value, BaseModel):
        plan = _plan(type(value))
        for name, sent in plan.flat:
            if isinstance(getattr(value, name), Strange):
                yield sent
        for name, sent in plan.nested:
            for below in strange_fields(getattr(value, name)):
                yield f"{sent}.{below}"
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strange_fields(one)


class _Plan(NamedTuple):
    """Which fields of a model to look at, each with the vendor's name: rows come in bulk."""

    flat: tuple[tuple[str, str], ...]
    nested: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1024)
def _plan(model: type[BaseModel]) -> _Plan:
    flat, nested = [], []
    for name, info in model.model_fields.items():
        kinds = set(_kinds(info.annotation))
        sent = info.validation_alias or info.alias or name
        shown = ".".join(map(str, sent.path)) if isinstance(sent, AliasPath) else None
        named = (name, shown or (sent if isinstance(sent, str) else name))
        if Strange in kinds:
            flat.append(named)
        if any(_has_strange(one, frozenset()) for one in kinds):
            nested.append(named)
    return _Plan(tuple(flat), tuple(nested))


def _has_strange(kind: Any, above: frozenset[type[BaseModel]]) -> bool:
    """Whether a field at any depth of a model may hold one: all others are not looked into."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)) or kind in above:
        return False
    below = {one for info in kind.model_fields.values() for one in _kinds(info.annotation)}
    return Strange in below or any(_has_strange(one, above | {kind}) for one in below)


def _kinds(annotation: Any) -> Iterator[Any]:
    yield annotation
    for one in get_args(annotation):
        yield from _kinds(one)
