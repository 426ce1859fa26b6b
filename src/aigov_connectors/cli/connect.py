"""`connect`: ask for the secrets of a connection, check their rights, keep them in the keyring.

Nothing is kept before all of them were asked for and the vendor has accepted them: a typing error,
or a change of mind halfway, must not replace a credential that works.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import typer
from pydantic import SecretStr

from aigov_connectors import registry
from aigov_connectors.cli.check import show_checks
from aigov_connectors.cli.configuration import configuration
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.layout import heading, indented, line, stacked
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.config import Config, ConnectionConfig
from aigov_connectors.connector import ConnectorInfo, SecretField
from aigov_connectors.credentials import (
    ChainedSecrets,
    default_secrets,
    require_keyring,
    store,
    variable_name,
)
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.running.checking import check
from aigov_connectors.running.opening import prepare, secret_fields

__all__ = ["connect"]


def connect(
    wanted: str, terminal: Terminal, *, file: Path | None = None, force: bool = False
) -> ExitCode:
    """Do it; see the command's help. `force` keeps what the vendor did not accept, too.

    Raises:
        ConfigurationError: no such connection, no terminal to ask at, or no usable keyring.
    """
    config = configuration(file)
    connection = _connection(config, wanted)
    info = registry.load(connection.vendor)
    fields = secret_fields(prepare(config, connections=[connection.name])[0])
    if not sys.stdin.isatty():
        names = ", ".join(variable_name(connection.name, one.name) for one in fields)
        raise ConfigurationError(
            "there is no terminal to ask at", hint=f"Set {names} instead, each also with _FILE."
        )
    # Before anything is typed, or used up by the check.
    require_keyring(connection.name, [one.name for one in fields])
    _explain(connection, info, terminal)
    typed = {field.name: SecretStr(value) for field in fields if (value := _ask(field))}
    held = _Held(connection.name, typed)
    checks = asyncio.run(
        check(
            config,
            secrets=ChainedSecrets((held, default_secrets())),
            connections=[connection.name],
        )
    )
    code = show_checks(checks, terminal)
    # First what the vendor gave in exchange: what was typed is worth nothing any more.
    replaced_first = sorted(fields, key=lambda field: field.name not in held.replaced)
    is_kept = code is ExitCode.DONE or force
    for field in replaced_first:
        if field.name in (held.secrets if is_kept else held.replaced):
            store(connection.name, field.name, held.secrets[field.name])
            _warn_if_hidden(connection, field, terminal)
    if not is_kept:
        words = "nothing was stored, and what was stored before stays"
        if held.replaced:
            names = " and ".join(sorted(held.replaced))
            words = f"only {names} was stored, which the vendor replaced; all else stays as it was"
        told = line(("warning: ", "yellow"), f"{words}; --force stores it anyway")
        terminal.err.print(told, soft_wrap=True)
    return code


class _Held:
    """What was typed, until it is known to be good; also what the vendor replaces in that time."""

    def __init__(self, connection: str, secrets: dict[str, SecretStr]) -> None:
        self._connection = connection
        self.secrets = secrets
        self.replaced: set[str] = set()

    def get(self, connection: str, field: str) -> SecretStr | None:
        """See `SecretProvider.get`."""
        return self.secrets.get(field) if connection == self._connection else None

    def store(self, connection: str, field: str, secret: SecretStr) -> None:
        """Take a secret that the vendor gave in place of one that was typed."""
        if connection == self._connection:
            self.secrets[field] = secret
            self.replaced.add(field)


def _connection(config: Config, wanted: str) -> ConnectionConfig:
    named = [one for one in config.connections if one.name == wanted]
    of_vendor = [one for one in config.connections if one.vendor == wanted]
    found = named or of_vendor
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(one.name for one in found)
        raise ConfigurationError(
            f"{wanted} has several connections", hint=f"Name one of them: {names}."
        )
    known = ", ".join(one.name for one in config.connections) or "none"
    raise ConfigurationError(
        f"the configuration has no connection {wanted!r}",
        hint=f"It has: {known}. Add a [[connections]] table first:"
        " aigov-connectors vendors shows one for each vendor.",
    )


def _explain(connection: ConnectionConfig, info: ConnectorInfo, terminal: Terminal) -> None:
    show(
        terminal.out,
        stacked(
            heading(connection.name, info.name),
            indented(line("A credential that can only read: ", info.least_privilege)),
            indented(line("What you type is not shown, and goes to the keyring alone.")),
        ),
    )


def _ask(field: SecretField) -> str:
    words = f"  {field.description}" + ("" if field.required else " (optional, Enter to leave out)")
    answer: str = typer.prompt(
        words, hide_input=True, default=None if field.required else "", show_default=False
    )
    return answer.strip()


def _warn_if_hidden(connection: ConnectionConfig, field: SecretField, terminal: Terminal) -> None:
    """An older value in a variable or a file is found before the keyring's."""
    place = default_secrets().source(connection.name, field.name)
    if place is not None and not place.startswith("keyring"):
        terminal.err.print(
            line(("warning: ", "yellow"), f"{place} is found first, and hides what was stored"),
            soft_wrap=True,
        )
