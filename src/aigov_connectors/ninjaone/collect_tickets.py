"""Ticketing in one reading: which boards, the newest tickets of each, and their logs.

A log costs one request per ticket, so a stated number of tickets per board is looked at, those
that changed last. A credential that ticketing refuses ends this part only.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from aigov_connectors._http import Document, Page
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.errors import AuthenticationError, PermissionDeniedError
from aigov_connectors.inventory import GapReason, Origin, SourceKind, SourceObject
from aigov_connectors.ninjaone.normalize import (
    TicketLog,
    deployments_from_automations,
    unknown_settings,
)
from aigov_connectors.ninjaone.ticketing import LOG_PAGE, Ticketing
from aigov_connectors.ninjaone.wire import (
    LogEntriesWire,
    LogEntryWire,
    TicketBoardWire,
    TicketFormWire,
    TicketStatusWire,
    TicketWire,
)

__all__ = ["NOBODY_SIGNED_IN", "RESOURCE", "SIGN_IN_ONCE", "TicketReading"]

Row = TypeVar("Row")

RESOURCE = "ticketing"
MOST_PARTS = 20  # answers per log, 10,000 entries: what has more is no ticket that people read
NOBODY_SIGNED_IN = (
    "no refresh_token is stored for the connection, and ticketing is shown to signed-in people"
)
SIGN_IN_ONCE = (
    "Sign a technician in to an application of the platform Web with the grant types Authorization"
    " code and Refresh token (Administration > Apps > API), and store the refresh token as"
    " refresh_token; or attest the ticket automations."
)


@dataclass(slots=True)
class _Boards:
    """How the tickets that came hold against what the boards count themselves."""

    cut: int = 0
    """Boards that gave as many tickets as were asked for."""
    short: int = 0
    """Boards that gave fewer than that, and fewer than they count, asked on to their end."""
    missing: int = 0
    """Tickets that those did not give."""
    uncounted: int = 0
    """Boards that do not say how many tickets they have."""
    unread: int = 0
    """Boards that were refused or failed, and rows that could not be read; each is a gap."""

    @property
    def are_whole(self) -> bool:
        """Whether every ticket of every board came."""
        return not (self.cut or self.short or self.uncounted or self.unread)

    def hold(self, board: TicketBoardWire, came: int, *, most: int) -> None:
        """Hold the tickets that came against the board's own count."""
        counted = board.ticket_count
        if came >= most and came != counted:
            self.cut += 1
        elif counted is None:
            self.uncounted += 1
        elif came < counted:
            self.short += 1
            self.missing += counted - came


