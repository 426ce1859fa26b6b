"""Rules of the vendor's detection library, counted while they stream by.

They come by the thousand and have no scope of the MSP's making, so what is stated is what an alert
sets off, with how many rules do so. Whom they reach is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.inventory import (
    BreakdownPart,
    Dimension,
    Operator,
    Origin,
    Place,
    Reach,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.sentinelone.normalize.settings import (
    all_on,
    counted,
    fold,
    highest,
    weakest,
    worded,
)
from aigov_connectors.sentinelone.wire_automation import LibraryRuleWire

_CONFIDENCES = ("malicious", "suspicious")


@dataclass(frozen=True, slots=True)
class _Does:
    """What a rule says of itself, without the case of its letters."""

    status: str
    treat: str
    isolates: bool | None

    @property
    def id(self) -> str:
        """All that tells two of them apart, whatever stands in the words; empty is not told."""
        isolates = "" if self.isolates is None else str(self.isolates).lower()
        parts = {"treatAsThreat": self.treat, "networkQuarantine": isolates, "status": self.status}
        return f"library:{urlencode(parts)}"

    @property
    def words(self) -> str:
        treats = f"treat as {self.treat or 'nothing that is told'}"
        isolates = {True: "isolate and ", False: "", None: "perhaps isolate and "}[self.isolates]
        return f"{isolates}{treats}, {self.status or 'status not told'}"


@dataclass(frozen=True, slots=True)
class _First:
    rule: LibraryRuleWire
    origin: Origin


class LibraryTally:
    """Counts rules by what they do; holds one of each as a witness."""

    def __init__(self) -> None:
        self._counts: Counter[_Does] = Counter()
        self._first: dict[_Does, _First] = {}
        self.is_whole: bool = False
        """Whether every rule was read, so that the counts are all."""

    def add(self, rules: Iterable[LibraryRuleWire], *, origin: Origin) -> None:
        """Count a page."""
        for one in rules:
            does = _Does(
                status=fold(one.status or ""),
                treat=fold(one.treat_as_threat or ""),
                isolates=one.network_quarantine,
            )
            self._counts[does] += 1
            before = self._first.get(does)
            if before is None or one.id < before.rule.id:
                self._first[does] = _First(one, origin)

    def statements(self, *, place: Place, catalogue: VendorCatalogue) -> Iterator[Statement]:
        """State each way in which rules answer their alerts, in the order of its id.

        Source: a client typed from the vendor's description of 2026, which gives these rules the
        switches of custom rules (reported); nothing about them is ever "observed".
        """
        entry = catalogue["detection_library"]
        for does in sorted(self._counts, key=lambda one: one.id):
            yield self._statement(does, entry, place)

    def _statement(self, does: _Does, entry: FeatureEntry, place: Place) -> Statement:
        first, count = self._first[does], self._counts[does]
        rule = first.rule
        sent = (
            ("treatAsThreat", rule.treat_as_threat),
            ("networkQuarantine", rule.network_quarantine),
            ("status", rule.status),
        )
        threat, isolates, status = (worded(entry, name, value) for name, value in sent)
        top = highest([threat, isolates])
        same = [one for one in (threat, isolates) if one.autonomy is top.autonomy]
        decisions = tuple(dict.fromkeys(one for label in same for one in label.decisions))
        evidence = tuple(
            first.origin.evidence(
                object_id=rule.id, pointer=f"/{name}", value=value, absent=value is None
            )
            for name, value in sent
        )
        deployment = entry.deployment(
            place=place,
            scope=Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.tenant_id),
            source_object=SourceObject(
                kind=SourceKind.SETTING,
                id=does.id,
                name=f"rules of the detection library that {does.words}",
            ),
            label=top.model_copy(update={"decisions": decisions, "basis": weakest([top, status])}),
            enabled=all_on([status.enabled]),
            reach=Reach.UNKNOWN,
            settings=(
                Setting(name="rules", value=counted(count, whole=self.is_whole)),
                *(Setting(name=name, value=value, absent=value is None) for name, value in sent),
            ),
            evidence=evidence,
            breakdown=_parts(does, threat),
        )
        return Statement(deployment=deployment, evidence=evidence)


def _parts(does: _Does, threat: Label) -> tuple[BreakdownPart, ...]:
    """What the policy does with a threat depends on its confidence; an isolation does not, nor
    does one that may be set.
    """
    if does.treat not in _CONFIDENCES or does.isolates is not False:
        return ()
    return (
        BreakdownPart(
            dimension=Dimension.CONFIDENCE,
            operator=Operator.EQ,
            value=does.treat,
            autonomy=threat.autonomy,
            gate=threat.gate,
        ),
    )
