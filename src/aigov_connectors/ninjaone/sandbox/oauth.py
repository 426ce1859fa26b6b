"""Tokens: of a machine or of a person who signed in once, with refusals; bearers that end."""

import base64
import binascii
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aigov_connectors.sandbox.world import SECRET_MARK, World

TOKEN_PATHS = frozenset({"/ws/oauth/token", "/oauth/token"})


@dataclass(frozen=True, slots=True)
class ApiClient:
    """A client application that an administrator made, and the scopes that he gave it."""

    id: str
    secret: str
    scopes: frozenset[str]


@dataclass(slots=True)
class _Bearer:
    scopes: frozenset[str]
    ends: float
    of_person: bool


@dataclass(slots=True)
class TokenDesk:
    """Gives tokens out and knows those that still hold."""

    world: World
    _bearers: dict[str, _Bearer] = field(default_factory=dict)
    _issued: int = 0
    _rotations: int = 0

    @property
    def refresh_token(self) -> str:
        """The refresh token that holds now; it stands for a technician who signed in."""
        return f"{SECRET_MARK}-refresh-{self._rotations:04d}"

    def clients(self) -> Mapping[str, ApiClient]:
        """Return the client applications by kind."""
        return {
            kind: ApiClient(f"{kind}-app", f"{SECRET_MARK}-{kind}-secret", frozenset(scopes))
            for kind, scopes in (
                ("monitoring", ("monitoring",)),
                ("management", ("monitoring", "management")),
            )
        }

    def grant(self, body: bytes, authorization: str) -> tuple[int, bytes]:
        """Answer a request for a token: status and body."""
        form = dict(parse_qsl(body.decode("utf-8", "replace")))
        id_, secret = _basic(authorization) or (
            form.get("client_id", ""),
            form.get("client_secret", ""),
        )
        client = next((one for one in self.clients().values() if one.id == id_), None)
        if client is None or client.secret != secret:
            return 401, _error("invalid_client", "Client authentication failed")
        kind = form.get("grant_type")
        scopes = frozenset(form.get("scope", "monitoring").split())
        if kind == "refresh_token":
            if form.get("refresh_token") != self.refresh_token:
                return 400, _error("invalid_grant", "Refresh token is not valid")
            return 200, self._token(scopes, of_person=True)
        if kind != "client_credentials":
            return 400, _error("unsupported_grant_type", "Grant type is not allowed")
        if not scopes <= client.scopes:
            # offline_access too: it belongs to another grant.
            return 400, _error("invalid_scope", "Requested scope is not granted to this client")
        return 200, self._token(scopes, of_person=False)

    def _token(self, scopes: frozenset[str], *, of_person: bool) -> bytes:
        seconds = int(str(self.world.option("ninjaone.expires_in", 3600)))
        self._issued += 1
        token = f"{SECRET_MARK}-bearer-{self._issued:06d}"
        self._bearers[token] = _Bearer(scopes, time.monotonic() + seconds, of_person)
        answer: dict[str, str | int] = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": seconds,
            "scope": " ".join(sorted(scopes)),
        }
        if of_person:
            # Whether the vendor replaces it each time is not documented: both exist here.
            self._rotations += bool(self.world.option("ninjaone.rotates_refresh_tokens", False))
            answer["refresh_token"] = self.refresh_token
        return json.dumps(answer).encode()

    def is_person(self, authorization: str) -> bool:
        """Tell whether a bearer stands for a person who signed in."""
        bearer = self._bearers.get(authorization.partition(" ")[2])
        return bearer is not None and bearer.of_person

    def scopes(self, authorization: str) -> frozenset[str] | None:
        """Return what a bearer may do; None for one that does not hold."""
        scheme, _, token = authorization.partition(" ")
        bearer = self._bearers.get(token) if scheme.lower() == "bearer" else None
        if bearer is None or bearer.ends <= time.monotonic():
            return None
        return bearer.scopes

    def revoke_all(self) -> None:
        """End every token at once."""
        self._bearers.clear()


def _basic(authorization: str) -> tuple[str, str] | None:
    scheme, _, packed = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        id_, _, secret = base64.b64decode(packed).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ("", "")
    return id_, secret


def _error(code: str, text: str) -> bytes:
    return json.dumps({"error": code, "error_description": text}).encode()
