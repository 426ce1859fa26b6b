"""Organizations as clients, and how each lets new devices in."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    Organization,
    Origin,
    Place,
    Reach,
    Scope,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.wire import OrganizationDetailedWire
from aigov_connectors.normalizing.observed import observed, unknown_settings, word

__all__ = ["deployments_from_organization", "organization_from"]


def organization_from(
    row: OrganizationDetailedWire, *, place: Place, endpoints: int | None
) -> Organization:
    """Name an organization as one customer.

    `endpoints` counts what is in service and is a computer, a phone or a tablet, not switches,
    hosts of virtual machines or devices without an agent (see `Fleet`); None when devices were
    not counted.
    """
    return Organization(
        vendor=VENDOR,
        tenant_id=place.tenant_id,
        vendor_id=str(row.id),
        name=_name(row),
        endpoints=endpoints,
    )


def deployments_from_organization(
    row: OrganizationDetailedWire,
    *,
    entry: FeatureEntry,
    place: Place,
    origin: Origin,
    endpoints: int | None,
) -> Iterator[Statement]:
    """State how an organization admits devices; a mode that the table lacks is unknown.

    `entry` is the catalogue's `device_admission`.
    """
    object_id = str(row.id)
    setting, evidence = observed(origin, row, "node_approval_mode", object_id=object_id)
    label = entry.label(setting.name, word(row.node_approval_mode))
    settings_of = SourceObject(
        kind=SourceKind.SETTING, id=f"organization:{object_id}", name=_name(row)
    )
    deployment = entry.deployment(
        place=place,
        scope=Scope(level=ScopeLevel.CLIENT, id=object_id, name=_name(row)),
        source_object=SourceObject(
            kind=SourceKind.SETTING,
            id=f"organization:{object_id}/nodeApprovalMode",
            name=_name(row),
        ),
        label=label,
        enabled=label.enabled,
        reach=Reach.LISTED,
        settings=(setting,),
        evidence=(evidence,),
    )
    unknown = unknown_settings(
        origin, row, object_id=object_id, place=place, source_object=settings_of
    )
    yield Statement(
        deployment=deployment,
        evidence=(evidence, *unknown.evidence),
        reach={object_id: endpoints},
        unknown_settings=unknown.settings,
    )


def _name(row: OrganizationDetailedWire) -> str:
    return row.name or f"organization {row.id}"
