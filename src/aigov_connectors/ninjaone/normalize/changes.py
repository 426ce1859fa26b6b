"""Who changed a policy and when: its own time, and the one activity that was written at that time.

An activity that tells of a changed policy shows no id of it, so it is held to be about a policy
only where it was written within seconds of that policy's own time, and no other was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Basis,
    ChangeKind,
    ChangeTeller,
    Origin,
    Place,
    SourceObject,
)
from aigov_connectors.ninjaone.normalize.conditions import policy_object
from aigov_connectors.ninjaone.wire import ActivityWire, PolicyWire
from aigov_connectors.normalizing.changed import Teller, ToldChange, told_change

__all__ = ["PolicyEdits", "changes_from_policies"]

_SAME_MOMENT = timedelta(seconds=5)
_EDITS: Mapping[str, ChangeKind] = {
    "POLICY_CREATED": ChangeKind.CREATED,
    "POLICY_UPDATED": ChangeKind.CHANGED,
}


class _Edit(NamedTuple):
    at: datetime
    activity: str
    user: int | None
    what: ChangeKind
    origin: Origin


class PolicyEdits:
    """The activities that tell of policies made or changed."""

    def __init__(self) -> None:
        self._edits: list[_Edit] = []

    def add(self, row: ActivityWire, *, origin: Origin) -> None:
        """Note an activity, if it is one of those."""
        what = _EDITS.get(row.status_code or "")
        if what is not None and row.activity_time is not None:
            self._edits.append(_Edit(row.activity_time, str(row.id), row.user_id, what, origin))

    def by_time(self) -> tuple[_Edit, ...]:
        """All of them, the oldest first."""
        return tuple(sorted(self._edits, key=lambda one: (one.at, one.activity)))


def changes_from_policies(
    policies: Iterable[tuple[PolicyWire, Origin]],
    *,
    edits: PolicyEdits,
    conditions: Mapping[int, Iterable[SourceObject]],
    place: Place,
) -> Iterator[ToldChange]:
    """Tell when each policy was last changed, and by whom where one activity can mean it.

    What a policy holds may have been changed then, so its conditions are told the same, inferred.
    A user id does not tell a person from a program: what an API client does may carry the id of
    who made it (unsure).

    Args:
        policies: the rows, and where they were read.
        edits: of the time that was looked at.
        conditions: by policy, the conditions that are decided in it.
        place: whose tenant it is.

    Source: NinjaOne Public API 2.0 (2.0.9): `updated` of a policy, POLICY_UPDATED (verified).
    """
    dated = [(row, origin) for row, origin in policies if row.updated is not None]
    times = sorted(row.updated for row, _ in dated if row.updated is not None)
    every = edits.by_time()
    written = [one.at for one in every]
    for row, origin in dated:
        if row.updated is None:
            continue
        near = _near(written, row.updated)
        alone = len(near) == 1 and len(_near(times, row.updated)) == 1
        edit = every[near.start] if alone else None
        held = [(one, Basis.INFERRED) for one in conditions.get(row.id, ())]
        for source, basis in [(policy_object(row), Basis.OBSERVED), *held]:
            yield from _told(row, origin, source, basis, edit, place)


def _told(
    row: PolicyWire,
    origin: Origin,
    source: SourceObject,
    basis: Basis,
    edit: _Edit | None,
    place: Place,
) -> Iterator[ToldChange]:
    own = told_change(
        Teller(origin, str(row.id), at="/updated"),
        place=place,
        source_object=source,
        at=row.updated,
        basis=basis,
    )
    logged = None
    if edit is not None:
        user = edit.user
        logged = told_change(
            Teller(
                edit.origin, edit.activity, "/activityTime", by="/userId", kind=ChangeTeller.LOG
            ),
            place=place,
            source_object=source,
            at=edit.at,
            by=None if user is None else Actor(kind=ActorKind.UNKNOWN, id=str(user)),
            what=edit.what,
            basis=Basis.INFERRED,
        )
    yield from (one for one in (own, logged) if one is not None)


def _near(times: list[datetime], moment: datetime) -> range:
    return range(
        bisect_left(times, moment - _SAME_MOMENT), bisect_right(times, moment + _SAME_MOMENT)
    )
