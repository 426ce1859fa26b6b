"""An invented NinjaOne tenant behind an injected transport, and a clock that does not wait."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl

import httpx
from pydantic import SecretStr

from aigov_connectors._http import RetryPolicy
from aigov_connectors.catalogue import VendorCatalogue, load_catalogue
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.inventory import Collection, ConnectionStatus, Origin, Place
from aigov_connectors.ninjaone import NinjaOneClient
from aigov_connectors.ninjaone.connection import NinjaOneConnector, Rotation
from aigov_connectors.ninjaone.connector import RESOURCES, NinjaOneOptions

ANSWERS = Path(__file__).parent / "answers"
BASE_URL = "https://eu.ninjarmm.com"
SECRET = "hush-client-secret"
REFRESH = "hush-refresh-token"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PLACE = Place(connection="acme", tenant_id="acme")

Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class Clock:
    """Time passes only by sleeping."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Tenant(httpx.AsyncBaseTransport):
    """Answers from the folder; `instead` replaces the answer of a path."""

    instead: dict[str, Answer] = field(default_factory=dict)
    scope: str | None = "monitoring"
    replaces: str | None = None
    """The refresh token that each token answer for a person names."""
    person_scope: str = "monitoring offline_access"
    requests: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = request.url.path
        if path in self.instead:
            return self.instead[path](request)
        if path == "/ws/oauth/token":
            if "refresh_token" in parse_qs(request.content.decode()):
                person = {"access_token": "hush-person", "scope": self.person_scope}
                return httpx.Response(200, json=person | {"refresh_token": self.replaces})
            grant = {"access_token": "hush-token", "token_type": "Bearer", "expires_in": 3600}
            return httpx.Response(200, json=grant | ({"scope": self.scope} if self.scope else {}))
        is_person = request.headers["Authorization"] == "Bearer hush-person"
        if path.startswith("/v2/ticketing/") is not is_person:
            return httpx.Response(403, json={"resultCode": "FAILURE"})
        if {"after", "olderThan"} & set(request.url.params):
            return httpx.Response(200, content=_after_the_end(path))
        if path.endswith("/run") and json.loads(request.content).get("lastCursorId"):
            return httpx.Response(200, json={"data": [], "metadata": {"lastCursorId": 1}})
        if "cursor" in request.url.params:
            return httpx.Response(200, json={"results": []})
        file = ANSWERS / f"{path.removeprefix('/v2/').replace('/', '-')}.json"
        return httpx.Response(200, content=file.read_bytes())

    def form(self) -> dict[str, str]:
        """The form of the (last) token request."""
        sent = [one for one in self.requests if one.url.path == "/ws/oauth/token"]
        return dict(parse_qsl(sent[-1].content.decode()))

    def paths(self) -> list[str]:
        return [one.url.path for one in self.requests]


def answering(body: object, status: int = 200) -> Answer:
    """Give the same JSON to every request."""
    return lambda _: httpx.Response(status, json=body)


def client(
    tenant: Tenant,
    *,
    clock: Clock | None = None,
    refresh_token: str | None = REFRESH,
    rotated: Callable[[SecretStr], None] | None = None,
) -> NinjaOneClient:
    return NinjaOneClient(
        BASE_URL,
        client_id=SecretStr("app"),
        client_secret=SecretStr(SECRET),
        refresh_token=None if refresh_token is None else SecretStr(refresh_token),
        rotated=rotated,
        connection="acme",
        retry=RetryPolicy(attempts=2),
        transport=tenant,
        clock=clock or Clock(),
    )


def catalogue() -> VendorCatalogue:
    return load_catalogue("aigov_connectors.ninjaone")


def origin(path: str = "/v2/invented") -> Origin:
    return Origin("ninjaone", "acme", "GET", path, (), NOW, "sha256:0")


async def collected(
    tenant: Tenant,
    *,
    wanted: frozenset[str] | None = None,
    refresh_token: str | None = REFRESH,
    rotation: Rotation | None = None,
    options: NinjaOneOptions | None = None,
) -> Collection:
    """Collect everything that the tenant shows."""
    into = CollectionBuilder(
        connection="acme",
        vendor="ninjaone",
        host="eu.ninjarmm.com",
        tenant_id="acme",
        catalogue=catalogue(),
        resources=RESOURCES,
        wanted=wanted,
        clock=Clock(),
    )
    opened = client(tenant, refresh_token=refresh_token, rotated=rotation)
    async with opened as open_client:
        connector = NinjaOneConnector(
            open_client,
            tenant_id="acme",
            options=options or NinjaOneOptions(),
            rotation=rotation,
        )
        await connector.collect(into)
    return into.build(ConnectionStatus.COMPLETED)


def _after_the_end(path: str) -> bytes:
    return json.dumps({"activities": []} if path == "/v2/activities" else []).encode()
