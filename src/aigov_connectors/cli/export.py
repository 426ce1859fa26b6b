"""`export`: a kept run in a format that other programs read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aigov_connectors.cli.client_names import named_client
from aigov_connectors.cli.discover import STANDARD_OUTPUT
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.running import require_writable
from aigov_connectors.cli.show.layout import line
from aigov_connectors.cli.snapshots import NOWHERE, RunPlace, care_of_limits, load_with_earlier
from aigov_connectors.cli.terminal import Terminal
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.export import ExportFormat, Part, Run, export, for_client, table_names
from aigov_connectors.inventory import Client
from aigov_connectors.keeping import write_whole

__all__ = ["ExportRequest", "export_run"]

_FOLDER_MODE = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What was asked for on the command line."""

    wanted: ExportFormat
    file: Path
    """The snapshot."""
    place: RunPlace = NOWHERE
    """Where runs are found that are no files."""
    previous: Path | None = None
    client: str | None = None
    table: str | None = None
    """One table of CSV; None takes them all, into a folder."""
    output: str | None = None
    """A file, a folder for the tables of CSV, `-` or None for standard output."""


def export_run(request: ExportRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: the snapshot, the client, the table or the output does not fit.
    """
    _require_fitting(request)
    if request.output not in (None, STANDARD_OUTPUT):
        _require_place(request)
    parts = export(request.wanted, _run(request, terminal))
    if request.table is not None:
        parts = (part for part in parts if part.name == f"{request.table}.csv")
    if request.output in (None, STANDARD_OUTPUT):
        for part in parts:
            _to_standard_output(part.pieces)
        return ExitCode.DONE
    place = Path(f"{request.output}")
    written = list(_written(parts, place, into_folder=_is_folder(request)))
    said = f"{place}" if len(written) == 1 else f"{place}, {len(written)} files"
    terminal.err.print(line(("Written: ", "dim"), said), soft_wrap=True)
    return ExitCode.DONE


def _require_fitting(request: ExportRequest) -> None:
    if request.table is not None and request.wanted is not ExportFormat.CSV:
        raise ConfigurationError(
            f"--table is of csv; {request.wanted.value} is one document", hint="Leave it out."
        )
    if request.table is not None and request.table not in table_names():
        raise ConfigurationError(
            f"there is no table {request.table!r}", hint=f"Tables: {', '.join(table_names())}."
        )
    if _is_folder(request) and request.output in (None, STANDARD_OUTPUT):
        raise ConfigurationError(
            "csv has several tables, which need a folder",
            hint="Name a folder with --output, or one table with --table findings.",
        )


def _is_folder(request: ExportRequest) -> bool:
    return request.wanted is ExportFormat.CSV and request.table is None


def _require_place(request: ExportRequest) -> None:
    place = Path(f"{request.output}")
    if not _is_folder(request):
        require_writable(place)
        return
    if place.exists() and not place.is_dir():
        raise ConfigurationError(
            f"{place} is a file; the tables of csv need a folder",
            hint="Name a folder with --output, or one table with --table.",
        )
    require_writable(place / "findings.csv" if place.is_dir() else place)


def _run(request: ExportRequest, terminal: Terminal) -> Run:
    snapshot, previous = load_with_earlier(request.file, request.previous, place=request.place)
    run = Run(snapshot, previous, source=request.file.name)
    if request.client is None:
        return run
    client = _client(run, request.client)
    if care := care_of_limits(snapshot.inventory):
        terminal.err.print(care, soft_wrap=True)
    return for_client(run, client)


def _client(run: Run, wanted: str) -> Client:
    """The client, as the run knows it; one that has gone, as the earlier run knew it."""
    try:
        return named_client(run.snapshot.inventory, wanted)
    except ConfigurationError:
        if run.previous is None:
            raise
        return named_client(run.previous.inventory, wanted)


def _written(parts: Iterable[Part], place: Path, *, into_folder: bool) -> Iterator[Path]:
    """Write each part for its owner alone; a link at its place is replaced, never followed."""
    try:
        if into_folder:
            place.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        for part in parts:
            target = place / part.name if into_folder else place
            write_whole(target, (piece.encode("utf-8") for piece in part.pieces))
            yield target
    except OSError as error:
        raise ConfigurationError(
            f"{place} cannot be written: {error.strerror}", hint="Name another --output."
        ) from error


def _to_standard_output(pieces: Iterable[str]) -> None:
    """Write UTF-8 whatever the console's code page, and no line end but the format's own."""
    buffer = getattr(sys.stdout, "buffer", None)
    sys.stdout.flush()
    for piece in pieces:
        if buffer is None:
            sys.stdout.write(piece)
        else:
            buffer.write(piece.encode("utf-8"))
    sys.stdout.flush()
