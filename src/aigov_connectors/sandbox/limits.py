"""Rate limits as the vendors keep them: a bucket per token and path, with bursts.

The factor widens every limit alike, so that a test or a demonstration need not wait while the
proportions stay: 10 makes every limit ten times as wide, `math.inf` takes them away.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """`rate` requests in `seconds`, and `burst` of them at once."""

    prefix: str
    rate: float
    seconds: float = 1.0
    burst: float = 1.0


class Limits:
    """Counts requests against limits; one object serves all vendors of a sandbox."""

    # Requests that a client spaces exactly as the limit says arrive bunched by the network; a
    # vendor's counter is not finer than that either.
    _SLACK = 2.0

    def __init__(
        self, *, factor: float = 1.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        if not factor > 0:
            raise ValueError("the limit factor must be greater than 0")
        self.factor = factor
        self._monotonic = monotonic
        self._buckets: dict[tuple[str, str, str], tuple[float, float]] = {}

    def take(self, vendor: str, caller: str, limit: Limit) -> float:
        """Count one request; return 0, or the seconds until the next one is allowed."""
        if math.isinf(self.factor):
            return 0.0
        per_second = limit.rate / limit.seconds * self.factor
        capacity = limit.burst * max(self.factor, 1.0) + self._SLACK
        key, now = (vendor, caller, limit.prefix), self._monotonic()
        level, since = self._buckets.get(key, (capacity, now))
        level = min(capacity, level + (now - since) * per_second)
        if level < 1.0:
            self._buckets[key] = (level, now)
            return (1.0 - level) / per_second
        self._buckets[key] = (level - 1.0, now)
        return 0.0


def limit_for(path: str, table: tuple[Limit, ...], default: Limit | None = None) -> Limit | None:
    """Return the limit with the longest prefix of `path`, compared by whole segments."""
    found = default
    longest = -1
    for limit in table:
        matches = path == limit.prefix or path.startswith(f"{limit.prefix}/")
        if matches and len(limit.prefix) > longest:
            found, longest = limit, len(limit.prefix)
    return found
