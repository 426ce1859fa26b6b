"""Groups that computers join by a search."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.automate.normalize.estate import Estate
from aigov_connectors.connectwise.automate.normalize.places import inside
from aigov_connectors.connectwise.automate.wire import GroupWire, RefWire
from aigov_connectors.inventory import (
    Origin,
    Place,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed
from aigov_connectors.wire import Strange

__all__ = ["deployments_from_group"]


def deployments_from_group(
    row: GroupWire, *, origin: Origin, entry: FeatureEntry, place: Place, estate: Estate
) -> Iterator[Statement]:
    """State a group that a search fills, or may fill; it reaches those whose computers are in it.

    Only null, or the id 0, says that no search does.
    """
    search = row.computers_auto_join_search
    if search is None or (isinstance(search, RefWire) and search.id == "0"):
        return
    named = None if isinstance(search, Strange) else search.name or search.id or None
    name = row.full_name or row.name or f"group {row.id}"
    reached = estate.of_groups((row.id,))
    shown = [
        observed(origin, row, field, object_id=row.id)
        for field in ("computers_auto_join_search", "computers_limit_to_search", "type_name")
    ]
    label = entry.label("ComputersAutoJoinSearch", named)
    evidence = tuple(proof for _, proof in shown)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=inside(place, ScopeLevel.GROUP, row.id, name),
            source_object=SourceObject(kind=SourceKind.SETTING, id=f"group:{row.id}", name=name),
            label=label,
            enabled=label.enabled,
            reach=reached.reach,
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
        ),
        evidence=evidence,
        reach=reached.organizations,
    )
