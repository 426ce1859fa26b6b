"""Patches: raw statuses counted, never mapped; what was installed, as decisions.

No API shows how a policy approves patches. A status is an effect on single patches: it never tells
what the policy of a client says, so every word is counted and said in a gap. One word names who
approved (nobody); which one, stands in the reading table, and it is stated as an effect alone.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from datetime import UTC

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    DecisionStats,
    Origin,
    Outcome,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.normalize.seen import Seen, counted, in_words, tenant_scope
from aigov_connectors.ninjaone.wire import PatchWire

__all__ = ["InstallLog", "PatchLog", "deployments_from_patches"]

_NO_STATUS = "(none)"
_OUTCOMES: Mapping[str, Outcome] = {"INSTALLED": Outcome.SUCCEEDED, "FAILED": Outcome.FAILED}


class PatchLog:
    """Counts open patches by raw status; holds one entry per status."""

    def __init__(self, *, organization_of: Callable[[int | None], str | None]) -> None:
        self._organization_of = organization_of
        self._seen: dict[str, Seen] = {}

    def add(self, row: PatchWire, *, origin: Origin) -> None:
        """Count one patch on one device."""
        status = row.status or _NO_STATUS
        if status not in self._seen:
            # The id of a patch repeats across devices.
            self._seen[status] = Seen(origin, f"{row.device_id}/{row.id}")
        self._seen[status].add(self._organization_of(row.device_id))

    @property
    def seen(self) -> Mapping[str, Seen]:
        """What was seen, by raw status."""
        return self._seen

    @property
    def counts_in_words(self) -> str:
        """Every status with its number; empty where there was no row."""
        return in_words({status: one.count for status, one in self._seen.items()})


class InstallLog:
    """Counts what was installed as decisions, by organization and day."""

    def __init__(
        self,
        *,
        feature: str,
        tenant_id: str,
        organization_of: Callable[[int | None], str | None],
    ) -> None:
        self._feature = f"{VENDOR}.{feature}"
        self._organization_of = organization_of
        self._counter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.undated: int = 0
        """Rows that would count, but tell no time."""

    def add(self, row: PatchWire) -> None:
        """Count one installation; who approved it is not told."""
        at = row.installed_at or row.timestamp
        if at is None:
            self.undated += 1
            return
        self._counter.add(
            feature=self._feature,
            day=at.astimezone(UTC).date(),
            action=DecisionKind.INSTALL_SOFTWARE,
            organization=self._organization_of(row.device_id),
            outcome=_OUTCOMES.get(row.status or "", Outcome.UNKNOWN),
        )

    def stats(self, *, complete: bool) -> tuple[DecisionStats, ...]:
        """The decisions so far."""
        return self._counter.stats(complete=complete and not self.undated)


def deployments_from_patches(
    log: PatchLog,
    *,
    entry: FeatureEntry,
    place: Place,
    report: str,
    organizations: Container[str],
    whole: bool,
) -> Iterator[Statement]:
    """State the effects that the statuses show, one deployment for each word of the table.

    Whether the setting behind an effect is still on is not shown, so `enabled` is unknown and the
    question after the setting stays open.

    Args:
        entry: the catalogue's `os_patch_approval` or `third_party_patching`.
        report: last part of the path, `os-patches`: tells the source objects apart.
        organizations: ids of the organizations that are known.
        whole: whether all patches were read; else their number is a least.
    """
    known = {reading.value for reading in entry.readings if reading.setting == "status"}
    for status, seen in sorted(log.seen.items()):
        if status not in known:
            continue
        label = entry.label("status", status)
        proof = seen.evidence("/status", status)
        deployment = entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.SETTING,
                id=f"{report}/status:{status}",
                name=f"patches of status {status}",
            ),
            label=label,
            enabled=None,
            reach=Reach.UNKNOWN,  # whose patches were not seen in this state may be treated alike
            settings=(
                Setting(name="status", value=status),
                Setting(name="patches", value=counted(seen.count, whole=whole)),
            ),
            evidence=(proof,),
        )
        yield Statement(
            deployment=deployment,
            evidence=(proof,),
            reach=dict.fromkeys(seen.reached(organizations)),
        )
