"""HaloPSA as the core sees it: what a connection needs, what its application may do, what to read.

A reading costs one request per 100 clients, contracts and tickets, one for each of some twenty
short lists, one for each client, ticket type, workflow, action and runbook, and up to three for
each sampled ticket.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from typing import Any

from aigov_connectors._http import Document, RateLimits, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.clock import Clock
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.connector import (
    Connector,
    Opening,
    PlannedRead,
    Probe,
    Rights,
)
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError, TransportError
from aigov_connectors.halopsa.api import LIMITS
from aigov_connectors.halopsa.client import HaloPSAClient
from aigov_connectors.halopsa.collect import Reading
from aigov_connectors.halopsa.connector import RESOURCES, HaloPSAOptions
from aigov_connectors.halopsa.normalize import rights_from_scopes
from aigov_connectors.halopsa.plan import planned_reads
from aigov_connectors.inventory import Basis, Evidence
from aigov_connectors.probing import Ask, asking, asking_below, first_page, probed


class HaloPSAConnector:
    """One open connection to one HaloPSA tenant."""

    def __init__(self, client: HaloPSAClient, *, options: HaloPSAOptions, clock: Clock) -> None:
        self._client = client
        self._options = options
        self._clock = clock
        self._own_teams: tuple[str, ...] | None = None

    @property
    def tenant_id(self) -> str:
        """See `Connector.tenant_id`: the tenant as the host tells it, or the host."""
        return self._client.tenant_id

    @property
    def limits(self) -> RateLimits:
        """See `Connector.limits`."""
        return self._client.limits

    async def rights(self) -> Rights:
        """See `Connector.rights`: three requests, and one for the token.

        What the application was given is in its own record, where it may see that. What a token was
        given is no more than what it was asked for: that shows that it can write, and no less.
        """
        warnings: list[str] = []
        if self._client.untold is not None:
            warnings.append(
                "the host did not tell its tenant, so that everything is kept under the host's"
                " name, and once it tells it anew under the tenant's; the option tenant prevents"
                f" that: {self._client.untold}"
            )
        agent = await _tried(self._client.me(), told=warnings)
        teams = agent.value.teams if agent is not None else None
        if teams is not None:
            self._own_teams = tuple(one.team_name for one in teams if one.team_name)
        own = await self._own_scopes(warnings)
        scopes, evidence = own or (tuple((self._client.granted or "").split()), ())
        rights, because = rights_from_scopes(scopes, are_all=own is not None)
        if agent is not None:
            by = f"agent {agent.value.id}"
            evidence += (
                agent.origin.evidence(
                    object_id=str(agent.value.id), pointer="/id", value=agent.value.id
                ),
            )
            because = f"{because}; it reads as {by}"
        instance = await _tried(self._client.instance(), told=warnings)
        version = instance.value.app_version if instance is not None else None
        return Rights(
            rights,
            because,
            evidence,
            vendor_version=version,
            # What a scope permits is known by its name alone.
            basis=Basis.INFERRED,
            warnings=tuple(warnings),
        )

    async def probe(self) -> tuple[Probe, ...]:
        """See `Connector.probe`: one request per resource, two for those of a ticket or runbook."""
        return await probed(self._asks())

    async def plan(self) -> tuple[PlannedRead, ...]:
        """See `Connector.plan`: two requests, each a count."""
        return await planned_reads(
            self._client,
            since=self._clock.now() - timedelta(days=self._options.lookback_days),
            sample=self._options.sample_tickets,
            most_clients=self._options.client_details,
        )

    async def collect(self, into: CollectionBuilder) -> None:
        """See `Connector.collect`."""
        into.organizations_come_from("clients")
        await Reading(
            self._client,
            into,
            lookback_days=self._options.lookback_days,
            sample=self._options.sample_tickets,
            most_clients=self._options.client_details,
            own_application=self._client.client_id,
            own_teams=self._own_teams,
        ).run()

    async def _own_scopes(
        self, told: list[str]
    ) -> tuple[tuple[str | None, ...], tuple[Evidence, ...]] | None:
        """The scopes that the connection's own application has, and what shows them.

        None where its record was not seen, or names none; `told` is then told why.
        """
        read = self._client.applications()
        try:
            async with aclosing(read.pages()) as pages:
                async for page in pages:
                    for row in page.items:
                        if row.client_id == self._client.client_id and row.scopes:
                            names = tuple(one.name for one in row.scopes)
                            shown = " ".join(sorted(filter(None, names)))
                            seen = page.origin.evidence(
                                object_id=row.id, pointer="/scopes", value=shown
                            )
                            return names, (seen,)
            told.append("its own application is not in the list of applications, or names no scope")
        except ConnectorError as problem:
            if isinstance(problem, FATAL_ERRORS):
                raise
            told.append(f"the scopes of its own application could not be read: {problem}")
        return None

    def _asks(self) -> dict[str, Ask]:
        client = self._client
        lists: dict[str, Callable[[], Read[Any]]] = {
            "clients": lambda: client.clients(page_size=1),
            "contracts": client.contracts,
            "teams": client.teams,
            "agents": client.agents,
            "applications": client.applications,
            "ticket_types": client.ticket_types,
            "statuses": client.statuses,
            "slas": client.slas,
            "ticket_rules": client.ticket_rules,
            "workflows": client.workflows,
            "approval_processes": client.approval_processes,
            "outcomes": client.outcomes,
            "email_rules": client.email_rules,
            "event_rules": client.event_rules,
            "config_commits": client.config_commits,
            "features": client.features,
            "ai_suggestions": client.ai_suggestions,
            "virtual_agents": client.virtual_agents,
            "chat_profiles": client.chat_profiles,
            "runbooks": client.runbooks,
            "webhooks": client.webhooks,
            "custom_integrations": client.custom_integrations,
            "custom_buttons": client.custom_buttons,
            "tickets": lambda: client.tickets(page_size=1),
        }

        def below(above: str, ask: Callable[[Any], Awaitable[object]]) -> Ask:
            return asking_below(lists[above], lambda row: ask(row.id))

        asks: dict[str, Ask] = {name: asking(read) for name, read in lists.items()}
        asks |= {
            "control": client.control,
            "client_details": below("clients", client.client),
            "ticket_details": below("tickets", client.ticket),
            "actions": below("tickets", lambda id: first_page(client.actions(id))),
            "approvals": below("tickets", lambda id: first_page(client.approvals(id))),
            "runbook_runs": below("runbooks", lambda id: first_page(client.runs(id, most=1))),
        }
        return {name: asks[name] for name in RESOURCES}


async def _tried(asking: Awaitable[Document[Any]], *, told: list[str]) -> Document[Any] | None:
    """A document, or None where it may not be read; `told` is then told why.

    Raises:
        AuthenticationError: the vendor does not accept the credential.
        TransportError: nothing can be asked of it.
    """
    try:
        return await asking
    except ConnectorError as problem:
        if isinstance(problem, (*FATAL_ERRORS, TransportError)):
            raise
        told.append(str(problem))
        return None


@asynccontextmanager
async def open_connection(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[Connector]:
    """Open one connection; one request asks the host where to sign in, without the secret.

    Raises:
        ConfigurationError: the base URL or a secret cannot be used, or the host names an
            authorisation server to which no secret is sent.
    """
    options = opening.options_as(HaloPSAOptions)
    async with HaloPSAClient(
        opening.base_url,
        client_id=opening.secrets["client_id"],
        client_secret=opening.secrets["client_secret"],
        tenant=options.tenant,
        auth_url=options.auth_url,
        scopes=options.scopes,
        **opening.line(options.limits(LIMITS)),
    ) as client:
        yield HaloPSAConnector(client, options=options, clock=opening.clock)
