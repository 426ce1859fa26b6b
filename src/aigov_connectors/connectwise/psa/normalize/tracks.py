"""Tracks: steps that follow by themselves, some days after a track is attached to a company."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence, Set

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.deeds import Deed
from aigov_connectors.connectwise.psa.normalize.known import KNOWN
from aigov_connectors.connectwise.psa.normalize.labels import merged, parts
from aigov_connectors.connectwise.psa.normalize.places import tenant_scope
from aigov_connectors.connectwise.psa.normalize.recipients import Side, side_of
from aigov_connectors.connectwise.psa.wire import RecipientWire, TrackActionWire, TrackWire
from aigov_connectors.inventory import (
    Basis,
    Origin,
    Place,
    Reach,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, Unknowns, observed, unknown_settings
from aigov_connectors.wire import unless

__all__ = ["attach_in_turn", "deployments_from_track"]

_MAIL = "SendEmail"
_MAILED = {
    Side.CLIENT: f"{_MAIL} to the client",
    Side.OUTSIDE: f"{_MAIL} to the outside",
    Side.STAFF: f"{_MAIL} to the staff",
}


def attach_in_turn(
    attached: MutableMapping[int, list[Observed]],
    steps: Mapping[int, Sequence[tuple[TrackActionWire, Origin]]],
    *,
    inactive: Set[int],
) -> None:
    """Add the tracks that tracks attach which act by themselves.

    A track that only a person attaches, or that is inactive, makes none of those acting that its
    steps attach: whoever starts the first starts all.

    Args:
        attached: track to what attaches it, active rules and statuses at first; added to.
        steps: track to its steps.
        inactive: tracks that do nothing.
    """
    waiting = sorted(attached)
    followed: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number in followed or number in inactive:
            continue
        followed.add(number)
        for step, where in steps.get(number, ()):
            track = step.attached_track.id if step.attached_track else None
            if track is not None:
                shown = observed(where, step, "attached_track", object_id=str(step.id))
                attached.setdefault(track, []).append(shown)
                waiting.append(track)


def deployments_from_track(
    row: TrackWire,
    steps: Sequence[tuple[TrackActionWire, Origin]],
    attached: Sequence[Observed],
    *,
    is_whole: bool,
    origin: Origin,
    recipients: Mapping[int, RecipientWire],
    entry: FeatureEntry,
    place: Place,
) -> Iterator[Statement]:
    """State a track; one without steps says nothing.

    Args:
        attached: what attaches it without a person; see `attach_in_turn`.
        is_whole: whether all was read that may attach one; else what attaches it is not known.
        entry: the catalogue's `tracks`.
    """
    if not steps:
        return
    deeds = [_deed(step, where, recipients, entry) for step, where in steps]
    label, told = merged([deed.label for deed in deeds]), parts(deeds)
    by = "rule" if attached else "person" if is_whole else None
    start = entry.label("attached by", by)
    if not attached:
        # Whoever attaches it starts all of it.
        label = label.model_copy(
            update={"autonomy": start.autonomy, "gate": start.gate, "basis": Basis.INFERRED}
        )
        told = ()
    number = str(row.id)
    inactive = observed(origin, row, "inactive_flag", object_id=number)
    source = SourceObject(
        kind=SourceKind.WORKFLOW, id=f"track:{row.id}", name=row.name or f"track {row.id}"
    )
    unknown = Unknowns()
    for step, where in steps:
        unknown += unknown_settings(
            where,
            step,
            object_id=str(step.id),
            place=place,
            source_object=source,
            described=KNOWN[type(step).__name__],
        )
    shown = (*(deed.shown for deed in deeds), *attached, inactive)
    evidence = tuple(dict.fromkeys(seen for _, seen in shown))
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=source,
            label=label,
            enabled=unless(row.inactive_flag),
            reach=Reach.UNKNOWN,  # which companies have it is not read
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
            breakdown=told,
        ),
        evidence=(*evidence, *unknown.evidence),
        unknown_settings=unknown.settings,
    )


def _deed(
    step: TrackActionWire,
    origin: Origin,
    recipients: Mapping[int, RecipientWire],
    entry: FeatureEntry,
) -> Deed:
    kind = step.notify_type
    if kind == _MAIL:
        side = side_of(
            step.notify_who,
            recipients,
            is_named=step.specific_member_to is not None,
            has_address=step.email_recipient,
            is_copied=step.cc_contact or step.bcc_contact,
        )
        kind = _MAILED.get(side)
    shown = observed(origin, step, "notify_type", object_id=str(step.id))
    return Deed(kind or "unknown", entry.label("step", kind), shown, None)
