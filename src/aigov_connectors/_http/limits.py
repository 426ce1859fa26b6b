"""What a vendor allows, as data: rates, paths, requests in flight.

Two kinds of rate are in use among vendors and differ in what a burst may do:
a window (at most n requests in any s seconds) and a bucket (a steady pace with a burst).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aigov_connectors._http import paths


@dataclass(frozen=True, slots=True)
class Rate:
    """`requests` per `seconds`: a sliding window, or a token bucket if `burst` is given."""

    requests: float
    seconds: float = 1.0
    burst: int | None = None
    """Requests that may go at once after a rest; None makes it a window."""

    def scaled(self, factor: float) -> "Rate":
        """Give the same kind of rate, `factor` times as fast; never less than one request."""
        if self.burst is None:
            return replace(self, requests=max(1, int(self.requests * factor)))
        burst = max(1, int(self.burst * factor))
        return replace(self, requests=self.requests * factor, burst=burst)

    def least_seconds(self, requests: int) -> float:
        """Tell how long `requests` take at least."""
        if requests <= 0:
            return 0.0
        if self.burst is None:
            return (requests - 1) // max(1, int(self.requests)) * self.seconds
        return max(0.0, (requests - self.burst) * self.seconds / self.requests)


@dataclass(frozen=True, slots=True)
class PathLimit:
    """What holds for one path and all below it; requests under it share one budget."""

    path: str
    """Path template; `{name}` stands for one segment, and the longest match wins."""
    rates: tuple[Rate, ...] = ()
    max_in_flight: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """Everything that a vendor is known to allow one credential."""

    overall: tuple[Rate, ...] = ()
    """Rates that all requests together obey."""
    by_path: tuple[PathLimit, ...] = ()
    elsewhere: tuple[Rate, ...] = ()
    """Rates that all paths without a row in `by_path` obey together."""
    max_in_flight: int = 4
    headroom: float = 0.8
    """Share of every rate that is used; the rest is left to the MSP's other integrations. 1 where
    the vendor counts for each credential, which no other integration then draws from."""
    known: bool = True
    """False: the numbers are a guess, so a 429 teaches a lower one."""
    pause_seconds: float = 5.0
    """How long a path rests after a 429 that does not say."""

    def scaled(self, factor: float) -> "RateLimits":
        """Give limits `factor` times as fast: for tests and simulators, never for a vendor."""
        return replace(
            self,
            overall=tuple(rate.scaled(factor) for rate in self.overall),
            by_path=tuple(
                replace(limit, rates=tuple(rate.scaled(factor) for rate in limit.rates))
                for limit in self.by_path
            ),
            elsewhere=tuple(rate.scaled(factor) for rate in self.elsewhere),
            pause_seconds=self.pause_seconds / factor,
        )

    def limit_for(self, path: str) -> PathLimit | None:
        """Find the longest row of `by_path` that covers `path`."""
        found = [limit for limit in self.by_path if paths.covers(limit.path).match(path)]
        # More segments first; of two alike the one with fewer placeholders.
        return max(found, key=lambda one: (one.path.count("/"), -one.path.count("{")), default=None)

    def usable(self, rates: tuple[Rate, ...]) -> tuple[Rate, ...]:
        """Give the rates with the headroom taken off."""
        return tuple(rate.scaled(self.headroom) for rate in rates)

    def least_seconds(self, requests: Mapping[str, int]) -> float:
        """Tell how long at least so many requests per path (or template) take in all."""
        groups: dict[PathLimit | None, int] = {}
        for path, count in requests.items():
            limit = self.limit_for(path)
            groups[limit] = groups.get(limit, 0) + count
        waits = [rate.least_seconds(sum(requests.values())) for rate in self.usable(self.overall)]
        for limit, count in groups.items():
            rates = self.elsewhere if limit is None else limit.rates
            waits += [rate.least_seconds(count) for rate in self.usable(rates)]
        return max(waits, default=0.0)
