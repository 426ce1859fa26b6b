"""How HaloPSA is asked: where to sign in, the connection, and what all reads have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from aigov_connectors._http import (
    ANYWHERE,
    ClientCredentialsAuth,
    Counted,
    Document,
    ErrorRule,
    HttpClient,
    Listing,
    NetworkOptions,
    Params,
    RateLimits,
    Read,
    RetryPolicy,
    Transport,
    Unpaged,
    is_loopback,
    open_client,
)
from aigov_connectors.clock import Clock
from aigov_connectors.errors import ConfigurationError, ConnectorError
from aigov_connectors.halopsa.api import DECLARATION, ERRORS, LIMITS, PAGE_SIZE, soft_error, warns
from aigov_connectors.halopsa.naming import HOSTED, VENDOR
from aigov_connectors.halopsa.naming import SCOPES as ALL_SCOPES
from aigov_connectors.halopsa.wire import AuthInfoWire

__all__ = ["CONFIGURATION", "Asking", "SignIn"]

Row = TypeVar("Row")

CONFIGURATION = "the scope admin, and access to the configuration in the agent's role"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where tokens are given out, and for which tenant."""

    path: str
    tenant: str | None
    host: str | None = None
    """Another host than the tenant's own; None is its own."""


class Asking:
    """One open connection to one tenant; `HaloPSAClient` names the reads."""

    def __init__(
        self,
        base_url: str,
        *,
        client_id: SecretStr,
        client_secret: SecretStr,
        tenant: str | None = None,
        auth_url: str | None = None,
        scopes: tuple[str, ...] = ALL_SCOPES,
        connection: str = VENDOR,
        network: NetworkOptions | None = None,
        retry: RetryPolicy | None = None,
        limits: RateLimits = LIMITS,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Nothing is sent before it is entered, which asks the host where to sign in.

        Args:
            base_url: the address of the tenant, such as `https://acme.halopsa.com`; a path is
                ignored.
            tenant: as shown under API Details, where the host does not tell it.
            auth_url: the authorisation server, where the host does not tell it, or tells one of
                another name than its own.
            scopes: what the token is asked for.
            connection: names the connection in log events.
            transport: replaces the network only; guard, retry and budget stay on.

        Raises:
            ConfigurationError: the base URL cannot be used.
        """
        self.limits = limits
        """What the vendor is believed to allow."""
        self.scopes = scopes
        self.granted: str | None = None
        """The scopes that the last token was given, as the vendor said."""
        self.warned: set[str] = set()
        """Resources of which an answer of success held a warning beside what was asked for."""
        self.client_id: str = client_id.get_secret_value().strip()
        self._secret = client_secret
        self._tenant, self._auth_url = tenant, auth_url
        parts = urlsplit(base_url)
        self._root = f"{parts.scheme}://{parts.netloc}"
        self._parts = parts
        self._more = {
            "vendor": VENDOR,
            "connection": connection,
            "limits": limits,
            "errors": ERRORS,
            "network": network,
            "retry": retry,
            "transport": transport,
            "clock": clock,
        }
        self._public = self._opened(self._root, self._parts.netloc, None)
        self._signed_in: HttpClient | None = None
        self.tenant_id: str = tenant or parts.netloc
        """The tenant's name, or the host where it has none, or does not tell it: see `untold`."""
        self.untold: str | None = None
        """Why the host did not tell whether it has a tenant's name, where nobody else did."""

    def __repr__(self) -> str:
        """The host; never a secret."""
        return (self._signed_in or self._public).shown_as(type(self).__name__)

    async def __aenter__(self) -> Self:
        await self.sign_in()
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
        if self._signed_in is not None:
            await self._signed_in.aclose()
        await self._public.aclose()

    async def sign_in(self) -> SignIn:
        """Learn where tokens are given out; one request, without any credential.

        A host that does not tell is asked at `/auth/token`, for the tenant of the options.

        Raises:
            ConfigurationError: the host names an authorisation server that is neither its own
                nor the vendor's.

        Source: homotechsual/HaloAPI, Public/Connect-HaloAPI.ps1 (verified).
        """
        told = AuthInfoWire()
        try:
            told = (await self.auth_info()).value
        except ConnectorError as problem:  # what is wrong with the host, the first read will say
            self.untold = None if self._tenant else str(problem)
        where = self._where(self._auth_url or told.auth_url, self._tenant or told.tenant_id)
        if where.tenant:
            self.tenant_id = where.tenant
        self._signed_in = self._opened(self._root, self.tenant_id, where, beside=self._public)
        return where

    async def auth_info(self) -> Document[AuthInfoWire]:
        """Where to sign in, as the host tells anybody. One request.

        Source: HaloPSA API v2, GET /AuthInfo (verified); its fields (verified, HaloAPI).
        """
        return await self._public.document("/api/authinfo", model=AuthInfoWire)

    def _where(self, auth_url: str | None, tenant: str | None) -> SignIn:
        parts = urlsplit((auth_url or "").strip())
        if not parts.netloc:
            return SignIn("/auth/token", tenant)
        path = parts.path.rstrip("/") + "/token"
        if parts.hostname == self._parts.hostname and parts.port == self._parts.port:
            return SignIn(path, tenant)  # whatever scheme it tells, ours stays
        if self._auth_url is None and not _is_the_vendors(parts):
            raise ConfigurationError(
                "the host names an authorisation server elsewhere, to which no secret is sent",
                vendor=VENDOR,
                hint="If Configuration > Integrations > Halo API > API Details names the same"
                " Authorisation Server, give it in the option auth_url.",
            )
        return SignIn(path, tenant, f"{parts.scheme}://{parts.netloc}")

    def _opened(
        self,
        base_url: str,
        tenant_id: str,
        where: SignIn | None,
        *,
        beside: HttpClient | None = None,
    ) -> HttpClient:
        auth = None
        if where is not None:
            auth = ClientCredentialsAuth(
                token_path=where.path,
                client_id=self.client_id,
                client_secret=self._secret,
                scope=" ".join(self.scopes),
                token_query={"tenant": where.tenant} if where.tenant else {},
                token_host=where.host,
                granted=self._note_scopes,
            )
        return open_client(
            tenant_id=tenant_id,
            base_url=base_url,
            auth=auth,
            declaration=DECLARATION,
            beside=beside,
            **self._more,  # type: ignore[arg-type]  # each as `__init__` declares it
        )

    def _note_scopes(self, told: str | None) -> None:
        self.granted = told

    def _judging(self, resource: str) -> Callable[[bytes], ErrorRule | None]:
        """Look for an error inside an answer of success, and remember a mere warning."""

        def judge(content: bytes) -> ErrorRule | None:
            found = soft_error(content)
            if found is None and warns(content):
                self.warned.add(resource)
            return found

        return judge

    @property
    def _http(self) -> HttpClient:
        if self._signed_in is None:
            raise RuntimeError("enter the client before you read: async with HaloPSAClient(...)")
        return self._signed_in

    def _rows(
        self,
        resource: str,
        path: str,
        row: type[Row],
        *,
        ids: Mapping[str, str] | None = None,
        params: Params | None = None,
        key: str | None = "id",
        needs: str | None = CONFIGURATION,
    ) -> Read[Row]:
        """A list that is not paged: bare, or the first list in an object (which, is not told)."""
        return self._http.read(
            Listing(
                resource=resource,
                path=f"/api{path}",
                row=row,
                paging=Unpaged(),
                ids=ids or {},
                params=params or {},
                rows_at=ANYWHERE,
                key=key,
                needs=needs,
                refusal=self._judging(resource),
            )
        )

    def _pages(
        self,
        resource: str,
        path: str,
        row: type[Row],
        *,
        rows_at: str,
        params: Params | None = None,
        page_size: int = PAGE_SIZE,
        needs: str | None = None,
    ) -> Read[Row]:
        return self._http.read(
            Listing(
                resource=resource,
                path=f"/api{path}",
                row=row,
                paging=Counted(size=page_size, total_at=("record_count",)),
                # A stable order: rows that move between pages would be lost or come twice.
                params={"pageinate": True, "order": "id", "orderdesc": False, **(params or {})},
                rows_at=(rows_at,),
                needs=needs,
                refusal=self._judging(resource),
            )
        )

    async def _one(
        self,
        resource: str,
        path: str,
        model: type[Row],
        *,
        id: str | int | None = None,
        params: Params | None = None,
        needs: str | None = CONFIGURATION,
    ) -> Document[Row]:
        return await self._http.document(
            f"/api{path}",
            model=model,
            ids={} if id is None else {"id": str(id)},
            params=params,
            needs=needs,
            refusal=self._judging(resource),
        )


def _is_the_vendors(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return parts.scheme == "https" and host.endswith(HOSTED) and not is_loopback(host)
