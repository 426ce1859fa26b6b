"""What a reading of a NinjaOne tenant will ask at least.

NinjaOne tells no totals, so a paged list counts as one request. Only the policies are a list
without pages, which is read to know how often their conditions will be asked for: the API gives
the conditions of one kind in one policy per request, and has no filter that would join them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.connector import PlannedRead
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectorError,
    ReadOnlyViolationError,
)
from aigov_connectors.ninjaone.api import CONDITION_KINDS
from aigov_connectors.ninjaone.auth import TOKEN_PATH
from aigov_connectors.ninjaone.client import NinjaOneClient

__all__ = ["planned_reads"]

_HOPELESS = (AuthenticationError, ConfigurationError, ReadOnlyViolationError)


async def planned_reads(client: NinjaOneClient) -> tuple[PlannedRead, ...]:
    """Plan every resource; one request, which lists the policies."""
    lists: Mapping[str, Read[Any]] = {
        "locations": client.locations(),
        "devices": client.devices_detailed(),
        "policies": client.policies(),
        "policy_overrides": client.policy_overrides(),
        "scripts": client.scripts(),
        "tasks": client.tasks(),
        "activities": client.activities(),
        "users": client.users(),
        "roles": client.user_roles(),
    }
    found = {name: PlannedRead.of_list(name, read, rows=None) for name, read in lists.items()}
    found["organizations"] = _organizations(client)
    found["policy_conditions"] = await _conditions(client)
    return tuple(found.values())


def _organizations(client: NinjaOneClient) -> PlannedRead:
    """The list, and before it the token and the row by which the credential is tried."""
    listed = PlannedRead.of_list("organizations", client.organizations_detailed(), rows=None)
    tried = {TOKEN_PATH: 1, client.organizations().listing.path: 1}
    return PlannedRead(
        resource="organizations",
        requests={**tried, **listed.requests},
        because=f"the token, one row to try it, and the list; {listed.because}",
    )


async def _conditions(client: NinjaOneClient) -> PlannedRead:
    try:
        policies: int | None = len([policy async for policy in client.policies()])
    except _HOPELESS:
        raise
    except ConnectorError as problem:
        policies, because = None, f"two requests for each policy, which were not listed: {problem}"
    else:
        because = "two requests for each policy, which cannot be batched"
    return PlannedRead(
        resource="policy_conditions",
        requests={
            f"/v2/policies/{{policy_id}}/condition/{kind}": policies or 0
            for kind in CONDITION_KINDS
        },
        because=because,
    )
