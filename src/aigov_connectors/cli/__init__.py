"""The command `aigov-connectors`. Needs the extra `cli`; nothing of it is loaded before `main`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from aigov_connectors.cli.exits import ExitCode

__all__ = ["main"]

_NEEDED = ("typer", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code (see `ExitCode`); never raises `SystemExit`.

    `arguments` defaults to those of the process. A Ctrl-C is one line, whenever it comes: the
    imports, most of the first second, are inside.
    """
    try:
        try:
            from aigov_connectors.cli.app import run
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] not in _NEEDED:
                raise
            sys.stderr.write(
                "The command needs typer and rich: pip install 'aigov-connectors[cli]'\n"
            )
            return ExitCode.USAGE
        return run(sys.argv[1:] if arguments is None else list(arguments))
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return ExitCode.INTERRUPTED
