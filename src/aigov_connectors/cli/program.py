"""The program itself: its name, its help, and the options that stand before every command."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from aigov_connectors.cli.logs import configure_logs

__all__ = ["PROGRAM", "app"]

PROGRAM = "aigov-connectors"

app: typer.Typer = typer.Typer(
    name=PROGRAM,
    help="Find AI and unattended automation in the tools of an MSP. Reads; never writes.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: the same in a pipe, in a log and on any code page
    pretty_exceptions_enable=False,  # they would print local variables
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def _every_command(
    context: typer.Context,
    show_version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version and end.",
            is_eager=True,
            callback=lambda wanted: _print_version(wanted=wanted),
        ),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Log each request and page to standard error.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an unexpected error came from.")
    ] = False,
) -> None:
    configure_logs(verbose=verbose)
    context.obj = verbose  # `debug` is looked at in `run`: an error may come before this


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit
