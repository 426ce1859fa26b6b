"""Ticketing in one reading: which boards, the newest tickets of each, and their logs.

A log costs one request per ticket, so a stated number of tickets per board is looked at, those
that changed last. A credential that ticketing refuses ends this part only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

from aigov_connectors._http import Page
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.errors import AuthenticationError
from aigov_connectors.inventory import GapReason, SourceKind, SourceObject
from aigov_connectors.ninjaone.normalize import (
    TicketLog,
    deployments_from_automations,
    unknown_settings,
)
from aigov_connectors.ninjaone.ticketing import LOG_PAGE, Ticketing
from aigov_connectors.ninjaone.wire import (
    TicketBoardWire,
    TicketFormWire,
    TicketStatusWire,
    TicketWire,
)

__all__ = ["NOBODY_SIGNED_IN", "RESOURCE", "SIGN_IN_ONCE", "TicketReading"]

Row = TypeVar("Row")

RESOURCE = "ticketing"
NOBODY_SIGNED_IN = (
    "no refresh_token is stored for the connection, and ticketing is shown to signed-in people"
)
SIGN_IN_ONCE = (
    "Sign a technician in to an application with the grant types Authorization code and Refresh"
    " token (Administration > Apps > API), and store the refresh token as refresh_token; or attest"
    " the ticket automations."
)


class TicketReading:
    """What one `collect` knows of tickets."""

    def __init__(
        self,
        ticketing: Ticketing | None,
        into: CollectionBuilder,
        *,
        lookback: timedelta,
        tickets_per_board: int,
    ) -> None:
        self._ticketing = ticketing
        self._into = into
        self._since = into.now - lookback
        self._most = tickets_per_board
        self._boards: list[TicketBoardWire] = []
        self._statuses: list[TicketStatusWire] = []
        self._tickets: dict[int, TicketWire] = {}
        self._is_sample = False
        self._is_whole = False
        self._log: TicketLog | None = None

    async def read(self, organizations: Mapping[str, str | None]) -> None:
        """Read it; `organizations` are ids by name, None where two have the name."""
        if not self._into.wants(RESOURCE):
            return
        if self._ticketing is None:
            self._into.gap(
                RESOURCE,
                "NinjaOne Ticketing",
                GapReason.DENIED,
                detail=NOBODY_SIGNED_IN,
                remedy=SIGN_IN_ONCE,
            )
            return
        try:
            await self._read_lists(self._ticketing)
            await self._read_tickets(self._ticketing)
            await self._read_logs(self._ticketing, organizations)
        except AuthenticationError:
            # By now a gap. It is the person's token: what the machine's may read is read on.
            return

    async def _read_lists(self, ticketing: Ticketing) -> None:
        boards = ticketing.boards()
        async for page in self._into.pages(
            RESOURCE, boards, subject="ticket boards", empty_proves_absence=False
        ):
            self._boards += page.items
            for board in page.items:
                self._note_unknown(page, board, "board")
        statuses = ticketing.statuses()
        async for page_of in self._into.pages(RESOURCE, statuses, subject="ticket statuses"):
            self._statuses += page_of.items
        async for forms in self._into.pages(RESOURCE, ticketing.forms(), subject="ticket forms"):
            for form in forms.items:
                self._note_unknown(forms, form, "form")

    async def _read_tickets(self, ticketing: Ticketing) -> None:
        for board in self._boards:
            read = ticketing.newest_tickets(board.id, most=self._most)
            subject = f"tickets of board {board.name or board.id}"
            async for page in self._into.pages(RESOURCE, read, subject=subject):
                self._tickets.update((row.id, row) for row in page.items)
                self._is_sample = self._is_sample or len(page.items) >= self._most
        if self._is_sample:
            self._into.gap(
                RESOURCE,
                f"all but the {self._most} newest tickets of each board",
                GapReason.TRUNCATED,
                detail=f"the log of a ticket costs one request; {self._sample}",
                remedy="Raise the option tickets_per_board of the connection.",
            )

    async def _read_logs(
        self, ticketing: Ticketing, organizations: Mapping[str, str | None]
    ) -> None:
        if not self._boards:
            return  # a gap tells why there are none
        into = self._into
        log = self._log = TicketLog(
            entry=into.catalogue["ticket_automation"],
            tenant_id=into.place.tenant_id,
            since=self._since,
            statuses=self._statuses,
        )
        came = failed = unreadable = cut = 0
        for ticket in self._tickets.values():
            subject = "the logs of tickets"
            document = await into.document(RESOURCE, ticketing.log(ticket.id), subject=subject)
            if document is None:
                failed += 1
                if not came:
                    break  # refused is refused: the others would only be refused too
                continue
            came += 1
            unreadable += document.value.unreadable
            cut += len(document.value.root) >= LOG_PAGE
            organization = _organization(ticket, organizations)
            for row in document.value.entries:
                log.add(row, organization=organization, origin=document.origin)
        into.documents_read(RESOURCE)
        if unreadable:
            detail = f"{unreadable} entries are no objects with an id"
            into.gap(RESOURCE, "some entries of logs", GapReason.FAILED, detail=detail)
        if cut:
            detail = f"{cut} tickets have more than {LOG_PAGE} entries"
            into.gap(RESOURCE, "the rest of long logs", GapReason.TRUNCATED, detail=detail)
        self._is_whole = not (failed or unreadable or cut)

    def _note_unknown(
        self, page: Page[Row], row: TicketBoardWire | TicketFormWire, what: str
    ) -> None:
        source = SourceObject(
            kind=SourceKind.SETTING,
            id=f"ticket-{what}:{row.id}",
            name=row.name or f"ticket {what} {row.id}",
        )
        unknown = unknown_settings(
            page.origin,
            row,
            object_id=str(row.id),
            place=self._into.place,
            source_object=source,
        )
        self._into.keep(unknown.evidence)
        for setting in unknown.settings:
            self._into.unknown_setting(setting)

    @property
    def _sample(self) -> str:
        if not self._is_sample:
            return f"all {len(self._tickets)} tickets of {len(self._boards)} boards"
        return (
            f"{len(self._tickets)} tickets: the {self._most} newest of each of"
            f" {len(self._boards)} boards"
        )

    def say(self, organizations: Mapping[str, object]) -> None:
        """Say which automations were seen, what was decided, and what stays unseen."""
        log = self._log
        if log is None:
            return
        into = self._into
        into.say(
            deployments_from_automations(
                log,
                entry=into.catalogue["ticket_automation"],
                place=into.place,
                sample=self._sample,
                organizations=organizations,
            )
        )
        whole = self._is_whole and not self._is_sample and not log.undated
        into.decisions(log.counter.stats(complete=whole))
        entry = into.catalogue["ticket_automation"]
        into.gap(
            "feature",
            "ticket automations that changed no ticket which was looked at",
            GapReason.INCONCLUSIVE,
            features=(entry.id,),
            detail=f"the API shows no rule, only what rules did; looked at: {self._sample}",
            remedy=entry.attest,
        )


def _organization(ticket: TicketWire, organizations: Mapping[str, str | None]) -> str | None:
    """The organization's id, by id or else by a name that only one has."""
    for told in (ticket.organization_id, ticket.client_id):
        if told is not None:
            return str(told)
    return organizations.get(ticket.organization or "")
