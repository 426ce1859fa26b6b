"""The command that follows what leads from tool to tool."""

from __future__ import annotations

from typing import Annotated

import typer

from aigov_connectors.cli import chains as chains_command
from aigov_connectors.cli.discover import DEFAULT_FILE
from aigov_connectors.cli.options import AsJson, ConfigFile, SnapshotFile, StorePlace
from aigov_connectors.cli.program import app
from aigov_connectors.cli.snapshots import RunPlace
from aigov_connectors.cli.terminal import open_terminal


@app.command()
def chains(
    file: SnapshotFile = DEFAULT_FILE,
    client: Annotated[str | None, typer.Option(help="Only this client, by name or id.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Whole requests, and each step of what is gated.")
    ] = False,
    as_json: AsJson = False,
    place: StorePlace = None,
    config: ConfigFile = None,
) -> None:
    """Show what several tools do one after the other: each path step by step, with its evidence.

    A link is a host, an id or a product's own field; names that are alike are none. What is not
    sure of a path is told with what would settle it, and ways out of the tools that were read come
    last. Whether a path is allowed is said by the rule ungated-chain, under findings.
    """
    request = chains_command.ChainsRequest(
        file=file,
        place=RunPlace(store=place, config=config),
        client=client,
        in_full=full,
        as_json=as_json,
    )
    raise typer.Exit(chains_command.chains(request, open_terminal()))
