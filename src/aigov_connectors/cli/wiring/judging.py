"""Commands over what was read: what is found, and by what it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from aigov_connectors.cli import attest as attest_command
from aigov_connectors.cli import clients as clients_command
from aigov_connectors.cli import explain as explain_command
from aigov_connectors.cli import findings as findings_command
from aigov_connectors.cli import policy as policy_command
from aigov_connectors.cli import risk as risk_command
from aigov_connectors.cli.discover import DEFAULT_FILE
from aigov_connectors.cli.options import AsJson, ConfigFile, SnapshotFile, StorePlace, VerdictChoice
from aigov_connectors.cli.program import app
from aigov_connectors.cli.snapshots import RunPlace
from aigov_connectors.cli.terminal import open_terminal
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Autonomy, GateKind, Severity, Verdict
from aigov_connectors.rules import Topic


@app.command()
def findings(
    file: SnapshotFile = DEFAULT_FILE,
    client: Annotated[
        str | None, typer.Option(help="Only what concerns this client, by name or id.")
    ] = None,
    min_severity: Annotated[Severity | None, typer.Option(help="Leave out what is below.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    topic: Annotated[Topic | None, typer.Option(help="Only what answers this question.")] = None,
    vendor: Annotated[str | None, typer.Option(help="Only this vendor.")] = None,
    verdict: Annotated[
        list[VerdictChoice] | None,
        typer.Option(help="Repeatable [default: fail and undetermined]", show_default=False),
    ] = None,
    show_evidence: Annotated[
        bool, typer.Option("--show-evidence", help="Show request, field, value and time.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="A line for each, also past the screen.")
    ] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="Why, by what, for whom, what to change; --show-evidence too."),
    ] = False,
    brief: Annotated[
        bool, typer.Option("--brief", help="A line for each and nothing else: to count, to grep.")
    ] = False,
    as_json: AsJson = False,
    place: StorePlace = None,
    config: ConfigFile = None,
) -> None:
    """Show what a snapshot holds on one screen, gravest first; --full tells all of it.

    The digits on each line are what explain takes. A rule or a topic is listed to its end.
    """
    request = findings_command.FindingsRequest(
        file=file,
        place=RunPlace(store=place, config=config),
        client=client,
        min_severity=min_severity,
        rule=rule,
        topic=topic,
        vendor=vendor,
        verdicts=frozenset(_verdicts(verdict or ())) or findings_command.DEFAULT_VERDICTS,
        show_evidence=show_evidence,
        full=full,
        every=every,
        brief=brief,
        as_json=as_json,
    )
    raise typer.Exit(findings_command.findings(request, open_terminal()))


@app.command()
def explain(
    what: Annotated[
        str, typer.Argument(help="A rule, the digits of a finding, or words of what it is about.")
    ],
    file: SnapshotFile = DEFAULT_FILE,
    as_json: AsJson = False,
    place: StorePlace = None,
    config: ConfigFile = None,
) -> None:
    """Explain a rule, or a finding: why, the evidence, what to change, how to stop and undo it."""
    request = explain_command.ExplainRequest(
        what=what, file=file, place=RunPlace(store=place, config=config), as_json=as_json
    )
    raise typer.Exit(explain_command.explain(request, open_terminal()))


@app.command()
def clients(
    file: SnapshotFile = DEFAULT_FILE,
    client: Annotated[
        str | None, typer.Option(help="Everything about this one, by name or id.")
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Show who may be one client; merges nothing.")
    ] = False,
    unmatched: Annotated[
        bool, typer.Option("--unmatched", help="Only those that are missing in one of the tools.")
    ] = False,
    as_json: AsJson = False,
    place: StorePlace = None,
    config: ConfigFile = None,
) -> None:
    """Show the clients: in which tools they are, how that is known, what their context may be.

    Names that are merely alike are never merged. --suggest shows such pairs, each with the table
    that makes one client of them when it is pasted into the configuration.
    """
    request = clients_command.ClientsRequest(
        file=file,
        place=RunPlace(store=place, config=config),
        client=client,
        suggest=suggest,
        unmatched=unmatched,
        as_json=as_json,
    )
    raise typer.Exit(clients_command.clients(request, open_terminal()))


@app.command()
def policy(
    config: ConfigFile = None,
    run: Annotated[
        Path | None,
        typer.Option(help="A snapshot: also tell which lines and waivers fit nothing in it."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the oversight policy in force: what may act alone, what needs a person, the waivers."""
    raise typer.Exit(policy_command.policy(config, open_terminal(), run=run, as_json=as_json))


@app.command()
def risk(
    file: SnapshotFile = DEFAULT_FILE,
    client: Annotated[str | None, typer.Option(help="Only this client, by name or id.")] = None,
    share: Annotated[
        int,
        typer.Option(help="Show the changes that clear this percentage.", min=1, max=100),
    ] = 80,
    as_json: AsJson = False,
    place: StorePlace = None,
    config: ConfigFile = None,
) -> None:
    """Show which clients carry the most risk, and the fewest changes that clear most of it."""
    request = risk_command.RiskRequest(
        file=file,
        place=RunPlace(store=place, config=config),
        client=client,
        share=share / 100,
        as_json=as_json,
    )
    raise typer.Exit(risk_command.risk(request, open_terminal()))


@app.command()
def attest(
    feature: Annotated[
        str | None, typer.Option("--feature", help="The feature to answer for, by its id.")
    ] = None,
    is_enabled: Annotated[bool, typer.Option("--enabled", help="It is on.")] = False,
    is_disabled: Annotated[bool, typer.Option("--disabled", help="It is off.")] = False,
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
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what no API shows, what to ask and where to look; write the answers as TOML.

    Without --feature it lists what is open, and --append adds it as comments to fill in. With
    --feature, --enabled or --disabled, and --by it prints the table to paste, or appends it.
    """
    if is_enabled and is_disabled:
        raise ConfigurationError(
            "an answer is either --enabled or --disabled, not both",
            hint="Give one of them; where it differs between clients, answer once per --client.",
        )
    enabled = is_enabled if is_enabled or is_disabled else None
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


def _verdicts(choices: Iterable[VerdictChoice]) -> Iterator[Verdict]:
    for choice in choices:
        yield from Verdict if choice is VerdictChoice.ALL else (Verdict(choice.value),)
