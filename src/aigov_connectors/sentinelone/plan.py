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
from aigov_connectors.sentinelone.plan_workflows import planned_workflows_and_alerts
from aigov_connectors.sentinelone.reading_automation import IDS_PER_REQUEST, SYSTEMS

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
        "exclusions": client.exclusions(),
        "remote_scripts": client.remote_scripts(),
        "pending_executions": client.pending_executions(),
        "users": client.users(),
        "service_users": client.service_users(),
        "approver_roles": client.all_roles(),
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
    found |= _automation({name: one.rows or 0 for name, one in found.items()}, caller_scope)
    found |= await planned_workflows_and_alerts(client, since=since)
    return tuple(found.values())


def _automation(rows: Mapping[str, int], caller_scope: str | None) -> dict[str, PlannedRead]:
    """What follows from the counts of accounts, sites, groups and roles."""
    accounts = 0 if caller_scope == "site" else rows["accounts"]
    batches = 1 + sum(-(-rows[name] // IDS_PER_REQUEST) for name in ("sites", "groups"))
    upgrades = len(SYSTEMS) * (rows["sites"] if caller_scope == "site" else accounts)
    planned = (
        PlannedRead(
            resource="custom_rules",
            requests={f"{API}/cloud-detection/rules": batches},
            because=f"the caller's own, then those of sites and groups, {IDS_PER_REQUEST} at once",
        ),
        PlannedRead(
            resource="guardrails",
            requests={f"{API}/remote-scripts/guardrails/configuration": accounts + rows["sites"]},
            because="one request for each account and site, which cannot be batched;"
            " sites whose licences lack RemoteOps are not asked for",
        ),
        PlannedRead(
            resource="upgrade_policies",
            requests={f"{API}/upgrade-policy/policies": upgrades},
            because="one request for each account and operating system; sites add theirs where"
            " the account says that some have policies of their own",
        ),
        PlannedRead(
            resource="network_discovery",
            requests={f"{API}/ranger/settings": accounts},
            because="one request for each account",
        ),
        PlannedRead(
            resource="approver_roles",
            requests={
                f"{API}/rbac/roles": 1,
                f"{API}/rbac/role/{{role_id}}": rows["approver_roles"],
            },
            rows=rows["approver_roles"],
            because="the list, then one request for each role",
        ),
        PlannedRead(
            resource="activity_types",
            requests={f"{API}/activities/types": 1},
            because="one request",
        ),
        PlannedRead(
            resource="activities",
            requests={f"{API}/activities": 1},
            because="only the types that are counted, known when read; one more for each"
            " further 1,000 rows",
        ),
    )
    return {one.resource: one for one in planned}


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
