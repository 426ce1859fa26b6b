"""Reads side by side: results in order, few begun at once, and none left behind after an error."""

from __future__ import annotations

import asyncio

import pytest

from aigov_connectors.collecting.side_by_side import side_by_side


async def test_results_come_in_the_order_of_the_jobs_however_many_there_are() -> None:
    async def job(number: int) -> int:
        for _ in range(number % 3):
            await asyncio.sleep(0)
        return number

    assert await side_by_side(job(number) for number in range(350)) == list(range(350))


async def test_no_jobs_give_no_results() -> None:
    assert await side_by_side([]) == []


async def test_of_very_many_jobs_some_begin_when_others_have_ended() -> None:
    running = most = 0

    async def job() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    await side_by_side(job() for _ in range(500))
    assert 50 < most <= 100


@pytest.mark.parametrize("bad", [0, 3, 250])
async def test_the_first_error_ends_all_and_comes_as_it_is(bad: int) -> None:
    ended: list[int] = []

    async def job(number: int) -> None:
        if number == bad:
            raise LookupError(f"{number}")
        await asyncio.sleep(0)
        ended.append(number)

    with pytest.raises(LookupError, match=f"^{bad}$"):
        await side_by_side([job(number) for number in range(400)])
    await asyncio.sleep(0)
    assert len(ended) < 399


async def test_a_cancelled_wait_leaves_no_job_behind() -> None:
    async def job() -> None:
        await asyncio.sleep(3600)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await side_by_side([job() for _ in range(300)])
