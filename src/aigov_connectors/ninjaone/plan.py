"""What a reading of a NinjaOne tenant will ask at least.

NinjaOne tells no totals, so a paged list is not counted: one request is the least. The policies are
a list without pages, which is read to know how often their conditions will be asked for: the API
gives the conditions of one kind in one policy per request, and has no filter that would join them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aigov_connectors._http import NamedCursor, Read
from aigov_connectors.connector import PlannedRead
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError
from aigov_connectors.ninjaone.api import CONDITION_KINDS
from aigov_connectors.ninjaone.auth import TOKEN_PATH
from aigov_connectors.ninjaone.client import NinjaOneClient
from aigov_connectors.ninjaone.ticketing import BOARD_RUN, LOG_PATH, Ticketing

__all__ = ["planned_reads"]


async def planned_reads(
    client: NinjaOneClient, *, tickets_per_board: int
) -> tuple[PlannedRead, ...]:
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
        "os_patches": client.os_patches(),
        "software_patches": client.software_patches(),
        "os_patch_installs": client.os_patch_installs(),
        "software_patch_installs": client.software_patch_installs(),
        "antivirus_status": client.antivirus_status(),
        "antivirus_threats": client.antivirus_threats(),
        "backup_jobs": client.backup_jobs(),
        "integrity_check_jobs": client.integrity_check_jobs(),
        "jobs": client.jobs(),
        "alerts": client.alerts(),
        "notification_channels": client.notification_channels(),
    }
    found = {name: _uncounted(name, read) for name, read in lists.items()}
    found["organizations"] = _organizations(client)
    found["policy_conditions"] = await _conditions(client)
    found["ticketing"] = _ticketing(client.ticketing, most=tickets_per_board)
    return tuple(found.values())


def _uncounted(resource: str, read: Read[Any]) -> PlannedRead:
    """A list of which no total is told; one with a cursor ends with an empty page."""
    found = PlannedRead.of_list(resource, read, rows=None)
    if isinstance(read.listing.paging, NamedCursor):
        because = f"{found.because}, and an empty page at the end where there are any"
        found = replace(found, because=because)
    return found


def _organizations(client: NinjaOneClient) -> PlannedRead:
    """The list, and before it the token and the row by which the credential is tried."""
    listed = PlannedRead.of_list("organizations", client.organizations_detailed(), rows=None)
    tried = {TOKEN_PATH: 1, client.organizations().listing.path: 1}
    return PlannedRead(
        resource="organizations",
        requests={**tried, **listed.requests},
        always=tried,
        because=f"the token, one row to try it, and the list; {listed.because}",
        counted=listed.counted,
    )


async def _conditions(client: NinjaOneClient) -> PlannedRead:
    try:
        policies: int | None = len([policy async for policy in client.policies()])
    except FATAL_ERRORS:
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
        counted=policies is not None,
        needs={
            f"/v2/policies/{{policy_id}}/condition/{kind}": ("policies",)
            for kind in CONDITION_KINDS
        },
    )


def _ticketing(ticketing: Ticketing | None, *, most: int) -> PlannedRead:
    """Three lists at least, of which one is tried before; the boards are not listed.

    Whoever signs in may be given a new refresh token in place of the stored one: where that cannot
    be kept, the next run could not sign in. A plan is not worth that.
    """
    if ticketing is None:
        return PlannedRead(
            resource="ticketing", requests={}, because="nothing: no refresh token is stored"
        )
    lists = (ticketing.boards(), ticketing.statuses(), ticketing.forms())
    tried = {TOKEN_PATH: 1, ticketing.statuses().listing.path: 1}
    requests = Counter({read.listing.path: 1 for read in lists})
    requests.update(tried)
    return PlannedRead(
        resource="ticketing",
        requests={**requests, BOARD_RUN.path: 0, LOG_PATH: 0},
        always=tried,
        because=f"besides, one request per board and one for each of the {most} newest tickets of a"
        " board: nobody signs in for a plan, since that may replace the stored refresh token",
        counted=False,
    )
