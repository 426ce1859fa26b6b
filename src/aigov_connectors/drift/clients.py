"""Customers: who came, who went, and of whom a run could say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.drift.making import missing
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.inventory import Client, Severity
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.rules import Subject, SubjectKind

__all__ = ["client_changes"]


def client_changes(pair: Pair) -> Iterator[Change]:
    """Compare the clients by id."""
    before, after = pair.before.client_by_id, pair.after.client_by_id
    for key in sorted(before.keys() ^ after.keys()):
        later = key in after
        yield _alone(pair, after[key] if later else before[key], later=later)


def _alone(pair: Pair, client: Client, *, later: bool) -> Change:
    sight = pair.sight_before if later else pair.sight_after
    unseen = sight.of_client(client)
    move = missing(later=later, unseen=unseen is not None)
    why = "" if unseen is None else unseen.because
    members = ", ".join(sorted({one.vendor for one in client.members})) or "the configuration"
    words = {
        Move.APPEARED: f"{client.name} is a new client ({members}).",
        Move.GONE: f"{client.name} is a client no longer ({members}).",
        Move.HIDDEN: f"{client.name} is no longer visible: {why}.",
        Move.REVEALED: f"{client.name} is visible now; in the run before: {why}.",
    }[move]
    directions = {Move.HIDDEN: Direction.UNSEEN, Move.REVEALED: Direction.SEEN}
    return Change(
        aspect=Aspect.CLIENT,
        move=move,
        direction=directions.get(move, Direction.UNCLEAR),
        cause=Cause.VISIBILITY if unseen else Cause.DRIFT,
        severity=Severity.LOW,
        subject=Subject(
            kind=SubjectKind.CLIENT, key=client.id, name=client.name, connection=members
        ),
        because=words,
        before=None if later else client.name,
        after=client.name if later else None,
        clients=(client.id,),
        gaps_before=unseen.gaps if later and unseen else (),
        gaps_after=unseen.gaps if unseen and not later else (),
    )
