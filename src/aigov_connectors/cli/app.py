"""The wiring of the command line: options in, requests out, errors as one sentence.

What each command does is in the module of its name; nothing here knows a vendor or a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from aigov_connectors.cli import attest as attest_command
from aigov_connectors.cli import catalogue as catalogue_command
from aigov_connectors.cli import check as check_command
from aigov_connectors.cli import connect as connect_command
from aigov_connectors.cli import demo as demo_command
from aigov_connectors.cli import discover as discover_command
from aigov_connectors.cli import findings as findings_command
from aigov_connectors.cli import plan as plan_command
from aigov_connectors.cli import policy as policy_command
from aigov_connectors.cli import serve as serve_command
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.failing import say, trace
from aigov_connectors.cli.logs import configure_logs
from aigov_connectors.cli.terminal import open_terminal, reader_is_gone
from aigov_connectors.errors import ConfigurationError, ConnectorError
from aigov_connectors.inventory import Autonomy, GateKind, Severity, Verdict

__all__ = ["app", "run"]

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


class VerdictChoice(str, Enum):  # noqa: UP042 - typer shows the values of a plain str enum
    """Which answers `findings` shows."""

    FAIL = "fail"
    UNDETERMINED = "undetermined"
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    ALL = "all"


_Config = Annotated[
    Path | None, typer.Option("--config", help="Configuration file.", show_default=False)
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
_Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
_Clients = Annotated[int, typer.Option(help="Customer organizations of the fictitious MSP.")]
_Devices = Annotated[int, typer.Option(help="Its devices: computers and servers.")]
_Seed = Annotated[int, typer.Option(help="Another seed gives other numbers, no other problems.")]
_Faults = Annotated[
    list[str] | None,
    typer.Option("--fault", help="Such as drop:every=13,path=/agents; may be repeated."),
]


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


@app.command()
def demo(
    clients: _Clients = 40,
    devices: _Devices = 2500,
    seed: _Seed = 7,
    fault: _Faults = None,
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
    as_json: _Json = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the simulators running, and say how to connect.")
    ] = False,
    quiet: _Quiet = False,
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
def connect(
    name: Annotated[
        str, typer.Argument(help="A connection of the configuration, or the vendor of just one.")
    ],
    config: _Config = None,
    force: Annotated[
        bool, typer.Option("--force", help="Keep them even if the vendor does not accept them.")
    ] = False,
) -> None:
    """Ask for a connection's secrets, check what they may do, and keep them in the keyring."""
    raise typer.Exit(connect_command.connect(name, open_terminal(), file=config, force=force))


