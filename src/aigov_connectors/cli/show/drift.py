"""Drift as a person reads it: what got worse, what nobody can see any more, and the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import (
    Column,
    columns,
    heading,
    indented,
    labelled,
    line,
    stacked,
)
from aigov_connectors.cli.show.text import counted, listed_names, moment, plain, shortened
from aigov_connectors.cli.show.words import SEVERITY_STYLE
from aigov_connectors.drift import Aspect, Cause, Change, Direction, Drift, Move, RunStamp
from aigov_connectors.inventory import Severity
from aigov_connectors.rules.words import change_words

__all__ = ["drift_view"]

_LABEL_WIDTH = 9
_NAMED = 6
_FEW = 4
_RECORDS = 3  # changes of one object that are told
_ALIKE_AT_LEAST = 3  # two are still two lines
_LONGEST = 320  # characters of a sentence: the whole of it is in the JSON

_TITLES = {
    Direction.WORSE: ("Worse", "bold red"),
    Direction.UNSEEN: ("Less is known: none of this is an improvement", "bold yellow"),
    Direction.UNCLEAR: ("Changed", "bold"),
    Direction.SEEN: ("More is known: it may have been there before", "bold"),
    Direction.BETTER: ("Better", "bold green"),
}

_COUNTS = {
    Direction.WORSE: "worse",
    Direction.UNSEEN: "less known",
    Direction.UNCLEAR: "changed",
    Direction.SEEN: "more known",
    Direction.BETTER: "better",
}

_OWN = frozenset(
    {Cause.CATALOGUE_UPDATE, Cause.RULES_UPDATE, Cause.POLICY_UPDATE, Cause.LIBRARY_UPDATE}
)

_CAUSE_WORDS = {
    Cause.CATALOGUE_UPDATE: "the catalogue reads it otherwise; no setting changed",
    Cause.RULES_UPDATE: "the rules changed; what they judge did not",
    Cause.POLICY_UPDATE: "the oversight policy or a waiver changed",
    Cause.LIBRARY_UPDATE: "the library reads it otherwise; no setting changed",
    Cause.CONFIGURATION: "your own configuration changed",
    Cause.EXPIRY: "its time ran out",
}
"""Only what is not drift at the vendor needs a word."""


def drift_view(
    drift: Drift,
    names: Mapping[str, str],
    *,
    least: Severity | None = None,
    left_out: int = 0,
) -> RenderableType:
    """Every change, those that are alike joined.

    Args:
        drift: what is shown.
        names: names of clients by id.
        least: the severity below which changes were left out, if they were.
        left_out: how many were.
    """
    parts: list[RenderableType] = [_head(drift, least, left_out), Text()]
    if not drift.changes:
        told = "Nothing that was seen differs."
        if left_out:
            told = f"Nothing of {least} severity or above differs."
        return stacked(parts[0], line(told))
    own = [one for one in drift.changes if one.cause in _OWN]
    for direction, (title, style) in _TITLES.items():
        found = [
            one
            for one in drift.changes
            if one.direction is direction
            and one.cause not in _OWN
            and one.aspect is not Aspect.SCOPE  # told in the head
        ]
        if found:
            parts += [line((title, style), f"  {len(found):,}"), *_listed(found, names), Text()]
    if own:
        parts += [
            heading("On our side", "the same settings, read or judged otherwise: no drift"),
            *_listed(own, names),
            Text(),
        ]
    new = any(one.aspect is Aspect.FINDING and one.move is Move.APPEARED for one in drift.changes)
    if new and not drift.earlier_runs:
        told = "Only these two runs were compared: whether a new finding had been resolved before"
        parts += [line((f"{told} is not known.", "dim")), Text()]
    return stacked(*parts[:-1])


def _head(drift: Drift, least: Severity | None, left_out: int) -> RenderableType:
    # What a run was told to leave out is told below, and is no change that was seen.
    seen = [one.direction for one in drift.changes if one.aspect is not Aspect.SCOPE]
    counts = [
        f"{number:,} {words}"
        for direction, words in _COUNTS.items()
        if (number := seen.count(direction))
    ]
    same = f"{counted(drift.unchanged_deployments, 'setting')} as before"
    if little := drift.moved_within_tolerance:
        same = f"{same}, in {little:,} of them a number moved by too little to be told"
    rows: list[RenderableType] = [
        heading("Drift", f"{_run(drift.before, drift)} -> {_run(drift.after, drift)}"),
        line(f"{', '.join(counts) or 'no change'}; {same}"),
    ]
    if left_out:
        below = counted(left_out, "change")
        rows.append(line((f"{below} below {least} left out by --min-severity", "dim")))
    rows += [
        line((one.because, "yellow" if one.direction is Direction.UNSEEN else ""))
        for one in drift.changes
        if one.aspect is Aspect.SCOPE
    ]
    return stacked(*rows)


def _run(run: RunStamp, drift: Drift) -> str:
    """When a run ended; to the second where the other ended in the same minute."""
    ends = [moment(one.finished_at) for one in (drift.before, drift.after)]
    told = moment(run.finished_at)
    if ends[0] != ends[1]:
        return told
    return told.replace(" UTC", f":{run.finished_at:%S} UTC")


def _listed(changes: Sequence[Change], names: Mapping[str, str]) -> list[RenderableType]:
    rows: list[RenderableType] = []
    layout = (Column(keep_whole=True), Column(share=1))
    for pile in _piles(changes):
        gravest = max(pile, key=lambda one: one.severity.rank).severity
        told = shortened(_sentence(pile), limit=_LONGEST)
        mark = line((f"{gravest:<8}", SEVERITY_STYLE[gravest]))
        rows.append(indented(columns(layout, [(mark, told)])))
        about = list(_about(pile, names))
        if about:
            rows.append(indented(labelled(about, width=_LABEL_WIDTH), by=12))
    return rows


def _piles(changes: Sequence[Change]) -> list[Sequence[Change]]:
    """Changes that are alike in everything but the setting they are of, in their order."""
    alike: dict[Hashable, list[Change]] = defaultdict(list)
    for one in changes:
        alike[_likeness(one)].append(one)
    piles: list[Sequence[Change]] = []
    for pile in alike.values():
        piles += [pile] if len(pile) >= _ALIKE_AT_LEAST else [[one] for one in pile]
    place = {id(one): at for at, one in enumerate(changes)}
    return sorted(piles, key=lambda pile: place[id(pile[0])])


def _likeness(change: Change) -> Hashable:
    said = (change.aspect, change.move, change.cause)
    if _is_sight(change):  # one read that failed, or came, hides or shows all of them
        return (*said, change.subject.connection)
    feature = change.subject.feature
    if change.aspect is Aspect.FINDING:
        return (*said, change.severity, change.because.partition(",")[0])
    return (*said, change.severity, feature, change.subject.connection, change.before, change.after)


def _is_sight(change: Change) -> bool:
    moved = change.move in (Move.HIDDEN, Move.REVEALED)
    return moved and change.cause is Cause.VISIBILITY and change.aspect in _PLURALS


def _sentence(pile: Sequence[Change]) -> str:
    """What is said of a pile: its first change, or how many were hidden or shown at once."""
    first = pile[0]
    if len(pile) == 1 or not _is_sight(first):
        return first.because
    visible = "are no longer visible" if first.move is Move.HIDDEN else "are visible now"
    where = first.subject.connection
    return f"{len(pile):,} {_PLURALS[first.aspect]} of {where} {visible}."


_PLURALS = {
    Aspect.DEPLOYMENT: "settings",
    Aspect.FINDING: "findings",
    Aspect.REACH: "reaches of settings",
    Aspect.CHAIN: "chains across tools",
    Aspect.UNKNOWN_SWITCH: "unknown settings",
    Aspect.CLIENT: "clients",
}


def _about(pile: Sequence[Change], names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    first = pile[0]
    if len(pile) > 1 and _is_sight(first):
        subjects = dict.fromkeys(one.subject.name for one in pile)
        yield "such as", "; ".join([*subjects][:_FEW])
    elif len(pile) > 1:
        others = dict.fromkeys(one.subject.name for one in pile[1:])
        more = f"; and {len(others) - _FEW:,} more" if len(others) > _FEW else ""
        yield "also", "; ".join([*others][:_FEW]) + more
    clients = {client for one in pile for client in one.clients}
    if clients:
        known = sorted(names.get(one, one) for one in clients)
        many = len(known) > _NAMED
        yield "clients", f"{len(known):,}" if many else listed_names(known, limit=_NAMED)
    records = dict.fromkeys(record for one in pile for record in one.told)
    several = len({record.source_object for record in records}) > 1
    told = [
        f"{record.source_object.name}: {change_words(record)}" if several else change_words(record)
        for record in records
    ]
    untold = dict.fromkeys(one.untold for one in pile if one.untold is not None)
    if told:
        more = f"; and {len(told) - _RECORDS:,} more" if len(told) > _RECORDS else ""
        yield "by", plain("; ".join(told[:_RECORDS]) + more)
    elif untold:
        yield "by", f"not told: {'; '.join(untold)}"
    if first.cause in _CAUSE_WORDS and first.aspect not in _TOLD_BY_ITSELF:
        yield "because", _CAUSE_WORDS[first.cause]


_TOLD_BY_ITSELF = frozenset(
    {Aspect.CATALOGUE, Aspect.RULES, Aspect.POLICY, Aspect.LIBRARY, Aspect.CONNECTION}
)
