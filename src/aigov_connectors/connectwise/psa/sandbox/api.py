"""The REST API as an ASGI app: company info, Basic auth and clientId, routes, refusals."""

import base64
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aigov_connectors.connectwise.psa.sandbox import (
    around,
    desk,
    directory,
    more,
    planted,
    switches,
)
from aigov_connectors.connectwise.psa.sandbox.query import BadQueryError, Table, answer, count
from aigov_connectors.connectwise.psa.sandbox.tickets import Tickets
from aigov_connectors.sandbox.asgi import App, Receive, Scope, Send, send_answer
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limit, Limits
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.world import SECRET_MARK, World

ROOT = "/v4_6_release/apis/3.0"
VENDOR = planted.VENDOR

# About a thousand a minute is quoted; the vendor publishes no number.
_LIMIT = Limit(ROOT, 1000, seconds=60, burst=400)

_MESSAGES = {
    400: ("InvalidObject", "The request is invalid."),
    401: ("Unauthorized", "Unauthorized"),
    403: ("SecurityPermissions", "You do not have security permission to perform this action."),
    404: ("NotFound", "The resource was not found."),
    405: ("MethodNotAllowed", "The method is not allowed."),
    429: ("ConnectWiseAPI", "Rate limit exceeded."),
    500: ("InternalError", "An error occurred."),
    503: ("ServiceUnavailable", "Unavailable."),
}
_NEWER = (
    "/system/workflows/events",
    "/system/workflows/events/actions",
    "/system/workflows/notifyTypes",
)
"""Lists that older servers have below each rule only."""
_BLIND = ("/system/workflows", "/system/apiMembers", "/system/securityRoles")


def error_body(status: int, message: str | None = None, code: str | None = None) -> bytes:
    """Return the API's error body for a status."""
    known, text = _MESSAGES[status]
    return json.dumps({"code": code or known, "message": message or text, "errors": None}).encode()


@dataclass(frozen=True, slots=True)
class Key:
    """A key pair and what its role may do."""

    public: str
    private: str
    role: int
    blind: bool = False
    """Whether the tables of the set-up are kept from it."""


KEYS: Mapping[str, Key] = {
    "inquire": Key("pubInquire", f"private-{SECRET_MARK}", planted.OWN_ROLE),
    "writer": Key("pubWriter", f"writer-{SECRET_MARK}", planted.SYNC_ROLE),
    "blind": Key("pubBlind", f"blind-{SECRET_MARK}", planted.OWN_ROLE, blind=True),
}


