"""What workflows and alerts cost: lists that cannot be asked for their count alone."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.connector import PlannedRead
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectorError,
    ReadOnlyViolationError,
)
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.client_workflows import EXPORT

__all__ = ["planned_workflows_and_alerts"]

_HOPELESS = (AuthenticationError, ConfigurationError, ReadOnlyViolationError)


async def planned_workflows_and_alerts(
    client: SentinelOneClient, *, since: datetime
) -> dict[str, PlannedRead]:
    """Ask each list for a single row, with which its total comes; by resource.

    Args:
        since: from when on runs and alerts are read (aware).
    """
    listed = await _planned(client.workflows(), client.workflows(page_size=1), resource="workflows")
    exports = listed.rows or 0
    return {
        "workflows": replace(
            listed,
            requests={**listed.requests, EXPORT: exports},
            because=f"{listed.because}; then one for each definition, which cannot be batched",
        ),
        "workflow_executions": await _planned(
            client.workflow_executions(created_since=since),
            client.workflow_executions(created_since=since, page_size=1),
            resource="workflow_executions",
        ),
        "alerts": await _planned(
            client.investigated_alerts(created_since=since),
            client.investigated_alerts(created_since=since, page_size=1),
            resource="alerts",
        ),
    }


async def _planned(read: Read[Any], first: Read[Any], *, resource: str) -> PlannedRead:
    rows: int | None = None
    try:
        async with aclosing(first.pages()) as pages:
            async for page in pages:
                rows = page.total
                break
    except _HOPELESS:
        raise
    except ConnectorError as problem:
        return PlannedRead.of_list(
            resource, read, rows=None, because=f"the console did not count: {problem}"
        )
    return PlannedRead.of_list(resource, read, rows=rows)
