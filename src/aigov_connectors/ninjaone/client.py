"""The reads of NinjaOne's public API, one method per noun, usable without the rest.

Costs are in requests. No limit is published; clients in the field assume 100 requests a minute.
All times are epoch seconds, read as aware UTC; keys that are not set are left out.

What the API has and nothing here reads, since it says nothing of what acts by itself:
device health (counts of alerts, patches and threats of a device, which the reports give one by
one), groups (searches that people saved; nothing says which automation uses one), scan groups
(imported scans of weaknesses: a list of files), the use of backup storage (sizes). Custom fields
drive automations at many MSPs, and the API shows which conditions look at one; the fields and their
values hold what an MSP stores about its clients, secrets among it, so they are not read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

from pydantic import SecretStr

from aigov_connectors._http import (
    AfterId,
    Auth,
    Document,
    Listing,
    NamedCursor,
    NetworkOptions,
    OlderThan,
    PagingStyle,
    Params,
    RateLimits,
    Read,
    RetryPolicy,
    Transport,
    Unpaged,
    open_client,
)
from aigov_connectors.clock import Clock, SystemClock
from aigov_connectors.inventory import Origin
from aigov_connectors.ninjaone.api import (
    DECLARATION,
    ERRORS,
    LIMITS,
    PAGE_SIZE,
    SCOPE_NEEDED,
)
from aigov_connectors.ninjaone.auth import TOKEN_PATH, client_credentials, with_ticketing
from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.reports import ReportReads
from aigov_connectors.ninjaone.ticketing import BOARD_RUN, Ticketing
from aigov_connectors.ninjaone.wire import (
    ActivityWire,
    ConditionKind,
    ConditionsWire,
    DeviceWire,
    LocationWire,
    OrganizationDetailedWire,
    OrganizationWire,
    PolicyOverridesWire,
    PolicyWire,
    ScriptWire,
    TaskWire,
    UserRoleWire,
    UserWire,
)
from aigov_connectors.redaction import digest

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Grant:
    """What the last token answer told of the credential."""

    scope: str | None
    """Words separated by blanks; None when the answer named none."""
    origin: Origin


class NinjaOneClient(ReportReads):
    """Reads one NinjaOne tenant; use it with `async with`.

    Example: `async with NinjaOneClient(REGIONS["eu"], client_id=..., client_secret=...) as ninja`
    and then `async for device in ninja.devices_detailed()`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        client_id: SecretStr | str,
        client_secret: SecretStr | str,
        refresh_token: SecretStr | str | None = None,
        ticketing_client: tuple[SecretStr | str, SecretStr | str] | None = None,
        rotated: Callable[[SecretStr], None] | None = None,
        connection: str = VENDOR,
        tenant_id: str | None = None,
        network: NetworkOptions | None = None,
        retry: RetryPolicy | None = None,
        limits: RateLimits = LIMITS,
        limit_factor: float = 1.0,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Nothing is sent before the first read.

        Args:
            base_url: one of `REGIONS`, without a path.
            refresh_token: of a technician who signed in to the application once; without it
                there is no `ticketing`.
            ticketing_client: id and secret of that application, where it is another than the one
                above.
            rotated: is told each refresh token that replaces the one before, and has to keep it:
                the one before may be dead from then on.
            connection: names the connection in log events.
            tenant_id: what evidence calls the tenant, since the API names none; None takes the
                connection's name.
            limits: what the vendor allows this credential, where it is not the usual.
            limit_factor: multiplies the limits: for a raised limit, or a simulator.
            transport: replaces the network only; guard, retry and budget stay on.

        Raises:
            ConfigurationError: the base URL or a secret cannot be used.
        """
        self.grant: Grant | None = None
        """What the last token answer told; None before the first read."""
        self.ticketing_grant: Grant | None = None
        """The same of the person's token; None before ticketing is read."""
        self.limits: RateLimits = limits if limit_factor == 1.0 else limits.scaled(limit_factor)
        """What the vendor is believed to allow."""
        self._tenant_id = tenant_id or connection
        self._clock = clock or SystemClock()
        client_id, client_secret = _secret(client_id), _secret(client_secret)
        auth: Auth = client_credentials(client_id, client_secret, granted=self._note_grant)
        declaration = DECLARATION
        if refresh_token is not None:
            person_id, person_secret = map(_secret, ticketing_client or (client_id, client_secret))
            auth = with_ticketing(
                auth,
                person_id,
                person_secret,
                _secret(refresh_token),
                rotated=rotated or (lambda _: None),
                granted=self._note_ticketing_grant,
            )
            declaration = replace(DECLARATION, posts=(*DECLARATION.posts, BOARD_RUN))
        self._http = open_client(
            vendor=VENDOR,
            connection=connection,
            tenant_id=self._tenant_id,
            base_url=base_url,
            auth=auth,
            declaration=declaration,
            limits=self.limits,
            errors=ERRORS,
            network=network,
            retry=retry,
            transport=transport,
            clock=self._clock,
        )
        self.ticketing: Ticketing | None = None if refresh_token is None else Ticketing(self._http)
        """Reads of ticketing; None without a refresh token. Shares the rate budget."""

    def __repr__(self) -> str:
        """The host; never a secret."""
        return self._http.shown_as(type(self).__name__)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop what is under way and close the connections."""
        await self._http.aclose()

    # Organizations and devices -----------------------------------------------------------------

    def organizations(self, *, page_size: int = PAGE_SIZE) -> Read[OrganizationWire]:
        """Every customer organization, by id: the cheapest proof that the token works.

        One request per 1000.

        Raises:
            AuthenticationError: the credential is not accepted.
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/organizations (verified).
        """
        return self._list("organizations", "/v2/organizations", OrganizationWire, _by_id(page_size))

    def organizations_detailed(
        self, *, page_size: int = PAGE_SIZE
    ) -> Read[OrganizationDetailedWire]:
        """Every organization with its approval mode and the policy of each device role.

        One request per 1000, by id; `policies` is None when nothing is mapped.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/organizations-detailed (verified).
        """
        path = "/v2/organizations-detailed"
        return self._list("organizations", path, OrganizationDetailedWire, _by_id(page_size))

    def locations(self, *, page_size: int = PAGE_SIZE) -> Read[LocationWire]:
        """Every location with the organization that it belongs to; one request per 1000.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/locations (verified).
        """
        return self._list("locations", "/v2/locations", LocationWire, _by_id(page_size))

    def devices_detailed(self, *, page_size: int = PAGE_SIZE) -> Read[DeviceWire]:
        """Every device, those not yet admitted and those out of service too.

        One request per 1000, by id; there is no filter by time of change.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/devices-detailed (verified); paging by
        the last id, never by cursor or Link header (Servosity/msp-skills#106, verified).
        """
        return self._list("devices", "/v2/devices-detailed", DeviceWire, _by_id(page_size))

    # Policies and automation -------------------------------------------------------------------

    def policies(self) -> Read[PolicyWire]:
        """Every policy: name, parent, and nothing of what is in it. One request.

        Patch settings, approval modes, scheduled automations and whether the policy is enabled
        are not in the public API.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/policies (verified).
        """
        return self._list("policies", "/v2/policies", PolicyWire)

    async def conditions(self, policy_id: int, kind: ConditionKind) -> Document[ConditionsWire]:
        """The conditions of one kind in one policy, the inherited ones too. One request.

        A whole tenant costs two requests per policy. Conditions of other kinds (disk, service,
        process, script result and more) are not in the public API.

        Raises:
            NotFoundError: the policy is gone, or this region's build lacks the endpoint.
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/policies/{policy_id}/condition/...
        (verified); whether an inherited row carries the id of its source is unsure.
        """
        return await self._http.document(
            f"/v2/policies/{{policy_id}}/condition/{kind}",
            model=ConditionsWire,
            ids={"policy_id": str(policy_id)},
            needs=SCOPE_NEEDED,
        )

    def policy_overrides(self, *, page_size: int = PAGE_SIZE) -> Read[PolicyOverridesWire]:
        """Every device that overrides sections of its policy, with the sections' names.

        One request per 1000 (10 to 10000 are allowed), strictly one after another: the server
        holds the cursor, and may give it the same name on every page.

        Raises:
            PermissionDeniedError: the scope does not include it.
            IncompleteReadError: the cursor was lost again and again.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/queries/policy-overrides (verified);
        the constant cursor name: Servosity/msp-skills#179 (verified), its meaning (unsure).
        """
        return self._http.read(
            Listing(
                resource="policy_overrides",
                path="/v2/queries/policy-overrides",
                row=PolicyOverridesWire,
                paging=NamedCursor(size=page_size),
                rows_at=("results",),
                # Whether a device comes as one row or as one per section is not said.
                key=("device_id", "overrides"),
                needs=SCOPE_NEEDED,
            )
        )

    def scripts(self) -> Read[ScriptWire]:
        """Every script by id and name; the text of a script is not in the API. One request.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/automation/scripts (verified).
        """
        return self._list("scripts", "/v2/automation/scripts", ScriptWire)

    def tasks(self) -> Read[TaskWire]:
        """Every scheduled task; neither its targets nor what it runs is shown. One request.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/tasks (verified).
        """
        return self._list("tasks", "/v2/tasks", TaskWire)

    # Activities --------------------------------------------------------------------------------

    def activities(
        self,
        *,
        since: datetime | None = None,
        after_id: int | None = None,
        page_size: int = PAGE_SIZE,
    ) -> Read[ActivityWire]:
        """Activities of all kinds, newest first; one request per 1000 (10 to 1000 are allowed).

        Args:
            since: older ones (aware time) are left out, and end the read.
            after_id: ids up to this one are left out, and end the read.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/activities (verified); the descriptions
        of `olderThan` and `newerThan` are swapped there, the names are right
        (nimdaus/NinjaOne_Activity_Downloader, verified).
        """
        return self._list(
            "activities",
            "/v2/activities",
            ActivityWire,
            OlderThan(size=page_size, since=since, stop_at_id=after_id),
            rows_at=("activities",),
        )

    # Users and roles ---------------------------------------------------------------------------

    def users(self) -> Read[UserWire]:
        """Every technician by id, and whether it is an administrator; no names. One request.

        Raises:
            PermissionDeniedError: the scope, or this tenant, does not allow it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/users (verified; in all regions).
        """
        return self._list("users", "/v2/users", UserWire, params={"userType": "TECHNICIAN"})

    def user_roles(self) -> Read[UserRoleWire]:
        """Every role of technicians by id; what a role permits is not shown. One request.

        Raises:
            NotFoundError: the region is fed, whose build lacks it.
            PermissionDeniedError: the scope, or this tenant, does not allow it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/user/roles (verified).
        """
        params = {"roleType": "TECHNICIAN"}
        return self._list("roles", "/v2/user/roles", UserRoleWire, params=params)

    def _list(
        self,
        resource: str,
        path: str,
        row: type[Row],
        paging: PagingStyle | None = None,
        *,
        params: Params | None = None,
        rows_at: tuple[str, ...] = (),
    ) -> Read[Row]:
        return self._http.read(
            Listing(
                resource=resource,
                path=path,
                row=row,
                paging=paging or Unpaged(),
                params=params or {},
                rows_at=rows_at,
                needs=SCOPE_NEEDED,
            )
        )

    def _note_grant(self, scope: str | None) -> None:
        self.grant = self._grant(scope)

    def _note_ticketing_grant(self, scope: str | None) -> None:
        self.ticketing_grant = self._grant(scope)

    def _grant(self, scope: str | None) -> Grant:
        origin = Origin(
            vendor=VENDOR,
            tenant_id=self._tenant_id,
            method="POST",
            path_template=TOKEN_PATH,
            query=(),
            read_at=self._clock.now(),
            digest=digest({"scope": scope}),
        )
        return Grant(scope, origin)


def _secret(told: SecretStr | str) -> SecretStr:
    return SecretStr(told) if isinstance(told, str) else told


def _by_id(size: int) -> AfterId:
    return AfterId(size=size)
