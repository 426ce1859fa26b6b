"""Features in use: what appeared and went, was switched, goes further, is held less."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aigov_connectors.drift.alone import alone_change
from aigov_connectors.drift.authors import who_and_when
from aigov_connectors.drift.making import (
    cause_between,
    deployment_subject,
    directed,
    gravity,
    is_blind,
)
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.drift.particulars import particulars, value_changes
from aigov_connectors.drift.reach import DEFAULT_TOLERANCE, Tolerance, reach_changes
from aigov_connectors.drift.wording import clients_of, gate_words, level_words, on_words
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Basis,
    BreakdownPart,
    DecisionKind,
    Deployment,
    GateKind,
    Severity,
)
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.levels import gate_step, in_force, level_step, parts_of
from aigov_connectors.rules.words import ACTION, listed, part_words

__all__ = ["deployment_changes"]

_NOTICE_WORDS = {True: "a person is told", False: "nobody is told", None: "unknown"}


def deployment_changes(pair: Pair, *, tolerance: Tolerance = DEFAULT_TOLERANCE) -> Iterator[Change]:
    """Compare every deployment that either run has, by key."""
    before, after = pair.deployments_before, pair.deployments_after
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if one is not None and other is not None:
            yield from _compared(pair, one, other, tolerance)
        elif one is not None:
            yield alone_change(pair, one, later=False)
        elif other is not None:
            yield alone_change(pair, other, later=True)


@dataclass(frozen=True, slots=True)
class _Step:
    """One difference of a deployment, before it is put into words."""

    aspect: Aspect
    move: Move
    before: str
    after: str
    where: str = ""


_DIRECTIONS = {
    (Aspect.ENABLED, Move.ROSE): Direction.WORSE,
    (Aspect.ENABLED, Move.FELL): Direction.BETTER,
    (Aspect.AUTONOMY, Move.ROSE): Direction.WORSE,
    (Aspect.AUTONOMY, Move.FELL): Direction.BETTER,
    (Aspect.GATE, Move.FELL): Direction.WORSE,
    (Aspect.GATE, Move.ROSE): Direction.BETTER,
    (Aspect.DECISIONS, Move.ROSE): Direction.WORSE,
    (Aspect.DECISIONS, Move.FELL): Direction.BETTER,
    (Aspect.NOTICE, Move.FELL): Direction.WORSE,
    (Aspect.NOTICE, Move.ROSE): Direction.BETTER,
}


def _compared(
    pair: Pair, one: Deployment, other: Deployment, tolerance: Tolerance
) -> Iterator[Change]:
    steps = [
        *_switched(one, other),
        *_held(one, other),
        *_decided(one, other),
        *_told(one, other),
    ]
    if steps:
        cause = cause_between(pair, one, other)
        if other.basis is Basis.ATTESTED:
            cause = Cause.CONFIGURATION
        subject = deployment_subject(other, pair.after)
        graver = max(gravity(one), gravity(other), key=lambda severity: severity.rank)
        clients = tuple(sorted({*clients_of(one, pair.before), *clients_of(other, pair.after)}))
        blind = is_blind(pair, other)
        for step in steps:
            yield Change(
                aspect=step.aspect,
                move=step.move,
                direction=directed(_direction(step, one, other), cause, blind=blind),
                cause=cause,
                severity=graver,
                subject=subject,
                because=_words(subject.name, step),
                before=step.before,
                after=step.after,
                clients=clients,
                evidence_before=one.evidence,
                evidence_after=other.evidence,
                **who_and_when(pair, other, cause=cause),
            )
    yield from _details(pair, one, other, tolerance, values=not steps)
    yield from reach_changes(pair, one, other, tolerance=tolerance)


_SIGHT = {
    Move.HIDDEN: (Direction.UNSEEN, Move.HIDDEN),
    Move.REVEALED: (Direction.SEEN, Move.REVEALED),
}


def _details(
    pair: Pair, one: Deployment, other: Deployment, tolerance: Tolerance, *, values: bool
) -> Iterator[Change]:
    """What no label shows; the values of settings only where no label moved with them."""
    found = list(particulars(pair, one, other, tolerance))
    if values:
        found += value_changes(pair, one, other, tolerance)
    if not found:
        return
    labels = cause_between(pair, one, other)
    if other.basis is Basis.ATTESTED:
        labels = Cause.CONFIGURATION
    subject = deployment_subject(other, pair.after)
    graver = max(gravity(one), gravity(other), key=lambda severity: severity.rank)
    blind = is_blind(pair, other)
    dim_before = pair.sight_before.of_labels(other) is not None
    only_one_dim = labels is Cause.VISIBILITY and blind is not dim_before
    off = in_force(one) is False and in_force(other) is False
    clients = tuple(sorted({*clients_of(one, pair.before), *clients_of(other, pair.after)}))
    for each in found:
        cause = Cause.VISIBILITY if each.unseen else labels
        judged = each.direction in (Direction.WORSE, Direction.BETTER)
        direction = Direction.UNCLEAR if judged and off else each.direction
        move = each.move
        if each.unseen is None and move in _SIGHT and only_one_dim:
            # What is known otherwise because one run was told less, is not known better by that.
            direction, move = _SIGHT[Move.HIDDEN if blind else Move.REVEALED]
        grave = judged and each.aspect is Aspect.SETTINGS and graver.rank < Severity.MEDIUM.rank
        gaps = each.unseen.gaps if each.unseen else ()
        yield Change(
            aspect=each.aspect,
            move=move,
            direction=directed(direction, cause, blind=blind),
            cause=cause,
            severity=Severity.MEDIUM if grave and not off else graver,
            subject=subject,
            because=f"{subject.name}{each.words}.",
            before=each.before,
            after=each.after,
            clients=clients,
            evidence_before=one.evidence,
            evidence_after=other.evidence,
            gaps_before=gaps if move is Move.REVEALED else (),
            gaps_after=gaps if move is Move.HIDDEN else (),
            **who_and_when(pair, other, cause=cause),
        )


def _direction(step: _Step, one: Deployment, other: Deployment) -> Direction:
    if step.move is Move.HIDDEN:
        return Direction.UNSEEN
    if step.move is Move.REVEALED:
        return Direction.SEEN
    told = _DIRECTIONS.get((step.aspect, step.move), Direction.UNCLEAR)
    if step.aspect is Aspect.ENABLED:
        changed = other if step.move is Move.ROSE else one
        return told if changed.autonomy is not Autonomy.ADVISORY else Direction.UNCLEAR
    if in_force(one) is False and in_force(other) is False:
        return Direction.UNCLEAR  # as it would be if it were on
    if step.aspect in (Aspect.DECISIONS, Aspect.NOTICE) and not (one.acts or other.acts):
        return Direction.UNCLEAR
    return told


def _words(name: str, step: _Step) -> str:
    about = {
        Aspect.ENABLED: "is",
        Aspect.AUTONOMY: "goes",
        Aspect.GATE: "is held by",
        Aspect.DECISIONS: "decides",
        Aspect.NOTICE: "acts, and",
    }[step.aspect]
    where = f" {step.where}" if step.where else ""
    if step.aspect is Aspect.AUTONOMY:
        return f"{name}{where}: {step.after}; it was {step.before}."
    return f"{name} {about} {step.after}{where}; before: {step.before}."


def _switched(one: Deployment, other: Deployment) -> Iterator[_Step]:
    was, now = in_force(one), in_force(other)
    if was is now:
        return
    if now is None or was is None:
        move = Move.HIDDEN if now is None else Move.REVEALED
    else:
        move = Move.ROSE if now else Move.FELL
    yield _Step(Aspect.ENABLED, move, on_words(one), on_words(other))


def _held(one: Deployment, other: Deployment) -> Iterator[_Step]:
    """Autonomy and gate, part by part where both are split; else as a whole."""
    told = False
    before, after = parts_of(one), parts_of(other)
    if before and after:
        for key in sorted(before.keys() | after.keys(), key=repr):
            was, now = before.get(key), after.get(key)
            where = part_words(now or was)  # type: ignore[arg-type]  # one of them is there
            for step in _part_steps(was, now):
                told = True
                yield _Step(step.aspect, step.move, step.before, step.after, where)
    elif before or after:
        # It is told apart in one run only: of what is apart, that which differs from the whole.
        for key in sorted(before.keys() | after.keys(), key=repr):
            was, now = before.get(key), after.get(key)
            part, whole = (was, other) if was is not None else (now, one)
            if part is None or (part.autonomy, part.gate) == (whole.autonomy, whole.gate):
                continue
            for step in _part_steps(was, now):
                told = True
                yield _Step(step.aspect, step.move, step.before, step.after, part_words(part))
    if not told:
        yield from _steps(one.autonomy, one.gate, other.autonomy, other.gate)


def _part_steps(was: BreakdownPart | None, now: BreakdownPart | None) -> Iterator[_Step]:
    if was is not None and now is not None:
        yield from _steps(was.autonomy, was.gate, now.autonomy, now.gate)
    elif now is not None:
        acts = now.autonomy is not Autonomy.ADVISORY
        move = Move.ROSE if acts else Move.CHANGED
        yield _Step(Aspect.AUTONOMY, move, "not told apart", level_words(now.autonomy, now.gate))
    elif was is not None:
        acted = was.autonomy is not Autonomy.ADVISORY
        move = Move.FELL if acted else Move.CHANGED
        yield _Step(Aspect.AUTONOMY, move, level_words(was.autonomy, was.gate), "not told apart")


def _steps(
    was: Autonomy, was_held: ApprovalGate, now: Autonomy, now_held: ApprovalGate
) -> Iterator[_Step]:
    move = _level_move(was, now)
    if move is not None:
        yield _Step(Aspect.AUTONOMY, move, level_words(was, was_held), level_words(now, now_held))
        return
    if was_held.kind is not now_held.kind:
        move = _gate_move(was_held.kind, now_held.kind)
        yield _Step(Aspect.GATE, move, gate_words(was_held), gate_words(now_held))
        return
    for words, moved in _GATE_DETAILS:
        if (move := moved(was_held, now_held)) is not None:
            before, after = words(was_held), words(now_held)
            yield _Step(Aspect.GATE, move, before, after)


def _level_move(one: Autonomy, other: Autonomy) -> Move | None:
    if one is other:
        return None
    if other is Autonomy.UNKNOWN:
        return Move.HIDDEN
    if one is Autonomy.UNKNOWN:
        return Move.REVEALED
    return Move.ROSE if (level_step(one, other) or 0) > 0 else Move.FELL


def _gate_move(one: GateKind, other: GateKind) -> Move:
    if other is GateKind.UNKNOWN:
        return Move.HIDDEN
    if one is GateKind.UNKNOWN:
        return Move.REVEALED
    step = gate_step(one, other)
    if step is None:
        return Move.CHANGED  # there was, or is, nothing to approve
    return Move.ROSE if step > 0 else Move.FELL


def _ranked(one: int | None, other: int | None) -> Move | None:
    """How a number moved of which more holds back more."""
    if one == other:
        return None
    if other is None:
        return Move.HIDDEN
    if one is None:
        return Move.REVEALED
    return Move.ROSE if other > one else Move.FELL


def _approvers(gate: ApprovalGate) -> str:
    named = sorted(one.id or one.role or f"some {one.kind}" for one in gate.approvers)
    return (
        f"{gate_words(gate)} by {listed(named)}" if named else f"{gate_words(gate)} by nobody named"
    )


def _approvers_moved(one: ApprovalGate, other: ApprovalGate) -> Move | None:
    if set(one.approvers) == set(other.approvers):
        return None
    if not other.approvers:
        return Move.HIDDEN
    return Move.CHANGED if one.approvers else Move.REVEALED


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


_SECOND = {True: "a second person agrees", False: "no second person", None: "unknown"}
_SELF = {True: "people approve their own", False: "nobody approves their own", None: "unknown"}

_GATE_DETAILS: tuple[
    tuple[Callable[[ApprovalGate], str], Callable[[ApprovalGate, ApprovalGate], Move | None]],
    ...,
] = (
    (
        lambda gate: f"{gate_words(gate)}, {_SECOND[gate.second_person]}",
        lambda one, other: _ranked(one.second_person, other.second_person),
    ),
    (
        lambda gate: f"{gate_words(gate)}, {_SELF[gate.self_approved]}",
        lambda one, other: _ranked(_opposite(one.self_approved), _opposite(other.self_approved)),
    ),
    (
        lambda gate: gate_words(gate),
        lambda one, other: _ranked(one.veto_seconds, other.veto_seconds),
    ),
    (_approvers, _approvers_moved),
    (
        lambda gate: f"{gate_words(gate)}, {gate.condition or 'always'}",
        lambda one, other: None if one.condition == other.condition else Move.CHANGED,
    ),
    (
        lambda gate: (
            f"{gate_words(gate)}, claimed to be {(gate.claims or gate.kind).replace('_', ' ')}"
        ),
        lambda one, other: None if one.claims is other.claims else Move.CHANGED,
    ),
)
"""What a gate of one kind may differ in: its words, and how it moved."""


def _decided(one: Deployment, other: Deployment) -> Iterator[_Step]:
    was, now = set(one.decisions), set(other.decisions)
    if was == now:
        return
    if was < now or now < was:
        move = Move.ROSE if was < now else Move.FELL
    elif DecisionKind.UNKNOWN in now - was:
        move = Move.HIDDEN
    else:
        move = Move.REVEALED if DecisionKind.UNKNOWN in was - now else Move.CHANGED
    yield _Step(Aspect.DECISIONS, move, _deeds(one), _deeds(other))


def _deeds(deployment: Deployment) -> str:
    return listed(ACTION[one] for one in sorted(set(deployment.decisions)))


def _told(one: Deployment, other: Deployment) -> Iterator[_Step]:
    move = _ranked(one.informs, other.informs)
    if move is not None:
        yield _Step(Aspect.NOTICE, move, _NOTICE_WORDS[one.informs], _NOTICE_WORDS[other.informs])
