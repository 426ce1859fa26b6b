"""How requests get their credentials: the flows that the values of `auth` start.

A flow holds the state of one connection, such as a token and when it ends; it is the only place
that adds a secret to a request.
"""

import base64
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from copy import copy
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

import httpx
from pydantic import SecretStr
from pydantic_core import from_json

from aigov_connectors._http.context import RequestContext, attach
from aigov_connectors._http.status import ErrorRule, ErrorTable, asked, error_from_answer
from aigov_connectors.clock import Clock
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectorError,
    ResponseShapeError,
    TransportError,
)

REFRESH_BEFORE = 60.0  # seconds: longer than any read timeout's worth of clock difference


class Surroundings(NamedTuple):
    """What a flow needs to know about its connection."""

    vendor: str
    base_url: httpx.URL
    errors: ErrorTable
    clock: Clock
    timeout: Mapping[str, float | None]


class FlowByPath(httpx.Auth):
    def __init__(self, below: str, there: httpx.Auth, elsewhere: httpx.Auth) -> None:
        self._below = below
        self._there = there
        self._elsewhere = elsewhere

    def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        path = request.url.path
        is_there = path == self._below or path.startswith(f"{self._below}/")
        return (self._there if is_there else self._elsewhere).async_auth_flow(request)


class HeaderFlow(httpx.Auth):
    def __init__(self, header: str, value: str) -> None:
        self._header = header
        self._value = value

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        request.headers[self._header] = self._value
        yield request


class HeadersFlow(httpx.Auth):
    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        request.headers.update(self._headers)
        yield request


_Grant = Callable[[str | None], tuple[dict[str, str], dict[str, str]]]


