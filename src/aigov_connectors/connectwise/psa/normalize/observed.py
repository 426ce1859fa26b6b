"""One setting as it was sent: for the label, for the deployment and as evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import BaseModel, JsonValue

from aigov_connectors.connectwise.psa.normalize.known import KNOWN
from aigov_connectors.inventory import (
    Evidence,
    JsonScalar,
    Origin,
    Place,
    Scope,
    ScopeLevel,
    Setting,
    SourceObject,
    UnknownSetting,
)
from aigov_connectors.redaction import digest, is_secret_like, redacted
from aigov_connectors.wire import WireSettings

__all__ = ["VENDOR", "board_scope", "observed", "said", "tenant_scope", "unknown_settings", "word"]

VENDOR = "connectwise.psa"

Observed = tuple[Setting, Evidence]
_SHORT = 32  # characters: a switch position, not a text


def observed(origin: Origin, row: BaseModel, field: str, *, object_id: str) -> Observed:
    """Give a field of a row under the vendor's own name, with its evidence.

    A key that was not sent is evidence too: this vendor leaves out what is not set. A reference
    counts by its name.
    """
    name = type(row).model_fields[field].alias or field
    value = getattr(row, field)
    pointer = f"/{name}"
    if isinstance(value, BaseModel):
        pointer, value = f"{pointer}/name", getattr(value, "name", None)
    return said(
        origin,
        name,
        word(value),
        object_id=object_id,
        pointer=pointer,
        absent=field not in row.model_fields_set,
    )


def said(
    origin: Origin,
    name: str,
    value: JsonScalar,
    *,
    object_id: str | None,
    pointer: str | None = None,
    absent: bool = False,
) -> Observed:
    """Give a value under a name, with its evidence at `pointer` (default: the name)."""
    seen = origin.evidence(
        object_id=object_id, pointer=pointer or f"/{name}", value=value, absent=absent
    )
    return Setting(name=name, value=None if absent else value, absent=absent), seen


def word(value: JsonValue) -> JsonScalar:
    """Give a value that a reading table can be asked about."""
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(redacted(value), sort_keys=True)


def tenant_scope(place: Place) -> Scope:
    """The whole tenant."""
    return Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection)


def board_scope(place: Place, board: int | None, name: str | None) -> Scope:
    """One board, or the whole tenant where no board is named."""
    if board is None:
        return tenant_scope(place)
    return Scope(
        level=ScopeLevel.BOARD,
        id=str(board),
        name=name or f"board {board}",
        parents=(place.tenant_id,),
    )


def unknown_settings(
    origin: Origin, row: WireSettings, *, object_id: str, place: Place, source_object: SourceObject
) -> Iterator[tuple[UnknownSetting, Evidence]]:
    """Name every key that neither a model nor the vendor's description knows.

    The value is kept only where it says little, and never under a name that sounds like a secret;
    the digest tells when it changes.
    """
    described = KNOWN[type(row).__name__]
    for pointer, value in row.unknown().items():
        key = pointer.removeprefix("/")
        if key in described:
            continue
        keeps = not is_secret_like(key) and (
            isinstance(value, bool | int | float)
            or (isinstance(value, str) and len(value) <= _SHORT and value.isidentifier())
        )
        changed = digest({key: word(value)})
        proof = origin.evidence(
            object_id=object_id, pointer=pointer, value=word(value) if keeps else changed
        )
        unknown = UnknownSetting(
            vendor=VENDOR,
            tenant_id=place.tenant_id,
            source_object=source_object,
            pointer=pointer,
            type=_type_of(value),
            digest=changed,
            value=word(value) if keeps else None,
            evidence=(proof.id,),
        )
        yield unknown, proof


def _type_of(value: JsonValue) -> str:
    if value is None:
        return "null"
    kinds = {bool: "bool", str: "text", list: "list", dict: "object"}
    return kinds.get(type(value), "number")
