"""What is active now: alerts that open tickets or come from hidden conditions, and running jobs."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import UTC

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    Initiator,
    Listed,
    ListedObject,
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
from aigov_connectors.ninjaone.normalize.seen import Seen, counted, tenant_scope
from aigov_connectors.ninjaone.wire import AlertWire, JobWire

__all__ = ["AlertLog", "JobLog", "deployments_from_alerts"]

# Source: NinjaOne Public API 2.0 (2.0.9), job types; what a job of these does is the same as
# what an activity of the type tells when it has ended.
_BY_TYPE: Mapping[str, str] = {
    "CONDITION_ACTION": "condition_script",
    "CONDITION_ACTIONSET": "condition_script",
    "SCHEDULED_TASK": "scheduled_task",
}
_ENDED = frozenset({"COMPLETED", "CANCELLED"})  # those are told by activities


class JobLog:
    """Counts runs that are under way; those that have ended are counted from activities."""

    def __init__(
        self, *, tenant_id: str, organization_of: Callable[[int | None], str | None]
    ) -> None:
        self._organization_of = organization_of
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.undated: int = 0
        """Jobs that would count, but tell no time."""

    def add(self, row: JobWire) -> None:
        """Count one job, if its meaning is known."""
        feature = _BY_TYPE.get(row.job_type or "")
        if feature is None or row.job_status in _ENDED:
            return
        if row.create_time is None:
            self.undated += 1
            return
        self.counter.add(
            feature=f"{VENDOR}.{feature}",
            day=row.create_time.astimezone(UTC).date(),
            action=DecisionKind.RUN_SCRIPT,
            organization=self._organization_of(row.device_id),
            initiator=Initiator.RULE,
            outcome=Outcome.PENDING,
        )


class AlertLog:
    """Counts alerts by the condition that they come from and the template they open tickets by."""

    def __init__(self, *, organization_of: Callable[[int | None], str | None]) -> None:
        self._organization_of = organization_of
        self._sources: set[str] = set()
        self._templates: dict[int, Seen] = {}
        self._opening: dict[str, tuple[int, Origin]] = {}

    def add(self, row: AlertWire, *, origin: Origin) -> None:
        """Count one alert."""
        if row.source_config_uid:
            self._sources.add(row.source_config_uid)
        template = row.ticket_template_id
        if template is not None:
            if template not in self._templates:
                self._templates[template] = Seen(origin, row.uid)
            self._templates[template].add(self._organization_of(row.device_id))
            self._opening[row.uid] = (template, origin)

    @property
    def sources(self) -> frozenset[str]:
        """Ids of what raised them, as the alerts name it."""
        return frozenset(self._sources)

    def listed(self, statements: Iterable[Statement]) -> Listed:
        """The active alerts that open tickets: a service desk may hold their ids.

        Args:
            statements: those of `deployments_from_alerts`, one for each template.
        """
        keys = (one.deployment.key for one in statements)
        made_by = dict(zip(sorted(self._templates), keys, strict=True))
        return Listed(
            kind="alert",
            objects=tuple(
                ListedObject(
                    id=uid,
                    made_by=made_by[template],
                    evidence=origin.evidence(
                        object_id=uid, pointer="/ticketTemplateId", value=template
                    ),
                )
                for uid, (template, origin) in sorted(self._opening.items())
            ),
            is_whole=False,
        )

    def hidden_sources(self, visible: Container[str]) -> int:
        """How many sources of alerts are no condition that a list shows."""
        return sum(uid not in visible for uid in self._sources)

    @property
    def templates(self) -> Mapping[int, Seen]:
        """What was seen, by ticket template."""
        return self._templates


def deployments_from_alerts(
    log: AlertLog,
    *,
    entry: FeatureEntry,
    place: Place,
    organizations: Container[str],
    whole: bool,
) -> Iterator[Statement]:
    """State the templates by which alerts open tickets.

    Args:
        entry: the catalogue's `ticket_automation`.
        organizations: ids of the organizations that are known.
        whole: whether all alerts were read; else their number is a least.
    """
    for template, seen in sorted(log.templates.items()):
        label = entry.label("ticketTemplateId", template)
        proof = seen.evidence("/ticketTemplateId", template)
        deployment = entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.RULE,
                id=f"ticket-template:{template}",
                name=f"tickets from alerts, template {template}",
            ),
            label=label,
            enabled=label.enabled,
            reach=Reach.UNKNOWN,  # alerts come and go: those that are active now are a sample
            settings=(
                Setting(name="ticketTemplateId", value=template),
                Setting(name="active alerts", value=counted(seen.count, whole=whole)),
            ),
            evidence=(proof,),
        )
        yield Statement(
            deployment=deployment,
            evidence=(proof,),
            reach=dict.fromkeys(seen.reached(organizations)),
        )
