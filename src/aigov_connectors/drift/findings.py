"""Findings: new, resolved, no longer visible, waived and open again.

A finding that is missing because nobody could look is never resolved, and one that could be told
and now cannot is no improvement. What a rule said of two runs together is left out: it is about
the drift itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from aigov_connectors.drift.causes import Causes
from aigov_connectors.drift.looking import Looking
from aigov_connectors.drift.making import directed
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.drift.returning import Remembered
from aigov_connectors.drift.rows import (
    CLEAN,
    GRAVITY,
    Answer,
    Group,
    answers,
    as_seen,
    groups_of,
    is_own,
    moved,
)
from aigov_connectors.inventory import Severity, Verdict
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.sight import Unseen
from aigov_connectors.rules import Assessment, Finding, FindingClient, Topic

__all__ = ["finding_changes", "is_otherwise", "why_unseen"]

_WORDS = {
    Move.APPEARED: "is new",
    Move.GONE: "is resolved",
    Move.ROSE: "weighs more",
    Move.FELL: "weighs less",
    Move.HIDDEN: "can no longer be told",
    Move.REVEALED: "can be told now",
    Move.WAIVED: "is waived now",
    Move.REOPENED: "is waived no longer",
    Move.CHANGED: "is told otherwise",
}


def finding_changes(
    pair: Pair, before: Assessment, after: Assessment, *, earlier: Remembered | None = None
) -> Iterator[Change]:
    """Compare the findings by identity: rule and subject.

    `earlier` tells which of those that are new had been there before, and were resolved.
    """
    was, now = _by_identity(before), _by_identity(after)
    was = {identity: _under_ids(one, pair.ids) for identity, one in was.items()}
    judge = Causes(pair, before, after)
    looking = Looking(pair, later=False), Looking(pair, later=True)
    for identity in sorted(was.keys() | now.keys()):
        one, other = was.get(identity), now.get(identity)
        stood = one is not None and one.verdict not in CLEAN
        since = None if earlier is None or stood else earlier.failed.get(identity)
        for change in _changes(pair, judge, looking, one, other):
            yield change if since is None else _come_back(change, since)


def why_unseen(pair: Pair, finding: Finding) -> Unseen | None:
    """Why the later run may say nothing of a finding of the earlier; None where it is gone."""
    return Looking(pair, later=True).why(_under_ids(finding, pair.ids))


def is_otherwise(pair: Pair, one: Finding, other: Finding) -> bool:
    """Whether the same finding says something else in the later run, of all or of some clients."""
    was = _under_ids(one, pair.ids)
    return (
        moved(_overall(was), _overall(other)) is not None
        or any(moved(*each) for _, *each in answers(was, other, parted=pair.parted))
        or _waivers(was) != _waivers(other)
        or bool(was.clients) != bool(other.clients)
    )


_Looking = tuple[Looking, Looking]
"""The earlier and the later run, each asked for what the other says."""


def _changes(
    pair: Pair, judge: Causes, looking: _Looking, one: Finding | None, other: Finding | None
) -> Iterator[Change]:
    # What passes needs nobody to accept it, though the waiver's words cover it.
    fails = other is not None and other.verdict is not Verdict.PASS
    if one is not None and other is not None and fails and one.verdict is other.verdict:
        yield from _waived(judge, one, other)
    groups = groups_of(_by_client(pair, judge, looking, one, other))
    for group in groups:
        yield _for_some(judge, one, other, group)
    step = moved(_overall(one), _overall(other))
    if groups and (step is None or not (is_own(one) or is_own(other))):
        return  # the answer over all is the gravest of those that are told
    if step is None:
        if one is not None and other is not None and bool(one.clients) != bool(other.clients):
            yield from _whom(judge, looking, one, other)
        return
    unseen = None
    if other is None and one is not None:
        unseen = looking[1].why(one)
    elif one is None and other is not None:
        unseen = looking[0].why(other)
    if unseen is not None:
        step = (Move.HIDDEN, Direction.UNSEEN) if other is None else (Move.REVEALED, Direction.SEEN)
    cause = Cause.VISIBILITY if unseen else judge.of(one, other)
    step = as_seen(step, cause)
    if any((group.move, group.direction) == step for group in groups):
        return
    direction = directed(step[1], cause, blind=judge.is_blind(one, other))
    dimmer = judge.is_dimmer(told) if (told := other or one) else None
    yield _change(one, other, step[0], direction, cause, unseen, dimmer=dimmer)


def _overall(finding: Finding | None) -> Answer:
    return None if finding is None else (finding.verdict, finding.severity)


def _by_client(
    pair: Pair, judge: Causes, looking: _Looking, one: Finding | None, other: Finding | None
) -> Iterator[tuple[str, Answer, Answer, Cause, Unseen | None]]:
    """The clients whose answer may have moved, each with whose doing that is."""
    for client, was, now in answers(one, other, parted=pair.parted):
        if was == now:
            continue
        unseen = None
        if now is None and one is not None and was is not None and was[0] not in CLEAN:
            unseen = looking[1].why_at(one, client)
        elif was is None and other is not None and now is not None and now[0] not in CLEAN:
            unseen = looking[0].why_at(other, client)
        cause = Cause.VISIBILITY if unseen else judge.at(one, other, client)
        yield client, was, now, cause, unseen


def _for_some(judge: Causes, one: Finding | None, other: Finding | None, group: Group) -> Change:
    """The change for the clients of a group, in words that say whether it is about others too."""
    change = _change(
        one,
        other,
        group.move,
        directed(group.direction, group.cause, blind=judge.is_blind(one, other)),
        group.cause,
        group.unseen,
        dimmer=judge.is_dimmer(told) if (told := other or one) else None,
        some=_how_many(one, other, group),
    )
    severities = [each[1] for each in (group.before, group.after) if each is not None]
    states = {}
    if one is not None and other is not None:
        states = {"before": _answer_words(group.before), "after": _answer_words(group.after)}
    return change.model_copy(
        update={
            "clients": group.clients,
            "severity": max(severities, key=lambda severity: severity.rank),
            **states,
        }
    )


def _how_many(one: Finding | None, other: Finding | None, group: Group) -> str:
    """For how many clients it moved; nothing where it moved for everyone that it is about."""
    told = {row.id for each in (one, other) for row in (each.clients if each else ())}
    if told <= set(group.clients) and not (is_own(one) or is_own(other)):
        return ""
    held = [each for each in (one, other) if each is not None and each.verdict not in CLEAN]
    if told <= set(group.clients) and len(held) < 2:
        return ""
    count = len(group.clients)
    more = " more" if group.move is Move.APPEARED and one is not None and held[0] is one else ""
    return f" for {count:,}{more} client{'' if count == 1 else 's'}"


def _answer_words(answer: Answer) -> str:
    return "nothing said" if answer is None else f"{answer[0]}, {answer[1]}"


def _whom(judge: Causes, looking: _Looking, one: Finding, other: Finding) -> Iterator[Change]:
    """It says what it said, but of everyone before and of some now, or the other way about."""
    if one.verdict in CLEAN:
        return
    if any(looking[1].why_at(one, row.id) for row in one.clients) or any(
        looking[0].why_at(other, row.id) for row in other.clients
    ):
        return  # one of the runs did not see the clients, which is told of them
    cause = judge.of(one, other)
    change = _change(one, other, Move.CHANGED, Direction.UNCLEAR, cause)
    words = "of clients that are named" if other.clients else "of clients that are not named"
    yield change.model_copy(
        update={"before": _whom_words(one), "after": _whom_words(other)}
        | {
            "because": f"{other.title} ({other.rule}), {other.subject.name}, is told {words} now."
            f" {other.because}"
        }
    )


def _whom_words(finding: Finding) -> str:
    count = len(finding.clients)
    return f"{count:,} client{'' if count == 1 else 's'}" if count else "whom is not told"


def _come_back(change: Change, since: datetime) -> Change:
    """The change of a finding that is new here, and that an earlier run had told."""
    if change.move is not Move.APPEARED or change.direction is not Direction.WORSE:
        return change
    words = f"{_WORDS[Move.APPEARED]}."
    day = f"{since.day} {since:%b %Y}"
    back = f"is back: it was resolved, and was last told on {day}."
    return change.model_copy(
        update={"move": Move.REOPENED, "because": change.because.replace(words, back, 1)}
    )


def _waived(judge: Causes, one: Finding, other: Finding) -> Iterator[Change]:
    was, now = _waivers(one), _waivers(other)
    for clients, move, direction in (
        (now - was, Move.WAIVED, Direction.UNCLEAR),  # someone accepts it; nothing got better
        (was - now, Move.REOPENED, Direction.WORSE),
    ):
        if clients:
            cause = judge.of_waiver(one if move is Move.REOPENED else other)
            change = _change(one, other, move, direction, cause)
            some = tuple(sorted(client for client in clients if client is not None))
            yield change.model_copy(update={"clients": some or change.clients})


def _waivers(finding: Finding) -> set[str | None]:
    """The clients whose row is waived; None where the finding is waived whole."""
    rows: set[str | None] = {row.id for row in finding.clients if row.waiver is not None}
    return rows | ({None} if finding.waiver is not None else set())


def _change(
    one: Finding | None,
    other: Finding | None,
    move: Move,
    direction: Direction,
    cause: Cause,
    unseen: Unseen | None = None,
    *,
    dimmer: bool | None = None,
    some: str = "",
) -> Change:
    told = other or one
    if told is None:
        raise ValueError("a change of a finding needs the finding")
    if unseen is None and dimmer is not None:
        move, direction = as_seen((move, direction), cause, dimmer=dimmer)
    why = ""
    if unseen is not None:
        when = "in the run before, " if move is Move.REVEALED else ""
        why = f": {when}{unseen.because}"
    said = "It said: " if other is None else ""
    rows = {row.id for each in (one, other) for row in (each.clients if each else ())}
    gaps = unseen.gaps if unseen else ()
    return Change(
        aspect=Aspect.FINDING,
        move=move,
        direction=direction,
        cause=cause,
        severity=_severity(one, other),
        subject=told.subject,
        because=f"{told.title} ({told.rule}), {told.subject.name}, {_WORDS[move]}{some}{why}."
        f" {said}{told.because}",
        before=None if one is None else _state(one),
        after=None if other is None else _state(other),
        clients=tuple(sorted(rows)),
        evidence_before=() if one is None else one.evidence,
        evidence_after=() if other is None else other.evidence,
        gaps_before=gaps if one is None else one.gaps,
        gaps_after=gaps if other is None else other.gaps,
    )


def _state(finding: Finding) -> str:
    waived = ", waived" if finding.is_waived else ""
    return f"{finding.verdict}, {finding.severity}{waived}"


def _severity(one: Finding | None, other: Finding | None) -> Severity:
    told = [each.severity for each in (one, other) if each is not None]
    return max(told, key=lambda severity: severity.rank)


def _by_identity(assessment: Assessment) -> dict[str, Finding]:
    return {
        one.identity: one
        for one in (*assessment.findings, *assessment.passes)
        if one.topic is not Topic.DRIFT
    }


def _under_ids(finding: Finding, ids: Mapping[str, str]) -> Finding:
    """The finding with the client ids of the later run; of two rows of one the graver."""
    if not any(row.id in ids for row in finding.clients):
        return finding
    rows: dict[str, FindingClient] = {}
    for row in sorted(finding.clients, key=lambda one: (GRAVITY[one.verdict], one.severity.rank)):
        identity = ids.get(row.id, row.id)
        rows[identity] = row.model_copy(update={"id": identity})
    return finding.model_copy(update={"clients": tuple(rows[one] for one in sorted(rows))})
