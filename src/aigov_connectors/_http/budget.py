"""The rate budget: all reads of a connection share what the vendor allows it.

Known limits are obeyed before the wall. A 429 pauses the paths it concerns, and where the
limit was a guess it teaches a better one.
"""

import asyncio
import math
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Protocol

import httpx

from aigov_connectors._http.context import RequestContext, context_of
from aigov_connectors._http.limits import PathLimit, Rate, RateLimits
from aigov_connectors._http.retry import RetryPolicy, retry_after
from aigov_connectors.clock import Clock

_TINY = 1e-6  # seconds; rounding must not make a wait of nothing
_SHORTEST_SLEEP = 0.001
_HORIZON = 300.0  # seconds that learning looks back: the longest window any vendor uses here
_ROUND = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Seconds of windows that vendors choose: what was measured is rounded down to one nearby."""
_POLL = 0.05  # seconds between looks at a request that should have been answered long ago


@dataclass(slots=True)
class Ticket:
    """One admitted request."""

    sent: float
    answered: float | None = None


class Limiter(Protocol):
    """One rate."""

    def wait(self, now: float) -> float:
        """Tell the seconds until a request would be admitted; 0 or less means now."""
        ...

    def take(self, ticket: Ticket) -> None:
        """Count a request that is sent at `ticket.sent`."""
        ...


class Window:
    """At most `most` requests in any `seconds`.

    A request counts from its answer on, since only then is it sure that the vendor has
    counted it: whatever the vendor's window looks like, it is not overfilled.
    """

    def __init__(self, most: int, seconds: float, tickets: Iterable[Ticket] = ()) -> None:
        self.most = most
        self.seconds = seconds
        self._tickets: deque[Ticket] = deque(tickets)

    def wait(self, now: float) -> float:
        """See `Limiter.wait`."""
        tickets = self._tickets
        while tickets and (done := tickets[0].answered) is not None and done + self.seconds <= now:
            tickets.popleft()
        if len(tickets) < self.most:
            return 0.0
        oldest = tickets[len(tickets) - self.most]
        if oldest.answered is not None:
            return oldest.answered + self.seconds - now
        return max(oldest.sent + self.seconds - now, _POLL)

    def take(self, ticket: Ticket) -> None:
        """See `Limiter.take`."""
        self._tickets.append(ticket)

    def admitted(self, *, before: Ticket) -> int:
        """Tell how many answered requests stood in the window when `before` was sent."""
        since = before.sent - self.seconds
        return sum(
            one.answered is not None and one.answered > since
            for one in self._tickets
            if one.sent < before.sent
        )


class Bucket:
    """A steady pace with a burst.

    The vendor's own bucket cannot be seen, only guessed from outside: a request took its drop at
    some time before its answer. So a request that is answered counts at its answer, and one that
    is not counts as if it came together with the next. However the network bunches them, no more
    comes at once than the vendor allows.
    """

    def __init__(self, pace: float, burst: int) -> None:
        self._drop = 1.0 / pace
        self._room = (burst - 1) * self._drop
        self._empty_at = -math.inf  # when the vendor's bucket would have run empty, at the latest
        self._open: list[Ticket] = []

    def wait(self, now: float) -> float:
        """See `Limiter.wait`."""
        answered = [one.answered for one in self._open if one.answered is not None]
        for moment in sorted(answered):
            self._empty_at = max(self._empty_at, moment) + self._drop
        if answered:
            self._open = [one for one in self._open if one.answered is None]
        full = max(self._empty_at, now) + len(self._open) * self._drop
        return full - now - self._room

    def take(self, ticket: Ticket) -> None:
        """See `Limiter.take`."""
        self._open.append(ticket)


class Group:
    """The paths that share a budget.

    Args:
        learns: a refusal teaches a limit, from what was admitted since the last one.
    """

    def __init__(
        self, limiters: Sequence[Limiter], *, max_in_flight: int | None, learns: bool
    ) -> None:
        self.lock = asyncio.Lock()
        """Held by the next in line; whoever comes later queues behind it."""
        self.slots = None if max_in_flight is None else asyncio.Semaphore(max_in_flight)
        self._limiters = tuple(limiters)
        self._paused_until = 0.0
        self._learns = learns
        self._history: deque[Ticket] = deque()
        self._learned: Window | None = None
        self._measured = 0.0  # seconds of the learned window, before they were rounded
        self._corrected = False
        self._quiet_since = 0.0
        self._patience = 2.0  # windows without a refusal before a little more is tried

    def wait(self, now: float) -> float:
        """Tell the seconds until this group may send; 0 or less means now."""
        rests = [self._paused_until - now, *(limiter.wait(now) for limiter in self._limiters)]
        if self._learned is not None:
            self._loosen(self._learned, now)
            rests.append(self._learned.wait(now))
        return max(rests)

    def take(self, ticket: Ticket) -> None:
        """Count a request."""
        for limiter in self._limiters:
            limiter.take(ticket)
        if self._learned is not None:
            self._learned.take(ticket)
        elif self._learns:
            self._history.append(ticket)
            while self._history[0].sent < ticket.sent - _HORIZON:
                self._history.popleft()

    def pause(self, now: float, seconds: float) -> None:
        """Rest, so that the requests behind this one do not hear the same."""
        self._paused_until = max(self._paused_until, now + seconds)

    def refuse(self, ticket: Ticket, now: float, seconds: float) -> None:
        """Rest after a refusal, and learn from it where there is something to learn."""
        resting = now < self._paused_until
        self.pause(now, seconds)
        if resting or not self._learns:
            return  # the same wall, seen by another request in flight
        self._quiet_since = now + seconds
        if self._learned is not None:
            self._correct(self._learned, ticket)
            return
        admitted = [one for one in self._history if one.answered and one is not ticket]
        if admitted:
            self._measured = now - admitted[0].sent + seconds
            self._learned = Window(len(admitted), _rounded(self._measured), admitted)
            self._history.clear()

    def _correct(self, learned: Window, refused: Ticket) -> None:
        """Learn again: from what was admitted of late, the first time; then only downwards."""
        self._patience *= 2.0
        fewer = int(learned.most * 0.9)
        if self._corrected:
            learned.seconds = self._measured  # rounding it may have been the mistake
        else:
            # Perhaps something was counted that the vendor does not count, such as a sign-in.
            fewer = max(fewer, learned.admitted(before=refused))
        self._corrected = True
        learned.most = max(1, fewer)

    def _loosen(self, learned: Window, now: float) -> None:
        if now - self._quiet_since > self._patience * learned.seconds:
            learned.most += max(1, learned.most // 20)
            self._quiet_since = now


def _rounded(measured: float) -> float:
    """Give the window that was probably meant: `Retry-After` comes in whole seconds, rounded up,
    and the first answer took its time.
    """
    least = measured * 0.95 - 1.0
    return next((float(one) for one in reversed(_ROUND) if least <= one <= measured), measured)


class BudgetTransport(httpx.AsyncBaseTransport):
    """Holds a request back until every limit that concerns it has room."""

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        *,
        limits: RateLimits,
        base_path: str,
        clock: Clock,
        retry: RetryPolicy,
    ) -> None:
        self._inner = inner
        self._limits = limits
        self._base_path = base_path.rstrip("/")
        self._clock = clock
        self._believed = retry.believed_retry_after
        self._overall = self._limiters(limits.overall)
        self._slots = asyncio.Semaphore(limits.max_in_flight)
        self._groups: dict[PathLimit | None, Group] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` when there is room."""
        context = context_of(request)
        group = self._group(request.url.path)
        if group.lock.locked() or self._slots.locked():
            context.depart()  # nobody waits for a request that itself waits
        async with AsyncExitStack() as held:
            ticket = await self._admit(group, context, held)
            try:
                answer = await self._inner.handle_async_request(request)
            finally:
                ticket.answered = self._clock.monotonic()
            self._heed(group, answer, ticket)
            return answer

    async def aclose(self) -> None:
        """Close the layers below."""
        await self._inner.aclose()

    async def _admit(self, group: Group, context: RequestContext, held: AsyncExitStack) -> Ticket:
        """Wait in line; `held` gives the slots back when the request has ended."""
        came = self._clock.monotonic()
        async with group.lock:
            while True:
                wait = self._wait(group)
                if wait > _TINY:
                    context.depart()
                    await self._clock.sleep(max(wait, _SHORTEST_SLEEP))
                    continue
                async with AsyncExitStack() as slots:
                    if group.slots is not None:
                        await slots.enter_async_context(group.slots)
                    await slots.enter_async_context(self._slots)
                    # Time may have passed while all slots were taken.
                    if self._wait(group) <= _TINY:
                        held.push_async_exit(slots.pop_all())
                        break
            ticket = Ticket(self._clock.monotonic())
            group.take(ticket)
            for limiter in self._overall:
                limiter.take(ticket)
        context.waited += ticket.sent - came
        return ticket

    def _wait(self, group: Group) -> float:
        now = self._clock.monotonic()
        return max(group.wait(now), *(limiter.wait(now) for limiter in self._overall), 0.0)

    def _heed(self, group: Group, answer: httpx.Response, ticket: Ticket) -> None:
        """Obey a vendor that asks for patience, and not only with the request that heard it."""
        told = retry_after(answer.headers, now=self._clock.now())
        now = self._clock.monotonic()
        seconds = self._limits.pause_seconds if told is None else told.total_seconds()
        if answer.status_code == 429:
            group.refuse(ticket, now, min(seconds, self._believed))
        elif answer.status_code == 503 and told is not None:
            group.pause(now, min(seconds, self._believed))

    def _group(self, path: str) -> Group:
        limit = self._limits.limit_for(path.removeprefix(self._base_path))
        if limit not in self._groups:
            rates = self._limits.elsewhere if limit is None else limit.rates
            in_flight = None if limit is None else limit.max_in_flight
            self._groups[limit] = Group(
                self._limiters(rates), max_in_flight=in_flight, learns=not self._limits.known
            )
        return self._groups[limit]

    def _limiters(self, rates: tuple[Rate, ...]) -> list[Limiter]:
        return [
            Window(int(rate.requests), rate.seconds)
            if rate.burst is None
            else Bucket(rate.requests / rate.seconds, rate.burst)
            for rate in self._limits.usable(rates)
        ]
