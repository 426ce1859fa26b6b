"""What a label does not show: way out and way back, how it is known, counts, values of settings.

Counts come and go every day, so they may move a little unsaid. A value is told where no label moved
with it: else it is the label that tells what the value does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aigov_connectors.drift.model import Aspect, Direction, Move
from aigov_connectors.drift.reach import Tolerance
from aigov_connectors.drift.wording import RIGHTS_WORDS
from aigov_connectors.inventory import (
    Actor,
    Autonomy,
    Availability,
    Basis,
    BreakdownPart,
    CredentialRights,
    DecisionKind,
    Deployment,
    JsonScalar,
    Setting,
)
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.feature import uses_ai
from aigov_connectors.inventory.levels import parts_of
from aigov_connectors.inventory.sight import Unseen
from aigov_connectors.rules.words import ACTION, listed, part_words

__all__ = ["Particular", "particulars", "value_changes"]

_VALUES = 4  # settings named in a sentence
_COUNTS_IN_TEXT = re.compile(r"(?<=: )\d+|^\d+(?= [a-z])")
"""`COMPLETED: 91, FAILED: 7` and `26 tickets of …`, but not `1 (High)` and `since update > 7`."""


@dataclass(frozen=True, slots=True)
class Particular:
    """One difference, before it is put into words."""

    aspect: Aspect
    move: Move
    direction: Direction
    words: str
    """What stands behind the name of the deployment."""
    before: str
    after: str
    unseen: Unseen | None = None
    """Why one of the two runs may have counted less, where that is so."""


def particulars(
    pair: Pair, one: Deployment, other: Deployment, tolerance: Tolerance
) -> Iterator[Particular]:
    """Compare what does not depend on the labels."""
    yield from _ways(one, other)
    yield from _technique(one, other)
    yield from _started(one, other)
    yield from _rights(one, other)
    yield from _known(one, other)
    yield from _parts(pair, one, other, tolerance)


# The way out and the way back --------------------------------------------------------------------

_WAY_WORDS = {
    Availability.AVAILABLE: "there is a way",
    Availability.NOT_AVAILABLE: "there is none",
    Availability.UNKNOWN: "not known",
}


def _ways(one: Deployment, other: Deployment) -> Iterator[Particular]:
    for aspect, was, now, how in (
        (Aspect.OVERRIDE, one.override.state, other.override.state, "to overrule it"),
        (Aspect.ROLLBACK, one.rollback.state, other.rollback.state, "to undo what it did"),
    ):
        if was is now:
            continue
        if Availability.UNKNOWN in (was, now):
            hidden = now is Availability.UNKNOWN
            move = Move.HIDDEN if hidden else Move.REVEALED
            direction = Direction.UNSEEN if hidden else Direction.SEEN
        else:
            lost = now is Availability.NOT_AVAILABLE
            move = Move.FELL if lost else Move.ROSE
            direction = Direction.WORSE if lost else Direction.BETTER
        before, after = _WAY_WORDS[was], _WAY_WORDS[now]
        words = f", a way {how}: {after}; before: {before}"
        yield Particular(aspect, move, direction, words, before, after)


def _technique(one: Deployment, other: Deployment) -> Iterator[Particular]:
    """A model that joins what acts makes it less foreseeable; one that leaves says nothing more."""
    was, now = set(one.techniques), set(other.techniques)
    if was == now:
        return
    joins = uses_ai(now - was) and not uses_ai(was) and other.acts
    before, after = (_listed(each) for each in (was, now))
    yield Particular(
        Aspect.TECHNIQUE,
        Move.CHANGED,
        Direction.WORSE if joins else Direction.UNCLEAR,
        f" works by {after}; before: {before}",
        before,
        after,
    )


def _started(one: Deployment, other: Deployment) -> Iterator[Particular]:
    """Who may set off what acts: one more is more, whoever it is."""
    was, now = set(one.started_by), set(other.started_by)
    if was == now:
        return
    before, after = (_listed(map(_actor, side)) for side in (was, now))
    move, direction = Move.CHANGED, Direction.UNCLEAR
    if was < now:
        move, direction = Move.ROSE, Direction.WORSE
    elif now < was:
        move, direction = Move.FELL, Direction.BETTER
    yield Particular(
        Aspect.STARTED_BY,
        move if was and now else Move.CHANGED,
        direction if was and now and other.acts else Direction.UNCLEAR,
        f" is started by {after}; before: {before}",
        before,
        after,
    )


def _rights(one: Deployment, other: Deployment) -> Iterator[Particular]:
    """What another program may do in the tool."""
    was, now = one.rights, other.rights
    if was is now or was is None or now is None:
        return
    unknown = CredentialRights.CANNOT_TELL
    if unknown in (was, now):
        hidden = now is unknown
        move = Move.HIDDEN if hidden else Move.REVEALED
        direction = Direction.UNSEEN if hidden else Direction.SEEN
    else:
        rose = now is CredentialRights.CAN_WRITE
        move = Move.ROSE if rose else Move.FELL
        direction = Direction.WORSE if rose else Direction.BETTER
    before, after = RIGHTS_WORDS[was], RIGHTS_WORDS[now]
    words = f", its rights: {after}; before: {before}"
    yield Particular(Aspect.RIGHTS, move, direction, words, before, after)


def _actor(actor: Actor) -> str:
    return " ".join(filter(None, (str(actor.kind), actor.role, actor.id)))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(str(one).replace("_", " ") for one in words)) or "nothing that is told"


def _known(one: Deployment, other: Deployment) -> Iterator[Particular]:
    if one.basis is other.basis or Basis.ATTESTED in (one.basis, other.basis):
        return  # what people attest is compared as such
    before, after = f"{one.basis}", f"{other.basis}"
    if Basis.OBSERVED in (one.basis, other.basis):
        less = one.basis is Basis.OBSERVED
        move = Move.HIDDEN if less else Move.REVEALED
        direction = Direction.UNSEEN if less else Direction.SEEN
    else:
        move, direction = Move.CHANGED, Direction.UNCLEAR
    words = f" is {after}; before, it was {before}"
    yield Particular(Aspect.BASIS, move, direction, words, before, after)


# Parts -------------------------------------------------------------------------------------------


def _parts(
    pair: Pair, one: Deployment, other: Deployment, tolerance: Tolerance
) -> Iterator[Particular]:
    """How many endpoints a part concerns, and what it decides there."""
    before, after = parts_of(one), parts_of(other)
    for key in sorted(before.keys() & after.keys(), key=repr):
        was, now = before[key], after[key]
        where = part_words(now.model_copy(update={"endpoints": None}))
        if set(was.decisions) != set(now.decisions):
            told = [_deeds(each) for each in (was, now)]
            words = f" decides {told[1]} {where}; before: {told[0]}"
            yield Particular(
                Aspect.DECISIONS, Move.CHANGED, Direction.UNCLEAR, words, told[0], told[1]
            )
        count, later = was.endpoints, now.endpoints
        if count is None or later is None:
            if count is not later:
                move, direction = (
                    (Move.HIDDEN, Direction.UNSEEN)
                    if later is None
                    else (Move.REVEALED, Direction.SEEN)
                )
                words = f", {where}: how many endpoints that are "
                words += "is not known now" if later is None else "is known now"
                yield Particular(Aspect.REACH, move, direction, words, _count(count), _count(later))
        elif tolerance.exceeded(count, later):
            acts = now.autonomy is not Autonomy.ADVISORY
            words = f", {where}: {_count(later)}; it was {_count(count)}"
            yield _counted(
                pair,
                other,
                Aspect.REACH,
                words,
                (_count(count), _count(later)),
                rose=later > count,
                matters=acts,
            )


def _deeds(part: BreakdownPart) -> str:
    deeds = sorted(ACTION[one] for one in set(part.decisions))
    return listed(deeds) if deeds else "all that it does"


def _count(endpoints: int | None) -> str:
    if endpoints is None:
        return "not counted"
    return f"{endpoints:,} endpoint{'' if endpoints == 1 else 's'}"


def _counted(
    pair: Pair,
    deployment: Deployment,
    aspect: Aspect,
    words: str,
    states: tuple[str, str],
    *,
    rose: bool,
    matters: bool,
) -> Particular:
    """A count that rose or fell; what a run that read less counted is neither."""
    sight = pair.sight_before if rose else pair.sight_after
    place = deployment.vendor, deployment.tenant_id, deployment.feature, ()
    unseen = sight.of_feature(*place)
    if unseen is not None:
        move, direction = (
            (Move.REVEALED, Direction.SEEN) if rose else (Move.HIDDEN, Direction.UNSEEN)
        )
        return Particular(aspect, move, direction, f"{words}: {unseen.because}", *states, unseen)
    judged = Direction.WORSE if rose else Direction.BETTER
    direction = judged if matters else Direction.UNCLEAR
    return Particular(aspect, Move.ROSE if rose else Move.FELL, direction, words, *states)


# Values ------------------------------------------------------------------------------------------


def value_changes(
    pair: Pair, one: Deployment, other: Deployment, tolerance: Tolerance
) -> Iterator[Particular]:
    """The settings that decided the reading, where their values differ and no label does."""
    was, now = _by_name(one), _by_name(other)
    differ = [
        name
        for name in sorted(was.keys() | now.keys())
        if _differ(was.get(name, ()), now.get(name, ()), tolerance)
    ]
    if not differ:
        return
    states = _told(was, differ), _told(now, differ)
    words = f" is set otherwise: {states[1]}; before: {states[0]}"
    if not pair.settings_changed(one, other) and (unseen := _unseen(pair, other)) is not None:
        hidden, seen = unseen
        move, direction = (
            (Move.HIDDEN, Direction.UNSEEN) if hidden else (Move.REVEALED, Direction.SEEN)
        )
        words = f"{words}: {seen.because}"
        yield Particular(Aspect.SETTINGS, move, direction, words, *states, seen)
        return
    off = DecisionKind.DISABLE_DETECTION in other.decisions
    steps = [_step(was.get(name, ()), now.get(name, ())) for name in differ]
    if off and None not in steps:
        # What it counts is what nobody watches.
        rose = True in steps
        yield _counted(pair, other, Aspect.SETTINGS, words, states, rose=rose, matters=True)
        return
    yield Particular(Aspect.SETTINGS, Move.CHANGED, Direction.UNCLEAR, words, *states)


def numbers_moved(one: Deployment, other: Deployment) -> bool:
    """Whether a setting's number differs, told or within the tolerance."""
    was, now = _by_name(one), _by_name(other)
    return any(was[name] != now[name] for name in was.keys() & now.keys())


