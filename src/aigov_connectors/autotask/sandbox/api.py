"""The REST API as an ASGI app: zones, three headers, routes, refusals, threads, threshold."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from aigov_connectors.autotask.sandbox import directory, metadata, planted
from aigov_connectors.autotask.sandbox.query import BadQueryError, Table, count, page, question
from aigov_connectors.autotask.sandbox.shapes import COLUMNS
from aigov_connectors.autotask.sandbox.tickets import Tickets
from aigov_connectors.sandbox.asgi import App, Receive, Scope, Send, send_answer
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.world import SECRET_MARK, World

ROOT = "/ATServicesRest"
VERSION = "/V1.0"
VENDOR = planted.VENDOR
CODE = f"CODE{SECRET_MARK}"
THRESHOLD = 10_000
THREADS = 3

_TEXTS = {
    403: "The logged in Resource does not have the adequate permissions.",
    404: "No HTTP resource was found that matches the request URI.",
    429: "Quota limit has been exceeded.",
    500: "Transaction was deadlocked on lock resources. Rerun the transaction.",
    503: "Service Unavailable",
}
_THREADS_FULL = "Thread Threshold Exceeded. Itgenatr005"
_LISTED = frozenset({"query", "query/count", "query/next"})

Answer = tuple[int, bytes]


def error_body(status: int, text: str | None = None) -> bytes:
    """Return the API's error body for a status."""
    return json.dumps({"errors": [text or _TEXTS.get(status, "Error")]}).encode()


@dataclass(frozen=True, slots=True)
class Key:
    """An API user and what its security level lets it do."""

    user: str
    secret: str
    rights: Mapping[str, int] = field(default_factory=dict)
    """Entity to the level of its query, where that is not 1."""
    writes: bool = False
    words: bool = False
    """Whether levels of access are told by name."""


KEYS: Mapping[str, Key] = {
    "reader": Key(planted.OWN.user_name, f"reader-{SECRET_MARK}", {planted.RESTRICTED: 2}),
    "admin": Key("admin@northwindridge.example", f"admin-{SECRET_MARK}", writes=True),
    "blind": Key(
        "blind@northwindridge.example",
        f"blind-{SECRET_MARK}",
        {"Resources": 0, "TicketHistory": 0, "TicketWebhooks": 0},
        words=True,
    ),
    "restricted": Key(
        "restricted@northwindridge.example", f"restricted-{SECRET_MARK}", {"Tickets": 2}
    ),
}


