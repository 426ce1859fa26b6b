"""`report`: one HTML file over a run, for everyone's eyes or for those of one client."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aigov_connectors.cli.client_names import named_client
from aigov_connectors.cli.discover import DEFAULT_FILE, vendor_names
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.snapshots import NOWHERE, RunPlace, care_of_limits, load_with_earlier
from aigov_connectors.cli.terminal import Terminal
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory.names import slug
from aigov_connectors.keeping import write_whole
from aigov_connectors.report import report_html

__all__ = ["REPORT_FILE", "ReportRequest", "report"]

REPORT_FILE = Path("aigov-report.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """What was asked for on the command line."""

    file: Path = DEFAULT_FILE
    place: RunPlace = NOWHERE
    """Where runs are found that are no files."""
    previous: Path | None = None
    client: str | None = None
    output: Path | None = None
    """None is the usual file, with the client's name where it is for one."""


def report(request: ReportRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: a run or the client cannot be found, or the file cannot be written.
        StoreError: the store of the configuration cannot be read.
    """
    snapshot, previous = load_with_earlier(request.file, request.previous, place=request.place)
    client = None
    if request.client is not None:
        client = named_client(snapshot.inventory, request.client)
        if care := care_of_limits(snapshot.inventory):
            terminal.err.print(care, soft_wrap=True)
    text = report_html(
        snapshot,
        client=None if client is None else client.id,
        previous=previous,
        vendor_names=vendor_names(snapshot.inventory),
    )
    if request.output == Path("-"):
        terminal.write_document(text.rstrip("\n"))
        return ExitCode.DONE
    usual = (
        REPORT_FILE
        if client is None
        else REPORT_FILE.with_stem(f"{REPORT_FILE.stem}-{slug(client.name)}")
    )
    target = request.output or usual
    try:
        write_whole(target, text.encode("utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"the report {target} cannot be written: {error.strerror}",
            hint="Name another file with --output.",
        ) from error
    about = (
        "all clients: give a client the one that --client makes"
        if client is None
        else f"{client.name} alone"
    )
    terminal.err.print(f"Report: {target} (about {about})", soft_wrap=True)
    return ExitCode.DONE
