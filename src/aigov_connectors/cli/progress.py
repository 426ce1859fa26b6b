"""Shows progress while a discovery runs: redrawn on a terminal, line by line elsewhere, as log
events where the log is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from rich.console import Console
from rich.live import Live

from aigov_connectors.cli.show.progress import (
    ProgressState,
    progress_fields,
    progress_line,
    progress_view,
)
from aigov_connectors.events import Event

__all__ = ["following"]

_PER_SECOND = 8


@contextmanager
def following(
    console: Console, *, quiet: bool, as_log: bool = False
) -> Iterator[Callable[[Event], None]]:
    """Give what is to be called with every event; `as_log` writes it to the log instead."""
    if quiet:
        yield lambda event: None
    elif as_log:
        log = structlog.get_logger("aigov_connectors.progress")

        def write(event: Event) -> None:
            told = progress_fields(event)
            if told is not None:
                name, fields = told
                log.info(name, **fields)

        yield write
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
