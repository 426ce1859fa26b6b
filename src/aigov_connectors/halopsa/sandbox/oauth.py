"""Where to sign in, and tokens: client credentials with scopes, and the tenant in the query."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aigov_connectors.halopsa.sandbox import planted
from aigov_connectors.sandbox.world import SECRET_MARK, World


@dataclass(frozen=True, slots=True)
class Credential:
    """A client id with its secret and the scopes that the application was given."""

    client_id: str
    secret: str
    scopes: frozenset[str]


CREDENTIALS: Mapping[str, Credential] = {
    "reader": Credential(
        planted.OWN_APPLICATION, f"{SECRET_MARK}-reader", frozenset(planted.READING)
    ),
    "writer": Credential(
        planted.WRITER_APPLICATION, f"{SECRET_MARK}-writer", frozenset({"all", *planted.READING})
    ),
    "narrow": Credential(
        planted.NARROW_APPLICATION, f"{SECRET_MARK}-narrow", frozenset(planted.READING[:4])
    ),
}


@dataclass(slots=True)
class TokenDesk:
    """Gives tokens out and knows those that still hold."""

    world: World
    _bearers: dict[str, tuple[str, frozenset[str], float]] = field(default_factory=dict)
    _issued: int = 0

    def grant(self, query: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer a request for a token: status and body."""
        form = dict(parse_qsl(body.decode("utf-8", "replace")))
        if query.get("tenant") != planted.TENANT:
            # Without the tenant the hosted service does not know whose application it is.
            return 400, _error("invalid_request", "The tenant is missing or unknown.")
        known = next(
            (one for one in CREDENTIALS.values() if one.client_id == form.get("client_id")), None
        )
        if known is None or known.secret != form.get("client_secret"):
            return 401, _error("invalid_client", "The specified client credentials are invalid.")
        if form.get("grant_type") != "client_credentials":
            return 400, _error("unsupported_grant_type", "The grant type is not supported.")
        scopes = frozenset(form.get("scope", "").split())
        if not scopes or not scopes <= known.scopes:
            return 400, _error("invalid_scope", "This client is not allowed to use the scope.")
        seconds = int(str(self.world.option("halopsa.expires_in", 3600)))
        self._issued += 1
        token = f"{SECRET_MARK}-bearer-{self._issued:06d}"
        self._bearers[token] = (known.client_id, scopes, time.monotonic() + seconds)
        answer = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": seconds,
            "scope": " ".join(sorted(scopes)),
        }
        return 200, json.dumps(answer).encode()

    def holder(self, authorization: str) -> tuple[str, frozenset[str]] | None:
        """Return client id and scopes of a bearer; None for one that does not hold."""
        scheme, _, token = authorization.partition(" ")
        found = self._bearers.get(token) if scheme.lower() == "bearer" else None
        if found is None or found[2] <= time.monotonic():
            return None
        return found[0], found[1]

    def revoke_all(self) -> None:
        """End every token at once."""
        self._bearers.clear()


def _error(code: str, text: str) -> bytes:
    return json.dumps({"error": code, "error_description": text}).encode()
