"""Findings in one line each: to run the eye over, to count, to grep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from aigov_connectors.cli.show.findings import EXPLAINED_BY
from aigov_connectors.cli.show.grouping import Group
from aigov_connectors.cli.show.layout import line
from aigov_connectors.cli.show.phrases import deed_words, source_words
from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.cli.show.words import SEVERITY_STYLE
from aigov_connectors.inventory import Client, Severity, Verdict
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.rules import SubjectKind

__all__ = ["brief_lines", "brief_words", "tight_words"]

_ANSWERS = {
    Verdict.FAIL: ("fail  ", "red"),
    Verdict.UNDETERMINED: ("open  ", "yellow"),
    Verdict.PASS: ("pass  ", "green"),
}
_FEATURES_SHOWN = 2
_WIDTH = 2 + max(len(one.value) for one in Severity)


def brief_lines(groups: Sequence[Group], *, missing: int) -> Iterator[Text]:
    """A line per group, with what `explain` takes; `missing` gaps are counted in the last."""
    for group in groups:
        severity = (f"{group.severity.value:{_WIDTH}}", SEVERITY_STYLE[group.severity])
        waived = ("  (waived)" if group.is_waived else "", "dim")
        digits = (f"{group.findings[0].identity[:EXPLAINED_BY]}  ", "dim")
        yield line(severity, _ANSWERS[group.verdict], digits, brief_words(group), waived)
    if missing:
        told = f"{counted(missing, 'gap')} in what was read: without --brief they are listed"
        yield line((f"{'gap':{_WIDTH}}", "yellow"), _ANSWERS[Verdict.UNDETERMINED], told)
    elif not groups:
        yield line(("Nothing matches, in what was read.", "bold"))


def tight_words(group: Group, *, room: int, among: Client | None = None) -> str:
    """The same in `room` characters: each part gives way, so that whom it concerns still shows.

    `among` is the client whose findings are shown: of each it need not be said again.
    """
    whom = _tight_whom(group)
    if among is not None and group.reach_is_known and [c.id for c in group.clients] == [among.id]:
        whom = ""
    if not group.sources:
        words = brief_words(group)
        if group.kind is SubjectKind.CHAIN:
            return _in_room(group.findings[0].subject.name, deed_words(group), whom, room=room)
        where = ", ".join(group.connections)
        return _cut(words if words.startswith(where) else f"{where}: {words}", room)
    does = group.rule if group.verdict is Verdict.PASS else deed_words(group)
    return _in_room(source_words(group), does, whom, room=room)


def _tight_whom(group: Group) -> str:
    served = sum(one.kind == "client" for one in group.clients)
    if served <= 1:
        return _whom(group)
    more = "" if group.reach_is_known else " or more"
    return f"{counted(served, 'client')}{more}"


def _in_room(source: str, does: str, whom: str, *, room: int) -> str:
    end = f"; {_cut(whom, room // 3)}" if whom else ""
    left = room - len(end) - len(": ")
    source = _cut(source, max(left // 2, left - len(does)))
    return f"{source}: {_cut(does, left - len(source))}{end}"


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else f"{words[: room - 1].rstrip()}…"


def brief_words(group: Group) -> str:
    """What sets it, what that does, and for whom; what tells one line from the next comes first."""
    if group.sources:
        does = group.rule if group.verdict is Verdict.PASS else deed_words(group)
        return f"{source_words(group)}: {does}; {_whom(group)}"
    if group.kind is SubjectKind.FEATURE:
        names = listed_names(group.features, limit=_FEATURES_SHOWN)
        return (
            f"{', '.join(group.connections)}: {names}: {group.title[:1].lower()}{group.title[1:]}"
        )
    if group.kind is SubjectKind.CHAIN:
        return f"{group.findings[0].subject.name}: {deed_words(group)}; {_whom(group)}"
    return deed_words(group)


def _whom(group: Group) -> str:
    """One by its name, several by their number."""
    if not group.clients:
        return "no client known" if group.reach_is_known else "clients not shown"
    several = clients_in_words(client.kind for client in group.clients)
    words = group.clients[0].name if len(group.clients) == 1 else several
    return words if group.reach_is_known else f"{words}, perhaps more"
