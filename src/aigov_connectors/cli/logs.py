"""What the library logs, on standard error: warnings as lines, everything as JSON on request.

The library itself never configures structlog; a command is the place to do so.
"""

from __future__ import annotations

import logging
import sys
from types import TracebackType

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from aigov_connectors.cli.show.text import plain

__all__ = ["configure_logs"]


def configure_logs(*, verbose: bool = False, as_json: bool = False) -> None:
    """Send log lines to standard error; `verbose` shows more than warnings."""
    level = logging.DEBUG if verbose else logging.INFO if as_json else logging.WARNING
    shape: list[Processor] = (
        [
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_error_name),
            structlog.processors.JSONRenderer(default=str),
        ]
        if as_json
        else [
            *([] if verbose else [_not_said_elsewhere]),
            structlog.processors.ExceptionRenderer(_error_name),
            _as_line,
        ]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            *shape,
        ],
        wrapper_class=_filtering(level),
        logger_factory=_StandardError,
        cache_logger_on_first_use=False,
    )


def _filtering(level: int) -> type[FilteringBoundLogger]:
    return structlog.make_filtering_bound_logger(level)


class _StandardError:
    """Writes to whatever standard error is at the time: a progress display stands in for it."""

    def __init__(self, *_: object) -> None:
        """Take the arguments of `get_logger`, of which none matters here."""

    def msg(self, message: str) -> None:
        sys.stderr.write(f"{message}\n")

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


def _error_name(
    exc_info: tuple[type[BaseException], BaseException, TracebackType | None],
) -> str:
    """What an exception is; its text may hold anything, and its locals worse."""
    return exc_info[0].__name__


_SAID = frozenset({"read.gap"})
"""What the progress, the summary and the check say in a sentence, with a remedy."""


def _not_said_elsewhere(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if event.get("event") in _SAID and event.get("level") == "warning":
        raise structlog.DropEvent
    return event


def _as_line(_: WrappedLogger, __: str, event: EventDict) -> str:
    """`warning: secret.file_readable_by_others path=… mode=…`."""
    level = event.pop("level", "info")
    name = event.pop("event", "")
    facts = " ".join(f"{key}={value}" for key, value in event.items())
    return plain(f"{level}: {name} {facts}".rstrip())
