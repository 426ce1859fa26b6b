"""Programs with credentials of their own: API members, and integrations of the old kind.

A right to write is not its use, and a name proves nothing but whose product it may be: what such a
program does by itself stays unknown until somebody attests it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.connectwise.psa.normalize.places import VENDOR, tenant_scope
from aigov_connectors.connectwise.psa.normalize.products import (
    label_of_program,
    product_of,
    product_of_member,
)
from aigov_connectors.connectwise.psa.normalize.rights import Roles
from aigov_connectors.connectwise.psa.normalize.work import TicketLog
from aigov_connectors.connectwise.psa.wire import (
    ApiMemberWire,
    IntegratorLoginWire,
)
from aigov_connectors.connectwise.psa.wire.programs import API_FLAGS
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
from aigov_connectors.normalizing.observed import observed, said
from aigov_connectors.wire import told

__all__ = ["deployments_from_api_member", "deployments_from_integrator_login"]

_TICKET_APIS = ("service_ticket_api_flag", "can_access_all_apis_flag")
_READING_API = "reporting_api_flag"
"""The one old API whose name tells of reading; whether it does more is not documented."""


def deployments_from_api_member(
    row: ApiMemberWire,
    *,
    origin: Origin,
    roles: Roles,
    catalogue: VendorCatalogue,
    place: Place,
    log: TicketLog,
) -> Iterator[Statement]:
    """State a program that is an AI vendor's, that may write to tickets, or that was seen to."""
    product = product_of_member(catalogue, row)
    role = row.security_role.id if row.security_role else None
    right = roles.right_to_write(role)
    works = log.shows(row.identifier)
    if product is None and not works and not (right is not None and right.tickets):
        return
    feature, named = product or ("api_integrations", "")
    number = str(row.id)
    active, active_seen = observed(origin, row, "inactive_flag", object_id=number)
    role_set, role_seen = observed(origin, row, "security_role", object_id=number)
    settings, evidence = [role_set, active], [role_seen, active_seen]
    role_name = row.security_role.name if row.security_role else None
    if product is not None and product_of(catalogue, row.identifier, row.name, role_name) is None:
        by_address = said(origin, "emailAddress", f"names {product[1]}", object_id=number)
        settings.append(by_address[0])
        evidence.append(by_address[1])
    if right is not None:
        settings.append(right.shown)
        evidence.append(right.evidence)
    yield _program(
        catalogue,
        feature,
        named,
        place=place,
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"apiMember:{row.id}",
            name=row.identifier or f"API member {row.id}",
        ),
        is_inactive=told(row.inactive_flag),
        settings=tuple(settings),
        evidence=tuple(evidence),
        rights=_rights(
            reads_only=roles.reads_only(role) and not works, may_write=right is not None
        ),
        log=log,
        identifier=row.identifier,
    )


def deployments_from_integrator_login(
    row: IntegratorLoginWire,
    *,
    origin: Origin,
    catalogue: VendorCatalogue,
    place: Place,
    log: TicketLog,
) -> Iterator[Statement]:
    """State an integration of the old kind; see `deployments_from_api_member`.

    One of no AI vendor says nothing where both flags that open the tickets are told to be off.

    Source: ConnectWise PSA API 2025.1, IntegratorLogin (verified names): each flag opens an API;
    that those APIs write is not said in words (unsure).
    """
    product = product_of(catalogue, row.username)
    flags = {flag: told(getattr(row, flag)) for flag in API_FLAGS}
    works = log.shows(row.username)
    if product is None and not works and all(flags[flag] is False for flag in _TICKET_APIS):
        return
    feature, named = product or ("api_integrations", "")
    number = str(row.id)
    writes = [flag for flag, value in flags.items() if value is True and flag != _READING_API]
    untold = [flag for flag, value in flags.items() if value is None]
    # Of twenty flags those that decide are shown.
    deciding = writes or [*untold[:1], *([_READING_API] if flags[_READING_API] else [])]
    named_first = dict.fromkeys((*_TICKET_APIS, *deciding, "inactive_flag"))
    shown = [observed(origin, row, flag, object_id=number) for flag in named_first]
    may_write = bool(writes) if product is not None else any(map(flags.get, _TICKET_APIS))
    yield _program(
        catalogue,
        feature,
        named,
        place=place,
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"integratorLogin:{row.id}",
            name=row.username or f"integrator login {row.id}",
        ),
        is_inactive=told(row.inactive_flag),
        settings=tuple(setting for setting, _ in shown),
        evidence=tuple(seen for _, seen in shown),
        rights=_rights(
            reads_only=not works and all(value is False for value in flags.values()),
            may_write=may_write,
        ),
        log=log,
        identifier=row.username,
        is_named_so=False,
    )


def _program(
    catalogue: VendorCatalogue,
    feature: str,
    named: str,
    *,
    place: Place,
    source: SourceObject,
    is_inactive: bool | None,
    settings: tuple[Setting, ...],
    evidence: tuple[Evidence, ...],
    rights: CredentialRights,
    log: TicketLog,
    identifier: str | None,
    is_named_so: bool = True,
) -> Statement:
    entry = catalogue[feature]
    reads_only = rights is CredentialRights.PROVEN_READ_ONLY
    label = label_of_program(entry, named, reads_only=reads_only)
    reach = log.touched_by(identifier)
    links, shown = _leads_to(log, identifier, place, is_named_so=is_named_so)
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=source,
            label=label,
            enabled=None if is_inactive is None else not is_inactive,
            reach=Reach.UNKNOWN,
            settings=settings,
            evidence=evidence,
            rights=rights,
            leads_to=links,
        ),
        evidence=(*evidence, *shown),
        reach=dict.fromkeys(reach),
        tickets=reach,
        window=log.desk.window,
    )


def _leads_to(
    log: TicketLog, identifier: str | None, place: Place, *, is_named_so: bool
) -> tuple[tuple[Link, ...], tuple[Evidence, ...]]:
    """The boards on which it was seen to open tickets; whether a person had it do so is not told.

    Source: ConnectWise PSA API 2025.1, Ticket._info.enteredBy: the identifier of a member or of an
    API member (verified); that an integrator login's tickets bear its username: unsure.
    """
    doubt: dict[str, Any] = {}
    if not is_named_so:
        doubt = {
            "basis": Basis.INFERRED,
            "because": "that tickets bear the username of an integrator login is not documented",
            "settled_by": "Ask whoever set the integration up whether it opens tickets there.",
        }
    links: list[Link] = []
    shown: list[Evidence] = []
    for board, proofs in log.opened_by(identifier):
        shown += proofs
        links.append(
            Link(
                kind=LinkKind.DESK,
                key=f"{VENDOR}/{place.tenant_id}/board:{board}",
                gate=GateKind.UNKNOWN,
                evidence=tuple(one.id for one in proofs),
                **doubt,
            )
        )
    return tuple(links), tuple(shown)


def _rights(*, reads_only: bool, may_write: bool) -> CredentialRights:
    """What a program may do; what it was seen to do contradicts that it may only read."""
    if may_write:
        return CredentialRights.CAN_WRITE
    return CredentialRights.PROVEN_READ_ONLY if reads_only else CredentialRights.CANNOT_TELL
