"""What can be asked of one SentinelOne console: one method per noun, in the vendor's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from aigov_connectors._http import (
    Cursor,
    Document,
    ErrorRule,
    ErrorTable,
    HttpClient,
    Listing,
    NetworkOptions,
    PathLimit,
    Rate,
    RateLimits,
    Read,
    ReadDeclaration,
    RetryPolicy,
    Transport,
    open_client,
)
from aigov_connectors.clock import Clock
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from aigov_connectors.sentinelone.auth import api_token as _api_token
from aigov_connectors.sentinelone.client_alerts import ALERT_READS, AlertReads
from aigov_connectors.sentinelone.client_automation import AutomationReads
from aigov_connectors.sentinelone.client_workflows import WorkflowReads
from aigov_connectors.sentinelone.wire import (
    AccountWire,
    AgentWire,
    GroupWire,
    PolicyWire,
    RoleWire,
    SiteWire,
    SystemInfoWire,
    ThreatWire,
    UserWire,
)
from aigov_connectors.wire import WireRecord

API = "/web/api/v2.1"
PAGE_SIZE = 1000  # vendor maximum; more is answered with 400
GROUPS_PAGE_SIZE = 300  # vendor maximum of this one path

# Steady pace per second and burst, per token. Source: the vendor's table as carried by
# s1buildpartners/sentinelone-go-sdk, ratelimit.go (verified there).
_PATHS = {
    "/accounts": (100, 10),
    "/sites": (100, 10),
    "/agents": (25, 1),
    "/threats": (10, 50),
    "/rbac": (50, 100),
    "/user": (2, 5),
    "/users": (40, 80),
    "/service-users": (5, 10),
    "/activities": (10, 30),
    "/exclusions": (25, 25),
    "/remote-scripts": (1, 30),
    "/upgrade-policy": (1, 50),
    "/hyper-automate/api": (60, 1),
}
_RULES_A_MINUTE = 30
LIMITS = RateLimits(
    by_path=(
        *(
            PathLimit(f"{API}{path}", (Rate(pace, burst=burst),))
            for path, (pace, burst) in _PATHS.items()
        ),
        PathLimit(f"{API}/cloud-detection/rules", (Rate(_RULES_A_MINUTE, seconds=60),)),
        PathLimit(f"{API}/detection-library", (Rate(_RULES_A_MINUTE, seconds=60),)),
    ),
    # Groups, group policies, the tenant's policy, overrides of the agents' configuration, network
    # discovery and the version are not in the table (unsure).
    elsewhere=(Rate(5, burst=5),),
    max_in_flight=8,
    headroom=1.0,  # counted for each token, and this one is asked for by nobody else
    pause_seconds=5.0,  # what that SDK waits when Retry-After is missing
)

READS = ReadDeclaration(
    posts=(ALERT_READS.post,),
    forbidden=tuple(
        f"{API}{path}"
        for path in (
            "/agents/passphrases",
            "/agents/{agent_id}/passphrases",
            "/agent-artifacts/token",
            "/sites/{site_id}/token",
            "/groups/{group_id}/token",
            "/accounts/{account_id}/uninstall-password",
            "/users/login",
            "/users/api-token-details",
            "/users/{user_id}/api-token-details",
            "/users/generate-api-token",
            "/users/onboarding/validate-token",
            "/settings/smtp",
            "/settings/syslog",
            # GraphQL endpoints that nothing here asks, and that change things or cost money.
            "/graphql",
            "/xspm",
            "/remote-scripts/script-content",
        )
    ),
)
"""One POST, for queries written out beforehand, and never a path that gives out secrets."""

_CAUSES_OF_401 = (
    "Known causes: the token has expired (a user's own after 30 days, a service user's as"
    " chosen), it was revoked, its user was deleted, it is of another console,"
    " or something else than the token was stored."
)
ERRORS = ErrorTable(
    by_code={
        # Status times 10000 plus a sub-code (verified in clients' reports).
        "4000010": ErrorRule(BadRequestError, "the console did not accept a filter"),
        "4010010": ErrorRule(AuthenticationError, "the token was not accepted", _CAUSES_OF_401),
        "4030010": ErrorRule(PermissionDeniedError, "the token's role or scope does not reach it"),
        "4040010": ErrorRule(NotFoundError, "the console has no such thing"),
    },
    code_at=(("errors", 0, "code"),),
    hints={
        AuthenticationError: _CAUSES_OF_401,
        PermissionDeniedError: "Give the token's role the view right, in a scope that holds it;"
        " or the module is not licensed.",
        NotFoundError: "Check that the base URL is the console's address; an older console may"
        " lack the path.",
    },
)

Row = TypeVar("Row", bound=WireRecord)


@dataclass(frozen=True, slots=True)
class _List:
    """Where one list stands."""

    noun: str
    needs: str
    rows_at: tuple[str, ...] = ("data",)
    most: int = PAGE_SIZE


_ACCOUNTS = _List("accounts", "Accounts: View")
_SITES = _List("sites", "Sites: View", rows_at=("data", "sites"))
_GROUPS = _List("groups", "Groups: View", most=GROUPS_PAGE_SIZE)
_AGENTS = _List("agents", "Endpoints: View")
_THREATS = _List("threats", "Threats: View")
_POLICY_RIGHT = "Policy: View"


class SentinelOneClient(AutomationReads, WorkflowReads, AlertReads):
    """One console, read with one token: `async with SentinelOneClient(url, token) as s1`.

    Lists are lazy: nothing is sent before `async for`. Every method may raise
    `AuthenticationError` (the hint lists the known causes), `RateLimitedError`, `ServerError`
    and `TransportError` after the retries; what is particular stands at the method.
    """

    def __init__(
        self,
        base_url: str,
        api_token: SecretStr | str,
        *,
        connection: str = "sentinelone",
        network: NetworkOptions | None = None,
        retry: RetryPolicy | None = None,
        limits: RateLimits = LIMITS,
        limit_factor: float = 1.0,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Open the console at `base_url`, the address at which one logs in; nothing is sent.

        Args:
            connection: names the connection in log lines.
            limits: what the console allows this token, where it is not the vendor's usual.
            limit_factor: multiplies the limits: for a raised limit, or a simulator.
            transport: replaces the network; the read-only guard, retries and limits stay.

        Raises:
            ConfigurationError: the address or the token cannot be used.
        """
        secret = SecretStr(api_token) if isinstance(api_token, str) else api_token
        # People copy the address of the API as well as that of the console.
        console = base_url.strip().rstrip("/").removesuffix(API)
        self.tenant_id: str = urlsplit(console).hostname or console
        """The console's host name: it is one per tenant."""
        self.limits: RateLimits = limits if limit_factor == 1.0 else limits.scaled(limit_factor)
        """What the console allows this token."""
        self._http: HttpClient = open_client(
            vendor="sentinelone",
            connection=connection,
            tenant_id=self.tenant_id,
            base_url=console,
            auth=_api_token(secret),
            declaration=READS,
            limits=self.limits,
            errors=ERRORS,
            network=network,
            retry=retry,
            transport=transport,
            clock=clock,
        )

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
        await self._http.aclose()

    # Who asks --------------------------------------------------------------------------------

    async def system_info(self) -> Document[SystemInfoWire]:
        """The console's version. One request.

        Source: API 2.1, GET /system/info (verified).
        """
        return await self._http.document(
            f"{API}/system/info", model=SystemInfoWire, at=("data",), needs="any"
        )

    async def user(self) -> Document[UserWire]:
        """The caller: scope, roles, expiry of its token. One request.

        Raises:
            PermissionDeniedError, NotFoundError: some consoles refuse it to service users.

        Source: API 2.1, GET /user (verified; the refusals unsure).
        """
        return await self._http.document(f"{API}/user", model=UserWire, at=("data",))

    async def role(self, role_id: str) -> Document[RoleWire]:
        """A role with every right on every page, granted or not. One request.

        Raises:
            PermissionDeniedError: the role lacks the view right on roles.

        Source: API 2.1, GET /rbac/role/{role_id} (verified).
        """
        return await self._http.document(
            f"{API}/rbac/role/{{role_id}}",
            ids={"role_id": role_id},
            model=RoleWire,
            at=("data",),
            needs="Roles: View",
        )

    async def total(self, read: Read[Any]) -> int:
        """How many rows a list of this client has, which is not read for it. One request.

        Raises:
            PermissionDeniedError: the token may not read the list.

        Source: API 2.1, `countOnly` on every list with a cursor (verified).
        """
        listing = read.listing
        found = await self._http.document(
            listing.path,
            ids=listing.ids,
            params={**listing.params, "countOnly": True},
            model=int,
            at=("pagination", "totalItems"),
            needs=listing.needs,
        )
        return found.value

    # Tenancy ---------------------------------------------------------------------------------

    def accounts(self, *, page_size: int = PAGE_SIZE) -> Read[AccountWire]:
        """Every account in the token's scope, in any state. One request per 1000.

        Raises:
            PermissionDeniedError: the token is of a site (code 4030010).

        Source: API 2.1, GET /accounts (verified).
        """
        return self._read(_ACCOUNTS, AccountWire, page_size)

    def sites(self, *, page_size: int = PAGE_SIZE) -> Read[SiteWire]:
        """Every site in the token's scope, in any state. One request per 1000.

        Source: API 2.1, GET /sites; the rows stand in `data.sites` (verified).
        """
        return self._read(_SITES, SiteWire, page_size)

    def groups(self, *, page_size: int = GROUPS_PAGE_SIZE) -> Read[GroupWire]:
        """Every group in the token's scope. One request per 300.

        Source: API 2.1, GET /groups (verified).
        """
        return self._read(_GROUPS, GroupWire, page_size)

    # Policies --------------------------------------------------------------------------------

    async def tenant_policy(self) -> Document[PolicyWire]:
        """The policy of the whole console. One request.

        Raises:
            PermissionDeniedError: the token is of an account or a site.

        Source: API 2.1, GET /tenant/policy (verified).
        """
        return await self._policy("/tenant/policy", {})

    async def account_policy(self, account_id: str) -> Document[PolicyWire]:
        """The effective policy of an account, its own or the tenant's. One request.

        Raises:
            PermissionDeniedError: the token is of a site.

        Source: API 2.1, GET /accounts/{account_id}/policy (verified).
        """
        return await self._policy("/accounts/{account_id}/policy", {"account_id": account_id})

    async def site_policy(self, site_id: str) -> Document[PolicyWire]:
        """The effective policy of a site; `inherited_from` is None where it is its own.

        One request.

        Source: API 2.1, GET /sites/{site_id}/policy (verified).
        """
        return await self._policy("/sites/{site_id}/policy", {"site_id": site_id})

    async def group_policy(self, group_id: str) -> Document[PolicyWire]:
        """The effective policy of a group. One request, at the slowest pace of all.

        Source: API 2.1, GET /groups/{group_id}/policy (verified).
        """
        return await self._policy("/groups/{group_id}/policy", {"group_id": group_id})

    # Bulk ------------------------------------------------------------------------------------

    def agents(
        self,
        *,
        site_ids: Sequence[str] = (),
        account_ids: Sequence[str] = (),
        page_size: int = PAGE_SIZE,
    ) -> Read[AgentWire]:
        """Every endpoint that is neither decommissioned nor uninstalled. One request per 1000.

        Source: API 2.1, GET /agents (verified).
        """
        return self._read(
            _AGENTS,
            AgentWire,
            page_size,
            isDecommissioned=False,
            isUninstalled=False,
            siteIds=_joined(site_ids),
            accountIds=_joined(account_ids),
        )

    def threats(
        self,
        *,
        created_since: datetime | None = None,
        site_ids: Sequence[str] = (),
        account_ids: Sequence[str] = (),
        page_size: int = PAGE_SIZE,
    ) -> Read[ThreatWire]:
        """Every threat, or those created since an aware time. One request per 1000.

        Source: API 2.1, GET /threats (verified).
        """
        return self._read(
            _THREATS,
            ThreatWire,
            page_size,
            createdAt__gte=None if created_since is None else _iso(created_since),
            siteIds=_joined(site_ids),
            accountIds=_joined(account_ids),
        )

    # -----------------------------------------------------------------------------------------

    def _read(
        self, where: _List, row: type[Row], size: int, **params: str | bool | None
    ) -> Read[Row]:
        listing = Listing(
            resource=where.noun,
            path=f"{API}/{where.noun}",
            row=row,
            paging=Cursor(size=min(size, where.most)),
            params=params,
            rows_at=where.rows_at,
            needs=where.needs,
        )
        return self._http.read(listing)

    async def _policy(self, path: str, ids: dict[str, str]) -> Document[PolicyWire]:
        return await self._http.document(
            f"{API}{path}", ids=ids, model=PolicyWire, at=("data",), needs=_POLICY_RIGHT
        )


def _joined(ids: Sequence[str]) -> str | None:
    """Join ids as the API wants them: `1,2`, one parameter and not one each."""
    return ",".join(ids) or None


def _iso(moment: datetime) -> str:
    """Write a time as the API does: UTC, microseconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
