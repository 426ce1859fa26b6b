"""Which reads of a connection began, which came to their end, and with which receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from aigov_connectors.inventory import ReadReceipt

__all__ = ["ReadLedger"]


class ReadLedger:
    """The books of one connection: lists by their receipts, settings objects one by one."""

    def __init__(self) -> None:
        self.receipts: list[ReadReceipt] = []
        self._running: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._came: Counter[str] = Counter()
        self._closed: set[str] = set()

    def begin(self, resource: str) -> None:
        """A list read begins; until `end` the resource counts as not read."""
        self._running[resource] += 1

    def end(self, resource: str) -> None:
        """A list read came to its end, be it an error: it was not cut off."""
        self._running[resource] -= 1

    def write(self, resource: str, receipt: ReadReceipt) -> ReadReceipt:
        """Keep the receipt of a list read under the resource's name."""
        self.receipts.append(receipt.model_copy(update={"resource": resource}))
        return self.receipts[-1]

    def ask(self, resource: str) -> bool:
        """A settings object is asked for; True for the first of its resource."""
        self._asked[resource] += 1
        return self._asked[resource] == 1

    def came(self, resource: str) -> int:
        """A settings object came; tells how many did."""
        self._came[resource] += 1
        return self._came[resource]

    def close(self, resource: str, *, why: str | None = None) -> ReadReceipt:
        """No further settings object of the resource is asked for: its receipt.

        `why` says why there may be objects that nobody could ask for.
        """
        self._closed.add(resource)
        asked, came = self._asked[resource], self._came[resource]
        missing = None if came == asked else f"{asked - came} of {asked} were not read"
        receipt = ReadReceipt(
            resource=resource,
            rows=came,
            pages=came,
            requests=asked,
            complete=missing is why is None,
            why=missing or why,
        )
        return self.write(resource, receipt)

    def unread(self, resources: Iterable[str], *, explained: Iterable[str]) -> tuple[str, ...]:
        """The resources that were not begun, or cut off before their end.

        `explained` are those of which a gap tells what is missing; that excuses a read that
        failed, or one that was left out, but none that was cut off.
        """
        ended = {receipt.resource for receipt in self.receipts if receipt.complete}
        ended |= set(explained) | self._closed
        ended -= {name for name, count in self._running.items() if count}
        ended -= set(self._asked) - self._closed
        return tuple(name for name in resources if name not in ended)
