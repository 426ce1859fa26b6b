"""Tokens by login and by renewal, with a second factor for people; bearers that end."""

import json
import time
from dataclasses import dataclass, field

from aigov_connectors.connectwise.automate.sandbox.planted_policies import (
    OWN_CLASS,
    OWN_USER,
    READ_CLASS,
    WRITE_CLASS,
)
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import SECOND, iso
from aigov_connectors.sandbox.world import SECRET_MARK, World

LOGIN, RENEWAL = "/cwa/api/v1/apitoken", "/cwa/api/v1/apitoken/refresh"


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who may log in."""

    user: str
    password: str
    id: int
    class_id: int
    needs_code: bool = False
    narrow: bool = False
    """Whether the class sees some clients only: lists are shorter, and nothing says so."""
    blind: bool = False
    """Whether patching and scripts are refused."""


LOGINS: dict[str, Login] = {
    "reader": Login("svc-aigov", f"reader-{SECRET_MARK}", OWN_USER, OWN_CLASS),
    "writer": Login("svc-writer", f"writer-{SECRET_MARK}", 40, WRITE_CLASS),
    "narrow": Login("svc-narrow", f"narrow-{SECRET_MARK}", 41, READ_CLASS, narrow=True),
    "blind": Login("svc-blind", f"blind-{SECRET_MARK}", 42, OWN_CLASS, blind=True),
    "person": Login("jdoe", f"person-{SECRET_MARK}", 12, OWN_CLASS, needs_code=True),
}
CODE = "123456"


@dataclass(slots=True)
class _Bearer:
    login: Login
    ends: float
    ends_for_good: float


@dataclass(slots=True)
class TokenDesk:
    """Gives tokens out and knows those that still hold."""

    world: World
    logins: int = 0
    """How many tokens were given for a password."""
    renewals: int = 0
    _bearers: dict[str, _Bearer] = field(default_factory=dict)

    @property
    def client_id(self) -> str:
        """The identifier of the integration."""
        return uuid_text(self.world.seed, 60)

    def log_in(self, body: bytes) -> tuple[int, bytes]:
        """Answer a login: status and body."""
        asked = _object(body)
        login = next((one for one in LOGINS.values() if one.user == asked.get("UserName")), None)
        if login is None or login.password != asked.get("Password"):
            return 401, message("The user name or password is incorrect.")
        if login.needs_code and asked.get("TwoFactorPasscode") != CODE:
            # No refusal: the answer is a success that holds no token.
            return 200, self._told(login, None, needs_code=True)
        self.logins += 1
        seconds = int(str(self.world.option("connectwise.automate.expires_in", 3600)))
        now = time.monotonic()
        return self._given(login, _Bearer(login, now + seconds, now + 8 * 3600))

    def renew(self, body: bytes) -> tuple[int, bytes]:
        """Answer a renewal, whose body is the token as a JSON string."""
        token = _text(body)
        bearer = self._bearers.get(token)
        if bearer is None or bearer.ends_for_good <= time.monotonic():
            return 401, message("The token cannot be renewed.")
        self.renewals += 1
        seconds = int(str(self.world.option("connectwise.automate.renews_for", 3600)))
        return self._given(
            bearer.login,
            _Bearer(bearer.login, time.monotonic() + seconds, bearer.ends_for_good),
        )

    def of(self, authorization: str) -> Login | None:
        """Return whose token it is; None for one that does not hold."""
        scheme, _, token = authorization.partition(" ")
        bearer = self._bearers.get(token) if scheme.lower() == "bearer" else None
        return None if bearer is None or bearer.ends <= time.monotonic() else bearer.login

    def revoke_all(self) -> None:
        """End every token at once."""
        self._bearers.clear()

    def _given(self, login: Login, bearer: _Bearer) -> tuple[int, bytes]:
        token = f"eyJ.{SECRET_MARK}-{self.logins:04d}-{self.renewals:04d}"
        self._bearers[token] = bearer
        return 200, self._told(login, token, ends_in=bearer.ends - time.monotonic())

    def _told(
        self, login: Login, token: str | None, *, ends_in: float = 0.0, needs_code: bool = False
    ) -> bytes:
        now = round(time.time()) * SECOND
        return json.dumps(
            {
                "AccessToken": token,
                "TokenType": "Bearer",
                "ExpirationDate": iso(now + round(ends_in) * SECOND, digits=0),
                "AbsoluteExpirationDate": iso(now + 8 * 3600 * SECOND, digits=0),
                "UserId": str(login.id),
                "InternalUserName": login.user,
                "IsTwoFactorRequired": needs_code,
                "IsInternalTwoFactorRequired": needs_code,
                "SSOAccessToken": None,
            }
        ).encode()


def message(text: str) -> bytes:
    """Return the API's error body."""
    return json.dumps({"Message": text}).encode()


def _object(body: bytes) -> dict[str, object]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _text(body: bytes) -> str:
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    return found if isinstance(found, str) else ""
