"""What a reading of a ConnectWise PSA tenant will ask at least.

Three counts and two lists are asked for: boards and mailboxes are gone through one by one, and
their number is not told otherwise.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.connector import PlannedRead
from aigov_connectors.connectwise.psa.api import PAGE_SIZE
from aigov_connectors.connectwise.psa.client import ConnectWisePSAClient
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError

__all__ = ["planned_reads"]

_PER_BOARD = {
    "board_statuses": "statuses",
    "board_teams": "teams",
    "board_assignments": "autoAssignResources",
    "board_templates": "autoTemplates",
    "board_notifications": "notifications",
    "board_skills": "skillMappings/",
}


async def planned_reads(
    client: ConnectWisePSAClient, *, since: datetime, statuses: tuple[str, ...], sample: int
) -> tuple[PlannedRead, ...]:
    """Plan every resource; five requests."""
    lists: Mapping[str, Read[Any]] = {
        "company_statuses": client.company_statuses(),
        "company_types": client.company_types(),
        "agreements": client.agreements(),
        "boards": client.boards(),
        "slas": client.slas(),
        "sources": client.sources(),
        "service_templates": client.service_templates(),
        "email_templates": client.mail_templates(),
        "workflows": client.workflows(),
        "workflow_events": client.workflow_events(),
        "workflow_actions": client.workflow_actions(),
        "workflow_fields": client.overwritten_fields(),
        "notify_types": client.notify_types(),
        "notification_recipients": client.notification_recipients(),
        "tracks": client.tracks(),
        "email_connectors": client.email_connectors(),
        "portals": client.portals(),
        "members": client.members(),
        "api_members": client.api_members(),
        "integrator_logins": client.integrator_logins(),
        "hosted_setups": client.hosted_setups(),
        "callbacks": client.callbacks(),
        "allowed_origins": client.allowed_origins(),
        "experiments": client.experiments(),
        "settings": client.settings(),
    }
    found = [PlannedRead.of_list(name, read, rows=None) for name, read in lists.items()]
    companies, why = await _told(client.count_companies(statuses=statuses))
    tried = {"/login/companyinfo/{company_id}": 1, "/system/mySecurity": 1, "/system/info": 1}
    pages = max(1, -(-(companies or 0) // PAGE_SIZE))
    found.append(
        PlannedRead(
            resource="companies",
            requests={**tried, "/company/companies": pages},
            rows=companies,
            because=why or "three requests to try the keys, and one for each 1,000 companies",
            counted=companies is not None,
        )
    )
    clients, why = await _told(client.count_companies(statuses=statuses, clients_only=True))
    found.append(
        PlannedRead(
            resource="sites",
            requests={"/company/companies/{company_id}/sites": clients or 0},
            because=why or "one request for each company that is neither a vendor nor a prospect",
            counted=False,
        )
    )
    boards, why = await _told(_length(client.boards()))
    for resource, path in _PER_BOARD.items():
        found.append(
            PlannedRead(
                resource=resource,
                requests={f"/service/boards/{{board_id}}/{path}": boards or 0},
                because=why or "one request for each board",
                counted=why is None,
            )
        )
    path = "/service/boards/{board_id}/statuses/{status_id}/notifications"
    found.append(
        PlannedRead(
            resource="status_notifications",
            requests={path: 0},
            because="one request for each status in use of each board in use, which are not known"
            " before",
            counted=False,
        )
    )
    mailboxes, why = await _told(_length(client.email_connectors()))
    found.append(
        PlannedRead(
            resource="parsing_rules",
            requests={
                "/system/emailConnectors/{connector_id}/parsingStyles": mailboxes or 0,
            },
            because=why or "one request for each mailbox, and one for each of its styles",
            counted=not mailboxes and why is None,
        )
    )
    path = "/service/knowledgebasesettings"
    found.append(PlannedRead(resource="knowledge_base", requests={path: 1}, because="one request"))
    path = "/system/securityRoles/{role_id}/settings"
    found.append(
        PlannedRead(
            resource="security_roles",
            requests={"/system/securityroles": 1, path: 1},
            because="one request for each role that a program has; how many is not known before",
            counted=False,
        )
    )
    tickets, why = await _told(client.count_tickets(since=since))
    pages = max(1, -(-(tickets or 0) // PAGE_SIZE))
    found.append(
        PlannedRead(
            resource="tickets",
            requests={"/service/tickets/count": 1, "/service/tickets": pages},
            rows=tickets,
            because=why or "one request to count, and one for each 1,000 tickets",
            counted=tickets is not None,
        )
    )
    found.append(
        PlannedRead.of_list("project_tickets", client.project_tickets(since=since), rows=None)
    )
    found.append(
        PlannedRead(
            resource="time_entries",
            requests={"/time/entries": 0},
            because="one request for each 1,000 times that programs booked, if there is a program",
            counted=False,
        )
    )
    for resource, path in (
        ("ticket_notes", "/service/tickets/{ticket_id}/notes"),
        ("audit_trail", "/system/audittrail"),
    ):
        found.append(
            PlannedRead(
                resource=resource,
                requests={path: 1 if tickets else 0},
                because=f"one request for each sampled ticket, {sample} of them at most",
                counted=tickets == 0,
            )
        )
    return tuple(found)


async def _length(read: Read[Any]) -> int:
    return len([row async for row in read])


async def _told(asking: Awaitable[int | None]) -> tuple[int | None, str | None]:
    """Give a count, or why there is none."""
    try:
        return await asking, None
    except FATAL_ERRORS:
        raise
    except ConnectorError as problem:
        return None, f"not counted: {problem}"
