"""Backup plans, from the jobs that they ran: the plans themselves are not in the API.

A job names its plan and tells neither schedule nor retention, nor whether somebody started it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    Origin,
    Outcome,
    Place,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.normalize.seen import Seen, in_words, tenant_scope
from aigov_connectors.ninjaone.wire import BackupJobWire

__all__ = ["BackupLog", "deployments_from_backups"]

FEATURE = f"{VENDOR}.backup_plan"
MOST_PLANS = 500  # names of plans that are told apart: a tenant that names one per device has more
_OTHERS = "(plans beyond the first 500)"
_UNNAMED = "(a plan without a name)"
_OUTCOMES = {
    "completed": Outcome.SUCCEEDED,
    "failed": Outcome.FAILED,
    "processing": Outcome.PENDING,
    "running": Outcome.PENDING,
}
"""What was canceled neither succeeded nor failed."""


@dataclass(slots=True)
class _Plan:
    """What was seen of one plan."""

    seen: Seen
    type: str | None
    states: Counter[str] = field(default_factory=Counter)
    endpoints: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Ids of endpoints by organization; empty where only devices that are none were backed up."""
    is_recent: bool = False
    """Whether a job began in the time that is looked back at."""


class BackupLog:
    """Counts jobs by plan; holds ids of devices and no other row."""

    def __init__(
        self,
        *,
        tenant_id: str,
        since: datetime,
        organization_of: Callable[[int | None], str | None],
    ) -> None:
        self._since = since
        self._organization_of = organization_of
        self._plans: dict[tuple[str, str], _Plan] = {}
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.undated: int = 0
        """Jobs that would count, but tell no time."""

    def add(self, row: BackupJobWire, *, origin: Origin, is_endpoint: bool = True) -> None:
        """Count one job of a plan."""
        organization = self._organization(row)
        plan = self._plan(row, origin)
        plan.seen.add(organization)
        plan.states[row.job_status or "(none)"] += 1
        if organization is not None:
            devices = plan.endpoints[organization]
            if is_endpoint and row.device_id is not None:
                devices.add(row.device_id)
        plan.is_recent = self._count(row, DecisionKind.COLLECT_DATA) or plan.is_recent

    def add_check(self, row: BackupJobWire) -> None:
        """Count one check of whether a backup can be read back: it tells, and changes nothing."""
        self._count(row, DecisionKind.INFORM)

    @property
    def plans(self) -> tuple[tuple[tuple[str, str], _Plan], ...]:
        """What was seen of each plan, by its name and type."""
        return tuple(sorted(self._plans.items()))

    def _plan(self, row: BackupJobWire, origin: Origin) -> _Plan:
        key = (row.plan_name or _UNNAMED, row.plan_type or "")
        if key not in self._plans and len(self._plans) >= MOST_PLANS:
            key = (_OTHERS, "")
        if key not in self._plans:
            self._plans[key] = _Plan(Seen(origin, row.job_id), key[1] or None)
        return self._plans[key]

    def _organization(self, row: BackupJobWire) -> str | None:
        home = self._organization_of(row.device_id)
        if home is None and row.organization_id is not None:
            return str(row.organization_id)
        return home

    def _count(self, row: BackupJobWire, action: DecisionKind) -> bool:
        began = row.job_start_time
        if began is None:
            self.undated += 1
            return False
        if began < self._since:
            return False
        self.counter.add(
            feature=FEATURE,
            day=began.astimezone(UTC).date(),
            action=action,
            organization=self._organization(row),
            outcome=_OUTCOMES.get((row.job_status or "").casefold(), Outcome.UNKNOWN),
        )
        return True


def deployments_from_backups(
    log: BackupLog,
    *,
    entry: FeatureEntry,
    place: Place,
    organizations: Container[str],
    whole: bool,
) -> Iterator[Statement]:
    """State each plan that ran a job, with the endpoints that it copied.

    It is on if a job began in the time that is looked back at; else that is not known.

    Args:
        entry: the catalogue's `backup_plan`.
        organizations: ids of the organizations that are known.
        whole: whether the jobs and the devices were all read; else numbers are leasts,
            and others may be reached too.

    Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/backup/jobs (verified); that a plan starts its
    jobs by itself is concluded (unsure).
    """
    for (name, kind), plan in log.plans:
        seen = plan.seen
        told = kind or None
        proof = seen.evidence("/planType", told)
        deployment = entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.TASK, id=f"backup-plan:{kind}:{name}", name=name
            ),
            label=entry.label("planType", told or "(none)"),
            enabled=True if plan.is_recent else None,
            reach=seen.reach(organizations, whole=whole),
            settings=(
                Setting(name="planType", value=told),
                Setting(name="jobStatus", value=in_words(plan.states, whole=whole)),
            ),
            evidence=(proof,),
        )
        yield Statement(
            deployment=deployment,
            evidence=(proof,),
            reach={
                one: len(plan.endpoints[one]) if whole else None
                for one in seen.reached(organizations)
            },
        )
