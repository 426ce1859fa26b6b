"""Chains across tools: what came and went, where a person stands on the way, whom they reach.

A chain is known by its steps. One that is missing where a step of it, or what leads from it,
could not be read is hidden: less to see is never fewer chains.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.drift.authors import who_and_when
from aigov_connectors.drift.making import directed, missing
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.inventory import (
    CONTAINMENT_DECISIONS,
    Basis,
    Chain,
    DecisionKind,
    Deployment,
    GateKind,
    Inventory,
    Reach,
    Severity,
)
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.levels import gate_step
from aigov_connectors.inventory.sight import Sight, Unseen
from aigov_connectors.rules import Subject, SubjectKind
from aigov_connectors.rules.words import ACTION, listed, path_words

__all__ = ["chain_changes", "why_chain_unseen"]

_GRAVE = CONTAINMENT_DECISIONS | {DecisionKind.RUN_SCRIPT}
_NAMED = 5  # clients named in a sentence; all of them are in the change
_WIDTH = 500  # characters of a path: the whole of it is in the inventory


def chain_changes(pair: Pair) -> Iterator[Change]:
    """Compare every chain that either run has, by its steps."""
    before = {one.id: one for one in pair.before.chains}
    after = {one.id: one for one in pair.after.chains}
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if one is not None and other is not None:
            yield from _compared(pair, one, other)
        elif one is not None:
            yield _alone(pair, one, later=False)
        elif other is not None:
            yield _alone(pair, other, later=True)


def why_chain_unseen(home: Inventory, away: Inventory, sight: Sight, chain: Chain) -> Unseen | None:
    """Why a run may have missed a chain that the other has; None where it looked at all steps."""
    known = {one.key: one for one in home.deployments}
    there = {one.key for one in away.deployments}
    for step in chain.steps:
        found = known.get(step.deployment or "")
        if found is not None:
            tenant = found.vendor, found.tenant_id
            unseen = (
                # What is there may lead on in a way that was not read.
                sight.of_feature(*tenant, found.feature, chain.clients)
                if found.key in there
                else sight.of_deployment(found, chain.clients)
            )
        else:
            place = home.connection_by_name.get(step.integration or "")
            unseen = None if place is None else sight.of_tenant(place.vendor, place.tenant_id)
        if unseen is not None:
            return unseen
    cut = tuple(sorted(gap.id for gap in away.gaps if gap.resource == "chains"))
    return Unseen("not all ways between the tools were followed", cut) if cut else None


# Chains that only one run has ----------------------------------------------------------------


def _alone(pair: Pair, chain: Chain, *, later: bool) -> Change:
    home, away = (pair.after, pair.before) if later else (pair.before, pair.after)
    sight = pair.sight_before if later else pair.sight_after
    unseen = why_chain_unseen(home, away, sight, chain)
    move = missing(later=later, unseen=unseen is not None)
    cause = Cause.VISIBILITY if unseen else _cause(pair, chain)
    why = "" if unseen is None else unseen.because
    subject = _subject(chain, home)
    words = {
        Move.APPEARED: "is a new chain",
        Move.GONE: "is a chain no longer",
        Move.HIDDEN: f"is no longer visible: {why}; it was a chain",
        Move.REVEALED: f"is visible now, in the run before: {why}; it is a chain",
    }[move]
    state = _state(chain)
    steps = tuple(one for one in _steps(chain, home))
    proofs = tuple(dict.fromkeys(proof for step in chain.steps for proof in step.evidence))
    return Change(
        aspect=Aspect.CHAIN,
        move=move,
        direction=directed(_direction_alone(chain, move), cause),
        cause=cause,
        severity=_gravity(chain),
        subject=subject,
        because=f"{subject.name} {words} that {state}.",
        before=None if later else state,
        after=state if later else None,
        clients=chain.clients,
        evidence_before=() if later else proofs,
        evidence_after=proofs if later else (),
        gaps_before=unseen.gaps if later and unseen else (),
        gaps_after=unseen.gaps if unseen and not later else (),
        **who_and_when(pair, *steps, cause=cause),
    )


def _direction_alone(chain: Chain, move: Move) -> Direction:
    if move in (Move.HIDDEN, Move.REVEALED):
        return Direction.UNSEEN if move is Move.HIDDEN else Direction.SEEN
    if _is_gated(chain):
        return Direction.UNCLEAR
    if move is Move.APPEARED:
        return Direction.WORSE
    return Direction.BETTER if _is_sure(chain) else Direction.UNCLEAR


def _cause(pair: Pair, chain: Chain) -> Cause:
    """Whether the vendor's settings differ, or only what a catalogue or this library reads."""
    one, other = pair.deployments_before, pair.deployments_after
    keys = [step.deployment for step in chain.steps if step.deployment is not None]
    for key in keys:
        was, now = one.get(key), other.get(key)
        if was is None or now is None or pair.settings_changed(was, now) is not False:
            return Cause.DRIFT
    vendors = {other[key].vendor for key in keys}
    if any(pair.catalogue_changed(vendor) for vendor in vendors):
        return Cause.CATALOGUE_UPDATE
    if pair.before.library_version != pair.after.library_version:
        return Cause.LIBRARY_UPDATE
    return Cause.DRIFT


