"""Who changed a settings object: read from the object itself, or from a line of a log.

Normalizers of all vendors tell it through `told_change`, so that a time that cannot be read, a
person's name and a meaning that nobody documents are treated everywhere alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from aigov_connectors.inventory import (
    Actor,
    Basis,
    ChangeKind,
    ChangeRecord,
    ChangeTeller,
    Evidence,
    Origin,
    Place,
    SourceObject,
)
from aigov_connectors.redaction import digest

__all__ = ["Teller", "ToldChange", "told_change"]

_LAST = ChangeTeller.OBJECT


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change, and what was seen that tells it."""

    record: ChangeRecord
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Teller:
    """Where in an answer a change is told."""

    origin: Origin
    object_id: str
    """Of the record that tells it: the settings object, or the line of a log."""
    at: str
    """JSON pointer of the time."""
    by: str | None = None
    """JSON pointer of who it was; None where no field tells that."""
    kind: ChangeTeller = _LAST


def told_change(
    teller: Teller,
    *,
    place: Place,
    source_object: SourceObject,
    at: datetime | None,
    by: Actor | None = None,
    name: str | None = None,
    what: ChangeKind = ChangeKind.UNKNOWN,
    basis: Basis = Basis.OBSERVED,
) -> ToldChange | None:
    """Give one change with its evidence; None where no time is told, or none that can be read.

    Args:
        teller: where it is told.
        place: whose tenant it is.
        source_object: what was changed, as its deployments name it.
        at: when; a time without a zone tells no moment and counts as none.
        by: who, by id or role.
        name: what the field of `teller.by` holds, where that is no id but a name or an address:
            its digest is kept as evidence, and no more.
        what: what was done to it.
        basis: `inferred` where a meaning is not documented.
    """
    if at is None or at.tzinfo is None:
        return None
    moment = at.astimezone(UTC)
    origin, object_id = teller.origin, teller.object_id
    seen = [origin.evidence(object_id=object_id, pointer=teller.at, value=moment.isoformat())]
    if teller.by is not None and (by is not None or name is not None):
        value = digest(name) if name is not None else by and by.id
        seen.append(origin.evidence(object_id=object_id, pointer=teller.by, value=value))
    record = ChangeRecord(
        vendor=origin.vendor,
        tenant_id=place.tenant_id,
        source_object=source_object,
        at=moment,
        by=by,
        what=what,
        told_by=teller.kind,
        basis=basis,
        evidence=tuple(one.id for one in seen),
    )
    return ToldChange(record, tuple(seen))
