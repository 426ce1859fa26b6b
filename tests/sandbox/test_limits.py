import math

import pytest

from aigov_connectors.sandbox.limits import Limit, Limits, limit_for

AGENTS = Limit("/agents", 25, burst=1)


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def spent(limits: Limits, limit: Limit) -> int:
    count = 0
    while not limits.take("v", "t", limit):
        count += 1
    return count


def test_a_burst_is_let_through_and_then_the_rate_holds() -> None:
    clock = Seconds()
    limits = Limits(monotonic=clock)
    table = Limit("/threats", 10, burst=50)

    assert 50 <= spent(limits, table) <= 52
    clock.now += 1.0
    assert 10 <= spent(limits, table) <= 11


def test_the_wait_is_the_time_until_the_next_request_is_allowed() -> None:
    clock = Seconds()
    limits = Limits(monotonic=clock)
    spent(limits, AGENTS)
    wait = limits.take("v", "t", AGENTS)

    assert 0 < wait <= 1 / 25
    clock.now += wait
    assert limits.take("v", "t", AGENTS) == 0


def test_tokens_and_paths_have_buckets_of_their_own() -> None:
    limits = Limits(monotonic=Seconds())
    spent(limits, AGENTS)

    assert limits.take("v", "other token", AGENTS) == 0
    assert limits.take("v", "t", Limit("/sites", 100, burst=10)) == 0


def test_a_factor_widens_and_infinity_removes() -> None:
    clock = Seconds()
    wide = Limits(factor=10, monotonic=clock)
    spent(wide, AGENTS)
    clock.now += 1.0

    assert spent(wide, AGENTS) >= 10
    none = Limits(factor=math.inf, monotonic=clock)
    assert all(none.take("v", "t", AGENTS) == 0 for _ in range(1000))
    with pytest.raises(ValueError, match="greater than 0"):
        Limits(factor=0)


def test_the_longest_prefix_of_whole_segments_decides() -> None:
    table = (Limit("/user", 2), Limit("/users", 40), Limit("/threats", 10))

    assert limit_for("/users", table) == table[1]
    assert limit_for("/user", table) == table[0]
    assert limit_for("/threats/7/notes", table) == table[2]
    assert limit_for("/elsewhere", table) is None
