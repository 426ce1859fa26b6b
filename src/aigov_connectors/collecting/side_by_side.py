"""Reads that run at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

__all__ = ["side_by_side"]

Value = TypeVar("Value")


async def side_by_side(jobs: Iterable[Coroutine[Any, Any, Value]]) -> list[Value]:
    """Run reads side by side and give their results in order; the first error ends them all.

    How many requests are really in flight is the HTTP stack's business.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except ExceptionGroup as errors:  # callers tell errors apart by class, not by group
        first = errors.exceptions[0]
        raise first from errors
    return [task.result() for task in tasks]