def _unseen(pair: Pair, deployment: Deployment) -> tuple[bool, Unseen] | None:
    """Whether it was the later run that saw less of a feature, and why one did."""
    for later, sight in ((True, pair.sight_after), (False, pair.sight_before)):
        if (unseen := sight.of_labels(deployment)) is not None:
            return later, unseen
    return None


_Values = tuple[tuple[JsonScalar, bool], ...]


def _by_name(deployment: Deployment) -> dict[str, _Values]:
    """A name may stand more than once, once per object."""
    found: dict[str, _Values] = {}
    for each in deployment.settings:
        found[each.name] = (*found.get(each.name, ()), (each.value, each.absent))
    return {name: tuple(sorted(values, key=repr)) for name, values in found.items()}


def _differ(one: _Values, other: _Values, tolerance: Tolerance) -> bool:
    if len(one) != len(other):
        return True
    return any(
        was != now and not (was[1] is now[1] and _near(was[0], now[0], tolerance))
        for was, now in zip(one, other, strict=True)
    )


def _near(was: JsonScalar, now: JsonScalar, tolerance: Tolerance) -> bool:
    """Whether two values are the same but for counts that moved a little."""
    if isinstance(was, bool) or isinstance(now, bool) or was is None or now is None:
        return was is now
    if isinstance(was, str) and isinstance(now, str):
        if _COUNTS_IN_TEXT.sub("", was) != _COUNTS_IN_TEXT.sub("", now):
            return False
        counts = zip(_COUNTS_IN_TEXT.findall(was), _COUNTS_IN_TEXT.findall(now), strict=True)
        return not any(tolerance.exceeded(int(one), int(other)) for one, other in counts)
    if isinstance(was, str) or isinstance(now, str):
        return False
    if max(abs(was), abs(now)) <= 1:
        return was == now  # a share or a switch
    return not tolerance.exceeded(was, now)


def _step(one: _Values, other: _Values) -> bool | None:
    """True where a number rose, False where it fell; None where it is no number."""
    if len(one) > 1 or len(other) > 1:
        return None
    was, now = (each[0][0] if each else 0 for each in (one, other))
    if isinstance(was, bool | str) or isinstance(now, bool | str) or was is None or now is None:
        return None
    return now > was


def _told(values: dict[str, _Values], names: list[str]) -> str:
    told = [
        _setting(Setting(name=name, value=value, absent=absent))
        for name in names[:_VALUES]
        for value, absent in values.get(name, ((None, True),))
    ]
    more = len(names) - _VALUES
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")


def _setting(setting: Setting) -> str:
    if setting.absent:
        return f"{setting.name} not there"
    value = str(setting.value).lower() if isinstance(setting.value, bool) else setting.value
    return f"{setting.name}={value}"
