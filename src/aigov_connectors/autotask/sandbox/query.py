"""How this API is asked: filters, chosen fields, pages of at most 500, and the next one."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aigov_connectors.sandbox.times import read_iso

MOST = 500
MOST_VALUES = 500

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda have, want: bool(have == want),
    "noteq": lambda have, want: bool(have != want),
    "gt": lambda have, want: have is not None and bool(have > want),
    "gte": lambda have, want: have is not None and bool(have >= want),
    "lt": lambda have, want: have is not None and bool(have < want),
    "lte": lambda have, want: have is not None and bool(have <= want),
    "beginsWith": lambda have, want: have is not None and str(have).startswith(want),
    "endsWith": lambda have, want: have is not None and str(have).endswith(want),
    "contains": lambda have, want: have is not None and str(want).lower() in str(have).lower(),
    "exist": lambda have, want: have is not None,
    "notExist": lambda have, want: have is None,
    "in": lambda have, want: have in want,
    "notIn": lambda have, want: have not in want,
}
_NO_VALUE = frozenset({"exist", "notExist"})
_BROKEN = {"id": {"unexpected": "object"}, "isActive": []}

Row = Mapping[str, Any]


class BadQueryError(ValueError):
    """The API answers 500 with this text."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one entity, by id upwards."""

    entity: str
    columns: frozenset[str]
    size: int
    row: Callable[[int], Row]
    first_id: int | None = None
    """The id of row 0 where ids follow one another, so that a range need not be searched."""
    hidden: frozenset[str] = frozenset()
    """Columns that must not stand in a filter."""
    only_by: str | None = None
    """The one column that a filter may name, once and with `eq`."""
    sees: Callable[[Row], bool] | None = None
    """Which rows the caller may see; the others are left out in silence."""

    @classmethod
    def of(cls, entity: str, columns: Sequence[str], rows: Sequence[Row], **more: Any) -> "Table":
        """Make a short list."""
        ordered = sorted(rows, key=lambda row: row["id"])
        return cls(entity, frozenset(columns), len(ordered), ordered.__getitem__, **more)


@dataclass(frozen=True, slots=True)
class Question:
    """A query body, read."""

    filter: tuple[Mapping[str, Any], ...]
    size: int
    fields: tuple[str, ...]


def question(body: Any) -> Question:
    """Read a query body; names are taken in any case.

    Raises:
        BadQueryError: the API would refuse it.
    """
    if not isinstance(body, dict):
        raise BadQueryError("Value cannot be null. Parameter name: query")
    told = {str(name).lower(): value for name, value in body.items()}
    terms = told.get("filter")
    if not isinstance(terms, list) or not terms:
        raise BadQueryError("Query must contain a filter.")
    size = told.get("maxrecords") or MOST
    if not isinstance(size, int) or not 0 < size <= MOST:
        raise BadQueryError(f"MaxRecords must be between 1 and {MOST}.")
    return Question(tuple(terms), size, tuple(told.get("includefields") or ()))


def page(
    table: Table,
    asked: Question,
    *,
    after: int,
    address: str,
    faults: frozenset[str] = frozenset(),
) -> bytes:
    """Return a page of rows with ids above `after`.

    Raises:
        BadQueryError: the API would answer 500.
    """
    strange = [name for name in asked.fields if name not in table.columns]
    if strange and strange != ["userDefinedFields"]:
        raise BadQueryError(f"Unable to find {strange[0]} in the {table.entity} Entity.")
    shown: list[Row] = []
    more = False
    for row in selected(table, asked, after=after):
        if len(shown) == asked.size:
            more = True
            break
        shown.append(row)
    if more and asked.fields and "id" not in asked.fields:
        raise BadQueryError("IncludeFields must contain id.")
    following = f"{address}/next?paging=after%3A{shown[-1]['id']}" if more else None
    rows: list[Row] = [_chosen(row, asked.fields) for row in shown]
    if rows and "broken-record" in faults:
        rows[len(rows) // 2] = _BROKEN
    details = {
        "count": len(rows),
        "requestCount": asked.size,
        "prevPageUrl": None,
        "nextPageUrl": following,
    }
    return json.dumps({"items": rows, "pageDetails": details}, separators=(",", ":")).encode()


def count(table: Table, asked: Question) -> bytes:
    """Return how many rows the filter leaves.

    Raises:
        BadQueryError: the API would answer 500.
    """
    return json.dumps({"queryCount": sum(1 for _ in selected(table, asked, after=-1))}).encode()


def selected(table: Table, asked: Question, *, after: int) -> Iterator[Row]:
    """Yield the rows that the filter leaves, with ids above `after`.

    Raises:
        BadQueryError: the API would answer 500.
    """
    if table.only_by is not None:
        only = [(term.get("op"), term.get("field")) for term in asked.filter]
        if only != [("eq", table.only_by)]:
            raise BadQueryError(f"Only one filter on {table.only_by} is supported.")
    holds = [_condition(term, table) for term in asked.filter]
    start, stop = 0, table.size
    if table.first_id is not None:
        start, stop = _bounds(asked.filter, table.first_id, table.size)
        start = max(start, after + 1 - table.first_id)
    for number in range(start, stop):
        row = table.row(number)
        if row["id"] <= after or (table.sees is not None and not table.sees(row)):
            continue
        if all(hold(row) for hold in holds):
            yield row


def _bounds(terms: Sequence[Mapping[str, Any]], first: int, size: int) -> tuple[int, int]:
    low, high = 0, size
    for term in terms:
        value = term.get("value")
        if term.get("field") != "id" or not isinstance(value, int):
            continue
        match term.get("op"):
            case "gt":
                low = max(low, value + 1 - first)
            case "gte":
                low = max(low, value - first)
            case "lt":
                high = min(high, value - first)
            case "lte":
                high = min(high, value + 1 - first)
    return low, high


def _condition(term: Any, table: Table) -> Callable[[Row], bool]:
    if not isinstance(term, dict):
        raise BadQueryError("A filter must be an object.")
    operator = term.get("op")
    if operator in ("and", "or"):
        inner = [_condition(one, table) for one in term.get("items") or ()]
        join = all if operator == "and" else any
        return lambda row: join(hold(row) for hold in inner)
    compare = _COMPARE.get(str(operator))
    if compare is None:
        raise BadQueryError(f"{operator} is not a valid operator.")
    name = term.get("field")
    if name not in table.columns or name in table.hidden:
        raise BadQueryError(f"Unable to find {name} in the {table.entity} Entity.")
    value = term.get("value")
    if operator in _NO_VALUE:
        return lambda row: compare(row[name], None)
    if value is None:
        raise BadQueryError(f"The value of {name} must not be null.")
    if operator in ("in", "notIn"):
        if not isinstance(value, list) or len(value) > MOST_VALUES:
            raise BadQueryError(f"A query may have at most {MOST_VALUES} OR conditions.")
        return lambda row: compare(row[name], value)
    return lambda row: _compared(compare, row[name], value)


def _compared(compare: Callable[[Any, Any], bool], have: Any, want: Any) -> bool:
    # An id sent as text against a number finds nothing, and nobody is told.
    if isinstance(have, str) and isinstance(want, str) and have[4:5] == "-" == have[7:8]:
        return compare(read_iso(have), read_iso(want))
    if have is not None and isinstance(have, str) is not isinstance(want, str):
        return False
    return compare(have, want)


def _chosen(row: Row, fields: Sequence[str]) -> Row:
    if not fields:
        return row
    return {name: row[name] for name in dict.fromkeys(("id", *fields)) if name in row}
