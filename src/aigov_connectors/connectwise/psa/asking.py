"""How ConnectWise PSA is asked: the connection, and what all lists have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from aigov_connectors._http import (
    HttpClient,
    Listing,
    NetworkOptions,
    Numbered,
    PagingStyle,
    RateLimits,
    Read,
    ReadDeclaration,
    RetryPolicy,
    Transport,
    open_client,
)
from aigov_connectors.clock import Clock
from aigov_connectors.connectwise.psa.api import DECLARATION, ERRORS, LIMITS, PAGE_SIZE, VERSION
from aigov_connectors.connectwise.psa.auth import key_pair
from aigov_connectors.connectwise.psa.naming import ROUTER, VENDOR
from aigov_connectors.connectwise.psa.wire import NamedWire

__all__ = ["SETUP", "Asking"]

Row = TypeVar("Row")

_CODEBASE = re.compile(r"v[A-Za-z0-9_]+")

SETUP = "Inquire on System > Table Setup, with the table ticked under customise"


class Asking:
    """One open connection to one tenant; `ConnectWisePSAClient` names the reads."""

    def __init__(
        self,
        base_url: str,
        *,
        company_id: SecretStr,
        public_key: SecretStr,
        private_key: SecretStr,
        client_id: SecretStr,
        codebase: str = ROUTER,
        connection: str = VENDOR,
        network: NetworkOptions | None = None,
        retry: RetryPolicy | None = None,
        limits: RateLimits = LIMITS,
        limit_factor: float = 1.0,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Nothing is sent before the first read.

        Args:
            base_url: one of `REGIONS`, or the address of a server of one's own; a path is ignored.
            codebase: the version in the path; the default leads to whatever version is there.
            connection: names the connection in log events.
            limits: what the vendor allows these keys, where it is not the usual.
            limit_factor: multiplies the limits: for a raised limit, or a simulator.
            transport: replaces the network only; guard, retry and budget stay on.

        Raises:
            ConfigurationError: the base URL or a secret cannot be used.
        """
        self.limits: RateLimits = limits if limit_factor == 1.0 else limits.scaled(limit_factor)
        """What the vendor is believed to allow."""
        self.tenant_id: str = company_id.get_secret_value().strip().casefold()
        """The company id of the login form."""
        parts = urlsplit(base_url)
        root = f"{parts.scheme}://{parts.netloc}"

        self.codebase: str = codebase.strip("/")
        """The version in the path, as it was told or found since."""

        def opened(path: str, *, signs_in: bool, beside: HttpClient | None = None) -> HttpClient:
            return open_client(
                vendor=VENDOR,
                connection=connection,
                tenant_id=self.tenant_id,
                base_url=root + path,
                auth=key_pair(company_id, public_key, private_key, client_id) if signs_in else None,
                declaration=DECLARATION if signs_in else ReadDeclaration(),
                limits=self.limits,
                errors=ERRORS,
                headers={"Accept": f"application/vnd.connectwise.com+json; version={VERSION}"},
                network=network,
                retry=retry,
                transport=transport,
                beside=beside,
                clock=clock,
            )

        self._opened = opened
        self._http = opened(f"/{self.codebase}/apis/3.0", signs_in=True)
        self._login = opened("", signs_in=False, beside=self._http)
        self._left: list[HttpClient] = []

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
        # The first has the network connections of all.
        for one in (self._login, self._http, *reversed(self._left)):
            await one.aclose()

    def follow(self, codebase: str | None) -> bool:
        """Ask below the version that the host tells from now on; whether it is another one.

        The version that leads to whatever is there is never left; nor is any for what is no name
        of a version, since it would be a path.
        """
        told = (codebase or "").strip("/")
        if self.codebase == ROUTER or told == self.codebase or not _CODEBASE.fullmatch(told):
            return False
        self._left.append(self._http)
        self._http = self._opened(f"/{told}/apis/3.0", signs_in=True, beside=self._left[0])
        self.codebase = told
        return True

    def _list_of(
        self,
        resource: str,
        path: str,
        row: type[Row],
        *,
        paging: PagingStyle | None = None,
        ids: Mapping[str, str] | None = None,
        fields: str | None = None,
        conditions: str | None = None,
        order: str | None = "id asc",
        needs: str | None = None,
    ) -> Read[Row]:
        # An empty body may stand for an empty list (seen in recorded answers).
        style = paging or Numbered(size=PAGE_SIZE, silence_is_empty=True)
        return self._http.read(
            Listing(
                resource=resource,
                path=path,
                row=row,
                paging=style,
                ids=ids or {},
                # The same on every page: without `conditions` page 2 would be of the whole tenant.
                params={"fields": fields, "conditions": conditions, "orderBy": order},
                needs=needs,
            )
        )

    def _named(self, resource: str, path: str) -> Read[NamedWire]:
        return self._list_of(resource, path, NamedWire, fields="id,name", needs=SETUP)

    def _of_board(self, resource: str, what: str, board: int, row: type[Row]) -> Read[Row]:
        path = f"/service/boards/{{board_id}}/{what}"
        return self._list_of(resource, path, row, ids={"board_id": str(board)}, needs=SETUP)

    async def _count(self, path: str, conditions: str | None) -> int | None:
        answer = await self._http.json(path, params={"conditions": conditions})
        told = answer.value.get("count") if isinstance(answer.value, dict) else None
        return told if isinstance(told, int) else None
