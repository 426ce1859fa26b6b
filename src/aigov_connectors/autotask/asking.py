"""How Autotask is asked: zone, three headers, and what all queries have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from aigov_connectors._http import (
    Document,
    HttpClient,
    IdRanges,
    Listing,
    NetworkOptions,
    PagingStyle,
    Rate,
    RateLimits,
    Read,
    ReadDeclaration,
    RetryPolicy,
    Transport,
    open_client,
)
from aigov_connectors.autotask.api import DECLARATION, ERRORS, LIMITS, PAGE_SIZE, ROOT, THREADS
from aigov_connectors.autotask.auth import three_headers
from aigov_connectors.autotask.naming import HOSTS, REGIONS, VENDOR
from aigov_connectors.autotask.wire import UsageWire, ZoneWire
from aigov_connectors.clock import Clock
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConnectorError,
    NotFoundError,
    RateLimitedError,
)

__all__ = ["EVERYTHING", "Asking", "Term"]

Row = TypeVar("Row")
Term = Mapping[str, Any]

EVERYTHING: Term = {"op": "gte", "field": "id", "value": 0}
"""A filter must not be empty; the MSP itself is company 0, which `gt` would skip."""


class Asking:
    """One open connection to one database; `AutotaskClient` names the reads."""

    def __init__(
        self,
        base_url: str = REGIONS["any"],
        *,
        username: SecretStr,
        secret: SecretStr,
        integration_code: SecretStr,
        zone_url: str | None = None,
        connection: str = VENDOR,
        network: NetworkOptions | None = None,
        retry: RetryPolicy | None = None,
        limits: RateLimits = LIMITS,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Nothing is sent before `async with` is entered.

        Args:
            base_url: where the zone is asked for, a path is ignored.
            username: the API user's key, which looks like an e-mail address.
            integration_code: the tracking identifier that stands on the API user.
            zone_url: the zone, where it is known; nothing is then asked for it.
            connection: names the connection in log events.
            limits: what may be used; what other integrations use of it is taken off.
            transport: replaces the network only; guard, retry and budget stay on.

        Raises:
            ConfigurationError: the base URL or a secret cannot be used.
        """
        self.limits: RateLimits = limits
        """What the vendor allows; once entered, without what other integrations use."""
        self.tenant_id: str = ""
        """The number of the database; known once entered."""
        self.user: str = username.get_secret_value().strip()
        """The API user's key: it names a program, not a person, and is no secret by itself."""
        self.usage: Document[UsageWire] | None = None
        """What was used of the hour's requests when the connection was opened; None if not told."""
        self._asked_at = _root_of(base_url)
        self._zone_url = zone_url
        self._auth = three_headers(username, secret, integration_code)
        self._around: dict[str, Any] = {
            "vendor": VENDOR,
            "connection": connection,
            "errors": ERRORS,
            "network": network,
            "retry": retry,
            "transport": transport,
            "clock": clock,
        }
        self._finder = self._opened(self._asked_at, signs_in=False)
        self._http = self._finder

    def __repr__(self) -> str:
        """The host; never a secret."""
        return self._http.shown_as(type(self).__name__)

    async def __aenter__(self) -> Self:
        """Ask for the zone, and for what is left of the hour's requests: two requests.

        Raises:
            AuthenticationError: no zone knows the user name.
            ConfigurationError: the zone's address is not one of the vendor's.
            RateLimitedError: other integrations have used the share that may be used.
        """
        try:
            await self._enter()
        except BaseException:  # cancelled too: `__aexit__` is not called after a failed enter
            await self.aclose()
            raise
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
        await self._finder.aclose()

    async def zone(self) -> Document[ZoneWire]:
        """Which zone holds the user's database; asked without signing in. One request.

        Raises:
            AuthenticationError: no zone knows the user name.

        Source: Autotask REST API V1.0, GET /V1.0/ZoneInformation (verified).
        """
        unknown = AuthenticationError(
            "GET /V1.0/ZoneInformation: no zone knows the user name",
            vendor=VENDOR,
            hint="The user name is the key of the API user (Admin > Account Settings & Users >"
            " Resources/Users), not a person's login.",
        )
        try:
            told = await self._finder.document(
                "/V1.0/ZoneInformation", model=ZoneWire, params={"user": self.user}
            )
        except (NotFoundError, BadRequestError) as problem:
            raise unknown from problem
        if told.value.url is None:
            raise unknown
        return told

    async def threshold(self) -> Document[UsageWire]:
        """What all integrations together have used of the hour's requests. One request.

        Source: Autotask REST API V1.0, GET /V1.0/ThresholdInformation (verified).
        """
        return await self._http.document("/V1.0/ThresholdInformation", model=UsageWire)

    async def _enter(self) -> None:
        url = self._zone_url
        if url is None:
            found = (await self.zone()).value
            url = str(found.url)
            self.tenant_id = "" if found.ci is None else str(found.ci)
        root = _trusted(url, self._asked_at)
        self.tenant_id = self.tenant_id or str(urlsplit(root).hostname)
        self._http = self._opened(root, signs_in=True)
        try:
            self.usage = await self.threshold()
        except ConnectorError:
            return  # the first read tells what is wrong
        self.limits = _left_of(self.limits, self.usage.value)
        await self._http.aclose()
        self._http = self._opened(root, signs_in=True)

    def _opened(self, root: str, *, signs_in: bool) -> HttpClient:
        return open_client(
            tenant_id=self.tenant_id,
            base_url=root + ROOT,
            auth=self._auth if signs_in else None,
            declaration=DECLARATION if signs_in else ReadDeclaration(),
            limits=self.limits,
            **self._around,
        )

    def _query(
        self,
        resource: str,
        entity: str,
        row: type[Row],
        fields: str,
        *,
        terms: Sequence[Term] = (),
        total: int | None = None,
        page_size: int = PAGE_SIZE,
        paging: PagingStyle | None = None,
        needs: str | None = None,
    ) -> Read[Row]:
        """Ask an entity by POST; an address with the filter in it could grow too long."""
        asked = tuple(terms) or (EVERYTHING,)

        def between(after: int | None, upto: int | None) -> Mapping[str, Any]:
            bounds = [{"op": "gt", "field": "id", "value": after}] if after is not None else []
            if upto is not None:
                bounds.append({"op": "lte", "field": "id", "value": upto})
            return {"filter": [*asked, *bounds]}

        style = paging or IdRanges(size=page_size, between=between, lanes=THREADS, total=total)
        return self._http.read(
            Listing(
                resource=resource,
                path=f"/V1.0/{entity}/query",
                row=row,
                paging=style,
                # What is not asked for never arrives: texts, secrets, names.
                body={"includeFields": fields.split(), "filter": list(asked)},
                rows_at=("items",),
                needs=needs,
            )
        )

    async def _count(self, entity: str, terms: Sequence[Term] = ()) -> int | None:
        answer = await self._http.json(
            f"/V1.0/{entity}/query/count", body={"filter": list(terms) or [EVERYTHING]}
        )
        told = answer.value.get("queryCount") if isinstance(answer.value, dict) else None
        return told if isinstance(told, int) else None


