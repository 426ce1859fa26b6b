"""The reads of Autotask's REST API, one method per noun, usable without the rest.

Costs are in requests. Every query names the columns that it needs: texts of clients, names of
people and columns that hold secrets never arrive. Times are UTC. A list may be shorter than the
truth without an error: rows that the API user may not see are left out in silence (`entities` tells
for which entities that can be).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from aigov_connectors._http import NextByPost, Read
from aigov_connectors.autotask.api import MOST_VALUES, PAGE_SIZE
from aigov_connectors.autotask.asking import Term
from aigov_connectors.autotask.context_reads import ContextReads
from aigov_connectors.autotask.wire import (
    ApprovalWire,
    ChangeTicketWire,
    DeletedTicketWire,
    HistoryWire,
    NoteWire,
    NotificationWire,
    SlaResultWire,
    SurveyWire,
    TicketWire,
)

__all__ = ["AutotaskClient", "since_terms"]

_TICKETS = "Service Desk: view All on Tickets"
_TICKET_FIELDS = (
    "id companyID ticketCategory createDate lastActivityDate completedDate"
    " completedByResourceID creatorResourceID impersonatorCreatorResourceID apiVendorID rmmAlertID"
    " currentServiceThermometerRating changeApprovalStatus"
)


class AutotaskClient(ContextReads):
    """Reads one Autotask database; use it with `async with`.

    Example: `async with AutotaskClient(username=..., secret=..., integration_code=...) as autotask`
    and then `async for ticket in autotask.tickets(since=...)`.
    """

    def tickets(
        self,
        *,
        since: datetime | None = None,
        total: int | None = None,
        page_size: int = PAGE_SIZE,
    ) -> Read[TicketWire]:
        """Tickets without their texts, by id within each of three ranges.

        One request per 500, three under way at once where `total` is told.

        Args:
            since: only those with activity at or after this (aware) time.
            total: what `count_tickets` told; the list is then read in ranges side by side, and
                rows that are missing at the end are told.

        Raises:
            PermissionDeniedError: the security level forbids tickets.

        Source: Autotask REST API V1.0, POST /V1.0/Tickets/query (verified).
        """
        return self._query(
            "tickets",
            "Tickets",
            TicketWire,
            _TICKET_FIELDS,
            terms=since_terms("lastActivityDate", since),
            total=total,
            page_size=page_size,
            needs=_TICKETS,
        )

    async def count_tickets(self, *, since: datetime | None = None) -> int | None:
        """How many tickets `tickets` would give; one request."""
        return await self._count("Tickets", since_terms("lastActivityDate", since))

    def tickets_by_id(self, ids: Iterable[int]) -> Read[ChangeTicketWire]:
        """Whose some tickets are, who opened them, and how far their approval is. One request.

        Args:
            ids: at most 500 are asked for.

        Source: Autotask REST API V1.0, POST /V1.0/Tickets/query (verified); the operator `in`
        (reported).
        """
        wanted = sorted(set(ids))[:MOST_VALUES]
        term: Term = {"op": "in", "field": "id", "value": wanted}
        return self._query(
            "change_approvals",
            "Tickets",
            ChangeTicketWire,
            "id companyID creatorResourceID impersonatorCreatorResourceID changeApprovalStatus",
            terms=(term,),
            needs=_TICKETS,
        )

    def history(self, ticket: int) -> Read[HistoryWire]:
        """Who changed a ticket when, rules and programs too; not what it began with, not tags.

        One request per 500 changes. The vendor takes exactly one filter, the ticket: a sweep
        would cost one request for each ticket.

        Raises:
            BadRequestError: the API user may not see the ticket, or it is gone.

        Source: Autotask REST API V1.0, POST /V1.0/TicketHistory/query; Autotask help, Entity
        History (verified).
        """
        return self._query(
            "ticket_history",
            "TicketHistory",
            HistoryWire,
            "id date action resourceID",
            terms=({"op": "eq", "field": "ticketID", "value": ticket},),
            paging=NextByPost(size=PAGE_SIZE),
            needs=_TICKETS,
        )

    def notes(self, *, since: datetime | None = None) -> Read[NoteWire]:
        """Who added which type of note to which ticket; no text. One request per 500.

        Args:
            since: only those written at or after this (aware) time.

        Source: Autotask REST API V1.0, POST /V1.0/TicketNotes/query (verified).
        """
        return self._query(
            "ticket_notes",
            "TicketNotes",
            NoteWire,
            "id ticketID noteType creatorResourceID impersonatorCreatorResourceID"
            " createdByContactID createDateTime",
            terms=since_terms("createDateTime", since),
            needs=_TICKETS,
        )

    async def count_notes(self, *, since: datetime | None = None) -> int | None:
        """How many notes `notes` would give; one request."""
        return await self._count("TicketNotes", since_terms("createDateTime", since))

    def notifications(self, *, since: datetime | None = None) -> Read[NotificationWire]:
        """Which template was sent about which client, who started it, and to which domain.

        One request per 500. Of the recipient's address nothing but the domain is kept: it tells
        clients from the staff.

        Args:
            since: only those sent at or after this (aware) time.

        Source: Autotask REST API V1.0, POST /V1.0/NotificationHistory/query (verified).
        """
        return self._query(
            "notifications",
            "NotificationHistory",
            NotificationWire,
            "id ticketID companyID templateName initiatingResourceID"
            " initiatingContactID notificationSentTime recipientEmailAddress",
            terms=since_terms("notificationSentTime", since),
        )

    async def count_notifications(self, *, since: datetime | None = None) -> int | None:
        """How many notifications `notifications` would give; one request."""
        return await self._count("NotificationHistory", since_terms("notificationSentTime", since))

    def change_approvals(self, *, since: datetime | None = None) -> Read[ApprovalWire]:
        """Votes on changes, one row per voter, without their words. One request per 500.

        Args:
            since: only those decided at or after this (aware) time, and those still open.

        Source: Autotask REST API V1.0, POST /V1.0/TicketChangeRequestApprovals/query; only with
        the module Change Management (verified).
        """
        terms: tuple[Term, ...] = ()
        if since is not None:
            still_open: Term = {"op": "notExist", "field": "approveRejectDateTime"}
            decided = since_terms("approveRejectDateTime", since)
            terms = ({"op": "or", "items": [*decided, still_open]},)
        return self._votes(terms)

    def change_approvals_of(self, tickets: Iterable[int]) -> Read[ApprovalWire]:
        """Votes on the changes of some tickets, however old. One request per 500.

        Args:
            tickets: ids; at most 500 are asked for.

        Source: Autotask REST API V1.0, POST /V1.0/TicketChangeRequestApprovals/query (verified);
        the operator `in` (reported).
        """
        wanted = sorted(set(tickets))[:MOST_VALUES]
        return self._votes(({"op": "in", "field": "ticketID", "value": wanted},))

    def _votes(self, terms: tuple[Term, ...]) -> Read[ApprovalWire]:
        return self._query(
            "change_approvals",
            "TicketChangeRequestApprovals",
            ApprovalWire,
            "id ticketID resourceID contactID isApproved approveRejectDateTime",
            terms=terms,
            needs=_TICKETS,
        )

    def deleted_tickets(self, *, since: datetime | None = None) -> Read[DeletedTicketWire]:
        """Who deleted tickets when; no titles. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/DeletedTicketLogs/query (verified).
        """
        return self._query(
            "deleted_tickets",
            "DeletedTicketLogs",
            DeletedTicketWire,
            "id deletedByResourceID deletedDateTime",
            terms=since_terms("deletedDateTime", since),
            needs=_TICKETS,
        )

    def sla_results(self) -> Read[SlaResultWire]:
        """Whether the service level of tickets was met. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/ServiceLevelAgreementResults/query (verified).
        """
        fields = "id ticketID isFirstResponseMet isResolutionMet"
        return self._query(
            "sla_results", "ServiceLevelAgreementResults", SlaResultWire, fields, needs=_TICKETS
        )

    def surveys(self, *, since: datetime | None = None) -> Read[SurveyWire]:
        """What clients thought of tickets; no words. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/SurveyResults/query (verified).
        """
        return self._query(
            "surveys",
            "SurveyResults",
            SurveyWire,
            "id ticketID companyID surveyRating completeDate",
            terms=since_terms("completeDate", since),
        )


def since_terms(field: str, since: datetime | None) -> tuple[Term, ...]:
    """Give the filter of a time, in the vendor's own grammar; none where there is no time."""
    if since is None:
        return ()
    return ({"op": "gte", "field": field, "value": f"{since:%Y-%m-%dT%H:%M:%S}.000"},)
