"""Going on from a run that was not done: where its checkpoint is, and how that is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path

from rich.text import Text

from aigov_connectors.cli.show.layout import line
from aigov_connectors.cli.show.text import listed_names, moment
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.events import (
    CheckpointUnusable,
    ConnectionReadAgain,
    ConnectionTakenOver,
    Event,
)
from aigov_connectors.store import SUFFIX, CheckpointFile, open_checkpoint

__all__ = ["ResumeEvent", "checkpoint_beside", "resume_words", "span"]

ResumeEvent = ConnectionTakenOver | ConnectionReadAgain | CheckpointUnusable

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span(text: str) -> timedelta:
    """A span of time as it is written on the command line: `90m`, `6h`, `1.5d`.

    Raises:
        ValueError: it is none.
    """
    told = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([smhd])", text.strip().lower())
    if told is None:
        raise ValueError(f"{text!r} is no span of time such as 90m or 6h")
    return timedelta(**{_UNITS[told[2]]: float(told[1])})


def checkpoint_beside(
    files: Iterable[Path | None], *, required: bool
) -> AbstractContextManager[CheckpointFile | None]:
    """The checkpoint beside the first file that there is; None where the run writes no file.

    Raises:
        ConfigurationError: there is none, and it is `required`.
    """
    for file in files:
        if file is not None:
            return open_checkpoint(file.with_name(file.name + SUFFIX))
    if required:
        raise ConfigurationError(
            "there is nothing to go on from: a checkpoint lies beside a file that the run writes",
            hint="Name a file with --output, or a store in a file with --store.",
        )
    return nullcontext()


def resume_words(events: Sequence[Event], *, asked: bool) -> list[Text]:
    """What was taken over and what was not, a line each; nothing to say is said when `asked`."""
    taken = [one.connection for one in events if isinstance(one, ConnectionTakenOver)]
    again = [one for one in events if isinstance(one, ConnectionReadAgain)]
    problems = [one.why for one in events if isinstance(one, CheckpointUnusable)]
    words: list[Text] = []
    if taken:
        names = [f"{one.name} ({moment(one.started_at)})" for one in taken]
        told = f"read by a run before that was not done: {listed_names(names, limit=len(names))}"
        words.append(line(("Taken over: ", "bold"), told))
    words += [line(("Read again: ", "bold"), f"{one.connection}: {one.why}") for one in again]
    words += [line(("Checkpoint: ", "bold yellow"), why) for why in problems]
    if asked and not words:
        words.append(
            line(
                ("Taken over: ", "dim"),
                "nothing; no connection was left by a run that was not done",
            )
        )
    return words
