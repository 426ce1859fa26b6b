"""Shows progress while a discovery runs: redrawn on a terminal, line by line elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live

from aigov_connectors.cli.show.progress import ProgressState, progress_line, progress_view
from aigov_connectors.events import Event

__all__ = ["following"]

_PER_SECOND = 8


@contextmanager
def following(console: Console, *, quiet: bool) -> Iterator[Callable[[Event], None]]:
    """Give what is to be called with every event."""
    if quiet:
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
