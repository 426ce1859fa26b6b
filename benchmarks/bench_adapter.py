"""The library in the seat of a peer: one whole collection through the public async iterators.

A yardstick that measures several clients side by side imports this file and calls `pull`. Nothing
is switched off for it: retry, rate budget, receipts and typed records work as for any user.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from operator import attrgetter
from typing import Any

from pydantic import SecretStr

from aigov_connectors import Rate, RateLimits, Read

__all__ = ["COLLECTIONS", "pull"]

Take = Callable[[Iterable[int | str]], None]

_IN_FLIGHT = 4
_MOST = 1000  # rows per request; Autotask allows half of it, HaloPSA a tenth

# The yardstick counts what it gets in a table that begins at id 1001. Its agents have ids of 64
# bits from here on, as the vendor's have, so they are told less this much.
_SHIFTED = {"s1_agents": 1_200_000_000_000_000_000 - 1001}

_id_of = attrgetter("id")


async def pull(
    collection: str,
    base_url: str,
    take: Take,
    *,
    page_size: int | None = None,
    rate_limit: tuple[int, float] | None = None,
    credentials: Mapping[str, str] | None = None,
) -> None:
    """Read a whole collection and hand the ids to `take`, page by page as they come.

    Args:
        collection: a key of `COLLECTIONS`.
        base_url: of the vendor, without a path.
        take: called with the ids of each page.
        page_size: rows per request; None is the vendor's maximum.
        rate_limit: requests and seconds, if the caller knows the vendor's limit; all of it is
            used. None leaves it to the library to learn one from refusals.
        credentials: the vendor's fields; None sends dummies.

    Raises:
        ValueError: the library does not read that collection.
        ConnectorError: the collection could not be read to its end.
    """
    if collection not in COLLECTIONS:
        known = ", ".join(sorted(COLLECTIONS))
        raise ValueError(f"no adapter for the collection {collection!r}; there are: {known}")
    shift = _SHIFTED.get(collection)
    opened = COLLECTIONS[collection](
        base_url, _Secrets(credentials or {}), _limits(rate_limit), page_size or _MOST
    )
    async with opened as read:
        async for page in read.pages():
            ids = map(_id_of, page.items)
            take(ids if shift is None else (int(one) - shift for one in ids))
    if not read.receipt.complete:
        raise RuntimeError(f"{collection}: {read.receipt.why}")


class _Secrets:
    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def __getitem__(self, field: str) -> SecretStr:
        return SecretStr(self._known.get(field, "dummy"))


def _limits(rate_limit: tuple[int, float] | None) -> RateLimits:
    if rate_limit is None:
        return RateLimits(max_in_flight=_IN_FLIGHT, known=False)
    rate = Rate(*rate_limit)
    return RateLimits(overall=(rate,), max_in_flight=_IN_FLIGHT, headroom=1.0)


# The vendors are imported where they are used: what one costs is no part of what another costs.


@asynccontextmanager
async def _ninja_devices(
    base_url: str, secrets: _Secrets, limits: RateLimits, page_size: int
) -> AsyncIterator[Read[Any]]:
    from aigov_connectors.ninjaone import NinjaOneClient

    async with NinjaOneClient(
        base_url,
        client_id=secrets["client_id"],
        client_secret=secrets["client_secret"],
        limits=limits,
    ) as ninja:
        yield ninja.devices_detailed(page_size=page_size)


@asynccontextmanager
async def _s1_agents(
    base_url: str, secrets: _Secrets, limits: RateLimits, page_size: int
) -> AsyncIterator[Read[Any]]:
    from aigov_connectors.sentinelone import SentinelOneClient

    async with SentinelOneClient(base_url, secrets["api_token"], limits=limits) as console:
        yield console.agents(page_size=page_size)


@asynccontextmanager
async def _cw_tickets(
    base_url: str, secrets: _Secrets, limits: RateLimits, page_size: int
) -> AsyncIterator[Read[Any]]:
    from aigov_connectors.connectwise.psa import ConnectWisePSAClient

    async with ConnectWisePSAClient(
        base_url,
        company_id=secrets["company_id"],
        public_key=secrets["public_key"],
        private_key=secrets["private_key"],
        client_id=secrets["client_id"],
        limits=limits,
    ) as psa:
        # The count lets the first pages leave together, and tells whether rows went missing.
        yield psa.tickets(page_size=page_size, total=await psa.count_tickets())


@asynccontextmanager
async def _at_tickets(
    base_url: str, secrets: _Secrets, limits: RateLimits, page_size: int
) -> AsyncIterator[Read[Any]]:
    from aigov_connectors.autotask import AutotaskClient

    async with AutotaskClient(
        base_url,
        username=secrets["username"],
        secret=secrets["secret"],
        integration_code=secrets["integration_code"],
        zone_url=base_url,
        limits=limits,
    ) as autotask:
        # The count lets three ranges of ids be read side by side, as many as the vendor allows.
        total = await autotask.count_tickets()
        yield autotask.tickets(page_size=min(page_size, 500), total=total)


@asynccontextmanager
async def _halo_tickets(
    base_url: str, secrets: _Secrets, limits: RateLimits, page_size: int
) -> AsyncIterator[Read[Any]]:
    from aigov_connectors.halopsa import HaloPSAClient

    async with HaloPSAClient(
        base_url,
        client_id=secrets["client_id"],
        client_secret=secrets["client_secret"],
        limits=limits,
    ) as halo:
        # Each page tells how many tickets there are; the vendor gives no more than 100 at once.
        yield halo.tickets(page_size=min(page_size, 100))


COLLECTIONS: Mapping[str, Callable[..., AbstractAsyncContextManager[Read[Any]]]] = {
    "at_tickets": _at_tickets,
    "cw_tickets": _cw_tickets,
    "halo_tickets": _halo_tickets,
    "ninja_devices": _ninja_devices,
    "s1_agents": _s1_agents,
}
"""Collection to what opens it."""
