"""Autotask as the core sees it: what a connection needs, what its API user may do, what to read.

A reading costs one request per 500 companies, tickets, notes and notifications, one for each of
some twenty short lists, and one for each sampled ticket.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from aigov_connectors._http import RateLimits, Read
from aigov_connectors.autotask.api import LIMITS
from aigov_connectors.autotask.client import AutotaskClient
from aigov_connectors.autotask.collect import Reading
from aigov_connectors.autotask.connector import RESOURCES, AutotaskOptions
from aigov_connectors.autotask.desk_reads import HOOKS, PANELS
from aigov_connectors.autotask.normalize import Access, access_of, may_write, rights_from
from aigov_connectors.autotask.plan import planned_reads
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
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError
from aigov_connectors.inventory import CredentialRights, Evidence
from aigov_connectors.probing import Ask, asking, asking_below, first_page, probed


class AutotaskConnector:
    """One open connection to one Autotask database."""

    def __init__(self, client: AutotaskClient, *, options: AutotaskOptions, clock: Clock) -> None:
        self._client = client
        self._options = options
        self._clock = clock
        self._access: Access = {}

    @property
    def tenant_id(self) -> str:
        """See `Connector.tenant_id`: the number of the database."""
        return self._client.tenant_id

    @property
    def limits(self) -> RateLimits:
        """See `Connector.limits`: what other integrations use is taken off."""
        return self._client.limits

    async def rights(self) -> Rights:
        """See `Connector.rights`: two requests.

        Where the list of entities is refused, the rest is read all the same, and no list that is
        empty or short proves anything.
        """
        try:
            told = await self._client.entities()
        except ConnectorError as problem:
            if isinstance(problem, FATAL_ERRORS):
                raise
            why = f"what it may do was not told: {problem}"
            version = await self._version()
            return Rights(CredentialRights.CANNOT_TELL, why, (), vendor_version=version)
        entities = [one.info for one in told.value.entity_descriptions]
        self._access = access_of(entities)
        rights, because = rights_from(entities)
        evidence: tuple[Evidence, ...] = ()
        if entities:
            shown = next((one for one in entities if may_write(one)), entities[0])
            value = str(shown.user_access_for_update)
            evidence = (
                told.origin.evidence(
                    object_id=shown.name, pointer="/userAccessForUpdate", value=value
                ),
            )
        if not self._access and rights is CredentialRights.PROVEN_READ_ONLY:
            rights = CredentialRights.CANNOT_TELL
        return Rights(rights, because, evidence, vendor_version=await self._version())

    async def probe(self) -> tuple[Probe, ...]:
        """See `Connector.probe`: one request per resource, more where it has several entities."""
        return await probed(self._asks())

    async def plan(self) -> tuple[PlannedRead, ...]:
        """See `Connector.plan`: four requests, all of them counts."""
        since = self._clock.now() - timedelta(days=self._options.lookback_days)
        return await planned_reads(
            self._client,
            since=since,
            asked_since=since - timedelta(days=1),
            sample=self._options.sample_tickets,
        )

    async def collect(self, into: CollectionBuilder) -> None:
        """See `Connector.collect`."""
        into.organizations_come_from("companies")
        await Reading(
            self._client,
            into,
            lookback_days=self._options.lookback_days,
            types=self._options.client_types,
            sample=self._options.sample_tickets,
            access=self._access,
        ).run()

    async def _version(self) -> str | None:
        try:
            told = (await self._client.version()).value
        except ConnectorError as problem:
            if isinstance(problem, FATAL_ERRORS):
                raise
            return None
        parts = (told.major_version, told.minor_version, told.build)
        return ".".join(one for one in parts if one) or None

    def _asks(self) -> dict[str, Ask]:
        client, since = self._client, self._clock.now() - timedelta(days=1)
        lists: dict[str, tuple[Callable[[], Read[Any]], ...]] = {
            "companies": (client.companies,),
            "contracts": (client.contracts,),
            "resources": (client.resources,),
            "categories": (client.categories,),
            "category_defaults": (client.category_defaults,),
            "queue_members": (client.queue_members,),
            "tags": (client.tags,),
            "webhooks": tuple(_of(client.webhooks, entity) for entity in HOOKS),
            "panels": tuple(_of(client.panels, entity) for entity in PANELS),
            "tickets": (lambda: client.tickets(since=since, page_size=1),),
            "ticket_notes": (lambda: client.notes(since=since),),
            "notifications": (lambda: client.notifications(since=since),),
            "change_approvals": (lambda: client.change_approvals(since=since),),
            "deleted_tickets": (lambda: client.deleted_tickets(since=since),),
        }
        asks = {name: asking(*reads) for name, reads in lists.items()}
        asks["picklists"] = self._picklists
        asks["modules"] = self._modules
        asks["defined_fields"] = self._defined_fields
        asks["ticket_history"] = asking_below(
            lambda: client.tickets(page_size=1), lambda row: first_page(client.history(row.id))
        )
        return {name: asks[name] for name in RESOURCES}

    async def _picklists(self) -> None:
        await self._client.fields("Tickets")

    async def _defined_fields(self) -> None:
        await self._client.defined_fields("Tickets")

    async def _modules(self) -> None:
        await self._client.modules()


def _of(read: Callable[[str], Read[Any]], entity: str) -> Callable[[], Read[Any]]:
    return lambda: read(entity)


@asynccontextmanager
async def open_connection(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[Connector]:
    """Open one connection; the zone is asked for, and what is left of the hour's requests.

    Raises:
        AuthenticationError: no zone knows the user name.
        ConfigurationError: the base URL or a secret cannot be used.
        RateLimitedError: other integrations have used the share that may be used.
    """
    options = opening.options_as(AutotaskOptions)
    async with AutotaskClient(
        opening.base_url,
        username=opening.secrets["username"],
        secret=opening.secrets["secret"],
        integration_code=opening.secrets["integration_code"],
        **opening.line(options.limits(LIMITS)),
    ) as client:
        yield AutotaskConnector(client, options=options, clock=opening.clock)
