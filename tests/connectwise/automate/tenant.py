"""A running simulator of the server, asked raw or through our client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
from pydantic import SecretStr
from tests.tenants import QUICK, discovered, served

from aigov_connectors.catalogue import VendorCatalogue, load_catalogue
from aigov_connectors.connectwise.automate import LIMITS, ConnectWiseAutomateClient
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox

VENDOR = "connectwise.automate"
CONNECTION = "northwind-automate"
ROOT = "/cwa/api/v1"


def tenant(faults: Iterable[str] = (), **world: Any) -> AbstractContextManager[Sandbox]:
    """Serve a small server, without limits."""
    return served(VENDOR, faults, **world)


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
    return discovered(box, kind, **{"sample_computers": 1, **options})


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
