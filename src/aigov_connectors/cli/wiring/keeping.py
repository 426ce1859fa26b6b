"""Commands over runs that are kept: what changed, a report to send, and the store itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aigov_connectors.cli import diff as diff_command
from aigov_connectors.cli import report as report_command
from aigov_connectors.cli import store as store_command
from aigov_connectors.cli.discover import DEFAULT_FILE
from aigov_connectors.cli.options import AsJson, ConfigFile, SnapshotFile, StorePlace
from aigov_connectors.cli.program import app
from aigov_connectors.cli.snapshots import RunPlace
from aigov_connectors.cli.terminal import open_terminal
from aigov_connectors.inventory import Severity
from aigov_connectors.store import Retention

store: typer.Typer = typer.Typer(
    name="store",
    help="Look at the store of runs, check it, and take out old runs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(store)


@app.command()
def diff(
    before: Annotated[
        str | None,
        typer.Argument(
            help="A snapshot file or a run of the store [default: the run before AFTER]",
            show_default=False,
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Argument(
            help="A snapshot file or a run of the store [default: the last run]",
            show_default=False,
        ),
    ] = None,
    place: StorePlace = None,
    config: ConfigFile = None,
    client: Annotated[
        str | None, typer.Option(help="Only what concerns this client, by name or id.")
    ] = None,
    min_severity: Annotated[
        Severity | None,
        typer.Option(help="Leave out what is below, except where less is known than before."),
    ] = None,
    fail_on: Annotated[
        diff_command.FailOn,
        typer.Option(
            help="worse: exit with 1 if something got worse, with 3 if less is seen or known."
            " any: exit with 1 if anything differs."
        ),
    ] = diff_command.FailOn.NEVER,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two runs, what got worse first.

    What could not be seen is never shown as gone; what only the catalogue, the rules or the policy
    changed is shown apart.
    """
    request = diff_command.DiffRequest(
        before=before,
        after=after,
        store=place,
        config=config,
        client=client,
        min_severity=min_severity,
        fail_on=fail_on,
        as_json=as_json,
    )
    raise typer.Exit(diff_command.compare(request, open_terminal()))


@app.command()
def report(
    file: SnapshotFile = DEFAULT_FILE,
    client: Annotated[
        str | None,
        typer.Option(help="Only what concerns this client, by name or id; names no other."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            help=f"The file to write; - prints it. [default: {report_command.REPORT_FILE}]",
            show_default=False,
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(help="An earlier snapshot or run: tell what changed since."),
    ] = None,
    place: StorePlace = None,
    config: ConfigFile = None,
) -> None:
    """Write one HTML file to read, print and send: what acts alone, for whom, who approves."""
    request = report_command.ReportRequest(
        file=file,
        place=RunPlace(store=place, config=config),
        client=client,
        output=output,
        previous=previous,
    )
    raise typer.Exit(report_command.report(request, open_terminal()))


@store.command()
def runs(place: StorePlace = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """List the runs that are kept, newest first."""
    code = store_command.runs(open_terminal(), store=place, config=config, as_json=as_json)
    raise typer.Exit(code)


@store.command()
def verify(place: StorePlace = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Read everything that is kept and compute every digest again; exit with 3 on damage."""
    code = store_command.verify(open_terminal(), store=place, config=config, as_json=as_json)
    raise typer.Exit(code)


@store.command()
def prune(
    days: Annotated[int, typer.Option(help="Keep every run of so many days.", min=0)] = 30,
    months: Annotated[
        int, typer.Option(help="Beyond them keep the last run of so many months.", min=0)
    ] = 12,
    last: Annotated[int, typer.Option(help="Keep at least so many runs.", min=1)] = 2,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    place: StorePlace = None,
    config: ConfigFile = None,
) -> None:
    """Take out old runs, and what only they had."""
    code = store_command.prune(
        open_terminal(),
        store=place,
        config=config,
        retention=Retention(days=days, months=months, last=last),
        dry_run=dry_run,
    )
    raise typer.Exit(code)
