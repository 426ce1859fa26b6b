"""Programs with access: applications and outgoing webhooks.

A right to write is not its use, and a name proves nothing but whose product it may be: what such a
program does by itself stays unknown until somebody attests it.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.catalogue import Label, VendorCatalogue
from aigov_connectors.halopsa.normalize.log import TicketLog
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.reach import Reached
from aigov_connectors.halopsa.normalize.rights import rights_from_scopes
from aigov_connectors.halopsa.normalize.runbooks import is_active, is_of_model
from aigov_connectors.halopsa.wire import ApplicationWire, WebhookWire
from aigov_connectors.inventory import (
    CredentialRights,
    GateKind,
    Link,
    LinkKind,
    Origin,
    Place,
    Reach,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed, said
from aigov_connectors.normalizing.products import PRODUCT_WORD, host_words, named_product
from aigov_connectors.wire import unless

__all__ = [
    "deployments_from_application",
    "deployments_from_webhook",
    "product_of",
]

_FEATURE = "third_party_ai"
_SCOPES = "ticket scopes"
_ON_TICKETS = frozenset({"all", "all:standard", "admin", "edit:tickets"})
"""Scopes with which tickets can be changed, as far as the agent's role lets them."""


def product_of(catalogue: VendorCatalogue, *texts: str | None) -> str | None:
    """The word by which a program's AI product is known; None for no such product."""
    found = named_product(catalogue, [_FEATURE], *texts)
    return None if found is None else found[1]


def deployments_from_application(
    row: ApplicationWire,
    *,
    origin: Origin,
    catalogue: VendorCatalogue,
    place: Place,
    log: TicketLog,
) -> Iterator[Statement]:
    """State a program, unless it is no AI vendor's and its scopes prove that it may only read."""
    product = product_of(catalogue, row.display_name, row.client_id)
    rights, _ = rights_from_scopes(None if row.scopes is None else [one.name for one in row.scopes])
    only_reads = rights is CredentialRights.PROVEN_READ_ONLY
    if product is None and only_reads:
        return
    names = sorted({one.name for one in row.scopes or () if one.name})
    entry = catalogue[_FEATURE if product else "api_integrations"]
    told = " ".join(names) if row.scopes is not None else None
    scopes = said(origin, "scopes", told, object_id=row.id, pointer="/scopes")
    inactive = observed(origin, row, "inactive", object_id=row.id)
    label: Label
    if only_reads:
        label = entry.label(_SCOPES, "read")
    elif names and not _ON_TICKETS & set(names):
        label = entry.label(_SCOPES, "of other things")
    elif product is None:
        label = entry.label(_SCOPES, "write" if names else "not told")
    else:
        label = entry.label(PRODUCT_WORD, product)
    touched = log.touched_by(row.id)
    yield statement(
        entry,
        (Deed("program", label, (scopes, inactive)),),
        place=place,
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"application:{row.id}",
            name=row.display_name or f"application {row.id}",
        ),
        # Its actions were seen in sampled tickets only: whom else it reaches is open.
        reached=Reached(Reach.UNKNOWN, dict.fromkeys(touched)),
        enabled=unless(row.inactive),
        rights=rights,
    )


def deployments_from_webhook(
    row: WebhookWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State that records are pushed to an address: to an AI vendor's, a model's, or any other.

    The push itself informs. What an AI vendor's product does with what it is told is not shown,
    and its name is no proof. Nor is it shown who listens at an address that cannot be read.
    """
    product = product_of(catalogue, *host_words(row.url))
    entry = catalogue[_FEATURE if product or is_of_model(row.url) else "webhooks"]
    where = said(origin, "url host", row.url, object_id=row.id, pointer="/url")
    active = observed(origin, row, "active", object_id=row.id)
    on = is_active(row)
    label = (
        entry.label("webhook", product or "any")
        if row.url
        else entry.label("webhook host", "not told")
    )
    yield statement(
        entry,
        (Deed("webhook", label, (where, active)),),
        place=place,
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"webhook:{row.id}",
            name=f"webhook {row.name or row.id} to {row.url or 'an unreadable address'}",
        ),
        reached=Reached(Reach.UNKNOWN),
        enabled=on,
        leads_to=(
            Link(
                kind=LinkKind.CALL,
                key=row.url.casefold(),
                request=None if row.url_path is None else f"* {row.url_path}",
                gate=GateKind.NONE,
                evidence=(where[1].id,),
            ),
        )
        if row.url
        else (),
    )
