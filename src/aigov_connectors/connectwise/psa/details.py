"""What one reading asks below each board, status, mailbox, track, role and client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from aigov_connectors._http import Document, Read
from aigov_connectors.collecting import side_by_side
from aigov_connectors.connectwise.psa.lists import Lists
from aigov_connectors.connectwise.psa.normalize import (
    Notice,
    deployments_from_skills,
    is_told,
    site_hint,
)
from aigov_connectors.connectwise.psa.wire import (
    BoardWire,
    NotificationWire,
    SecurityWire,
    StatusWire,
)
from aigov_connectors.inventory import ContextHint, GapReason, Origin

__all__ = ["Details"]

Row = TypeVar("Row")
Parent = TypeVar("Parent")

_AT_ONCE = 4  # what hangs below many; more would only wait in line


class Details(Lists):
    """What can be asked only once it is known below what."""

    # Boards ------------------------------------------------------------------------------------

    async def _each_board(
        self, resource: str, read: Callable[[int], Read[Row]]
    ) -> AsyncIterator[tuple[BoardWire, Document[list[Row]]]]:
        what = resource.removeprefix("board_")
        if not self._boards:
            self._not_reached(resource, f"{what} of the boards", "the boards were not read")
        for board, _ in list(self._boards.values()):
            subject = f"{what} of {board.name or f'board {board.id}'}"
            found = await self._into.short_list(resource, read(board.id), subject=subject)
            if found is not None:
                yield board, found
        self._into.documents_read(resource)

    async def _read_statuses(self) -> None:
        async for board, found in self._each_board("board_statuses", self._client.statuses):
            if not found.value:
                self._into.gap(
                    "board_statuses",
                    f"statuses of {board.name or f'board {board.id}'}",
                    GapReason.INCONCLUSIVE,
                    detail="none came, though every board has some",
                )
            self._statuses_of[board.id] = found.value
            for row in found.value:
                self._rules.know_status(board.id, row)
            self._turns.extend((row, board, found.origin) for row in found.value)

    async def _read_teams(self) -> None:
        async for board, found in self._each_board("board_teams", self._client.teams):
            self._teams.extend((row, board, found.origin) for row in found.value)

    async def _read_assignments(self) -> None:
        async for board, found in self._each_board("board_assignments", self._client.auto_assigned):
            self._assigned[board.id] = len(found.value)

    async def _read_templates(self) -> None:
        async for board, found in self._each_board("board_templates", self._client.auto_templates):
            self._templates.extend((row, board, found.origin) for row in found.value)

    async def _read_board_notices(self) -> None:
        read = self._client.board_notifications
        async for board, found in self._each_board("board_notifications", read):
            self._note(board.id, found.value, found.origin, occasion="new ticket")

    async def _read_status_notices(self) -> None:
        """Ask for the statuses in use of the boards in use: nothing comes to any other."""
        what = "status_notifications"
        wanted = [
            (board, status)
            for board, _ in self._boards.values()
            for status in self._statuses_of.get(board.id, ())
            if board.inactive_flag is not True and status.inactive is not True
        ]
        if not wanted:
            why = "GET /service/boards/{board_id}/statuses: no status was read"
            self._not_reached(what, "notices of the statuses", why)

        async def look(one: tuple[BoardWire, StatusWire]) -> bool:
            board, status = one
            found = await self._into.short_list(
                what,
                self._client.status_notifications(board.id, status.id),
                subject=f"notices of status {status.id} of {board.name or f'board {board.id}'}",
            )
            if found is None:
                return False
            occasion = status.name or f"status {status.id}"
            self._note(board.id, found.value, found.origin, occasion=occasion)
            self._rules.notices[status.id] = [(row, found.origin) for row in found.value]
            return True

        await self._each_of(what, wanted, look)

    def _note(
        self, board: int, rows: list[NotificationWire], origin: Origin, *, occasion: str
    ) -> None:
        told = self._notices.setdefault(board, [])
        told.extend(Notice(row, origin, occasion) for row in rows)

    async def _read_skills(self) -> None:
        async for board, found in self._each_board("board_skills", self._client.skill_mappings):
            self._into.say(
                deployments_from_skills(
                    board,
                    found.value,
                    origin=found.origin,
                    entry=self._catalogue["skill_dispatch"],
                    place=self._into.place,
                    desk=self._desk,
                )
            )

    # Mailboxes, tracks, roles, clients ---------------------------------------------------------

    async def _read_parsing(self) -> None:
        what = "parsing_rules"
        if not self._connectors:
            self._not_reached(what, "parsing rules of the mailboxes", "no mailbox was read")
        seen = 0
        for connector in self._connectors:
            named = f"e-mail connector {connector}"
            listed = self._client.parsing_styles(connector)
            styles = await self._into.short_list(what, listed, subject=f"parsing styles of {named}")
            is_whole = styles is not None and _is_whole(listed)
            for style in styles.value if styles else ():
                read = self._client.parsing_rules(connector, style.id)
                rules = await self._into.short_list(
                    what, read, subject=f"parsing rules of {named}, style {style.id}"
                )
                if rules is not None:
                    mine = self._parsing.setdefault(connector, [])
                    mine.extend((row, rules.origin) for row in rules.value)
                    seen += len(rules.value)
                is_whole = is_whole and rules is not None and _is_whole(read)
            if is_whole:
                self._parsed.add(connector)
        if self._parsed and not seen:
            # A table that is kept from a role may come empty: then a mailbox may do more.
            self._parsed.clear()
            self._into.gap(
                what,
                "parsing rules of the mailboxes",
                GapReason.INCONCLUSIVE,
                detail="no mailbox has one, and the right to see them is not proven",
                remedy="System > Setup Tables > Email Connector: look whether a mailbox has rules.",
            )
        self._into.documents_read(what)

    async def _read_tracks(self) -> None:
        read = self._client.tracks()
        async for page in self._pages("tracks", read, empty_proves_absence=True):
            self._tracks.update({row.id: (row, page.origin) for row in page.items})
        for track in sorted(self._tracks):
            steps = self._client.track_actions(track)
            async for found in self._pages(
                "tracks", steps, subject=f"steps of track {track}", empty_proves_absence=True
            ):
                mine = self._steps.setdefault(track, [])
                mine.extend((row, found.origin) for row in found.items)

    async def _read_roles(self) -> None:
        roles = sorted(
            {
                row.security_role.id
                for row, _ in self._programs.values()
                if row.security_role is not None and row.security_role.id is not None
            }
        )
        listed = await self._into.short_list(
            "security_roles", self._client.security_roles(), subject="list of the roles"
        )
        for row in listed.value if listed else ():
            if listed is not None:
                self._roles.listed[row.id] = (row, listed.origin)
        if not roles:
            self._not_reached("security_roles", "roles of programs", "no program was read")
        for role in roles:
            read = self._client.role_settings(role)
            found = await self._into.short_list(
                "security_roles", read, subject=f"rights of role {role}"
            )
            if found is not None and found.value:
                self._roles.settings[role] = (found.value, found.origin)
                if _is_whole(read):
                    self._roles.whole.add(role)
            why = None if found is None else _why_untold(found.value)
            if why is not None:
                subject = f"rights of role {role}"
                self._into.gap("security_roles", subject, GapReason.INCONCLUSIVE, detail=why)
        self._into.documents_read("security_roles")

    async def _read_sites(self) -> None:
        """Ask for the sites of each client: where it is, and which rules mean it by a site."""
        if not self._clients:
            why = "GET /company/companies: no client was read"
            self._not_reached("sites", "sites of the clients", why)
        missing = 0

        async def look(company: str) -> bool:
            nonlocal missing
            read = self._client.sites(int(company))
            found = await self._into.short_list(
                "sites", read, subject=f"sites of company {company}", organizations=(company,)
            )
            missing += found is None or not _is_whole(read)
            countries = {hint.value for hint in self._clients[company].hints}
            for row in found.value if found else ():
                if row.name:
                    self._desk.site(row.name, company)
                hinted = found and site_hint(row, origin=found.origin)
                if hinted and hinted[0].value not in countries:
                    countries.add(hinted[0].value)
                    self._into.keep((hinted[1],))
                    self._hint(company, hinted[0])
            return found is not None

        await self._each_of("sites", sorted(self._clients), look)
        self._desk.knows_sites = bool(self._clients) and not missing

    def _hint(self, company: str, hint: ContextHint) -> None:
        """Add what hints at a client's context; it is said with all else in the end."""
        self._agreed.setdefault(company, {})[hint.value] = hint

    async def _each_of(
        self,
        resource: str,
        wanted: Sequence[Parent],
        look: Callable[[Parent], Coroutine[Any, Any, bool]],
    ) -> None:
        """Look below each, a few at once, and write the receipt.

        `look` tells whether it was read. Where the first few were not, the others are not asked
        for: a refusal is told once, and not for every client.
        """
        queue = iter(wanted)
        read = failed = 0

        async def worker() -> None:
            nonlocal read, failed
            while read or failed < _AT_ONCE:
                one = next(queue, None)
                if one is None:
                    return
                if await look(one):
                    read += 1
                else:
                    failed += 1

        await side_by_side(worker() for _ in range(_AT_ONCE))
        rest = len(wanted) - read - failed
        why = f"{rest} were not asked for, as the first {failed} were not read" if rest else None
        if why is not None:
            self._not_reached(resource, f"other {resource.replace('_', ' ')}", why)
        self._into.documents_read(resource, why=why)


def _why_untold(rights: Sequence[SecurityWire]) -> str | None:
    """Why rows of a role do not tell all that it may do; None where they do."""
    if not rights:
        return "the list is empty, though some program has the role"
    return None if all(map(is_told, rights)) else "some of the levels were not told"


def _is_whole(read: Read[Any]) -> bool:
    """Whether a list that was read to its end kept nothing back."""
    receipt = read.receipt
    return receipt.complete and not receipt.rejected and not read.told_by_silence