# Chains that both have -----------------------------------------------------------------------


def _compared(pair: Pair, one: Chain, other: Chain) -> Iterator[Change]:
    subject = _subject(other, pair.after)
    cause = _cause(pair, other)
    severity = max(_gravity(one), _gravity(other), key=lambda each: each.rank)
    for move, direction, words, states, clients, seen in (
        *_gate(one, other),
        *_certainty(one, other),
        *_reach(pair, one, other),
    ):
        why = seen or cause
        yield Change(
            aspect=Aspect.CHAIN,
            move=move,
            direction=directed(direction, why),
            cause=why,
            severity=severity,
            subject=subject,
            because=f"{subject.name}, a chain, {words}.",
            before=states[0],
            after=states[1],
            clients=clients,
            evidence_before=tuple(dict.fromkeys(p for s in one.steps for p in s.evidence)),
            evidence_after=tuple(dict.fromkeys(p for s in other.steps for p in s.evidence)),
            **who_and_when(pair, *_steps(other, pair.after), cause=why),
        )


_Moved = tuple[Move, Direction, str, tuple[str, str], tuple[str, ...], Cause | None]
"""How it moved, whether that is for the better, in words, from and to, for whom; and the cause,
where it is not that of the whole chain."""


def _gate(one: Chain, other: Chain) -> Iterator[_Moved]:
    was, now = one.weakest_gate.kind, other.weakest_gate.kind
    if was is now and set(one.decisions) == set(other.decisions):
        return
    states = _state(one), _state(other)
    clients = tuple(sorted({*one.clients, *other.clients}))
    words = f"{states[1]}; before, it {states[0]}"
    if was is now:
        yield Move.CHANGED, Direction.UNCLEAR, words, states, clients, None
        return
    step = gate_step(was, now)
    if now is GateKind.UNKNOWN:
        moved = Move.HIDDEN, Direction.UNSEEN
    elif was is GateKind.UNKNOWN:
        moved = Move.REVEALED, Direction.SEEN
    elif step is None:
        moved = Move.CHANGED, Direction.UNCLEAR
    else:
        moved = (Move.ROSE, Direction.BETTER) if step > 0 else (Move.FELL, Direction.WORSE)
    yield *moved, words, states, clients, None


def _certainty(one: Chain, other: Chain) -> Iterator[_Moved]:
    if _is_sure(one) is _is_sure(other):
        return
    clients = tuple(sorted({*one.clients, *other.clients}))
    states = tuple("shown by the data" if _is_sure(each) else "perhaps" for each in (one, other))
    doubts = listed((other if _is_sure(one) else one).doubts or ("a link is concluded",))
    if _is_sure(other):
        words, move, direction = "is shown whole now", Move.REVEALED, Direction.SEEN
    else:
        words, move, direction = "is shown whole no longer", Move.HIDDEN, Direction.UNSEEN
    told = f"{words} ({doubts})"
    yield move, direction, told, (states[0], states[1]), clients, Cause.VISIBILITY


