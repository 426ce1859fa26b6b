"""One setting as it was sent: for the label, for the deployment and as evidence.

Normalizers of all vendors read their settings through these functions, so that a key that was
not sent, a value that is no scalar and a switch that nobody has heard of mean the same everywhere.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection
from dataclasses import dataclass

from pydantic import BaseModel, JsonValue
from pydantic_core import to_jsonable_python

from aigov_connectors.inventory import (
    Evidence,
    JsonScalar,
    Origin,
    Place,
    Setting,
    SourceObject,
    UnknownSetting,
)
from aigov_connectors.normalizing.sounding import sounds_like_ai
from aigov_connectors.redaction import digest, is_secret_like, redacted
from aigov_connectors.wire import Strange, WireSettings

__all__ = [
    "Observed",
    "Unknowns",
    "observed",
    "plain",
    "said",
    "sounds_like_ai",
    "unknown_settings",
    "word",
]

Observed = tuple[Setting, Evidence]

_SHORT_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")  # a switch position, not a text


def observed(
    origin: Origin, row: BaseModel, field: str, *, object_id: str, pointer: str = ""
) -> Observed:
    """Give a field of a wire model under the vendor's own name, with its evidence.

    A key that was not sent is evidence too. A reference counts by its name, and what is no
    reference where one is described counts as it was sent. `pointer` leads to the object within
    the record.
    """
    name = type(row).model_fields[field].alias or field
    value, at = getattr(row, field), f"{pointer}/{name}"
    absent = nameless = field not in row.model_fields_set
    if isinstance(value, BaseModel):
        inner = type(value).model_fields.get("name")
        at = f"{at}/{inner.alias if inner and inner.alias else 'name'}"
        nameless = absent or "name" not in value.model_fields_set
        value = getattr(value, "name", None)
    elif isinstance(value, Strange):
        value = value.sent
    seen = origin.evidence(object_id=object_id, pointer=at, value=plain(value), absent=nameless)
    shown = None if absent else plain(value)
    return Setting(name=name, value=shown, absent=absent), seen


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
    """Give a value that a reading table can be asked about; None for a list or an object."""
    return None if isinstance(value, list | dict) else plain(value)


def plain(value: object) -> JsonScalar:
    """Give any value as one scalar, without secrets: lists, objects and models become JSON text."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number, so it could not be written out again
    if value is None or isinstance(value, str | int | float):
        return value
    # Whatever else a field holds, showing it must not end the whole reading.
    sent = to_jsonable_python(
        value, bytes_mode="base64", fallback=lambda strange: type(strange).__name__
    )
    return sent if isinstance(sent, str) else json.dumps(redacted(sent), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Switches that no model declares, and the evidence that they are there."""

    settings: tuple[UnknownSetting, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __add__(self, other: Unknowns) -> Unknowns:
        return Unknowns(self.settings + other.settings, self.evidence + other.evidence)


def unknown_settings(
    origin: Origin,
    settings: WireSettings,
    *,
    object_id: str,
    place: Place,
    source_object: SourceObject,
    described: Collection[str] = (),
) -> Unknowns:
    """Name every key that no model declares: it may be a switch of a new feature.

    The value is kept only where it says little: a bool, a number, null or a short word, and
    never under a name that sounds like a secret; the digest tells when it changes. `described`
    are the keys of the object that the vendor describes and nothing reads.
    """
    found: list[UnknownSetting] = []
    evidence: list[Evidence] = []
    for pointer, value in settings.unknown().items():
        if pointer.removeprefix("/") in described:
            continue
        key = pointer.rpartition("/")[2]
        keeps = not is_secret_like(key) and _is_harmless(value)
        changed = digest({key: plain(value)})
        shown = plain(value) if keeps else changed
        proof = origin.evidence(object_id=object_id, pointer=pointer, value=shown)
        evidence.append(proof)
        found.append(
            UnknownSetting(
                vendor=origin.vendor,
                tenant_id=place.tenant_id,
                source_object=source_object,
                pointer=pointer,
                type=_type_of(value),
                digest=changed,
                value=shown if keeps else None,
                evidence=(proof.id,),
            )
        )
    return Unknowns(tuple(found), tuple(evidence))


def _is_harmless(value: JsonValue) -> bool:
    if isinstance(value, str):
        return _SHORT_WORD.fullmatch(value) is not None
    return not isinstance(value, list | dict)


def _type_of(value: JsonValue) -> str:
    if value is None:
        return "null"
    kinds = {bool: "bool", str: "text", list: "list", dict: "object"}
    return kinds.get(type(value), "number")
