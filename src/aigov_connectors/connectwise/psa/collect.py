"""One reading of a tenant: which reads, in which order, and what is said of them.

Lists that do not depend on each other go side by side; then what is asked board by board, mailbox
by mailbox and role by role; then the tickets, whose actors must be known by then; and last a sample
of tickets, since the history of each is a request of its own. What was read is said in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from aigov_connectors.collecting import side_by_side
from aigov_connectors.connectwise.psa.lists import Lists
from aigov_connectors.connectwise.psa.normalize import (
    Actors,
    AuditLog,
    Sample,
    TicketLog,
    deployments_from_api_member,
    deployments_from_auto_close,
    deployments_from_auto_template,
    deployments_from_board,
    deployments_from_email_connector,
    deployments_from_rules,
    deployments_from_scores,
    deployments_from_team,
    product_of,
)
from aigov_connectors.connectwise.psa.wire import (
    ApiMemberWire,
)
from aigov_connectors.errors import ConnectorError
from aigov_connectors.inventory import GapReason, Window

__all__ = ["Reading"]

Job = Callable[[], Coroutine[Any, Any, None]]

_SPARE = timedelta(days=1)  # some servers compare days where a moment was given
_AT_ONCE = 4  # samples under way at once; more would only wait in line


class Reading(Lists):
    """One `collect` from its first request to its last word."""

    async def run(self) -> None:
        """Read every wanted resource and say what was seen; see `Connector.collect`."""
        lists: dict[str, Job] = {
            "companies": self._read_companies,
            "agreements": self._read_agreements,
            "boards": self._read_boards,
            "workflows": self._read_workflows,
            "workflow_events": self._read_events,
            "workflow_actions": self._read_actions,
            "notify_types": self._read_kinds,
            "email_connectors": self._read_connectors,
            "members": self._read_members,
            "api_members": self._read_programs,
            "integrator_logins": self._read_logins,
            "hosted_setups": self._read_pods,
            "callbacks": self._read_callbacks,
            "experiments": self._read_experiments,
            "settings": self._read_settings,
            "knowledge_base": self._read_knowledge_base,
            "portals": self._read_portals,
        }
        details: dict[str, Job] = {
            "board_statuses": self._read_statuses,
            "board_teams": self._read_teams,
            "board_assignments": self._read_assignments,
            "board_templates": self._read_templates,
            "parsing_rules": self._read_parsing,
            "security_roles": self._read_roles,
        }
        try:
            await self._together(lists)
            await self._together(details)
            await self._read_tickets()
            await self._read_project_tickets()
            await self._together(
                {"ticket_notes": self._read_notes, "audit_trail": self._read_trail}
            )
        finally:
            self._say()

    # Tickets -----------------------------------------------------------------------------------

    async def _read_tickets(self) -> None:
        if not self._into.wants("tickets"):
            return
        tenant, since = self._into.place.tenant_id, self._since
        actors = self._actors()
        log = TicketLog(tenant_id=tenant, actors=actors, desk=self._desk, since=since)
        self._log = log
        self._audit = AuditLog(tenant_id=tenant, actors=actors, since=since)
        asked = since - _SPARE
        try:
            total = await self._client.count_tickets(since=asked)
        except ConnectorError:
            total = None  # the list itself tells what is wrong
        read = self._client.tickets(since=asked, total=total)
        async for page in self._pages("tickets", read):
            for row in page.items:
                log.add(row, is_client=self._clients.__contains__)
        if "tickets" in self._complete:
            self._desk.window = Window(start=since, end=self._into.now)
        if log.elsewhere:
            self._into.gap(
                "tickets",
                "tickets of companies that are no clients here",
                GapReason.INCONCLUSIVE,
                detail=f"{log.elsewhere} tickets of companies that are deleted, vendors, prospects,"
                f" or of another status than {', '.join(self._statuses) or 'any'}",
                remedy="Name the statuses of your clients in the option client_statuses.",
                features=(),
            )

    async def _read_project_tickets(self) -> None:
        if not self._into.wants("project_tickets") or self._log is None:
            return
        read = self._client.project_tickets(since=self._since - _SPARE)
        async for page in self._pages("project_tickets", read, empty_proves_absence=True):
            for row in page.items:
                self._log.add(row, is_client=self._clients.__contains__, of_project=True)

    def _actors(self) -> Actors:
        programs: dict[str, str | None] = {}
        for row, _ in self._programs.values():
            if row.identifier:
                product = product_of(self._catalogue, row.identifier, row.name)
                programs[row.identifier.casefold()] = product[0] if product else None
        return Actors(
            people=frozenset(self._people - set(programs)),
            programs=programs,
            is_whole={"members", "api_members"} <= self._complete,
        )

    async def _read_notes(self) -> None:
        samples = self._log.one_each(self._sample) if self._log else []

        async def look(sample: Sample) -> None:
            found = await self._into.short_list(
                "ticket_notes",
                self._client.notes(sample.ticket),
                subject=f"notes of ticket {sample.ticket}",
            )
            for row in found.value if found else ():
                if found is not None and row.sentiment_score is not None:
                    # That there is a score is the fact; how somebody felt is not kept.
                    self._scores[sample.organization] = found.origin.evidence(
                        object_id=str(row.id), pointer="/sentimentScore", value="present"
                    )

        await self._sampled("ticket_notes", samples, look)

    async def _read_trail(self) -> None:
        samples = self._log.unattended(self._sample) if self._log else []

        async def look(sample: Sample) -> None:
            found = await self._into.short_list(
                "audit_trail",
                self._client.audit_trail(sample.ticket),
                subject=f"history of ticket {sample.ticket}",
            )
            if found is not None and self._audit is not None:
                self._audit.add(found.value, organization=sample.organization)

        await self._sampled("audit_trail", samples, look)

    async def _sampled(
        self,
        resource: str,
        samples: list[Sample],
        look: Callable[[Sample], Coroutine[Any, Any, None]],
    ) -> None:
        if not samples:
            named = resource.replace("_", " ")
            self._not_reached(resource, named, "there was no ticket to look at")
        queue = iter(samples)

        async def worker() -> None:
            for sample in queue:
                await look(sample)

        await side_by_side(worker() for _ in range(_AT_ONCE))
        self._into.documents_read(resource)

    # Saying ------------------------------------------------------------------------------------

    def _say(self) -> None:
        """Say what was read; what needs the tickets' counts waited for them."""
        self._say_agreements()
        self._say_boards()
        into, place, catalogue, desk = self._into, self._into.place, self._catalogue, self._desk
        into.say(
            deployments_from_rules(
                self._rules,
                entry=catalogue["workflow_rules"],
                closing=catalogue["auto_close"],
                place=place,
                desk=desk,
            )
        )
        for number, (connector, origin) in sorted(self._connectors.items()):
            into.say(
                deployments_from_email_connector(
                    connector,
                    self._parsing.get(number, ()),
                    is_whole=number in self._parsed,
                    origin=origin,
                    entry=catalogue["email_parsing"],
                    place=place,
                    desk=desk,
                )
            )
        log = self._log or TicketLog(
            tenant_id=place.tenant_id, actors=self._actors(), desk=desk, since=self._since
        )
        for program, origin in self._programs.values():
            if program.id == self._own_member:
                self._say_own(program)
                continue
            into.say(
                deployments_from_api_member(
                    program,
                    origin=origin,
                    roles=self._roles,
                    catalogue=catalogue,
                    place=place,
                    log=log,
                )
            )
        into.say(
            deployments_from_scores(
                self._scores, entry=catalogue["note_sentiment"], place=place, desk=desk
            )
        )
        into.decisions(log.counter.stats(complete=desk.window is not None))
        if self._audit is not None:
            into.decisions(self._audit.counter.stats(complete=False))

    def _say_agreements(self) -> None:
        """Say the clients again with what their agreements hint at."""
        for number, agreed in sorted(self._agreed.items()):
            found = self._clients.get(number)
            if found is not None:
                hints = (*found.hints, *agreed.values())
                self._into.organization(found.model_copy(update={"hints": hints}))

    def _say_boards(self) -> None:
        place, catalogue, desk = self._into.place, self._catalogue, self._desk
        for board, origin in self._boards.values():
            self._into.say(
                deployments_from_board(
                    board,
                    origin=origin,
                    entry=catalogue["board_auto_assign"],
                    place=place,
                    desk=desk,
                    assigned=self._assigned.get(board.id),
                )
            )
            self._into.say(
                deployments_from_auto_close(
                    board, origin=origin, entry=catalogue["auto_close"], place=place, desk=desk
                )
            )
        for team, board, origin in self._teams:
            self._into.say(
                deployments_from_team(
                    team,
                    board=board,
                    origin=origin,
                    entry=catalogue["board_auto_assign"],
                    place=place,
                    desk=desk,
                )
            )
        for template, board, origin in self._templates:
            self._into.say(
                deployments_from_auto_template(
                    template,
                    board=board,
                    origin=origin,
                    entry=catalogue["auto_apply_templates"],
                    place=place,
                    desk=desk,
                )
            )

    def _say_own(self, row: ApiMemberWire) -> None:
        """Say where the connection's own member is kept from seeing something."""
        if row.excluded_service_board_ids:
            boards = ", ".join(map(str, row.excluded_service_board_ids))
            self._into.gap(
                "tickets",
                "tickets of boards that the API member is kept from",
                GapReason.DENIED,
                detail=f"excluded boards: {boards}",
                remedy="System > Members > API Members: remove the excluded boards.",
            )
        level = row.structure_level.name if row.structure_level else None
        if level is not None and not level.casefold().startswith("corporate"):
            self._into.gap(
                "tickets",
                "records of other locations",
                GapReason.DENIED,
                detail=f"the API member's level is {level}",
                remedy="System > Members > API Members: set Level to Corporate (Level 1).",
            )
