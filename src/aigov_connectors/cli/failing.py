"""How the command says that something failed: a sentence, what helps, and a trace on request."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator

from aigov_connectors.cli.show.layout import line
from aigov_connectors.cli.terminal import Terminal
from aigov_connectors.logs import Log

__all__ = ["say", "trace"]

_log = Log("aigov_connectors.command")


def say(terminal: Terminal, sentence: str, hint: str | None, *, as_json: bool) -> None:
    """One sentence and what helps, on standard error; `as_json` as a line of the log."""
    if as_json:  # whoever reads JSON lines must not meet another
        _log.write(logging.ERROR, "command.failed", problem=sentence, remedy=hint)
        return
    terminal.err.print(line(("Error: ", "bold red"), sentence), soft_wrap=True)
    if hint:
        terminal.err.print(line(("  -> ", "cyan"), hint), soft_wrap=True)


def trace(terminal: Terminal, error: BaseException) -> None:
    """Print where an error came from."""
    for text in _frames(error):
        terminal.err.print(line(text), soft_wrap=True)


def _frames(error: BaseException) -> Iterator[str]:
    """Where an error came from: files, lines and types. Neither locals nor texts: they may hold
    anything.
    """
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _frames(cause)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    yield type(error).__name__
