"""Commands that ask the vendors."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from aigov_connectors.cli import check as check_command
from aigov_connectors.cli import connect as connect_command
from aigov_connectors.cli import discover as discover_command
from aigov_connectors.cli import plan as plan_command
from aigov_connectors.cli.logs import configure_logs
from aigov_connectors.cli.options import AsJson, ConfigFile, Quiet, StorePlace
from aigov_connectors.cli.program import app
from aigov_connectors.cli.resuming import span
from aigov_connectors.cli.terminal import open_terminal
from aigov_connectors.inventory import Severity
from aigov_connectors.resuming import RESUME_WITHIN


def _span(text: str | timedelta) -> timedelta:
    try:
        return text if isinstance(text, timedelta) else span(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


@app.command()
def connect(
    name: Annotated[
        str, typer.Argument(help="A connection of the configuration, or the vendor of just one.")
    ],
    config: ConfigFile = None,
    force: Annotated[
        bool, typer.Option("--force", help="Keep them even if the vendor does not accept them.")
    ] = False,
) -> None:
    """Ask for a connection's secrets, check what they may do, and keep them in the keyring."""
    raise typer.Exit(connect_command.connect(name, open_terminal(), file=config, force=force))


@app.command()
def check(
    config: ConfigFile = None,
    connection: Annotated[
        list[str] | None, typer.Option("--connection", help="Only this one; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask each connection: reachable? proven read-only, or can it write? what is missing?"""
    code = check_command.check(
        config, open_terminal(), connections=tuple(connection or ()), as_json=as_json
    )
    raise typer.Exit(code)


@app.command()
def discover(
    context: typer.Context,
    config: ConfigFile = None,
    connection: Annotated[
        list[str] | None, typer.Option("--connection", help="Read only this one; repeatable.")
    ] = None,
    client: Annotated[
        list[str] | None, typer.Option("--client", help="Keep only this client; repeatable.")
    ] = None,
    resource: Annotated[
        list[str] | None, typer.Option("--resource", help="Read only this resource; repeatable.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            help=f"Snapshot file, - for standard output [default: {discover_command.DEFAULT_FILE}]",
            show_default=False,
        ),
    ] = None,
    place: StorePlace = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on from a run that was killed, cut short or left incomplete."
        ),
    ] = False,
    resume_within: Annotated[
        timedelta | None,
        typer.Option(
            parser=_span,
            metavar="SPAN",
            help="--resume with another limit: how long ago a connection may have been read to be"
            " taken over, such as 90m [default: 6h]",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    deadline: Annotated[
        float | None, typer.Option(help="End after so many seconds with what was read.", min=0)
    ] = None,
    fail_on: Annotated[
        Severity | None, typer.Option(help="Exit with 1 on findings of this severity or above.")
    ] = None,
    min_coverage: Annotated[
        float | None,
        typer.Option(
            help="Exit with 3 where less of a connection's resources was read, in percent.",
            min=0,
            max=100,
        ),
    ] = None,
    min_known: Annotated[
        float | None,
        typer.Option(
            help="Exit with 3 where less of a connection's features is known, in percent.",
            min=0,
            max=100,
        ),
    ] = None,
    plan: Annotated[
        bool,
        typer.Option(
            "--plan",
            help="Only ask for counts and short lists: tell how many requests, how long at least.",
        ),
    ] = False,
    quiet: Quiet = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Log, progress too, to standard error as JSON lines.")
    ] = False,
) -> None:
    """Read every connection, keep a snapshot, and show what acts without a person.

    Exit codes: 0 done, 1 findings (--fail-on), 2 usage or configuration, 3 incomplete,
    70 unexpected error, 130 interrupted.
    """
    if log_json:
        configure_logs(verbose=bool(context.obj), as_json=True)
    if plan:
        chosen = plan_command.PlanRequest(
            config=config,
            connections=tuple(connection or ()),
            resources=tuple(resource or ()),
            as_json=as_json,
        )
        raise typer.Exit(plan_command.plan(chosen, open_terminal()))
    if resume_within is None and resume:
        resume_within = RESUME_WITHIN
    request = discover_command.DiscoverRequest(
        config=config,
        connections=tuple(connection or ()),
        clients=tuple(client or ()),
        resources=tuple(resource or ()),
        output=output,
        as_json=as_json,
        deadline=deadline,
        fail_on=fail_on,
        min_coverage=min_coverage,
        min_known=min_known,
        quiet=quiet,
        log_json=log_json,
        store=place,
        resume_within=resume_within,
    )
    raise typer.Exit(discover_command.discover(request, open_terminal()))
