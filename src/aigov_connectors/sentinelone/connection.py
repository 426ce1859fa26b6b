"""The connector: what a token may do, what can be read, and the collection of one console."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeVar

from aigov_connectors._http import Document, RateLimits
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.clock import Clock
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.connector import (
    Opening,
    PlannedRead,
    Probe,
    Rights,
)
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError, TransportError
from aigov_connectors.inventory import Basis, CredentialRights, GapReason
from aigov_connectors.probing import Ask, NotAsked, first_page, probed
from aigov_connectors.sentinelone.client import LIMITS, SentinelOneClient
from aigov_connectors.sentinelone.connector import COUNTED, SentinelOneOptions
from aigov_connectors.sentinelone.normalize import RoleRead, rights_from_roles
from aigov_connectors.sentinelone.plan import planned_reads
from aigov_connectors.sentinelone.reading import Reading
from aigov_connectors.sentinelone.wire import RoleWire, UserWire

EXPIRY_WARNING = timedelta(days=14)
"""Time enough to have another token made."""


NOT_FOR_SITES = frozenset({"accounts", "network_discovery"})
"""Resources of an account, which a token of a site is refused (4030010)."""


# After these nothing else of the console can be read either.
_HOPELESS = (*FATAL_ERRORS, TransportError)


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Caller:
    """Who asks: each part is what came, or why it did not."""

    user: Document[UserWire] | ConnectorError
    roles: tuple[tuple[str, Document[RoleWire] | ConnectorError], ...]
    version: str | None

    @property
    def roles_read(self) -> list[RoleRead]:
        """The roles that came."""
        return [
            RoleRead(document.value, document.origin, role_id)
            for role_id, document in self.roles
            if not isinstance(document, ConnectorError)
        ]

    @property
    def unproven(self) -> str | None:
        """What the caller may hold beyond the roles that can be asked for; None if nothing."""
        if isinstance(self.user, ConnectorError):
            return None
        user = self.user.value
        if any(not one.role_id for one in user.scope_roles):
            return "the console names a role of the caller without its id, so it cannot be read"
        asked = {role_id for role_id, _ in self.roles}
        if any(one.role_id not in asked for one in (*user.site_roles, *user.tenant_roles)):
            return "the caller has roles in siteRoles or tenantRoles that cannot be read"
        if user.can_generate_api_token:
            return "the caller may generate API tokens, and what that allows is not shown"
        return None

    @property
    def scope(self) -> str | None:
        """`tenant`, `account`, `site`, or None where it is not known."""
        if isinstance(self.user, ConnectorError) or self.user.value.scope is None:
            return None
        return self.user.value.scope.casefold()

    @property
    def sees(self) -> tuple[str, ...] | None:
        """The parts of the console that the token is shown; None where that is not told."""
        if isinstance(self.user, ConnectorError) or self.scope is None:
            return None
        ids = [one.id for one in self.user.value.scope_roles]
        if self.scope == "tenant":
            return ("tenant",)
        return tuple(f"{self.scope} {one}" for one in ids if one) if ids and all(ids) else None


class SentinelOneConnector:
    """One open connection to one console."""

    def __init__(
        self,
        client: SentinelOneClient,
        options: SentinelOneOptions,
        clock: Clock,
        catalogue: VendorCatalogue,
        *,
        counted_since: Mapping[str, datetime] = MappingProxyType({}),
    ) -> None:
        """The client stays the caller's: it is not closed here.

        `counted_since` is that of `Opening`.
        """
        self._counted_since = counted_since
        self._client = client
        self._catalogue = catalogue
        self._options = options
        self._clock = clock
        self._asked: _Caller | None = None

    @property
    def tenant_id(self) -> str:
        """See `Connector.tenant_id`: the console's host name."""
        return self._client.tenant_id

    @property
    def limits(self) -> RateLimits:
        """See `Connector.limits`."""
        return self._client.limits

    async def rights(self) -> Rights:
        """See `Connector.rights`; the caller and its roles are read once and kept."""
        return _rights(await self._caller(), self._clock.now())

    async def probe(self) -> tuple[Probe, ...]:
        """See `Connector.probe`; the policy that is asked for is the first site's.

        What a token of a site is not asked for when collecting is not probed either: nothing of
        its site is missing, and a wider token is not what it needs.
        """
        client = self._client
        sites: list[str] = []
        accounts: list[str] = []

        async def first_account() -> None:
            accounts.extend(one.id for one in await first_page(client.accounts(page_size=1)))

        def below(above: list[str], what: str, ask: Callable[[str], Awaitable[object]]) -> Ask:
            """The question for what hangs below the first that was listed before."""

            async def first() -> NotAsked | None:
                if not above:
                    return NotAsked(f"no {what} could be listed")
                await ask(above[0])
                return None

            return first

        async def first_site() -> None:
            sites.extend(site.id for site in await first_page(client.sites(page_size=1)))

        async def caller() -> None:
            await _given((await self._caller()).user)

        async def roles() -> NotAsked | None:
            found = (await self._caller()).roles
            for _, role in found:
                await _given(role)
            return None if found else NotAsked("the console does not name the caller's role")

        asked: dict[str, Ask] = {
            "user": caller,
            "roles": roles,
            "accounts": first_account,
            "sites": first_site,
            "groups": lambda: first_page(client.groups(page_size=1)),
            "policies": below(sites, "site", client.site_policy),
            "agents": lambda: first_page(client.agents(page_size=1)),
            "threats": lambda: first_page(client.threats(page_size=1)),
            "custom_rules": lambda: first_page(client.custom_rules(page_size=1)),
            "detection_library": lambda: first_page(client.library_rules(page_size=1)),
            "exclusions": lambda: first_page(client.exclusions(page_size=1)),
            "config_overrides": lambda: first_page(client.config_overrides(page_size=1)),
            "remote_scripts": lambda: first_page(client.remote_scripts(page_size=1)),
            "guardrails": below(sites, "site", lambda site: client.guardrail("site", site)),
            "pending_executions": lambda: first_page(client.pending_executions(page_size=1)),
            "upgrade_policies": below(
                sites, "site", lambda site: client.upgrade_policies("site", site, "windows")
            ),
            "network_discovery": below(accounts, "account", client.network_discovery),
            "activity_types": lambda: first_page(client.activity_types()),
            "activities": lambda: first_page(client.activities(page_size=1)),
            "users": lambda: first_page(client.users(page_size=1)),
            "service_users": lambda: first_page(client.service_users(page_size=1)),
            "approver_roles": lambda: first_page(client.all_roles(page_size=1)),
            "workflows": lambda: first_page(client.workflows(page_size=1)),
            "workflow_executions": lambda: first_page(client.workflow_executions(page_size=1)),
            "alerts": lambda: first_page(
                client.investigated_alerts(created_since=self._since(), page_size=1)
            ),
        }
        try:
            scope = (await self._caller()).scope
        except ConnectorError:
            scope = None  # the probe of the caller tells why
        left_out = NOT_FOR_SITES if scope == "site" else frozenset()
        return await probed({name: ask for name, ask in asked.items() if name not in left_out})

    async def plan(self) -> tuple[PlannedRead, ...]:
        """See `Connector.plan`: one request per list with `countOnly`, a few lists are read."""
        caller = await self._caller()
        return await planned_reads(
            self._client,
            since=self._since(),
            caller_scope=caller.scope,
            client_level=self._options.client_level,
            known_roles=frozenset(role_id for role_id, _ in caller.roles),
            catalogue=self._catalogue,
            group_guardrails=self._options.group_guardrails,
        )

    async def collect(self, into: CollectionBuilder) -> None:
        """See `Connector.collect`."""
        into.organizations_come_from("sites")
        caller = await self._caller()
        await into.document("user", _given(caller.user), subject="the caller of the API")
        into.documents_read("user")
        for role_id, role in caller.roles:
            await into.document("roles", _given(role), subject=f"role {role_id}")
        if caller.roles:
            into.documents_read("roles")
        elif into.wants("roles"):
            into.gap(
                "roles",
                "the roles of the caller",
                GapReason.INCONCLUSIVE,
                detail="the console does not name them",
                remedy="Look up the role of the token's user in the console.",
            )
        await Reading(
            self._client,
            into,
            client_level=self._options.client_level,
            lookback_days=self._options.lookback_days,
            counted_since=self._counted_from(),
            caller_scope=caller.scope,
            rights=_rights(caller, self._clock.now()).rights,
            known_roles={one.role_id: one for one in caller.roles_read},
            group_guardrails=self._options.group_guardrails,
        ).read()

    def _counted_from(self) -> datetime | None:
        """From when on threats and activities are counted: both from the same moment, since the
        log tells who acted on a threat. None where no run before has counted both.
        """
        told = [self._counted_since.get(resource) for resource in COUNTED]
        known = [one for one in told if one is not None]
        return min(known) if len(known) == len(told) else None

    def _since(self) -> datetime:
        return self._clock.now() - timedelta(days=self._options.lookback_days)

    async def _caller(self) -> _Caller:
        if self._asked is None:
            user = await _outcome(self._client.user())
            found = () if isinstance(user, ConnectorError) else user.value.scope_roles
            ids = dict.fromkeys(one.role_id for one in found if one.role_id)
            roles = [(one, await _outcome(self._client.role(one))) for one in ids]
            info = await _outcome(self._client.system_info())
            version = None if isinstance(info, ConnectorError) else info.value.version
            self._asked = _Caller(user, tuple(roles), version)
        return self._asked


