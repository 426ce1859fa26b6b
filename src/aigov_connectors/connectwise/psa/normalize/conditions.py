"""What the words of a rule's condition tell, and what of them may be shown.

The grammar is not documented: a word that is not known here is never taken for harmless.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

__all__ = ["Waiting", "is_about_tickets_only", "waiting", "without_names"]


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_TOKEN = re.compile(r'"[^"]*"|[<>=!]+|[^\W\d_][\w.\'\u2019@&-]*|.', re.DOTALL)
_JOINS = frozenset({"and", "or"})
_COMPARISONS = _words(
    "contain contains like in is equals equal starts begins ends with changed to",
    "between",
)
_PLAIN = frozenset({"not", "null", "true", "false", "empty", "blank"})
_SET_UP = _words(
    "status board type subtype item priority severity impact urgency",
)
"""Fields whose values are the words of this tool's own set-up tables."""
_BESIDE = _words(
    "service ticket sr sub sla name id new old current",
)
_OF_TICKETS = _words(
    "summary source owner resource resources assigned team member age days hours",
    "minutes since update updated last date entered created closed flag time of the",
    "has was for response respond responded resolution resolved plan by escalation",
    "level budget actual",
)
"""Words for what a ticket is like, whosever it is."""
_OF_CLIENTS = _words(
    "company contact site agreement territory market end start identifier email phone",
)


def is_about_tickets_only(condition: str) -> bool:
    """Whether no word of a condition, outside quotation marks, may limit it to some clients."""
    known = _JOINS | _COMPARISONS | _PLAIN | _SET_UP | _BESIDE | _OF_TICKETS
    words = (one.casefold() for one in _TOKEN.findall(condition) if one[0].isalpha())
    return condition.count('"') % 2 == 0 and known.issuperset(words)


def without_names(condition: str) -> str:
    """Give a condition as evidence may show it: no value but those of the set-up tables.

    What a person typed may name a client or a person, whatever the field is called.
    """
    if condition.count('"') % 2 or "\\" in condition:
        return "…"  # where a value ends is not certain
    shown: list[str] = []
    clause: list[str] = []
    for token in _TOKEN.findall(condition):
        if token.casefold() in _JOINS:
            shown += (*_cleared(clause), token)
            clause = []
        else:
            clause.append(token)
    return "".join((*shown, *_cleared(clause)))


def _cleared(clause: list[str]) -> list[str]:
    signs = [at for at, one in enumerate(clause) if one[0] in "<>=!"]
    # "in" is also a word of a field's name: Days in Status > 5.
    words = [at for at, one in enumerate(clause) if one.casefold() in _COMPARISONS]
    compared = (*signs, *words, len(clause))[0]
    field = {one.casefold() for one in clause[:compared] if one[0].isalpha()} - _PLAIN
    kept = _PLAIN | _COMPARISONS
    values = {one.casefold() for one in clause[compared:] if one[0].isalpha()}
    # Another word after the comparison may begin another comparison, of another field.
    if field & _SET_UP and field <= _SET_UP | _BESIDE and values <= kept:
        return clause
    # What is compared with nothing may be the second half of a name that has an "and" in it.
    fields = _SET_UP | _BESIDE | _OF_TICKETS | _OF_CLIENTS
    return [_shown(one, kept | fields if at < compared else kept) for at, one in enumerate(clause)]


def _shown(token: str, kept: frozenset[str]) -> str:
    if token[0] == '"':
        return '"…"'
    return "…" if token[0].isalpha() and token.casefold() not in kept else token


@dataclass(frozen=True, slots=True)
class Waiting:
    """A condition on how long a ticket has been at a status."""

    status: str
    """The status, by name."""
    seconds: int
    """For how long at least; 0 where the condition asks for none."""
    since: str | None
    """What the time runs from: `status` or `update`; None where there is none."""
    is_all: bool
    """Whether it asks for nothing else."""


_SECONDS = {"minute": 60, "minutes": 60, "hour": 3600, "hours": 3600, "day": 86400, "days": 86400}
_SINCE = {
    "in status": "status",
    "since update": "update",
    "since last update": "update",
    "since last updated": "update",
}
_STATUS = _words("status service ticket sr name")


def waiting(condition: str) -> Waiting | None:
    """Read a condition as a status and a time; None where it is no such, or may be another.

    Only plain clauses that are joined by `and` are understood, one of them on the status.
    """
    tokens = [one for one in _TOKEN.findall(condition) if not one.isspace() and one not in "()"]
    if condition.count('"') % 2 or {"or", "not"} & {one.casefold() for one in tokens}:
        return None
    groups = groupby(tokens, key=lambda one: one.casefold() == "and")
    clauses = [list(group) for is_join, group in groups if not is_join]
    status, times, others = [], [], 0
    for clause in clauses:
        named, time = _status_of(clause), _time_of(clause)
        status += [named] if named is not None else []
        times += [time] if time is not None else []
        others += named is None and time is None
    if len(status) != 1 or len(times) > 1:
        return None
    seconds, since = times[0] if times else (0, None)
    return Waiting(status[0], seconds, since, is_all=not others)


def _status_of(clause: list[str]) -> str | None:
    *field, sign, value = clause if len(clause) > 2 else ["", "", ""]
    words = {one.casefold() for one in field} - {"/"}
    if sign != "=" or value[:1] != '"' or "status" not in words or not words <= _STATUS:
        return None
    return value.strip('"')


def _time_of(clause: list[str]) -> tuple[int, str] | None:
    at = next((place for place, one in enumerate(clause) if one in (">", ">=")), None)
    if at is None or at < 2:
        return None
    unit, *since = (one.casefold() for one in clause[:at])
    number = "".join(clause[at + 1 :])
    measured = _SINCE.get(" ".join(since))
    if unit not in _SECONDS or measured is None or not (number.isascii() and number.isdecimal()):
        return None
    return int(number) * _SECONDS[unit], measured
