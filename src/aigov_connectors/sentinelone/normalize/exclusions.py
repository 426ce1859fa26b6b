"""Exclusions counted while they stream by: where people have overridden the engines.

What is excluded (a path, a hash) is never kept, only how many there are of which kind. An exclusion
is no autonomy: it takes protection away. So all of them stand among the settings of the engines,
and those that leave nothing watching, or that the console advises against, are stated at the scope
that has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.inventory import (
    Evidence,
    Origin,
    Place,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.sentinelone.normalize.effective import EffectivePolicy, ScopeKey
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.settings import Look, counted, fold, worded
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.wire_automation import ExclusionWire

ALL = "exclusions"
BLIND = "exclusions.disableAllMonitors"
AGAINST_ADVICE = "exclusions.notRecommended"

_HARMLESS = frozenset({"", "none"})
"""Recorded words of `notRecommended` by which nothing speaks against an exclusion."""

_Where = tuple[ScopeKey, ...]


@dataclass(frozen=True, slots=True)
class _First:
    exclusion_id: str
    origin: Origin
    pointer: str
    value: str | None

    def evidence(self) -> Evidence:
        return self.origin.evidence(
            object_id=self.exclusion_id, pointer=self.pointer, value=self.value
        )


class ExclusionTally:
    """Counts exclusions by scope and kind; holds one of each as a witness."""

    def __init__(self, tenant_id: str) -> None:
        self._tenant_id = tenant_id
        self._counts: Counter[tuple[_Where, str]] = Counter()
        self._first: dict[tuple[_Where, str], _First] = {}

    def add(self, exclusions: Iterable[ExclusionWire], *, origin: Origin) -> None:
        """Count a page.

        Source: API 2.1, exclusion schema (verified); the words of `notRecommended` beside the
        recorded `NONE` are unsure, so any other word is counted, and none is interpreted.
        """
        for one in exclusions:
            where = self._where(one)
            for kind, pointer, value in _kinds(one):
                self._counts[where, kind] += 1
                before = self._first.get((where, kind))
                if before is None or one.id < before.exclusion_id:
                    self._first[where, kind] = _First(one.id, origin, pointer, value)

    def _where(self, one: ExclusionWire) -> _Where:
        tenant = ((ScopeLevel.TENANT, self._tenant_id),) if one.tenant else ()
        return (
            *tenant,
            *((ScopeLevel.ACCOUNT, key) for key in one.account_ids),
            *((ScopeLevel.SITE, key) for key in one.site_ids),
            *((ScopeLevel.GROUP, key) for key in one.group_ids),
        )

    @property
    def unplaced(self) -> int:
        """Exclusions of which it is not told where they hold: they may hold for anybody."""
        return self._counts[(), ALL]

    def by_scope(self, *, whole: bool) -> dict[ScopeKey, tuple[Look, ...]]:
        """Exclusions of each scope that has one of the grave kinds, by kind.

        `whole` says whether all were read, so that the counts are all.
        """
        counts: dict[ScopeKey, Counter[str]] = {}
        first: dict[tuple[ScopeKey, str], _First] = {}
        for (where, kind), count in self._counts.items():
            witness = self._first[where, kind]
            for key in where:
                counts.setdefault(key, Counter())[kind] += count
                before = first.get((key, kind))
                if before is None or witness.exclusion_id < before.exclusion_id:
                    first[key, kind] = witness
        return {
            key: tuple(
                Look(
                    Setting(name=kind, value=counted(found[kind], whole=whole)),
                    one.evidence(),
                    one.value,
                )
                for kind in (BLIND, AGAINST_ADVICE, ALL)
                if (one := first.get((key, kind))) is not None
            )
            for key, found in counts.items()
            if found[BLIND] or found[AGAINST_ADVICE]
        }

    def looks(self, policy: EffectivePolicy, tenancy: Tenancy) -> tuple[Look, ...]:
        """How many exclusions hold somewhere under a policy, by kind; none where there is none."""
        under = scopes_under(policy, tenancy)
        counts: Counter[str] = Counter()
        first: dict[str, _First] = {}
        for (where, kind), count in self._counts.items():
            if under.isdisjoint(where):
                continue
            counts[kind] += count
            witness = self._first[where, kind]
            if kind not in first or witness.exclusion_id < first[kind].exclusion_id:
                first[kind] = witness
        return tuple(
            Look(Setting(name=kind, value=counts[kind]), first[kind].evidence(), counts[kind])
            for kind in (ALL, BLIND, AGAINST_ADVICE)
            if counts[kind]
        )


def deployments_from_exclusions(
    tally: ExclusionTally,
    *,
    whole: bool,
    places: Places,
    place: Place,
    catalogue: VendorCatalogue,
) -> Iterator[Statement]:
    """State each scope that has exclusions which leave nothing watching, or are advised against.

    `whole` says whether all of them were read. Whether the latter switch anything off is not told,
    so `enabled` is then None.

    Source: API 2.1, exclusion schema (verified); what the words do (reported).
    """
    entry = catalogue["exclusions"]
    for key, looks in sorted(tally.by_scope(whole=whole).items()):
        if places.is_gone(key):
            continue
        gravest = looks[0]
        name = _SETTING_OF[gravest.setting.name]
        word = gravest.value if isinstance(gravest.value, str) else None
        scope, (reach, reached) = places.scope(key), places.said(key)
        evidence = tuple(one.evidence for one in looks)
        yield Statement(
            deployment=entry.deployment(
                place=place,
                scope=scope,
                source_object=SourceObject(
                    kind=SourceKind.SETTING,
                    id=f"exclusions:{key[0]}:{key[1]}",
                    name=f"exclusions of {key[0]} {scope.name}",
                ),
                label=worded(entry, name, word),
                enabled=True if gravest.setting.name == BLIND else None,
                reach=reach,
                settings=tuple(one.setting for one in looks),
                evidence=evidence,
            ),
            evidence=evidence,
            reach=reached,
        )


_SETTING_OF = {BLIND: "mode", AGAINST_ADVICE: "notRecommended"}
"""What decides the label of the gravest kind."""


def _kinds(one: ExclusionWire) -> Iterable[tuple[str, str, str | None]]:
    yield ALL, "/type", one.type
    if fold(one.mode or "").startswith("disable_all_monitors"):
        yield BLIND, "/mode", one.mode
    if fold(one.not_recommended or "") not in _HARMLESS:
        yield AGAINST_ADVICE, "/notRecommended", one.not_recommended


def scopes_under(policy: EffectivePolicy, tenancy: Tenancy) -> set[ScopeKey]:
    """Scopes whose objects hold for endpoints of a policy: theirs, above and below them."""
    found: set[ScopeKey] = {(ScopeLevel.TENANT, tenancy.tenant_id)}
    for level, key in policy.followers:
        group = tenancy.groups.get(key) if level is ScopeLevel.GROUP else None
        site = tenancy.sites.get(group.site_id if group else key)
        found.add((level, key))
        if site is None:
            continue
        found.add((ScopeLevel.SITE, site.id))
        if site.account_id:
            found.add((ScopeLevel.ACCOUNT, site.account_id))
        if group is None:
            found.update(
                (ScopeLevel.GROUP, one.id)
                for one in tenancy.groups.values()
                if one.site_id == site.id and one.inherits is True
            )
    return found
