"""One policy read setting by setting: value, evidence, label, and what nobody has heard of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Basis,
    Evidence,
    GateKind,
    JsonScalar,
    Origin,
    Place,
    Setting,
    SourceObject,
    UnknownSetting,
)
from aigov_connectors.redaction import digest, is_secret_like
from aigov_connectors.sentinelone.wire import POLICY_KEYS_NOT_READ, PolicyWire

_SHORT_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,31}")
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "bool"),  # before int, of which it is a subclass
    (int, "number"),
    (float, "number"),
    (str, "text"),
    (list, "list"),
    (dict, "object"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """One setting as it was found."""

    setting: Setting
    evidence: Evidence
    value: JsonValue

    @property
    def absent(self) -> bool:
        """Whether the key was not sent at all."""
        return self.setting.absent


class PolicySettings:
    """One policy object; settings are named by their path, such as `engines.preExecution`."""

    def __init__(self, policy: PolicyWire, origin: Origin, object_id: str) -> None:
        """`object_id` is the vendor's id of the scope that was asked."""
        self._policy = policy
        self._sent = policy.model_dump(by_alias=True, exclude_unset=True)
        self._origin = origin
        self._object_id = object_id

    def look(self, name: str) -> Look:
        """Find a setting; a key that was not sent is a fact of its own."""
        value, absent = _find(self._sent, name)
        evidence = self._origin.evidence(
            object_id=self._object_id,
            pointer="/" + name.replace(".", "/"),
            value=value,
            absent=absent,
        )
        return Look(Setting(name=name, value=evidence.fact.value, absent=absent), evidence, value)

    def unknown(self, *, place: Place, source: SourceObject) -> Iterator[UnknownSetting]:
        """Name every switch that the catalogue does not know, without what may be private."""
        for pointer, value in self._policy.unknown().items():
            if pointer not in POLICY_KEYS_NOT_READ:
                yield self._unknown(pointer, value, place, source)

    def unknown_evidence(self, settings: Iterable[UnknownSetting]) -> Iterator[Evidence]:
        """Evidence of unknown settings; where the value is not kept, its digest stands for it."""
        for one in settings:
            yield self._evidence_of(one.pointer, one.value, one.digest)

    def _unknown(
        self, pointer: str, value: JsonValue, place: Place, source: SourceObject
    ) -> UnknownSetting:
        kept = _kept(pointer, value)
        value_digest = digest(value)
        return UnknownSetting(
            vendor=self._origin.vendor,
            tenant_id=place.tenant_id,
            source_object=source,
            pointer=pointer,
            type=next((name for kind, name in _TYPES if isinstance(value, kind)), "null"),
            digest=value_digest,
            value=kept,
            evidence=(self._evidence_of(pointer, kept, value_digest).id,),
        )

    def _evidence_of(self, pointer: str, kept: JsonScalar, value_digest: str) -> Evidence:
        return self._origin.evidence(
            object_id=self._object_id,
            pointer=pointer,
            value=value_digest if kept is None else kept,
        )


def sends(policy: PolicyWire, name: str) -> bool:
    """Whether a policy says anything of a setting, be it null."""
    return not _find(policy.model_dump(by_alias=True, exclude_unset=True), name)[1]


def label(entry: FeatureEntry, found: Look) -> Label:
    """Look a setting up in the reading table; a key that was not sent has no meaning."""
    scalar = found.value if not isinstance(found.value, dict | list) else found.setting.value
    return worded(entry, found.setting.name, None if found.absent else scalar)


def worded(entry: FeatureEntry, setting: str, value: JsonScalar) -> Label:
    """Look a value up in the reading table, whatever the case of its letters.

    Consoles spell one word in several ways (`protect`, `PROTECT`), and mean one thing.
    """
    if isinstance(value, str):
        folded = fold(value)
        known = (one.value for one in entry.readings if one.setting == setting)
        same = (one for one in known if isinstance(one, str) and fold(one) == folded)
        value = next(same, value)
    return entry.label(setting, value)


def fold(word: str) -> str:
    """A word without what differs between its spellings."""
    return word.strip().casefold()


def is_contradicted(mode: Label, depth: Label) -> bool:
    """Whether a mode acts, and the depth of the same policy says that nothing is done."""
    return mode.autonomy is Autonomy.FULLY_AUTONOMOUS and depth.autonomy is Autonomy.ADVISORY


def unless_contradicted(mode: Label, depth: Label) -> Label:
    """What a mode says; unknown where the depth contradicts it.

    The two are set together, so nobody has said which of them holds where they disagree.
    """
    if not is_contradicted(mode, depth):
        return mode
    unclear = ApprovalGate(kind=GateKind.UNKNOWN)
    return mode.model_copy(
        update={"autonomy": Autonomy.UNKNOWN, "gate": unclear, "basis": Basis.INFERRED}
    )


def highest(labels: Iterable[Label]) -> Label:
    """The label that goes furthest; nothing unknown can go further than acting alone."""
    ranked = sorted(labels, key=lambda one: one.rank)
    alone = [one for one in ranked if one.autonomy is Autonomy.FULLY_AUTONOMOUS]
    return alone[-1] if alone else ranked[-1]


def both(first: Label, second: Label) -> Label:
    """What acts only if two settings say so: the lower one, and unknown if one is unknown."""
    for one in (first, second):
        if one.autonomy is Autonomy.ADVISORY:
            return one
    return max(first, second, key=lambda one: one.rank)


def any_on(states: Iterable[bool | None]) -> bool | None:
    """Whether one of several switches is on; None while that is open."""
    known = tuple(states)
    return True if True in known else None if None in known else False


def counted(number: int, *, whole: bool) -> int | str:
    """A number of records as a setting says it: of a list that was cut short, the least."""
    return number if whole else f"{number} or more"


def all_on(states: Iterable[bool | None]) -> bool | None:
    """Whether none of several switches is off; None while that is open."""
    known = tuple(states)
    return False if False in known else None if None in known else True


def weakest(labels: Iterable[Label]) -> Basis:
    """Observed only where every label is."""
    observed = all(one.basis is Basis.OBSERVED for one in labels)
    return Basis.OBSERVED if observed else Basis.INFERRED


def _find(sent: JsonValue, name: str) -> tuple[JsonValue, bool]:
    """Give the value at a path, and whether it is absent."""
    value = sent
    for step in name.split("."):
        if not isinstance(value, dict) or step not in value:
            return None, True
        value = value[step]
    return value, False


def _kept(pointer: str, value: JsonValue) -> JsonScalar:
    key = pointer.rpartition("/")[2]
    if is_secret_like(key):
        return value if isinstance(value, bool) else None
    if isinstance(value, str):
        return value if _SHORT_WORD.fullmatch(value) else None
    return None if isinstance(value, list | dict) else value
