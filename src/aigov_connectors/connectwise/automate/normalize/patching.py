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
    PatchScriptWire,
    RebootPolicyWire,
    ThirdPartyPolicyWire,
    UpdatePolicyWire,
    told,
)
from aigov_connectors.inventory import (
    Origin,
    Place,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, observed

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
    """State whether the vendor's updates install in office hours; nothing where it does not say."""
    daytime = row.daytime
    if daytime is None:
        return
    at = "/WorkstationOptions/DaytimePatchingOptions"
    shown = [
        observed(origin, daytime, name, object_id=row.id, pointer=at)
        for name in ("allow_daytime_patching", "prompt_interval", "prompt_deadline")
    ]
    shown += _when(row, origin)
    label = entry.label("AllowDaytimePatching", told(daytime.allow_daytime_patching))
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
    """State that a policy runs scripts before or after updates install; nobody is asked.

    Only a null, or a switch that is off without a script's name, says that none runs.
    """
    options = told(row.script_options)
    if options is None:
        return
    at = "/ScriptOptions"
    runs: set[bool | None] = set()
    shown: list[Observed] = []
    for when, column in (("Before", "before_script_options"), ("After", "after_script_options")):
        sent = getattr(options, column)
        if isinstance(sent, PatchScriptWire):
            if sent.run_script is False and not sent.script_name:
                continue
            runs.add(told(sent.run_script))
            shown += _script(sent, when, origin, row.id)
        elif sent is not None or column not in options.model_fields_set:
            runs.add(None)
            shown.append(observed(origin, options, column, object_id=row.id, pointer=at))
    if not runs:
        return
    label = entry.label("RunScript", True if True in runs else None if None in runs else False)
    shown += _when(row, origin)
    source = _update_policy(row)
    yield of_groups(entry, label, source, row.id, UPDATES, shown, groups, place)


def _script(sent: PatchScriptWire, when: str, origin: Origin, policy: str) -> Iterator[Observed]:
    for name in ("run_script", "script_name"):
        setting, seen = observed(
            origin, sent, name, object_id=policy, pointer=f"/ScriptOptions/{when}ScriptOptions"
        )
        yield setting.model_copy(update={"name": f"{when} {setting.name}"}), seen


_WHEN = {
    "schedule_settings": (
        *("use_schedule", "window_start", "window_duration", "policy_schedule_type"),
        *("dates_settings", "days_settings", "patch_tuesday_settings"),
    ),
    "windows_update_agent_settings": ("use_windows_update_agent_mode", "mode"),
    "policy_options": ("install_missing_baseline_patches",),
}
"""What tells when and how a policy installs; it changes no label, since it lets nobody object."""


def _when(row: UpdatePolicyWire, origin: Origin) -> Iterator[Observed]:
    for column, names in _WHEN.items():
        part = getattr(row, column)
        at = f"/{type(row).model_fields[column].alias}"
        for name in names:
            if part is not None and getattr(part, name) is not None:
                yield observed(origin, part, name, object_id=row.id, pointer=at)


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
    shown += [
        observed(origin, row, name, object_id=row.id)
        for name in ("schedule_day", "schedule_start_hour", "schedule_time_span")
        if getattr(row, name) is not None
    ]
    label = entry.label("DaytimePatching", told(row.daytime_patching))
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
    mode = told(row.reboot_mode)
    name = (mode.name if mode else None) or ""
    folded = "".join(one for one in name.casefold() if one.isalnum())
    label = entry.label("RebootMode", folded or None)
    source = SourceObject(
        kind=SourceKind.POLICY, id=f"reboot:{row.id}", name=row.name or f"policy {row.id}"
    )
    yield of_groups(entry, label, source, row.id, REBOOTS, shown, groups, place)
