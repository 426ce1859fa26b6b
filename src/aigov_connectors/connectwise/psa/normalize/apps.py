"""What is plugged in from outside: apps inside screens, callbacks, allowed origins, sources.

Each shows that a product is there and no more: what it does with what it sees is set elsewhere.
Apps, origins and sources are stated of AI vendors only; callbacks of all, since they act unasked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aigov_connectors.calling import host_of, pushed_to
from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.connectwise.psa.normalize.places import VENDOR, tenant_scope
from aigov_connectors.connectwise.psa.normalize.products import product_at, product_of
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.wire import (
    AllowedOriginWire,
    CallbackWire,
    HostedSetupWire,
    NamedWire,
)
from aigov_connectors.inventory import (
    Basis,
    Evidence,
    GateKind,
    Link,
    LinkKind,
    Origin,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed, said

__all__ = [
    "deployments_from_allowed_origin",
    "deployments_from_callback",
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
    yield from _shown(
        entry,
        entry.label(setting, named),
        place=place,
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"hostedSetup:{row.id}",
            name=row.description or f"app {row.id}",
        ),
        enabled=None if row.disabled_flag is None else not row.disabled_flag,
        settings=(where, off),
        evidence=(where_seen, off_seen),
    )


def deployments_from_callback(
    row: CallbackWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State that records are pushed to an address: to an AI vendor's, or to any other.

    The push itself informs. What an AI vendor's product does with what it is told, is not shown;
    nor whose an address is that cannot be read.
    """
    host = host_of(row.url)
    product = product_at(catalogue, host)
    entry = catalogue["callbacks" if product is None else "third_party_ai"]
    where, where_seen = said(origin, "url host", host, object_id=str(row.id), pointer="/url")
    off, off_seen = observed(origin, row, "inactive_flag", object_id=str(row.id))
    leads, starts, kind_seen = _links(row, origin, where_seen, place)
    yield from _shown(
        entry,
        entry.label("callback", None if host is None else "any" if product is None else product[1]),
        place=place,
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"callback:{row.id}",
            name=f"callback of {row.type or 'records'} to {host or 'an unreadable address'}",
        ),
        enabled=None if row.inactive_flag is None else not row.inactive_flag,
        settings=(where, off),
        evidence=(where_seen, off_seen, *kind_seen),
        leads_to=leads,
        starts_from=starts,
    )


def _links(
    row: CallbackWire, origin: Origin, where: Evidence, place: Place
) -> tuple[tuple[Link, ...], tuple[Link, ...], tuple[Evidence, ...]]:
    """Where a callback sends records to, and that it starts from tickets; of which, is not told.

    Source: ConnectWise PSA API 2025.1, /system/callbacks: type and level (verified names; what a
    level selects, unsure).
    """
    called = pushed_to(row.url)
    if called is None:
        return (), (), ()
    host, request = called
    leads = Link(
        kind=LinkKind.CALL, key=host, request=request, gate=GateKind.NONE, evidence=(where.id,)
    )
    if (row.type or "").casefold() != "ticket":
        return (leads,), (), ()
    _, seen = observed(origin, row, "type", object_id=str(row.id))
    starts = Link(
        kind=LinkKind.DESK,
        key=f"{VENDOR}/{place.tenant_id}/board:*",
        gate=GateKind.NONE,
        basis=Basis.INFERRED,
        because="of which tickets the callback tells is not documented",
        settled_by="Ask whoever set the callback up for which tickets its level and object stand.",
        evidence=(seen.id,),
    )
    return (leads,), (starts,), (seen,)


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
    yield from _shown(
        entry,
        label,
        place=place,
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
    for statement in _shown(
        entry,
        label,
        place=place,
        source=SourceObject(
            kind=SourceKind.INTEGRATION, id=f"source:{row.id}", name=f"source {row.name}"
        ),
        enabled=True if tickets else None,
        settings=(Setting(name="name", value=row.name),),
        evidence=(observed(origin, row, "name", object_id=str(row.id))[1],),
    ):
        yield replace(statement, reach=dict.fromkeys(tickets), tickets=tickets, window=desk.window)


def _shown(
    entry: FeatureEntry,
    label: Label,
    *,
    place: Place,
    source: SourceObject,
    enabled: bool | None,
    settings: tuple[Setting, ...],
    evidence: tuple[Evidence, ...],
    leads_to: tuple[Link, ...] = (),
    starts_from: tuple[Link, ...] = (),
) -> Iterator[Statement]:
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
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
