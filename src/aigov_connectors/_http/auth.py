"""Authentication as small values: a vendor picks one and names its parameters.

A value (`StaticHeaderAuth`, `ClientCredentialsAuth`, `RefreshTokenAuth`) holds secrets and
no state; `open_client` turns it into a flow, which holds the state of one connection.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import httpx
from pydantic import SecretStr

from aigov_connectors._http.bodies import is_grant
from aigov_connectors._http.flows import (
    FlowByPath,
    HeaderFlow,
    HeadersFlow,
    Surroundings,
    TokenFlow,
    basic,
    usable,
)
from aigov_connectors._http.guard import ReadPost
from aigov_connectors._http.network import parse_base_url
from aigov_connectors.errors import (
    ConfigurationError,
)


class Auth(Protocol):
    """A way to authenticate: a frozen value that can start a flow."""

    @property
    def posts(self) -> tuple[ReadPost, ...]:
        """POSTs that the flow itself sends; they are declared to the guard."""
        ...

    def flow(self, around: Surroundings) -> httpx.Auth:
        """Start the flow of one connection.

        Raises:
            ConfigurationError: a secret cannot be used as it is.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticHeaderAuth:
    """One header that never changes: `Authorization: ApiToken ...`."""

    value: SecretStr
    header: str = "Authorization"
    prefix: str = ""
    """Stands before the secret, such as `ApiToken ` (with its blank)."""
    posts: tuple[ReadPost, ...] = ()

    def flow(self, around: Surroundings) -> httpx.Auth:
        """See `Auth.flow`."""
        secret = usable(self.value, around.vendor)
        return HeaderFlow(self.header, self.prefix + secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticHeadersAuth:
    """Several headers that never change, HTTP Basic among them if `user` is given.

    User and password stand in the Basic header as they are (RFC 7617), not form-encoded.
    """

    headers: Mapping[str, SecretStr] = field(default_factory=dict)
    user: SecretStr | None = None
    password: SecretStr | None = None
    posts: tuple[ReadPost, ...] = ()

    def flow(self, around: Surroundings) -> httpx.Auth:
        """See `Auth.flow`."""
        sent = {name: usable(value, around.vendor) for name, value in self.headers.items()}
        if self.user is not None:
            halves = (self.user, self.password or SecretStr(""))
            user, password = (usable(half, around.vendor) for half in halves)
            if ":" in user:
                raise ConfigurationError(
                    "the stored user name holds a colon, which ends a user name",
                    vendor=around.vendor,
                    hint="Store each part of the credential under its own name.",
                )
            pair = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
            sent["Authorization"] = f"Basic {pair}"
        return HeadersFlow(sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCredentialsAuth:
    """OAuth 2 client credentials: a bearer token, fetched when needed, shared by all reads."""

    token_path: str
    client_id: str
    client_secret: SecretStr
    scope: str | None = None
    send_credentials: Literal["body", "basic"] = "body"
    more_fields: Mapping[str, str] = field(default_factory=dict)
    """Form fields that this vendor wants besides, such as `audience`."""
    granted: Callable[[str | None], None] | None = None
    """Called after each token with the scope that the answer names, None where it names none."""
    token_query: Mapping[str, str] = field(default_factory=dict)
    """What stands in the query of the token's address, such as the tenant."""
    token_host: str | None = None
    """Where tokens are given out, if not at the base URL: `https://auth.vendor.example`. The
    caller answers for it, since the secret goes there."""

    @property
    def posts(self) -> tuple[ReadPost, ...]:
        """See `Auth.posts`."""
        return (ReadPost(self.token_path, accepts=is_grant, host=self.token_host),)

    def flow(self, around: Surroundings) -> httpx.Auth:
        """See `Auth.flow`."""
        secret = usable(self.client_secret, around.vendor)
        address = None
        if self.token_host is not None:
            address = parse_base_url(self.token_host, vendor=around.vendor)
        form = {"grant_type": "client_credentials", **self.more_fields}
        if self.scope:
            form["scope"] = self.scope
        headers = {}
        if self.send_credentials == "basic":
            headers["Authorization"] = basic(self.client_id, secret)
        else:
            form |= {"client_id": self.client_id, "client_secret": secret}
        return TokenFlow(
            around,
            self.token_path,
            lambda _: (form, headers),
            refresh_token=None,
            granted=self.granted,
            address=address,
            query=self.token_query,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshTokenAuth:
    """OAuth 2 refresh token of a signed-in user, for what a vendor shows to people only."""

    token_path: str
    client_id: str
    refresh_token: SecretStr
    client_secret: SecretStr | None = None
    rotated: Callable[[SecretStr], None] | None = None
    """Called with the new refresh token when the vendor replaces it; the old one is dead then."""
    granted: Callable[[str | None], None] | None = None
    """Called after each token with the scope that the answer names, None where it names none."""

    @property
    def posts(self) -> tuple[ReadPost, ...]:
        """See `Auth.posts`."""
        return (ReadPost(self.token_path, accepts=is_grant),)

    def flow(self, around: Surroundings) -> httpx.Auth:
        """See `Auth.flow`."""
        fixed = {"grant_type": "refresh_token", "client_id": self.client_id}
        if self.client_secret is not None:
            fixed["client_secret"] = usable(self.client_secret, around.vendor)

        def grant(refresh_token: str | None) -> tuple[dict[str, str], dict[str, str]]:
            return fixed | {"refresh_token": refresh_token or ""}, {}

        first = usable(self.refresh_token, around.vendor)
        return TokenFlow(
            around,
            self.token_path,
            grant,
            refresh_token=first,
            rotated=self.rotated,
            granted=self.granted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthByPath:
    """Another credential below one path, such as a person's where a machine is shown nothing.

    Both share one connection and its rate budget; neither is ever sent to the other's paths.
    """

    below: str
    """Path below the base URL, such as `/v2/ticketing`; it counts with all that lies below."""
    there: Auth
    elsewhere: Auth

    @property
    def posts(self) -> tuple[ReadPost, ...]:
        """See `Auth.posts`."""
        return (*self.there.posts, *self.elsewhere.posts)

    def flow(self, around: Surroundings) -> httpx.Auth:
        """See `Auth.flow`."""
        below = around.base_url.path.rstrip("/") + self.below.rstrip("/")
        return FlowByPath(below, self.there.flow(around), self.elsewhere.flow(around))