_UNTOLD = "whom one of its steps reaches is not known"
_BLIND = {
    True: (Move.HIDDEN, Direction.UNSEEN, f"may reach others than before: {_UNTOLD} any more"),
    False: (
        Move.REVEALED,
        Direction.SEEN,
        "may have reached others before: whom one of its steps reached was not known",
    ),
}


def _reach(pair: Pair, one: Chain, other: Chain) -> Iterator[_Moved]:
    came = sorted(set(other.clients) - set(one.clients))
    went = sorted(set(one.clients) - set(other.clients))
    states = _counted(one), _counted(other)
    blind = other.reach is Reach.UNKNOWN
    if (came or went) and (one.reach is Reach.UNKNOWN) is not blind:
        # Where it is unknown the clients are those whom the other steps leave: nobody joined.
        yield *_BLIND[blind], states, tuple(sorted({*came, *went})), Cause.VISIBILITY
        return
    ungated = not _is_gated(other)
    for clients, home, away, sight, words, sides in (
        (came, pair.after, pair.before, pair.sight_before, "now reaches", (Move.ROSE, True)),
        (went, pair.before, pair.after, pair.sight_after, "no longer reaches", (Move.FELL, False)),
    ):
        if not clients:
            continue
        move, later = sides
        chain = (other if later else one).model_copy(update={"clients": tuple(clients)})
        names = [home.client_by_id[each].name for each in clients if each in home.client_by_id]
        more = (f"{len(names) - _NAMED} more",) if len(names) > _NAMED else ()
        whom = listed([*names[:_NAMED], *more])
        unseen = why_chain_unseen(home, away, sight, chain)
        if unseen is None and blind:
            told = f"perhaps {words} {whom}: {_UNTOLD}"
            yield Move.CHANGED, Direction.UNCLEAR, told, states, tuple(clients), Cause.VISIBILITY
        elif unseen is not None:
            direction = Direction.SEEN if later else Direction.UNSEEN
            told = f"{words} {whom} as far as can be seen: {unseen.because}"
            seen = Move.REVEALED if later else Move.HIDDEN
            yield seen, direction, told, states, tuple(clients), Cause.VISIBILITY
        elif ungated:
            direction = Direction.WORSE if later else Direction.BETTER
            yield move, direction, f"{words} {whom}", states, tuple(clients), None
        else:
            yield move, Direction.UNCLEAR, f"{words} {whom}", states, tuple(clients), None


# Words ---------------------------------------------------------------------------------------


def _subject(chain: Chain, inventory: Inventory) -> Subject:
    known = {one.key: one for one in inventory.deployments}
    first = next(iter(_steps(chain, inventory)), None)
    return Subject(
        kind=SubjectKind.CHAIN,
        key=chain.id,
        name=path_words(chain, known)[:_WIDTH],
        connection="" if first is None else first.connection,
    )


def _steps(chain: Chain, inventory: Inventory) -> tuple[Deployment, ...]:
    known = {one.key: one for one in inventory.deployments}
    return tuple(known[step.deployment] for step in chain.steps if step.deployment in known)


def _state(chain: Chain) -> str:
    deeds = listed(ACTION[one] for one in sorted(set(chain.decisions)))
    held = {
        GateKind.PRE_APPROVAL: "after a person's yes",
        GateKind.VETO_WINDOW: "unless a person stops it in time",
        GateKind.POST_REVIEW: "and is looked at afterwards",
        GateKind.UNKNOWN: "and whether a person is asked is not known",
    }.get(chain.weakest_gate.kind, "and nobody is asked")
    return f"{'' if _is_sure(chain) else 'perhaps '}{deeds} {held}"


def _counted(chain: Chain) -> str:
    perhaps = "perhaps " if chain.reach is Reach.UNKNOWN else ""
    return f"{perhaps}{len(chain.clients):,} client{'' if len(chain.clients) == 1 else 's'}"


def _gravity(chain: Chain) -> Severity:
    if _is_gated(chain):
        return Severity.LOW
    return Severity.HIGH if _GRAVE.intersection(chain.decisions) else Severity.MEDIUM


def _is_gated(chain: Chain) -> bool:
    return chain.weakest_gate.kind is GateKind.PRE_APPROVAL


def _is_sure(chain: Chain) -> bool:
    return chain.basis is Basis.OBSERVED and not chain.doubts
