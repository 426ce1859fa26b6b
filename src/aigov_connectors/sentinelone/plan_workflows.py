"""What workflows and alerts cost: these lists cannot be asked for their count alone."""

from __future__ import annotations

from contextlib import aclosing
from datetime import datetime
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.connector import PlannedRead
from aigov_connectors.errors import ConnectorError
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.client_workflows import EXPORT
from aigov_connectors.sentinelone.plan_counts import HOPELESS, rows_of

__all__ = ["planned_workflows_and_alerts"]


async def planned_workflows_and_alerts(
    client: SentinelOneClient, *, since: datetime
) -> dict[str, PlannedRead]:
    """Read the workflows; ask the others for a single row, with which the total comes.

    Args:
        client: of the console.
        since: from when on runs and alerts are read (aware).
    """
    return {
        "workflows": await _workflows(client),
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


async def _workflows(client: SentinelOneClient) -> PlannedRead:
    listing = client.workflows()
    rows, problem = await rows_of(listing)
    listed = PlannedRead.of_list("workflows", listing, rows=None if problem else len(rows))
    # Neither snippets nor what has no version in use is asked for.
    defined = {one.key for one in rows if one.version_id is not None and not one.is_snippet}
    return PlannedRead(
        resource="workflows",
        requests={**listed.requests, EXPORT: len(defined)},
        rows=listed.rows,
        because=f"the workflows were not listed: {problem}"
        if problem
        else f"{listed.because}; then one for each definition, which cannot be batched",
        counted=listed.counted,
    )


async def _planned(read: Read[Any], first: Read[Any], *, resource: str) -> PlannedRead:
    rows: int | None = None
    try:
        async with aclosing(first.pages()) as pages:
            async for page in pages:
                rows = page.total
                break
    except HOPELESS:
        raise
    except ConnectorError as problem:
        return PlannedRead.of_list(
            resource, read, rows=None, because=f"the console did not count: {problem}"
        )
    return PlannedRead.of_list(resource, read, rows=rows)
