"""Whom a deployment reaches: clients that joined and left, and how many endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from aigov_connectors.drift.authors import who_and_when
from aigov_connectors.drift.making import deployment_subject, gravity
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.inventory import Deployment, Inventory, Reach
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.levels import in_force
from aigov_connectors.inventory.sight import Unseen
from aigov_connectors.rules.words import listed

__all__ = ["DEFAULT_TOLERANCE", "Tolerance", "reach_changes"]

_NAMED = 5  # clients named in a sentence; all of them are in the change


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far endpoint counts may move unsaid: computers come and go every day."""

    endpoints: int = 5
    share: float = 0.1
    """Of the larger of the two counts; a change must be at least both."""

    def exceeded(self, one: float, other: float) -> bool:
        """Whether the two counts differ enough to be told."""
        return abs(one - other) >= max(self.endpoints, self.share * max(one, other))


DEFAULT_TOLERANCE = Tolerance()
"""Five endpoints, and a tenth."""


@dataclass(frozen=True, slots=True)
class _Shift:
    move: Move
    clients: tuple[str, ...]
    because: str
    before: str
    after: str
    unseen: Unseen | None = None


def reach_changes(
    pair: Pair, one: Deployment, other: Deployment, *, tolerance: Tolerance = DEFAULT_TOLERANCE
) -> Iterator[Change]:
    """Compare whom the same deployment reached in the earlier run and in the later."""
    before, after = _rows(one, pair.before), _rows(other, pair.after)
    if before == after and one.reach is other.reach:
        return
    subject = deployment_subject(other, pair.after)
    for shift in _shifts(pair, one, other, subject.name, tolerance):
        gaps = shift.unseen.gaps if shift.unseen else ()
        sight = shift.move in (Move.HIDDEN, Move.REVEALED)
        cause = Cause.VISIBILITY if sight else Cause.DRIFT
        told = who_and_when(pair, other, cause=cause)
        yield Change(
            aspect=Aspect.REACH,
            move=shift.move,
            direction=_direction(shift.move, one, other),
            cause=cause,
            severity=max(gravity(one), gravity(other), key=lambda severity: severity.rank),
            subject=subject,
            because=shift.because,
            before=shift.before,
            after=shift.after,
            clients=shift.clients,
            evidence_before=one.evidence,
            evidence_after=other.evidence,
            gaps_before=gaps if shift.move is Move.REVEALED else (),
            gaps_after=gaps if shift.move is Move.HIDDEN else (),
            # Whom a setting reaches moves with the clients too: that no log tells says nothing.
            by=told["by"],
            on=told["on"],
            told=told["told"],
        )


def _as_before(
    before: Mapping[str, int | None], after: dict[str, int | None], parted: Mapping[str, str]
) -> dict[str, int | None]:
    """The later rows with the parts of a client that was one added up, where that was reached."""
    told: dict[str, int | None] = {}
    for client, endpoints in after.items():
        whole = parted.get(client)
        at = whole if whole in before and client not in before and whole is not None else client
        held = told.get(at, 0)
        told[at] = None if held is None or endpoints is None else held + endpoints
    return told


def _direction(move: Move, one: Deployment, other: Deployment) -> Direction:
    if move in (Move.HIDDEN, Move.REVEALED):
        return Direction.UNSEEN if move is Move.HIDDEN else Direction.SEEN
    acts = (one.acts or other.acts) and (in_force(one), in_force(other)) != (False, False)
    if not acts:
        return Direction.UNCLEAR
    return Direction.WORSE if move is Move.ROSE else Direction.BETTER


def _shifts(
    pair: Pair, one: Deployment, other: Deployment, name: str, tolerance: Tolerance
) -> Iterator[_Shift]:
    before, after = _rows(one, pair.before), _rows(other, pair.after)
    totals = _counted(before), _counted(after)
    after = _as_before(before, after, pair.parted)
    if (one.reach is Reach.UNKNOWN) is not (other.reach is Reach.UNKNOWN):
        hidden = other.reach is Reach.UNKNOWN
        concerned = tuple(sorted({*before, *after}))
        words = "can no longer be told" if hidden else "is known now"
        move = Move.HIDDEN if hidden else Move.REVEALED
        yield _Shift(move, concerned, f"Whom {name} reaches {words}.", *totals)
        return
    came = sorted(after.keys() - before.keys())
    went = sorted(before.keys() - after.keys())
    yield from _moved(pair, one, name, came, totals, later=True)
    yield from _moved(pair, one, name, went, totals, later=False)
    common = sorted(before.keys() & after.keys())
    known = [key for key in common if before[key] is not None and after[key] is not None]
    for hidden in (True, False):
        less, more = (after, before) if hidden else (before, after)
        told = tuple(key for key in common if less[key] is None and more[key] is not None)
        if told and tolerance.exceeded(sum(more[key] or 0 for key in told), 0):
            words = "cannot be told any more" if hidden else "is known now"
            yield _Shift(
                Move.HIDDEN if hidden else Move.REVEALED,
                told,
                f"How many endpoints {name} reaches at {_clients(len(told))} {words}.",
                *totals,
            )
    counts = {key: (before[key] or 0, after[key] or 0) for key in known}
    for shift in _counted_otherwise(name, counts, tolerance):
        yield _as_seen(pair, other, shift)


