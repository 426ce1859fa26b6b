"""The public API as an ASGI app: tokens, rate limit, routes, refusals."""

import json
import math
import re
from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aigov_connectors.ninjaone.sandbox import planted
from aigov_connectors.ninjaone.sandbox.activities import Activities
from aigov_connectors.ninjaone.sandbox.backups import Backups
from aigov_connectors.ninjaone.sandbox.devices import Estate
from aigov_connectors.ninjaone.sandbox.oauth import TOKEN_PATHS, TokenDesk
from aigov_connectors.ninjaone.sandbox.paging import AfterId, BadQueryError, NamedCursors
from aigov_connectors.ninjaone.sandbox.people import People
from aigov_connectors.ninjaone.sandbox.policies import Automation
from aigov_connectors.ninjaone.sandbox.reports import Answer, Reports
from aigov_connectors.ninjaone.sandbox.tickets import Tickets
from aigov_connectors.ninjaone.sandbox.work import Work
from aigov_connectors.sandbox.asgi import App, Receive, Scope, Send, send_answer
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limit, Limits
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.world import World

ROOT = "/v2"
VENDOR = planted.VENDOR

# No number is published; clients of this API assume a hundred a minute.
_API_LIMIT = Limit(ROOT, 100, seconds=60, burst=100)
_TOKEN_LIMIT = Limit("/ws", 60, seconds=60, burst=30)

_TICKETING = f"{ROOT}/ticketing/"  # shown to signed-in people only
_BOARD_RUN = re.compile(rf"{_TICKETING}trigger/board/(\d+)/run")

_MESSAGES = {
    400: "Bad request",
    401: "Invalid or expired token",
    403: "Not authorized",
    404: "Not found",
    405: "Method not allowed",
    429: "Too many requests",
    500: "java.lang.NullPointerException",
    503: "Service unavailable",
}


def error_body(status: int, message: str | None = None) -> bytes:
    """Return the API's error body for a status."""
    body = {"resultCode": "FAILURE", "errorMessage": message or _MESSAGES[status]}
    if status >= 500:
        body["incidentId"] = uuid_text(0, status)
    return json.dumps(body).encode()


