"""Where records are pushed to: by callbacks, and by integrations of the old kind.

They are stated whoever listens, since they act unasked. The push itself informs. What an AI
vendor's product does with what it is told, is not shown; nor whose an address is that cannot be
read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aigov_connectors.calling import host_of, pushed_to
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.connectwise.psa.normalize.places import VENDOR, tenant_scope
from aigov_connectors.connectwise.psa.normalize.products import product_at
from aigov_connectors.connectwise.psa.wire import CallbackWire, IntegratorLoginWire
from aigov_connectors.inventory import (
    Basis,
    Evidence,
    GateKind,
    Link,
    LinkKind,
    Origin,
    Place,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, observed, said
from aigov_connectors.normalizing.plugged_in import plugged_in
from aigov_connectors.wire import told

__all__ = ["deployments_from_callback", "deployments_from_old_callbacks"]

_OLD: tuple[tuple[str, str], ...] = (
    ("service_board_callback_url", "ticket"),
    ("activity_callback_url", "activity"),
    ("agreement_callback_url", "agreement"),
    ("company_callback_url", "company"),
    ("configuration_callback_url", "configuration"),
    ("contact_callback_url", "contact"),
    ("opportunity_callback_url", "opportunity"),
    ("product_callback_url", "product"),
    ("project_callback_url", "project"),
    ("purchasing_callback_url", "purchase order"),
    ("schedule_callback_url", "schedule entry"),
    ("time_entry_callback_url", "time entry"),
)
"""Field of an integrator login, and what it is told of."""
_TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class _Push:
    """One address to which records of one kind go."""

    id: str
    of: str
    url: str | None
    name: str
    """The field of the address."""
    is_off: bool | None
    off: Observed
    kind: Evidence
    """What shows of which records it tells."""


def deployments_from_callback(
    row: CallbackWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State that records are pushed to an address: to an AI vendor's, or to any other."""
    number = str(row.id)
    push = _Push(
        id=f"callback:{row.id}",
        of=row.type or "records",
        url=row.url,
        name="url",
        is_off=told(row.inactive_flag),
        off=observed(origin, row, "inactive_flag", object_id=number),
        kind=observed(origin, row, "type", object_id=number)[1],
    )
    yield from _stated(push, number, origin, catalogue, place)


def deployments_from_old_callbacks(
    row: IntegratorLoginWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State each address to which an integration of the old kind has records pushed.

    Source: ConnectWise PSA API 2025.1, IntegratorLogin.serviceBoardCallbackUrl and those beside it
    (verified names).
    """
    number = str(row.id)
    for field, of in _OLD:
        url = getattr(row, field)
        if url is None:
            continue
        name = type(row).model_fields[field].alias or field
        host = host_of(url)
        _, shown = said(origin, f"{name} host", host, object_id=number, pointer=f"/{name}")
        push = _Push(
            id=f"callback:integratorLogin:{row.id}/{name}",
            of=of,
            url=url,
            name=name,
            is_off=told(row.inactive_flag),
            off=observed(origin, row, "inactive_flag", object_id=number),
            kind=shown,
        )
        yield from _stated(push, number, origin, catalogue, place)


def _stated(
    push: _Push, number: str, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    host = host_of(push.url)
    product = product_at(catalogue, host)
    entry = catalogue["callbacks" if product is None else "third_party_ai"]
    where, seen = said(origin, f"{push.name} host", host, object_id=number, pointer=f"/{push.name}")
    leads, starts = _links(push, seen, place)
    off, off_seen = push.off
    named = None if host is None else "any" if product is None else product[1]
    yield plugged_in(
        entry,
        entry.label("callback", named),
        place=place,
        scope=tenant_scope(place),
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=push.id,
            name=f"callback of {push.of} to {host or 'an unreadable address'}",
        ),
        enabled=None if push.is_off is None else not push.is_off,
        settings=(where, off),
        evidence=tuple(dict.fromkeys((seen, off_seen, *((push.kind,) if starts else ())))),
        leads_to=leads,
        starts_from=starts,
    )


def _links(push: _Push, where: Evidence, place: Place) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Where a callback sends records to, and that it starts from tickets; of which, is not told.

    Source: ConnectWise PSA API 2025.1, /system/callbacks: type and level (verified names; what a
    level selects, unsure).
    """
    called = pushed_to(push.url)
    if called is None:
        return (), ()
    host, request = called
    leads = Link(
        kind=LinkKind.CALL, key=host, request=request, gate=GateKind.NONE, evidence=(where.id,)
    )
    if push.of.casefold() != _TICKET:
        return (leads,), ()
    starts = Link(
        kind=LinkKind.DESK,
        key=f"{VENDOR}/{place.tenant_id}/board:*",
        gate=GateKind.NONE,
        basis=Basis.INFERRED,
        because="of which tickets the callback tells is not documented",
        settled_by="Ask whoever set the callback up for which tickets its level and object stand.",
        evidence=(push.kind.id,),
    )
    return (leads,), (starts,)
