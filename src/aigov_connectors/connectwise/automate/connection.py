"""ConnectWise Automate as the core sees it: what a connection needs, may do, and reads.

A reading costs one request per 500 computers, memberships, alerts, tickets and patches, one for
each of some twenty short lists and of the scripts in use, and five for each computer that is looked
at more closely.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
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
from aigov_connectors.connectwise.automate.api import LIMITS
from aigov_connectors.connectwise.automate.client import ConnectWiseAutomateClient
from aigov_connectors.connectwise.automate.collect import Reading
from aigov_connectors.connectwise.automate.connector import RESOURCES, ConnectWiseAutomateOptions
from aigov_connectors.connectwise.automate.normalize import told_rights, writing
from aigov_connectors.connectwise.automate.plan import planned_reads
from aigov_connectors.connectwise.automate.wire import UserClassWire, UserWire
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError, TransportError
from aigov_connectors.inventory import Basis, CredentialRights, Evidence, Origin
from aigov_connectors.probing import Ask, asking, asking_below, first_page, probed

_ASKED_CLIENTS = 3  # at which it is asked what the user may do


class ConnectWiseAutomateConnector:
    """One open connection to one ConnectWise Automate server."""

    def __init__(
        self,
        client: ConnectWiseAutomateClient,
        *,
        own_name: str,
        options: ConnectWiseAutomateOptions,
        clock: Clock,
    ) -> None:
        self._client = client
        self._own_name = own_name
        self._options = options
        self._clock = clock
        self._own_rights: list[str] | None = None

    @property
    def tenant_id(self) -> str:
        """See `Connector.tenant_id`: the server's host name."""
        return self._client.tenant_id

    @property
    def limits(self) -> RateLimits:
        """See `Connector.limits`."""
        return self._client.limits

    async def rights(self) -> Rights:
        """See `Connector.rights`: a login, five requests, and one for each of a few clients.

        The server tells the caller's rights as words that no document explains; only the switches
        of its user class are documented, where it may see them. A user class has rights of its own
        at each client, which may be more than it has besides.
        """
        version, warnings = await self._version()
        try:
            told = [await self._client.own_permissions()]
            told += await self._at_clients()
        except ConnectorError as problem:
            if isinstance(problem, FATAL_ERRORS):
                raise
            because = f"the rights could not be read: {problem}"
            return Rights(
                CredentialRights.CANNOT_TELL, because, vendor_version=version, warnings=warnings
            )
        self._own_rights = told[0].value
        if (switch := await self._own_switch()) is not None:
            row, origin, right = switch
            shows = origin.evidence(object_id=row.id, pointer=f"/Permissions/{right}", value=True)
            return Rights(
                CredentialRights.CAN_WRITE,
                f"its user class {row.name or row.id} may more than read: {right}",
                (shows,),
                vendor_version=version,
                warnings=warnings,
            )
        rights, because, shown = told_rights([one.value for one in told])
        evidence: tuple[Evidence, ...] = ()
        if shown is not None:
            at, word = shown
            place = told[at].value.index(word)
            evidence = (told[at].origin.evidence(object_id=None, pointer=f"/{place}", value=word),)
        return Rights(
            rights,
            because,
            evidence,
            vendor_version=version,
            basis=Basis.INFERRED,
            warnings=warnings,
        )

    async def _own_switch(self) -> tuple[UserClassWire, Origin, str] | None:
        """A right of the caller's own user class that changes something, where it is shown."""
        try:
            users = [row async for row in self._client.users() if self._is_own(row)]
            mine = {one for row in users for one in row.classes}
            async with aclosing(self._client.user_classes().pages()) as pages:
                async for page in pages:
                    for row in page.items:
                        if row.id in mine and (right := writing(row)) is not None:
                            return row, page.origin, right
        except ConnectorError as problem:
            if isinstance(problem, FATAL_ERRORS):
                raise
        return None

    def _is_own(self, row: UserWire) -> bool:
        return (row.name or "").casefold() == self._own_name.casefold()

    async def _at_clients(self) -> list[Document[list[str]]]:
        """What the caller may do at the first clients."""
        clients = await first_page(self._client.clients())
        return [await self._client.permissions_at(row.id) for row in clients[:_ASKED_CLIENTS]]

    async def probe(self) -> tuple[Probe, ...]:
        """See `Connector.probe`: one request per resource, or two: below a computer or a script."""
        return await probed(self._asks())

    async def plan(self) -> tuple[PlannedRead, ...]:
        """See `Connector.plan`: one request for the clients, since no list tells a total."""
        return await planned_reads(
            self._client,
            since=self._clock.now() - timedelta(days=self._options.lookback_days),
            sample=self._options.sample_computers,
        )

    async def collect(self, into: CollectionBuilder) -> None:
        """See `Connector.collect`."""
        into.organizations_come_from("clients")
        await Reading(
            self._client,
            into,
            lookback_days=self._options.lookback_days,
            sample=self._options.sample_computers,
            psa=self._options.external_ids,
            psa_is_told="external_ids" in self._options.model_fields_set,
            own_name=self._own_name,
            own_rights=self._own_rights,
        ).run()

    async def _version(self) -> tuple[str | None, tuple[str, ...]]:
        """The server's version, or why it is not known."""
        try:
            return (await self._client.patch_information()).value.web_server_patch_version, ()
        except ConnectorError as problem:
            if isinstance(problem, (*FATAL_ERRORS, TransportError)):
                raise  # nothing can be asked of it
            return None, (str(problem),)

    def _asks(self) -> dict[str, Ask]:
        client = self._client
        recently = self._clock.now() - timedelta(hours=1)
        lists: dict[str, Callable[[], Read[Any]]] = {
            "clients": client.clients,
            "locations": client.locations,
            "computers": client.computers,
            "groups": client.groups,
            "group_computers": client.group_computers,
            "scripts": client.scripts,
            "script_schedules": client.script_schedules,
            "running_scripts": client.running_scripts,
            "monitors": client.internal_monitor_results,
            "monitor_history": lambda: client.monitor_history(since=recently),
            "maintenance_modes": client.maintenance_modes,
            "sensor_checks": client.sensor_checks,
            "alerts": lambda: client.alerts(since=recently),
            "tickets": lambda: client.tickets(since=recently),
            "approval_policies": client.approval_policies,
            "microsoft_update_policies": client.microsoft_update_policies,
            "third_party_update_policies": client.third_party_update_policies,
            "reboot_policies": client.reboot_policies,
            "group_patching_policies": client.group_patching_policies,
            "patch_history": lambda: client.patch_history(since=recently),
            "users": client.users,
            "user_classes": client.user_classes,
            "user_audits": lambda: client.user_audits(since=recently),
        }
        asks = {name: asking(read) for name, read in lists.items()}
        asks["computer_monitors"] = self._of_first_computer(client.computer_monitors)
        asks["script_history"] = self._of_first_computer(
            lambda computer: client.script_history(computer, since=recently)
        )
        asks["command_history"] = self._of_first_computer(
            lambda computer: client.command_history(computer, since=recently)
        )
        asks["alert_suspensions"] = self._of_first_computer(client.alert_suspensions)
        asks["effective_patching"] = asking_below(
            client.computers, lambda row: client.effective_patching(row.id)
        )
        asks["script_details"] = asking_below(client.scripts, lambda row: client.script(row.id))
        asks["feature_flags"] = self._feature_flags
        return {name: asks[name] for name in RESOURCES}

    def _of_first_computer(self, below: Callable[[str], Read[Any]]) -> Ask:
        return asking_below(self._client.computers, lambda row: first_page(below(row.id)))

    async def _feature_flags(self) -> None:
        await self._client.feature_flags()


@asynccontextmanager
async def open_connection(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[Connector]:
    """Open one connection; nothing is sent before the first read.

    Raises:
        ConfigurationError: the base URL or a secret cannot be used.
    """
    options = opening.options_as(ConnectWiseAutomateOptions)
    async with ConnectWiseAutomateClient(
        opening.base_url,
        username=opening.secrets["username"],
        password=opening.secrets["password"],
        client_id=opening.secrets["client_id"],
        **opening.line(options.limits(LIMITS)),
    ) as client:
        yield ConnectWiseAutomateConnector(
            client,
            own_name=opening.secrets["username"].get_secret_value().strip(),
            options=options,
            clock=opening.clock,
        )
