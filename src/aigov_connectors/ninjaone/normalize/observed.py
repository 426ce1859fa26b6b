"""One setting as it was sent: for the label, for the deployment and as evidence."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass

from pydantic import JsonValue

from aigov_connectors.inventory import (
    Evidence,
    JsonScalar,
    Origin,
    Place,
    Setting,
    SourceObject,
    UnknownSetting,
)
from aigov_connectors.redaction import digest, is_secret_like, redacted
from aigov_connectors.wire import WireSettings

__all__ = ["VENDOR", "Observed", "Unknowns", "observed", "unknown_settings", "word"]

VENDOR = "ninjaone"

Observed = tuple[Setting, Evidence]

_SHORT_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")  # a switch position, not a text


def observed(
    origin: Origin, settings: WireSettings, field: str, *, object_id: str, pointer: str = ""
) -> Observed:
    """Give a field of a settings object under the vendor's own name, with its evidence.

    A key that was not sent is evidence too. `pointer` leads to the object within the record.
    """
    name = type(settings).model_fields[field].alias or field
    absent = field not in settings.model_fields_set
    value = plain(getattr(settings, field))
    evidence = origin.evidence(
        object_id=object_id, pointer=f"{pointer}/{name}", value=value, absent=absent
    )
    return Setting(name=name, value=None if absent else value, absent=absent), evidence


def word(value: JsonValue) -> JsonScalar:
    """Give a value that a reading table can be asked about; None for a list or an object."""
    return None if isinstance(value, list | dict) else plain(value)


def plain(value: JsonValue) -> JsonScalar:
    """Give a value as one scalar, without secrets: lists and objects become JSON text."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number, so it could not be written out again
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(redacted(value), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Switches that no model declares, and the evidence that they are there."""

    settings: tuple[UnknownSetting, ...]
    evidence: tuple[Evidence, ...]


def unknown_settings(
    origin: Origin,
    settings: WireSettings,
    *,
    object_id: str,
    place: Place,
    source_object: SourceObject,
) -> Unknowns:
    """Name every key that no model declares: it may be a switch of a new feature.

    The value is kept only where it says little: a bool, a number, null or a short word, and
    never under a name that sounds like a secret; the digest tells when it changes.
    """
    found: list[UnknownSetting] = []
    evidence: list[Evidence] = []
    for pointer, value in settings.unknown().items():
        key = pointer.rpartition("/")[2]
        keeps = not is_secret_like(key) and _is_harmless(value)
        changed = digest({key: plain(value)})
        shown = plain(value) if keeps else changed
        proof = origin.evidence(object_id=object_id, pointer=pointer, value=shown)
        evidence.append(proof)
        found.append(
            UnknownSetting(
                vendor=VENDOR,
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
