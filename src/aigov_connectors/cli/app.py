"""The command line as a whole: every command is wired here, errors become one sentence.

What each command does is in the module of its name; nothing here knows a vendor or a rule.
"""

from __future__ import annotations

import errno
from typing import Any

import typer

from aigov_connectors.cli.configuration import plugins_allowed
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.failing import say, trace
from aigov_connectors.cli.program import PROGRAM, app
from aigov_connectors.cli.terminal import open_terminal, reader_is_gone
from aigov_connectors.cli.wiring import asking, chains, exporting, judging, keeping, trying
from aigov_connectors.errors import ConnectorError
from aigov_connectors.trust import check_plugins, only_plugins

__all__ = ["WIRED", "app", "run"]

WIRED = (asking, judging, chains, keeping, exporting, trying)
"""The modules whose commands there are, in the order of the help."""


def run(arguments: list[str]) -> int:
    """Run the command line and give its exit code; errors are said on standard error."""
    terminal = open_terminal()
    try:
        allowed = plugins_allowed(arguments)
        if "--help" not in arguments:  # also a command that reads no configuration counts on them
            check_plugins(allowed)
        with only_plugins(allowed):
            ended = app(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except _CommandLineError as error:
        error.show()
        return ExitCode.USAGE
    except typer.Abort as aborted:  # how typer hands on a Ctrl-C
        raise KeyboardInterrupt from aborted
    except ConnectorError as error:
        say(terminal, str(error), error.hint, as_json="--log-json" in arguments)
        return ExitCode.USAGE
    except BrokenPipeError:
        reader_is_gone()
        return ExitCode.DONE
    except SystemExit as gone:
        if not isinstance(gone.__context__, BrokenPipeError):
            raise
        reader_is_gone()  # click ends with 1 where its reader is gone, which here means findings
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 - the last line: a sentence and a code, no trace
        if isinstance(error, OSError) and error.errno in _FULL:
            reader_is_gone()
            say(
                terminal,
                f"what was asked for cannot be written: {error.strerror}",
                "Make room where standard output leads, or let it lead elsewhere.",
                as_json="--log-json" in arguments,
            )
            return ExitCode.USAGE
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


_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}

# typer hands over the errors of the click that it was built with: installed beside it, or its own.
_CommandLineError: Any = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
