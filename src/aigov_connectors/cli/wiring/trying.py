"""Commands to try it, and to look up what it knows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aigov_connectors.cli import catalogue as catalogue_command
from aigov_connectors.cli import demo as demo_command
from aigov_connectors.cli import serve as serve_command
from aigov_connectors.cli.options import AsJson, Clients, ConfigFile, Devices, Faults, Quiet, Seed
from aigov_connectors.cli.program import app
from aigov_connectors.cli.terminal import open_terminal


@app.command()
def demo(
    clients: Clients = 40,
    devices: Devices = 2500,
    seed: Seed = 7,
    fault: Faults = None,
    limit_factor: Annotated[
        float, typer.Option(help="How much wider than the vendors' own the rate limits are.")
    ] = demo_command.LIMIT_FACTOR,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            help=f"The file to keep the snapshot in [default: {demo_command.DEMO_FILE},"
            " none with --json]",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the simulators running, and say how to connect.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Read a whole fictitious MSP, simulated on this machine; needs no account anywhere."""
    request = demo_command.DemoRequest(
        clients=clients,
        devices=devices,
        seed=seed,
        faults=tuple(fault or ()),
        limit_factor=limit_factor,
        output=output,
        as_json=as_json,
        keep_serving=keep,
        quiet=quiet,
    )
    raise typer.Exit(demo_command.demo(request, open_terminal()))


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Of the first vendor; 0 takes free ones.")] = 0,
    clients: Clients = 40,
    devices: Devices = 2500,
    seed: Seed = 7,
    fault: Faults = None,
    limit_factor: Annotated[
        float, typer.Option(help="How much wider than the vendors' own the rate limits are.")
    ] = 1.0,
) -> None:
    """Serve the simulated vendors until interrupted, with a configuration to paste."""
    request = serve_command.SandboxRequest(
        port=port,
        clients=clients,
        devices=devices,
        seed=seed,
        faults=tuple(fault or ()),
        limit_factor=limit_factor,
    )
    raise typer.Exit(serve_command.sandbox(request, open_terminal()))


@app.command()
def catalogue(
    vendor: Annotated[str | None, typer.Argument(help="Vendor id; all where left out.")] = None,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only what no API shows: what to ask, and attest.")
    ] = False,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show every known AI or unattended-automation feature, and where its state is known from."""
    code = catalogue_command.catalogue(
        vendor, open_terminal(), only_open=only_open, file=config, as_json=as_json
    )
    raise typer.Exit(code)


@app.command()
def vendors(
    vendor: Annotated[str | None, typer.Argument(help="Vendor id; all where left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a connection to each vendor needs, with the least rights."""
    raise typer.Exit(catalogue_command.vendors(vendor, open_terminal(), as_json=as_json))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a snapshot."""
    raise typer.Exit(catalogue_command.schema(open_terminal()))
