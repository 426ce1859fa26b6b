"""Update and reboot policies: what installs and restarts, when, and which scripts run around it."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.automate.normalize.patch_groups import (
    REBOOTS,
    THIRD_PARTY,
    UPDATES,
    PatchGroups,
    of_groups,
)
from aigov_connectors.connectwise.automate.wire import (
    RebootPolicyWire,
    ThirdPartyPolicyWire,
    UpdatePolicyWire,
)
from aigov_connectors.inventory import (
    Origin,
    Place,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed, said

__all__ = [
    "deployments_from_patch_scripts",
    "deployments_from_reboot_policy",
    "deployments_from_third_party_policy",
    "deployments_from_update_policy",
]


def deployments_from_update_policy(
    row: UpdatePolicyWire,
    *,
    origin: Origin,
    groups: PatchGroups,
    entry: FeatureEntry,
    place: Place,
) -> Iterator[Statement]:
    """State whether the vendor's updates install in office hours."""
    options = row.workstation_options
    daytime = options.daytime_patching_options if options else None
    if daytime is None:
        return
    at = "/WorkstationOptions/DaytimePatchingOptions"
    shown = [
        observed(origin, daytime, name, object_id=row.id, pointer=at)
        for name in ("allow_daytime_patching", "prompt_interval", "prompt_deadline")
    ]
    label = entry.label("AllowDaytimePatching", daytime.allow_daytime_patching)
    source = _update_policy(row)
    yield of_groups(entry, label, source, row.id, UPDATES, shown, groups, place)


def deployments_from_patch_scripts(
    row: UpdatePolicyWire,
    *,
    origin: Origin,
    groups: PatchGroups,
    entry: FeatureEntry,
    place: Place,
) -> Iterator[Statement]:
    """State that a policy runs scripts before or after updates install; nobody is asked."""
    options = row.script_options
    around = (
        ("Before", options.before_script_options if options else None),
        ("After", options.after_script_options if options else None),
    )
    found = [(when, one) for when, one in around if one and (one.run_script or one.script_name)]
    if not found:
        return
    shown = [
        said(
            origin,
            f"{when} {name}",
            value,
            object_id=row.id,
            pointer=f"/ScriptOptions/{when}ScriptOptions/{name}",
            absent=value is None,
        )
        for when, one in found
        for name, value in (("RunScript", one.run_script), ("ScriptName", one.script_name))
    ]
    runs = {one.run_script for _, one in found}
    label = entry.label("RunScript", True if True in runs else None if None in runs else False)
    source = _update_policy(row)
    yield of_groups(entry, label, source, row.id, UPDATES, shown, groups, place)


def _update_policy(row: UpdatePolicyWire) -> SourceObject:
    return SourceObject(
        kind=SourceKind.POLICY,
        id=f"updates:{row.id}",
        name=row.policy_name or f"policy {row.id}",
    )


def deployments_from_third_party_policy(
    row: ThirdPartyPolicyWire,
    *,
    origin: Origin,
    groups: PatchGroups,
    entry: FeatureEntry,
    place: Place,
) -> Iterator[Statement]:
    """State whether updates of other programs install in office hours."""
    shown = [observed(origin, row, "daytime_patching", object_id=row.id)]
    label = entry.label("DaytimePatching", row.daytime_patching)
    source = SourceObject(
        kind=SourceKind.POLICY, id=f"thirdParty:{row.id}", name=row.name or f"policy {row.id}"
    )
    yield of_groups(entry, label, source, row.id, THIRD_PARTY, shown, groups, place)


def deployments_from_reboot_policy(
    row: RebootPolicyWire,
    *,
    origin: Origin,
    groups: PatchGroups,
    entry: FeatureEntry,
    place: Place,
) -> Iterator[Statement]:
    """State what kind of restart follows an installation, by the name of its mode."""
    shown = [
        observed(origin, row, name, object_id=row.id)
        for name in ("reboot_mode", "reboot_action", "minutes_after_install_to_reboot")
    ]
    mode = row.reboot_mode.name if row.reboot_mode else None
    folded = "".join(one for one in (mode or "").casefold() if one.isalnum())
    label = entry.label("RebootMode", folded or None)
    source = SourceObject(
        kind=SourceKind.POLICY, id=f"reboot:{row.id}", name=row.name or f"policy {row.id}"
    )
    yield of_groups(entry, label, source, row.id, REBOOTS, shown, groups, place)
