"""The REST API as an ASGI app: login, clientId, routes in any case, refusals."""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from aigov_connectors.connectwise.automate.sandbox import automation, patching, people, planted
from aigov_connectors.connectwise.automate.sandbox.estate import Estate
from aigov_connectors.connectwise.automate.sandbox.login import (
    LOGIN,
    LOGINS,
    RENEWAL,
    Login,
    TokenDesk,
    message,
)
from aigov_connectors.connectwise.automate.sandbox.planted_policies import FLAGS
from aigov_connectors.connectwise.automate.sandbox.query import BadQueryError, Table, answer
from aigov_connectors.sandbox.asgi import App, Receive, Scope, Send, send_answer
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limit, Limits
from aigov_connectors.sandbox.world import SECRET_MARK, World

ROOT = "/cwa/api"

# No limit is published; a small server is overrun by less than this.
_LIMIT = Limit(ROOT, 600, seconds=60, burst=60)
_TEXTS = {
    400: "The request is invalid.",
    401: "Authorization has been denied for this request.",
    403: "Your user class does not allow this.",
    404: "Not found",
    405: "The requested resource does not support this method.",
    429: "Too many requests",
    500: "An error has occurred.",
    503: "Unavailable",
}
_BLIND = ("/v1/approvalpolicies", "/v1/scripts", "/v2/scripts", "/v1/userclasses")
_SCRIPT = re.compile(r"/v2/scripts/(\d+)")
_AT_CLIENT = re.compile(r"/v1/permissions/clients/(\d+)")
_COMPUTER = re.compile(r"/v1/computers/(\d+)/(\w+)")


def error_body(status: int) -> bytes:
    """Return the API's error body for a status."""
    return message(_TEXTS[status])


