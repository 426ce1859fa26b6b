"""Scheduled scripts: one deployment per schedule, where it is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.connectwise.automate.normalize.estate import (
    NOBODY_KNOWS,
    Estate,
    Reached,
)
from aigov_connectors.connectwise.automate.normalize.places import inside, tenant_scope
from aigov_connectors.connectwise.automate.normalize.scripts import (
    ScriptDetails,
    Scripts,
    asking,
    settings_of,
)
from aigov_connectors.connectwise.automate.wire import (
    RefWire,
    ScheduleTargetWire,
    ScheduleWire,
)
from aigov_connectors.inventory import (
    Origin,
    Place,
    Reach,
    Scope,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, observed, said, unknown_settings
from aigov_connectors.wire import told

__all__ = ["deployments_from_schedules"]

Schedules = Sequence[tuple[ScheduleWire, Origin]]

_DESCRIBED = frozenset(
    [
        "OfflineActionFlags",
        "DistributionWindow",
        "Parameters",
        "UseAgentTime",
        "Occurrences",
        "StartDate",
        "EffectiveOccurrences",
        "Priority",
    ]
)
"""Keys that the vendor describes and nothing here reads."""


def deployments_from_schedules(
    schedules: Schedules,
    *,
    scripts: Scripts,
    details: ScriptDetails,
    programs: Collection[str],
    entry: FeatureEntry,
    place: Place,
    estate: Estate,
) -> Iterator[Statement]:
    """State every schedule; one that is only inherited is stated where it was set.

    Args:
        details: the settings of scripts, as far as they were asked for.
        programs: names of logins that are programs, in lower case.
        entry: the catalogue's `scheduled_scripts`.
    """
    own = [row for row, _ in schedules if row.script is not None and row.is_inherited is not True]
    for row, origin in schedules:
        if row.is_inherited is True and any(_covers(one, row, place, estate) for one in own):
            continue
        more = list(settings_of(row.script.id if row.script else None, details))
        yield _statement(row, origin, scripts, programs, entry, place, estate, more)


def _covers(own: ScheduleWire, row: ScheduleWire, place: Place, estate: Estate) -> bool:
    """Whether what is only inherited is the same script, as much switched on, and in its reach."""
    same = own.script is not None and row.script is not None and own.script.id == row.script.id
    if not same or own.is_disabled != row.is_disabled:
        return False
    at = own.schedule_target or ScheduleTargetWire()
    there = row.schedule_target or ScheduleTargetWire()
    above, below = _id(at.group), _id(there.group)
    if above and below and own.include_sub_groups is True and below in estate.below(above):
        return True
    _, _, mine = _target(own, at, place, estate)
    _, _, other = _target(row, there, place, estate)
    if other.reach is not Reach.LISTED:
        return False
    # Those that are named are reached in any case, whoever else may be.
    return bool(other.organizations) and set(other.organizations) <= set(mine.organizations)


def _statement(
    row: ScheduleWire,
    origin: Origin,
    scripts: Scripts,
    programs: Collection[str],
    entry: FeatureEntry,
    place: Place,
    estate: Estate,
    more: Sequence[Observed],
) -> Statement:
    target = row.schedule_target or ScheduleTargetWire()
    on, scope, reached = _target(row, target, place, estate)
    named = row.script.name if row.script and row.script.name else f"schedule {row.id}"
    source = SourceObject(kind=SourceKind.TASK, id=row.id, name=f"{named} on {on}")
    shown: list[Observed] = [observed(origin, row, "is_disabled", object_id=row.id)]
    label, asks = _label(row, entry, scripts, now=origin.read_at)
    shown += asks
    shown.append(_date(origin, row))
    often = row.schedule.name if row.schedule else None
    shown.append(
        said(
            origin,
            "Frequency",
            often,
            object_id=row.id,
            pointer="/Schedule/ScriptScheduleFrequency/Name",
        )
    )
    if row.limiting_search is not None:
        shown.append(observed(origin, row, "limiting_search", object_id=row.id))
    if row.include_sub_groups is not False:
        shown.append(observed(origin, row, "include_sub_groups", object_id=row.id))
    if (row.scheduled_by or "").casefold() in programs:
        # Whose hand it was is no matter; that it was none is.
        shown.append(said(origin, "ScheduledBy", "a program", object_id=row.id))
    shown += more
    unknown = unknown_settings(
        origin, row, object_id=row.id, place=place, source_object=source, described=_DESCRIBED
    )
    evidence = tuple(proof for _, proof in shown)
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=scope,
            source_object=source,
            label=label,
            enabled=label.enabled,
            reach=reached.reach,
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
        ),
        evidence=(*evidence, *unknown.evidence),
        reach=reached.organizations,
        unknown_settings=unknown.settings,
    )


def _date(origin: Origin, row: ScheduleWire) -> Observed:
    day = None if row.expire_date is None else row.expire_date.date().isoformat()
    absent = "expire_date" not in row.model_fields_set
    return said(origin, "ExpireDate", day, object_id=row.id, absent=absent)


def _label(
    row: ScheduleWire, entry: FeatureEntry, scripts: Scripts, *, now: datetime
) -> tuple[Label, list[Observed]]:
    """What the schedule comes to: switched off, expired, or waiting for the user.

    One that has no end goes on until somebody ends it. That is no gate, and a day on which it ends
    is none either: both act alike until then, and the date stands among the settings.
    """
    label = entry.label("IsDisabled", told(row.is_disabled))
    if row.expire_date is not None and row.expire_date < now and label.enabled:
        label = entry.label("ExpireDate", "passed")
    elif "expire_date" not in row.model_fields_set and label.enabled:
        label = label.model_copy(update={"enabled": None})  # it may have ended
    waits, shown = asking(row.script.id if row.script else None, scripts)
    if waits is not False and told(row.is_disabled) is not None:
        asking_label = entry.label("IsUserResponse", waits)
        label = asking_label.model_copy(update={"enabled": label.enabled})
    return label, shown


def _target(
    row: ScheduleWire, target: ScheduleTargetWire, place: Place, estate: Estate
) -> tuple[str, Scope, Reached]:
    """What it runs on, in words; the scope; and whom that reaches."""
    limited = row.limiting_search is not None

    def bounded(reached: Reached) -> Reached:
        """A search leaves fewer of them; with several clients, nobody knows which."""
        if not limited:
            return reached
        if len(reached.organizations) == 1:
            return Reached(reached.reach, dict.fromkeys(reached.organizations))
        return NOBODY_KNOWS

    if group := _id(target.group):
        name = _name(target.group, f"group {group}")
        scope = inside(place, ScopeLevel.GROUP, group, name)
        return (
            name,
            scope,
            bounded(_of_group(group, estate, with_sub_groups=told(row.include_sub_groups))),
        )
    if client := _id(target.client):
        name = estate.names.get(client) or _name(target.client, f"client {client}")
        scope = inside(place, ScopeLevel.CLIENT, client, name)
        return name, scope, bounded(estate.of_client(client))
    if location := _id(target.location):
        whose = estate.client_at(location)
        name = f"a location of {estate.names.get(whose or '', 'a client')}"
        scope = inside(place, ScopeLevel.LOCATION, location, name)
        return name, scope, _alone(whose, None)
    if computer := _id(target.computer):
        whose = estate.client_of(computer)
        name = f"a computer of {estate.names.get(whose or '', 'a client')}"
        scope = inside(place, ScopeLevel.DEVICE, computer, name)
        return name, scope, _alone(whose, 1)
    kind = target.schedule_target_type.name if target.schedule_target_type else None
    return f"a target of type {kind or 'unknown'}", tenant_scope(place), NOBODY_KNOWS


def _of_group(group: str, estate: Estate, *, with_sub_groups: bool | None) -> Reached:
    """Whom a group reaches; where it is not told whether those below it too, that is open."""
    alone = estate.of_groups((group,))
    if with_sub_groups is False:
        return alone
    tree = estate.of_tree(group)
    if with_sub_groups or tree == alone:
        return tree
    return Reached(Reach.UNKNOWN, dict.fromkeys(alone.organizations))


def _alone(client: str | None, endpoints: int | None) -> Reached:
    return NOBODY_KNOWS if client is None else Reached(Reach.LISTED, {client: endpoints})


def _id(ref: RefWire | None) -> str | None:
    return ref.id if ref is not None and ref.id not in (None, "", "0") else None


def _name(ref: RefWire | None, otherwise: str) -> str:
    return (ref.name if ref else None) or otherwise
