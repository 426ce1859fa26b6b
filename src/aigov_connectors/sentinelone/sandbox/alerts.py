"""Unified alerts: a GraphQL endpoint that knows one query, `alerts`, and what a mutation is.

The query is read as text by its own small parser; a field that the schema lacks is refused in the
words of such servers, with status 200.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, SECOND, iso, read_iso
from aigov_connectors.sentinelone.sandbox import planted_workflows as planted
from aigov_connectors.sentinelone.sandbox.names import Console, Group, Site

Row = dict[str, Any]
Tree = dict[str, "Tree | None"]

_MOST = 100
_PLAIN_PER_SITE = 5
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\$[A-Za-z_][A-Za-z0-9_]*|[{}()\[\]:!,=]|\S")
_OPTION = "sentinelone.alert_schema_lacks"


class GraphQLError(ValueError):
    """What the endpoint answers under `errors`, with status 200."""


class WriteError(ValueError):
    """The document is no query."""


class Alerts:
    """The alerts of the console, oldest first."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._seed = console.world.seed
        self._lacking = frozenset(str(console.world.option(_OPTION, "")).split(","))
        self._gone = self._new = 0
        self.rows: list[Row] = sorted(self._all(), key=lambda row: (row["createdAt"], row["id"]))

    def answer(
        self, body: bytes, sites: frozenset[str] | None, faults: frozenset[str] = frozenset()
    ) -> Row:
        """Answer one request; `sites` None sees all.

        Raises:
            WriteError: it would change something.
        """
        try:
            asked = json.loads(body)
            if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
                raise GraphQLError("Expected one operation")
            selection = _selection(asked["query"], asked.get("operationName"))
            variables = asked.get("variables") or {}
            found = self._connection(selection, variables, sites, faults)
            return {"data": {"alerts": found}}
        except GraphQLError as problem:
            return {"errors": [{"message": str(problem), "path": ["alerts"]}], "data": None}
        except json.JSONDecodeError:
            return {"errors": [{"message": "Syntax error"}], "data": None}

    # Answering -------------------------------------------------------------------------------

    def _connection(
        self,
        wanted: Tree,
        variables: Mapping[str, Any],
        sites: frozenset[str] | None,
        faults: frozenset[str],
    ) -> Row:
        self._gone += "shrink" in faults
        self._new += "grow" in faults
        tests = [_test(one) for one in variables.get("filters") or ()]
        chosen = [
            row
            for row in self.rows
            if (sites is None or row["realTime"]["scope"]["site"]["id"] in sites)
            and all(test(row) for test in tests)
        ]
        chosen = [*chosen, *map(_copy, range(self._new), chosen)]
        chosen = chosen[: max(0, len(chosen) - self._gone)]
        start = _place(variables.get("after"))
        size = min(int(variables.get("first") or 10), _MOST)
        page = chosen[start : start + size]
        stop = start + len(page)
        end = _cursor(stop) if page else None
        if "repeat-cursor" in faults and variables.get("after"):
            end = variables["after"]
        whole = {
            "totalCount": len(chosen),
            "pageInfo": {
                "hasNextPage": stop < len(chosen),
                "endCursor": end,
                "hasPreviousPage": start > 0,
                "startCursor": _cursor(start) if page else None,
            },
            "edges": [{"cursor": _cursor(start + n), "node": row} for n, row in enumerate(page)],
        }
        self._check(wanted)
        found: Row = _projected(whole, wanted)
        if "broken-record" in faults and found.get("edges"):
            found["edges"][len(found["edges"]) // 2] = {"node": {"id": {"unexpected": "object"}}}
        return found

    def _check(self, wanted: Tree) -> None:
        """Refuse what the schema lacks, whether or not there are rows."""
        info = dict.fromkeys(("hasNextPage", "endCursor", "hasPreviousPage", "startCursor"))
        schema = {
            "totalCount": None,
            "pageInfo": info,
            "edges": {"cursor": None, "node": self.rows[0]},
        }
        _compare(wanted, schema, "UnifiedAlertConnection", self._lacking)

    # Rows ------------------------------------------------------------------------------------

    def _all(self) -> Iterator[Row]:
        number = 0
        for site in self._console.sites:
            if site.state != "active":
                continue
            for place in range(_PLAIN_PER_SITE):
                yield self._row(number, site, days=1 + place * 17 + site.number % 13)
                number += 1
        for one in planted.INVESTIGATED:
            client = self._console.world.client_named(one.client)
            for place in range(one.count):
                yield self._row(
                    number,
                    self._console.site_of_client[client.index],
                    days=1 + place * 2,
                    investigation={
                        "autoTriggered": one.auto,
                        "purpleAiStatus": "COMPLETED",
                        "status": "COMPLETED",
                        "verdict": one.ai,
                    },
                    verdict=one.analyst,
                )
                number += 1

    def _row(
        self,
        number: int,
        site: Site,
        *,
        days: int,
        investigation: Row | None = None,
        verdict: str = "UNDEFINED",
    ) -> Row:
        created = self._console.world.end - days * DAY + number * SECOND
        group: Group = self._console.groups_of_site[site.number][-1]
        if investigation is not None:
            investigation = {**investigation, "timestamp": iso(created + 90 * SECOND, digits=3)}
        return {
            "id": uuid_text(self._seed, 71, number),
            "externalId": str(number),
            "name": "Suspicious PowerShell",
            "severity": "MEDIUM",
            "status": "NEW" if verdict == "UNDEFINED" else "RESOLVED",
            "analystVerdict": verdict,
            "confidenceLevel": "SUSPICIOUS",
            "classification": "MALWARE",
            "result": "UNMITIGATED",
            "analytics": {"category": None, "name": "Behavioral AI", "typeValue": "BEHAVIORAL"},
            "assignee": None,
            "labels": [],
            "ticketId": None,
            "noteExists": False,
            "storylineId": None,
            "detectedAt": iso(created, digits=3),
            "createdAt": iso(created, digits=3),
            "updatedAt": iso(created + 3600 * SECOND, digits=3),
            "assets": [{"name": "SRV-0001", "policy": "PROTECT"}],
            "realTime": {
                "scope": {
                    "account": {"id": site.account.id, "name": site.account.name},
                    "site": {"id": site.id, "name": site.name},
                    "group": {"id": group.id, "name": group.name},
                }
            },
            "aiInvestigation": investigation,
        }


_INVESTIGATION: Tree = dict.fromkeys(
    ("autoTriggered", "purpleAiStatus", "status", "verdict", "timestamp")
)


def _compare(wanted: Tree, schema: Any, kind: str, lacking: frozenset[str]) -> None:
    for name, inner in wanted.items():
        if name == "aiInvestigation":
            below: Any = _INVESTIGATION
        elif isinstance(schema, list):
            schema = schema[0] if schema else {}
            below = schema.get(name)
        else:
            below = schema.get(name)
        if name in lacking or not isinstance(schema, dict) or name not in schema:
            raise GraphQLError(f"Cannot query field '{name}' on type '{kind}'")
        if inner is not None:
            _compare(inner, below, name, lacking)


def _projected(value: Any, wanted: Tree) -> Any:
    if isinstance(value, list):
        return [_projected(one, wanted) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: value.get(name) if inner is None else _projected(value.get(name), inner)
        for name, inner in wanted.items()
    }


def _copy(number: int, row: Row) -> Row:
    return {**row, "id": f"{row['id']}-{number}"}


def _cursor(place: int) -> str:
    return base64.b64encode(f"offset:{place}".encode()).decode()


def _place(cursor: object) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(str(cursor), validate=True).decode().removeprefix("offset:"))
    except (ValueError, binascii.Error):
        raise GraphQLError("Invalid cursor") from None