class RestApi:
    """The routes of the API over one world."""

    def __init__(self, world: World, limits: Limits) -> None:
        self.desk: TokenDesk = TokenDesk(world)
        self._limits = limits
        self._shown = {narrow: _Shown(Estate(world, narrow=narrow)) for narrow in (False, True)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        # Addresses of this server are read without regard to case.
        path, method = str(scope["path"]).lower(), scope["method"]
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        if path == LOGIN and method == "GET":
            return await send_answer(send, 200, json.dumps(_auth_information()).encode())
        if not path.startswith(ROOT):
            return await send_answer(send, 404, b"<html>Not Found</html>", _HTML)
        if headers.get("clientid") != self.desk.client_id:
            return await send_answer(send, 401, message("The clientId is missing or unknown."))
        authorization = headers.get("authorization", "")
        if path in (LOGIN, RENEWAL) and method == "POST":
            body = await _body(receive)
            status, told = self.desk.log_in(body) if path == LOGIN else self.desk.renew(body)
            return await send_answer(send, status, told)
        if "expire" in scope.get("aigov.faults", ()):
            self.desk.revoke_all()
        login = self.desk.of(authorization)
        if login is None:
            return await send_answer(send, 401, error_body(401))
        if method not in ("GET", "HEAD"):
            return await send_answer(send, 405, error_body(405))
        if wait := self._limits.take(planted.VENDOR, login.user, _LIMIT):
            told_wait = (("retry-after", str(math.ceil(wait))),)
            return await send_answer(send, 429, error_body(429), told_wait)
        query = dict(parse_qsl(bytes(scope["query_string"]).decode(), keep_blank_values=True))
        broken = "broken-record" in scope.get("aigov.faults", ())
        status, body = self._answer(path.removeprefix(ROOT), query, login, broken=broken)
        await send_answer(send, status, body)

    def _answer(
        self, path: str, query: Mapping[str, str], login: Login, *, broken: bool
    ) -> tuple[int, bytes]:
        if login.blind and path.startswith(_BLIND):
            return 403, error_body(403)
        shown = self._shown[login.narrow]
        try:
            if path in _OBJECTS:
                return 200, json.dumps(_OBJECTS[path](login)).encode()
            if found := _SCRIPT.fullmatch(path):
                return 200, json.dumps(automation.script_object(int(found[1]))).encode()
            if found := _AT_CLIENT.fullmatch(path):
                return 200, json.dumps(shown.rights_at(int(found[1]), login.class_id)).encode()
            if (found := _COMPUTER.fullmatch(path)) and found[2] == "effectivepatchingpolicy":
                return 200, json.dumps(shown.effective(int(found[1]))).encode()
            if found:
                return 200, answer(shown.of_computer(int(found[1]), found[2]), query, broken=broken)
            table = shown.table(path)
            if table is None:
                return 404, error_body(404)
            return 200, answer(table, query, broken=broken)
        except BadQueryError as refusal:
            return 400, message(str(refusal))
        except LookupError as missing:
            return 404, message(str(missing))


class _Shown:
    """The lists that one kind of caller is shown; each is made once."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._made: dict[str, Table] = {}
        self._lists: Mapping[str, Callable[[], Table]] = {
            "/v1/clients": estate.client_rows,
            "/v1/locations": estate.location_rows,
            "/v1/computers": estate.computer_rows,
            "/v1/groups": estate.group_rows,
            "/v1/groupcomputers": estate.member_rows,
            "/v1/scripts": automation.script_rows,
            "/v1/scripting/scriptschedules": lambda: automation.schedule_rows(estate),
            "/v1/scripting/runningscripts": lambda: automation.running_rows(estate),
            "/v1/internalmonitorresults": lambda: automation.result_rows(estate),
            "/v1/monitorhistory": lambda: automation.state_rows(estate),
            "/v1/computers/maintenancemodes": lambda: automation.mode_rows(estate),
            "/v1/sensorchecks": automation.sensor_check_rows,
            "/v1/alerts": lambda: automation.alert_rows(estate),
            "/v1/tickets": lambda: automation.ticket_rows(estate),
            "/v1/approvalpolicies": patching.approval_rows,
            "/v1/microsoftupdatepolicies": patching.update_rows,
            "/v1/thirdpartyupdatepolicies": patching.third_party_rows,
            "/v1/rebootpolicies": patching.reboot_rows,
            "/v1/grouppatchingpolicies": lambda: patching.patch_group_rows(estate),
            "/v1/patchhistory": lambda: patching.history_rows(estate),
            "/v1/users": lambda: people.user_rows(estate),
            "/v1/userclasses": people.class_rows,
            "/v1/useraudits": lambda: people.audit_rows(estate),
            "/v1/licensedproducts": _licences,
        }

    def table(self, path: str) -> Table | None:
        """Return the list at a path."""
        if path not in self._lists:
            return None
        if path not in self._made:
            self._made[path] = self._lists[path]()
        return self._made[path]

    def rights_at(self, client: int, class_id: int) -> list[str]:
        """Return what a class may do at one client."""
        return people.rights_at(self._estate.world, client, class_id)

    def effective(self, computer: int) -> Mapping[str, Any]:
        """Return the patching policies that one computer has in the end.

        Raises:
            LookupError: there is no such computer.
        """
        return patching.effective_of(self._estate, computer)

    def of_computer(self, computer: int, what: str) -> Table:
        """Return a list of one computer.

        Raises:
            LookupError: there is no such computer, or no such list.
        """
        key = f"{computer}/{what}"
        if key not in self._made:
            if what == "scripthistory":
                self._made[key] = automation.history_of(self._estate, computer)
            elif what == "commandhistory":
                self._made[key] = automation.commands_of(self._estate, computer)
            elif what == "monitoralertsuspensions":
                self._made[key] = automation.suspensions_of(self._estate, computer)
            elif what == "monitors":
                self._made[key] = automation.monitors_of(self._estate, computer)
            else:
                raise LookupError(f"No HTTP resource was found: {what}")
        return self._made[key]


def _auth_information() -> dict[str, Any]:
    return {
        "AllowDirect": True,
        "AllowServiceRegistration": False,
        "AutomateRedirectUri": None,
        "Services": [],
    }


def _licences() -> Table:
    return Table.of(
        [
            {
                "ProductId": 1,
                "ProductSku": "AUTOMATE",
                "IsLicenseActive": True,
                "CurrentLicenseUsage": 1200,
                "MaxLicenseUsage": 3000,
                "CdKey": SECRET_MARK,
                "LicenseFile": SECRET_MARK,
                "Data": SECRET_MARK,
            }
        ],
        "ProductId",
    )


_OBJECTS: Mapping[str, Callable[[Login], object]] = {
    "/v1/permissions/users": lambda login: people.rights(login.class_id),
    "/v1/featureflags": lambda _: dict(FLAGS),
    "/v1/patchinformation": lambda _: {
        "WebServerPatchVersion": "25.0.5.178",
        "DBAgentServerPatchVersion": "25.0.5.178",
        "ControlCenterPatchVersion": "25.0.5.178",
        "RemoteAgentPatchVersion": "250.182",
        "LinuxAgentPatchVersion": None,
        "MacAgentPatchVersion": None,
        "LastPatchedDate": "2026-10-03T05:00:00",
    },
}
_HTML = (("content-type", "text/html"),)


async def _body(receive: Receive) -> bytes:
    found = b""
    while True:
        part = await receive()
        found += bytes(part.get("body", b""))
        if not part.get("more_body"):
            return found


def rest_api_app(world: World, faults: FaultPlan, limits: Limits) -> App:
    """Return the API as an ASGI app, faults and limits included."""
    api = RestApi(world, limits)
    return faults.around(api, vendor=planted.VENDOR, root=ROOT, error_body=error_body)


def client_id(world: World) -> str:
    """Return the identifier of the integration."""
    return TokenDesk(world).client_id


__all__ = ["LOGINS", "RestApi", "client_id", "rest_api_app"]
