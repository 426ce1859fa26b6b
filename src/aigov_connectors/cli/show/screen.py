"""The findings on one screen: the gravest first and a line each, the others as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from aigov_connectors.cli.show.brief import brief_words, tight_words
from aigov_connectors.cli.show.covered import for_whom, known_words
from aigov_connectors.cli.show.findings import EXPLAINED_BY
from aigov_connectors.cli.show.gaps import UNREAD, GapGroup
from aigov_connectors.cli.show.grouping import GRAVITY, Group
from aigov_connectors.cli.show.layout import heading, line
from aigov_connectors.cli.show.phrases import severity_counts
from aigov_connectors.cli.show.sections import OPEN, SECTIONS
from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.cli.show.words import REASON_WORDS, SEVERITY_STYLE, VERDICT_WORDS
from aigov_connectors.inventory import Client, Inventory, Severity, Verdict
from aigov_connectors.inventory.covered import added, covered

__all__ = ["Asked", "screen_lines"]

_LINES = 40
_LEAST_ROWS = 6
_LEAST_WORDS = 30
_UNREAD_SHOWN = 3
_SUBJECTS_SHOWN = 2
_SEVERITY_WIDTH = max(len(one.value) for one in Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the screen was asked for, so that it can say how to ask for more."""

    command: str = "aigov-connectors findings"
    """The command with what limits it, to which a flag can be added."""
    explain: str = "aigov-connectors explain {}"
    """The command that tells one of them in full, `{}` for its short id."""
    every: bool = False
    """A line for each, however many; else what fits one screen."""
    client: Client | None = None
    judged_by: str = ""
    width: int | None = None
    """Columns of a terminal, at which rows are cut; None in a pipe, where each is whole."""


@dataclass(frozen=True, slots=True)
class _Section:
    verdict: Verdict
    title: str
    groups: tuple[Group, ...]

    @property
    def gravest(self) -> int:
        return max(group.severity.rank for group in self.groups)

    @property
    def narrower(self) -> str:
        """The flag that asks for this section alone."""
        if self.verdict is Verdict.PASS:
            return "--verdict pass"
        return f"--topic {self.groups[0].topic.value}"


def screen_lines(
    groups: Sequence[Group], gaps: Sequence[GapGroup], inventory: Inventory, asked: Asked
) -> Iterator[Text]:
    """What to print, line by line; a line may be cut at the width of a terminal.

    Listed are those of the gravest answer that there is; `Asked.every` lists all. Of what was not
    read, what was to be read is named, the rest counted.
    """
    sections = _sections(groups)
    listed = [one for one in sections if asked.every or one.verdict is sections[0].verdict]
    top, low = list(_top(groups, asked)), list(_foot([s for s in sections if s not in listed]))
    first = listed[0].groups[0] if listed else None
    foot = [*low, *_unread(gaps, asked), *_ends(first, inventory, asked)]
    taken = sum(_height(one, asked.width) for one in (*top, *foot))
    room = _LINES - taken - 2 * len(listed) - 1
    rows = _rows(listed, room=None if asked.every else max(room, _LEAST_ROWS))
    yield from top
    for section, shown in zip(listed, rows, strict=True):
        alone = "" if shown else f": {section.narrower}"
        yield heading(section.title, f"{_counts(section)}{alone}")
        yield from (_row(group, asked) for group in section.groups[:shown])
        if shown and (hidden := section.groups[shown:]):
            yield line(f"  {_hidden(section, hidden)}")
    if listed:
        yield Text()
    yield from foot


def _hidden(section: _Section, hidden: Sequence[Group]) -> str:
    if section.verdict is Verdict.PASS:
        return f"and {len(hidden):,} more: --all"
    return f"and {len(hidden):,} more ({severity_counts(hidden)}): {section.narrower}"