def _counted_otherwise(
    name: str, counts: Mapping[str, tuple[int, int]], tolerance: Tolerance
) -> Iterator[_Shift]:
    """Clients with more or fewer endpoints, each for itself: what one gains another may lose."""
    told = False
    for move in (Move.ROSE, Move.FELL):
        clients = tuple(
            key
            for key, (was, now) in counts.items()
            if tolerance.exceeded(was, now) and (now > was) is (move is Move.ROSE)
        )
        if clients:
            told = True
            yield _count_shift(name, move, clients, counts)
    was, now = (sum(each[side] for each in counts.values()) for side in range(2))
    if not told and tolerance.exceeded(was, now):
        moved = tuple(key for key, (one, other) in counts.items() if one != other)
        yield _count_shift(name, Move.ROSE if now > was else Move.FELL, moved, counts)


def _as_seen(pair: Pair, deployment: Deployment, shift: _Shift) -> _Shift:
    """The count as it moved, unless the run that counted fewer did not read all of it."""
    rose = shift.move is Move.ROSE
    sight = pair.sight_before if rose else pair.sight_after
    place = deployment.vendor, deployment.tenant_id, deployment.feature
    unseen = sight.of_feature(*place, shift.clients)
    if unseen is None:
        return shift
    return replace(
        shift,
        move=Move.REVEALED if rose else Move.HIDDEN,
        because=f"{shift.because.removesuffix('.')}, as far as can be seen: {unseen.because}.",
        unseen=unseen,
    )


def _count_shift(
    name: str, move: Move, clients: tuple[str, ...], counts: Mapping[str, tuple[int, int]]
) -> _Shift:
    was, now = (sum(counts[key][side] for key in clients) for side in range(2))
    told = f"{was:,} endpoints", f"{now:,} endpoints"
    whom = "the same clients" if len(clients) == len(counts) else f"{len(clients):,} of its clients"
    words = f"{name} reaches {told[1]} of {whom}; it was {told[0]}."
    return _Shift(move, clients, words, *told)


def _moved(
    pair: Pair,
    deployment: Deployment,
    name: str,
    clients: Iterable[str],
    totals: tuple[str, str],
    *,
    later: bool,
) -> Iterator[_Shift]:
    """Clients that only one run has, those apart of which the other may have seen nothing."""
    sight = pair.sight_before if later else pair.sight_after
    home, away = (pair.after, pair.before) if later else (pair.before, pair.after)
    tenant = deployment.vendor, deployment.tenant_id
    doubts: dict[Unseen | None, list[str]] = {}
    for client in clients:
        unseen = sight.of_feature(*tenant, deployment.feature, (client,))
        if unseen is None and deployment.reach is Reach.UNKNOWN:
            # Those whom it was seen to reach may be seen in any list.
            unseen = sight.of_anything(*tenant)
        if unseen is None and client not in away.client_by_id:
            unseen = sight.of_client(home.client_by_id[client])
        unseen = unseen or sight.of_place(home.client_by_id[client], *tenant)
        if unseen is None and (doubted := pair.may_be_none(client)) is not None:
            move = Move.HIDDEN if later else Move.REVEALED
            told = f"{name} reaches {home.client_by_id[client].name}, if that is a client"
            yield _Shift(move, (client,), f"{told}: {doubted.because}.", *totals, doubted)
            continue
        doubts.setdefault(unseen, []).append(client)
    for unseen, some in sorted(doubts.items(), key=lambda item: repr(item[0])):
        names = _names(some, home)
        if unseen is None:
            move = Move.ROSE if later else Move.FELL
            words = f"{name} {'now' if later else 'no longer'} reaches {names}."
        else:
            move = Move.REVEALED if later else Move.HIDDEN
            visible = "is visible now" if later else "is no longer visible"
            words = f"Whether {name} reaches {names} {visible}: {unseen.because}."
        yield _Shift(move, tuple(some), words, *totals, unseen)


def _names(clients: Iterable[str], inventory: Inventory) -> str:
    names = [inventory.client_by_id[one].name for one in clients]
    more = len(names) - _NAMED
    return listed(names if more <= 0 else [*names[:_NAMED], f"{more} more"])


def _rows(deployment: Deployment, inventory: Inventory) -> dict[str, int | None]:
    rows = inventory.clients_by_deployment.get(deployment.key, ())
    return {row.client: row.endpoints for row in rows}


def _counted(rows: dict[str, int | None]) -> str:
    return _clients(len(rows))


def _clients(number: int) -> str:
    return f"{number:,} client{'' if number == 1 else 's'}"
