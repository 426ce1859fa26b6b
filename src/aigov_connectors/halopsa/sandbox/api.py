"""The REST API as an ASGI app: where to sign in, tokens, scopes, paging with its cap, refusals."""

import json
import math
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aigov_connectors.halopsa.sandbox import around, desk, directory, planted, work
from aigov_connectors.halopsa.sandbox.oauth import TokenDesk
from aigov_connectors.halopsa.sandbox.tickets import Tickets
from aigov_connectors.sandbox.asgi import App, Receive, Scope, Send, send_answer
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limit, Limits
from aigov_connectors.sandbox.times import read_iso
from aigov_connectors.sandbox.world import World

ROOT = "/api"
CAP = 100
"""Rows of a page at most, whatever is asked; of a list that is not paged, the whole list."""

# 700 in five minutes is quoted for hosted tenants; the vendor publishes no number.
_LIMIT = Limit(ROOT, 700, seconds=300, burst=200)

_TEXTS = {
    400: "The request is invalid.",
    401: "Unauthorized",
    403: "You do not have permission to do this.",
    404: "Not found",
    405: "Method not allowed",
    429: "Too many requests",
    500: "An error has occurred.",
    503: "Unavailable",
}
_NEEDS: tuple[tuple[str, str], ...] = (
    ("/tickets", "read:tickets"),
    ("/actions", "read:tickets"),
    ("/ticketapproval", "read:tickets"),
    ("/client", "read:customers"),
    ("/clientcontract", "read:customers"),
    ("/toplevel", "read:customers"),
    ("/site", "read:customers"),
    ("/asset", "read:assets"),
)
"""Path to the scope that it needs; all others are configuration and need `admin`."""
_OPEN = frozenset({"/authinfo"})
_FREE = frozenset({"/agent/me", "/instanceinfo"})

Row = dict[str, Any]
Handler = Callable[[Request], Any]


def error_body(status: int, message: str | None = None) -> bytes:
    """Return the API's error body for a status."""
    return json.dumps({"ClassName": "HaloException", "Message": message or _TEXTS[status]}).encode()


