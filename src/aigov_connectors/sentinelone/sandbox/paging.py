"""Lists as this API pages and filters them: opaque cursor, totals, caps, refusals."""

import base64
import binascii
import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aigov_connectors.sandbox.rows import Recent
from aigov_connectors.sandbox.times import read_iso

DEFAULT_LIMIT = 10
MOST_SKIP = 1000
_CONTROLS = frozenset(
    {"limit", "cursor", "skip", "skipCount", "countOnly", "sortBy", "sortOrder", "tenant"}
)
_BROKEN = '{"id":{"unexpected":"object"},"name":7,"createdAt":false}'
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": lambda have, want: have > want,
    "gte": lambda have, want: have >= want,
    "lt": lambda have, want: have < want,
    "lte": lambda have, want: have <= want,
}


class BadQueryError(ValueError):
    """The API answers 400; the text says which parameter and why."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A query parameter and the column that it looks at."""

    column: str
    how: str
    """`in`, `is`, `flag`, `contains`, `at` (exact time), `time` (with __gt, __between ...)."""


@dataclass(frozen=True)
class Listing:
    """A list of the API: how many rows, how to look at one, how to print one."""

    size: int
    columns: Mapping[str, Callable[[int], Any]]
    render: Callable[[int], str]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    sorts: frozenset[str] = frozenset({"id"})
    most: int = 1000
    end: str | None = "null"
    """JSON of `nextCursor` on the last page; None leaves the key out."""
    kept: Recent[Sequence[int]] = field(default_factory=lambda: Recent(12))


def times(column: str, *suffixes: str) -> dict[str, Filter]:
    """Return the time filters of a column with these suffixes."""
    return {f"{column}__{suffix}": Filter(column, suffix) for suffix in suffixes}


ORDER = ("gt", "gte", "lt", "lte")
ORDER_AND_BETWEEN = (*ORDER, "between")


