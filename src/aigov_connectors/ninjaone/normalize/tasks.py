"""Scheduled tasks: when they run is theirs, what they run and where is not shown."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    Origin,
    Place,
    Reach,
    Scope,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.ninjaone.wire import TaskWire
from aigov_connectors.normalizing.observed import observed, unknown_settings, word

__all__ = ["deployments_from_task"]


def deployments_from_task(
    row: TaskWire, *, entry: FeatureEntry, place: Place, origin: Origin
) -> Iterator[Statement]:
    """State one scheduled task; its reach is unknown, since targets are not shown.

    `entry` is the catalogue's `scheduled_task`.
    """
    object_id = str(row.id)
    source = SourceObject(
        kind=SourceKind.TASK, id=f"task:{object_id}", name=row.name or f"task {object_id}"
    )
    shown = [
        observed(origin, row, field, object_id=object_id)
        for field in ("enabled", "last_run", "run_count")
    ]
    (enabled, decided), *_ = shown
    label = entry.label(enabled.name, word(row.enabled))
    deployment = entry.deployment(
        place=place,
        scope=Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection),
        source_object=source,
        label=label,
        enabled=label.enabled,
        reach=Reach.UNKNOWN,
        settings=tuple(setting for setting, _ in shown),
        evidence=(decided,),
    )
    unknown = unknown_settings(origin, row, object_id=object_id, place=place, source_object=source)
    yield Statement(
        deployment=deployment,
        evidence=(decided, *unknown.evidence),
        unknown_settings=unknown.settings,
    )
