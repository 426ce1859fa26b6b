"""Reads that run at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

__all__ = ["side_by_side"]

Value = TypeVar("Value")

# More than any vendor allows at once, so that none waits for us; a thousand that all wait for their
# turn would take ten kilobytes each.
_AT_ONCE = 100


async def side_by_side(jobs: Iterable[Coroutine[Any, Any, Value]]) -> list[Value]:
    """Run reads side by side and give their results in order; the first error ends them all.

    How many requests are really in flight is the HTTP stack's business. Of very many jobs the later
    ones begin when earlier ones have ended: none may wait for another.
    """
    left = enumerate(jobs)
    begun = list(islice(left, _AT_ONCE))
    results: dict[int, Value] = {}

    async def work(place: int, job: Coroutine[Any, Any, Value]) -> None:
        results[place] = await job
        for at, each in left:
            results[at] = await each

    try:
        async with asyncio.TaskGroup() as group:
            for place, job in begun:
                group.create_task(work(place, job))
    except ExceptionGroup as errors:  # callers tell errors apart by class, not by group
        first = errors.exceptions[0]
        raise first from errors
    finally:
        for _, job in (*begun, *left):  # after an error some were never awaited
            job.close()
    return [results[place] for place in sorted(results)]
