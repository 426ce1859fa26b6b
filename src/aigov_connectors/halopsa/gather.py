"""How one reading gathers: lists whole, details one by one, and what a failure leaves behind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from aigov_connectors._http import Document, Page, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.halopsa.client import HaloPSAClient
from aigov_connectors.inventory import Origin

__all__ = ["Gatherer", "Job"]

Row = TypeVar("Row")
Key = TypeVar("Key")
Job = Callable[[], Coroutine[Any, Any, None]]

_AT_ONCE = 4  # details under way at once; more would only wait in line


class Gatherer:
    """What all parts of one `collect` share."""

    def __init__(
        self,
        client: HaloPSAClient,
        into: CollectionBuilder,
        *,
        lookback_days: int,
        sample: int,
        most_clients: int,
    ) -> None:
        self._client = client
        self._into = into
        self._catalogue: VendorCatalogue = into.catalogue
        self._since: datetime = into.now - timedelta(days=lookback_days)
        self._sample = sample
        self._most_clients = most_clients
        self._complete: set[str] = set()
        """Resources, and subjects of single reads, that were read whole."""
        self._listed: dict[str, set[int | str]] = {}
        """Resource to the ids in its list."""

    async def _together(self, jobs: dict[str, Job]) -> None:
        await side_by_side(job() for name, job in jobs.items() if self._into.wants(name))

    async def _pages(
        self, resource: str, read: Read[Row], *, subject: str | None = None
    ) -> AsyncIterator[Page[Row]]:
        """Hand over the pages of a list, and note whether it was read whole.

        What the agent may not see comes as an empty list, so that an empty one proves nothing.
        """
        pages = self._into.pages(resource, read, subject=subject, empty_proves_absence=False)
        async for page in pages:
            yield page
        # Of what it warned is not told: perhaps that this is not all.
        if read.receipt.is_whole and resource not in self._client.warned:
            self._complete.add(subject or resource)

    async def _list(
        self, resource: str, read: Read[Row], *, subject: str | None = None
    ) -> list[tuple[Row, Origin]]:
        found: list[tuple[Row, Origin]] = []
        async for page in self._pages(resource, read, subject=subject):
            found += [(row, page.origin) for row in page.items]
        self._listed[subject or resource] = {getattr(row, "id", 0) for row, _ in found}
        return found

    async def _details(
        self,
        resource: str,
        what: str,
        keys: Iterable[Key],
        ask: Callable[[Key], Awaitable[Document[Row]]],
        *,
        named: Callable[[Key], str] = str,
    ) -> dict[Key, tuple[Row, Origin]]:
        """Ask for the details of each object of a resource; one that fails costs one gap."""
        found: dict[Key, tuple[Row, Origin]] = {}
        wanted = list(keys)
        queue = iter(wanted)

        async def worker() -> None:
            for key in queue:
                document = await self._into.document(
                    resource, ask(key), subject=f"{what} {named(key)}"
                )
                if document is not None:
                    found[key] = (document.value, document.origin)

        await side_by_side(worker() for _ in range(_AT_ONCE))
        self._into.documents_read(resource)
        if resource in self._client.warned:
            self._complete.discard(resource)
        # In the list's order, whichever came first.
        return {key: found[key] for key in wanted if key in found}
