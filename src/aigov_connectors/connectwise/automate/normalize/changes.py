"""Who changed a script last: what a schedule runs is what the script has become.

A schedule tells neither when it was changed nor by whom. `UpdatedBy` holds the name of a login: the
login's id is kept in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aigov_connectors.connectwise.automate.wire import ScheduleWire, ScriptWire, UserWire
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Basis,
    Origin,
    Place,
    SourceKind,
    SourceObject,
)
from aigov_connectors.normalizing.changed import Teller, ToldChange, told_change
from aigov_connectors.wire import told

__all__ = ["changes_from_scripts"]


def changes_from_scripts(
    schedules: Iterable[tuple[ScheduleWire, Origin]],
    scripts: Mapping[str, tuple[ScriptWire, Origin]],
    users: Iterable[UserWire],
    *,
    place: Place,
) -> Iterator[ToldChange]:
    """Tell of each schedule when its script was changed last, and by which login.

    That the schedule does something else since then is inferred: it was the script that changed.

    Source: Automate API v1, GET /Scripts: `UpdateDate`, `UpdatedBy` (verified).
    """
    logins = {(one.name or "").casefold(): one for one in users if one.name}
    for row, _ in schedules:
        found = scripts.get(row.script.id or "") if row.script else None
        if found is None:
            continue
        script, origin = found
        name = script.updated_by
        told = told_change(
            Teller(origin, script.id, at="/UpdateDate", by="/UpdatedBy"),
            place=place,
            source_object=SourceObject(
                kind=SourceKind.TASK, id=row.id, name=f"{script.name or script.id} ({row.id})"
            ),
            at=script.update_date,
            by=_actor(logins.get((name or "").casefold())),
            name=name,
            basis=Basis.INFERRED,
        )
        if told is not None:
            yield told


def _actor(user: UserWire | None) -> Actor | None:
    if user is None:
        return None
    kinds = {True: ActorKind.PROGRAM, False: ActorKind.PERSON, None: ActorKind.UNKNOWN}
    return Actor(kind=kinds[told(user.is_integrator)], id=user.id)
