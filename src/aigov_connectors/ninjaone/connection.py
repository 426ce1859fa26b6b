"""NinjaOne as the core sees it: what a connection needs, what its credential may do, what to read.

A reading costs one request per 1000 devices, organizations, locations, activities and rows of
seven reports, one per 10000 jobs of backups, one for each of nine short lists, and two per policy.
Ticketing costs three more, one per board and one per ticket that is looked at, or a few where the
board is cut or the ticket's log is long.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any

from pydantic import SecretStr

from aigov_connectors._http import RateLimits, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.connector import (
    Connector,
    ConnectorOptions,
    Opening,
    PlannedRead,
    Probe,
    Rights,
)
from aigov_connectors.errors import FATAL_ERRORS, ConfigurationError
from aigov_connectors.inventory import CredentialRights, GapReason
from aigov_connectors.ninjaone.api import CONDITION_KINDS, LIMITS
from aigov_connectors.ninjaone.client import NinjaOneClient
from aigov_connectors.ninjaone.collect import Reading
from aigov_connectors.ninjaone.collect_tickets import NOBODY_SIGNED_IN, SIGN_IN_ONCE
from aigov_connectors.ninjaone.collect_tickets import RESOURCE as TICKETING
from aigov_connectors.ninjaone.connector import (
    REFRESH_TOKEN,
    RESOURCES,
    TICKETING_ID,
    TICKETING_SECRET,
    NinjaOneOptions,
)
from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.normalize import rights_from_scope
from aigov_connectors.ninjaone.plan import planned_reads
from aigov_connectors.probing import Ask, asking, first_page, probed, problem_of


class Rotation:
    """Keeps each refresh token that replaces the one before, and remembers where that failed."""

    def __init__(self, keep: Callable[[str, SecretStr], None]) -> None:
        self._keep = keep
        self.problem: ConfigurationError | None = None
        """Why the last one was not kept; None while all were."""

    def __call__(self, secret: SecretStr) -> None:
        """Keep a secret; the reading goes on in any case, since the token at hand is good."""
        try:
            self._keep(REFRESH_TOKEN, secret)
        except ConfigurationError as problem:
            self.problem = problem
        else:
            self.problem = None


class NinjaOneConnector:
    """One open connection to one NinjaOne tenant."""

    def __init__(
        self,
        client: NinjaOneClient,
        *,
        tenant_id: str,
        options: ConnectorOptions,
        rotation: Rotation | None = None,
    ) -> None:
        self._client = client
        self._rotation = rotation
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
        can prove that it may write, and never that it may not. One request, and the token's; the
        same again for ticketing where a refresh token is stored.
        """
        problem = await problem_of(first_page(self._client.organizations(page_size=1)))
        grant = self._client.grant
        if isinstance(problem, FATAL_ERRORS) or (problem is not None and grant is None):
            raise problem
        ticketing = self._client.ticketing
        refused = None
        if ticketing is not None:
            refused = await problem_of(first_page(ticketing.statuses()))
        grants = [one for one in (grant, self._client.ticketing_grant) if one is not None]
        told = [rights_from_scope(one.scope) for one in grants] or [rights_from_scope(None)]
        # A person's token that can write makes the connection one that can.
        rights, because = max(told, key=lambda one: one[0] is CredentialRights.CAN_WRITE)
        evidence = tuple(
            one.origin.evidence(
                object_id=None, pointer="/scope", value=one.scope, absent=one.scope is None
            )
            for one in grants
        )
        warnings = [str(one) for one in (refused, self._unkept) if one is not None]
        return Rights(rights, because, evidence, warnings=tuple(warnings))

    async def probe(self) -> tuple[Probe, ...]:
        """See `Connector.probe`: one request per resource, two for policy conditions."""
        asks = self._asks()
        probes: list[Probe] = []
        for resource in RESOURCES:
            if resource == TICKETING:  # another credential: that it fails stops nothing else
                probes.append(await self._ticketing_probe(asks[TICKETING]))
            else:
                probes += await probed({resource: asks[resource]})
        return tuple(probes)

    async def _ticketing_probe(self, ask: Ask) -> Probe:
        if self._client.ticketing is None:
            return Probe(TICKETING, NOBODY_SIGNED_IN, SIGN_IN_ONCE)
        problem = await problem_of(ask())
        if problem is None:
            return Probe(TICKETING, None)
        return Probe(TICKETING, str(problem), problem.hint)

    async def plan(self) -> tuple[PlannedRead, ...]:
        """See `Connector.plan`: one request for the number of policies."""
        return await planned_reads(self._client, tickets_per_board=self._tickets_per_board)

    async def collect(self, into: CollectionBuilder) -> None:
        """See `Connector.collect`."""
        into.organizations_come_from("organizations")
        reading = Reading(
            self._client,
            into,
            lookback_days=self._options.lookback_days,
            tickets_per_board=self._tickets_per_board,
        )
        try:
            await reading.run()
        finally:
            if unkept := self._unkept:
                into.gap(
                    "rights",
                    "the refresh token for the next run",
                    GapReason.FAILED,
                    detail=str(unkept),
                    remedy=unkept.hint,
                    features=(),
                )

    @property
    def _tickets_per_board(self) -> int:
        options = self._options
        told = options if isinstance(options, NinjaOneOptions) else NinjaOneOptions()
        return told.tickets_per_board

    @property
    def _unkept(self) -> ConfigurationError | None:
        return None if self._rotation is None else self._rotation.problem

    def _asks(self) -> dict[str, Ask]:
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
            "os_patches": lambda: client.os_patches(page_size=10),
            "software_patches": lambda: client.software_patches(page_size=10),
            "os_patch_installs": lambda: client.os_patch_installs(page_size=10),
            "software_patch_installs": lambda: client.software_patch_installs(page_size=10),
            "antivirus_status": lambda: client.antivirus_status(page_size=10),
            "antivirus_threats": lambda: client.antivirus_threats(page_size=10),
            "backup_jobs": lambda: client.backup_jobs(page_size=10),
            "integrity_check_jobs": lambda: client.integrity_check_jobs(page_size=10),
            "jobs": client.jobs,
            "alerts": client.alerts,
            "notification_channels": client.notification_channels,
        }
        return {
            **{name: asking(read) for name, read in lists.items()},
            "policy_conditions": self._first_conditions,
            TICKETING: self._first_log,
        }

    async def _first_conditions(self) -> None:
        async with aclosing(self._client.policies().pages()) as pages:
            async for page in pages:
                for policy in page.items[:1]:
                    for kind in CONDITION_KINDS:
                        await self._client.conditions(policy.id, kind)

    async def _first_log(self) -> None:
        """Ask for the log of a ticket of the first board, as far as there is one."""
        ticketing = self._client.ticketing
        if ticketing is None:
            return
        boards = [board.id async for board in ticketing.boards()]
        for board in boards[:1]:
            tickets = [one.id async for one in ticketing.newest_tickets(board, most=1)]
            for ticket in tickets[:1]:
                await ticketing.log(ticket)


