"""What a reading of a console will ask at least, from the console's own counts.

The lists are paged and filtered at the console, so their cost is their size. Policies cannot be
batched: the API gives one policy per request, for a site, a group, an account or the tenant.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from aigov_connectors.sentinelone.client import API, SentinelOneClient

__all__ = ["planned_reads"]

_HOPELESS = (AuthenticationError, ConfigurationError, ReadOnlyViolationError)


async def planned_reads(
    client: SentinelOneClient, *, since: datetime, caller_scope: str | None, roles: int
) -> tuple[PlannedRead, ...]:
    """Count every list, one request each, and derive the rest.

    Args:
        since: from when on threats are read (aware).
        caller_scope: `tenant`, `account`, `site` or, if it is not known, None.
        roles: how many the caller has.
    """
    lists: Mapping[str, Read[Any]] = {
        "accounts": client.accounts(),
        "sites": client.sites(),
        "groups": client.groups(),
        "agents": client.agents(),
        "threats": client.threats(created_since=since),
    }
    found = {name: await _planned(client, name, read) for name, read in lists.items()}
    if caller_scope == "site":
        found["accounts"] = PlannedRead(
            resource="accounts", requests={}, because="a token of a site may not, and need not, ask"
        )
    found["user"] = PlannedRead(
        resource="user",
        requests={f"{API}/user": 1, f"{API}/system/info": 1},
        rows=1,
        because="the caller, and the version of the console",
    )
    found["roles"] = PlannedRead(
        resource="roles",
        requests={f"{API}/rbac/role/{{role_id}}": roles},
        rows=roles,
        because="one request for each role of the caller",
    )
    found["policies"] = _policies(found["sites"].rows)
    return tuple(found.values())


async def _planned(client: SentinelOneClient, resource: str, read: Read[Any]) -> PlannedRead:
    try:
        rows = await client.total(read)
    except _HOPELESS:
        raise
    except ConnectorError as problem:
        return PlannedRead.of_list(
            resource, read, rows=None, because=f"the console did not count: {problem}"
        )
    return PlannedRead.of_list(resource, read, rows=rows)


def _policies(sites: int | None) -> PlannedRead:
    own = "groups, accounts and the tenant add one for each policy of their own"
    because = (
        f"one request for each site, which cannot be batched; {own}, known only when read"
        if sites is not None
        else f"one request for each site, and the sites were not counted; {own}"
    )
    return PlannedRead(
        resource="policies",
        requests={f"{API}/sites/{{site_id}}/policy": sites or 0},
        because=because,
    )
