"""A running simulator of the server, asked raw or through our client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from pydantic import SecretStr

from aigov_connectors import discover_sync
from aigov_connectors._http import RetryPolicy
from aigov_connectors.catalogue import VendorCatalogue, load_catalogue
from aigov_connectors.config import Config
from aigov_connectors.connectwise.automate import LIMITS, ConnectWiseAutomateClient
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox, sandbox

VENDOR = "connectwise.automate"
CONNECTION = "northwind-automate"
ROOT = "/cwa/api/v1"
QUICK = RetryPolicy(attempts=4, first_wait=0.001, longest_wait=0.002)


@contextmanager
def tenant(faults: Iterable[str] = (), **world: Any) -> Iterator[Sandbox]:
    """Serve a small server, without limits."""
    told: dict[str, Any] = {"clients": 28, "devices": 240, "activities": 1600, "threats": 10}
    with sandbox(
        **{**told, **world}, faults=list(faults), limit_factor=1e6, vendors=[VENDOR]
    ) as box:
        yield box


def catalogue() -> VendorCatalogue:
    """Read the catalogue that ships."""
    return load_catalogue("aigov_connectors.connectwise.automate")


def secrets_of(box: Sandbox, kind: str = "reader") -> dict[str, str]:
    """Return a credential by kind."""
    return box.credentials[CONNECTION][kind]


def client_of(box: Sandbox, kind: str = "reader", **arguments: Any) -> ConnectWiseAutomateClient:
    """Open our client."""
    secrets: Any = {name: SecretStr(value) for name, value in secrets_of(box, kind).items()}
    return ConnectWiseAutomateClient(
        box.base_url(VENDOR), **secrets, limits=LIMITS.scaled(1e6), retry=QUICK, **arguments
    )


def read(box: Sandbox, kind: str = "reader", **options: Any) -> Inventory:
    """Discover the server with a credential of some kind."""
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}
    chosen = {"limit_factor": 1e6, "sample_computers": 1, **options}
    config = Config.model_validate(
        {"connections": [{**told, **chosen}], "clients": list(box.clients)}
    )
    return discover_sync(
        config, secrets=MappingSecrets({CONNECTION: secrets_of(box, kind)}), retry=QUICK
    )


@contextmanager
def raw(box: Sandbox, kind: str = "reader") -> Iterator[httpx.Client]:
    """Open a plain HTTP client that has logged in."""
    secrets = secrets_of(box, kind)
    with httpx.Client(
        base_url=box.base_url(VENDOR) + ROOT,
        headers={"clientId": secrets["client_id"]},
        trust_env=False,
    ) as client:
        answer = client.post(
            "/apitoken", json={"UserName": secrets["username"], "Password": secrets["password"]}
        )
        client.headers["Authorization"] = f"Bearer {answer.json().get('AccessToken')}"
        yield client
