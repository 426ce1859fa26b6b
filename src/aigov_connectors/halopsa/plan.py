"""What a reading of a HaloPSA tenant will ask at least.

The clients are read, since those in use are asked for one by one, and the tickets counted. How many
rules, templates, runbooks and the like are to be asked for one by one is not told before their
lists are read, and how many tickets are looked at more closely not before the tickets are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from contextlib import aclosing
from datetime import datetime
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.connector import PlannedRead
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError
from aigov_connectors.halopsa.api import PAGE_SIZE
from aigov_connectors.halopsa.client import HaloPSAClient
from aigov_connectors.halopsa.wire import ClientWire

__all__ = ["planned_reads"]

_ONE_BY_ONE: Mapping[str, str] = {
    "ticket_types": "/TicketType/{id}",
    "ticket_rules": "/TicketRules/{id}",
    "workflows": "/Workflow/{id}",
    "approval_processes": "/ApprovalProcess/{id}",
    "outcomes": "/Outcome/{id}",
    "virtual_agents": "/VirtualAgent/{id}",
    "chat_profiles": "/ChatProfile/{id}",
    "runbooks": "/Webhook/{id}",
}
"""Resource to the path at which each of its objects is asked for."""


async def planned_reads(
    client: HaloPSAClient, *, since: datetime, sample: int, most_clients: int
) -> tuple[PlannedRead, ...]:
    """Plan every resource; one request to count, and one for each 100 clients."""
    lists: Mapping[str, Read[Any]] = {
        "contracts": client.contracts(),
        "teams": client.teams(),
        "agents": client.agents(),
        "applications": client.applications(),
        "ticket_types": client.ticket_types(),
        "statuses": client.statuses(),
        "slas": client.slas(),
        "ticket_rules": client.ticket_rules(),
        "workflows": client.workflows(),
        "approval_processes": client.approval_processes(),
        "outcomes": client.outcomes(),
        "email_rules": client.email_rules(),
        "event_rules": client.event_rules(),
        "config_commits": client.config_commits(),
        "features": client.features(),
        "ai_suggestions": client.ai_suggestions(),
        "virtual_agents": client.virtual_agents(),
        "chat_profiles": client.chat_profiles(),
        "runbooks": client.runbooks(),
        "webhooks": client.webhooks(),
        "custom_integrations": client.custom_integrations(),
        "custom_buttons": client.custom_buttons(),
    }
    found = [_of_list(name, read) for name, read in lists.items()]
    read = client.clients()
    active, why = await _told(_in_use(read))
    clients = None if active is None else read.receipt.rows
    pages = max(1, -(-(clients or 0) // PAGE_SIZE))
    signing_in = {"/api/authinfo": 1, "/api/Agent/me": 1, "/api/InstanceInfo": 1}
    found.append(
        PlannedRead(
            resource="clients",
            requests={**signing_in, "/api/Client": pages},
            rows=clients,
            because=why or f"three requests to sign in, and one for each {PAGE_SIZE} clients",
            counted=clients is not None,
        )
    )
    found.append(
        PlannedRead(
            resource="client_details",
            requests={"/api/Client/{id}": min(active or 0, most_clients)},
            because=why or f"one request for each client in use, {most_clients} of them at most",
            counted=active is not None,
        )
    )
    found.append(
        PlannedRead(resource="control", requests={"/api/Control": 1}, because="one request")
    )
    tickets, why = await _told(_total(client.tickets(since=since, page_size=1)))
    pages = max(1, -(-(tickets or 0) // PAGE_SIZE))
    found.append(
        PlannedRead(
            resource="tickets",
            requests={"/api/Tickets": pages},
            rows=tickets,
            because=why or f"one request for each {PAGE_SIZE} tickets",
            counted=tickets is not None,
        )
    )
    sampled = f"one request for each sampled ticket, {sample} of them at most"
    for resource, path in (
        ("ticket_details", "/api/Tickets/{id}"),
        ("actions", "/api/Actions"),
        ("approvals", "/api/TicketApproval"),
    ):
        # One of each client; how many clients have tickets is not told before.
        least = min(1, tickets or 0) if resource != "approvals" else 0
        found.append(
            PlannedRead(
                resource=resource, requests={path: least}, because=sampled, counted=tickets == 0
            )
        )
    found.append(
        PlannedRead(
            resource="runbook_runs",
            requests={"/api/WebhookEvent": 1},
            because="one request for each runbook in force; how many is not known before",
            counted=False,
        )
    )
    return tuple(found)


def _of_list(name: str, read: Read[Any]) -> PlannedRead:
    below = _ONE_BY_ONE.get(name)
    if below is None:
        return PlannedRead.of_list(name, read, rows=None)
    return PlannedRead(
        resource=name,
        requests={read.listing.path: 1, f"/api{below}": 1},
        because="one request, and one for each of them; how many is not known before",
        counted=False,
    )


async def _in_use(read: Read[ClientWire]) -> int:
    return sum([row.inactive is not True async for row in read])


async def _total(read: Read[Any]) -> int | None:
    """The vendor's count of a list, from its first page."""
    async with aclosing(read.pages()) as pages:
        async for page in pages:
            return page.total
    return None


async def _told(asking: Awaitable[int | None]) -> tuple[int | None, str | None]:
    """Give a count, or why there is none."""
    try:
        return await asking, None
    except FATAL_ERRORS:
        raise
    except ConnectorError as problem:
        return None, f"not counted: {problem}"