class Api:
    """The routes of the API over one world."""

    def __init__(self, world: World, limits: Limits, *, grows: bool, shrinks: bool) -> None:
        self._world = world
        self._limits = limits
        self._tokens = TokenDesk(world)
        self._tickets = Tickets(world)
        self._grows, self._shrinks = grows, shrinks
        self._router = Starlette(
            routes=[
                Route(f"{ROOT}{path}", _endpoint(handler))
                for path, handler in self._handlers().items()
            ],
            exception_handlers={404: _not_found},
        )

    def _handlers(self) -> dict[str, Handler]:
        world = self._world
        lists: dict[str, Callable[[World], list[Row]]] = {
            "/team": directory.teams,
            "/category": around.categories,
            "/template": around.templates,
            "/roles": around.roles,
            "/cab": around.change_boards,
            "/approvalprocessrule": around.approval_rules,
            "/audit": around.audit,
            "/agent": directory.agents,
            "/application": directory.applications,
            "/features": directory.features,
            "/tickettype": desk.ticket_types,
            "/priority": desk.priorities,
            "/sla": desk.slas,
            "/ticketrules": desk.rules,
            "/workflow": desk.workflows,
            "/approvalprocess": desk.approval_processes,
            "/outcome": desk.outcomes,
            "/customintegration": work.custom_integrations,
            "/custombutton": work.custom_buttons,
            "/aisuggestion": work.suggestions,
            "/virtualagent": work.virtual_agents,
            "/chatprofile": work.chat_profiles,
            "/emailrule": work.email_rules,
            "/eventrule": work.event_rules,
        }
        by_number: dict[str, Callable[[World, int], Row | None]] = {
            "/client": directory.client,
            "/tickettype": desk.ticket_type,
            "/ticketrules": desk.rule,
            "/template": around.template,
            "/workflow": desk.workflow,
            "/approvalprocess": desk.approval_process,
            "/outcome": desk.outcome,
        }
        by_word: dict[str, Callable[[World, str], Row | None]] = {
            "/webhook": work.webhook,
            "/virtualagent": work.virtual_agent,
            "/chatprofile": work.chat_profile,
        }
        handlers: dict[str, Handler] = {
            "/authinfo": lambda request: {
                "auth_url": f"{request.url.scheme}://{request.url.netloc}/auth/",
                "tenant_id": planted.TENANT,
            },
            "/instanceinfo": lambda _: directory.instance_info(),
            "/agent/me": lambda _: directory.me(world),
            "/control": lambda _: directory.control(world),
            "/client": lambda request: _page(request, "clients", directory.clients(world)),
            "/clientcontract": lambda request: _page(
                request, "contracts", directory.contracts(world)
            ),
            "/toplevel": lambda _: around.top_levels(world),
            "/site": lambda request: _page(request, "sites", around.sites(world)),
            "/asset": lambda request: _page(request, "assets", around.assets(world)),
            "/status": lambda request: desk.statuses(
                world, without_closed=request.query_params.get("excludeclosed") == "true"
            ),
            "/webhook": lambda request: work.webhooks(world, request.query_params.get("type", "0")),
            "/webhookevent": lambda request: _page(
                request,
                "events",
                work.webhook_events(world, request.query_params.get("webhook_id", "")),
            ),
            "/configcommit": lambda request: _first(request, work.config_commits(world)),
            "/tickets": self._list_tickets,
            "/tickets/{id:int}": lambda request: _found(
                self._tickets.detail(request.path_params["id"])
            ),
            "/actions": lambda request: _counted(
                "actions", _found(self._tickets.actions(_number(request, "ticket_id")))
            ),
            "/ticketapproval": lambda request: _found(
                self._tickets.approvals(_number(request, "ticket_id"))
            ),
        }
        for path, rows in lists.items():
            handlers[path] = _always(rows, world)
        for path, one in by_number.items():
            handlers[f"{path}/{{id:int}}"] = _one(one, world)
        for path, other in by_word.items():
            handlers[f"{path}/{{id}}"] = _one(other, world)
        return handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; paths are read without regard to case."""
        path, method = str(scope["path"]).lower(), scope["method"]
        query = dict(parse_qsl(bytes(scope["query_string"]).decode()))
        if path == "/auth/token" and method == "POST":
            status, body = self._tokens.grant(query, await _body(receive))
            return await send_answer(send, status, body)
        if method not in ("GET", "HEAD"):
            return await send_answer(send, 405, error_body(405))
        below = path.removeprefix(ROOT)
        if below not in _OPEN:
            headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
            if "expire" in scope.get("aigov.faults", ()):
                self._tokens.revoke_all()
            holder = self._tokens.holder(headers.get("authorization", ""))
            if holder is None:
                return await send_answer(send, 401, error_body(401))
            if wait := self._limits.take(planted.VENDOR, holder[0], _LIMIT):
                told = (("retry-after", str(math.ceil(wait))),)
                return await send_answer(send, 429, error_body(429), told)
            if not _may(below, holder[1]):
                return await send_answer(send, 403, error_body(403))
        scope["path"] = path
        await self._router(scope, receive, send)

    def _list_tickets(self, request: Request) -> Row:
        faults: frozenset[str] = request.scope.get("aigov.faults", frozenset())
        self._tickets.new += self._grows and "grow" in faults
        self._tickets.gone += self._shrinks and "shrink" in faults
        text = request.query_params.get("lastupdatefromdate", "")
        try:
            since = read_iso(text) if text else 0
        except ValueError:
            raise BadRequestError("lastupdatefromdate is no date") from None
        numbers = self._tickets.visible(since=since)
        start, size = _window(request)
        shown = [self._tickets.row(number) for number in numbers[start : start + size]]
        if shown and "broken-record" in faults:
            shown[len(shown) // 2] = {"id": {"unexpected": "object"}}
        return _counted("tickets", shown, of=len(numbers), request=request)


class BadRequestError(ValueError):
    """The API answers 400; the text says why."""


def api_app(world: World, faults: FaultPlan, limits: Limits) -> App:
    """Return the API as an ASGI app, faults and limits included."""
    names = {fault.name for fault in faults.faults}
    api = Api(world, limits, grows="grow" in names, shrinks="shrink" in names)
    # What is wrong may stand inside a success.
    soft = json.dumps({"_error": "You do not have access to this entity."}).encode()
    return faults.around(
        api, vendor=planted.VENDOR, root=ROOT, error_body=error_body, soft_body=soft
    )


def _may(path: str, scopes: frozenset[str]) -> bool:
    if path in _FREE or "all" in scopes:
        return True
    top = "/" + path.split("/")[1]
    return next((scope for begins, scope in _NEEDS if begins == top), "admin") in scopes


def _window(request: Request) -> tuple[int, int]:
    """Return the first row and how many: by page with its cap, or by `count`."""
    query = request.query_params
    if query.get("pageinate") == "true":
        size = min(_number(request, "page_size", 50), CAP)
        return (max(1, _number(request, "page_no", 1)) - 1) * size, max(1, size)
    return 0, _number(request, "count", CAP)


def _page(request: Request, key: str, rows: Sequence[Row]) -> Row:
    start, size = _window(request)
    return _counted(key, rows[start : start + size], of=len(rows), request=request)


def _first(request: Request, rows: Sequence[Row]) -> list[Row]:
    start, size = _window(request)
    return list(rows[start : start + size])


def _counted(
    key: str, rows: Sequence[Row], *, of: int | None = None, request: Request | None = None
) -> Row:
    told: Row = {"record_count": len(rows) if of is None else of}
    if request is not None and request.query_params.get("pageinate") == "true":
        told |= {
            "page_no": _number(request, "page_no", 1),
            "page_size": min(_number(request, "page_size", 50), CAP),
        }
    return {**told, key: list(rows)}


def _number(request: Request, name: str, default: int | None = None) -> int:
    text = request.query_params.get(name, "")
    if not text and default is not None:
        return default
    if not text.isdecimal():
        raise BadRequestError(f"{name} is no number")
    return int(text)


def _found(row: Any) -> Any:
    if row is None:
        raise LookupError
    return row


def _always(rows: Callable[[World], list[Row]], world: World) -> Handler:
    return lambda _: rows(world)


def _one(find: Callable[[World, Any], Row | None], world: World) -> Handler:
    return lambda request: _found(find(world, request.path_params["id"]))


def _endpoint(handler: Handler) -> Callable[..., object]:
    async def answered(request: Request) -> Response:
        try:
            return _json(handler(request))
        except BadRequestError as refusal:
            return Response(error_body(400, str(refusal)), 400, media_type="application/json")
        except LookupError:
            return Response(error_body(404), 404, media_type="application/json")

    return answered


def _json(value: object) -> Response:
    body = json.dumps(value, separators=(",", ":")).encode()
    return Response(body, media_type="application/json")


async def _not_found(_request: Request, _error: Exception) -> Response:
    return Response(error_body(404), 404, media_type="application/json")


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body