def _height(words: Text, width: int | None) -> int:
    return 1 if width is None or words.no_wrap else max(-(-len(words) // width), 1)


def _sections(groups: Sequence[Group]) -> list[_Section]:
    """Those that hold something: what fails before what is open, then the gravest first."""
    found = [
        _Section(verdict, title, mine)
        for verdict, topics, title in SECTIONS
        if (mine := tuple(g for g in groups if g.verdict is verdict and g.topic in topics))
    ]
    return sorted(found, key=lambda one: (GRAVITY[one.verdict], -one.gravest))


def _rows(sections: Sequence[_Section], *, room: int | None) -> list[int]:
    """How many of each section are shown: the gravest of all, and one of each that has graver
    than low.
    """
    if room is None:
        return [len(one.groups) for one in sections]
    shown = [int(one.gravest > Severity.LOW.rank or len(sections) == 1) for one in sections]
    waiting = sorted(
        (-group.severity.rank, at)
        for at, section in enumerate(sections)
        if shown[at]
        for group in section.groups[1:]
    )
    for _, at in waiting[: max(room - sum(shown), 0)]:
        shown[at] += 1
    return shown


def _top(groups: Sequence[Group], asked: Asked) -> Iterator[Text]:
    """What there is in numbers, and what a line stands for."""
    whom = f" for {asked.client.name}" if asked.client else ""
    if not groups:
        yield line((f"Nothing matches{whom}, in what was read.", "bold"))
        yield Text()
        return
    findings = sum(len(group.findings) for group in groups)
    counts = Counter(group.verdict for group in groups)
    words = {
        Verdict.FAIL: "fail",
        Verdict.UNDETERMINED: "could not be told",
        Verdict.PASS: "pass",
    }
    told = ", ".join(f"{counts[one]:,} {words[one]}" for one in Verdict if counts[one])
    yield heading(f"Findings{whom}:", told)
    if findings > len(groups):
        yield line(
            (
                f"{counted(findings, 'finding')} in {counted(len(groups), 'line')}: settings of"
                " one object, and alike ones, are one line.",
                "dim",
            )
        )
    yield Text()


def _counts(section: _Section) -> str:
    if section.verdict is Verdict.PASS:
        return counted(len(section.groups), "setting")
    return severity_counts(section.groups)


def _row(group: Group, asked: Asked) -> Text:
    mark = "ok" if group.verdict is Verdict.PASS else group.severity.value
    style = "green" if group.verdict is Verdict.PASS else SEVERITY_STYLE[group.severity]
    waived = " (waived)" if group.is_waived else ""
    digits = group.findings[0].identity[:EXPLAINED_BY]
    start = f"  {mark:{_SEVERITY_WIDTH}} "
    if asked.width is None:
        words = brief_words(group)
    else:
        room = asked.width - len(start) - len(digits) - len(waived) - 2
        words = tight_words(group, room=max(room, _LEAST_WORDS), among=asked.client)
    row = line((start, style), (f"{digits}  ", "dim"), words, (waived, "dim"))
    return _one(row)


def _one(row: Text) -> Text:
    """Never more than one line on a terminal."""
    row.no_wrap, row.overflow = True, "ellipsis"
    return row


def _foot(sections: Sequence[_Section]) -> Iterator[Text]:
    """What is not listed, by topic, with the word that lists it."""
    open_ones = [one for one in sections if one.verdict is Verdict.UNDETERMINED]
    if open_ones:
        total = sum(len(one.groups) for one in open_ones)
        yield heading(VERDICT_WORDS[Verdict.UNDETERMINED], f"{total:,}: --topic WORD lists them")
        for one in open_ones:
            topic = one.groups[0].topic
            counts = (f"({severity_counts(one.groups)})", "dim")
            yield _one(line(f"  {topic.value:10} {len(one.groups):>5,}  {OPEN[topic]} ", counts))
        yield Text()
    for one in sections:
        if one.verdict is Verdict.PASS:
            yield heading(one.title, f"{len(one.groups):,}: {one.narrower}")
            yield Text()


def _unread(gaps: Sequence[GapGroup], asked: Asked) -> Iterator[Text]:
    if not gaps:
        return
    counts = {
        words: sum(len(one.subjects) for one in gaps if one.reason is reason)
        for reason, words in REASON_WORDS.items()
    }
    told = ", ".join(f"{count:,} {words}" for words, count in counts.items() if count)
    yield heading("Not read", f"{told}: --full says what helps")
    missing = [one for one in gaps if one.reason in UNREAD]
    for group in missing if asked.every else missing[:_UNREAD_SHOWN]:
        what = listed_names(group.subjects, limit=_SUBJECTS_SHOWN)
        reason = (f"  {REASON_WORDS[group.reason]}  ", "yellow")
        yield _one(line(reason, f"{group.connection}: {what}. {group.remedy}"))
    yield Text()


def _ends(first: Group | None, inventory: Inventory, asked: Asked) -> Iterator[Text]:
    yield _coverage(inventory, asked.client)
    if asked.judged_by:
        yield line(("Judged by: ", "bold"), asked.judged_by)
    if first is None:
        return
    digits = first.findings[0].identity[:EXPLAINED_BY]
    more = " | ".join([*(() if asked.every else ("--all",)), "--rule RULE", "--full"])
    yield line(("Next: ", "bold"), (asked.explain.format(digits), "bold cyan"))
    yield line("      ", (asked.command, "bold cyan"), f" {more}")


def _coverage(inventory: Inventory, client: Client | None) -> Text:
    """Both figures, over all connections; each of them stands in the summary and under --full."""
    wanted = client.id if client else None
    whom = for_whom(inventory, wanted)
    figures = covered(inventory, wanted)
    if not figures:
        return line((f"Coverage{whom}: ", "bold"), "nothing was read.")
    words = known_words(added(figures.values()), inventory, wanted)
    return line((f"Coverage{whom}: ", "bold"), f"{words}.")
