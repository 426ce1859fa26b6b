"""The console's API as an ASGI app: who asks, whether it may, how often, and the answer."""

import json
import math
from collections.abc import Callable, Mapping, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aigov_connectors.sandbox.asgi import App, Receive, Scope, Send, send_answer
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limit, Limits, limit_for
from aigov_connectors.sandbox.world import World
from aigov_connectors.sentinelone.sandbox import planted
from aigov_connectors.sentinelone.sandbox.access import ROLES, Access, Caller
from aigov_connectors.sentinelone.sandbox.activities import Activities
from aigov_connectors.sentinelone.sandbox.agents import Agents
from aigov_connectors.sentinelone.sandbox.alerts import Alerts, WriteError
from aigov_connectors.sentinelone.sandbox.automation import SYSTEMS, Automation
from aigov_connectors.sentinelone.sandbox.names import Console, console_id
from aigov_connectors.sentinelone.sandbox.paging import BadQueryError, Listing, page
from aigov_connectors.sentinelone.sandbox.people import People
from aigov_connectors.sentinelone.sandbox.policies import Policies, answer
from aigov_connectors.sentinelone.sandbox.tenancy import Tenancy
from aigov_connectors.sentinelone.sandbox.threats import Threats
from aigov_connectors.sentinelone.sandbox.workflows import (
    RUN_FILTERS,
    WORKFLOW_FILTERS,
    Row,
    Test,
    Workflows,
    skipping_page,
)

ROOT = "/web/api/v2.1"
VENDOR = planted.VENDOR

_WORKFLOWS = "/hyper-automate/api/public"
_ALERTS = "/unifiedalerts/graphql"

# The rate table of the vendor's build partners, per token: rate per second, burst.
LIMITS: tuple[Limit, ...] = (
    Limit("/accounts", 100, burst=10),
    Limit("/sites", 100, burst=10),
    Limit("/activities", 10, burst=30),
    Limit("/agents", 25, burst=1),
    Limit("/threats", 10, burst=50),
    Limit("/rbac", 50, burst=100),
    Limit("/users", 40, burst=80),
    Limit("/user", 2, burst=5),
    Limit("/service-users", 5, burst=10),
    Limit("/system/status", 2, burst=2),
    Limit("/cloud-detection/rules", 30, seconds=60, burst=30),
    Limit("/detection-library", 30, seconds=60, burst=30),
    Limit("/exclusions", 25, burst=25),
    Limit("/remote-scripts", 1, burst=30),
    Limit("/upgrade-policy", 1, burst=50),
    Limit("/hyper-automate/api", 60, burst=1),
)
# Paths that the table does not name; the documents advise five a second.
OTHERS = Limit("", 5, burst=5)

_TITLES = {
    400: (4000010, "Validation Error"),
    401: (4010010, "Authentication Failed"),
    403: (4030010, "Insufficient permissions"),
    404: (4040010, "Not Found"),
    405: (4050010, "Method Not Allowed"),
    429: (4290010, "Too many requests"),
    500: (5000010, "Internal server error"),
    503: (5030010, "Service unavailable"),
}


def error_body(status: int, detail: str | None = None) -> bytes:
    """Return the console's error body for a status."""
    code, title = _TITLES[status]
    return json.dumps({"errors": [{"code": code, "title": title, "detail": detail}]}).encode()


