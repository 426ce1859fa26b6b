"""What a reading of a ConnectWise Automate server will ask at least.

No list tells a total. The clients are asked for, since computers are looked at client by client.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.connector import PlannedRead
from aigov_connectors.connectwise.automate.client import ConnectWiseAutomateClient
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError

__all__ = ["planned_reads"]

_PER_COMPUTER = {
    "computer_monitors": "Monitors",
    "script_history": "ScriptHistory",
    "command_history": "CommandHistory",
    "alert_suspensions": "MonitorAlertSuspensions",
    "effective_patching": "EffectivePatchingPolicy",
}


async def planned_reads(
    client: ConnectWiseAutomateClient, *, since: datetime, sample: int
) -> tuple[PlannedRead, ...]:
    """Plan every resource; a login and one request per 500 clients."""
    lists: dict[str, Read[Any]] = {
        "locations": client.locations(),
        "computers": client.computers(),
        "groups": client.groups(),
        "group_computers": client.group_computers(),
        "scripts": client.scripts(),
        "script_schedules": client.script_schedules(),
        "running_scripts": client.running_scripts(),
        "monitors": client.internal_monitor_results(),
        "monitor_history": client.monitor_history(since=since),
        "maintenance_modes": client.maintenance_modes(),
        "sensor_checks": client.sensor_checks(),
        "alerts": client.alerts(since=since),
        "tickets": client.tickets(since=since),
        "approval_policies": client.approval_policies(),
        "microsoft_update_policies": client.microsoft_update_policies(),
        "third_party_update_policies": client.third_party_update_policies(),
        "reboot_policies": client.reboot_policies(),
        "group_patching_policies": client.group_patching_policies(),
        "patch_history": client.patch_history(since=since),
        "users": client.users(),
        "user_classes": client.user_classes(),
        "user_audits": client.user_audits(since=since),
    }
    clients, why = await _counted(client)
    read = client.clients()
    size = read.listing.paging.size or 1
    tried = {
        "/v1/apitoken": 1,
        "/v1/PatchInformation": 1,
        "/v1/Permissions/Users": 1,
        "/v1/Permissions/Clients/{client_id}": min(1, clients or 0),
    }
    found = [
        PlannedRead(
            resource="clients",
            requests={**tried, read.listing.path: max(1, -(-(clients or 0) // size))},
            rows=clients,
            because=why or f"four requests to try the login, and one for each {size:,} clients",
        ),
        *(PlannedRead.of_list(name, one, rows=None) for name, one in lists.items()),
        PlannedRead(
            resource="feature_flags",
            requests={"/v1/FeatureFlags": 1},
            because="one request",
        ),
    ]
    found.append(
        PlannedRead(
            resource="script_details",
            requests={"/v2/Scripts/{script_id}": 0},
            because="one request for each script in use; how many is not known before",
            counted=False,
        )
    )
    most = (clients or 0) * sample
    for resource, path in _PER_COMPUTER.items():
        found.append(
            PlannedRead(
                resource=resource,
                # A client may have no computer at all.
                requests={f"/v1/Computers/{{computer_id}}/{path}": min(1, most)},
                because=why
                or f"one request for each computer that is looked at, {most:,} of them"
                f" at most: {sample} of each client",
                counted=most == 0 and why is None,
            )
        )
    return tuple(found)


async def _counted(client: ConnectWiseAutomateClient) -> tuple[int | None, str | None]:
    """How many clients there are, or why that is not known."""
    try:
        return len([row async for row in client.clients()]), None
    except ConnectorError as problem:
        if isinstance(problem, FATAL_ERRORS):
            raise
        return None, str(problem)
