"""Settings that no catalogue knows: keys that came, went, or have another value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from aigov_connectors.drift.authors import who_and_when
from aigov_connectors.drift.making import connection_subject, missing
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.inventory import Inventory, Severity, SourceKind, UnknownSetting
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.rules import Subject
from aigov_connectors.rules.words import listed

__all__ = ["switch_changes"]

_Key = tuple[str, str, SourceKind, str]
_Objects = dict[str, UnknownSetting]
"""The settings objects of one kind that hold a key, by their ids."""


def switch_changes(pair: Pair) -> Iterator[Change]:
    """Compare every key that either run met, over all objects of a tenant that hold it."""
    before, after = _by_key(pair.before), _by_key(pair.after)
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, {}), after.get(key, {})
        if not was:
            yield _alone(pair, key, now, later=True)
        elif not now:
            yield _alone(pair, key, was, later=False)
        else:
            other = [
                one for one in sorted(was.keys() & now.keys()) if _told(was[one]) != _told(now[one])
            ]
            if other:
                yield _changed(pair, key, [was[one] for one in other], [now[one] for one in other])


def _alone(pair: Pair, key: _Key, objects: _Objects, *, later: bool) -> Change:
    vendor, tenant_id, _, _ = key
    sight = pair.sight_before if later else pair.sight_after
    settings = [objects[one] for one in sorted(objects)]
    unseen = sight.of_anything(vendor, tenant_id)
    move = missing(later=later, unseen=unseen is not None)
    cause = Cause.VISIBILITY if unseen else Cause.DRIFT
    # A catalogue that has learnt the key, or has forgotten it, changes nothing at the vendor.
    if unseen is None and pair.catalogue_changed(vendor):
        cause = Cause.CATALOGUE_UPDATE
    values, subject = _values(settings), _subject(pair, key)
    place = _where(settings)
    why = "" if unseen is None else unseen.because
    words = {
        Move.APPEARED: f"{subject.name} ({values}) of {place} is new, and no catalogue knows it.",
        Move.GONE: f"{subject.name} ({values}) of {place} is not among the unknown settings now.",
        Move.HIDDEN: f"{subject.name} ({values}) of {place} is no longer visible: {why}.",
        Move.REVEALED: f"{subject.name} ({values}) of {place} is visible now, and no catalogue"
        f" knows it; in the run before: {why}.",
    }[move]
    proofs = _proofs(settings)
    return Change(
        aspect=Aspect.UNKNOWN_SWITCH,
        move=move,
        direction={Move.HIDDEN: Direction.UNSEEN, Move.REVEALED: Direction.SEEN}.get(
            move, Direction.UNCLEAR
        ),
        cause=cause,
        severity=_severity(settings),
        subject=subject,
        because=words,
        before=None if later else values,
        after=values if later else None,
        evidence_before=() if later else proofs,
        evidence_after=proofs if later else (),
        gaps_before=unseen.gaps if later and unseen else (),
        gaps_after=unseen.gaps if unseen and not later else (),
        **who_and_when(pair, settings[0], cause=cause),
    )


def _changed(
    pair: Pair, key: _Key, was: Sequence[UnknownSetting], now: Sequence[UnknownSetting]
) -> Change:
    subject = _subject(pair, key)
    before, after = _values(was), _values(now)
    return Change(
        aspect=Aspect.UNKNOWN_SWITCH,
        move=Move.CHANGED,
        direction=Direction.UNCLEAR,
        cause=Cause.DRIFT,
        severity=_severity([*was, *now]),
        subject=subject,
        because=f"{subject.name} of {_where(now)} is {after}; it was {before}. No catalogue knows"
        " what it does.",
        before=before,
        after=after,
        evidence_before=_proofs(was),
        evidence_after=_proofs(now),
        **who_and_when(pair, now[0], cause=Cause.DRIFT),
    )


def _by_key(inventory: Inventory) -> dict[_Key, _Objects]:
    found: dict[_Key, _Objects] = defaultdict(dict)
    for one in inventory.unknown_settings:
        source = one.source_object
        found[one.vendor, one.tenant_id, source.kind, one.pointer][source.id] = one
    return found


def _subject(pair: Pair, key: _Key) -> Subject:
    vendor, tenant_id, kind, pointer = key
    names = sorted(
        one.name
        for inventory in (pair.before, pair.after)
        for one in inventory.connections
        if (one.vendor, one.tenant_id) == (vendor, tenant_id)
    )
    return connection_subject(
        names[0] if names else vendor,
        key=f"{vendor}/{tenant_id}/{kind}{pointer}",
        name=pointer.removeprefix("/"),
    )


def _told(setting: UnknownSetting) -> tuple[object, ...]:
    return setting.type, setting.digest


def _severity(settings: Sequence[UnknownSetting]) -> Severity:
    return Severity.MEDIUM if any(one.value is True for one in settings) else Severity.LOW


def _where(settings: Sequence[UnknownSetting]) -> str:
    one = settings[0].source_object.name
    return one if len(settings) == 1 else f"{len(settings):,} settings objects"


def _values(settings: Sequence[UnknownSetting]) -> str:
    return listed(sorted({_words(one) for one in settings}))


def _words(setting: UnknownSetting) -> str:
    if isinstance(setting.value, bool):
        return "true" if setting.value else "false"
    return f"{setting.type}" if setting.value is None else f"{setting.value}"


def _proofs(settings: Sequence[UnknownSetting]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(proof for one in settings for proof in one.evidence))
