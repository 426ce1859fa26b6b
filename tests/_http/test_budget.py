"""Known limits are obeyed before the wall, unknown ones are learned, refusals pause the rest."""

from __future__ import annotations

import asyncio
import random
from collections import deque

import httpx
import pytest
from tests._http.vendors import FakeClock, client_for

from aigov_connectors._http import PathLimit, Rate, RateLimits, RetryPolicy
from aigov_connectors._http.budget import Bucket, Ticket

OK = httpx.Response(200, json={})
WHOLE = 1.0  # no headroom, so that the numbers below are the vendor's


def limits(*overall: Rate, **more: object) -> RateLimits:
    return RateLimits(overall=overall, headroom=WHOLE, **more)  # type: ignore[arg-type]


async def times(
    count: int, budget: RateLimits, path: str = "/a", *, latency: float = 0.0
) -> tuple[list[float], FakeClock]:
    """Ask `count` times, all at once, and tell when each request was sent."""
    clock = FakeClock()
    sent: list[float] = []

    async def handler(request: httpx.Request) -> httpx.Response:
        sent.append(clock.seconds)
        await clock.sleep(latency)
        return httpx.Response(200, json={})

    async with client_for(handler, limits=budget, clock=clock) as client:
        await asyncio.gather(*(client.json(path) for _ in range(count)))
    return sent, clock


async def test_a_window_is_filled_and_never_overfilled() -> None:
    sent, _ = await times(25, limits(Rate(10, 60)), latency=0.5)
    for moment in sent:
        assert sum(moment - 60 < other <= moment for other in sent) <= 10
    assert max(sent) < 2 * 62


async def test_a_bucket_lets_a_burst_go_and_then_keeps_the_pace() -> None:
    sent, _ = await times(8, limits(Rate(2, 1.0, burst=3)))
    assert sent == pytest.approx([0, 0, 0, 0.5, 1.0, 1.5, 2.0, 2.5], abs=0.02)


async def test_several_rates_hold_at_once() -> None:
    sent, _ = await times(9, limits(Rate(2, 1), Rate(4, 10)))
    assert sent == pytest.approx([0, 0, 1, 1, 10, 10, 11, 11, 20], abs=0.1)


async def test_paths_have_budgets_of_their_own() -> None:
    clock = FakeClock()
    sent: dict[str, list[float]] = {}

    def handler(request: httpx.Request) -> httpx.Response:
        sent.setdefault(request.url.path, []).append(clock.seconds)
        return httpx.Response(200, json={})

    budget = limits(
        by_path=(PathLimit("/slow", (Rate(1, 10),)), PathLimit("/slow/{id}/fast")),
        elsewhere=(Rate(1, 5),),
    )
    async with client_for(handler, limits=budget, clock=clock) as client:
        paths = ["/slow", "/slow/x", "/slower", "/other", "/slow/1/fast", "/slow/2/fast"]
        await asyncio.gather(*(client.json(path) for path in paths))
    assert sorted(sent["/slow"] + sent["/slow/x"]) == pytest.approx([0, 10], abs=0.1)
    assert sorted(sent["/slower"] + sent["/other"]) == pytest.approx([0, 5], abs=0.1)
    assert sent["/slow/1/fast"] + sent["/slow/2/fast"] == [0, 0]


@pytest.mark.parametrize(("overall", "by_path"), [(2, None), (8, 2)])
async def test_no_more_requests_are_in_flight_than_allowed(
    overall: int, by_path: int | None
) -> None:
    now = most = 0

    async def handler(request: httpx.Request) -> httpx.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        for _ in range(5):
            await asyncio.sleep(0)
        now -= 1
        return httpx.Response(200, json={})

    table = () if by_path is None else (PathLimit("/a", max_in_flight=by_path),)
    budget = RateLimits(max_in_flight=overall, by_path=table)
    async with client_for(handler, limits=budget) as client:
        await asyncio.gather(*(client.json("/a") for _ in range(9)))
    assert most == 2


async def test_headroom_is_left_to_the_others() -> None:
    sent, _ = await times(8, RateLimits(overall=(Rate(10, 60),), headroom=0.5))
    assert sorted(sent)[4] == 0
    assert sorted(sent)[5] >= 60


