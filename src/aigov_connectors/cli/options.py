"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AsJson",
    "Clients",
    "ConfigFile",
    "Devices",
    "Faults",
    "Quiet",
    "Seed",
    "SnapshotFile",
    "StorePlace",
    "VerdictChoice",
]


class VerdictChoice(str, Enum):  # noqa: UP042 - typer shows the values of a plain str enum
    """Which answers `findings` shows."""

    FAIL = "fail"
    UNDETERMINED = "undetermined"
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    ALL = "all"


ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Configuration file.", show_default=False)
]
SnapshotFile = Annotated[
    Path, typer.Argument(help="A snapshot that discover or demo wrote, or a run of the store.")
]
StorePlace = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="The store of runs: a file, or postgresql://… [default: that of the configuration]",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Clients = Annotated[
    int, typer.Option(help="Customer organizations of the fictitious MSP, 28 or more.")
]
Devices = Annotated[int, typer.Option(help="Its devices: computers and servers.")]
Seed = Annotated[int, typer.Option(help="Another seed gives other numbers, no other problems.")]
Faults = Annotated[
    list[str] | None,
    typer.Option("--fault", help="Such as drop:every=13,path=/agents; may be repeated."),
]
