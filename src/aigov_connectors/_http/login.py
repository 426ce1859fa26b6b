"""Logging in with a name and a password, as JSON, for a token that can be renewed for a while.

`LoginAuth` is a value like those of `auth`; its flow shares their manners: one login for all who
wait, a new one after a refused token, and a refusal that fails everybody who waited for it.
"""

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from pydantic import SecretStr
from pydantic_core import from_json

from aigov_connectors._http.bodies import is_json_string, keys_exactly
from aigov_connectors._http.context import RequestContext, attach
from aigov_connectors._http.flows import Surroundings, TokenFlow, is_header_safe, usable
from aigov_connectors._http.guard import ReadPost
from aigov_connectors._http.status import ErrorRule, asked
from aigov_connectors.errors import AuthenticationError, ConfigurationError, ResponseShapeError


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAuth:
    """A login whose body is JSON: a bearer token comes back with the moment of its end."""

    path: str
    """Where a login is posted."""
    fields: Mapping[str, SecretStr]
    """The body of the login, by the vendor's own names."""
    headers: Mapping[str, SecretStr] = field(default_factory=dict)
    """Sent with every request, the login among them, such as the id of the integration."""
    renewal_path: str | None = None
    """Where the token, as a JSON string, is posted to be renewed; None logs in anew."""
    token_at: str = "AccessToken"  # noqa: S105  # the name of a key
    ends_at: str = "ExpirationDate"
    """Key of the moment at which the token ends."""
    ends_for_good_at: str | None = "AbsoluteExpirationDate"
    """Key of the moment after which it cannot be renewed any more."""
    unfinished: Mapping[str, ErrorRule] = field(default_factory=dict)
    """Keys that are true in an answer of success without a token, and what that means."""

    @property
    def posts(self) -> tuple[ReadPost, ...]:
        """See `Auth.posts`."""
        login = ReadPost(self.path, accepts=keys_exactly(self.fields))
        if self.renewal_path is None:
            return (login,)
        return (login, ReadPost(self.renewal_path, accepts=is_json_string))

    def flow(self, around: Surroundings) -> httpx.Auth:
        """See `Auth.flow`."""
        body = {name: _typed(value, around.vendor) for name, value in self.fields.items()}
        headers = {name: usable(value, around.vendor) for name, value in self.headers.items()}
        return _LoginFlow(self, around, json.dumps(body).encode(), headers)


class _LoginFlow(TokenFlow):
    def __init__(
        self, auth: LoginAuth, around: Surroundings, body: bytes, headers: Mapping[str, str]
    ) -> None:
        super().__init__(around, auth.path, lambda _: ({}, {}), refresh_token=None)
        self._auth = auth
        self._body = body
        self._headers = headers
        self._renewable_until: datetime | None = None
        self._is_renewal = False
        self._server_time: datetime | None = None

    def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        request.headers.update(self._headers)
        return super().async_auth_flow(request)

    def _request(self) -> httpx.Request:
        # A token that still holds by its own word and was refused all the same is dead: only
        # one that is about to end is renewed.
        ends = self._renewable_until
        is_ending = self._token is not None and self._current() is None
        in_time = ends is None or self._around.clock.now() < ends
        self._is_renewal = self._auth.renewal_path is not None and is_ending and in_time
        base, around = self._around.base_url, self._around
        return httpx.Request(
            "POST",
            base.copy_with(path=base.path.rstrip("/") + self._path_now),
            content=json.dumps(self._token).encode() if self._is_renewal else self._body,
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
                **self._headers,
            },
            extensions={**attach(self._context()), "timeout": dict(around.timeout)},
        )

    @property
    def _path_now(self) -> str:
        return (self._is_renewal and self._auth.renewal_path) or self._auth.path

    def _context(self) -> RequestContext:
        return RequestContext(template=self._path_now)

    def _is_worth_another(self, response: httpx.Response) -> bool:
        if self._is_renewal and response.status_code // 100 == 4:
            self._token = None  # it cannot be renewed any more; the password still counts
            return True
        return super()._is_worth_another(response)

    def _accept(self, response: httpx.Response) -> str:
        # How long a token lasts is told by the server's clock, which may differ from ours.
        self._server_time = _date_of(response)
        return super()._accept(response)

    def _parse(self, body: bytes) -> tuple[str, float | None, str | None, str | None]:
        try:
            found = from_json(body)
        except ValueError:
            found = None
        answer: dict[str, Any] = found if isinstance(found, dict) else {}
        token = answer.get(self._auth.token_at)
        if not isinstance(token, str) or not token or not is_header_safe(token):
            raise self._no_token(answer)
        now = self._server_time or self._around.clock.now()
        ends = _moment(answer.get(self._auth.ends_at))
        for_good = _moment(answer.get(self._auth.ends_for_good_at or ""))
        if for_good is not None:
            self._renewable_until = self._around.clock.now() + (for_good - now)
        lasts = None if ends is None else (ends - now).total_seconds()
        return token, lasts if lasts is not None and lasts > 0 else None, None, None

    def _no_token(self, answer: Mapping[str, Any]) -> AuthenticationError | ResponseShapeError:
        where = asked("POST", self._context())
        rule = next((r for key, r in self._auth.unfinished.items() if answer.get(key)), None)
        about: dict[str, Any] = {
            "vendor": self._around.vendor,
            "method": "POST",
            "path_template": self._path_now,
        }
        if rule is None:
            return ResponseShapeError(f"{where}: the answer holds no access token", **about)
        return AuthenticationError(f"{where}: {rule.says}", hint=rule.hint, **about)


def _typed(secret: SecretStr, vendor: str) -> str:
    """Give what somebody typed: any letters, but no line break that came along with it."""
    value = secret.get_secret_value().strip("\r\n")
    if not value or not value.isprintable():
        raise ConfigurationError(
            "the stored secret is empty or holds characters that nobody types",
            vendor=vendor,
            hint="Store it again; a line break may have been copied with it.",
        )
    return value


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _date_of(response: httpx.Response) -> datetime | None:
    try:
        found = parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
