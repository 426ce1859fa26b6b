"""`demo`: the true main job against a whole fictitious MSP, over real HTTP on this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aigov_connectors import registry
from aigov_connectors.cli.discover import keep, run_with_progress, show_summary
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.running import exit_code, require_writable, snapshot_of
from aigov_connectors.cli.serve import sandbox_package, show_how_to_connect, wait_for_keyboard
from aigov_connectors.cli.show.grouping import grouped
from aigov_connectors.cli.show.layout import line
from aigov_connectors.cli.show.text import counted
from aigov_connectors.cli.terminal import Terminal
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Verdict
from aigov_connectors.snapshot import Snapshot

if TYPE_CHECKING:
    from aigov_connectors.sandbox import Sandbox

__all__ = ["DEMO_FILE", "LIMIT_FACTOR", "DemoRequest", "demo", "demo_config", "demo_secrets"]

DEMO_FILE = Path("aigov-demo.json")
LIMIT_FACTOR = 5.0  # at the own limits of both vendors, scripts and tickets alone take a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRequest:
    """What was asked for on the command line."""

    clients: int = 40
    devices: int = 2500
    seed: int = 7
    faults: Sequence[str] = ()
    limit_factor: float = LIMIT_FACTOR
    output: Path | None = None
    """None is the usual file, or none where the snapshot goes to standard output."""
    as_json: bool = False
    keep_serving: bool = False
    quiet: bool = False

    @property
    def file(self) -> Path | None:
        """The file to keep the snapshot in, if any."""
        return self.output if self.output is not None or self.as_json else DEMO_FILE


def demo(request: DemoRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: an option makes no sense, or the extra `sandbox` is not installed.
    """
    package = sandbox_package()
    if request.file is not None:
        require_writable(request.file)
    try:
        server = package.sandbox(
            clients=request.clients,
            devices=request.devices,
            seed=request.seed,
            faults=request.faults,
            limit_factor=request.limit_factor,
            vendors=_simulated_and_read(),
        )
    except ValueError as error:
        raise ConfigurationError(str(error), hint="See: aigov-connectors demo --help.") from error
    with server as box:
        if not request.quiet:
            _introduce(box, terminal)
        config = demo_config(box)
        run = run_with_progress(
            config, {"secrets": demo_secrets(box.secrets)}, terminal, quiet=request.quiet
        )
        snapshot = snapshot_of(run.inventory, config.policy, clients=None)
        if request.file is not None:
            keep(snapshot, request.file)
        if request.as_json:
            terminal.write_document(snapshot.pieces())
        if not request.quiet:
            show_summary(
                snapshot,
                terminal,
                aside=request.as_json,
                next_steps=_next_steps(snapshot, request.file),
                interrupted=run.interrupted,
                kept_in=request.file,
            )
        if request.keep_serving and not run.interrupted:
            show_how_to_connect(box, terminal, aside=request.as_json)
            wait_for_keyboard()
    return exit_code(snapshot, interrupted=run.interrupted)


def demo_config(box: Sandbox) -> Config:
    """The configuration for a running sandbox, as a file would give it."""
    return Config.model_validate(
        {
            "connections": [
                {
                    "name": one["name"],
                    "vendor": one["vendor"],
                    "base_url": one["base_url"],
                    "limit_factor": box.limit_factor,
                    "headroom": 1.0,  # nobody else uses the simulators
                    **one["options"],
                }
                for one in box.connections
            ],
            "clients": list(box.clients),
            "attestations": list(box.attestations),
        }
    )


def demo_secrets(secrets: Mapping[str, str]) -> MappingSecrets:
    """The sandbox's dummy secrets, `<connection>.<field>`, as a provider."""
    by_connection: dict[str, dict[str, str]] = {}
    for key, value in secrets.items():
        connection, _, field = key.rpartition(".")
        by_connection.setdefault(connection, {})[field] = value
    return MappingSecrets(by_connection)


def _simulated_and_read() -> list[str]:
    """Vendors that have both a simulator and a connector."""
    from aigov_connectors.sandbox.vendors import vendor_sandboxes

    installed = registry.vendors()
    return [one.vendor for one in vendor_sandboxes() if one.vendor in installed]


def _introduce(box: Sandbox, terminal: Terminal) -> None:
    clients = sum(1 for one in box.world.clients if one.kind == "client")
    limits = (
        "as the vendors' own"
        if box.limit_factor == 1
        else f"{box.limit_factor:g} times as wide as the vendors' own"
    )
    terminal.err.print(
        line(
            ("A fictitious MSP: ", "bold"),
            f"{counted(clients, 'client')}, {counted(len(box.world.endpoints), 'device')}, "
            "simulated on this machine; nothing leaves it. "
            f"Rate limits (factor {box.limit_factor:g}) are {limits}.",
        )
    )
    terminal.err.print()


def _next_steps(snapshot: Snapshot, file: Path | None) -> list[tuple[str, str]]:
    groups = grouped(snapshot.assessment.failed, snapshot.inventory)
    named = next((one.clients[0].name for one in groups if len(one.clients) == 1), None)
    whose = f' --client "{named}"' if named and groups[0].verdict is Verdict.FAIL else ""
    return [
        (
            f"aigov-connectors findings {file or 'FILE'}{whose}",
            "one screen; explain and the digits of a line say why and what to change",
        ),
        ("aigov-connectors catalogue --open", "what no API shows: what to ask a person"),
        ("aigov-connectors vendors", "what a read-only credential for your own tools needs"),
    ]
