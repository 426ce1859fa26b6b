"""What is asked again, when, and for how long."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from tests._http.vendors import START, FakeClock, client_for

from aigov_connectors._http import Rate, RateLimits, RetryPolicy
from aigov_connectors._http.retry import retry_after
from aigov_connectors.errors import (
    BadRequestError,
    RateLimitedError,
    ServerError,
    TransportError,
)

Answer = httpx.Response | Exception


def script(*answers: Answer) -> tuple[Callable[[httpx.Request], httpx.Response], list[int]]:
    """Give the answers one after the other, the last one for ever."""
    calls: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        answer = answers[min(len(calls), len(answers) - 1)]
        calls.append(1)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    return handler, calls


GOOD = httpx.Response(200, json={"ok": True})


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
async def test_a_passing_failure_is_not_seen_above(status: int) -> None:
    handler, calls = script(httpx.Response(status), httpx.Response(status), GOOD)
    async with client_for(handler) as client:
        assert (await client.json("/a")).value == {"ok": True}
    assert len(calls) == 3


@pytest.mark.parametrize(
    "problem",
    [
        httpx.ConnectError("x"),
        httpx.ReadError("x"),
        httpx.ReadTimeout("x"),
        httpx.RemoteProtocolError("x"),
        httpx.PoolTimeout("x"),
    ],
)
async def test_a_broken_connection_is_tried_again(problem: Exception) -> None:
    handler, calls = script(problem, GOOD)
    async with client_for(handler) as client:
        await client.json("/a")
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(429, headers={"Retry-After": "7"}), RateLimitedError),
        (httpx.Response(503), ServerError),
        (httpx.ReadError("x"), TransportError),
    ],
)
async def test_after_the_budget_the_cause_is_named(answer: Answer, error: type[Exception]) -> None:
    handler, calls = script(answer)
    async with client_for(handler, retry=RetryPolicy(attempts=4)) as client:
        with pytest.raises(error) as caught:
            await client.json("/a")
    assert len(calls) == 4
    if isinstance(caught.value, RateLimitedError):
        assert caught.value.retry_after == timedelta(seconds=7)


async def test_what_the_vendor_did_not_accept_is_not_asked_again() -> None:
    handler, calls = script(httpx.Response(400))
    async with client_for(handler) as client:
        with pytest.raises(BadRequestError):
            await client.json("/a")
    assert len(calls) == 1


async def test_the_vendor_is_waited_for_as_long_as_it_says() -> None:
    handler, _ = script(httpx.Response(503, headers={"Retry-After": "40"}), GOOD)
    clock = FakeClock()
    async with client_for(handler, clock=clock) as client:
        await client.json("/a")
    assert clock.seconds == pytest.approx(40)


async def test_a_vendor_that_asks_for_too_much_is_not_waited_for() -> None:
    handler, calls = script(httpx.Response(429, headers={"Retry-After": "3600"}))
    clock = FakeClock()
    async with client_for(handler, clock=clock) as client:
        with pytest.raises(RateLimitedError) as caught:
            await client.json("/a")
    assert len(calls) == 1
    assert clock.seconds == 0
    assert caught.value.retry_after == timedelta(hours=1)


async def test_waits_grow_up_to_a_bound_with_full_jitter() -> None:
    handler, _ = script(httpx.Response(500))
    clock = FakeClock()
    retry = RetryPolicy(
        attempts=6, first_wait=1.0, longest_wait=5.0, random=lambda: 0.5, deadline=1e9
    )
    async with client_for(handler, retry=retry, clock=clock) as client:
        with pytest.raises(ServerError):
            await client.json("/a")
    assert clock.slept == [0.5, 1.0, 2.0, 2.5, 2.5]


async def test_the_deadline_ends_the_attempts() -> None:
    handler, calls = script(httpx.Response(503, headers={"Retry-After": "50"}))
    clock = FakeClock()
    async with client_for(handler, retry=RetryPolicy(attempts=99, deadline=120), clock=clock) as c:
        with pytest.raises(ServerError):
            await c.json("/a")
    assert len(calls) == 3
    assert clock.seconds <= 120


async def test_statuses_are_the_vendors_choice() -> None:
    handler, calls = script(httpx.Response(500))
    retry = RetryPolicy(statuses=frozenset({503}))
    async with client_for(handler, retry=retry) as client:
        with pytest.raises(ServerError):
            await client.json("/a")
    assert len(calls) == 1


def _caused(cause: Exception) -> httpx.ConnectError:
    problem = httpx.ConnectError("x")
    problem.__cause__ = cause
    return problem


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        (ssl.SSLCertVerificationError("bad"), "certificate is not trusted"),
        (socket.gaierror(socket.EAI_NONAME, "x"), "no such host"),
    ],
)
async def test_what_will_not_change_is_not_tried_again(cause: Exception, says: str) -> None:
    handler, calls = script(_caused(cause))
    async with client_for(handler) as client:
        with pytest.raises(TransportError, match=says):
            await client.json("/a")
    assert len(calls) == 1


async def test_cancellation_is_no_failure() -> None:
    calls = 0

    async def handler(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        await asyncio.sleep(60)
        raise AssertionError

    async with client_for(handler) as client:
        task = asyncio.create_task(client.json("/a"))
        for _ in range(30):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert calls == 1


async def test_waiting_for_the_rate_budget_does_not_count_against_the_deadline() -> None:
    handler, calls = script(GOOD, httpx.Response(503), GOOD)
    limits = RateLimits(overall=(Rate(1, 1000),), headroom=1.0)
    async with client_for(handler, limits=limits, retry=RetryPolicy(deadline=10)) as client:
        await client.json("/a")
        await client.json("/a")  # waits 1000 s twice, and is still retried
    assert len(calls) == 3


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("12", 12.0),
        ("1.5", 1.5),
        ("-3", None),
        ("Sun, 01 Nov 2026 12:01:00 GMT", 60.0),
        ("Sun, 01 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("9" * 40, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(told: str, seconds: float | None) -> None:
    found = retry_after(httpx.Headers({"Retry-After": told}), now=START)
    assert (None if found is None else found.total_seconds()) == seconds
