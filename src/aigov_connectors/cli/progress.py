"""Shows progress while a discovery runs: redrawn on a terminal, line by line elsewhere, as log
events where the log is asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live

from aigov_connectors.cli.show.progress import (
    ProgressState,
    progress_line,
    progress_view,
)
from aigov_connectors.events import (
    ConnectionFinished,
    ConnectionStarted,
    Event,
    GapFound,
    ReadFinished,
)
from aigov_connectors.logs import Log

__all__ = ["following"]

_PER_SECOND = 8

_log = Log("aigov_connectors.progress")


@contextmanager
def following(
    console: Console, *, quiet: bool, as_log: bool = False
) -> Iterator[Callable[[Event], None]]:
    """Give what is to be called with every event; `as_log` writes it to the log instead."""
    if as_log:  # who asks for the log gets it, however quiet the rest is to be
        yield _write
    elif quiet:
        yield lambda event: None
    elif console.is_terminal and not console.is_dumb_terminal:
        state = ProgressState()
        with Live(
            console=console,
            get_renderable=lambda: progress_view(state),
            refresh_per_second=_PER_SECOND,
            transient=True,  # the summary says it all once more
        ):
            yield state.apply
    else:

        def say(event: Event) -> None:
            text = progress_line(event)
            if text is not None:
                console.print(text, soft_wrap=True)

        yield say


def _write(event: Event) -> None:
    """The event in the log, where it says enough."""
    match event:
        case ConnectionStarted(name, vendor, resources):
            count = len(resources)
            _log.write(
                logging.INFO, "connection.started", connection=name, vendor=vendor, resources=count
            )
        case ReadFinished(name, receipt):
            _log.write(
                logging.INFO,
                "read.finished",
                connection=name,
                resource=receipt.resource,
                rows=receipt.rows,
                requests=receipt.requests,
                why=receipt.why,
            )
        case GapFound(name, gap):
            _log.write(
                logging.INFO,
                "gap.found",
                connection=name,
                resource=gap.resource,
                subject=gap.subject,
                reason=gap.reason.value,
                remedy=gap.remedy,
            )
        case ConnectionFinished(connection, deployments, gaps):
            if connection.problem is not None:
                _log.write(
                    logging.ERROR,
                    "connection.failed",
                    connection=connection.name,
                    problem=connection.problem,
                    remedy=connection.remedy,
                )
            _log.write(
                logging.INFO,
                "connection.finished",
                connection=connection.name,
                status=connection.status.value,
                deployments=deployments,
                gaps=gaps,
            )
        case _:  # what a checkpoint held is logged by the discovery itself
            pass