class TokenFlow(httpx.Auth):
    """Gives every request the current token, and fetches a new one once for all that wait."""

    def __init__(
        self,
        around: Surroundings,
        token_path: str,
        grant: _Grant,
        *,
        refresh_token: str | None,
        rotated: Callable[[SecretStr], None] | None = None,
        granted: Callable[[str | None], None] | None = None,
        address: httpx.URL | None = None,
        query: Mapping[str, str] | None = None,
    ) -> None:
        from asyncio import Lock

        self._around = around
        self._path = token_path
        base = around.base_url if address is None else address
        self._url = base.copy_with(path=base.path.rstrip("/") + token_path, params=query or None)
        self._grant = grant
        self._refresh_token = refresh_token
        self._rotated = rotated
        self._granted = granted
        self._token: str | None = None
        self._good_until = 0.0
        self._lock = Lock()
        self._failures = 0
        self._failure: ConnectorError | None = None

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send `request` with a token; after a 401 once more with a newer one."""
        token = self._current()
        if token is None:
            async with self._turn() as mine:
                token = self._current()
                if token is None:
                    response = yield mine
                    if self._is_worth_another(response):
                        response = yield self._request()
                    token = self._accept(response)
        request.headers["Authorization"] = f"Bearer {token}"
        response = yield request
        if response.status_code != 401:
            return
        # Another request may have fetched a new token while this one was under way.
        if self._token == token:
            async with self._turn() as mine:
                if self._token == token:
                    response = yield mine
                    if self._is_worth_another(response):
                        response = yield self._request()
                    self._accept(response)
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request

    def _current(self) -> str | None:
        fresh = self._around.clock.monotonic() < self._good_until
        return self._token if fresh else None

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[httpx.Request]:
        """Wait for the right to fetch a token; what fails for one fails for all who waited."""
        failures = self._failures
        async with self._lock:
            if self._failures != failures and self._failure is not None:
                raise copy(self._failure)
            try:
                yield self._request()
            except ConnectorError as problem:
                self._fail(problem)
                raise
            except GeneratorExit:
                # httpx closes the flow when the token request did not get through. A reader
                # that was cancelled closes it too, but says nothing about the vendor.
                from asyncio import current_task

                task = current_task()
                if task is None or not task.cancelling():
                    self._fail(self._unreachable())
                raise

    def _fail(self, problem: ConnectorError) -> None:
        self._failures += 1
        self._failure = problem

    def _request(self) -> httpx.Request:
        form, headers = self._grant(self._refresh_token)
        around = self._around
        return httpx.Request(
            "POST",
            self._url,
            content=urlencode(form).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
                **headers,
            },
            extensions={**attach(self._context()), "timeout": dict(around.timeout)},
        )

    def _context(self) -> RequestContext:
        return RequestContext(template=self._path)

    def _is_worth_another(self, response: httpx.Response) -> bool:
        """Tell whether the answer came broken and may be asked for once more.

        A refresh token may have been replaced by the answer that broke, and to show the old one
        again can end the whole grant.
        """
        if response.status_code // 100 != 2 or self._refresh_token is not None:
            return False
        try:
            from_json(response.content)
        except ValueError:
            return True
        return False

    def _accept(self, response: httpx.Response) -> str:
        """Take the token out of the answer; `response` has been read by httpx or by us."""
        around = self._around
        if response.status_code // 100 != 2:
            raise error_from_answer(
                vendor=around.vendor,
                method="POST",
                context=self._context(),
                table=_token_table(around.errors),
                status=response.status_code,
                headers=response.headers,
                body=response.content,
                now=around.clock.now(),
            )
        token, lasts, refresh, scope = self._parse(response.content)
        self._token = token
        if lasts is None:
            self._good_until = float("inf")  # it does not say; the 401 will
        else:
            # A token that lives shorter than the margin is used for half of its life.
            self._good_until = around.clock.monotonic() + max(lasts - REFRESH_BEFORE, lasts / 2)
        self._failure = None
        if self._granted is not None:
            self._granted(scope)
        if refresh and refresh != self._refresh_token and self._refresh_token is not None:
            self._refresh_token = refresh
            if self._rotated is not None:
                self._rotated(SecretStr(refresh))
        return token

    def _parse(self, body: bytes) -> tuple[str, float | None, str | None, str | None]:
        try:
            answer = from_json(body)
        except ValueError:
            answer = None
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token or not is_header_safe(token):
            raise ResponseShapeError(
                f"{asked('POST', self._context())}: the answer holds no access token",
                vendor=self._around.vendor,
                method="POST",
                path_template=self._path,
            )
        try:
            lasts = float(answer.get("expires_in") or 0) or None
        except (TypeError, ValueError):
            lasts = None
        words = (answer.get("refresh_token"), answer.get("scope"))
        refresh, scope = (word if isinstance(word, str) else None for word in words)
        return token, lasts, refresh, scope

    def _unreachable(self) -> TransportError:
        return TransportError(
            f"{asked('POST', self._context())}: the token could not be fetched",
            vendor=self._around.vendor,
            method="POST",
            path_template=self._path,
        )


def _token_table(table: ErrorTable) -> ErrorTable:
    """Read refusals at the token endpoint as what they are: the credential is not good."""
    refused = ErrorRule(AuthenticationError, "the credential was not accepted")
    return ErrorTable(
        by_code=table.by_code,
        by_status={400: refused, 401: refused, 403: refused},
        code_at=table.code_at,
        hints=table.hints,
        request_id_header=table.request_id_header,
    )


def usable(secret: SecretStr, vendor: str) -> str:
    """Give a secret as a header can hold it.

    Raises:
        ConfigurationError: it is none or empty, or holds what no secret has.
    """
    if not isinstance(secret, SecretStr):  # whoever calls from code that nobody checks
        raise ConfigurationError(
            f"the secret is {'missing' if secret is None else 'no SecretStr'}",
            vendor=vendor,
            hint="Give it as pydantic.SecretStr; a variable of the environment may not be set.",
        )
    value = secret.get_secret_value().strip()
    if not value or not is_header_safe(value):
        raise ConfigurationError(
            "the stored secret is empty or holds characters that no secret has",
            vendor=vendor,
            hint="Store it again; a line break or a quotation mark may have been copied with it.",
        )
    return value


def is_header_safe(value: str) -> bool:
    """Whether a header can hold `value` as it is."""
    return value.isascii() and value.isprintable()


def basic(user: str, secret: str) -> str:
    # RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
    pair = f"{quote_plus(user)}:{quote_plus(secret)}".encode()
    return "Basic " + base64.b64encode(pair).decode("ascii")