def _ticketing_client(secrets: Mapping[str, SecretStr]) -> tuple[SecretStr, SecretStr] | None:
    """The application that the technician signed in to, where it is another than the machine's.

    Raises:
        ConfigurationError: only one of its id and its secret is there.
    """
    told = [secrets[name] for name in (TICKETING_ID, TICKETING_SECRET) if name in secrets]
    if len(told) == 1:
        raise ConfigurationError(
            "only one of ticketing_client_id and ticketing_client_secret is stored",
            vendor=VENDOR,
            hint="Store both, or neither where the technician signed in to the same application.",
        )
    return (told[0], told[1]) if told else None


@asynccontextmanager
async def open_connection(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[Connector]:
    """Open one connection; nothing is sent before the first read.

    Raises:
        ConfigurationError: the base URL or a secret cannot be used.
    """
    options = opening.options
    told = options.tenant if isinstance(options, NinjaOneOptions) else None
    tenant_id = told or opening.connection
    rotation = Rotation(opening.keep)
    async with NinjaOneClient(
        opening.base_url,
        client_id=opening.secrets["client_id"],
        client_secret=opening.secrets["client_secret"],
        refresh_token=opening.secrets.get(REFRESH_TOKEN),
        ticketing_client=_ticketing_client(opening.secrets),
        rotated=rotation,
        connection=opening.connection,
        tenant_id=tenant_id,
        network=opening.network,
        retry=opening.retry,
        limits=options.limits(LIMITS),
        transport=opening.transport,
        clock=opening.clock,
    ) as client:
        yield NinjaOneConnector(client, tenant_id=tenant_id, options=options, rotation=rotation)
