"""What is plugged in from outside: apps inside screens, allowed origins, sources of tickets.

Each shows that a product is there and no more: what it does with what it sees is set elsewhere.
They are stated of AI vendors only; callbacks of all, see `callbacks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aigov_connectors.calling import host_of
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.connectwise.psa.normalize.places import tenant_scope
from aigov_connectors.connectwise.psa.normalize.products import product_at, product_of
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.wire import (
    AllowedOriginWire,
    HostedSetupWire,
    NamedWire,
)
from aigov_connectors.inventory import (
    Origin,
    Place,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed, said
from aigov_connectors.normalizing.plugged_in import plugged_in
from aigov_connectors.wire import unless

__all__ = [
    "deployments_from_allowed_origin",
    "deployments_from_hosted_setup",
    "deployments_from_source",
]


def deployments_from_hosted_setup(
    row: HostedSetupWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State an app inside a screen whose address is an AI vendor's; its description is no proof."""
    host, home = host_of(row.url), host_of(row.origin)
    product = product_at(catalogue, host, home)
    if product is None:
        return
    feature, named = product
    entry, setting = catalogue["third_party_ai"], "pod"
    if feature == "zofiq_agents":
        entry, setting = catalogue["zofiq_assistant"], "host word"
    name, shown = ("url", host) if product_at(catalogue, host) else ("origin", home)
    where, where_seen = said(
        origin, f"{name} host", shown, object_id=str(row.id), pointer=f"/{name}"
    )
    off, off_seen = observed(origin, row, "disabled_flag", object_id=str(row.id))
    yield plugged_in(
        entry,
        entry.label(setting, named),
        place=place,
        scope=tenant_scope(place),
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"hostedSetup:{row.id}",
            name=row.description or f"app {row.id}",
        ),
        enabled=unless(row.disabled_flag),
        settings=(where, off),
        evidence=(where_seen, off_seen),
    )


def deployments_from_allowed_origin(
    row: AllowedOriginWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State that pages of an AI vendor may ask the API in the name of whoever looks at them."""
    host = host_of(row.origin) or row.origin
    product = product_at(catalogue, host)
    if product is None:
        return
    entry = catalogue["third_party_ai"]
    where, where_seen = said(origin, "origin host", host, object_id=str(row.id), pointer="/origin")
    label = entry.label("origin", product[1])
    yield plugged_in(
        entry,
        label,
        place=place,
        scope=tenant_scope(place),
        source=SourceObject(
            kind=SourceKind.INTEGRATION, id=f"allowedOrigin:{row.id}", name=f"pages of {host}"
        ),
        enabled=label.enabled,
        settings=(where,),
        evidence=(where_seen,),
    )


def deployments_from_source(
    row: NamedWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State a source of tickets that is called like an AI product, and whose tickets came from it.

    That somebody named a source is no proof that the product is in use: only its tickets are.
    """
    product = product_of(catalogue, row.name)
    if product is None:
        return
    entry = catalogue["third_party_ai"]
    label = entry.label("source", product[1])
    tickets = desk.from_source(row.id)
    statement = plugged_in(
        entry,
        label,
        place=place,
        scope=tenant_scope(place),
        source=SourceObject(
            kind=SourceKind.INTEGRATION, id=f"source:{row.id}", name=f"source {row.name}"
        ),
        enabled=True if tickets else None,
        settings=(Setting(name="name", value=row.name),),
        evidence=(observed(origin, row, "name", object_id=str(row.id))[1],),
    )
    yield replace(statement, reach=dict.fromkeys(tickets), tickets=tickets, window=desk.window)
