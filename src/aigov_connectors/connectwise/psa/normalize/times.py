"""Times that programs book to clients' tickets, and how far people's approval of them is.

The status of an entry tells where it stands now: one that was billed does not tell whether
somebody approved it before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.places import VENDOR, tenant_scope
from aigov_connectors.connectwise.psa.normalize.work import Actors
from aigov_connectors.connectwise.psa.wire import ApiMemberWire, TimeEntryWire
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    Evidence,
    HumanVerdict,
    Origin,
    Outcome,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed

__all__ = ["TimeLog"]

_VERDICTS: Mapping[str, HumanVerdict] = {
    "PendingApproval": HumanVerdict.NOT_REVIEWED,
    "PendingProjectApproval": HumanVerdict.NOT_REVIEWED,
    "ApprovedByTierOne": HumanVerdict.CONFIRMED,
    "ApprovedByTierTwo": HumanVerdict.CONFIRMED,
    "Rejected": HumanVerdict.REJECTED,
    "RejectBySecondTier": HumanVerdict.REJECTED,
    "ErrorsCorrected": HumanVerdict.REJECTED,
}
"""Statuses that an approval brings about, and what was said; of others nothing is told."""
_BILLED = frozenset({"ReadyToBill", "Billed", "BilledAgreement"})


@dataclass(slots=True)
class _Booked:
    seen: dict[str, tuple[Setting, Evidence]] = field(default_factory=dict)
    """What is known of the approval, and the first entry that shows it."""
    organizations: set[str] = field(default_factory=set)
    entries: int = 0
    reviewed: int = 0
    """How many of them an approval was seen on."""


class TimeLog:
    """Counts booked times while they stream by."""

    def __init__(self, *, tenant_id: str, actors: Actors, since: datetime) -> None:
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self._actors = actors
        self._since = since
        self._by: dict[str, _Booked] = {}

    def add(self, row: TimeEntryWire, *, origin: Origin, is_client: Callable[[str], bool]) -> None:
        """Count one entry of a program; those of people are none of our business."""
        name, at = (row.entered_by or "").casefold(), row.last_updated
        if name not in self._actors.programs or at is None or at < self._since:
            return
        organization = str(row.company_id)
        if row.company_id is None or not is_client(organization):
            return
        verdict = _VERDICTS.get(row.status or "", HumanVerdict.UNKNOWN)
        self.counter.add(
            feature=f"{VENDOR}.time_approval",
            day=at.date(),
            action=DecisionKind.CHANGE_TICKET,
            organization=organization,
            initiator=self._actors.initiator(name),
            outcome=Outcome.SUCCEEDED,
            human_verdict=verdict,
        )
        booked = self._by.setdefault(name, _Booked())
        booked.organizations.add(organization)
        booked.entries += 1
        booked.reviewed += row.status in _VERDICTS
        known = "reviewed" if row.status in _VERDICTS else None
        known = "billed" if row.status in _BILLED else known
        if known is not None and known not in booked.seen:
            booked.seen[known] = observed(origin, row, "status", object_id=str(row.id))

    def deployments(
        self, program: ApiMemberWire, *, entry: FeatureEntry, place: Place
    ) -> Iterator[Statement]:
        """State whether people have a say in what a program booked; silent where none tells.

        `entry` is the catalogue's `time_approval`.
        """
        booked = self._by.get((program.identifier or "").casefold())
        if booked is None or not booked.seen:
            return
        # That some are looked at does not tell that all are.
        is_all = booked.reviewed == booked.entries
        some = "some reviewed" if "reviewed" in booked.seen else "billed"
        label = entry.label("status", "reviewed" if is_all else some)
        shown = [booked.seen[known] for known in ("reviewed", "billed") if known in booked.seen]
        evidence = tuple(seen for _, seen in shown)
        yield Statement(
            deployment=entry.deployment(
                place=place,
                scope=tenant_scope(place),
                source_object=SourceObject(
                    kind=SourceKind.SETTING,
                    id=f"times:{program.id}",
                    name=f"times booked by {program.identifier}",
                ),
                label=label,
                enabled=True,
                reach=Reach.UNKNOWN,
                settings=(
                    *(setting for setting, _ in shown),
                    Setting(name="entries", value=booked.entries),
                    Setting(name="of them seen in an approval", value=booked.reviewed),
                ),
                evidence=evidence,
            ),
            evidence=evidence,
            reach=dict.fromkeys(sorted(booked.organizations)),
        )