class RestApi:
    """The routes of the API over one world."""

    def __init__(self, world: World, limits: Limits, *, grows: bool, shrinks: bool) -> None:
        self._world = world
        self._limits = limits
        self._tickets = Tickets(world)
        self._grows, self._shrinks = grows, shrinks
        self._by_user = {key.user: key for key in KEYS.values()}
        self._others = int(str(world.option(f"{VENDOR}.others", 124)))
        self._latency = float(str(world.option(f"{VENDOR}.latency", 0)))
        self._asked = 0
        self._busy: Counter[str] = Counter()
        self._rows = directory.entities(world)
        self._rows["TicketNotes"] = self._tickets.notes()
        self._rows["NotificationHistory"] = self._tickets.notifications()
        self._rows["TicketChangeRequestApprovals"] = self._tickets.approvals()
        self._rows["DeletedTicketLogs"] = self._tickets.deleted()
        self._tables = {
            name: Table.of(name, COLUMNS[name], rows) for name, rows in self._rows.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method, path = str(scope["method"]), str(scope["path"])
        query = {name: values[0] for name, values in parse_qs(_query(scope)).items()}
        body = await _body(receive)
        if not path.lower().startswith(ROOT.lower()):
            return await send_answer(send, 404, error_body(404))
        path = path[len(ROOT) :]
        if path == f"{VERSION}/ZoneInformation":
            status, answer = self._zone(query.get("user", ""), _host(scope))
            return await send_answer(send, status, answer)
        if path == "/VersionInformation":
            return await send_answer(send, 200, json.dumps({"apiVersions": ["1.0"]}).encode())
        key = self._key(scope)
        if key is None:
            told = (("www-authenticate", 'Basic realm="webservices14.autotask.net"'),)
            return await send_answer(send, 401, b"", told)
        if (self._asked + self._others) >= self._threshold:
            return await send_answer(send, 429, error_body(429), (("retry-after", "60"),))
        self._asked += 1
        entity = path.removeprefix(VERSION).strip("/").partition("/")[0]
        status, answer = await self._in_line(
            entity,
            lambda: self._answer(method, path.removeprefix(VERSION), query, body, key, scope),
        )
        await send_answer(send, status, answer)

    @property
    def _threshold(self) -> int:
        return int(min(THRESHOLD * max(self._limits.factor, 1.0), 2**31 - 1))

    async def _in_line(self, entity: str, answer: Callable[[], Answer]) -> Answer:
        """Three at once for each endpoint; a fourth is refused, and not with 429."""
        if self._busy[entity] >= THREADS:
            return 500, error_body(500, _THREADS_FULL)
        self._busy[entity] += 1
        try:
            await asyncio.sleep(self._latency)
            return answer()
        finally:
            self._busy[entity] -= 1

    def _zone(self, user: str, address: str) -> Answer:
        if user not in self._by_user:
            return 500, error_body(500, "Zone information could not be determined.")
        told = {
            "zoneName": planted.ZONE_NAME,
            "url": f"{address}{ROOT.lower()}/",
            "webUrl": "https://ww14.autotask.net/",
            "ci": planted.DATABASE,
        }
        return 200, json.dumps(told).encode()

    def _key(self, scope: Scope) -> Key | None:
        told = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        key = self._by_user.get(told.get("username", ""))
        if key is None or told.get("secret") != key.secret:
            return None
        return key if told.get("apiintegrationcode") == CODE else None

    def _answer(
        self, method: str, path: str, query: Mapping[str, str], body: bytes, key: Key, scope: Scope
    ) -> Answer:
        fixed: dict[str, Callable[[], Any]] = {
            "/ThresholdInformation": self._usage,
            "/Version": _version,
            "/Modules": metadata.modules,
            "/EntityInformation": lambda: metadata.entity_information(
                key.rights, writes=key.writes, words=key.words
            ),
        }
        if path in fixed and method == "GET":
            return 200, json.dumps(fixed[path]()).encode()
        entity, _, rest = path.strip("/").partition("/")
        if entity not in COLUMNS:
            return 404, error_body(404)
        if key.rights.get(entity) == 0:
            return 403, error_body(403)
        if rest == "entityInformation/fields" and method == "GET":
            return 200, json.dumps(metadata.fields(entity)).encode()
        if rest == "entityInformation/userDefinedFields" and method == "GET":
            return 200, json.dumps(metadata.defined_fields(entity)).encode()
        if rest not in _LISTED:
            return self._one(entity, rest) if method == "GET" else _not_allowed(method)
        if method not in ("GET", "POST"):
            return _not_allowed(method)
        if rest == "query/next" and method == "GET" and "search" not in query:
            return _not_allowed(method)
        try:
            return 200, self._listed(entity, rest, query, body, key, scope)
        except BadQueryError as refusal:
            return 500, error_body(500, str(refusal))

    def _listed(
        self, entity: str, rest: str, query: Mapping[str, str], body: bytes, key: Key, scope: Scope
    ) -> bytes:
        try:
            asked = question(json.loads(body or query.get("search", "null")))
        except json.JSONDecodeError as problem:
            raise BadQueryError("The request is not valid JSON.") from problem
        faults: frozenset[str] = scope.get("aigov.faults", frozenset())
        table = self._table(entity, key, asked.filter, faults)
        if rest == "query/count":
            return count(table, asked)
        place = query.get("paging", "after:-1").partition(":")[2]
        return page(
            table,
            asked,
            after=int(place) if place.lstrip("-").isdecimal() else -1,
            address=f"{_host(scope)}{ROOT}{VERSION}/{entity}/query",
            faults=faults,
        )

    def _table(
        self, entity: str, key: Key, terms: tuple[Mapping[str, Any], ...], faults: frozenset[str]
    ) -> Table:
        # Whoever may see a part only is not told that there is more.
        sees = (lambda row: row["id"] % 2 == 0) if key.rights.get(entity) == 2 else None
        if entity == "Tickets":
            self._tickets.new += self._grows and "grow" in faults
            self._tickets.gone += self._shrinks and "shrink" in faults
            return Table(
                entity,
                frozenset(COLUMNS[entity]),
                self._tickets.size,
                self._tickets.row,
                first_id=None if self._tickets.gone else self._tickets.row(0)["id"],
                hidden=metadata.NOT_QUERYABLE[entity],
                sees=sees,
            )
        if entity == "TicketHistory":
            wanted = next((one.get("value") for one in terms), None)
            rows = self._tickets.history(wanted) if isinstance(wanted, int) else []
            if rows is None:
                raise BadQueryError("The ticket does not exist or cannot be seen.")
            return Table.of(entity, COLUMNS[entity], rows, only_by="ticketID")
        table = self._tables.get(entity) or Table.of(entity, COLUMNS[entity], [])
        if sees is None:
            return table
        return Table.of(entity, COLUMNS[entity], self._rows[entity], sees=sees)

    def _one(self, entity: str, rest: str) -> Answer:
        rows = self._rows.get(entity, [])
        found = [row for row in rows if str(row["id"]) == rest]
        return 200, json.dumps({"item": found[0] if found else None}).encode()

    def _usage(self) -> Mapping[str, int]:
        return {
            "externalRequestThreshold": self._threshold,
            "requestThresholdTimeframe": 60,
            "currentTimeframeRequestCount": self._asked + self._others,
        }


def rest_api_app(world: World, faults: FaultPlan, limits: Limits) -> App:
    """Return the API as an ASGI app, faults and limits included."""
    names = {fault.name for fault in faults.faults}
    api = RestApi(world, limits, grows="grow" in names, shrinks="shrink" in names)
    return faults.around(
        api,
        vendor=VENDOR,
        root=ROOT + VERSION,
        error_body=error_body,
        soft_body=error_body(200, "You do not have access to this entity."),
    )


def _version() -> Mapping[str, str]:
    return {"majorVersion": "2026", "minorVersion": "3", "build": "118", "customerType": "Live"}


def _not_allowed(method: str) -> Answer:
    text = f"The requested resource does not support http method '{method}'."
    return 405, json.dumps({"Message": text}).encode()


def _query(scope: Scope) -> str:
    return bytes(scope["query_string"]).decode()


def _host(scope: Scope) -> str:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return f"{scope.get('scheme', 'http')}://{headers.get(b'host', b'localhost').decode()}"


async def _body(receive: Callable[[], Awaitable[Any]]) -> bytes:
    content = b""
    while True:
        message = await receive()
        content += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return content