def _root_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _trusted(url: str, asked_at: str) -> str:
    """Give the zone's root; the secret goes nowhere else than to the vendor.

    Raises:
        ConfigurationError: the address that was told is not one of the vendor's.
    """
    root, host = _root_of(url), urlsplit(url).hostname or ""
    if root == asked_at:
        return root
    if root.startswith("https://") and any(host.endswith(known) for known in HOSTS):
        return root
    raise ConfigurationError(
        "GET /V1.0/ZoneInformation: the zone's address is not one of Autotask's",
        vendor=VENDOR,
        hint="Check base_url, and whether a proxy changes answers.",
    )


def _left_of(limits: RateLimits, usage: UsageWire) -> RateLimits:
    """Take off what is used of the hour; the budget is that of all integrations together.

    Raises:
        RateLimitedError: the share that may be used is used already.
    """
    most, used = usage.external_request_threshold, usage.current_timeframe_request_count
    if not most or used is None or used < 0:
        return limits
    if used >= most * limits.headroom:
        raise RateLimitedError(
            f"GET /V1.0/ThresholdInformation: {used:,} of the database's {most:,} requests of this"
            " hour are used; the rest is left to other integrations",
            vendor=VENDOR,
            hint="Run again within the hour, or raise the option headroom."
            " Admin > Extensions & Integrations > Other Extensions & Tools shows who asks.",
        )
    minutes = usage.request_threshold_timeframe or 60
    left = Rate(max(1.0, most - used / limits.headroom), minutes * 60.0)
    return replace(limits, overall=(left,))
