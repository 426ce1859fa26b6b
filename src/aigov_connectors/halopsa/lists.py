"""The lists of one reading: what is asked once, and what is then asked object by object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.halopsa.client import HaloPSAClient
from aigov_connectors.halopsa.gather import Gatherer
from aigov_connectors.halopsa.normalize import (
    Actors,
    Desk,
    Statuses,
    missing_switches,
    organization_from,
    product_of,
)
from aigov_connectors.halopsa.normalize.rules import templates_named
from aigov_connectors.halopsa.normalize.suggestions import templates_suggested
from aigov_connectors.halopsa.wire import (
    AISuggestionWire,
    ApplicationWire,
    ApprovalProcessWire,
    ButtonWire,
    ChatProfileWire,
    ClientWire,
    CommitWire,
    ContractWire,
    ControlWire,
    EmailRuleWire,
    EventRuleWire,
    IntegrationWire,
    ModuleWire,
    NamedWire,
    OutcomeWire,
    SLAWire,
    StatusWire,
    TemplateWire,
    TicketRuleWire,
    TicketTypeWire,
    VirtualAgentWire,
    WebhookWire,
    WorkflowWire,
)
from aigov_connectors.inventory import GapReason, Origin

__all__ = ["ACTION_STARTERS", "STARTERS", "Lists", "Seen"]

Row = TypeVar("Row")
Seen = tuple[Row, Origin]

STARTERS: Mapping[str, str] = {
    "workflows": "workflows",
    "approval_processes": "approval processes",
    "outcomes": "actions",
    "virtual_agents": "virtual agents",
    "custom_buttons": "buttons",
}
"""Resources of which something can start a runbook, in words; others do by an action."""
ACTION_STARTERS: Mapping[str, str] = {"ticket_rules": "rules", "ai_suggestions": "suggestions"}
"""Resources of which something can run an action, in words, beside workflows."""
_DISPENSABLE = frozenset(
    {"approval_processes", "virtual_agents", "custom_buttons", "ai_suggestions"}
)
_OPEN = "statuses that leave a ticket open"


class Lists(Gatherer):
    """Everything that one `collect` knows while it is under way, and the lists that it reads."""

    def __init__(
        self,
        client: HaloPSAClient,
        into: CollectionBuilder,
        *,
        lookback_days: int,
        sample: int,
        most_clients: int,
        own_application: str | None,
        own_teams: tuple[str, ...] | None,
    ) -> None:
        """`own_application` and `own_teams` are those of the connection itself, as it was told."""
        super().__init__(
            client,
            into,
            lookback_days=lookback_days,
            sample=sample,
            most_clients=most_clients,
        )
        self._own_application = own_application
        self._own_teams = own_teams
        self._desk = Desk()
        self._statuses = Statuses()
        self._actors = Actors()
        self._clients: list[Seen[ClientWire]] = []
        self._served: set[str] = set()
        self._contracts: list[Seen[ContractWire]] = []
        self._teams: list[Seen[NamedWire]] = []
        self._status_rows: list[Seen[StatusWire]] = []
        self._slas: list[Seen[SLAWire]] = []
        self._types: dict[int, Seen[TicketTypeWire]] = {}
        self._rules: list[Seen[TicketRuleWire]] = []
        self._rule_summaries: set[int] = set()
        self._templates: dict[int, Seen[TemplateWire]] = {}
        """Those that rules and suggestions put into tickets."""
        self._knows_starts: set[str] = set()
        """Of `STARTERS` and `ACTION_STARTERS`, those that were read whole, with their details."""
        self._workflows: dict[int, Seen[WorkflowWire]] = {}
        self._processes: dict[int, Seen[ApprovalProcessWire]] = {}
        self._outcomes: dict[int, Seen[OutcomeWire]] = {}
        self._email_rules: list[Seen[EmailRuleWire]] = []
        self._event_rules: list[Seen[EventRuleWire]] = []
        self._commits: list[Seen[CommitWire]] = []
        self._suggestions: list[Seen[AISuggestionWire]] = []
        self._agents: dict[str, Seen[VirtualAgentWire]] = {}
        self._chats: dict[str, Seen[ChatProfileWire]] = {}
        self._runbooks: dict[str, Seen[WebhookWire]] = {}
        self._webhooks: list[Seen[WebhookWire]] = []
        self._integrations: dict[int, Seen[IntegrationWire]] = {}
        self._buttons: list[Seen[ButtonWire]] = []
        self._modules: list[Seen[ModuleWire]] = []
        self._applications: list[Seen[ApplicationWire]] = []
        self._control: Seen[ControlWire] | None = None

    # Clients -----------------------------------------------------------------------------------

    async def _read_clients(self) -> None:
        async for page in self._pages("clients", self._client.clients()):
            self._clients += [(row, page.origin) for row in page.items if row.inactive is not True]

    async def _read_contracts(self) -> None:
        self._contracts = await self._list("contracts", self._client.contracts())

    async def _say_clients(self) -> None:
        """Read the details of the clients, and name each as an organization."""
        details: Mapping[int, Seen[ClientWire]] = {}
        asked = [row.id for row, _ in self._clients][: self._most_clients]
        if self._into.wants("client_details"):
            if asked:
                ask = self._client.client
                details = await self._details("client_details", "details of client", asked, ask)
            else:
                self._not_reached("client_details", "details of the clients", "none was asked for")
            if left := len(self._clients) - len(asked):
                self._into.gap(
                    "client_details",
                    "ids in other tools and domains of the other clients",
                    GapReason.TRUNCATED,
                    detail=f"{left} clients were not asked for one by one",
                    remedy="Raise the option client_details; each costs one request.",
                    features=(),
                )
        for row, _ in self._clients:
            mine = [
                one
                for one in self._contracts
                if one[0].client_id == row.id
                and one[0].active is True
                and one[0].expired in (None, False)
            ]
            place = self._into.place
            found, evidence = organization_from(row, details.get(row.id), mine, place=place)
            self._served.add(found.vendor_id)
            self._into.keep(evidence)
            self._into.organization(found)

    # People and programs -----------------------------------------------------------------------

    async def _read_agents(self) -> None:
        # Where it is not told what an agent stands for, nobody knows who acts under its id.
        for row, _ in await self._list("agents", self._client.agents()):
            if isinstance(row.isapiagent, bool):
                (self._actors.programs if row.isapiagent else self._actors.people).add(row.id)
        self._actors.people.discard(1)  # stands for nobody

    async def _read_applications(self) -> None:
        self._applications = await self._list("applications", self._client.applications())
        self._actors.applications = {
            row.id: product_of(self._catalogue, row.display_name, row.client_id) is not None
            for row, _ in self._applications
            if row.display_name or row.client_id
        }

    async def _read_teams(self) -> None:
        self._teams = await self._list("teams", self._client.teams())

    # The desk ----------------------------------------------------------------------------------

    async def _read_statuses(self) -> None:
        self._status_rows = await self._list("statuses", self._client.statuses())
        self._statuses.every = {row.id for row, _ in self._status_rows}
        left = await self._into.short_list(
            "statuses", self._client.statuses(which="open"), subject=_OPEN
        )
        if left is not None:
            self._statuses.open = {row.id for row in left.value}
            # Were nothing left out, the parameter would not be known to this version.
            differs = self._statuses.open < self._statuses.every
            self._statuses.are_whole = differs and "statuses" in self._complete
        self._into.documents_read("statuses")

    async def _read_slas(self) -> None:
        self._slas = await self._list("slas", self._client.slas())

    async def _read_types(self) -> None:
        rows = await self._list("ticket_types", self._client.ticket_types())
        ask = self._client.ticket_type
        self._types = await self._details("ticket_types", "ticket type", _ids(rows), ask)
        self._desk.types = {number: row for number, (row, _) in self._types.items()}
        every = len(self._types) == len(rows) > 0
        self._desk.types_are_whole = every and "ticket_types" in self._complete

    async def _read_rules(self) -> None:
        rows = await self._list("ticket_rules", self._client.ticket_rules())
        numbers = _ids(rows)
        details = await self._details("ticket_rules", "rule", numbers, self._client.ticket_rule)
        self._rule_summaries = set(numbers) - set(details)
        # What the list leaves out of a rule is not told, even where an empty list stands for it.
        self._rules = [
            details.get(row.id, (row.model_copy(update={"criteria": None}), origin))
            for row, origin in rows
        ]
        self._note_starts("ticket_rules", len(details), len(rows))
        await self._read_templates("ticket_rules", templates_named(self._rules))

    async def _read_templates(self, resource: str, numbers: Iterable[int]) -> None:
        """Read the templates that something of a resource puts into tickets by itself."""
        ask = self._client.template
        self._templates |= await self._details(resource, "template", numbers, ask)

    async def _read_workflows(self) -> None:
        rows = await self._list("workflows", self._client.workflows())
        ask = self._client.workflow
        self._workflows = await self._details("workflows", "workflow", _ids(rows), ask)
        self._note_starts("workflows", len(self._workflows), len(rows))

    async def _read_processes(self) -> None:
        rows = await self._list("approval_processes", self._client.approval_processes())
        ask = self._client.approval_process
        what = "approval process"
        self._processes = await self._details("approval_processes", what, _ids(rows), ask)
        self._note_starts("approval_processes", len(self._processes), len(rows))

    async def _read_outcomes(self) -> None:
        rows = await self._list("outcomes", self._client.outcomes())
        ask = self._client.outcome
        self._outcomes = await self._details("outcomes", "action", _ids(rows), ask)
        self._note_starts("outcomes", len(self._outcomes), len(rows))

    async def _read_email_rules(self) -> None:
        self._email_rules = await self._list("email_rules", self._client.email_rules())

    async def _read_event_rules(self) -> None:
        self._event_rules = await self._list("event_rules", self._client.event_rules())

    async def _read_commits(self) -> None:
        read = self._client.config_commits()
        remedy = "Configuration > Advanced Settings: track changes of the configuration, if wanted."
        pages = self._into.pages(
            "config_commits",
            read,
            subject="who changes the configuration",
            empty_proves_absence=False,
            remedy=remedy,
        )
        async for page in pages:
            self._commits += [(row, page.origin) for row in page.items]

    # AI and automation -------------------------------------------------------------------------

    async def _read_control(self) -> None:
        document = await self._into.document(
            "control", self._client.control(), subject="settings of the tenant"
        )
        if document is not None:
            self._control = (document.value, document.origin)
            missing = missing_switches(document.value)
            if missing:
                self._into.gap(
                    "control",
                    "AI settings that this version of the server does not send",
                    GapReason.INCONCLUSIVE,
                    detail="not sent: " + ", ".join(sorted(missing)),
                    features=tuple(self._catalogue[name].id for name in missing),
                )
        self._into.documents_read("control")

    async def _read_modules(self) -> None:
        self._modules = await self._list("features", self._client.features())

    async def _read_suggestions(self) -> None:
        self._suggestions = await self._list("ai_suggestions", self._client.ai_suggestions())
        self._note_starts("ai_suggestions", len(self._suggestions), len(self._suggestions))
        await self._read_templates("ai_suggestions", templates_suggested(self._suggestions))

    async def _read_agents_of_ai(self) -> None:
        rows = await self._list("virtual_agents", self._client.virtual_agents())
        keys = [row.id for row, _ in rows]
        ask = self._client.virtual_agent
        self._agents = await self._details("virtual_agents", "virtual agent", keys, ask)
        self._note_starts("virtual_agents", len(self._agents), len(keys))

    async def _read_chats(self) -> None:
        rows = await self._list("chat_profiles", self._client.chat_profiles())
        keys = [row.id for row, _ in rows]
        ask = self._client.chat_profile
        self._chats = await self._details("chat_profiles", "chat", keys, ask)
        if len(self._chats) < len(rows):
            self._complete.discard("chat_profiles")

    async def _read_runbooks(self) -> None:
        rows = await self._list("runbooks", self._client.runbooks())
        keys = [row.id for row, _ in rows]
        self._runbooks = await self._details("runbooks", "runbook", keys, self._client.runbook)

    async def _read_webhooks(self) -> None:
        self._webhooks = await self._list("webhooks", self._client.webhooks())

    async def _read_integrations(self) -> None:
        rows = await self._list("custom_integrations", self._client.custom_integrations())
        self._integrations = {row.id: (row, origin) for row, origin in rows}

    async def _read_buttons(self) -> None:
        self._buttons = await self._list("custom_buttons", self._client.custom_buttons())
        self._note_starts("custom_buttons", len(self._buttons), len(self._buttons))

    def _note_starts(self, resource: str, told: int, listed: int) -> None:
        """Note that all of a resource is known, by which something could start.

        An empty list proves that there is nothing only of what a desk may well do without.
        """
        if told == listed and (listed or resource in _DISPENSABLE) and resource in self._complete:
            self._knows_starts.add(resource)

    def _not_reached(self, resource: str, subject: str, detail: str) -> None:
        self._into.gap(resource, subject, GapReason.INTERRUPTED, detail=detail)


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


def _ids(rows: Iterable[tuple[_Numbered, Origin]]) -> list[int]:
    return [row.id for row, _ in rows]
