"""Programs with access: API users, hooks, panels.

What an API user may do stands in its security level, which is in no API; what it does by itself is
set in its own product. A name proves nothing but whose product it may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aigov_connectors.autotask.normalize.people import Program, product_of
from aigov_connectors.autotask.normalize.places import VENDOR, tenant_scope
from aigov_connectors.autotask.normalize.reach import Desk
from aigov_connectors.autotask.normalize.work import TicketLog
from aigov_connectors.autotask.wire import PanelWire, WebhookWire
from aigov_connectors.calling import host_of, pushed_to
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.inventory import (
    Basis,
    CredentialRights,
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
from aigov_connectors.normalizing.changed import Teller, ToldChange, told_change
from aigov_connectors.normalizing.observed import observed, said
from aigov_connectors.normalizing.plugged_in import plugged_in
from aigov_connectors.normalizing.products import PRODUCT_WORD, host_words
from aigov_connectors.wire import told

__all__ = [
    "changes_from_panels",
    "deployments_from_panel",
    "deployments_from_program",
    "deployments_from_webhook",
]


def deployments_from_program(
    program: Program, *, catalogue: VendorCatalogue, place: Place, log: TicketLog, desk: Desk
) -> Iterator[Statement]:
    """State an API user; where it was seen is named, and it may reach others too."""
    row, entry = program.row, catalogue[program.feature]
    number = str(row.id)
    label = entry.label("API user", "any")
    if program.product is not None:
        label = entry.label(PRODUCT_WORD, program.product)
    level, level_seen = said(program.origin, program.column, program.label, object_id=number)
    active, active_seen = observed(program.origin, row, "is_active", object_id=number)
    reach = log.touched_by(row.id)
    evidence = (level_seen, active_seen)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.INTEGRATION,
                id=f"resource:{row.id}",
                name=row.user_name or f"API user {row.id}",
            ),
            label=label,
            enabled=label.enabled if row.is_active is None else told(row.is_active),
            reach=Reach.UNKNOWN,
            settings=(level, active),
            evidence=evidence,
            rights=CredentialRights.CANNOT_TELL,
        ),
        evidence=evidence,
        reach=dict.fromkeys(reach),
        tickets=reach,
        window=desk.window,
    )


def deployments_from_webhook(
    row: WebhookWire,
    *,
    entity: str,
    fields: int | None,
    origin: Origin,
    catalogue: VendorCatalogue,
    place: Place,
) -> Iterator[Statement]:
    """State a hook: which records go to which host; its name is no proof of anything.

    The push itself informs. What an AI vendor's product does with what it is told, is not shown.

    Args:
        entity: whose hooks were asked for, such as `TicketWebhooks`.
        fields: how many fields it sends; None where that was not read.
    """
    host = host_of(row.webhook_url)
    product = product_of(catalogue, *host_words(host))
    entry = catalogue["webhooks" if product is None else "third_party_ai"]
    number = str(row.id)
    where, where_seen = said(origin, "url host", host, object_id=number, pointer="/webhookUrl")
    names = ("is_active", "is_ready", "on_create", "on_update", "on_delete", "owner")
    shown = [observed(origin, row, name, object_id=number) for name in names]
    created = shown[names.index("on_create")][1]
    settings = [where, *(setting for setting, _ in shown)]
    if fields is not None:
        settings.append(Setting(name="fields", value=fields))
    records = entity.removesuffix("Webhooks")
    yield plugged_in(
        entry,
        entry.label("webhook", product or "any")
        if host
        else entry.label("webhook host", "not told"),
        place=place,
        scope=tenant_scope(place),
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"{entity}:{row.id}",
            name=f"hook of {records} to {host or 'an unreadable address'} ({row.id})",
        ),
        enabled=told(row.is_active),
        settings=tuple(settings),
        evidence=(where_seen, *(seen for _, seen in shown)),
        leads_to=_call(row.webhook_url, where_seen),
        starts_from=_new_tickets(row, created, place) if records == "Ticket" else (),
    )


def deployments_from_panel(
    row: PanelWire, *, entity: str, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State a panel inside the ticket page; its title is no proof of anything."""
    host = host_of(row.reference_url)
    product = product_of(catalogue, *host_words(host))
    entry = catalogue["integration_panels" if product is None else "third_party_ai"]
    number = str(row.id)
    where, where_seen = said(origin, "url host", host, object_id=number, pointer="/referenceUrl")
    active, active_seen = observed(origin, row, "is_active", object_id=number)
    yield plugged_in(
        entry,
        entry.label("panel", product or "any"),
        place=place,
        scope=tenant_scope(place),
        source=_panel_object(row, entity),
        enabled=told(row.is_active),
        settings=(where, active),
        evidence=(where_seen, active_seen),
    )


def changes_from_panels(
    panels: Iterable[tuple[str, PanelWire, Origin]], *, place: Place
) -> Iterator[ToldChange]:
    """Tell when each panel was last changed; by whom, Autotask tells of none of its settings.

    Source: Autotask REST API 1.0, `lastModifiedDateTime` (verified).
    """
    for entity, row, origin in panels:
        told = told_change(
            Teller(origin, str(row.id), at="/lastModifiedDateTime"),
            place=place,
            source_object=_panel_object(row, entity),
            at=row.last_modified_date_time,
        )
        if told is not None:
            yield told


def _panel_object(row: PanelWire, entity: str) -> SourceObject:
    return SourceObject(
        kind=SourceKind.INTEGRATION,
        id=f"{entity}:{row.id}",
        name=row.title or f"panel {row.id}",
    )


def _call(url: str | None, seen: Evidence) -> tuple[Link, ...]:
    """Where a hook sends records to; nobody is asked before."""
    called = pushed_to(url)
    if called is None:
        return ()
    host, request = called
    return (
        Link(
            kind=LinkKind.CALL,
            key=host,
            request=request,
            gate=GateKind.NONE,
            evidence=(seen.id,),
        ),
    )


def _new_tickets(row: WebhookWire, seen: Evidence, place: Place) -> tuple[Link, ...]:
    """A hook on new tickets starts from every queue; for whom it leaves some out was not read.

    Source: Autotask REST API V1.0, TicketWebhooks.isSubscribedToCreateEvents (verified) and
    TicketWebhookExcludedResources (verified name).
    """
    if row.on_create is not True:
        return ()
    return (
        Link(
            kind=LinkKind.DESK,
            key=f"{VENDOR}/{place.tenant_id}/queue:*",
            gate=GateKind.NONE,
            basis=Basis.INFERRED,
            because="whose tickets the hook leaves out was not read",
            settled_by="Look at the hook's excluded resources: is the user among them who opens"
            " those tickets?",
            evidence=(seen.id,),
        ),
    )
