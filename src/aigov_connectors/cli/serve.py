"""`sandbox`: serve the simulated vendors until interrupted, and say how to connect to them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.layout import line
from aigov_connectors.cli.show.toml import toml_table
from aigov_connectors.cli.terminal import Terminal
from aigov_connectors.credentials import variable_name
from aigov_connectors.errors import ConfigurationError

if TYPE_CHECKING:
    from aigov_connectors.sandbox import Sandbox

__all__ = [
    "SandboxRequest",
    "configuration_text",
    "sandbox",
    "sandbox_package",
    "show_how_to_connect",
    "wait_for_keyboard",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxRequest:
    """What was asked for on the command line."""

    port: int = 0
    clients: int = 40
    devices: int = 2500
    seed: int = 7
    faults: Sequence[str] = ()
    limit_factor: float = 1.0


def sandbox(request: SandboxRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: an option makes no sense, or the extra `sandbox` is not installed.
    """
    package = sandbox_package()
    try:
        package.serve_forever(
            port=request.port,
            on_ready=lambda box: show_how_to_connect(box, terminal),
            clients=request.clients,
            devices=request.devices,
            seed=request.seed,
            faults=request.faults,
            limit_factor=request.limit_factor,
        )
    except ValueError as error:
        raise ConfigurationError(
            str(error), hint="See: aigov-connectors sandbox --help."
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"the port {request.port} cannot be used: {error.strerror}", hint="Name another --port."
        ) from error
    return ExitCode.DONE


def sandbox_package() -> ModuleType:
    """Load the simulators.

    Raises:
        ConfigurationError: the extra `sandbox` is not installed.
    """
    try:
        return import_module("aigov_connectors.sandbox")
    except ImportError as missing:
        raise ConfigurationError(
            "the simulators need starlette and uvicorn",
            hint="Install them: pip install 'aigov-connectors[sandbox]'",
        ) from missing


def show_how_to_connect(box: Sandbox, terminal: Terminal, *, aside: bool = False) -> None:
    """Print a configuration, and aside the secrets, ready to paste.

    What goes to standard output is a configuration and nothing else, so that it can be a file.
    """
    console = terminal.err if aside else terminal.out
    console.print("# aigov-connectors.toml")
    console.print(configuration_text(box), soft_wrap=True)
    beside = terminal.err
    beside.print("# secrets, as environment variables of a shell")
    for key, value in box.secrets.items():
        connection, _, field = key.rpartition(".")
        exported = f"export {variable_name(connection, field)}='{value}'"
        beside.print(exported, soft_wrap=True)
    terminal.err.print()
    terminal.err.print(line("Serving on loopback until Ctrl-C."))


def wait_for_keyboard() -> None:
    """Wait for Ctrl-C."""
    end = threading.Event()
    try:
        while not end.wait(0.5):  # without a time-out Windows would not hear the keyboard
            pass
    except KeyboardInterrupt:
        return


def configuration_text(box: Sandbox) -> str:
    """The configuration for a running sandbox, as TOML."""
    tables: list[str] = []
    for one in box.connections:
        plain = {key: one[key] for key in ("name", "vendor", "base_url")}
        # Nobody else uses the simulators, so no room is left for others.
        facts = {**plain, "limit_factor": box.limit_factor, "headroom": 1.0, **one["options"]}
        tables.append(toml_table("connections", facts))
    tables.extend(toml_table("clients", one) for one in box.clients)
    tables.extend(toml_table("attestations", one) for one in box.attestations)
    return "\n".join(tables)
