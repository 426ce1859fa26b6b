"""The reads of NinjaOne Ticketing, with the token of a person who signed in."""

from __future__ import annotations

import json
from typing import Any

from aigov_connectors._http import (
    Cursor,
    Document,
    HttpClient,
    Listing,
    PagingStyle,
    Read,
    ReadPost,
    Unpaged,
)
from aigov_connectors.ninjaone.auth import TICKETING
from aigov_connectors.ninjaone.wire import (
    LogEntriesWire,
    TicketBoardWire,
    TicketFormWire,
    TicketStatusWire,
    TicketWire,
)

__all__ = ["BOARD_RUN", "LOG_PAGE", "LOG_PATH", "Ticketing"]

LOG_PATH = f"{TICKETING}/ticket/{{ticket_id}}/log-entry"

LOG_PAGE = 500  # the default; a larger one is not promised
_COLUMNS = ("id", "organization", "lastUpdated")
_NEWEST_FIRST = ({"field": "lastUpdated", "direction": "DESC"},)
_NEEDED = "a refresh token of a technician with rights on Ticketing"


def _is_board_query(body: bytes) -> bool:
    """Whether the body of a board's run asks for rows, in exactly the words used here."""
    try:
        asked = json.loads(body)
    except ValueError:
        return False
    if not isinstance(asked, dict) or set(asked) - {*_board_query(), "pageSize", "lastCursorId"}:
        return False
    numbers = [asked[name] for name in ("pageSize", "lastCursorId") if name in asked]
    return {name: asked.get(name) for name in _board_query()} == _board_query() and all(
        type(number) is int for number in numbers
    )


def _board_query() -> dict[str, Any]:
    return {"sortBy": list(_NEWEST_FIRST), "filters": [], "includeColumns": list(_COLUMNS)}


def _pages(size: int, *, enough: int | None = None) -> Cursor:
    return Cursor(
        size=size,
        size_param="pageSize",
        param="lastCursorId",
        next_at=("metadata", "lastCursorId"),
        total_at=None,
        ends_on_short_page=enough is None,
        enough=enough,
    )


BOARD_RUN = ReadPost(f"{TICKETING}/trigger/board/{{board_id}}/run", accepts=_is_board_query)
"""The one POST of this API that only reads; everything else below `/v2/ticketing` is a GET.

Source: NinjaOne Public API 2.0 (2.0.9), which calls it `Run a board. Returns list of tickets`.
"""


class Ticketing:
    """Reads tickets and what was done to them; `NinjaOneClient.ticketing`, not made alone."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def boards(self) -> Read[TicketBoardWire]:
        """Every board (a saved filter over tickets). One request.

        Raises:
            PermissionDeniedError: Ticketing is not enabled, or the person may not see it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/ticketing/trigger/boards (verified).
        """
        return self._http.read(
            Listing(
                resource="ticket_boards",
                path=f"{TICKETING}/trigger/boards",
                row=TicketBoardWire,
                paging=Unpaged(),
                needs=_NEEDED,
            )
        )

    def statuses(self) -> Read[TicketStatusWire]:
        """Every status with the vendor's own one that it stands under. One request.

        Raises:
            PermissionDeniedError: Ticketing is not enabled, or the person may not see it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/ticketing/statuses (verified).
        """
        return self._http.read(
            Listing(
                resource="ticket_statuses",
                path=f"{TICKETING}/statuses",
                row=TicketStatusWire,
                paging=Unpaged(),
                key="status_id",
                needs=_NEEDED,
            )
        )

    def forms(self) -> Read[TicketFormWire]:
        """Every ticket form, without its fields. One request.

        Raises:
            PermissionDeniedError: Ticketing is not enabled, or the person may not see it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/ticketing/ticket-form (verified).
        """
        return self._http.read(
            Listing(
                resource="ticket_forms",
                path=f"{TICKETING}/ticket-form",
                row=TicketFormWire,
                paging=Unpaged(),
                needs=_NEEDED,
            )
        )

    def tickets(self, board_id: int, *, page_size: int = 100) -> Read[TicketWire]:
        """The tickets of a board, the one that changed last first; subject and text are left out.

        One request (a POST that reads) per `page_size` tickets.

        Raises:
            NotFoundError: the board is gone.
            PermissionDeniedError: the person may not see the board.

        Source: NinjaOne Public API 2.0 (2.0.9), POST /v2/ticketing/trigger/board/{boardId}/run
        (verified); paging by `lastCursorId`: WYRE-AI/ninjaone-mcp#31 (verified); the columns as
        recorded by a public client (reported).
        """
        return self._run(board_id, _pages(page_size), _board_query())

    def newest_tickets(
        self, board_id: int, *, most: int, counted: int | None = None
    ) -> Read[TicketWire]:
        """The tickets of a board that changed last, `most` of them or a few more; see `tickets`.

        One request where the board gives as many as it is asked for. One that gives fewer, and
        counts more, is asked on by `lastCursorId`.

        Args:
            counted: how many tickets the board says it has; None where it does not say.

        Raises:
            NotFoundError: the board is gone.
            PermissionDeniedError: the person may not see the board.

        Source: WYRE-AI/ninjaone-mcp#31 and #56 (verified): pages are cut silently.
        """
        if counted is None:
            return self._run(board_id, Unpaged(), _board_query() | {"pageSize": most})
        return self._run(board_id, _pages(most, enough=min(most, counted)), _board_query())

    def _run(self, board_id: int, paging: PagingStyle, body: dict[str, Any]) -> Read[TicketWire]:
        return self._http.read(
            Listing(
                resource="tickets",
                path=BOARD_RUN.path,
                row=TicketWire,
                paging=paging,
                ids={"board_id": str(board_id)},
                body=body,
                rows_at=("data",),
                needs=_NEEDED,
            )
        )

    async def log(self, ticket_id: int, *, anchor: str | None = None) -> Document[LogEntriesWire]:
        """What was done to a ticket and by whom, 500 entries of it. One request.

        Args:
            anchor: id of an entry; those behind it are asked for. None begins.

        Raises:
            NotFoundError: the ticket is gone.
            PermissionDeniedError: the person may not see the ticket.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/ticketing/ticket/{ticketId}/log-entry
        (verified); the shape of `changeDiff` and on which side of `anchorId` it goes on (unsure).
        """
        return await self._http.document(
            LOG_PATH,
            model=LogEntriesWire,
            ids={"ticket_id": str(ticket_id)},
            params={"pageSize": LOG_PAGE} | ({} if anchor is None else {"anchorId": anchor}),
            needs=_NEEDED,
        )
