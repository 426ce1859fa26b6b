"""What a reading of an Autotask database will ask at least: four counts are asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.autotask.api import PAGE_SIZE
from aigov_connectors.autotask.client import AutotaskClient
from aigov_connectors.autotask.desk_reads import HOOKS, PANELS
from aigov_connectors.autotask.lists import PICKLISTS
from aigov_connectors.connector import PlannedRead
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError

__all__ = ["planned_reads"]

_LOOK = "/V1.0/ThresholdInformation"


async def planned_reads(
    client: AutotaskClient, *, since: datetime, asked_since: datetime, sample: int
) -> tuple[PlannedRead, ...]:
    """Plan every resource; four requests.

    Args:
        since: of notes and notifications.
        asked_since: of tickets, which are asked for with a day to spare.
        sample: tickets whose history is read, at most.
    """
    paths = {f"/V1.0/{entity}/entityInformation/fields": 1 for entity in PICKLISTS}
    found = [PlannedRead(resource="picklists", requests=paths, because="one for each entity")]
    lists: Mapping[str, Read[Any]] = {
        "contracts": client.contracts(),
        "resources": client.resources(),
        "categories": client.categories(),
        "category_defaults": client.category_defaults(),
        "queue_members": client.queue_members(),
        "change_approvals": client.change_approvals(since=since),
        "deleted_tickets": client.deleted_tickets(since=since),
    }
    found += [PlannedRead.of_list(name, read, rows=None) for name, read in lists.items()]
    tags = {
        "/V1.0/Tags/query": 1,
        "/V1.0/TagAliases/query/count": 1,
        "/V1.0/TicketTagAssociations/query/count": 1,
    }
    found.append(PlannedRead(resource="tags", requests=tags, because="the tags, and two counts"))
    hooks = {f"/V1.0/{entity}/query": 1 for entity in (*HOOKS, "TicketWebhookFields")}
    found.append(PlannedRead(resource="webhooks", requests=hooks, because="one for each entity"))
    added = {"/V1.0/Tickets/entityInformation/userDefinedFields": 1}
    found.append(PlannedRead(resource="defined_fields", requests=added, because="one request"))
    panels = {f"/V1.0/{entity}/query": 1 for entity in PANELS}
    found.append(PlannedRead(resource="panels", requests=panels, because="one for each entity"))
    once = {"/V1.0/Modules": 1, "/V1.0/EntityInformation": 1, "/V1.0/Version": 1, _LOOK: 1}
    because = "one request, and three for rights, version and what is left of the hour"
    found.append(PlannedRead(resource="modules", requests=once, because=because))
    for resource, entity, asking in (
        ("companies", "Companies", client.count_companies()),
        ("tickets", "Tickets", client.count_tickets(since=asked_since)),
        ("ticket_notes", "TicketNotes", client.count_notes(since=since)),
        ("notifications", "NotificationHistory", client.count_notifications(since=since)),
    ):
        rows, why = await _told(asking)
        found.append(
            PlannedRead(
                resource=resource,
                requests={f"/V1.0/{entity}/query": max(1, -(-(rows or 0) // PAGE_SIZE))},
                rows=rows,
                because=why or f"one request for each {PAGE_SIZE} rows",
                counted=rows is not None,
            )
        )
    tickets = next(one.rows for one in found if one.resource == "tickets")
    found.append(
        PlannedRead(
            resource="ticket_history",
            # Whose tickets are clients', and how many of each are sampled, is not told before.
            requests={"/V1.0/TicketHistory/query": 0},
            because=f"one request for each sampled ticket, {sample} of them at most",
            counted=tickets == 0,
        )
    )
    return tuple(found)


async def _told(asking: Awaitable[int | None]) -> tuple[int | None, str | None]:
    """Give a count, or why there is none."""
    try:
        return await asking, None
    except FATAL_ERRORS:
        raise
    except ConnectorError as problem:
        return None, f"not counted: {problem}"
