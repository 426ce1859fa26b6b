"""The reads of tickets, their notes and history, and of booked times."""

from __future__ import annotations

from datetime import datetime, timedelta

from aigov_connectors._http import (
    ForwardOnly,
    Listing,
    Numbered,
    PagingStyle,
    Read,
    Unpaged,
)
from aigov_connectors.connectwise.psa.api import FORWARD, PAGE_SIZE
from aigov_connectors.connectwise.psa.asking import Asking
from aigov_connectors.connectwise.psa.wire import AuditWire, NoteWire, TicketWire, TimeEntryWire

__all__ = ["WorkReads", "asked_from"]

_TICKETS = "Inquire = All on Service Desk > Service Tickets"


class WorkReads(Asking):
    """What was done, by whom and for whom, one method per noun."""

    def tickets(
        self,
        *,
        since: datetime | None = None,
        total: int | None = None,
        page_size: int = PAGE_SIZE,
        forward_only: bool = False,
    ) -> Read[TicketWire]:
        """Service tickets by id, without their texts; project tickets are not among them.

        One request per 1000, four under way at once.

        Args:
            since: only those touched after this (aware) time.
            total: what `count_tickets` told; the first pages then leave together, and rows that
                are missing at the end are read by id.
            forward_only: page by the last id from the beginning, one after another.

        Raises:
            PermissionDeniedError: the role may not inquire tickets.

        Source: ConnectWise PSA API 2025.1, GET /service/tickets (verified).
        """
        paging: PagingStyle = Numbered(size=page_size, total=total, forward=FORWARD)
        if forward_only:
            paging = ForwardOnly(size=page_size, forward=FORWARD)
        return self._list_of(
            "tickets",
            "/service/tickets",
            TicketWire,
            paging=paging,
            fields="id,board/id,company/id,source/id,closedFlag,closedBy,closedDate,_info",
            conditions=ticket_conditions(since),
            order=None if forward_only else "id asc",
            needs=_TICKETS,
        )

    def project_tickets(self, *, since: datetime | None = None) -> Read[TicketWire]:
        """Tickets of projects by id, without their texts; they are not among `tickets`.

        One request per 1000. Their notes and history are not read by `notes` and `audit_trail`.

        Args:
            since: only those touched after this (aware) time.

        Source: ConnectWise PSA API 2025.1, GET /project/tickets (verified); that they are apart
        since 2018.5: jundis/CWSlack-SlashCommands, issue 134 (verified).
        """
        return self._list_of(
            "project_tickets",
            "/project/tickets",
            TicketWire,
            paging=ForwardOnly(size=PAGE_SIZE, forward=FORWARD),
            fields="id,board/id,company/id,closedFlag,closedBy,closedDate,_info",
            conditions=ticket_conditions(since),
            order=None,
            needs="Inquire = All on Project > Project Tickets",
        )

    def time_entries(
        self, *, since: datetime, by: tuple[str, ...] | None = None
    ) -> Read[TimeEntryWire]:
        """Booked times since an (aware) moment: who booked, and how far their approval is.

        One request per 1000; no text, no rates.

        Args:
            since: only those touched on its day or later: some servers know no moment here.
            by: only those that these members booked, by identifier; None for everybody's.

        Source: ConnectWise PSA API 2025.1, GET /time/entries (verified); that it takes days and
        no moments on servers of one's own (reported).
        """
        booked = None
        if by is not None:
            named = ",".join(f'"{one}"' for one in by if '"' not in one)
            booked = f"enteredBy in ({named})"
        # Whoever asks for a day asks for what is later than it.
        day = f"lastUpdated > [{since - timedelta(days=1):%Y-%m-%d}]"
        return self._list_of(
            "time_entries",
            "/time/entries",
            TimeEntryWire,
            paging=ForwardOnly(size=PAGE_SIZE, forward=FORWARD),
            fields="id,status,enteredBy,chargeToType,company/id,ticket/id,_info",
            conditions=" and ".join(filter(None, (day, booked))),
            order=None,
            needs="Inquire = All on Time & Expense > Time Entry",
        )

    async def count_tickets(self, *, since: datetime | None = None) -> int | None:
        """How many tickets `tickets` would give; one request."""
        return await self._count("/service/tickets/count", ticket_conditions(since))

    def notes(self, ticket: int) -> Read[NoteWire]:
        """The notes of a ticket: whether each has a score; no text. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/tickets/{id}/notes (verified); what the
        score means (unsure).
        """
        return self._list_of(
            "ticket_notes",
            "/service/tickets/{ticket_id}/notes",
            NoteWire,
            ids={"ticket_id": str(ticket)},
            fields="id,sentimentScore",
            needs=_TICKETS,
        )

    def audit_trail(self, ticket: int) -> Read[AuditWire]:
        """Who changed which field of a ticket; no text. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/audittrail (verified); it knows no
        forward-only paging (reported).
        """
        return self._http.read(
            Listing(
                resource="audit_trail",
                path="/system/audittrail",
                row=AuditWire,
                # A row has no id, so that no page could be told from another.
                paging=Unpaged(),
                params={
                    "type": "Ticket",
                    "id": ticket,
                    "pageSize": PAGE_SIZE,
                    "fields": "enteredBy,enteredDate,auditSubType",
                },
                key=None,
                needs=_TICKETS,
            )
        )


def asked_from(since: datetime) -> datetime:
    """Give the moment to ask from for what was touched since an (aware) moment: a midnight.

    Some servers compare days, so that the day before is asked for too; and two readings of one day
    ask alike, so that they show the same.
    """
    return (since - timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def ticket_conditions(since: datetime | None) -> str | None:
    """Give the filter of tickets, in the vendor's own grammar."""
    return None if since is None else f"lastUpdated > [{since:%Y-%m-%dT%H:%M:%SZ}]"
