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
    """Compare the clients by id; what was joined or parted is neither new nor gone."""
    before, after = pair.before.client_by_id, pair.after.client_by_id
    for key in sorted(before.keys() ^ after.keys()):
        later = key in after
        whole = pair.parted.get(key) if later else None
        if whole is not None and whole in before and whole in after:
            yield _regrouped(after[key], after[whole], before[whole], joined=False)
        else:
            yield _alone(pair, after[key] if later else before[key], later=later)
    known = {one.id: one for one in pair.clients_before}
    kept = {pair.ids.get(one.id, one.id): one.id for one in reversed(pair.clients_before)}
    kept |= {one: one for one in known if one not in pair.ids}
    for earlier, later_id in sorted(pair.ids.items()):
        if kept[later_id] != earlier:
            yield _regrouped(after[later_id], known[kept[later_id]], known[earlier], joined=True)


def _regrouped(client: Client, other: Client, earlier: Client, *, joined: bool) -> Change:
    """Two clients of one run are one in the other."""
    words = (
        f"{earlier.name} and {other.name} were two clients and are one: {client.name}."
        if joined
        else f"{client.name} and {other.name} are two clients; they were one: {earlier.name}."
    )
    return Change(
        aspect=Aspect.CLIENT,
        move=Move.CHANGED,
        direction=Direction.UNCLEAR,
        cause=Cause.CONFIGURATION,
        severity=Severity.LOW,
        subject=Subject(
            kind=SubjectKind.CLIENT,
            key=client.id,
            name=client.name,
            connection=_tools(client),
        ),
        because=words,
        before=earlier.name,
        after=client.name,
        clients=(client.id,),
    )


def _alone(pair: Pair, client: Client, *, later: bool) -> Change:
    sight = pair.sight_before if later else pair.sight_after
    unseen = sight.of_client(client)
    move = missing(later=later, unseen=unseen is not None)
    why = "" if unseen is None else unseen.because
    members = _tools(client)
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


def _tools(client: Client) -> str:
    return ", ".join(sorted({one.vendor for one in client.members})) or "the configuration"
