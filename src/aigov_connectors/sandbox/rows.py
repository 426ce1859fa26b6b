"""Records as text: a template per kind of record, filled row by row, never held as objects.

Fifty thousand records of 3 kB would be 150 MB if they were kept; a page is made when it is asked
for and forgotten when it is sent.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Slot(str):
    """A place in a record's prototype that every row fills with its own JSON text."""

    __slots__ = ()

    def __new__(cls, name: str) -> "Slot":
        """Make a slot of that name."""
        return super().__new__(cls, f"\0{name}\0")


class RowTemplate:
    """A record with slots, ready to be printed many times.

    The constant part of a record is encoded once; a row costs one string formatting.
    """

    def __init__(self, prototype: Mapping[str, object]) -> None:
        text = json.dumps(prototype, separators=(",", ":")).replace("%", "%%")
        self._text = text.replace('"\\u0000', "%(").replace('\\u0000"', ")s")

    def render(self, values: Mapping[str, object]) -> str:
        """Fill the slots; every value is JSON text already (or a number)."""
        return self._text % values


def quoted(text: str | None) -> str:
    """Return `text` as a JSON string, None as null."""
    return json.dumps(text)


class Recent(Generic[_T]):
    """The few results that were asked for last, so that page two does not select rows again."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, _T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what is kept under `key`, else make and keep it."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        value = self._kept[key] = make()
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return value
