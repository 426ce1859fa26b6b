"""Faults by lot: no seed loses a row in silence. `scripts/random_faults.py` tries more of them."""

from __future__ import annotations

import asyncio
from functools import cache

import pytest
from tests.faults.drawn import verdict_of_day
from tests.faults.script import script
from tests.faults.scripted import story_of, verdict_of, verdict_of_story
from tests.faults.scripted_styles import STYLES
from tests.faults.story import CHANGES, Story

SEEDS = 600
AT_ONCE = 60
DAYS = 18

# Each once lost rows in silence. As stories: what a seed draws changes with the styles there are.
_ONCE = range(101, 158)
REGRESSIONS = (
    Story(
        seed=4663,
        style="named",
        size=4,
        cap=10_000,
        ids=tuple(_ONCE)[:10],
        faults={
            1: ("500 late",),
            2: ("repeat",),
            5: ("html",),
            13: ("500 late",),
            14: ("500 late",),
            17: ("500 late",),
        },
        changes={},
        tells_total=True,
        forgets_cursor=True,
    ),
    Story(
        seed=4913,
        style="named",
        size=10,
        cap=16,
        ids=tuple(_ONCE),
        faults={
            0: ("html",),
            3: ("429", "502 page"),
            6: ("drop",),
            7: ("429", "no connection"),
            8: ("repeat",),
            11: ("429",),
            12: ("reset late",),
            15: ("drop",),
            17: ("drop", "500"),
            19: ("503",),
            20: ("broken record",),
            21: ("no connection",),
            22: ("502 page", "broken record"),
            24: ("drop",),
            26: ("429 soon",),
        },
        changes={},
        tells_total=True,
        forgets_cursor=True,
    ),
    Story(
        seed=1223,
        style="forward unknown",
        size=16,
        cap=10_000,
        ids=tuple(_ONCE),
        faults={1: ("500 late",), 2: ("repeat",)},
        changes={},
        tells_total=True,
        links=False,
    ),
    Story(  # ranges were split off past the end of the list, for ever
        seed=20360,
        style="id ranges",
        size=1,
        cap=10_000,
        ids=(
            *(105, 135, 137, 143, 232, 372, 400, 418, 467, 483),
            *(523, 573, 578, 586, 588, 683, 720, 754, 852, 858),
        ),
        faults={},
        changes={
            **dict.fromkeys((0, 1, 6, 9, 10, 14, 22, 24, 25, 30, 39, 46), "shrink"),
            **dict.fromkeys((4, 18, 19, 36, 38, 47), "grow"),
        },
        tells_total=True,
        ahead=2,
    ),
    Story(  # a later pass over a shrinking list took an old page for a new one, and an early end
        seed=905657,
        style="counted",
        size=16,
        cap=10,
        ids=tuple(_ONCE),
        faults={
            1: ("503",),
            7: ("500 late",),
            8: ("repeat",),
            9: ("drop",),
            10: ("503",),
            11: ("500 late",),
            12: ("no connection",),
            13: ("reset late",),
            14: ("503",),
            18: ("cut", "500"),
            20: ("repeat",),
        },
        changes=dict.fromkeys((2, 3, 4, 11, 12), "shrink"),
        tells_total=True,
        links=False,
        ahead=2,
    ),
    Story(  # a list that shrank in every pass lost a row in each of them
        seed=919219,
        style="counted",
        size=1,
        cap=16,
        ids=(
            *(136, 145, 192, 276, 288, 291, 308, 324, 350, 460),
            *(528, 534, 560, 698, 700, 732, 802, 872, 888, 893),
        ),
        faults={
            4: ("no body",),
            6: ("500 late",),
            14: ("no body",),
            28: ("429 soon",),
            32: ("broken record",),
            36: ("error body",),
        },
        changes=dict.fromkeys(
            (
                *(0, 1, 4, 5, 6, 8, 14, 15, 18, 20, 21),
                *(25, 26, 27, 31, 32, 34, 35, 37, 39, 43, 47),
            ),
            "shrink",
        ),
        tells_total=True,
    ),
    Story(  # a page of one record that cannot be read came twice, in place of the next
        seed=908631,
        style="offset",
        size=1,
        cap=10_000,
        ids=tuple(_ONCE)[:3],
        faults={0: ("broken record",), 1: ("repeat",)},
        changes={},
        tells_total=True,
    ),
)


judged = cache(verdict_of)


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_a_list_read_is_complete_or_loud(first: int) -> None:
    verdicts = {seed: judged(seed) for seed in range(first, first + AT_ONCE)}
    assert {seed: one for seed, one in verdicts.items() if not one.is_right} == {}
    assert {one.kind for one in verdicts.values()} == {"complete", "loud"}


def test_every_style_is_read_to_its_end_by_some_seed() -> None:
    ended = {(story_of(seed).style, judged(seed).kind) for seed in range(140)}
    assert {style for style, kind in ended if kind == "complete"} == set(STYLES)


@pytest.mark.parametrize("story", REGRESSIONS, ids=lambda one: str(one.seed))
def test_a_seed_that_was_wrong_once_is_right(story: Story) -> None:
    assert asyncio.run(verdict_of_story(story)).is_right


def test_the_lot_draws_every_style_and_two_faults_at_once() -> None:
    stories = [story_of(seed) for seed in range(SEEDS)]
    assert {story.style for story in stories} == set(STYLES)
    assert any(len(due) == 2 for story in stories for due in story.faults.values())
    assert {change for story in stories for change in story.changes.values()} == set(CHANGES)


@pytest.mark.parametrize("seed", range(DAYS))
async def test_a_discovery_is_complete_or_loud(seed: int) -> None:
    verdict = await verdict_of_day(seed)
    assert verdict.is_right, verdict


def test_the_command_counts_and_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert script("random_faults").main(["--seeds", "5"]) == 0
    assert "5 seeds" in capsys.readouterr().out


async def test_a_read_that_does_not_end_is_wrong() -> None:
    verdict = await verdict_of_story(REGRESSIONS[3], seconds=0.0)
    assert not verdict.is_right
    assert "did not end" in verdict.kind