class ConsoleApi:
    """The routes of the console over one world."""

    def __init__(self, world: World, limits: Limits) -> None:
        self.console: Console = Console(world)
        self.access: Access = Access(self.console)
        self._limits = limits
        self._throttled = 0
        self._policies = Policies(self.console)
        tenancy = Tenancy(self.console)
        people = People(self.console, self.access)
        threats = Threats(self.console, self._policies)
        activities = Activities(self.console, threats)
        self._automation = automation = Automation(self.console)
        self._workflows = Workflows(self.console)
        self._alerts = Alerts(self.console)
        self._sites = tenancy.sites()
        self._all_sites = tenancy.all_sites
        self._system = {
            "version": "S-25.1.4",
            "build": "118",
            "release": "S-25.1.4",
            "patch": "4",
            "latestAgentVersion": "24.2.3.471",
        }
        self._activity_types = activities.types()
        lists: dict[str, Listing] = {
            "/groups": tenancy.groups(),
            "/agents": Agents(self.console, self._policies).listing(),
            "/threats": threats.listing(),
            "/activities": activities.listing(),
            "/users": people.users(),
            "/service-users": people.service_users(),
            "/detection-library/platform-rules": automation.library(),
            "/exclusions": automation.exclusions(),
            "/config-override": automation.overrides(),
            "/remote-scripts": automation.scripts(),
            "/remote-scripts/pending-executions": automation.pending(),
        }
        self._agents = lists["/agents"]
        self._accounts, self._roles = tenancy.accounts(), people.roles()
        routes: dict[str, Callable[[Request], Response]] = {
            "/system/status": lambda _: _json({"health": "ok"}),
            "/system/info": lambda _: _json(self._system),
            "/user": lambda request: _json(self.access.user(_caller(request))),
            "/accounts": lambda request: self._above_site(request, self._accounts),
            "/sites": self._site_rows,
            "/agents/count": self._agent_count,
            "/activities/types": lambda _: _body(self._activity_types),
            "/tenant/policy": lambda _: _refusal(403),
            "/accounts/{id}/policy": self._account_policy,
            "/sites/{id}/policy": self._site_policy,
            "/groups/{id}/policy": self._group_policy,
            "/rbac/roles": lambda request: self._with_roles(request, self._role_rows),
            "/rbac/role/{id}": lambda request: self._with_roles(request, self._role),
            "/cloud-detection/rules": self._rules,
            "/remote-scripts/guardrails/configuration": self._guardrail,
            "/upgrade-policy/policies": self._upgrades,
            "/ranger/settings": self._discovery,
            f"{_WORKFLOWS}/workflows": self._workflow_rows,
            f"{_WORKFLOWS}/workflow-execution": self._workflow_runs,
            f"{_WORKFLOWS}/workflow-import-export/export/{{id}}/{{version}}": self._workflow,
        }
        routes |= {path: self._lister(listing) for path, listing in lists.items()}
        self._router = Starlette(
            routes=[
                Route(f"{ROOT}{path}", _endpoint(handler))
                for path, handler in sorted(routes.items(), key=lambda pair: "{" in pair[0])
            ],
            exception_handlers={404: _not_found},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = str(scope["path"]).removeprefix(ROOT)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        authorization = headers.get("authorization", "")
        if "expire" in scope.get("aigov.faults", ()):
            self.access.kill(authorization)
        caller = self.access.caller(authorization)
        if path != "/system/status":
            if caller is None:
                return await send_answer(send, 401, error_body(401))
            if caller.expired:
                return await send_answer(send, 401, error_body(401, "The API token has expired"))
        limit = limit_for(path, LIMITS, OTHERS) or OTHERS
        wait = self._limits.take(VENDOR, caller.kind if caller else "", limit)
        if wait:
            return await self._throttle(send, wait)
        if caller is not None and (scope["method"], scope["path"]) == ("POST", ROOT + _ALERTS):
            return await self._answer_query(caller, scope, receive, send)
        if scope["method"] not in ("GET", "HEAD"):
            status = 405 if caller is not None and caller.can_write else 403
            return await send_answer(send, status, error_body(status))
        scope["aigov.caller"] = caller
        await self._router(scope, receive, send)

    async def _answer_query(
        self, caller: Caller, scope: Scope, receive: Receive, send: Send
    ) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        try:
            faults = scope.get("aigov.faults", frozenset())
            answer = self._alerts.answer(body, self.access.sites(caller), faults)
        except WriteError:
            return await send_answer(send, 403, error_body(403))
        await send_answer(send, 200, json.dumps(answer).encode())

    async def _throttle(self, send: Send, wait: float) -> None:
        self._throttled += 1
        told = (("retry-after", str(math.ceil(wait))),)
        # The header is not always there; every third refusal leaves it out.
        await send_answer(send, 429, error_body(429), told if self._throttled % 3 else ())

    def _lister(self, listing: Listing) -> Callable[[Request], Response]:
        return lambda request: _body(self._page(request, listing))

    def _page(
        self, request: Request, listing: Listing, wrap: Callable[[str], str] | None = None
    ) -> bytes:
        return page(
            listing,
            request.query_params.multi_items(),
            sites=self.access.sites(_caller(request)),
            faults=request.scope.get("aigov.faults", frozenset()),
            wrap=wrap or (lambda rows: f"[{rows}]"),
        )

    def _above_site(self, request: Request, listing: Listing) -> Response:
        if _caller(request).scope == "site":
            return _refusal(403)
        return _body(self._page(request, listing))

    def _site_rows(self, request: Request) -> Response:
        def wrap(rows: str) -> str:
            return f'{{"allSites":{self._all_sites()},"sites":[{rows}]}}'

        return _body(self._page(request, self._sites, wrap))

    def _agent_count(self, request: Request) -> Response:
        query = [*request.query_params.multi_items(), ("countOnly", "true")]
        sites = self.access.sites(_caller(request))
        counted = json.loads(page(self._agents, query, sites=sites, faults=frozenset()))
        return _json({"total": counted["pagination"]["totalItems"]})

    def _account_policy(self, request: Request) -> Response:
        if _caller(request).scope == "site":
            return _refusal(403)
        for account in self.console.accounts:
            if account.id == request.path_params["id"]:
                return _body(answer(self._policies.of_account(account)))
        return _refusal(404)

    def _site_policy(self, request: Request) -> Response:
        for site in self.console.sites:
            if site.id == request.path_params["id"]:
                if site.name == planted.DENIED_SITE or not self._may_see(request, site.id):
                    return _refusal(403)
                return _body(answer(self._policies.of_site(site)))
        return _refusal(404)

    def _group_policy(self, request: Request) -> Response:
        for group in self.console.groups:
            if group.id == request.path_params["id"]:
                site = group.site
                if site.name == planted.DENIED_SITE or not self._may_see(request, site.id):
                    return _refusal(403)
                return _body(answer(self._policies.of_group(group)))
        return _refusal(404)

    def _rules(self, request: Request) -> Response:
        """Answer with the rules of one level: that of the filter, else the caller's own highest."""
        asked, own = request.query_params, _caller(request).scope
        level = "group" if asked.get("groupIds") else "site" if asked.get("siteIds") else own
        return _body(self._page(request, self._automation.rules[level]))

    def _guardrail(self, request: Request) -> Response:
        level, scope_id = _asked(request, "scopeLevel"), _asked(request, "scopeId")
        if level == "account" and _caller(request).scope == "site":
            return _refusal(403)
        if level == "site" and not self._may_see(request, scope_id):
            return _refusal(403)
        found = self._automation.guardrail(level, scope_id)
        return _refusal(404) if found is None else _json(found)

    def _upgrades(self, request: Request) -> Response:
        level, system = _asked(request, "scopeLevel"), _asked(request, "osType")
        for name in ("sortBy", "sortOrder"):
            _asked(request, name)
        limit, skip = _asked(request, "limit"), _asked(request, "skip")
        if system not in SYSTEMS or not (limit.isdigit() and skip.isdigit()):
            raise BadQueryError("osType, limit, skip: Not a valid value")
        scope_id = request.query_params.get("scopeId", "")
        if level == "tenant" or (level == "account" and _caller(request).scope == "site"):
            return _refusal(403)
        if level == "site" and not self._may_see(request, scope_id):
            return _refusal(403)
        found = self._automation.upgrades(level, scope_id, system, limit=int(limit), skip=int(skip))
        return _body(found)

    def _discovery(self, request: Request) -> Response:
        if _caller(request).scope == "site":
            return _refusal(403)
        found = self._automation.discovery(request.query_params.get("accountIds", ""))
        return _refusal(404) if found is None else _json(found)

    def _workflow_rows(self, request: Request) -> Response:
        return self._skipping(request, self._workflows.rows, WORKFLOW_FILTERS)

    def _workflow_runs(self, request: Request) -> Response:
        return self._skipping(request, self._workflows.runs, RUN_FILTERS)

    def _skipping(
        self, request: Request, rows: Sequence[Row], filters: Mapping[str, Test]
    ) -> Response:
        faults = request.scope.get("aigov.faults", frozenset())
        self._workflows.move(faults)
        seen = self._workflows.visible(rows, self.access.sites(_caller(request)))
        return _body(skipping_page(seen, request.query_params.multi_items(), filters, faults))

    def _workflow(self, request: Request) -> Response:
        found = self._workflows.export(request.path_params["id"], request.path_params["version"])
        return _refusal(404) if found is None else _body(json.dumps(found).encode())

    def _may_see(self, request: Request, site_id: str) -> bool:
        sites = self.access.sites(_caller(request))
        return sites is None or site_id in sites

    def _with_roles(self, request: Request, handler: Callable[[Request], Response]) -> Response:
        return handler(request) if _caller(request).sees_roles else _refusal(403)

    def _role_rows(self, request: Request) -> Response:
        return _body(self._page(request, self._roles))

    def _role(self, request: Request) -> Response:
        for position in range(len(ROLES)):
            if console_id(5, position) == request.path_params["id"]:
                return _json(self.access.role(position))
        return _refusal(404)


def console_app(world: World, faults: FaultPlan, limits: Limits) -> App:
    """Return the console as an ASGI app, faults and limits included."""
    return faults.around(
        ConsoleApi(world, limits),
        vendor=VENDOR,
        root=ROOT,
        error_body=error_body,
        soft_body=error_body(500).replace(b"{", b'{"data": null, ', 1),
    )


def _endpoint(handler: Callable[[Request], Response]) -> Callable[..., object]:
    async def answered(request: Request) -> Response:
        try:
            return handler(request)
        except BadQueryError as refusal:
            return Response(error_body(400, str(refusal)), 400, media_type="application/json")

    return answered


async def _not_found(_request: Request, _error: Exception) -> Response:
    return _refusal(404)


def _asked(request: Request, name: str) -> str:
    text = request.query_params.get(name)
    if not text:
        raise BadQueryError(f"{name}: Missing data for required field")
    return text


def _caller(request: Request) -> Caller:
    caller: Caller = request.scope["aigov.caller"]
    return caller


def _json(data: object) -> Response:
    return _body(json.dumps({"data": data}).encode())


def _body(body: bytes) -> Response:
    return Response(body, media_type="application/json")


def _refusal(status: int) -> Response:
    return Response(error_body(status), status, media_type="application/json")
