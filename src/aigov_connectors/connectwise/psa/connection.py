"""ConnectWise PSA as the core sees it: what a connection needs, what its keys may do, what to read.

A reading costs one request per 1000 companies and tickets, one for each of some thirty short
lists, six per board, one per status, client, track and role of a program, and two for each sampled
ticket.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta

from aigov_connectors._http import RateLimits
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
from aigov_connectors.connectwise.psa.api import KEYS_WRONG, LIMITS
from aigov_connectors.connectwise.psa.asks import asks_of
from aigov_connectors.connectwise.psa.client import ConnectWisePSAClient
from aigov_connectors.connectwise.psa.collect import Reading
from aigov_connectors.connectwise.psa.connector import RESOURCES, ConnectWisePSAOptions
from aigov_connectors.connectwise.psa.naming import ROUTER, VENDOR
from aigov_connectors.connectwise.psa.normalize import rights_from, writing
from aigov_connectors.connectwise.psa.plan import planned_reads
from aigov_connectors.connectwise.psa.wire import SecurityWire
from aigov_connectors.connectwise.psa.work_reads import asked_from
from aigov_connectors.errors import (
    FATAL_ERRORS,
    AuthenticationError,
    ConfigurationError,
    ConnectorError,
    NotFoundError,
)
from aigov_connectors.inventory import Evidence, Origin
from aigov_connectors.probing import first_page, probed, problem_of

_PROGRAM = "A"  # the licence class of API members


_OF_A_PERSON = (
    "the keys are those of a member, not of an API member: they have a person's role, and end when"
    " the person leaves"
)


class ConnectWisePSAConnector:
    """One open connection to one ConnectWise PSA tenant."""

    def __init__(
        self, client: ConnectWisePSAClient, *, options: ConnectWisePSAOptions, clock: Clock
    ) -> None:
        self._client = client
        self._options = options
        self._clock = clock
        self._own_member: int | None = None

    @property
    def tenant_id(self) -> str:
        """See `Connector.tenant_id`: the company id of the login form, in lower case."""
        return self._client.tenant_id

    @property
    def limits(self) -> RateLimits:
        """See `Connector.limits`."""
        return self._client.limits

    async def rights(self) -> Rights:
        """See `Connector.rights`: three requests, and one for whose the keys are.

        The company id is tried without the keys first, since the cloud answers wrong keys and a
        wrong company alike.

        Raises:
            AuthenticationError: the keys or the company id are wrong.
            ConfigurationError: the keys are a person's, and the options refuse such.
        """
        known = await self._company_is_known()
        try:
            rows, origin = await self._my_security()
        except NotFoundError as problem:
            rows, origin = await self._after_a_release(problem, known=known)
        self._own_member = next(
            (row.member.id for row in rows if row.member is not None and row.member.id), None
        )
        rights, because = rights_from(rows)
        evidence: tuple[Evidence, ...] = ()
        if rows and origin is not None:
            shown = next((row for row in rows if writing(row)), rows[0])
            evidence = (
                origin.evidence(
                    object_id=str(shown.id), pointer="/editLevel", value=shown.edit_level
                ),
            )
        is_a_persons = await self._is_a_persons()
        if is_a_persons and self._options.keys_of_people == "refuse":
            raise ConfigurationError(
                f"connection refused by its option keys_of_people: {_OF_A_PERSON}",
                hint="System > Members > API Members: make a member for discovery and use its"
                " keys; or set keys_of_people to warn.",
            )
        warnings = (_OF_A_PERSON,) if is_a_persons else ()
        return Rights(
            rights, because, evidence, vendor_version=await self._version(), warnings=warnings
        )

    async def probe(self) -> tuple[Probe, ...]:
        """See `Connector.probe`: one request per resource, more for what hangs below."""
        asks = asks_of(self._client)
        return await probed({name: asks[name] for name in RESOURCES})

    async def plan(self) -> tuple[PlannedRead, ...]:
        """See `Connector.plan`: four requests, two of them counts."""
        return await planned_reads(
            self._client,
            since=asked_from(self._clock.now() - timedelta(days=self._options.lookback_days)),
            statuses=self._options.client_statuses,
            sample=self._options.sample_tickets,
        )

    async def collect(self, into: CollectionBuilder) -> None:
        """See `Connector.collect`."""
        into.organizations_come_from("companies")
        await Reading(
            self._client,
            into,
            lookback_days=self._options.lookback_days,
            statuses=self._options.client_statuses,
            types=self._options.client_types,
            sample=self._options.sample_tickets,
            own_member=self._own_member,
        ).run()

    async def _my_security(self) -> tuple[list[SecurityWire], Origin | None]:
        rows: list[SecurityWire] = []
        origin: Origin | None = None
        async with aclosing(self._client.my_security().pages()) as pages:
            async for page in pages:
                rows.extend(page.items)
                origin = origin or page.origin
        return rows, origin

    async def _after_a_release(
        self, problem: NotFoundError, *, known: bool
    ) -> tuple[list[SecurityWire], Origin | None]:
        """Ask again below the version that the tenant has now, where the option names another.

        Every release of the cloud changes the version; below an old one all paths answer 404.

        Source: KerkhoffTechnologies/django-connectwise, `api.py` (verified).

        Raises:
            AuthenticationError: it is the keys; see `_prove_the_keys`.
        """
        if self._client.codebase != ROUTER and known:
            told = (await self._client.company_info()).value
            if told is not None and self._client.follow(told.codebase):
                try:
                    return await self._my_security()
                except NotFoundError as again:
                    problem = again
        await self._prove_the_keys(problem, known=known)
        return [], None

    async def _company_is_known(self) -> bool:
        """Ask the host for the company id, without keys.

        Raises:
            AuthenticationError: the host says that it knows no such company.
        """
        try:
            answer = await self._client.company_info()
        except (NotFoundError, ConnectorError) as problem:
            if isinstance(problem, FATAL_ERRORS):
                raise
            return False  # an old or guarded server; the keys decide
        if answer.value is None:
            raise AuthenticationError(
                "GET /login/companyinfo/{company_id}: the host knows no such company id",
                vendor=VENDOR,
                hint="The company id is what people type in the box Company of the login form;"
                " the region must be theirs.",
            )
        return True

    async def _prove_the_keys(self, problem: NotFoundError, *, known: bool) -> None:
        """Tell wrong keys from a server that lacks the endpoint: both answer 404.

        Raises:
            AuthenticationError: nothing else answers either.
        """
        second = await problem_of(first_page(self._client.members()))
        if not isinstance(second, NotFoundError):
            return
        company = "the company id is known, so the keys are wrong" if known else "not found"
        raise AuthenticationError(
            f"GET /system/mySecurity: 404, {company}", vendor=VENDOR, hint=KEYS_WRONG
        ) from problem

    async def _is_a_persons(self) -> bool:
        """Whether the keys are those of a member that is no program; False if that is not told."""
        if self._own_member is None:
            return False
        try:
            rows = [row async for row in self._client.members(only=self._own_member)]
        except ConnectorError as problem:
            if isinstance(problem, FATAL_ERRORS):
                raise
            return False
        classes = {row.license_class for row in rows if row.id == self._own_member}
        return bool(classes - {None, _PROGRAM})

    async def _version(self) -> str | None:
        try:
            return (await self._client.info()).value.version
        except ConnectorError as problem:
            if isinstance(problem, FATAL_ERRORS):
                raise
            return None


@asynccontextmanager
async def open_connection(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[Connector]:
    """Open one connection; nothing is sent before the first read.

    Raises:
        ConfigurationError: the base URL or a secret cannot be used.
    """
    options = opening.options_as(ConnectWisePSAOptions)
    async with ConnectWisePSAClient(
        opening.base_url,
        company_id=opening.secrets["company_id"],
        public_key=opening.secrets["public_key"],
        private_key=opening.secrets["private_key"],
        client_id=opening.secrets["client_id"],
        codebase=options.codebase,
        **opening.line(options.limits(LIMITS)),
    ) as client:
        yield ConnectWisePSAConnector(client, options=options, clock=opening.clock)