class RestApi:
    """The routes of the API over one world."""

    def __init__(self, world: World, limits: Limits, *, grows: bool, shrinks: bool) -> None:
        self._limits = limits
        self._tickets = Tickets(world)
        self._grows, self._shrinks = grows, shrinks
        self._throttled = 0
        self._client_id = client_id(world)
        self._keys = {_authorization(key): key for key in KEYS.values()}
        by_board = {
            "statuses": desk.statuses,
            "types": desk.types,
            "teams": desk.teams,
            "autoAssignResources": desk.auto_assigned,
            "autoTemplates": desk.auto_templates,
            "skillMappings/": more.skill_mappings,
            "notifications": around.board_notifications,
        }
        lists: dict[str, list[dict[str, Any]]] = {
            "/company/companies": directory.companies(world),
            "/company/companies/statuses": around.company_statuses(world),
            "/company/companies/types": around.company_types(world),
            "/company/tracks": around.tracks(world),
            "/company/managedDevicesIntegrations": directory.managed_devices(world),
            "/company/portalConfigurations": switches.portals(world),
            "/finance/agreements": directory.agreements(world),
            "/service/boards": desk.boards(world),
            "/service/priorities": desk.priorities(world),
            "/service/sources": desk.sources(world),
            "/service/SLAs": desk.slas(world),
            "/service/templates": desk.templates(world),
            "/service/emailTemplates": around.mail_templates(world),
            "/system/allowedorigins": around.origins(world),
            "/system/notificationRecipients": around.recipients(world),
            "/system/workflows/userdefinedfields/events/actions": around.overwritten_fields(world),
            "/system/info/members": directory.members(world),
            "/system/apiMembers": directory.api_members(world),
            "/system/securityroles": directory.roles(world),
            "/system/integratorlogins": directory.integrator_logins(world),
            "/system/connectwisehostedsetups": directory.pods(world),
            "/system/callbacks": directory.callbacks(world),
            "/system/experiments": switches.experiments(world),
            "/system/settings": switches.settings(world),
            "/system/emailConnectors": desk.email_connectors(world),
            "/system/workflows": desk.workflows(world),
            "/system/workflows/events": desk.events(world),
            "/system/workflows/events/actions": desk.actions(world),
            "/system/workflows/notifyTypes": desk.notify_types(world),
        }
        if world.option(f"{VENDOR}.old", default=False):
            for path in _NEWER:
                del lists[path]
        routes: dict[str, Callable[[Request], Response]] = {}
        for path, rows in lists.items():
            routes[path] = self._lister(_always(Table.of(rows)))
        for name, make in by_board.items():
            path = f"/service/boards/{{id:int}}/{name}"
            routes[path] = self._lister(partial(_of_board, world, make))
        routes |= {
            "/service/tickets": self._lister(self._ticket_table),
            "/time/entries": self._lister(_always(more.time_entries(world))),
            "/project/tickets": self._lister(lambda _: self._tickets.project_table()),
            "/service/tickets/{id:int}/notes": self._lister(self._notes),
            "/service/boards/{above:int}/statuses/{id:int}/notifications": self._lister(
                lambda request: Table.of(
                    around.status_notifications(world, request.path_params["id"])
                )
            ),
            "/company/companies/{id:int}/sites": self._lister(
                lambda request: Table.of(around.sites(world, request.path_params["id"]))
            ),
            "/company/tracks/{id:int}/actions": self._lister(
                lambda request: Table.of(around.track_actions(world, request.path_params["id"]))
            ),
            "/system/workflows/{id:int}/events": self._lister(partial(_of_rule, world)),
            "/system/workflows/{id:int}/notifyTypes": self._lister(
                lambda _: Table.of(desk.notify_types(world))
            ),
            "/system/workflows/{above:int}/events/{id:int}/actions": self._lister(
                partial(_of_event, world)
            ),
            "/service/knowledgebasesettings": lambda _: _json(desk.knowledge(world)),
            "/system/info": lambda _: _json(_system_info()),
            "/system/mySecurity": self._lister(self._own_rights),
            "/system/securityRoles/{id:int}/settings": self._lister(
                lambda request: Table.of(directory.role_settings(request.path_params["id"]))
            ),
            "/system/audittrail": self._lister(self._trail, knows_forward=False),
            "/system/emailConnectors/{id:int}/parsingStyles": self._lister(
                lambda request: Table.of(desk.parsing_styles(world, request.path_params["id"]))
            ),
            "/system/emailConnectors/{above:int}/parsingStyles/{id:int}/parsingRules": self._lister(
                lambda request: Table.of(desk.parsing_rules(world, request.path_params["id"]))
            ),
            "/company/portalConfigurations/{id:int}/serviceSetups": self._lister(
                lambda request: Table.of(switches.portal_services(world, request.path_params["id"]))
            ),
        }
        counts = {
            "/service/tickets/count": lambda _: self._tickets.table(),
            "/company/companies/count": _always(Table.of(lists["/company/companies"])),
        }
        for path, table_of in counts.items():
            routes[path] = self._counter(table_of)
        self._router = Starlette(
            routes=[
                Route(f"{ROOT}{path}", _endpoint(routes[path]))
                # Literal paths first: /system/workflows/events is no workflow's id.
                for path in sorted(routes, key=lambda path: path.count("{"))
            ],
            exception_handlers={404: _not_found},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path, method = str(scope["path"]), scope["method"]
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        if method not in ("GET", "HEAD"):
            return await send_answer(send, 405, error_body(405))
        if path.startswith("/login/companyinfo/"):
            known = path.rpartition("/")[2].lower() == planted.COMPANY_ID
            body = json.dumps(directory.company_info() if known else None).encode()
            return await send_answer(send, 200, body)
        key = self._keys.get(headers.get("authorization", ""))
        if key is None:
            # The cloud answers wrong keys as if there was no such address.
            html = (("content-type", "text/html"),)
            return await send_answer(send, 404, b"<html><body>Not Found</body></html>", html)
        if headers.get("clientid") != self._client_id:
            body = error_body(403, "UserNotAuthenticated", "ConnectWiseApi")
            return await send_answer(send, 403, body)
        if wait := self._limits.take(VENDOR, key.public, _LIMIT):
            return await self._throttle(send, wait)
        if key.blind and path.removeprefix(ROOT).startswith(_BLIND):
            return await send_answer(send, 403, error_body(403))
        scope["aigov.role"] = key.role
        await self._router(scope, receive, send)

    async def _throttle(self, send: Send, wait: float) -> None:
        self._throttled += 1
        told = (("retry-after", str(math.ceil(wait))),)
        await send_answer(send, 429, error_body(429), told)

    def _lister(
        self, table_of: Callable[[Request], Table], *, knows_forward: bool = True
    ) -> Callable[[Request], Response]:
        def listed(request: Request) -> Response:
            body, headers = answer(
                table_of(request),
                dict(request.query_params),
                forward=request.headers.get("pagination-type") == "forward-only",
                knows_forward=knows_forward,
                address=str(request.url.replace(query="")).replace("3.0/", "3.0//"),
                faults=_faults(request),
            )
            return _reply(body, headers)

        return listed

    def _counter(self, table_of: Callable[[Request], Table]) -> Callable[[Request], Response]:
        return lambda request: _reply(count(table_of(request), dict(request.query_params)))

    def _ticket_table(self, request: Request) -> Table:
        faults = _faults(request)
        self._tickets.new += self._grows and "grow" in faults
        self._tickets.gone += self._shrinks and "shrink" in faults
        return self._tickets.table()

    def _notes(self, request: Request) -> Table:
        rows = self._tickets.notes(request.path_params["id"])
        if rows is None:
            raise LookupError("ticket")
        return Table.of(rows)

    def _trail(self, request: Request) -> Table:
        kind, number = request.query_params.get("type"), request.query_params.get("id", "")
        if kind is None or not number.isdecimal():
            raise BadQueryError("type and id are required")
        rows = self._tickets.trail(int(number)) if kind == "Ticket" else []
        return Table(len(rows), rows.__getitem__, lambda one, path: rows[one][path])

    def _own_rights(self, request: Request) -> Table:
        return Table.of(directory.own_rights(request.scope["aigov.role"], member="aigov"))


def client_id(world: World) -> str:
    """Return the identifier of the integration."""
    return uuid_text(world.seed, 50)


def rest_api_app(world: World, faults: FaultPlan, limits: Limits) -> App:
    """Return the API as an ASGI app, faults and limits included."""
    names = {fault.name for fault in faults.faults}
    api = RestApi(world, limits, grows="grow" in names, shrinks="shrink" in names)
    return faults.around(api, vendor=VENDOR, root=ROOT, error_body=error_body)


def _authorization(key: Key) -> str:
    pair = f"{planted.COMPANY_ID}+{key.public}:{key.private}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"


def _always(table: Table) -> Callable[[Request], Table]:
    return lambda _: table


def _of_board(
    world: World, make: Callable[[World, int], list[dict[str, Any]]], request: Request
) -> Table:
    board = request.path_params["id"]
    if board not in planted.BOARDS:
        raise LookupError("board")
    return Table.of(make(world, board))


def _of_rule(world: World, request: Request) -> Table:
    rule = request.path_params["id"]
    return Table.of([row for row in desk.events(world) if row["parentId"] == rule])


def _of_event(world: World, request: Request) -> Table:
    event = request.path_params["id"]
    return Table.of([row for row in desk.actions(world) if row["parentId"] == event])


def _system_info() -> Mapping[str, object]:
    return {
        "version": "v2025.1.113245",
        "isCloud": True,
        "serverTimeZone": "Eastern Standard Time",
        "cloudRegion": "NA",
        "maxWorkFlowRecordsAllowed": 1000,
        "licenseBits": [{"name": "ServiceDesk", "activeFlag": True}],
    }


def _endpoint(handler: Callable[[Request], Response]) -> Callable[..., object]:
    async def answered(request: Request) -> Response:
        try:
            return handler(request)
        except BadQueryError as refusal:
            return _reply(error_body(400, str(refusal), "ApiFindCondition"), status=400)
        except LookupError:
            return _reply(error_body(404), status=404)

    return answered


async def _not_found(_request: Request, _error: Exception) -> Response:
    return _reply(error_body(404), status=404)


def _faults(request: Request) -> frozenset[str]:
    names: frozenset[str] = request.scope.get("aigov.faults", frozenset())
    return names


def _json(value: object) -> Response:
    return _reply(json.dumps(value).encode())


def _reply(body: bytes, headers: Mapping[str, str] | None = None, *, status: int = 200) -> Response:
    told = {"api-current-version": "2025.1", **(headers or {})}
    return Response(body, status, media_type="application/json", headers=told)
