"""A running simulator of the tenant, asked raw or through our client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
from pydantic import SecretStr
from tests.tenants import QUICK, discovered, served

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