async def test_a_refusal_pauses_its_path_and_no_other() -> None:
    clock = FakeClock()
    sent: list[tuple[str, float]] = []
    refused = asyncio.Event()

    def handler(request: httpx.Request) -> httpx.Response:
        first = not sent
        refused.set()
        sent.append((request.url.path, clock.seconds))
        if first:
            return httpx.Response(429, headers={"Retry-After": "30"})
        return httpx.Response(200, json={})

    budget = limits(by_path=(PathLimit("/a"),))
    async with client_for(handler, limits=budget, clock=clock) as client:
        first = asyncio.create_task(client.json("/a"))
        await refused.wait()
        await asyncio.gather(client.json("/b"), client.json("/a"), first)
    assert sent[0] == ("/a", 0)
    assert sent[1] == ("/b", 0)
    assert [moment for path, moment in sent[2:]] == pytest.approx([30, 30], abs=0.1)


async def test_a_refusal_without_a_time_pauses_for_the_vendors_default() -> None:
    clock = FakeClock()
    answers = deque([httpx.Response(429), OK])
    async with client_for(
        lambda _: answers.popleft(), limits=limits(pause_seconds=5.0), clock=clock
    ) as client:
        await client.json("/a")
    assert clock.seconds == pytest.approx(5, abs=0.01)


class Wall:
    """A fixed window that nobody told us about."""

    def __init__(self, clock: FakeClock, most: int, seconds: float) -> None:
        self.clock, self.most, self.seconds = clock, most, seconds
        self.opened = 0.0
        self.count = 0
        self.refused = 0
        self.passed = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await self.clock.sleep(0.05)
        now = self.clock.seconds
        if now - self.opened >= self.seconds:
            self.opened, self.count = now, 0
        if self.count >= self.most:
            self.refused += 1
            wait = self.opened + self.seconds - now
            return httpx.Response(429, headers={"Retry-After": str(int(wait) + 1)})
        self.count += 1
        self.passed += 1
        return httpx.Response(200, json={})


