"""Customers: who came, who went, of whom a run could say nothing, and what is told of them.

Rules and policy lines ask what is told of a client, and a tool's findings concern whom it serves:
a change of either is told, so that what follows from it has a cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aigov_connectors.drift.making import missing
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.inventory import Client, Severity
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.sight import Unseen
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
    for key in sorted(before.keys() & after.keys()):
        yield from _told_otherwise(pair, before[key], after[key])
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
        subject=_subject(client),
        because=words,
        before=earlier.name,
        after=client.name,
        clients=(client.id,),
    )


def _told_otherwise(pair: Pair, one: Client, other: Client) -> Iterator[Change]:
    """What the configuration or the tools tell of a client that both runs have."""
    for aspect, cause, was, now, words in (
        *_context(one, other),
        *_named(one, other),
        *_taken_for(one, other),
        *_in_tools(pair, one, other),
    ):
        yield Change(
            aspect=aspect,
            move=Move.CHANGED,
            direction=Direction.UNCLEAR,
            cause=cause,
            severity=Severity.LOW,
            subject=_subject(other),
            because=f"{other.name} {words}.",
            before=was,
            after=now,
            clients=(other.id,),
        )


_Told = tuple[Aspect, Cause, str, str, str]
"""What it is, whose doing, from, to, and the end of the sentence."""

_ASKED = {
    "industry": "industry",
    "regulations": "regulations",
    "residency": "residency",
    "criticality": "criticality",
    "change_control": "change control",
}


def _context(one: Client, other: Client) -> Iterator[_Told]:
    for field, name in _ASKED.items():
        was, now = (_word(getattr(each.context, field)) for each in (one, other))
        if was != now:
            words = f"has another context: {name} {now}; before: {was}"
            yield Aspect.CONTEXT, Cause.CONFIGURATION, f"{name} {was}", f"{name} {now}", words


def _word(value: object) -> str:
    if value is None or value == ():
        return "not told"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(sorted(map(str, value))) if isinstance(value, tuple) else f"{value}"


def _named(one: Client, other: Client) -> Iterator[_Told]:
    if one.name != other.name:
        words = f"is the name of {one.name} now"
        yield Aspect.CLIENT, _whose(one, other), one.name, other.name, words


def _taken_for(one: Client, other: Client) -> Iterator[_Told]:
    was, now = (each.kind.replace("_", " ") for each in (one, other))
    if was != now:
        words = f"is taken for {_KINDS[other.kind]} now; before: {_KINDS[one.kind]}"
        yield Aspect.CLIENT, _whose(one, other), was, now, words


_KINDS = {
    "client": "a client",
    "own": "your own organization",
    "catch_all": "what holds what belongs to nobody",
}


def _in_tools(pair: Pair, one: Client, other: Client) -> Iterator[_Told]:
    """Organizations of tools that both runs read, and that are another client's now, or nobody's.

    What a run could not read is told of its connection.
    """
    was, now = ({each.ref for each in client.members} for client in (one, other))
    parts = {
        each.ref
        for client in pair.after.clients
        if pair.parted.get(client.id) == other.id
        for each in client.members
    }  # what is told as a parting already
    came = sorted(ref for ref in now - was if pair.sight_before.of_place(other, *ref[:2]) is None)
    went = sorted(
        ref for ref in was - now - parts if pair.sight_after.of_place(one, *ref[:2]) is None
    )
    if not came and not went:
        return
    told = [f"{verb} {_places(refs)}" for verb, refs in (("also", came), ("not", went)) if refs]
    words = f"is {' and '.join(told)} now"
    yield Aspect.CLIENT, _whose(one, other), _places(sorted(was)), _places(sorted(now)), words


def _places(refs: Sequence[tuple[str, str, str]]) -> str:
    return ", ".join(f"{vendor} {number}" for vendor, _, number in refs) or "no tool"


def _whose(one: Client, other: Client) -> Cause:
    declared = one.is_declared or other.is_declared
    return Cause.CONFIGURATION if declared else Cause.DRIFT


def _subject(client: Client) -> Subject:
    return Subject(
        kind=SubjectKind.CLIENT, key=client.id, name=client.name, connection=_tools(client)
    )


def _alone(pair: Pair, client: Client, *, later: bool) -> Change:
    sight = pair.sight_before if later else pair.sight_after
    unseen = sight.of_client(client)
    move = missing(later=later, unseen=unseen is not None)
    doubted = None
    if unseen is None:
        # What was not read may have told that it is no customer.
        doubted = pair.may_be_none(client.id)
    if doubted is not None:
        return _doubted(client, doubted, later=later)
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
        subject=_subject(client),
        because=words,
        before=None if later else client.name,
        after=client.name if later else None,
        clients=(client.id,),
        gaps_before=unseen.gaps if later and unseen else (),
        gaps_after=unseen.gaps if unseen and not later else (),
    )


def _doubted(client: Client, doubted: Unseen, *, later: bool) -> Change:
    """A client that only the run has which was told less."""
    now = "is taken for a client now, and may be none" if later else "is known to be no client now"
    return Change(
        aspect=Aspect.CLIENT,
        move=Move.HIDDEN if later else Move.REVEALED,
        direction=Direction.UNSEEN if later else Direction.SEEN,
        cause=Cause.VISIBILITY,
        severity=Severity.LOW,
        subject=_subject(client),
        because=f"{client.name} {now}: {doubted.because}.",
        before=None if later else client.name,
        after=client.name if later else None,
        clients=(client.id,),
        gaps_before=() if later else doubted.gaps,
        gaps_after=doubted.gaps if later else (),
    )


def _tools(client: Client) -> str:
    return ", ".join(sorted({one.vendor for one in client.members})) or "the configuration"
