"""`findings` without more words: one screen, gravest first, each line with what `explain` takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from aigov_connectors.cli.show.brief import tight_words
from aigov_connectors.cli.show.gaps import gap_groups
from aigov_connectors.cli.show.grouping import Group, grouped
from aigov_connectors.cli.show.screen import Asked, screen_lines
from aigov_connectors.inventory import Inventory, Severity, Verdict
from aigov_connectors.rules import Topic
from aigov_connectors.snapshot import Snapshot

WIDTH = 80
_ROW = re.compile(r"^  (critical|high|medium|low|info|ok) +([0-9a-f]{8})  \S")


@pytest.fixture
def groups(snapshot: Snapshot) -> tuple[Group, ...]:
    return grouped(snapshot.assessment.findings, snapshot.inventory)


def many(groups: Sequence[Group], *, times: int = 60) -> list[Group]:
    """The same over and over, for which a screen is too short."""
    return [
        replace(one, severity=severity, topic=topic)
        for severity in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
        for topic in (Topic.ACTING, Topic.CONTROL, Topic.SUPPLIER)
        for one in list(groups) * (times // 9 + 1)
    ]


def drawn(groups: Sequence[Group], inventory: Inventory, asked: Asked) -> list[str]:
    return [f"{one}" for one in screen_lines(groups, gap_groups(inventory), inventory, asked)]


def test_it_fits_a_screen_however_much_there_is(snapshot, groups) -> None:
    inventory = snapshot.inventory
    lines = drawn(many(groups), inventory, Asked(width=WIDTH))
    assert len(lines) <= 40
    assert sum(-(-len(one) // WIDTH) or 1 for one in lines if not _ROW.match(one)) <= 40
    assert all(len(one) <= WIDTH for one in lines if _ROW.match(one))


def test_the_gravest_are_shown_and_the_others_counted_with_the_word_that_lists_them(
    snapshot, groups
) -> None:
    failed = [one for one in many(groups) if one.verdict is Verdict.FAIL]
    lines = drawn(failed, snapshot.inventory, Asked(width=WIDTH))
    rows = [found[1] for one in lines if (found := _ROW.match(one))]
    assert set(rows) == {"high"}
    hidden = [int(found[1]) for one in lines if (found := re.match(r"  and (\d+) more \(", one))]
    assert len(rows) + sum(hidden) == len(failed)
    assert any(one.endswith("--topic acting") for one in lines)


def test_a_question_with_nothing_grave_takes_one_line(snapshot, groups) -> None:
    (first, *_) = [one for one in groups if one.verdict is Verdict.FAIL]
    low = replace(first, topic=Topic.SUPPLIER, severity=Severity.LOW)
    lines = drawn([first, low, low], snapshot.inventory, Asked(width=WIDTH))
    assert "What vendors do, or do not answer for  2 low: --topic supplier" in lines
    assert sum(bool(_ROW.match(one)) for one in lines) == 1


def test_what_could_not_be_told_is_counted_by_topic(snapshot, command) -> None:
    out = command("findings").out
    below = out[out.index("Could not be told") :]
    assert re.search(r"^  acting +\d+  how far it acts alone", below, re.MULTILINE)
    topic = command("findings", "--topic", "knowledge").out
    assert "Could not be told: what is on, and what it does" in topic
    assert "Assistant (drafts)" in topic


def test_the_digits_of_each_line_are_what_explain_takes(snapshot, command) -> None:
    lines = command("findings", "--all", "--verdict", "all").out.splitlines()
    found = [matched[2] for one in lines if (matched := _ROW.match(one))]
    assert len(found) > 3
    for digits in {found[0], found[-1]}:
        assert command("explain", digits).code == 0


@pytest.mark.parametrize(
    "more", [("--all",), ("--topic", "acting"), ("--rule", "unattended-script")]
)
def test_what_is_asked_for_is_listed_to_its_end(snapshot, command, more) -> None:
    out = command("findings", *more).out
    assert "more (" not in out
    brief = command("findings", "--brief", *more).out.splitlines()
    rows = [one for one in out.splitlines() if _ROW.match(one)]
    assert len(rows) == len([one for one in brief if not one.startswith("gap ")])


def test_the_next_commands_are_for_the_same_run_and_the_same_client(snapshot, command) -> None:
    done = command("discover", "--quiet", "--output", "other run.json")
    assert done.code == 0
    out = command("findings", "other run.json", "--client", "Lakeside Clinic").out
    assert re.search(r"Next: aigov-connectors explain [0-9a-f]{8} 'other run.json'", out)
    assert "aigov-connectors findings 'other run.json' --client 'Lakeside Clinic' --all" in out
    assert "Findings for Lakeside Clinic: " in out
    assert "Coverage for Lakeside Clinic: " in out


def test_nothing_is_said_without_what_was_not_read(snapshot, command) -> None:
    out = command("findings", "--min-severity", "critical").out
    assert out.startswith("Nothing matches, in what was read.")
    assert "refused  main: policy of site Harbor Dental" in out
    assert "Coverage: " in out
    assert "Next" not in out


def test_a_line_that_is_cut_still_says_what_it_does_and_for_whom(groups, snapshot) -> None:
    (found,) = [one for one in groups if "Disk full in Servers" in tight_words(one, room=200)]
    words = tight_words(found, room=44)
    assert len(words) <= 44
    assert words.startswith("rule Disk full in")
    assert "runs scripts" in words
    assert words.endswith("clients")


def test_where_one_client_is_asked_for_its_name_stands_in_no_line(snapshot, groups) -> None:
    (found, *_) = [one for one in groups if len(one.clients) == 1 and one.reach_is_known]
    (client,) = [one for one in snapshot.inventory.clients if one.id == found.clients[0].id]
    assert client.name in tight_words(found, room=200)
    assert client.name not in tight_words(found, room=200, among=client)