def _rights(caller: _Caller, now: datetime) -> Rights:
    if isinstance(caller.user, ConnectorError):
        return Rights(
            CredentialRights.CANNOT_TELL,
            "the console does not tell who the caller is",
            vendor_version=caller.version,
        )
    read = caller.roles_read
    found = rights_from_roles(read)
    rights, because = found.rights, found.because
    unread = len(caller.roles) - len(read)
    if not caller.roles:
        rights, because = CredentialRights.CANNOT_TELL, "the caller's role is not named"
    elif unread and rights is not CredentialRights.CAN_WRITE:
        rights = CredentialRights.CANNOT_TELL
        because = f"{unread} of the caller's {len(caller.roles)} roles could not be read"
    elif caller.unproven and rights is CredentialRights.PROVEN_READ_ONLY:
        rights, because = CredentialRights.CANNOT_TELL, caller.unproven
    origin = caller.user.origin
    evidence = tuple(
        origin.evidence(
            object_id=None,
            pointer=f"/scopeRoles/{number}/roleId",
            value=one.role_id,
            absent="role_id" not in one.model_fields_set,
        )
        for number, one in enumerate(caller.user.value.scope_roles)
    )
    return Rights(
        rights,
        because,
        evidence=(*evidence, *found.evidence),
        vendor_version=caller.version,
        basis=found.basis if rights is found.rights else Basis.OBSERVED,
        warnings=_warnings(caller.user.value.token_expires_at, now),
        scope=caller.sees,
    )


