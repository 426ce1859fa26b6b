"""The lists of one reading: what is asked once, board by board, mailbox by mailbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from aigov_connectors._http import Document, Page, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.connectwise.psa.client import ConnectWisePSAClient
from aigov_connectors.connectwise.psa.normalize import (
    VENDOR,
    AuditLog,
    Desk,
    Rules,
    TicketLog,
    agreement_hint,
    company_hints,
    deployments_from_callback,
    deployments_from_hosted_setup,
    deployments_from_knowledge_base,
    deployments_from_portal,
    is_client,
    organization_from,
    possible_ai_settings,
)
from aigov_connectors.connectwise.psa.wire import (
    ApiMemberWire,
    AutoTemplateWire,
    BoardWire,
    EmailConnectorWire,
    ParsingRuleWire,
    SecurityWire,
    TeamWire,
)
from aigov_connectors.inventory import (
    ContextHint,
    Evidence,
    GapReason,
    Organization,
    Origin,
)

__all__ = ["Lists"]

Row = TypeVar("Row")
Job = Callable[[], Coroutine[Any, Any, None]]


class Lists:
    """Everything that one `collect` knows while it is under way, and the lists that it reads."""

    def __init__(
        self,
        client: ConnectWisePSAClient,
        into: CollectionBuilder,
        *,
        lookback_days: int,
        statuses: tuple[str, ...],
        sample: int,
        own_member: int | None,
    ) -> None:
        self._client = client
        self._into = into
        self._catalogue: VendorCatalogue = into.catalogue
        self._since: datetime = into.now - timedelta(days=lookback_days)
        self._statuses = statuses
        self._sample = sample
        self._own_member = own_member
        self._complete: set[str] = set()
        self._clients: dict[str, Organization] = {}
        self._agreed: dict[str, dict[str, ContextHint]] = {}
        self._desk = Desk()
        self._rules = Rules()
        self._boards: dict[int, tuple[BoardWire, Origin]] = {}
        self._teams: list[tuple[TeamWire, BoardWire, Origin]] = []
        self._templates: list[tuple[AutoTemplateWire, BoardWire, Origin]] = []
        self._assigned: dict[int, int] = {}
        self._connectors: dict[int, tuple[EmailConnectorWire, Origin]] = {}
        self._parsing: dict[int, list[tuple[ParsingRuleWire, Origin]]] = {}
        self._parsed: set[int] = set()
        self._people: set[str] = set()
        self._programs: dict[int, tuple[ApiMemberWire, Origin]] = {}
        self._roles: dict[int, tuple[list[SecurityWire], Origin]] = {}
        self._scores: dict[str, Evidence] = {}
        self._log: TicketLog | None = None
        self._audit: AuditLog | None = None

    async def _together(self, jobs: dict[str, Job]) -> None:
        await side_by_side(job() for name, job in jobs.items() if self._into.wants(name))

    # Lists -------------------------------------------------------------------------------------

    async def _pages(
        self,
        resource: str,
        read: Read[Row],
        *,
        subject: str | None = None,
        empty_proves_absence: bool = False,
    ) -> AsyncIterator[Page[Row]]:
        """Hand over the pages of a list, and note whether it was read whole.

        A set-up table that is kept from a role may come as an empty list.
        """
        pages = self._into.pages(
            resource, read, subject=subject, empty_proves_absence=empty_proves_absence
        )
        async for page in pages:
            yield page
        if read.receipt.complete:
            self._complete.add(subject or resource)

    async def _read_companies(self) -> None:
        read = self._client.companies(statuses=self._statuses)
        async for page in self._pages("companies", read):
            for row in page.items:
                if not is_client(row):
                    continue
                hinted = list(company_hints(row, origin=page.origin))
                self._into.keep(proof for _, proof in hinted)
                found = organization_from(
                    row,
                    place=self._into.place,
                    vendor=VENDOR,
                    hints=tuple(hint for hint, _ in hinted),
                )
                self._clients[found.vendor_id] = found
                self._desk.serve(found)
                self._into.organization(found)

    async def _read_agreements(self) -> None:
        read = self._client.agreements()
        async for page in self._pages("agreements", read, empty_proves_absence=True):
            for row in page.items:
                hinted = agreement_hint(row, origin=page.origin)
                company = str(row.company.id) if row.company and row.company.id else None
                if hinted is None or company is None:
                    continue
                hint, proof = hinted
                if hint.value not in self._agreed.setdefault(company, {}):
                    self._into.keep((proof,))
                    self._agreed[company][hint.value] = hint

    async def _read_boards(self) -> None:
        async for page in self._pages("boards", self._client.boards()):
            self._boards.update({row.id: (row, page.origin) for row in page.items})

    async def _read_workflows(self) -> None:
        async for page in self._pages("workflows", self._client.workflows()):
            self._rules.workflows.update({row.id: (row, page.origin) for row in page.items})

    async def _read_events(self) -> None:
        async for page in self._pages("workflow_events", self._client.workflow_events()):
            self._rules.events.update({row.id: (row, page.origin) for row in page.items})

    async def _read_actions(self) -> None:
        async for page in self._pages("workflow_actions", self._client.workflow_actions()):
            self._rules.actions.extend((row, page.origin) for row in page.items)

    async def _read_kinds(self) -> None:
        async for page in self._pages("notify_types", self._client.notify_types()):
            self._rules.kinds.update({row.id: row for row in page.items})

    async def _read_connectors(self) -> None:
        async for page in self._pages("email_connectors", self._client.email_connectors()):
            self._connectors.update({row.id: (row, page.origin) for row in page.items})

    async def _read_members(self) -> None:
        async for page in self._pages("members", self._client.members()):
            # Class A are programs; the list of API members tells more of them.
            people = (row.identifier for row in page.items if row.license_class != "A")
            self._people.update(one.casefold() for one in people if one)

    async def _read_programs(self) -> None:
        async for page in self._pages("api_members", self._client.api_members()):
            self._programs.update({row.id: (row, page.origin) for row in page.items})

    async def _read_logins(self) -> None:
        found = 0
        read = self._client.integrator_logins()
        async for page in self._pages("integrator_logins", read, empty_proves_absence=True):
            found += sum(
                row.service_ticket_api_flag is True and row.inactive_flag is not True
                for row in page.items
            )
        if found:
            self._into.gap(
                "integrator_logins",
                "what integrations of the old kind do to tickets",
                GapReason.INCONCLUSIVE,
                detail=f"{found} integrator logins may use the ticket API",
                remedy="Replace each integrator login by an API member with a role of its own.",
                features=(f"{VENDOR}.api_integrations",),
            )

    async def _read_pods(self) -> None:
        place = self._into.place
        async for page in self._pages("hosted_setups", self._client.hosted_setups()):
            for row in page.items:
                self._into.say(
                    deployments_from_hosted_setup(
                        row, origin=page.origin, catalogue=self._catalogue, place=place
                    )
                )

    async def _read_callbacks(self) -> None:
        place = self._into.place
        async for page in self._pages("callbacks", self._client.callbacks()):
            for row in page.items:
                self._into.say(
                    deployments_from_callback(
                        row, origin=page.origin, catalogue=self._catalogue, place=place
                    )
                )

    async def _read_experiments(self) -> None:
        read = self._client.experiments()
        async for page in self._pages("experiments", read, empty_proves_absence=True):
            for row in page.items:
                for unknown, proof in possible_ai_settings(
                    row, origin=page.origin, place=self._into.place
                ):
                    self._into.keep((proof,))
                    self._into.unknown_setting(unknown)

    async def _read_settings(self) -> None:
        read = self._client.settings()
        async for page in self._pages("settings", read, empty_proves_absence=True):
            for row in page.items:
                for unknown, proof in possible_ai_settings(
                    row, origin=page.origin, place=self._into.place
                ):
                    self._into.keep((proof,))
                    self._into.unknown_setting(unknown)

    async def _read_knowledge_base(self) -> None:
        document = await self._into.document(
            "knowledge_base",
            self._client.knowledge_base(),
            subject="settings of the knowledge base",
        )
        if document is not None:
            self._into.say(
                deployments_from_knowledge_base(
                    document.value,
                    origin=document.origin,
                    entry=self._catalogue["knowledge_publishing"],
                    place=self._into.place,
                )
            )
        self._into.documents_read("knowledge_base")

    async def _read_portals(self) -> None:
        found: list[int] = []
        read = self._client.portals()
        async for page in self._pages("portals", read, empty_proves_absence=True):
            found.extend(row.id for row in page.items)
        for portal in found:
            services = self._client.portal_services(portal)
            subject = f"services of portal {portal}"
            async for offers in self._pages(
                "portals", services, subject=subject, empty_proves_absence=True
            ):
                for row in offers.items:
                    self._into.say(
                        deployments_from_portal(
                            row,
                            portal=portal,
                            origin=offers.origin,
                            entry=self._catalogue["portal_chat"],
                            place=self._into.place,
                        )
                    )

    # Board by board, mailbox by mailbox, role by role ------------------------------------------

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
            for row in found.value:
                (self._rules.closing if row.closed_status else self._rules.open).add(row.id)

    async def _read_teams(self) -> None:
        async for board, found in self._each_board("board_teams", self._client.teams):
            self._teams.extend((row, board, found.origin) for row in found.value)

    async def _read_assignments(self) -> None:
        async for board, found in self._each_board("board_assignments", self._client.auto_assigned):
            self._assigned[board.id] = len(found.value)

    async def _read_templates(self) -> None:
        async for board, found in self._each_board("board_templates", self._client.auto_templates):
            self._templates.extend((row, board, found.origin) for row in found.value)

    async def _read_parsing(self) -> None:
        what = "parsing_rules"
        if not self._connectors:
            self._not_reached(what, "parsing rules of the mailboxes", "no mailbox was read")
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
                is_whole = is_whole and rules is not None and _is_whole(read)
            if is_whole:
                self._parsed.add(connector)
        self._into.documents_read(what)

    async def _read_roles(self) -> None:
        roles = sorted(
            {
                row.security_role.id
                for row, _ in self._programs.values()
                if row.security_role is not None and row.security_role.id is not None
            }
        )
        if not roles:
            self._not_reached("security_roles", "roles of programs", "no program was read")
        for role in roles:
            read = self._client.role_settings(role)
            found = await self._into.short_list(
                "security_roles", read, subject=f"rights of role {role}"
            )
            if found is not None and found.value:
                self._roles[role] = (found.value, found.origin)
            elif found is not None:
                self._into.gap(
                    "security_roles",
                    f"rights of role {role}",
                    GapReason.INCONCLUSIVE,
                    detail="the list is empty, though some program has the role",
                )
        self._into.documents_read("security_roles")

    def _not_reached(self, resource: str, subject: str, detail: str) -> None:
        self._into.gap(resource, subject, GapReason.INTERRUPTED, detail=detail)


def _is_whole(read: Read[Any]) -> bool:
    """Whether a list that was read to its end kept nothing back."""
    receipt = read.receipt
    return receipt.complete and not receipt.rejected and not read.told_by_silence
