"""A running simulator of the tenant, asked raw or through our client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from pydantic import SecretStr

from aigov_connectors import discover_sync
from aigov_connectors._http import RetryPolicy
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.halopsa import LIMITS, HaloPSAClient
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox, sandbox

VENDOR = "halopsa"
CONNECTION = "northwind-halo"
QUICK = RetryPolicy(attempts=4, first_wait=0.001, longest_wait=0.002)
READING = ("read:tickets", "read:customers", "read:assets", "read:kb")


@contextmanager
def tenant(faults: Iterable[str] = (), **world: Any) -> Iterator[Sandbox]:
    """Serve a small tenant, without limits."""
    told: dict[str, Any] = {"clients": 28, "devices": 240, "activities": 1600, "threats": 10}
    with sandbox(
        **{**told, **world}, faults=list(faults), limit_factor=1e6, vendors=[VENDOR]
    ) as box:
        yield box


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
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}
    config = Config.model_validate(
        {"connections": [{**told, "limit_factor": 1e6, **options}], "clients": list(box.clients)}
    )
    return discover_sync(
        config, secrets=MappingSecrets({CONNECTION: secrets_of(box, kind)}), retry=QUICK
    )


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
