"""How ConnectWise Automate is asked: the connection, and what all lists have in common.

The names of parameters on the wire are flat (`page`, `condition`); the `options.` before them in
the vendor's description is the server's own view.
"""

from __future__ import annotations

from datetime import UTC, datetime
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from aigov_connectors._http import (
    ANYWHERE,
    Listing,
    NetworkOptions,
    Numbered,
    RateLimits,
    Read,
    RetryPolicy,
    Transport,
    Unpaged,
    open_client,
)
from aigov_connectors.clock import Clock
from aigov_connectors.connectwise.automate.api import DECLARATION, ERRORS, LIMITS, PAGE_SIZE, ROOT
from aigov_connectors.connectwise.automate.auth import login
from aigov_connectors.connectwise.automate.naming import VENDOR
from aigov_connectors.connectwise.automate.shapes import Shape

__all__ = ["Asking"]

Row = TypeVar("Row")


class Asking:
    """One open connection to one server; `ConnectWiseAutomateClient` names the other reads."""

    def __init__(
        self,
        base_url: str,
        *,
        username: SecretStr,
        password: SecretStr,
        client_id: SecretStr,
        passcode: SecretStr | None = None,
        connection: str = VENDOR,
        network: NetworkOptions | None = None,
        retry: RetryPolicy | None = None,
        limits: RateLimits = LIMITS,
        limit_factor: float = 1.0,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Nothing is sent before the first read, which logs in.

        Args:
            base_url: the server's address, such as `https://acme.hostedrmm.com`; a path is ignored.
            passcode: the code of a second factor, for a person who tries it out once.
            connection: names the connection in log events.
            limits: what the server bears, where it is not the usual.
            limit_factor: multiplies the limits: for a raised limit, or a simulator.
            transport: replaces the network only; guard, retry and budget stay on.

        Raises:
            ConfigurationError: the base URL or a secret cannot be used.
        """
        self.limits: RateLimits = limits if limit_factor == 1.0 else limits.scaled(limit_factor)
        """What the server is believed to bear."""
        parts = urlsplit(base_url)
        self.tenant_id: str = (parts.hostname or "").casefold()
        """The server's host name: one server is one MSP."""
        self._http = open_client(
            vendor=VENDOR,
            connection=connection,
            tenant_id=self.tenant_id,
            base_url=f"{parts.scheme}://{parts.netloc}{ROOT}",
            auth=login(username, password, client_id, passcode),
            declaration=DECLARATION,
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
        await self.aclose()

    async def aclose(self) -> None:
        """Stop what is under way and close the connections."""
        await self._http.aclose()

    # Lists -------------------------------------------------------------------------------------

    def _list(
        self, shape: Shape[Row], *, computer: str | None = None, since: datetime | None = None
    ) -> Read[Row]:
        """Read a list; `computer` is whose, and `since` the (aware) moment from which on."""
        ids = {} if computer is None else {"computer_id": computer}
        if not shape.is_paged:
            return self._http.read(
                Listing(
                    resource=shape.resource,
                    path=shape.path,
                    row=shape.row,
                    paging=Unpaged(),
                    ids=ids,
                    rows_at=ANYWHERE,
                    key=shape.key,
                    needs=shape.needs,
                )
            )
        after = None
        if since is not None:
            after = f"{shape.since} > {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return self._http.read(
            Listing(
                resource=shape.resource,
                path=shape.path,
                row=shape.row,
                # A body of nothing is an empty list; a web page is a firewall's.
                paging=Numbered(size=PAGE_SIZE, id=shape.row_id, silence_is_empty=True),
                ids=ids,
                params={
                    "includeFields": shape.include,
                    "excludeFields": shape.exclude,
                    "condition": after,
                    "orderBy": f"{shape.order} asc",
                },
                key=shape.key,
                needs=shape.needs,
            )
        )