class PublicApi:
    """The routes of the API over one world."""

    def __init__(self, world: World, limits: Limits, *, grows: bool) -> None:
        self.desk: TokenDesk = TokenDesk(world)
        self._limits = limits
        self._throttled = 0
        self._estate = Estate(world)
        self._automation = Automation(world)
        self._activities = Activities(world, self._estate, grows=grows)
        self._cursors = NamedCursors(
            seconds=float(str(world.option("ninjaone.cursor_seconds", 300))),
            counts_page=world.option("ninjaone.cursor_count", "total") == "page",
        )
        people, estate, automation = People(world), self._estate, self._automation
        self._tickets = tickets = Tickets(world, estate)
        work, reports = Work(world, estate), Reports(world, estate, self._cursors)
        backups = Backups(world, estate, self._cursors)
        routes: dict[str, Callable[[Request], Response]] = {
            "/policies": lambda _: _body(automation.policies()),
            "/policies/{id:int}/condition/windows-event": self._windows_event,
            "/policies/{id:int}/condition/custom-fields": self._custom_fields,
            "/queries/policy-overrides": self._overrides,
            "/automation/scripts": lambda _: _body(automation.scripts()),
            "/tasks": lambda _: _body(automation.tasks()),
            "/activities": self._activity_page,
            "/roles": lambda _: _body(estate.role_list()),
            "/users": lambda request: _body(people.users(_query(request))),
            "/user/technicians": lambda _: _body(people.technicians()),
            "/user/roles": lambda request: _body(people.roles(_query(request))),
            "/jobs": lambda _: _body(work.jobs()),
            "/alerts": lambda _: _body(work.alerts()),
            "/notification-channels": lambda _: _body(work.channels()),
            "/ticketing/trigger/boards": lambda _: _body(tickets.boards()),
            "/ticketing/statuses": lambda _: _body(tickets.statuses()),
            "/ticketing/ticket-form": lambda _: _body(tickets.forms()),
            "/ticketing/ticket/{id:int}/log-entry": lambda request: _found(
                tickets.log(request.path_params["id"], _query(request))
            ),
            **{path: _reported(answer) for path, answer in reports.answers.items()},
            **{path: _reported(answer) for path, answer in backups.answers.items()},
        }
        lists = {
            "/organizations": estate.organization_rows(detailed=False),
            "/organizations-detailed": estate.organization_rows(detailed=True),
            "/locations": estate.location_rows(),
            "/devices": estate.device_rows(detailed=False),
            "/devices-detailed": estate.device_rows(detailed=True),
        }
        for path, rows in lists.items():
            # Only machines come and go while somebody reads.
            pages = AfterId(f"{ROOT}{path}", rows, grows=grows and path.startswith("/devices"))
            routes[path] = self._lister(pages, filtered=path.startswith("/devices"))
        self._router = Starlette(
            routes=[Route(f"{ROOT}{path}", _endpoint(one)) for path, one in routes.items()],
            exception_handlers={404: _not_found},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        authorization, method = headers.get("authorization", ""), scope["method"]
        if scope["path"] in TOKEN_PATHS:
            return await self._token(method, authorization, receive, send)
        if "expire" in scope.get("aigov.faults", ()):
            self.desk.revoke_all()
        scopes = self.desk.scopes(authorization)
        if scopes is None:
            return await send_answer(send, 401, error_body(401))
        if wait := self._limits.take(VENDOR, "api", _API_LIMIT):
            return await self._throttle(send, wait)
        if scope["path"].startswith(_TICKETING) and not self.desk.is_person(authorization):
            return await send_answer(send, 403, error_body(403))
        if method == "POST" and (board := _BOARD_RUN.fullmatch(scope["path"])):
            return await self._run_board(int(board[1]), receive, send)
        if method not in ("GET", "HEAD"):
            status = 405 if "management" in scopes else 403
            return await send_answer(send, status, error_body(status))
        await self._router(scope, receive, send)

    async def _token(self, method: str, authorization: str, receive: Receive, send: Send) -> None:
        if method != "POST":
            return await send_answer(send, 405, error_body(405))
        if wait := self._limits.take(VENDOR, "token", _TOKEN_LIMIT):
            return await self._throttle(send, wait)
        status, answer = self.desk.grant(await _sent(receive), authorization)
        await send_answer(send, status, answer)

    async def _run_board(self, board: int, receive: Receive, send: Send) -> None:
        """Answer the one POST of this API that only reads."""
        try:
            answer = self._tickets.run(board, await _sent(receive))
        except BadQueryError as refusal:
            return await send_answer(send, 400, error_body(400, str(refusal)))
        if answer is None:
            return await send_answer(send, 404, error_body(404))
        await send_answer(send, 200, answer)

    async def _throttle(self, send: Send, wait: float) -> None:
        self._throttled += 1
        told = (("retry-after", str(math.ceil(wait))),)
        # The header is not always there; every third refusal leaves it out.
        await send_answer(send, 429, error_body(429), told if self._throttled % 3 else ())

    def _lister(self, pages: AfterId, *, filtered: bool) -> Callable[[Request], Response]:
        def listed(request: Request) -> Response:
            query = _query(request)
            text = query.get("df", "") if filtered else ""
            keeps = self._estate.device_filter(text)
            body, headers = pages.page(query, keeps=keeps, faults=_faults(request))
            return _body(body, dict(headers))

        return listed

    def _windows_event(self, request: Request) -> Response:
        return self._conditions(request, "windows-event")

    def _custom_fields(self, request: Request) -> Response:
        return self._conditions(request, "custom-fields")

    def _conditions(self, request: Request, kind: str) -> Response:
        return _found(self._automation.conditions(request.path_params["id"], kind))

    def _overrides(self, request: Request) -> Response:
        query = _query(request)
        keeps = self._estate.device_filter(query.get("df", ""))
        body = self._cursors.page(
            query,
            select=lambda: (
                list(filter(keeps, self._estate.overrides())) if keeps else self._estate.overrides()
            ),
            render=self._estate.override,
            faults=_faults(request),
        )
        return _body(body)

    def _activity_page(self, request: Request) -> Response:
        return _body(self._activities.page(_query(request), faults=_faults(request)))


def public_api_app(world: World, faults: FaultPlan, limits: Limits) -> App:
    """Return the API as an ASGI app, faults and limits included."""
    grows = any(fault.name == "grow" for fault in faults.faults)
    return faults.around(
        PublicApi(world, limits, grows=grows), vendor=VENDOR, root=ROOT, error_body=error_body
    )


def _endpoint(handler: Callable[[Request], Response]) -> Callable[..., object]:
    async def answered(request: Request) -> Response:
        try:
            return handler(request)
        except BadQueryError as refusal:
            return Response(error_body(400, str(refusal)), 400, media_type="application/json")

    return answered


async def _not_found(_request: Request, _error: Exception) -> Response:
    return Response(error_body(404), 404, media_type="application/json")


async def _sent(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _reported(answer: Answer) -> Callable[[Request], Response]:
    return lambda request: _body(answer(_query(request), _faults(request)))


def _found(body: bytes | None) -> Response:
    if body is None:
        return Response(error_body(404), 404, media_type="application/json")
    return _body(body)


def _query(request: Request) -> Mapping[str, str]:
    return dict(request.query_params)


def _faults(request: Request) -> frozenset[str]:
    names: frozenset[str] = request.scope.get("aigov.faults", frozenset())
    return names


def _body(body: bytes, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, media_type="application/json", headers=dict(headers or {}))