class _Logs:
    """Reads the logs of tickets, and counts what came and what did not."""

    def __init__(self, into: CollectionBuilder) -> None:
        self._into = into
        self.read = 0
        """Logs of which at least the first entries came."""
        self.failed = 0
        self.silent = 0
        """Logs without any entry, though a ticket has its description at the least."""
        self.unreadable = 0
        self.cut = 0
        """Logs that do not go on though the last answer was full, or that go on too long."""
        self.is_refused = False

    @property
    def are_whole(self) -> bool:
        """Whether every entry of every log that was asked for came."""
        return not (self.failed or self.silent or self.unreadable or self.cut)

    async def entries(
        self, ticketing: Ticketing, ticket: int
    ) -> AsyncIterator[tuple[LogEntryWire, Origin]]:
        """Yield each entry of a log once, with where it was read; what stops it is a gap.

        After a full answer the log is asked for from its last entry on, on whichever side of it
        the vendor goes on; an answer without a new entry is the end.
        """
        seen: set[str] = set()
        anchor: str | None = None
        for _ in range(MOST_PARTS):
            document = await self._into.document(
                RESOURCE, self._asked(ticketing, ticket, anchor), subject="the logs of tickets"
            )
            if document is None:
                self.failed += 1
                return
            if anchor is None and not document.value.rows:
                self.silent += 1
                return
            self.read += anchor is None
            self.unreadable += document.value.unreadable
            fresh = [row for row in document.value.entries if row.id not in seen]
            for row in fresh:
                yield row, document.origin
            if len(document.value.rows) < LOG_PAGE:
                return
            if not fresh:
                break
            seen.update(row.id for row in fresh)
            anchor = fresh[-1].id
        self.cut += 1

    async def _asked(
        self, ticketing: Ticketing, ticket: int, anchor: str | None
    ) -> Document[LogEntriesWire]:
        try:
            return await ticketing.log(ticket, anchor=anchor)
        except PermissionDeniedError:
            self.is_refused = True
            raise


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
        self._held = _Boards()
        self._logs = _Logs(into)
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
            self._held.unread += len(page.rejected)
            for board in page.items:
                self._note_unknown(page, board, "board")
        statuses = ticketing.statuses()
        # Whoever has tickets has statuses and a form: none at all contradicts that.
        async for page_of in self._into.pages(
            RESOURCE, statuses, subject="ticket statuses", empty_proves_absence=False
        ):
            self._statuses += page_of.items
        async for forms in self._into.pages(
            RESOURCE, ticketing.forms(), subject="ticket forms", empty_proves_absence=False
        ):
            for form in forms.items:
                self._note_unknown(forms, form, "form")

    async def _read_tickets(self, ticketing: Ticketing) -> None:
        for board in self._boards:
            read = ticketing.newest_tickets(board.id, most=self._most, counted=board.ticket_count)
            subject = f"tickets of board {board.name or board.id}"
            came: int | None = None
            async for page in self._into.pages(RESOURCE, read, subject=subject):
                self._tickets.update((row.id, row) for row in page.items)
                came = (came or 0) + len(page.items) + len(page.rejected)
                self._held.unread += len(page.rejected)
            if came is None or not read.receipt.complete:
                self._held.unread += 1
            else:
                self._held.hold(board, came, most=self._most)
        self._say_what_boards_keep()

    def _say_what_boards_keep(self) -> None:
        held = self._held
        if held.short:
            self._into.gap(
                RESOURCE,
                "tickets that boards count and did not give",
                GapReason.TRUNCATED,
                detail=f"{held.short} boards count {held.missing} tickets more than came",
            )
        if held.uncounted:
            self._into.gap(
                RESOURCE,
                "whether boards gave all their tickets",
                GapReason.INCONCLUSIVE,
                detail=f"{held.uncounted} boards do not say how many tickets they have",
            )
        if held.cut:
            self._into.gap(
                RESOURCE,
                f"all but the {self._most} newest tickets of each board",
                GapReason.TRUNCATED,
                detail="the log of a ticket costs one request; looked at:"
                f" the {self._most} newest of each of {len(self._boards)} boards",
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
        logs = self._logs
        for ticket in self._tickets.values():
            organization = _organization(ticket, organizations)
            async for row, origin in logs.entries(ticketing, ticket.id):
                log.add(row, organization=organization, origin=origin)
            if logs.is_refused and not logs.read:
                break  # refused is refused: the others would only be refused too
        into.documents_read(RESOURCE)
        if logs.unreadable:
            detail = f"{logs.unreadable} entries are no objects with an id"
            into.gap(RESOURCE, "some entries of logs", GapReason.FAILED, detail=detail)
        if logs.silent:
            detail = (
                f"{logs.silent} tickets have no entry, and each has its description at the least:"
                " the vendor answers so where it does not show them"
            )
            subject = "logs of tickets that were answered empty"
            into.gap(RESOURCE, subject, GapReason.INCONCLUSIVE, detail=detail)
        if logs.cut:
            detail = f"{logs.cut} tickets have more entries than came"
            into.gap(RESOURCE, "the rest of long logs", GapReason.TRUNCATED, detail=detail)

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
        """Which tickets were looked at: all of them only where every count and log says so."""
        tickets, boards = len(self._tickets), len(self._boards)
        read = self._logs.read
        logs = f", the logs of {read} of them" if read < tickets else ""
        if self._held.cut:
            newest = f"the {self._most} newest of each of {boards} boards"
            return f"{tickets} tickets: {newest}{logs}"
        if self._held.are_whole and not logs:
            return f"all {tickets} tickets of {boards} boards"
        return f"{tickets} tickets of {boards} boards{logs}"

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
        whole = self._logs.are_whole and self._held.are_whole and not log.undated
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
