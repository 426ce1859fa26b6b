"""Programs with credentials of their own: API members, and integrations of the old kind.

A right to write is not its use, and a name proves nothing but whose product it may be: what such a
program does by itself stays unknown until somebody attests it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.connectwise.psa.normalize.places import VENDOR, tenant_scope
from aigov_connectors.connectwise.psa.normalize.products import label_of_program, product_of
from aigov_connectors.connectwise.psa.normalize.rights import may_write_tickets
from aigov_connectors.connectwise.psa.normalize.work import TicketLog
from aigov_connectors.connectwise.psa.wire import (
    ApiMemberWire,
    IntegratorLoginWire,
    RoleWire,
    SecurityWire,
)
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
from aigov_connectors.normalizing.observed import observed

__all__ = ["Roles", "deployments_from_api_member", "deployments_from_integrator_login"]


@dataclass(slots=True)
class Roles:
    """What was read of the roles."""

    settings: dict[int, tuple[Sequence[SecurityWire], Origin]] = field(default_factory=dict)
    """Role to its rights."""
    listed: dict[int, tuple[RoleWire, Origin]] = field(default_factory=dict)
    """Role to its row in the list of roles."""

    def right_to_write(self, role: int | None) -> tuple[Setting, Evidence] | None:
        """What lets a role change tickets, as it was read; None where nothing read does."""
        if role is None:
            return None
        row, origin = self.listed.get(role, (None, None))
        if row is not None and origin is not None and row.admin_flag:
            return observed(origin, row, "admin_flag", object_id=str(row.id))
        known = self.settings.get(role)
        right = may_write_tickets(known[0]) if known else None
        if right is None or known is None:
            return None
        level, seen = observed(known[1], right, "edit_level", object_id=str(right.id))
        return Setting(name=f"{right.module_function_name} edit", value=level.value), seen


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
    product = product_of(catalogue, row.identifier, row.name)
    role = row.security_role.id if row.security_role else None
    is_known = role is not None and role in roles.settings
    right = roles.right_to_write(role)
    works = log.shows(row.identifier)
    if product is None and right is None and not works:
        return
    feature, named = product or ("api_integrations", "")
    number = str(row.id)
    active, active_seen = observed(origin, row, "inactive_flag", object_id=number)
    role_set, role_seen = observed(origin, row, "security_role", object_id=number)
    settings, evidence = [role_set, active], [role_seen, active_seen]
    if right is not None:
        settings.append(right[0])
        evidence.append(right[1])
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
        is_inactive=row.inactive_flag,
        settings=tuple(settings),
        evidence=tuple(evidence),
        rights=_rights(is_known=is_known and not works, may_write=right is not None),
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
    """State an integration of the old kind; see `deployments_from_api_member`."""
    product = product_of(catalogue, row.username)
    flags = ("service_ticket_api_flag", "can_access_all_apis_flag")
    may_write = any(getattr(row, flag) is True for flag in flags)
    works = log.shows(row.username)
    if product is None and not may_write and not works:
        return
    feature, named = product or ("api_integrations", "")
    number = str(row.id)
    shown = [observed(origin, row, flag, object_id=number) for flag in (*flags, "inactive_flag")]
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
        is_inactive=row.inactive_flag,
        settings=tuple(setting for setting, _ in shown),
        evidence=tuple(seen for _, seen in shown),
        rights=_rights(is_known=not works, may_write=may_write),
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
            enabled=label.enabled if is_inactive is None else not is_inactive,
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


def _rights(*, is_known: bool, may_write: bool) -> CredentialRights:
    """What a program may do; what it was seen to do contradicts that it may only read."""
    if may_write:
        return CredentialRights.CAN_WRITE
    return CredentialRights.PROVEN_READ_ONLY if is_known else CredentialRights.CANNOT_TELL
