"""A running simulator of the tenant, asked raw or through our client."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
from pydantic import SecretStr
from tests.tenants import QUICK, discovered, served

from aigov_connectors import discover_sync
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.halopsa import LIMITS, HaloPSAClient
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox

VENDOR = "halopsa"
CONNECTION = "northwind-halo"
READING = ("read:tickets", "read:customers", "read:assets", "read:kb")


def tenant(faults: Iterable[str] = (), **world: Any) -> AbstractContextManager[Sandbox]:
    """Serve a small tenant, without limits."""
    return served(VENDOR, faults, **world)


def secrets_of(box: Sandbox, kind: str = "reader") -> dict[str, str]:
    """Return a credential by kind."""
    return box.credentials[CONNECTION][kind]


def client_of(box: Sandbox, kind: str = "reader", **arguments: Any) -> HaloPSAClient:
    """Open our client."""
    secrets: Any = {name: SecretStr(value) for name, value in secrets_of(box, kind).items()}
    return HaloPSAClient(
        box.base_url(VENDOR), **secrets, limits=LIMITS.scaled(1e6), retry=QUICK, **arguments
    )


def read(box: Sandbox, kind: str = "reader", **options: Any) -> Inventory:
    """Discover the tenant with a credential of some kind."""
    return discovered(box, kind, **options)


Change = Callable[[str, Any], Any]
"""Takes the path below `/api`, case-folded, and what was answered; gives what is answered instead:
a number is a status that refuses."""


def read_altered(
    box: Sandbox, change: Change, *, resources: Sequence[str] | None = None, **options: Any
) -> Inventory:
    """Discover the tenant, or some resources of it, with other answers in some places."""
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}
    config = Config.model_validate(
        {"connections": [{**told, "limit_factor": 1e6, **options}], "clients": list(box.clients)}
    )
    secrets = {told["name"]: box.credentials[told["name"]]["reader"]}
    transport = _Altering(change)
    return discover_sync(
        config,
        secrets=MappingSecrets(secrets),
        retry=QUICK,
        transport=transport,
        resources=resources,
    )


class _Altering(httpx.AsyncBaseTransport):
    def __init__(self, change: Change) -> None:
        self._change = change

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with httpx.AsyncHTTPTransport(verify=False) as network:
            answer = await network.handle_async_request(request)
            body = await answer.aread()
        status = answer.status_code
        path = request.url.path.casefold()
        if status == 200 and path.startswith("/api/"):
            told = self._change(path.removeprefix("/api"), json.loads(body))
            if isinstance(told, int):
                status, told = told, {"Message": "no"}
            body = json.dumps(told).encode()
        return httpx.Response(status, json=json.loads(body), request=request)


@contextmanager
def raw(
    box: Sandbox, kind: str = "reader", *, scope: str = " ".join(READING)
) -> Iterator[httpx.Client]:
    """Open a plain HTTP client that is signed in."""
    with httpx.Client(base_url=box.base_url(VENDOR), trust_env=False) as client:
        form = {**secrets_of(box, kind), "grant_type": "client_credentials", "scope": scope}
        answer = client.post("/auth/token", params={"tenant": "northwind"}, data=form)
        client.headers["Authorization"] = f"Bearer {answer.json().get('access_token')}"
        yield client
