"""Fixtures for pytest: `pytest_plugins = ["aigov_connectors.testing.pytest_plugin"]`.

Opt-in: nothing is loaded until a `conftest.py` names it. Needs the extra `sandbox`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.sandbox import Sandbox, sandbox

__all__ = ["aigov_config", "aigov_sandbox", "aigov_secrets"]

_WIDE = 1e6  # how much wider than the vendors' own the rate limits are: tests should not wait


@pytest.fixture(scope="session")
def aigov_sandbox() -> Iterator[Sandbox]:
    """A small fictitious MSP on simulators of every vendor, on loopback, for the whole session.

    28 clients, 400 endpoints, no rate limits; `aigov_sandbox.planted` is the answer sheet.
    """
    with sandbox(clients=28, devices=400, activities=800, limit_factor=_WIDE) as running:
        yield running


@pytest.fixture(scope="session")
def aigov_config(aigov_sandbox: Sandbox) -> Config:
    """The configuration that reads the sandbox: connections, clients, attestations."""
    return Config.model_validate(
        {
            "connections": [
                {**{key: one[key] for key in ("name", "vendor", "base_url")}, **one["options"]}
                | {"limit_factor": _WIDE}
                for one in aigov_sandbox.connections
            ],
            "clients": list(aigov_sandbox.clients),
            "attestations": list(aigov_sandbox.attestations),
        }
    )


@pytest.fixture(scope="session")
def aigov_secrets(aigov_sandbox: Sandbox) -> MappingSecrets:
    """The dummy credentials of the sandbox, as `discover` takes them."""
    found: dict[str, dict[str, str]] = {}
    for name, value in aigov_sandbox.secrets.items():
        connection, _, field = name.rpartition(".")
        found.setdefault(connection, {})[field] = value
    return MappingSecrets(found)