@pytest.mark.parametrize(
    ("most", "seconds", "share"), [(60, 10.0, 0.93), (100, 60.0, 0.93), (30, 7.0, 0.85)]
)
async def test_an_unknown_limit_is_learned_from_its_first_refusal(most, seconds, share) -> None:
    clock = FakeClock()
    wall = Wall(clock, most, seconds)
    async with client_for(wall, limits=limits(known=False), clock=clock) as client:
        for _ in range(most * 7 // 2):
            await client.json("/a")
    assert wall.refused <= 2
    assert 3 * seconds / clock.seconds > share, "three windows are the least possible"


async def test_what_the_vendor_does_not_count_is_unlearned() -> None:
    clock = FakeClock()
    wall = Wall(clock, 60, 10.0)

    async def signing_in(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            return httpx.Response(200, json={})
        return await wall(request)

    async with client_for(signing_in, limits=limits(known=False), clock=clock) as client:
        await client.json("/token")
        for _ in range(200):
            await client.json("/a")
    assert wall.refused <= 2
    assert 30 / clock.seconds > 0.93


async def test_a_window_that_was_rounded_wrongly_is_measured_again() -> None:
    clock = FakeClock()
    wall = Wall(clock, 30, 10.9)  # taken for 10 at first
    async with client_for(wall, limits=limits(known=False), clock=clock) as client:
        for _ in range(600):
            await client.json("/a")
    assert wall.refused < 600 / 30 / 2


async def test_a_known_limit_is_never_run_into() -> None:
    clock = FakeClock()
    wall = Wall(clock, 60, 10.0)
    async with client_for(wall, limits=limits(Rate(60, 10)), clock=clock) as client:
        for _ in range(200):
            await client.json("/a")
    assert wall.refused == 0
    assert clock.seconds < 34  # three windows and a bit: 30 s are the least possible


async def test_requests_in_flight_see_one_wall_once() -> None:
    clock = FakeClock()
    wall = Wall(clock, 20, 10.0)
    retry = RetryPolicy(attempts=9, random=lambda: 0.0)
    budget = limits(known=False, max_in_flight=8)
    async with client_for(wall, limits=budget, clock=clock, retry=retry) as client:
        await asyncio.gather(*(client.json("/a") for _ in range(120)))
    assert wall.passed == 120
    assert wall.refused <= 24


async def test_a_cancelled_wait_leaves_no_trace() -> None:
    clock = FakeClock()
    entered = asyncio.Event()

    async def handler(request: httpx.Request) -> httpx.Response:
        entered.set()
        await asyncio.sleep(60)
        raise AssertionError

    def quick(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={})

    async def either(request: httpx.Request) -> httpx.Response:
        return await handler(request) if request.url.path == "/slow" else quick(request)

    budget = RateLimits(max_in_flight=1)
    async with client_for(either, limits=budget, clock=clock) as client:
        slow = asyncio.create_task(client.json("/slow"))
        await entered.wait()
        waiting = [asyncio.create_task(client.json("/a")) for _ in range(3)]
        for _ in range(20):
            await asyncio.sleep(0)
        for task in (*waiting, slow):
            task.cancel()
        await asyncio.gather(*waiting, slow, return_exceptions=True)
        assert (await client.json("/a")).value == {}


def test_the_longest_match_wins_and_a_placeholder_is_one_segment() -> None:
    table = RateLimits(
        by_path=(
            PathLimit("/user"),
            PathLimit("/users"),
            PathLimit("/threats"),
            PathLimit("/threats/{id}"),
            PathLimit("/threats/export"),
        )
    )
    found = {
        path: limit.path if (limit := table.limit_for(path)) else None
        for path in (
            "/user",
            "/user/1",
            "/users",
            "/userx",
            "/threats",
            "/threats/7/notes",
            "/threats/export",
        )
    }
    assert found == {
        "/user": "/user",
        "/user/1": "/user",
        "/users": "/users",
        "/userx": None,
        "/threats": "/threats",
        "/threats/7/notes": "/threats/{id}",
        "/threats/export": "/threats/export",
    }


def test_a_read_plan_tells_the_least_time() -> None:
    table = RateLimits(
        by_path=(
            PathLimit("/agents", (Rate(25, 1, burst=1),)),
            PathLimit("/rules", (Rate(30, 60),)),
        ),
        elsewhere=(Rate(5, 1),),
        headroom=WHOLE,
    )
    assert table.least_seconds({}) == 0
    assert table.least_seconds({"/agents": 101}) == pytest.approx(4)
    assert table.least_seconds({"/rules": 31, "/agents": 2}) == 60
    assert table.least_seconds({"/x": 5, "/y": 6}) == 2


def test_scaled_limits_are_faster_in_every_way() -> None:
    table = RateLimits(overall=(Rate(1, 60),), elsewhere=(Rate(2, 1, burst=1),))
    fast = table.scaled(100)
    assert fast.overall == (Rate(100, 60),)
    assert fast.elsewhere == (Rate(200, 1, burst=100),)
    assert fast.pause_seconds == pytest.approx(0.05)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("pace", "burst"), [(1, 30), (25, 1), (100, 10), (2, 5)])
def test_a_vendors_bucket_never_overflows_however_the_network_bunches(pace, burst, seed) -> None:
    dice = random.Random(seed)  # noqa: S311 - chance, not secrecy
    bucket, now, count = Bucket(pace, burst), 0.0, 120
    arrivals: list[float] = []
    under_way: list[tuple[float, Ticket]] = []
    for _ in range(count):
        while True:
            for answer, ticket in under_way:
                ticket.answered = answer if answer <= now else None
            under_way = [(answer, one) for answer, one in under_way if one.answered is None]
            wait = bucket.wait(now)
            if len(under_way) == 8:
                wait = max(wait, min(answer for answer, _ in under_way) - now)
            if wait <= 1e-9:
                break
            now += max(wait, 0.001)
        ticket = Ticket(now)
        bucket.take(ticket)
        arrivals.append(now + dice.choice((0.001, 0.02, 0.4)))
        under_way.append((arrivals[-1] + dice.choice((0.001, 0.2)), ticket))
    level, before = float(burst), 0.0
    for arrival in sorted(arrivals):
        level = min(burst, level + (arrival - before) * pace) - 1.0
        assert level > -1e-6, "the vendor refused"
        before = arrival
    if burst > 8:  # more than can be under way at once: then the pace is kept in spite of that
        slowest = max((count - burst) / pace, count * 0.6 / 8)
        assert arrivals[-1] <= slowest * 1.05 + 1.0
