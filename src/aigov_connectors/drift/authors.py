"""Who made a change at the vendor and when, as far as the later run was told.

What differs between two runs is known from the settings; a record tells that somebody changed the
same object in that time, not what was changed in it. So every such record is told, and where there
is none, why.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from aigov_connectors.drift.model import Cause
from aigov_connectors.inventory import (
    Actor,
    ChangeRecord,
    ChangeTeller,
    Deployment,
    SourceKind,
    UnknownSetting,
)
from aigov_connectors.inventory.comparing import Pair

__all__ = ["NOBODY_TOLD", "Told", "who_and_when"]


class Told(TypedDict):
    """The fields of a change that tell who made it."""

    by: Actor | None
    on: date | None
    told: tuple[ChangeRecord, ...]
    untold: str | None


NOBODY_TOLD = Told(by=None, on=None, told=(), untold=None)
"""Of what nobody changed at the vendor."""


def who_and_when(pair: Pair, thing: Deployment | UnknownSetting | None, cause: Cause) -> Told:
    """Who changed the object behind a thing between the two runs, and when.

    Only a change at the vendor has somebody who made it: for any other `cause` nothing is said.
    """
    is_attested = thing is not None and thing.source_object.kind is SourceKind.ATTESTATION
    if thing is None or cause is not Cause.DRIFT or is_attested:
        return NOBODY_TOLD
    records = pair.changes_of(thing)
    if not records:
        return Told(by=None, on=None, told=(), untold=_why_untold(pair, thing))
    by = next((one.by for one in records if one.by is not None), None)
    return Told(by=by, on=records[0].at.date(), told=records, untold=None)


def _why_untold(pair: Pair, thing: Deployment | UnknownSetting) -> str:
    known = pair.records_of(thing)
    last = next((one for one in known if one.told_by is ChangeTeller.OBJECT), None)
    if last is not None and last.at < pair.before.started_at:
        day = f"{last.at.day} {last.at:%b %Y}"
        return f"the last change that is told of it is of {day}, before the earlier run"
    if pair.tells_of_changes(thing.vendor, thing.tenant_id):
        return "no log that was read names a change of it in that time"
    return f"nothing that is read of {thing.vendor} tells who changes it, or when"
