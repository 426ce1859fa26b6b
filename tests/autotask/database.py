"""A running simulator of the database, asked raw or through our client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from pydantic import SecretStr

from aigov_connectors import discover_sync
from aigov_connectors._http import RetryPolicy
from aigov_connectors.autotask import LIMITS, AutotaskClient
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox, sandbox

VENDOR = "autotask"
CONNECTION = "northwind-autotask"
ROOT = "/ATServicesRest/V1.0"
QUICK = RetryPolicy(attempts=4, first_wait=0.001, longest_wait=0.002)
EVERYTHING = [{"op": "gte", "field": "id", "value": 0}]


@contextmanager
def database(faults: Iterable[str] = (), **world: Any) -> Iterator[Sandbox]:
    """Serve a small database, without limits."""
    told: dict[str, Any] = {
        "clients": 28,
        "devices": 240,
        "activities": 1600,
        "threats": 10,
        "limit_factor": 1e6,
    }
    with sandbox(**{**told, **world}, faults=list(faults), vendors=[VENDOR]) as box:
        yield box


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
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}
    config = Config.model_validate(
        {"connections": [{**told, "limit_factor": 1e6, **options}], "clients": list(box.clients)}
    )
    return discover_sync(
        config, secrets=MappingSecrets({CONNECTION: secrets_of(box, kind)}), retry=QUICK
    )


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
