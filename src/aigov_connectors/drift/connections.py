"""Connections: whether they were read, what their credentials may do, and how much was seen."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.drift.making import connection_subject
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.drift.wording import RIGHTS_WORDS
from aigov_connectors.inventory import (
    Connection,
    ConnectionStatus,
    CredentialRights,
    Severity,
)
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.covering import coverage_moves

__all__ = ["connection_changes", "coverage_changes"]


def connection_changes(pair: Pair) -> Iterator[Change]:
    """Compare the connections by name."""
    before, after = pair.before.connection_by_name, pair.after.connection_by_name
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            yield _alone(one or other, later=one is None)  # type: ignore[arg-type]  # not both
        else:
            yield from _ended(one, other)
            yield from _rights(one, other)
            yield from _shown(one, other)


def _alone(connection: Connection, *, later: bool) -> Change:
    """A connection that is not in a run may be left out, or taken out: either way nobody looked."""
    name = connection.name
    return Change(
        aspect=Aspect.CONNECTION,
        move=Move.REVEALED if later else Move.HIDDEN,
        direction=Direction.SEEN if later else Direction.UNSEEN,
        cause=Cause.CONFIGURATION,
        severity=Severity.INFO if later else Severity.MEDIUM,
        subject=connection_subject(connection),
        because=f"The connection {name} was not in the run before; now it is read."
        if later
        else f"The connection {name} is not in this run: of what it showed nothing is known now.",
        before=None if later else f"{connection.status}",
        after=f"{connection.status}" if later else None,
    )


def _ended(one: Connection, other: Connection) -> Iterator[Change]:
    was, now = (each.status is ConnectionStatus.COMPLETED for each in (one, other))
    if one.status is other.status:
        return
    move = Move.CHANGED if was is now else Move.ROSE if now else Move.FELL
    yield Change(
        aspect=Aspect.CONNECTION,
        move=move,
        direction={Move.ROSE: Direction.SEEN, Move.FELL: Direction.UNSEEN}.get(
            move, Direction.UNCLEAR
        ),
        cause=Cause.VISIBILITY,
        severity=Severity.INFO if now else Severity.HIGH,
        subject=connection_subject(other),
        because=f"The reading of {other.name} {other.status}; in the run before it {one.status}.",
        before=f"{one.status}",
        after=f"{other.status}",
    )


def _rights(one: Connection, other: Connection) -> Iterator[Change]:
    if one.rights is other.rights:
        return
    unknown = CredentialRights.CANNOT_TELL
    if other.rights is unknown:
        move, direction = Move.HIDDEN, Direction.UNSEEN
    elif one.rights is unknown:
        move, direction = Move.REVEALED, Direction.SEEN
    elif other.rights is CredentialRights.CAN_WRITE:
        move, direction = Move.ROSE, Direction.WORSE
    else:
        move, direction = Move.FELL, Direction.BETTER
    before, after = RIGHTS_WORDS[one.rights], RIGHTS_WORDS[other.rights]
    writes = other.rights is CredentialRights.CAN_WRITE
    yield Change(
        aspect=Aspect.RIGHTS,
        move=move,
        direction=direction,
        cause=Cause.VISIBILITY if move in (Move.HIDDEN, Move.REVEALED) else Cause.DRIFT,
        severity=Severity.HIGH if writes else Severity.LOW,
        subject=connection_subject(other),
        because=f"The rights of the credential of {other.name}: {after}; before: {before}.",
        before=before,
        after=after,
        evidence_before=one.rights_evidence,
        evidence_after=other.rights_evidence,
    )


def _shown(one: Connection, other: Connection) -> Iterator[Change]:
    """A credential of another scope: what only one of the two was shown neither came nor went."""
    if one.scope is None or other.scope is None or one.scope == other.scope:
        return
    wider = set(one.scope) < set(other.scope)
    before, after = ", ".join(one.scope), ", ".join(other.scope)
    yield Change(
        aspect=Aspect.SCOPE,
        move=Move.REVEALED if wider else Move.HIDDEN,
        direction=Direction.SEEN if wider else Direction.UNSEEN,
        cause=Cause.VISIBILITY,
        severity=Severity.INFO if wider else Severity.MEDIUM,
        subject=connection_subject(other, key=f"{other.name}/scope", name=other.name),
        because=f"The credential of {other.name} is shown other parts of the tool: {after};"
        f" before: {before}. What only one of the two was shown is neither gone nor new.",
        before=before,
        after=after,
        evidence_before=one.rights_evidence,
        evidence_after=other.rights_evidence,
    )


def coverage_changes(pair: Pair) -> Iterator[Change]:
    """Say where less was seen than before, which is never an improvement; and where more was."""
    for one in coverage_moves(pair):
        name, fell = one.connection.name, one.fell
        renewed = pair.catalogue_changed(one.connection.vendor)
        by_catalogue = renewed and one.before.whole != one.after.whole
        partly = one.before == one.after
        count = len(one.clients)
        whom = f" for {count:,} client{'' if count == 1 else 's'}" if partly else ""
        less = "less" if fell else "more"
        yield Change(
            aspect=Aspect.COVERAGE,
            move=Move.FELL if fell else Move.ROSE,
            direction=Direction.UNSEEN if fell else Direction.SEEN,
            cause=Cause.CATALOGUE_UPDATE if by_catalogue else Cause.VISIBILITY,
            severity=Severity.MEDIUM if fell else Severity.INFO,
            subject=connection_subject(
                one.connection, key=f"{name}/{one.after.name}", name=f"{name}, {one.after.name}"
            ),
            because=f"Of {name} {less} was seen{whom}: {one.after}; before: {one.before}.",
            before=f"{one.before}",
            after=f"{one.after}",
            clients=one.clients,
            gaps_after=one.gaps if fell else (),
            gaps_before=() if fell else one.gaps,
        )
