"""What the sandbox was asked: the proof of what a client did, from the other side."""

from collections import Counter
from collections.abc import Iterable

from aigov_connectors.sandbox.asgi import App, Message, Receive, Scope, Send

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSALS = frozenset({403, 405})


class RequestLog:
    """Counts of requests, by vendor, method and path (without query), and of their answers."""

    def __init__(self) -> None:
        self.by_path: Counter[tuple[str, str, str]] = Counter()
        """(vendor, method, path) to the number of requests."""
        self.by_status: Counter[tuple[str, int]] = Counter()
        """(vendor, status) to the number of answers."""
        self.refused_writes: Counter[tuple[str, str, str]] = Counter()
        """(vendor, method, path) of requests that would have written."""
        self.most_in_flight: dict[str, int] = {}
        """Vendor to the greatest number of requests that were under way at once."""
        self._in_flight: Counter[str] = Counter()

    def count(
        self, vendor: str | None = None, *, method: str | None = None, path: str | None = None
    ) -> int:
        """Return how many requests came; `path` is an exact path, None counts all."""
        wanted = (vendor, method, path)
        return sum(
            number
            for key, number in self.by_path.items()
            if all(want is None or want == have for want, have in zip(wanted, key, strict=True))
        )

    def statuses(self, vendor: str, codes: Iterable[int]) -> int:
        """Return how many answers had one of these statuses."""
        return sum(self.by_status[vendor, code] for code in codes)

    def around(self, app: App, *, vendor: str) -> App:
        """Return `app` with every request counted."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            key = (vendor, str(scope["method"]), str(scope["path"]))
            self.by_path[key] += 1
            self._in_flight[vendor] += 1
            self.most_in_flight[vendor] = max(
                self.most_in_flight.get(vendor, 0), self._in_flight[vendor]
            )

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    status = int(message["status"])
                    self.by_status[vendor, status] += 1
                    if key[1] not in READING_METHODS and status in REFUSALS:
                        self.refused_writes[key] += 1
                await send(message)

            try:
                await app(scope, receive, noted)
            finally:
                self._in_flight[vendor] -= 1

        return counted