@app.command()
def check(
    config: _Config = None,
    connection: Annotated[
        list[str] | None, typer.Option("--connection", help="Only this one; may be repeated.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Ask each connection: reachable? proven read-only, or can it write? what is missing?"""
    code = check_command.check(
        config, open_terminal(), connections=tuple(connection or ()), as_json=as_json
    )
    raise typer.Exit(code)


@app.command()
def discover(
    context: typer.Context,
    config: _Config = None,
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
    as_json: _Json = False,
    deadline: Annotated[
        float | None, typer.Option(help="End after so many seconds with what was read.", min=0)
    ] = None,
    fail_on: Annotated[
        Severity | None, typer.Option(help="Exit with 1 on findings of this severity or above.")
    ] = None,
    min_coverage: Annotated[
        float | None,
        typer.Option(help="Exit with 3 where a figure is under this percentage.", min=0, max=100),
    ] = None,
    plan: Annotated[
        bool,
        typer.Option("--plan", help="Read nothing: tell how many requests, and how long at least."),
    ] = False,
    quiet: _Quiet = False,
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
        quiet=quiet,
        log_json=log_json,
    )
    raise typer.Exit(discover_command.discover(request, open_terminal()))


@app.command()
def findings(
    file: Annotated[
        Path, typer.Argument(help="A snapshot that discover or demo wrote.")
    ] = discover_command.DEFAULT_FILE,
    client: Annotated[
        str | None, typer.Option(help="Only what concerns this client, by name or id.")
    ] = None,
    min_severity: Annotated[Severity | None, typer.Option(help="Leave out what is below.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    vendor: Annotated[str | None, typer.Option(help="Only this vendor.")] = None,
    verdict: Annotated[
        list[VerdictChoice] | None,
        typer.Option(help="Repeatable [default: fail and undetermined]", show_default=False),
    ] = None,
    show_evidence: Annotated[
        bool, typer.Option("--show-evidence", help="Show request, field, value and time.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Show what a snapshot holds, gravest first: why, for whom, and what to change."""
    request = findings_command.FindingsRequest(
        file=file,
        client=client,
        min_severity=min_severity,
        rule=rule,
        vendor=vendor,
        verdicts=frozenset(_verdicts(verdict or ())) or findings_command.DEFAULT_VERDICTS,
        show_evidence=show_evidence,
        as_json=as_json,
    )
    raise typer.Exit(findings_command.findings(request, open_terminal()))


@app.command()
def catalogue(
    vendor: Annotated[str | None, typer.Argument(help="Vendor id; all where left out.")] = None,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only what no API shows: what to ask, and attest.")
    ] = False,
    config: _Config = None,
    as_json: _Json = False,
) -> None:
    """Show every known AI or unattended-automation feature, and where its state is known from."""
    code = catalogue_command.catalogue(
        vendor, open_terminal(), only_open=only_open, file=config, as_json=as_json
    )
    raise typer.Exit(code)


@app.command()
def policy(config: _Config = None, as_json: _Json = False) -> None:
    """Show the oversight policy in force: what may act alone, what needs a person, the waivers."""
    raise typer.Exit(policy_command.policy(config, open_terminal(), as_json=as_json))


@app.command()
def attest(
    feature: Annotated[
        str | None, typer.Option("--feature", help="The feature to answer for, by its id.")
    ] = None,
    enabled: Annotated[
        bool | None,
        typer.Option("--enabled/--disabled", help="Whether it is on.", show_default=False),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who says so: a role or an id, not a name.")
    ] = None,
    autonomy: Annotated[
        Autonomy | None, typer.Option("--autonomy", help="How far it goes, where it is on.")
    ] = None,
    gate: Annotated[
        GateKind | None, typer.Option("--gate", help="Where a person stands, where it is on.")
    ] = None,
    approver: Annotated[
        str | None, typer.Option("--approver", help="Who says yes there: role:… or an id.")
    ] = None,
    client: Annotated[
        str | None, typer.Option("--client", help="Only of this client, by name.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="The day of the look; today by default."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="The last day on which it counts."),
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", help="Where the screenshot or the mail is kept.")
    ] = None,
    connection: Annotated[
        list[str] | None, typer.Option("--connection", help="Only of this one; repeatable.")
    ] = None,
    append: Annotated[
        Path | None,
        typer.Option("--append", help="Write it to the end of this configuration, if it fits."),
    ] = None,
    config: _Config = None,
    as_json: _Json = False,
) -> None:
    """Show what no API shows, what to ask and where to look; write the answers as TOML.

    Without --feature it lists what is open, and --append adds it as comments to fill in. With
    --feature, --enabled or --disabled, and --by it prints the table to paste, or appends it.
    """
    answer = None
    if feature is not None or enabled is not None or by is not None:
        if feature is None or enabled is None or not by:
            raise ConfigurationError(
                "an answer needs --feature, --enabled or --disabled, and --by",
                hint="Without any of them the open questions are listed.",
            )
        answer = attest_command.Answered(
            feature=feature,
            enabled=enabled,
            by=by,
            autonomy=autonomy,
            gate=gate,
            approver=approver,
            client=client,
            on=None if on is None else on.date(),
            until=None if until is None else until.date(),
            document=document,
        )
    request = attest_command.AttestRequest(
        config=config,
        connections=tuple(connection or ()),
        answer=answer,
        append=append,
        as_json=as_json,
    )
    raise typer.Exit(attest_command.attest(request, open_terminal()))


@app.command()
def vendors(as_json: _Json = False) -> None:
    """Show what a connection to each vendor needs, with the least rights."""
    raise typer.Exit(catalogue_command.vendors(open_terminal(), as_json=as_json))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a snapshot."""
    raise typer.Exit(catalogue_command.schema(open_terminal()))


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Of the first vendor; 0 takes free ones.")] = 0,
    clients: _Clients = 40,
    devices: _Devices = 2500,
    seed: _Seed = 7,
    fault: _Faults = None,
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


def run(arguments: list[str]) -> int:
    """Run the command line and give its exit code; errors are said on standard error."""
    terminal = open_terminal()
    try:
        ended = app(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except _CommandLineError as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except ConnectorError as error:
        say(terminal, str(error), error.hint, as_json="--log-json" in arguments)
        return ExitCode.USAGE
    except BrokenPipeError:
        reader_is_gone()
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 - the last line: a sentence and a code, no trace
        say(
            terminal,
            f"unexpected {type(error).__name__}",
            "Run it again with --debug before it.",
            as_json="--log-json" in arguments,
        )
        if "--debug" in arguments:
            trace(terminal, error)
        return ExitCode.UNEXPECTED
    return ended if isinstance(ended, int) else ExitCode.DONE


# typer hands over the errors of the click that it was built with: installed beside it, or its own.
_CommandLineError: Any = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit


def _verdicts(choices: Iterable[VerdictChoice]) -> Iterator[Verdict]:
    for choice in choices:
        yield from Verdict if choice is VerdictChoice.ALL else (Verdict(choice.value),)