def _warnings(expires_at: datetime | None, now: datetime) -> tuple[str, ...]:
    if expires_at is None or expires_at - now >= EXPIRY_WARNING:
        return ()
    days = max(0, (expires_at - now).days)
    return (f"The token expires in {days} days ({expires_at:%Y-%m-%d}); there is no refresh.",)


async def _outcome(answer: Awaitable[Document[Value]]) -> Document[Value] | ConnectorError:
    """Wait for an answer without which the rest can still be read.

    Raises:
        ConnectorError: nothing else can be read either.
    """
    try:
        return await answer
    except _HOPELESS:
        raise
    except ConnectorError as problem:
        return problem


async def _given(outcome: Document[Value] | ConnectorError) -> Document[Value]:
    """Give what came before, or refuse as it was refused before."""
    if isinstance(outcome, ConnectorError):
        raise outcome
    return outcome


@asynccontextmanager
async def open_connection(
    opening: Opening, catalogue: VendorCatalogue
) -> AsyncIterator[SentinelOneConnector]:
    """Open a connection; see `ConnectorInfo.open`."""
    options = SentinelOneOptions.model_validate(opening.options.model_dump())
    async with SentinelOneClient(
        opening.base_url,
        opening.secrets["api_token"],
        connection=opening.connection,
        network=opening.network,
        retry=opening.retry,
        limits=options.limits(LIMITS),
        transport=opening.transport,
        clock=opening.clock,
    ) as client:
        yield SentinelOneConnector(
            client, options, opening.clock, catalogue, counted_since=opening.counted_since
        )
