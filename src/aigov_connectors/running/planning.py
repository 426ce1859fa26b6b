"""Plans a discovery by reading little: how many requests at least, and how long at least.

Counts are asked for, and short lists on which much depends are read: a handful of requests per
connection. Where a vendor tells no total, the fewest requests are given and marked as such. The
time is what the vendor's limits alone impose, with the share that is left to other integrations
taken off; answers that come slowly make it longer. A broken connection is an answer, no error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from aigov_connectors._http import RateLimits, RetryPolicy
from aigov_connectors.clock import Clock
from aigov_connectors.config import Config
from aigov_connectors.connector import Connector, PlannedRead
from aigov_connectors.inventory import Exact
from aigov_connectors.running.asking import Broken, ask_each
from aigov_connectors.running.opening import AnySecrets, Prepared, TransportSource

__all__ = ["ConnectionPlan", "ResourcePlan", "plan"]


class ResourcePlan(Exact):
    """What reading one resource costs at least."""

    resource: str
    requests: int
    """At least; see `counted`."""
    rows: int | None
    """The vendor's own count; None where it tells none."""
    least_seconds: float
    """For this resource alone, at the vendor's limits."""
    because: str
    """One sentence: how it was counted, or what cannot be known before."""
    counted: bool = True
    """False where more may follow that nobody can count before: `requests` are the fewest."""


class ConnectionPlan(Exact):
    """What reading one connection costs at least."""

    connection: str
    vendor: str
    host: str | None
    """None where the configuration does not lead to one."""
    problem: str | None = None
    """One sentence: why nothing could be counted; None where it could."""
    remedy: str | None = None
    requests: int = 0
    least_seconds: float = 0.0
    """For all resources together: those with limits of their own are read side by side."""
    resources: tuple[ResourcePlan, ...] = ()
    more_requests: int | None = None
    """How many more requests make it take `more_seconds` longer, where more may follow that nobody
    can count before, and no more than there are already; None elsewhere."""
    more_seconds: float = 0.0


async def plan(
    config: Config,
    *,
    secrets: AnySecrets | None = None,
    transport: TransportSource | None = None,
    clock: Clock | None = None,
    retry: RetryPolicy | None = None,
    connections: Sequence[str] | None = None,
    resources: Sequence[str] | None = None,
) -> tuple[ConnectionPlan, ...]:
    """Plan the connections side by side, in the order of the configuration.

    Args:
        config: only its connections matter.
        secrets: None looks in the environment, in files and in the keyring.
        transport: replaces the network, as for `discover`.
        clock: None is the machine's.
        retry: None is as patient as `discover`.
        connections: names of those to plan; None plans all.
        resources: those to be read, by their vendors' names; None plans all.

    Raises:
        ConfigurationError: a name in `connections` or `resources` is unknown, or two connections
            would share their secrets. What is wrong with one connection alone is in its answer.
    """

    async def planned(prepared: Prepared, connector: Connector) -> ConnectionPlan:
        order = {name: at for at, name in enumerate(prepared.info.resources)}
        reads = sorted(await connector.plan(), key=lambda one: order.get(one.resource, len(order)))
        if resources is not None:
            chosen = (
                _alone(one, resources) if one.resource in resources else _of_every_run(one)
                for one in reads
            )
            reads = [one for one in chosen if one is not None]
        return _plan_of(prepared, reads, connector.limits)

    answers = await ask_each(
        config,
        planned,
        secrets=secrets,
        transport=transport,
        clock=clock,
        retry=retry,
        connections=connections,
        resources=resources,
    )
    return tuple(_broken(one) if isinstance(one, Broken) else one for one in answers)


def _alone(read: PlannedRead, resources: Sequence[str]) -> PlannedRead:
    """What of a read is sure where only some resources are read: not all may tell whom to ask."""
    missing = {
        path: [one for one in read.needs.get(path, ()) if one not in resources]
        for path in read.requests
    }
    lacking = sorted({one for names in missing.values() for one in names})
    if not lacking:
        return read
    listed = ", ".join(lacking)
    return replace(
        read,
        requests={
            path: read.alone.get(path, 0) if missing[path] else count
            for path, count in read.requests.items()
        },
        rows=None,
        because=f"what hangs on {listed} is not asked for, since that is not among the resources"
        " to be read: name it too",
        counted=False,
    )


def _of_every_run(read: PlannedRead) -> PlannedRead | None:
    """What of a read that was not chosen is asked all the same; None where that is nothing."""
    if not read.always:
        return None
    because = "asked in every run, whatever it reads: who asks, and what the credential may do"
    return PlannedRead(resource=read.resource, requests=read.always, because=because)


def _plan_of(
    prepared: Prepared, reads: Sequence[PlannedRead], limits: RateLimits
) -> ConnectionPlan:
    together: Counter[str] = Counter()
    for one in reads:
        together.update(one.requests)
    more = None
    if not all(one.counted for one in reads):
        more = _next_step(together.total(), limits)
    return ConnectionPlan(
        connection=prepared.config.name,
        vendor=prepared.config.vendor,
        host=prepared.host,
        requests=together.total(),
        least_seconds=limits.least_seconds(together),
        resources=tuple(
            ResourcePlan(
                resource=one.resource,
                requests=sum(one.requests.values()),
                rows=one.rows,
                least_seconds=limits.least_seconds(one.requests),
                because=one.because,
                counted=one.counted,
            )
            for one in reads
        ),
        more_requests=None if more is None else more[0],
        more_seconds=0.0 if more is None else more[1],
    )


def _next_step(requests: int, limits: RateLimits) -> tuple[int, float] | None:
    """How many more requests the limits let pass in the same time but one, and its price."""
    rates = limits.usable(limits.overall)

    def least(count: int) -> float:
        return max((rate.least_seconds(count) for rate in rates), default=0.0)

    steps = ((more, least(requests + more) - least(requests)) for more in range(1, requests + 1))
    return next(((more, longer) for more, longer in steps if longer > 0), None)


def _broken(one: Broken) -> ConnectionPlan:
    return ConnectionPlan(
        connection=one.connection.name,
        vendor=one.connection.vendor,
        host=one.host,
        problem=one.problem,
        remedy=one.remedy,
    )
