"""Programs with access: applications and outgoing webhooks.

A right to write is not its use, and a name proves nothing but whose product it may be: what such a
program does by itself stays unknown until somebody attests it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aigov_connectors.catalogue import Label, VendorCatalogue
from aigov_connectors.halopsa.normalize.log import TicketLog
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.reach import Reached
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

__all__ = [
    "deployments_from_application",
    "deployments_from_webhook",
    "may_write_tickets",
    "product_of",
]

_FEATURE = "third_party_ai"
_WORDS = "integration word"
_WRITING = frozenset({"all", "all:standard", "admin", "edit:tickets"})
"""Scopes with which tickets can be changed, as far as the agent's role lets them."""
_READING = frozenset({"read:tickets"})


def product_of(catalogue: VendorCatalogue, *texts: str | None) -> str | None:
    """The word by which a program's AI product is known; None for no such product.

    A word counts where it stands alone, or where an identifier begins with it and goes on with
    what programs are called by: `zofiqapi`, but not `threadneedle` for `thread`.
    """
    for text in texts:
        folded = (text or "").casefold()
        for reading in catalogue[_FEATURE].readings:
            name = str(reading.value)
            pattern = rf"(?<![a-z]){re.escape(name)}(?:api|bot|sync|read|prod|user|svc)?(?![a-z])"
            if reading.setting == _WORDS and re.search(pattern, folded):
                return name
    return None


def may_write_tickets(row: ApplicationWire) -> bool | None:
    """Whether the scopes let a program change tickets; None where no scope was sent."""
    names = {one.name for one in row.scopes if one.name}
    return bool(names & _WRITING) if names else None


def deployments_from_application(
    row: ApplicationWire,
    *,
    origin: Origin,
    catalogue: VendorCatalogue,
    place: Place,
    log: TicketLog,
) -> Iterator[Statement]:
    """State a program that is an AI vendor's, or that may write to tickets."""
    product = product_of(catalogue, row.display_name, row.client_id)
    writes = may_write_tickets(row)
    if product is None and writes is False:
        return
    names = sorted({one.name for one in row.scopes if one.name})
    entry = catalogue[_FEATURE if product else "api_integrations"]
    scopes = said(origin, "scopes", " ".join(names), object_id=row.id, pointer="/scopes")
    inactive = observed(origin, row, "inactive", object_id=row.id)
    label: Label
    if product is None:
        label = entry.label("ticket scopes", "write" if writes else "not told")
    elif writes is False:
        label = entry.label("ticket scopes", "read")
    else:
        label = entry.label(_WORDS, product)
    touched = log.touched_by(row.id)
    rights = {
        True: CredentialRights.CAN_WRITE,
        False: CredentialRights.PROVEN_READ_ONLY,
        None: CredentialRights.CANNOT_TELL,
    }[writes]
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
        enabled=None if row.inactive is None else not row.inactive,
        rights=rights,
    )


def deployments_from_webhook(
    row: WebhookWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State that records are pushed to an address: to an AI vendor's, or to any other.

    The push itself informs. What an AI vendor's product does with what it is told is not shown,
    and its name is no proof. Nor is it shown who listens at an address that cannot be read.
    """
    # The parts of a host by which a product can be known: not the ending.
    parts = (row.url or "").split(".")[:-1]
    product = product_of(catalogue, *parts)
    entry = catalogue[_FEATURE if product else "webhooks"]
    where = said(origin, "url host", row.url, object_id=row.id, pointer="/url")
    active = observed(origin, row, "active", object_id=row.id)
    on = False if row.disabled is True else row.active
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
