"""JSON text piece by piece: a list that is an iterator is written while it is made."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

__all__ = ["json_line", "json_pieces"]


def json_pieces(value: Any) -> Iterator[str]:
    """Write a JSON value; iterators in it, at any depth of objects, become arrays."""
    if isinstance(value, Iterator):
        yield "["
        for at, item in enumerate(value):
            yield ",\n" if at else "\n"
            yield from json_pieces(item)
        yield "]"
    elif isinstance(value, dict) and _holds_iterator(value):
        yield "{"
        for at, (key, inner) in enumerate(value.items()):
            yield f"{', ' if at else ''}{json.dumps(key)}: "
            yield from json_pieces(inner)
        yield "}"
    else:
        yield json_line(value)


def json_line(value: Any) -> str:
    """A JSON value on one line, without what only Python would read back."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)
    # A lone surrogate came out of a broken escape of a vendor: no UTF-8 can hold it.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _holds_iterator(value: dict[str, Any]) -> bool:
    return any(
        isinstance(inner, Iterator) or (isinstance(inner, dict) and _holds_iterator(inner))
        for inner in value.values()
    )


def _finite(value: Any) -> Any:
    """The value with null for what is no number to JSON."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
