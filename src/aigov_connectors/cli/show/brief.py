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
from aigov_connectors.inventory import Severity, Verdict
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.rules import SubjectKind

__all__ = ["brief_lines"]

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
        yield line(severity, _ANSWERS[group.verdict], digits, _words(group), waived)
    if missing:
        told = f"{counted(missing, 'gap')} in what was read: without --brief they are listed"
        yield line((f"{'gap':{_WIDTH}}", "yellow"), _ANSWERS[Verdict.UNDETERMINED], told)
    elif not groups:
        yield line(("Nothing matches, in what was read.", "bold"))


def _words(group: Group) -> str:
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