# Filters ------------------------------------------------------------------------------------------

_FIELDS: Mapping[str, Callable[[Row], Any]] = {
    "createdAt": lambda row: row["createdAt"],
    "detectedAt": lambda row: row["detectedAt"],
    "updatedAt": lambda row: row["updatedAt"],
    "status": lambda row: row["status"],
    "analystVerdict": lambda row: row["analystVerdict"],
    "aiVerdict": lambda row: (row["aiInvestigation"] or {}).get("verdict"),
    "aiInvestigationStatus": lambda row: (row["aiInvestigation"] or {}).get("status"),
    "aiInvestigationAutoTriggered": lambda row: (row["aiInvestigation"] or {}).get("autoTriggered"),
}


def _test(one: Any) -> Callable[[Row], bool]:
    field = str(one.get("fieldId"))
    if field not in _FIELDS:
        raise GraphQLError(f"Field {field} does not exist or not supported for FILTER API call")
    value = _FIELDS[field]
    if "dateTimeRange" in one:
        span = one["dateTimeRange"]
        start, end = span.get("start"), span.get("end")
        return lambda row: (
            (start is None or read_iso(value(row)) >= int(start) * 1000)
            and (end is None or read_iso(value(row)) <= int(end) * 1000)
        )
    if "stringIn" in one:
        return lambda row: value(row) in one["stringIn"]["values"]
    for kind in ("stringEqual", "booleanEqual"):
        if kind in one:
            return lambda row: bool(value(row) == one[kind]["value"])
    raise GraphQLError(f"Filter on {field} is empty")


# Reading the document -----------------------------------------------------------------------------


def _selection(text: str, wanted: object) -> Tree:
    """Read `query Name(...) { alerts(...) { ... } }` and return what is selected of `alerts`."""
    tokens = _TOKEN.findall(text)
    if not tokens or tokens[0] in ("mutation", "subscription"):
        raise WriteError
    if "mutation" in tokens or "subscription" in tokens:
        raise WriteError
    if tokens[0] != "query" or (wanted is not None and wanted != tokens[1]):
        raise GraphQLError("Unknown operation")
    tree, rest = _fields(tokens[tokens.index("{") + 1 :])
    if rest or list(tree) != ["alerts"] or tree["alerts"] is None:
        raise GraphQLError("Cannot query field on type 'Query'")
    return tree["alerts"]


def _fields(tokens: Sequence[str]) -> tuple[Tree, Sequence[str]]:
    found: Tree = {}
    while tokens:
        name, tokens = tokens[0], tokens[1:]
        if name == "}":
            return found, tokens
        if tokens and tokens[0] == "(":
            tokens = tokens[tokens.index(")") + 1 :]
        inner: Tree | None = None
        if tokens and tokens[0] == "{":
            inner, tokens = _fields(tokens[1:])
        found[name] = inner
    raise GraphQLError("Syntax error: Unexpected <EOF>")
