"""Integrator users: programs with a login of their own.

A right to act is not its use, and a name proves nothing but whose product it may be: what such a
program does by itself stays unknown until somebody attests it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.connectwise.automate.normalize.places import tenant_scope
from aigov_connectors.connectwise.automate.normalize.rights import (
    acting,
    class_rights,
    tells_acts,
)
from aigov_connectors.connectwise.automate.normalize.scripts import (
    ScriptDetails,
    Scripts,
    runnable,
)
from aigov_connectors.connectwise.automate.normalize.work import Programs, RunLog
from aigov_connectors.connectwise.automate.wire import UserClassWire, UserWire
from aigov_connectors.inventory import (
    CredentialRights,
    Origin,
    Place,
    Reach,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed, said
from aigov_connectors.normalizing.products import PRODUCT_WORD, named_product
from aigov_connectors.wire import unless

__all__ = [
    "BY_CLASSES",
    "Classes",
    "deployments_from_integrator",
    "product_of",
    "programs_from",
]

Classes = Mapping[str, tuple[UserClassWire, Origin]]
"""User class to its rights, as far as they were read."""

_BY_PRODUCT = ("asio_agents", "third_party_ai")
BY_CLASSES = (*_BY_PRODUCT, "api_integrations")
"""Features of programs, which may do what their user classes and scripts let them."""
_RIGHTS = "script rights"


def product_of(catalogue: VendorCatalogue, name: str | None) -> tuple[str, str] | None:
    """The feature and the word by which a program's product is known; None for no AI product."""
    return named_product(catalogue, _BY_PRODUCT, name)


def programs_from(
    users: Mapping[str, tuple[UserWire, Origin]], *, catalogue: VendorCatalogue, own: str | None
) -> Programs:
    """Gather the logins that are programs; `own` is this connection's, which is left out."""
    found = Programs()
    for row, _ in users.values():
        if row.is_integrator is not True or not row.name or row.name.casefold() == own:
            continue
        name, product = row.name.casefold(), product_of(catalogue, row.name)
        found.names[row.id] = name
        found.features[name] = product[0] if product else "api_integrations"
        if product is not None:
            found.is_ai.add(name)
    return found


def deployments_from_integrator(
    row: UserWire,
    *,
    origin: Origin,
    classes: Classes,
    details: ScriptDetails,
    scripts: Scripts,
    scripts_tell: bool,
    catalogue: VendorCatalogue,
    place: Place,
    runs: RunLog,
) -> Iterator[Statement]:
    """State a program that is an AI vendor's, or that can make something run.

    Args:
        scripts: every script that was listed: a class without any such right may run some of them.
        details: the settings of those that schedules and monitors run.
        scripts_tell: whether that is every script, and each tells whose classes may run it.
    """
    product = product_of(catalogue, row.name)
    mine = [found for one in row.classes if (found := classes.get(one))]
    is_whole = bool(mine) and row.tells_classes and len(mine) == len(row.classes)
    rights = class_rights([one for one, _ in mine], is_whole=is_whole)
    can = next(((one, where, right) for one, where in mine if (right := acting(one))), None)
    some = runnable(set(row.classes), details, scripts)
    is_told = is_whole and scripts_tell and all(tells_acts(one) for one, _ in mine)
    if product is None and can is None and some is None and is_told:
        return
    feature, named = product or ("api_integrations", "")
    entry = catalogue[feature]
    shown = [
        observed(origin, row, name, object_id=row.id) for name in ("is_integrator", "is_locked")
    ]
    if can is not None:
        one, where, right = can
        shown.append(
            said(where, right, value=True, object_id=one.id, pointer=f"/Permissions/{right}")
        )
    if some is not None:
        shown.append(some)
    if rights is CredentialRights.PROVEN_READ_ONLY and (some is not None or not scripts_tell):
        rights = CredentialRights.CANNOT_TELL
    label = _label(entry, named, rights)
    evidence = tuple(proof for _, proof in shown)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.INTEGRATION,
                id=f"user:{row.id}",
                name=row.name or f"integrator user {row.id}",
            ),
            label=label,
            enabled=label.enabled if row.is_locked is None else unless(row.is_locked),
            rights=rights,
            reach=Reach.UNKNOWN,
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
        ),
        evidence=evidence,
        reach=dict.fromkeys(sorted(runs.where(row.name or ""))),
    )


def _label(entry: FeatureEntry, named: str, rights: CredentialRights) -> Label:
    if not named:
        return entry.label(_RIGHTS, "write")
    if rights is CredentialRights.PROVEN_READ_ONLY:
        return entry.label(_RIGHTS, "read")
    return entry.label(PRODUCT_WORD, named)
