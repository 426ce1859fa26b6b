"""Commands that hand a run over to other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aigov_connectors.cli import export as export_command
from aigov_connectors.cli.discover import DEFAULT_FILE
from aigov_connectors.cli.options import ConfigFile, SnapshotFile, StorePlace
from aigov_connectors.cli.program import app
from aigov_connectors.cli.snapshots import RunPlace
from aigov_connectors.cli.terminal import open_terminal
from aigov_connectors.export.model import ExportFormat


@app.command()
def export(
    wanted: Annotated[
        ExportFormat,
        typer.Argument(metavar="FORMAT", help="csv, ndjson, sarif, ocsf or cyclonedx."),
    ],
    file: SnapshotFile = DEFAULT_FILE,
    client: Annotated[
        str | None,
        typer.Option(help="Only what concerns this client, without the name of another."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            help="File, folder for the tables of csv, - for standard output [default: -]",
            show_default=False,
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", help="An earlier snapshot: tells what is new, and what is gone"),
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", help="Only this table of csv, such as findings.")
    ] = None,
    place: StorePlace = None,
    config: ConfigFile = None,
) -> None:
    """Write a snapshot as CSV, NDJSON, SARIF 2.1.0, OCSF 1.5.0 or CycloneDX 1.7.

    What was not read stands in each of them: as gaps, notifications, open results or remarks.
    """
    request = export_command.ExportRequest(
        wanted=wanted,
        file=file,
        place=RunPlace(store=place, config=config),
        previous=previous,
        client=client,
        table=table,
        output=output,
    )
    raise typer.Exit(export_command.export_run(request, open_terminal()))
