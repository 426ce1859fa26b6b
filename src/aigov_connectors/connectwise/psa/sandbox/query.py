"""How this API filters, projects and pages: `conditions`, `fields`, `page`, `pageId`, `Link`."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aigov_connectors.sandbox.times import read_iso

DEFAULT_SIZE, MOST = 25, 1000
_LONGEST = 10_000  # characters of an address; longer ones fail

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>[A-Za-z_][\w/]*)\s*(?P<op>!=|<=|>=|=|<|>|\bin\b|\bcontains\b)\s*
    (?P<value>"[^"]*"|\[[^\]]*\]|\([^)]*\)|[\w.-]+))\s*(?P<join>and|or)?""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None}
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda have, want: bool(have == want),
    "!=": lambda have, want: bool(have != want),
    "<": lambda have, want: have is not None and bool(have < want),
    "<=": lambda have, want: have is not None and bool(have <= want),
    ">": lambda have, want: have is not None and bool(have > want),
    ">=": lambda have, want: have is not None and bool(have >= want),
    "in": lambda have, want: have in want,
    "contains": lambda have, want: have is not None and want.lower() in str(have).lower(),
}
_BROKEN = {"id": {"unexpected": "object"}, "closedFlag": []}

Row = Mapping[str, Any]


class BadQueryError(ValueError):
    """The API answers 400; the text says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list of the API: how many rows there are, how to make one, how to look at one cheaply."""

    size: int
    row: Callable[[int], Row]
    value: Callable[[int, str], Any]
    """A column of a row by its path, without making the row; raises KeyError for no such column."""

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Table":
        """Make a short list."""
        known = {path for row in rows for path in _paths(row)}

        def value(number: int, path: str) -> Any:
            found = _at(rows[number], path)
            # A column that rows leave out is there all the same; one that no row has is not.
            if found is None and rows and path not in known and path not in _ALWAYS:
                raise KeyError(path)
            return found

        return cls(len(rows), rows.__getitem__, value)


_ALWAYS = frozenset({"deletedFlag", "inactiveFlag", "isVendorFlag", "leadFlag", "lastUpdated"})


def answer(
    table: Table,
    query: Mapping[str, str],
    *,
    forward: bool,
    knows_forward: bool,
    address: str,
    faults: frozenset[str] = frozenset(),
) -> tuple[bytes, Mapping[str, str]]:
    """Return a page of a list and its headers.

    Raises:
        BadQueryError: the API would answer 400.
    """
    numbers = selected(table, query)
    size = min(_number(query, "pageSize", DEFAULT_SIZE), MOST)
    if forward and knows_forward:
        if "orderBy" in query:
            raise BadQueryError("orderBy is not supported with forward-only pagination.")
        after = _number(query, "pageId", 0)
        rest = [one for one in numbers if table.value(one, "id") > after]
        shown, more = rest[:size], len(rest) > size
        link = ""
        if more:
            last = table.value(shown[-1], "id")
            told = {**query, "pageSize": size, "pageId": last}
            link = f'<{address}?{urlencode(told)}>; rel="next"'
        return _body(table, shown, query, faults), {"Link": link}
    page = max(1, _number(query, "page", 1))
    start = (page - 1) * size
    headers: dict[str, str] = {}
    last_page = max(1, -(-len(numbers) // size))
    if not forward and page < last_page:
        links = {"next": page + 1, "last": last_page}
        headers["Link"] = ", ".join(
            f'<{address}?{urlencode({**query, "pageSize": size, "page": number})}>; rel="{rel}"'
            for rel, number in links.items()
        )
    elif not forward:
        headers["Link"] = f'<{address}?{urlencode({**query, "page": 1})}>; rel="first"'
    return _body(table, numbers[start : start + size], query, faults), headers


def count(table: Table, query: Mapping[str, str]) -> bytes:
    """Return how many rows the conditions leave.

    Raises:
        BadQueryError: the API would answer 400.
    """
    return json.dumps({"count": len(selected(table, query))}).encode()


def selected(table: Table, query: Mapping[str, str]) -> list[int]:
    """Return the rows that the conditions leave, in the order that is asked for."""
    if sum(map(len, query.values())) > _LONGEST:
        raise BadQueryError("The request is too long.")
    text = query.get("conditions", "")
    try:
        numbers = [one for one in range(table.size) if _holds(table, one, tuple(_parsed(text)))]
        for part in filter(None, query.get("orderBy", "").split(",")):
            name, _, way = part.strip().partition(" ")
            numbers.sort(key=lambda one: table.value(one, name), reverse=way.lower() == "desc")
    except KeyError as missing:
        raise BadQueryError(f"Invalid field {missing}") from missing
    return numbers


def projected(row: Row, fields: str) -> Row:
    """Return the fields that were asked for; `_info` is left out unless it is named."""
    if not fields:
        return row
    found: dict[str, Any] = {}
    for path in fields.split(","):
        _copy(row, found, path.strip().split("/"))
    return found


def _copy(source: Any, target: dict[str, Any], path: Sequence[str]) -> None:
    name, *rest = path
    if not isinstance(source, Mapping) or name not in source:
        return
    if not rest:
        target[name] = source[name]
    elif isinstance(source[name], list):
        target[name] = [projected(one, "/".join(rest)) for one in source[name]]
    else:
        _copy(source[name], target.setdefault(name, {}), rest)


def _body(table: Table, numbers: Sequence[int], query: Row, faults: frozenset[str]) -> bytes:
    rows: list[Row] = [projected(table.row(one), query.get("fields", "")) for one in numbers]
    if rows and "broken-record" in faults:
        rows[len(rows) // 2] = _BROKEN
    return json.dumps(rows, separators=(",", ":")).encode()


def _parsed(text: str) -> Iterator[tuple[str, str, Any, str]]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None or (found["join"] is None and found.end() < len(text.rstrip())):
            raise BadQueryError(f"Unable to parse the conditions near {text[at : at + 20]!r}")
        yield found["name"], found["op"].lower(), _value(found["value"]), found["join"] or "and"
        at = found.end()


def _holds(table: Table, number: int, terms: Sequence[tuple[str, str, Any, str]]) -> bool:
    result, join = True, "and"
    for name, operator, want, following in terms:
        have = table.value(number, name)
        if isinstance(want, bool):
            have = bool(have)  # an unset flag is not sent
        holds = _COMPARE[operator](have, want)
        result = (result and holds) if join == "and" else (result or holds)
        join = following.lower()
    return result


def _value(text: str) -> Any:
    if text.startswith('"'):
        return text[1:-1]
    if text.startswith("["):
        try:
            return read_iso(text[1:-1])
        except ValueError as problem:
            raise BadQueryError(f"{text} is no date") from problem
    if text.startswith("("):
        return [_value(one.strip()) for one in text[1:-1].split(",")]
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    try:
        return int(text)
    except ValueError as problem:
        raise BadQueryError(f"{text} is no value") from problem


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    if text and not text.isdecimal():
        raise BadQueryError(f"{name} is no number")
    return int(text) if text else default


def _at(row: Any, path: str) -> Any:
    for step in path.split("/"):
        row = row.get(step) if isinstance(row, Mapping) else None
    return row


def _paths(row: Row, before: str = "") -> Iterator[str]:
    for name, value in row.items():
        yield before + name
        if isinstance(value, Mapping):
            yield from _paths(value, f"{before}{name}/")
