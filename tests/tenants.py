"""A simulator of one vendor's tool, small and without limits, and what a discovery finds there."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from aigov_connectors import discover_sync
from aigov_connectors._http import RetryPolicy
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox, sandbox

QUICK = RetryPolicy(attempts=4, first_wait=0.001, longest_wait=0.002)
_SMALL: dict[str, Any] = {
    "clients": 28,
    "devices": 240,
    "activities": 1600,
    "threats": 10,
    "limit_factor": 1e6,
}


def served(
    vendor: str, faults: Iterable[str] = (), **world: Any
) -> AbstractContextManager[Sandbox]:
    """Serve one vendor's tool; `world` changes what is small about it."""
    return sandbox(**{**_SMALL, **world}, faults=list(faults), vendors=[vendor])


def discovered(box: Sandbox, kind: str, **options: Any) -> Inventory:
    """Discover the only connection of a simulator with a credential of some kind."""
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}
    config = Config.model_validate(
        {"connections": [{**told, "limit_factor": 1e6, **options}], "clients": list(box.clients)}
    )
    secrets = {told["name"]: box.credentials[told["name"]][kind]}
    return discover_sync(config, secrets=MappingSecrets(secrets), retry=QUICK)
