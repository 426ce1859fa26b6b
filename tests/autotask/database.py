"""A running simulator of the database, asked raw or through our client."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

import httpx
from pydantic import SecretStr
from tests.tenants import QUICK, discovered, served

from aigov_connectors.autotask import LIMITS, AutotaskClient
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox

VENDOR = "autotask"
CONNECTION = "northwind-autotask"
ROOT = "/ATServicesRest/V1.0"
EVERYTHING = [{"op": "gte", "field": "id", "value": 0}]


def database(faults: Iterable[str] = (), **world: Any) -> AbstractContextManager[Sandbox]:
    """Serve a small database, without limits."""
    return served(VENDOR, faults, **world)


def secrets_of(box: Sandbox, kind: str = "reader") -> dict[str, str]:
    """Return a credential by kind."""
    return box.credentials[CONNECTION][kind]


def client_of(box: Sandbox, kind: str = "reader", **arguments: Any) -> AutotaskClient:
    """Open our client."""
    secrets: Any = {name: SecretStr(value) for name, value in secrets_of(box, kind).items()}
    told = {"limits": LIMITS.scaled(1e6), "retry": QUICK, **arguments}
    return AutotaskClient(box.base_url(VENDOR), **secrets, **told)


def read(box: Sandbox, kind: str = "reader", **options: Any) -> Inventory:
    """Discover the database with a credential of some kind."""
    return discovered(box, kind, **options)


def raw(box: Sandbox, kind: str = "reader") -> httpx.Client:
    """Open a plain HTTP client with the three headers."""
    keys = secrets_of(box, kind)
    return httpx.Client(
        base_url=box.base_url(VENDOR) + ROOT,
        headers={
            "UserName": keys["username"],
            "Secret": keys["secret"],
            "ApiIntegrationCode": keys["integration_code"],
        },
        trust_env=False,
    )
