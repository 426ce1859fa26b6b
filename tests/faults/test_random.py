"""Faults by lot: no seed loses a row in silence. `scripts/random_faults.py` tries more of them."""

from __future__ import annotations

import pytest
from tests.faults.drawn import verdict_of_day
from tests.faults.script import script
from tests.faults.scripted import STYLES, Story, verdict_of

SEEDS = 600
AT_ONCE = 60
DAYS = 24

# Each once lost rows in silence.
REGRESSIONS = (4663, 4913)


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_a_list_read_is_complete_or_loud(first: int) -> None:
    verdicts = {seed: verdict_of(seed) for seed in range(first, first + AT_ONCE)}
    assert {seed: one for seed, one in verdicts.items() if not one.is_right} == {}
    assert {one.kind for one in verdicts.values()} == {"complete", "loud"}


def test_every_style_is_read_to_its_end_by_some_seed() -> None:
    ended = {(Story.of(seed).style, verdict_of(seed).kind) for seed in range(140)}
    assert {style for style, kind in ended if kind == "complete"} == set(STYLES)


@pytest.mark.parametrize("seed", REGRESSIONS)
def test_a_seed_that_was_wrong_once_is_right(seed: int) -> None:
    assert verdict_of(seed).is_right


def test_the_lot_draws_every_style_and_two_faults_at_once() -> None:
    stories = [Story.of(seed) for seed in range(SEEDS)]
    assert {story.style for story in stories} == set(STYLES)
    assert any(len(due) == 2 for story in stories for due in story.faults.values())
    assert {change for story in stories for change in story.changes.values()} == {"grow", "shrink"}


@pytest.mark.parametrize("seed", range(DAYS))
async def test_a_discovery_is_complete_or_loud(seed: int) -> None:
    verdict = await verdict_of_day(seed)
    assert verdict.is_right, verdict


def test_the_command_counts_and_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert script("random_faults").main(["--seeds", "5"]) == 0
    assert "5 seeds" in capsys.readouterr().out
