"""How the contract tests log in to the simulators."""

from __future__ import annotations

from aigov_connectors.sandbox import Sandbox


def secrets_by_connection(running: Sandbox) -> dict[str, dict[str, str]]:
    """Return connection name, secret field, value: the demonstration's own credentials."""
    found: dict[str, dict[str, str]] = {}
    for name, value in running.secrets.items():
        connection, field = name.rsplit(".", 1)
        found.setdefault(connection, {})[field] = value
    return found
