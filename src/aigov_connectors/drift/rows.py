"""What a finding says client by client, compared: whom it newly concerns, and whom no longer.

The answer over all clients is the gravest of them, so it stays what it is while one client after
the other comes to fail. Every client's own answer is therefore compared, and those that moved
alike are told together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aigov_connectors.drift.model import Cause, Direction, Move
from aigov_connectors.inventory import Severity, Verdict
from aigov_connectors.inventory.sight import Unseen
from aigov_connectors.rules import Finding

__all__ = [
    "CLEAN",
    "GRAVITY",
    "MOVES",
    "Answer",
    "Group",
    "as_seen",
    "groups_of",
    "is_own",
    "moved",
]

MOVES: dict[tuple[Verdict | None, Verdict | None], tuple[Move, Direction]] = {
    (None, Verdict.FAIL): (Move.APPEARED, Direction.WORSE),
    (Verdict.PASS, Verdict.FAIL): (Move.APPEARED, Direction.WORSE),
    (Verdict.FAIL, Verdict.PASS): (Move.GONE, Direction.BETTER),
    (Verdict.FAIL, None): (Move.GONE, Direction.BETTER),
    (None, Verdict.UNDETERMINED): (Move.APPEARED, Direction.UNSEEN),
    (Verdict.UNDETERMINED, None): (Move.GONE, Direction.SEEN),
    (Verdict.PASS, Verdict.UNDETERMINED): (Move.HIDDEN, Direction.UNSEEN),
    (Verdict.UNDETERMINED, Verdict.PASS): (Move.REVEALED, Direction.SEEN),
    (Verdict.FAIL, Verdict.UNDETERMINED): (Move.HIDDEN, Direction.UNSEEN),
    (Verdict.UNDETERMINED, Verdict.FAIL): (Move.REVEALED, Direction.SEEN),
}
"""Before and after; None where the rule said nothing of the subject."""

CLEAN = frozenset({Verdict.PASS, None})
GRAVITY = {Verdict.PASS: 0, Verdict.UNDETERMINED: 1, Verdict.FAIL: 2}

Answer = tuple[Verdict, Severity] | None
"""What a rule says of one client; None where it says nothing of it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Clients for whom a finding moved alike."""

    move: Move
    direction: Direction
    cause: Cause
    unseen: Unseen | None
    clients: tuple[str, ...]
    before: Answer
    """The gravest of theirs in the earlier run."""
    after: Answer


def moved(was: Answer, now: Answer) -> tuple[Move, Direction] | None:
    """How an answer moved; None where it is the same, or nothing was held against it in both."""
    one, other = (None if each is None else each[0] for each in (was, now))
    if one in CLEAN and other in CLEAN:
        return None
    if one is not other:
        return MOVES[one, other]
    if was is None or now is None or was[1] is now[1]:
        return None
    return (
        (Move.ROSE, Direction.WORSE) if now[1].rank > was[1].rank else (Move.FELL, Direction.BETTER)
    )


def as_seen(
    step: tuple[Move, Direction], cause: Cause, *, dimmer: bool | None = None
) -> tuple[Move, Direction]:
    """How an answer moved, where only what the runs could see may have made it: never as new.

    Args:
        step: as it moved.
        cause: whose doing it is.
        dimmer: whether it was the later run alone that was told less, or the earlier alone: then
            less is known, or more; None for both.
    """
    if cause is not Cause.VISIBILITY or step[1] not in (Direction.UNSEEN, Direction.SEEN):
        return step
    if dimmer is None:
        return _AS_SEEN.get(step, step)
    return (Move.HIDDEN, Direction.UNSEEN) if dimmer else (Move.REVEALED, Direction.SEEN)


_AS_SEEN = {
    (Move.APPEARED, Direction.UNSEEN): (Move.HIDDEN, Direction.UNSEEN),
    (Move.GONE, Direction.SEEN): (Move.REVEALED, Direction.SEEN),
}


def answers(
    one: Finding | None, other: Finding | None, *, parted: Mapping[str, str]
) -> Iterator[tuple[str, Answer, Answer]]:
    """Every client that one of them names, with both answers.

    A finding that names nobody is about everyone, so about those whom the other names too. What
    was said of a client that was `parted` (part to whole) was said of each part.
    """
    before, after = _rows(one), _rows(other)
    for client in sorted(before.keys() | after.keys()):
        whole = parted.get(client, client)
        at = whole if client not in before and client in after else client
        yield client, _at(one, before, at), _at(other, after, client)


def groups_of(
    told: Iterator[tuple[str, Answer, Answer, Cause, Unseen | None]],
) -> tuple[Group, ...]:
    """Clients that moved alike, by whose doing it is, in an order that is always the same."""
    found: dict[tuple[Move, Direction, Cause, Unseen | None], list[tuple[str, Answer, Answer]]]
    found = defaultdict(list)
    for client, was, now, cause, unseen in told:
        step = moved(was, now)
        if step is None:
            continue
        if unseen is not None:
            step = (
                (Move.HIDDEN, Direction.UNSEEN) if now is None else (Move.REVEALED, Direction.SEEN)
            )
        step = as_seen(step, cause)
        found[*step, cause, unseen].append((client, was, now))
    return tuple(
        Group(
            *key,
            clients=tuple(client for client, _, _ in some),
            before=_gravest(was for _, was, _ in some),
            after=_gravest(now for _, _, now in some),
        )
        for key, some in sorted(found.items(), key=lambda item: repr(item[0]))
    )


def is_own(finding: Finding | None) -> bool:
    """Whether the answer over all is more than the gravest of the clients that are named.

    It is where whom a setting reaches is not known: then it is about others too.
    """
    if finding is None or not finding.clients:
        return finding is not None
    gravest = max((row.verdict for row in finding.clients), key=lambda one: GRAVITY[one])
    return gravest is not finding.verdict


def _rows(finding: Finding | None) -> dict[str, Answer]:
    rows = () if finding is None else finding.clients
    return {row.id: (row.verdict, row.severity) for row in rows}


def _at(finding: Finding | None, rows: dict[str, Answer], client: str) -> Answer:
    if finding is not None and not rows:
        return finding.verdict, finding.severity
    return rows.get(client)


def _gravest(told: Iterator[Answer]) -> Answer:
    known = [one for one in told if one is not None]
    return max(known, key=lambda one: (GRAVITY[one[0]], one[1].rank), default=None)
