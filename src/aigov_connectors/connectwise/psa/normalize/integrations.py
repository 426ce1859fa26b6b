"""Programs with access: API members, apps inside screens, callbacks.

A right to write is not its use, and a name proves nothing but whose product it may be: what such a
program does by itself stays unknown until somebody attests it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.connectwise.psa.normalize.places import tenant_scope
from aigov_connectors.connectwise.psa.normalize.rights import may_write_tickets
from aigov_connectors.connectwise.psa.normalize.work import TicketLog
from aigov_connectors.connectwise.psa.wire import (
    ApiMemberWire,
    CallbackWire,
    HostedSetupWire,
    SecurityWire,
)
from aigov_connectors.inventory import (
    CredentialRights,
    Evidence,
    Origin,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.observed import observed, said

__all__ = [
    "deployments_from_api_member",
    "deployments_from_callback",
    "deployments_from_hosted_setup",
    "product_of",
]

_BY_PRODUCT = ("zofiq_agents", "third_party_ai")
"""Features whose readings name products."""
_WORDS = "integration word"

Roles = Mapping[int, tuple[Sequence[SecurityWire], Origin]]
"""Role to its rights, as far as they were read."""


def product_of(catalogue: VendorCatalogue, *texts: str | None) -> tuple[str, str] | None:
    """The feature and the word by which a program's product is known; None for no AI product.

    A word counts where it stands alone, or where an identifier begins with it and goes on with
    what programs are called by: `zofiqapi`, but not `threadneedle` for `thread`.
    """
    for text in texts:
        folded = (text or "").casefold()
        for feature in _BY_PRODUCT:
            for reading in catalogue[feature].readings:
                name = str(reading.value)
                pattern = (
                    rf"(?<![a-z]){re.escape(name)}(?:api|bot|sync|read|prod|user|svc)?(?![a-z])"
                )
                if reading.setting == _WORDS and re.search(pattern, folded):
                    return feature, name
    return None


def deployments_from_api_member(
    row: ApiMemberWire,
    *,
    origin: Origin,
    roles: Roles,
    catalogue: VendorCatalogue,
    place: Place,
    log: TicketLog,
) -> Iterator[Statement]:
    """State a program that is an AI vendor's, or that may write to tickets."""
    product = product_of(catalogue, row.identifier, row.name)
    role = row.security_role.id if row.security_role else None
    known = roles.get(role) if role is not None else None
    right = may_write_tickets(known[0]) if known else None
    if product is None and right is None:
        return
    feature, named = product or ("api_integrations", "")
    entry = catalogue[feature]
    number = str(row.id)
    active, active_seen = observed(origin, row, "inactive_flag", object_id=number)
    role_set, role_seen = observed(origin, row, "security_role", object_id=number)
    settings, evidence = [role_set, active], [role_seen, active_seen]
    if right is not None and known is not None:
        level, level_seen = observed(known[1], right, "edit_level", object_id=str(right.id))
        settings.append(Setting(name=f"{right.module_function_name} edit", value=level.value))
        evidence.append(level_seen)
    label = _label(entry, named, reads_only=known is not None and right is None)
    reach = log.touched_by(row.identifier)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.INTEGRATION,
                id=f"apiMember:{row.id}",
                name=row.identifier or f"API member {row.id}",
            ),
            label=label,
            enabled=label.enabled if row.inactive_flag is None else not row.inactive_flag,
            reach=Reach.UNKNOWN,
            settings=tuple(settings),
            evidence=tuple(evidence),
            rights=_rights(is_known=known is not None, may_write=right is not None),
        ),
        evidence=tuple(evidence),
        reach=dict.fromkeys(reach),
        tickets=reach,
        window=log.desk.window,
    )


def deployments_from_hosted_setup(
    row: HostedSetupWire, *, origin: Origin, catalogue: VendorCatalogue, place: Place
) -> Iterator[Statement]:
    """State an app inside a screen whose address is an AI vendor's; its description is no proof."""
    host = _host(row.url)
    product = product_of(catalogue, *_labels_of(host))
    if product is None:
        return
    feature, named = product
    entry, setting = catalogue["third_party_ai"], "pod"
    if feature == "zofiq_agents":
        entry, setting = catalogue["zofiq_assistant"], "host word"
    where, where_seen = said(origin, "url host", host, object_id=str(row.id), pointer="/url")
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
    """State that records are pushed to an AI vendor's address."""
    host = _host(row.url)
    product = product_of(catalogue, *_labels_of(host))
    if product is None:
        return
    entry = catalogue["third_party_ai"]
    where, where_seen = said(origin, "url host", host, object_id=str(row.id), pointer="/url")
    off, off_seen = observed(origin, row, "inactive_flag", object_id=str(row.id))
    yield from _shown(
        entry,
        entry.label("callback", product[1]),
        place=place,
        source=SourceObject(
            kind=SourceKind.INTEGRATION,
            id=f"callback:{row.id}",
            name=f"callback of {row.type or 'records'} to {host}",
        ),
        enabled=None if row.inactive_flag is None else not row.inactive_flag,
        settings=(where, off),
        evidence=(where_seen, off_seen),
    )


def _shown(
    entry: FeatureEntry,
    label: Label,
    *,
    place: Place,
    source: SourceObject,
    enabled: bool | None,
    settings: tuple[Setting, ...],
    evidence: tuple[Evidence, ...],
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
        ),
        evidence=evidence,
    )


def _rights(*, is_known: bool, may_write: bool) -> CredentialRights:
    if may_write:
        return CredentialRights.CAN_WRITE
    return CredentialRights.PROVEN_READ_ONLY if is_known else CredentialRights.CANNOT_TELL


def _label(entry: FeatureEntry, named: str, *, reads_only: bool) -> Label:
    if not named:
        return entry.label("ticket rights", "write")
    if reads_only:
        found = entry.label("ticket rights", "read")
        if found.enabled is not None:
            return found
    return entry.label(_WORDS, named)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def _labels_of(host: str | None) -> list[str]:
    """The parts of a host name by which a product can be known: not the ending, not `www`."""
    return (host or "").split(".")[:-1]
