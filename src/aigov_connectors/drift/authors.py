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


def who_and_when(pair: Pair, *things: Deployment | UnknownSetting, cause: Cause) -> Told:
    """Who changed the objects behind some things between the two runs, and when.

    Only a change at the vendor has somebody who made it: for any other `cause` nothing is said.
    """
    set_there = [one for one in things if one.source_object.kind is not SourceKind.ATTESTATION]
    if not set_there or cause is not Cause.DRIFT:
        return NOBODY_TOLD
    found = dict.fromkeys(record for one in set_there for record in pair.changes_of(one))
    if not found:
        return Told(by=None, on=None, told=(), untold=_why_untold(pair, set_there[0]))
    records = tuple(sorted(found, key=lambda one: -one.at.timestamp()))
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
