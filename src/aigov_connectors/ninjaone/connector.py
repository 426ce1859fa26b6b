"""NinjaOne as the core sees it: what a connection needs, what its credential may do, what to read.

A reading costs one request per 1000 devices, organizations, locations and activities, one for
each of six short lists, and two per policy.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

from aigov_connectors._http import RateLimits, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.connector import (
    Connector,
    ConnectorInfo,
    ConnectorOptions,
    Opening,
    PlannedRead,
    Probe,
    Rights,
    SecretField,
)
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectorError,
    ReadOnlyViolationError,
)
from aigov_connectors.inventory import Evidence
from aigov_connectors.ninjaone.api import CONDITION_KINDS, LIMITS, REGIONS, VENDOR
from aigov_connectors.ninjaone.client import NinjaOneClient
from aigov_connectors.ninjaone.collect import Reading
from aigov_connectors.ninjaone.normalize import rights_from_scope
from aigov_connectors.ninjaone.plan import planned_reads

RESOURCES = (
    "organizations",
    "locations",
    "devices",
    "policies",
    "policy_conditions",
    "policy_overrides",
    "scripts",
    "tasks",
    "activities",
    "users",
    "roles",
)

_HOPELESS = (AuthenticationError, ConfigurationError, ReadOnlyViolationError)


class NinjaOneOptions(ConnectorOptions):
    """The non-secret options of a NinjaOne connection."""

    tenant: str | None = None
    """What the tenant is called in evidence and keys, since the API names none.

    None takes the connection's name: then renaming the connection renames every deployment.
    """


class NinjaOneConnector:
    """One open connection to one NinjaOne tenant."""

    def __init__(
        self, client: NinjaOneClient, *, tenant_id: str, options: ConnectorOptions
    ) -> None:
        self._client = client
        self._tenant_id = tenant_id
        self._options = options

    @property
    def tenant_id(self) -> str:
        """See `Connector.tenant_id`: the option `tenant`, else the connection's name."""
        return self._tenant_id

    @property
    def limits(self) -> RateLimits:
        """See `Connector.limits`."""
        return self._client.limits

    async def rights(self) -> Rights:
        """See `Connector.rights`.

        The scope in the token's answer is the only thing that NinjaOne tells of a credential. It
        can prove that it may write, and never that it may not. One request, and the token's.
        """
        problem = await _problem(self._first_page(self._client.organizations(page_size=1)))
        grant = self._client.grant
        if isinstance(problem, _HOPELESS) or (problem is not None and grant is None):
            raise problem
        scope = None if grant is None else grant.scope
        rights, because = rights_from_scope(scope)
        evidence: tuple[Evidence, ...] = ()
        if grant is not None:
            evidence = (
                grant.origin.evidence(
                    object_id=None, pointer="/scope", value=scope, absent=scope is None
                ),
            )
        return Rights(rights, because, evidence)

    async def probe(self) -> tuple[Probe, ...]:
        """See `Connector.probe`: one request per resource, two for policy conditions."""
        asks = self._asks()
        probes = []
        for resource in RESOURCES:
            problem = await _problem(asks[resource]())
            if isinstance(problem, _HOPELESS):
                raise problem
            told = (None, None) if problem is None else (str(problem), problem.hint)
            probes.append(Probe(resource, *told))
        return tuple(probes)

    async def plan(self) -> tuple[PlannedRead, ...]:
        """See `Connector.plan`: one request, for the number of policies."""
        return await planned_reads(self._client)

    async def collect(self, into: CollectionBuilder) -> None:
        """See `Connector.collect`."""
        await Reading(self._client, into, lookback_days=self._options.lookback_days).run()

    def _asks(self) -> dict[str, Callable[[], Awaitable[None]]]:
        client = self._client
        lists: dict[str, Callable[[], Read[Any]]] = {
            "organizations": lambda: client.organizations_detailed(page_size=1),
            "locations": lambda: client.locations(page_size=1),
            "devices": lambda: client.devices_detailed(page_size=1),
            "policies": client.policies,
            "policy_overrides": lambda: client.policy_overrides(page_size=10),  # the least allowed
            "scripts": client.scripts,
            "tasks": client.tasks,
            "activities": lambda: client.activities(page_size=10),  # the least allowed
            "users": client.users,
            "roles": client.user_roles,
        }
        return {
            **{name: _asking(self._first_page, read) for name, read in lists.items()},
            "policy_conditions": self._first_conditions,
        }

    async def _first_page(self, read: Read[Any]) -> None:
        async with aclosing(read.pages()) as pages:
            async for _ in pages:
                break

    async def _first_conditions(self) -> None:
        async with aclosing(self._client.policies().pages()) as pages:
            async for page in pages:
                for policy in page.items[:1]:
                    for kind in CONDITION_KINDS:
                        await self._client.conditions(policy.id, kind)


def _asking(
    ask: Callable[[Read[Any]], Awaitable[None]], read: Callable[[], Read[Any]]
) -> Callable[[], Awaitable[None]]:
    return lambda: ask(read())


async def _problem(asking: Awaitable[None]) -> ConnectorError | None:
    try:
        await asking
    except ConnectorError as error:
        return error
    return None


@asynccontextmanager
async def open_connection(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[Connector]:
    """Open one connection; nothing is sent before the first read.

    Raises:
        ConfigurationError: the base URL or a secret cannot be used.
    """
    options = opening.options
    told = options.tenant if isinstance(options, NinjaOneOptions) else None
    tenant_id = told or opening.connection
    async with NinjaOneClient(
        opening.base_url,
        client_id=opening.secrets["client_id"],
        client_secret=opening.secrets["client_secret"],
        connection=opening.connection,
        tenant_id=tenant_id,
        network=opening.network,
        retry=opening.retry,
        limits=options.limits(LIMITS),
        transport=opening.transport,
        clock=opening.clock,
    ) as client:
        yield NinjaOneConnector(client, tenant_id=tenant_id, options=options)


CONNECTOR = ConnectorInfo(
    vendor=VENDOR,
    name="NinjaOne",
    package="aigov_connectors.ninjaone",
    hosts=(".ninjarmm.com",),
    secrets=(
        SecretField("client_id", "client id of the API application"),
        SecretField("client_secret", "client secret of the API application, shown once"),
    ),
    resources=RESOURCES,
    open=open_connection,
    options=NinjaOneOptions,
    regions=REGIONS,
    least_privilege="As a system administrator: Administration > Apps > API > Client App IDs > Add;"
    " platform API Services (machine-to-machine), scope Monitoring and no other, grant type Client"
    " credentials. The secret is shown once.",
)
