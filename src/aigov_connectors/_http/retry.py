"""Asks again when asking again can help: the vendor's word first, then patience with jitter.

tenacity drives the loop. A request that the vendor may already have acted on (a cursor held
by the server) is only sent again when it surely never arrived.
"""

from __future__ import annotations

import random
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from aigov_connectors._http.context import RequestContext, context_of
from aigov_connectors._http.events import Events
from aigov_connectors.clock import Clock

if TYPE_CHECKING:
    from tenacity import RetryCallState

# Beside the obvious: 408 and 425 are "not now", and several vendors send 500 for a moment.
RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
# The request did not reach the vendor, so it cannot have moved anything there.
_NEVER_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# Alerts of a vendor behind mutual TLS; a bare handshake failure is how older ones say it.
_UNWELCOME = frozenset(
    {
        "TLSV13_ALERT_CERTIFICATE_REQUIRED",
        "TLSV1_ALERT_UNKNOWN_CA",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "SSLV3_ALERT_BAD_CERTIFICATE",
        "SSLV3_ALERT_CERTIFICATE_EXPIRED",
        "SSLV3_ALERT_CERTIFICATE_REVOKED",
        "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
    }
)
_SECONDS = re.compile(r"\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How patient a connection is. All times are seconds."""

    attempts: int = 5
    """Requests sent at most, the first included."""
    deadline: float = 300.0
    """No new attempt after so long; waiting for the rate budget does not count."""
    first_wait: float = 0.5
    """Upper bound of the first wait; it doubles with every attempt."""
    longest_wait: float = 30.0
    believed_retry_after: float = 300.0
    """A vendor that asks for more than this is not waited for."""
    statuses: frozenset[int] = RETRIED_STATUSES
    random: Callable[[], float] = random.random
    """Uniform in [0, 1): the share of the bound that is waited (full jitter)."""


def retry_after(headers: httpx.Headers, *, now: datetime) -> timedelta | None:
    """Read `Retry-After`, which is seconds or an HTTP date; None if absent or unreadable."""
    told = headers.get("retry-after", "").strip()
    try:
        if _SECONDS.fullmatch(told):
            return timedelta(seconds=float(told))
        moment = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta(0))


class RetryTransport(httpx.AsyncBaseTransport):
    """Sends a request until it is answered, or until the policy says enough.

    The last answer is handed up as it is; the last exception is raised as it is.
    """

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        *,
        policy: RetryPolicy,
        clock: Clock,
        events: Events,
    ) -> None:
        self._inner = inner
        self._policy = policy
        self._clock = clock
        self._events = events

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`, again if need be."""
        from tenacity import AsyncRetrying  # a policy is named long before anything is sent

        loop = _Loop(self._policy, self._clock, self._events, request)
        retrying = AsyncRetrying(
            sleep=self._clock.sleep,
            retry=loop.is_worth_another,
            wait=loop.wait,
            stop=loop.is_over,
            before_sleep=loop.tell,
            retry_error_callback=_last_outcome,
        )
        send: Callable[[httpx.Request], Awaitable[httpx.Response]]
        send = self._inner.handle_async_request
        return await retrying(send, request)

    async def aclose(self) -> None:
        """Close the layers below."""
        await self._inner.aclose()


class _Loop:
    """The decisions of one request's attempts, in the order in which tenacity asks."""

    def __init__(
        self, policy: RetryPolicy, clock: Clock, events: Events, request: httpx.Request
    ) -> None:
        self._policy = policy
        self._clock = clock
        self._events = events
        self._method = request.method
        self._context: RequestContext = context_of(request)
        self._started = clock.monotonic() - self._context.waited

    def is_worth_another(self, state: RetryCallState) -> bool:
        problem, answer = _outcome(state)
        if answer is not None:
            if answer.status_code not in self._policy.statuses:
                return False
            return self._context.replayable or answer.status_code == 429
        if not isinstance(problem, httpx.TransportError) or is_hopeless(problem):
            return False
        return self._context.replayable or isinstance(problem, _NEVER_ARRIVED)

    def wait(self, state: RetryCallState) -> float:
        told = self._told(state)
        if told is not None:
            return told
        bound = self._policy.first_wait * 2.0 ** min(state.attempt_number - 1, 30)
        return self._policy.random() * min(bound, self._policy.longest_wait)

    def is_over(self, state: RetryCallState) -> bool:
        if state.attempt_number >= self._policy.attempts:
            return True
        if (self._told(state) or 0.0) > self._policy.believed_retry_after:
            return True
        spent = self._clock.monotonic() - self._started - self._context.waited
        return spent + (state.upcoming_sleep or 0.0) > self._policy.deadline

    def tell(self, state: RetryCallState) -> None:
        problem, answer = _outcome(state)
        self._context.depart()
        self._events.retried(
            method=self._method,
            context=self._context,
            attempt=state.attempt_number,
            reason=type(problem).__name__ if answer is None else str(answer.status_code),
            wait=state.upcoming_sleep or 0.0,
        )

    def _told(self, state: RetryCallState) -> float | None:
        _, answer = _outcome(state)
        if answer is None:
            return None
        told = retry_after(answer.headers, now=self._clock.now())
        return None if told is None else told.total_seconds()


def is_hopeless(problem: BaseException) -> bool:
    """Tell whether a transport problem will be the same in a minute."""
    if isinstance(problem, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return True
    return any(
        is_untrusted(one) or is_unwelcome(one) or is_unknown_host(one) or is_locked_out(one)
        for one in causes(problem)
    )


def is_untrusted(problem: BaseException) -> bool:
    """Tell whether the vendor's certificate was not accepted."""
    return isinstance(problem, ssl.SSLCertVerificationError)


def is_unwelcome(problem: BaseException) -> bool:
    """Tell whether the vendor did not accept our certificate, or misses one."""
    return isinstance(problem, ssl.SSLError) and problem.reason in _UNWELCOME


def is_locked_out(problem: BaseException) -> bool:
    """Tell whether the proxy wants a credential, or another one: asking on may lock an account."""
    return isinstance(problem, httpx.ProxyError) and str(problem).startswith("407")


def is_unknown_host(problem: BaseException) -> bool:
    """Tell whether the name server says that there is no such host."""
    return isinstance(problem, socket.gaierror) and problem.errno == socket.EAI_NONAME


def causes(problem: BaseException) -> Iterator[BaseException]:
    """Yield a problem, what caused it, and so on down."""
    seen: set[int] = set()
    one: BaseException | None = problem
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _outcome(state: RetryCallState) -> tuple[BaseException | None, httpx.Response | None]:
    outcome = state.outcome
    if outcome is None:
        return None, None
    problem = outcome.exception()
    return (problem, None) if problem is not None else (None, outcome.result())


def _last_outcome(state: RetryCallState) -> httpx.Response:
    problem, answer = _outcome(state)
    if answer is not None:
        return answer
    raise problem or RuntimeError("an attempt ended without an outcome")
