"""What is plugged into a tenant from outside, stated the same way whichever vendor's tool it is."""

from __future__ import annotations

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.inventory import (
    Evidence,
    Link,
    Place,
    Reach,
    Scope,
    Setting,
    SourceObject,
    Statement,
)

__all__ = ["plugged_in"]


def plugged_in(
    entry: FeatureEntry,
    label: Label,
    *,
    place: Place,
    scope: Scope,
    source: SourceObject,
    enabled: bool | None,
    settings: tuple[Setting, ...],
    evidence: tuple[Evidence, ...],
    leads_to: tuple[Link, ...] = (),
    starts_from: tuple[Link, ...] = (),
) -> Statement:
    """State something of a tenant that was plugged in; whom it concerns is not told.

    `scope` is the tenant, as the vendor's other deployments name it.
    """
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=scope,
            source_object=source,
            label=label,
            enabled=enabled,
            reach=Reach.UNKNOWN,
            settings=settings,
            evidence=evidence,
            leads_to=leads_to,
            starts_from=starts_from,
        ),
        evidence=evidence,
    )
