"""How this API filters, projects and pages: `condition`, `includeFields`, `page`, `orderBy`."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aigov_connectors.sandbox.times import read_iso

DEFAULT_SIZE, MOST = 50, 1000

Row = Mapping[str, Any]

_TOKEN = re.compile(
    r"""\s*(?P<name>[A-Za-z][\w.]*)\s*(?P<op>>=|<=|!=|=|>|<|\beq\b|\bcontains\b|\blike\b|\bin\b)\s*
    (?P<value>'[^']*'|"[^"]*"|\([^)]*\)|[\w.:+-]+)\s*(?P<join>\band\b|\bor\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None}
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda have, want: bool(have == want),
    "eq": lambda have, want: bool(have == want),
    "!=": lambda have, want: bool(have != want),
    "<": lambda have, want: have is not None and bool(have < want),
    "<=": lambda have, want: have is not None and bool(have <= want),
    ">": lambda have, want: have is not None and bool(have > want),
    ">=": lambda have, want: have is not None and bool(have >= want),
    "in": lambda have, want: have in want,
    "contains": lambda have, want: have is not None and want.lower() in str(have).lower(),
    "like": lambda have, want: have is not None and _like(str(have), want),
}


class BadQueryError(ValueError):
    """The API answers 400; the text says why."""


@dataclass(slots=True)
class Table:
    """A list of the API; a row is made when a page asks for it."""

    size: int
    row: Callable[[int], Row]
    id: str = "Id"
    """The column that orders and names the rows."""
    _chosen: dict[str, Sequence[int]] = field(default_factory=dict)
    _ordered: dict[tuple[str, str], Sequence[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row], id: str = "Id") -> "Table":
        """Make a short list."""
        return cls(len(rows), rows.__getitem__, id)

    def chosen(self, condition: str) -> Sequence[int]:
        """Return the numbers of the rows that a condition keeps."""
        if not condition:
            return range(self.size)
        if condition not in self._chosen:
            keeps = _test(condition)
            self._chosen[condition] = [one for one in range(self.size) if keeps(self.row(one))]
        return self._chosen[condition]

    def ordered(self, condition: str, column: str) -> Sequence[int]:
        """Return the numbers of the rows that a condition keeps, by a column; put in order once."""
        if column.lower() in ("", self.id.lower()):
            return self.chosen(condition)
        if (condition, column) not in self._ordered:
            self._ordered[condition, column] = sorted(
                self.chosen(condition), key=lambda one: str(_at(self.row(one), column))
            )
        return self._ordered[condition, column]


def answer(table: Table, query: Mapping[str, str], *, broken: bool = False) -> bytes:
    """Return one page of a table as the body of the answer.

    Raises:
        BadQueryError: the query has no meaning.
    """
    size, page = _number(query, "pageSize", DEFAULT_SIZE), _number(query, "page", 1)
    if not 1 <= size <= MOST or page < 1:
        raise BadQueryError(f"Invalid page size: {size}")
    name, _, direction = query.get("orderBy", "").partition(" ")
    if direction.strip().lower() not in ("", "asc", "desc"):
        raise BadQueryError(f"Invalid order: {direction}")
    chosen = table.ordered(query.get("condition", "").strip(), name)
    if direction.strip().lower() == "desc":
        chosen = chosen[::-1]
    rows = [dict(table.row(one)) for one in chosen[(page - 1) * size : page * size]]
    if wanted := query.get("includeFields"):
        rows = [_only(row, wanted.split(",")) for row in rows]
    elif dropped := query.get("excludeFields"):
        rows = [{key: row[key] for key in row if key not in dropped.split(",")} for row in rows]
    if broken and rows:
        rows[0] = {**rows[0], table.id: {"unexpected": "object"}}
    return json.dumps(rows).encode()


def _only(row: Row, wanted: Sequence[str]) -> dict[str, Any]:
    known = {key.lower(): key for key in row}
    for name in wanted:
        if name.lower() not in known:
            raise BadQueryError(f"Invalid field: unknown field {name}")
    return {known[name.lower()]: row[known[name.lower()]] for name in wanted}


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not text.isdecimal():
        raise BadQueryError(f"Invalid {name}: {text}")
    return int(text)


def _test(condition: str) -> Callable[[Row], bool]:
    """Read a condition of clauses joined by `and`, or of clauses joined by `or`."""
    clauses: list[Callable[[Row], bool]] = []
    joins: set[str] = set()
    text, place = condition.strip(), 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or (not found["join"] and found.end() < len(text)):
            raise BadQueryError(f"Invalid condition: {text[place:]}")
        place = found.end()
        joins.add((found["join"] or "").lower())
        clauses.append(_clause(found["name"], found["op"].lower(), _value(found["value"])))
    if not clauses or {"and", "or"} <= joins or "" not in joins:
        raise BadQueryError(f"Invalid condition: {condition}")
    together = any if "or" in joins else all
    return lambda row: together(one(row) for one in clauses)


def _clause(name: str, op: str, want: Any) -> Callable[[Row], bool]:
    compare = _COMPARE[op]
    first = want[0] if isinstance(want, list) and want else want
    is_number = isinstance(first, int) and not isinstance(first, bool)

    def keeps(row: Row) -> bool:
        have = _at(row, name)
        if is_number and isinstance(have, str):
            # Ids are text in some records and numbers in others; times compare as instants.
            have = int(have) if have.lstrip("-").isdecimal() else read_iso(have)
        return compare(have, want)

    return keeps


def _value(text: str) -> Any:
    if text[0] in "'\"":
        return text[1:-1]
    if text[0] == "(":
        return [_value(one.strip()) for one in text[1:-1].split(",")]
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if text.lstrip("-").isdecimal():
        return int(text)
    try:
        return read_iso(text)
    except ValueError as problem:
        raise BadQueryError(f"Invalid condition: {text}") from problem


def _at(row: Row, path: str) -> Any:
    value: Any = row
    for step in path.split("."):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
            continue
        keys = {key.lower(): key for key in value} if isinstance(value, Mapping) else {}
        if not keys and value is None:
            return None
        if step.lower() not in keys:
            raise BadQueryError(f"Invalid condition: unknown field {path}")
        value = value[keys[step.lower()]]
    return value


def _like(have: str, want: str) -> bool:
    pattern = "".join(".*" if one == "%" else re.escape(one) for one in want)
    return re.fullmatch(pattern, have, re.IGNORECASE) is not None
