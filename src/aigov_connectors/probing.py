"""Asking a vendor for the least, to learn what may be read: what `probe`, `rights` and `plan` do.

A connector names one question per resource; how a question is asked, and what an error says, is
the same for every vendor.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeVar

from aigov_connectors._http import Read
from aigov_connectors.connector import Probe
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError

__all__ = ["Ask", "NotAsked", "asking", "asking_below", "first_page", "probed", "problem_of"]

Row = TypeVar("Row")
Ask = Callable[[], Awaitable[object]]
"""One question; an answer of any kind but `NotAsked` means that it may be asked."""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """What a question gives that had nothing to ask for: neither yes nor no."""

    because: str


async def first_page(read: Read[Row]) -> list[Row]:
    """Read one page and no more; empty where there is none."""
    async with aclosing(read.pages()) as pages:
        async for page in pages:
            return list(page.items)
    return []


async def problem_of(asked: Awaitable[object]) -> ConnectorError | None:
    """Wait for an answer and give what was wrong with it; None where nothing was."""
    try:
        await asked
    except ConnectorError as error:
        return error
    return None


def asking(*reads: Callable[[], Read[Any]]) -> Ask:
    """The question for the first page of each of some lists."""

    async def ask() -> None:
        for read in reads:
            await first_page(read())

    return ask


def asking_below(above: Callable[[], Read[Row]], below: Callable[[Row], Awaitable[object]]) -> Ask:
    """The question for what hangs below the first row of a list; without a row nothing is asked."""

    async def ask() -> NotAsked | None:
        for row in await first_page(above()):
            await below(row)
            return None
        return NotAsked("nothing is listed that it could be asked of")

    return ask


async def probed(asks: Mapping[str, Ask]) -> tuple[Probe, ...]:
    """Ask every question, one after the other, and say which is refused and why.

    Raises:
        AuthenticationError, ConfigurationError, ReadOnlyViolationError: no later question can do
            better.
    """
    return tuple([await _probe(resource, ask) for resource, ask in asks.items()])


async def _probe(resource: str, ask: Ask) -> Probe:
    try:
        answer = await ask()
    except FATAL_ERRORS:
        raise
    except ConnectorError as problem:
        return Probe(resource, str(problem), problem.hint)
    because = answer.because if isinstance(answer, NotAsked) else None
    return Probe(resource, None, not_asked=because)