def page(
    listing: Listing,
    query: Sequence[tuple[str, str]],
    *,
    sites: frozenset[str] | None,
    faults: frozenset[str],
    wrap: Callable[[str], str] = lambda rows: f"[{rows}]",
) -> bytes:
    """Answer one request for a list.

    Args:
        listing: the list.
        query: decoded query parameters.
        sites: ids of the sites that the caller may see; None is all.
        faults: names of the content faults that are due.
        wrap: makes the value of `data` of the joined rows.

    Raises:
        BadQueryError: the vendor refuses the query with 400.
    """
    given = _checked(listing, query)
    limit = _number(given, "limit", DEFAULT_LIMIT, least=1, most=listing.most)
    skip = _number(given, "skip", 0, least=0, most=MOST_SKIP)
    sort = (given.get("sortBy", "id"), given.get("sortOrder", "asc"))
    wanted = {name: text for name, text in given.items() if name not in _CONTROLS and text}
    visible = None if sites is None else tuple(sorted(sites))
    key = (tuple(sorted(wanted.items())), sort, visible)
    chosen = listing.kept.get(key, lambda: _select(listing, wanted, sort, sites))
    if _flag(given, "countOnly"):
        return _body(wrap(""), "null", len(chosen))
    cursor = _Cursor.read(given["cursor"]) if given.get("cursor") else _Cursor(skip, hash_of(key))
    if cursor.query != hash_of(key):
        raise BadQueryError("cursor: the filters and the order differ from those of the cursor")
    if "shrink" in faults:
        cursor = _Cursor(cursor.place, cursor.query, cursor.grown, cursor.shrunk + 1)
    start = cursor.place
    if "grow" in faults and start > 0:
        start -= 1
        cursor = _Cursor(start, cursor.query, cursor.grown + 1, cursor.shrunk)
    last = max(0, len(chosen) - cursor.shrunk)
    numbers = chosen[start : min(start + limit, last)]
    rows = [listing.render(number) for number in numbers]
    if "broken-record" in faults and rows:
        rows[len(rows) // 2] = _BROKEN
    stop = start + limit
    following: str | None = listing.end
    if stop < last:
        onward = _Cursor(stop, cursor.query, cursor.grown, cursor.shrunk).text()
        repeated = "repeat-cursor" in faults and given.get("cursor")
        following = json.dumps(given["cursor"] if repeated else onward)
    total = 0 if _flag(given, "skipCount") else len(chosen) + cursor.grown - cursor.shrunk
    return _body(wrap(",".join(rows)), following, total)


def hash_of(key: object) -> str:
    """Return a short text that stands for a query in a cursor, the same in every process."""
    return f"{binascii.crc32(repr(key).encode()):08x}"


@dataclass(frozen=True, slots=True)
class _Cursor:
    place: int
    query: str
    grown: int = 0
    shrunk: int = 0

    def text(self) -> str:
        inner = json.dumps([self.place, self.query, self.grown, self.shrunk])
        return base64.b64encode(inner.encode()).decode()

    @classmethod
    def read(cls, text: str) -> "_Cursor":
        try:
            place, query, grown, shrunk = json.loads(base64.b64decode(text, validate=True))
        except (ValueError, TypeError, binascii.Error):
            raise BadQueryError("cursor: Invalid cursor") from None
        return cls(place, query, grown, shrunk)


def _checked(listing: Listing, query: Sequence[tuple[str, str]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, text in query:
        if name not in _CONTROLS and name not in listing.filters:
            raise BadQueryError(f"{name}: Unknown field")
        if name in given:
            raise BadQueryError(f"{name}: given more than once; values are joined by commas")
        given[name] = text
    if given.get("cursor") and "skip" in given:
        raise BadQueryError("skip: cannot be used with cursor")
    if given.get("sortOrder", "asc") not in ("asc", "desc"):
        raise BadQueryError("sortOrder: must be one of asc, desc")
    if given.get("sortBy", "id") not in listing.sorts | {"id"}:
        raise BadQueryError("sortBy: not a sortable field")
    return given


def _number(given: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    if name not in given:
        return default
    try:
        number = int(given[name])
    except ValueError:
        raise BadQueryError(f"{name}: Not a valid number") from None
    if not least <= number <= most:
        raise BadQueryError(f"{name}: must be between {least} and {most}")
    return number


def _flag(given: Mapping[str, str], name: str) -> bool:
    return _truth(name, given.get(name, "false"))


def _truth(name: str, text: str) -> bool:
    words = {"true": True, "false": False}
    if text.lower() not in words:
        raise BadQueryError(f"{name}: Not a valid boolean")
    return words[text.lower()]


def _select(
    listing: Listing,
    wanted: Mapping[str, str],
    sort: tuple[str, str],
    sites: frozenset[str] | None,
) -> Sequence[int]:
    tests = [_test(listing, name, text) for name, text in wanted.items()]
    if sites is not None and "siteId" in listing.columns:
        site_of = listing.columns["siteId"]
        tests.append(lambda number: site_of(number) in sites)
    every = range(listing.size)
    backwards = sort[1] == "desc"
    if not tests and sort[0] == "id":
        return every[::-1] if backwards else every
    numbers = [number for number in every if all(test(number) for test in tests)]
    if sort[0] != "id":
        numbers.sort(key=listing.columns[sort[0]])
    return array("I", numbers[::-1] if backwards else numbers)


def _test(listing: Listing, name: str, text: str) -> Callable[[int], bool]:
    rule = listing.filters[name]
    value = listing.columns[rule.column]
    if rule.how in _OPERATORS:
        compare, instant = _OPERATORS[rule.how], _instant(name, text)
        return lambda number: (have := value(number)) is not None and compare(have, instant)
    if rule.how == "between":
        first, last = _between(name, text)
        return lambda number: (have := value(number)) is not None and first <= have <= last
    if rule.how == "at":
        exact = _instant(name, text)
        return lambda number: bool(value(number) == exact)
    if rule.how == "flag":
        truths = {_truth(name, part) for part in text.split(",")}
        return lambda number: value(number) in truths
    if rule.how == "contains":
        parts = [part.lower() for part in text.split(",")]
        return lambda number: any(part in str(value(number)).lower() for part in parts)
    words = {text} if rule.how == "is" else set(text.split(","))
    return lambda number: str(value(number)) in words


def _instant(name: str, text: str) -> int:
    try:
        return read_iso(text)
    except ValueError:
        raise BadQueryError(f"{name}: Not a valid datetime") from None


def _between(name: str, text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not (dash and first.isdigit() and last.isdigit()):
        raise BadQueryError(f"{name}: must be <epoch ms>-<epoch ms>")
    return int(first) * 1000, int(last) * 1000


def _body(data: str, following: str | None, total: int) -> bytes:
    cursor = "" if following is None else f'"nextCursor":{following},'
    return f'{{"pagination":{{{cursor}"totalItems":{total}}},"data":{data}}}'.encode()
