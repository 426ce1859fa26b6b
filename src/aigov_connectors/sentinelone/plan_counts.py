"""How a plan learns the length of a list: by the console's own count, or by reading it."""

from __future__ import annotations

from typing import Any, TypeVar

from aigov_connectors._http import Read
from aigov_connectors.connector import PlannedRead
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectorError,
    ReadOnlyViolationError,
)
from aigov_connectors.sentinelone.client import SentinelOneClient

__all__ = ["HOPELESS", "counted_list", "rows_of"]

HOPELESS = (AuthenticationError, ConfigurationError, ReadOnlyViolationError)
"""After these nothing else can be counted either."""

Row = TypeVar("Row")


async def counted_list(client: SentinelOneClient, resource: str, read: Read[Any]) -> PlannedRead:
    """Plan a list by its count alone; one request.

    Raises:
        ConnectorError: one of `HOPELESS`; any other is told in the plan.
    """
    try:
        rows = await client.total(read)
    except HOPELESS:
        raise
    except ConnectorError as problem:
        return PlannedRead.of_list(
            resource, read, rows=None, because=f"the console did not count: {problem}"
        )
    return PlannedRead.of_list(resource, read, rows=rows)


async def rows_of(read: Read[Row]) -> tuple[list[Row], str | None]:
    """Give what a list holds, and why that is not all; None where it is.

    Raises:
        ConnectorError: one of `HOPELESS`; any other is given as a sentence.
    """
    found: list[Row] = []
    try:
        async for row in read:
            found.append(row)
    except HOPELESS:
        raise
    except ConnectorError as problem:
        return found, str(problem)
    return found, None
