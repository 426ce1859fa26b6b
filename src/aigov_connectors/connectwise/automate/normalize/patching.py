"""Approval, update and reboot policies, for the clients whose computers have them by a group.

Which group wins where a computer is in several is not documented for updates and restarts: there
the reach is concluded. Approvals of several groups add up, so theirs is not in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.connectwise.automate.normalize.estate import (
    Estate,
    Reached,
)
from aigov_connectors.connectwise.automate.normalize.places import inside, tenant_scope
from aigov_connectors.connectwise.automate.wire import (
    ApprovalPolicyWire,
    ApprovalSettingsWire,
    EffectivePoliciesWire,
    PatchGroupWire,
    RebootPolicyWire,
    RefWire,
    ThirdPartyPolicyWire,
    UpdatePolicyWire,
)
from aigov_connectors.inventory import (
    Basis,
    Evidence,
    Origin,
    Place,
    Reach,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import (
    Observed,
    Unknowns,
    observed,
    plain,
    said,
    unknown_settings,
)

__all__ = [
    "EffectivePolicies",
    "PatchGroups",
    "deployments_from_approval_policy",
    "deployments_from_patch_scripts",
    "deployments_from_reboot_policy",
    "deployments_from_third_party_policy",
    "deployments_from_update_policy",
]


@dataclass(slots=True)
class EffectivePolicies:
    """Which policies computers that were looked at have in the end, by the policies' names."""

    _seen: dict[tuple[str, str], dict[str, Evidence]] = field(default_factory=dict)

    def add(
        self, row: EffectivePoliciesWire, origin: Origin, *, client: str, computer: str
    ) -> None:
        """Note the policies of one computer."""
        for column in _EFFECTIVE.values():
            name = getattr(row, column)
            if name:
                alias = type(row).model_fields[column].alias
                seen = origin.evidence(object_id=computer, pointer=f"/{alias}", value=name)
                self._seen.setdefault((column, name), {}).setdefault(client, seen)

    def clients(self, source: SourceObject) -> Mapping[str, Evidence]:
        """Clients at which a policy of that kind and name is in effect, each with what shows it."""
        column = _EFFECTIVE.get(source.id.partition(":")[0])
        return {} if column is None else self._seen.get((column, source.name), {})


_EFFECTIVE = {
    "updates": "microsoft_update_policy_name",
    "thirdParty": "third_party_update_policy_name",
    "reboot": "reboot_policy_name",
}
"""Kind of policy to the column that names the one in effect."""
Kind = Callable[[PatchGroupWire], Sequence[RefWire | None]]

_APPROVALS: Kind = lambda group: group.approval_policies  # noqa: E731  # a table of columns
_UPDATES: Kind = lambda group: (group.microsoft_update_policy,)  # noqa: E731
_THIRD_PARTY: Kind = lambda group: (group.third_party_update_policy,)  # noqa: E731
_REBOOTS: Kind = lambda group: (group.reboot_policy,)  # noqa: E731


@dataclass(slots=True)
class PatchGroups:
    """Which groups have which policies."""

    rows: list[tuple[PatchGroupWire, Origin]]
    is_whole: bool
    estate: Estate
    effective: EffectivePolicies = field(default_factory=EffectivePolicies)

    def having(self, policy: str, kind: Kind) -> list[tuple[PatchGroupWire, Origin]]:
        """The patching groups that have a policy."""
        return [
            (group, origin)
            for group, origin in self.rows
            if group.is_patching_group is not False
            and any(ref is not None and ref.id == policy for ref in kind(group))
        ]

    def reached(self, policy: str, kind: Kind) -> tuple[Reached, bool]:
        """Whom a policy reaches, and whether another group may have the last word."""
        groups = [group.id for group, _ in self.having(policy, kind)]
        others = {
            group.id
            for group, _ in self.rows
            if group.is_patching_group is not False and group.id not in groups
        }
        if not self.is_whole:
            return Reached(Reach.UNKNOWN, self.estate.of_groups(groups).organizations), True
        return self.estate.of_groups(groups), self.estate.shared(groups, others)


def deployments_from_approval_policy(
    row: ApprovalPolicyWire,
    *,
    origin: Origin,
    groups: PatchGroups,
    entry: FeatureEntry,
    place: Place,
) -> Iterator[Statement]:
    """State what a policy approves by itself; groups that are patched by hand apart."""
    having = groups.having(row.id, _APPROVALS)
    by_hand = [pair for pair in having if pair[0].is_manual]
    alone = [group.id for group, _ in having if not group.is_manual]
    source = SourceObject(
        kind=SourceKind.POLICY, id=f"approval:{row.id}", name=row.name or f"policy {row.id}"
    )
    label = entry.label("AutomaticApprovalSettings", _approves(row.automatic_approval_settings))
    reached = groups.estate.of_groups(alone)
    if not groups.is_whole or row.is_default_policy:
        # Who else has it, the default above all, the groups do not tell.
        reached = Reached(Reach.UNKNOWN, reached.organizations)
    elif not having:
        label = _unused(entry, label)
    unknown = unknown_settings(origin, row, object_id=row.id, place=place, source_object=source)
    shown = _approval_settings(row, origin)
    if alone or not by_hand or row.is_default_policy:
        yield _statement(entry, label, tenant_scope(place), source, reached, shown, place, unknown)
    for group, where in by_hand:
        manual = observed(where, group, "is_manual", object_id=group.id)
        own = groups.estate.of_groups((group.id,))
        told = entry.label("IsManual", True)
        if label.enabled and label.gate.kind is told.gate.kind:
            told = label  # nothing is approved by itself in any case
        scope = inside(place, ScopeLevel.GROUP, group.id, group.group_name or f"group {group.id}")
        yield _statement(entry, told, scope, source, own, [manual, *shown], place, Unknowns())


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
    yield _of_groups(entry, label, source, row.id, _UPDATES, shown, groups, place)


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
    yield _of_groups(entry, label, source, row.id, _UPDATES, shown, groups, place)


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
    yield _of_groups(entry, label, source, row.id, _THIRD_PARTY, shown, groups, place)


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
    yield _of_groups(entry, label, source, row.id, _REBOOTS, shown, groups, place)


def _of_groups(
    entry: FeatureEntry,
    label: Label,
    source: SourceObject,
    policy: str,
    kind: Kind,
    shown: list[Observed],
    groups: PatchGroups,
    place: Place,
) -> Statement:
    reached, shared = groups.reached(policy, kind)
    elsewhere = {
        client: seen
        for client, seen in groups.effective.clients(source).items()
        if client not in reached.organizations
    }
    if elsewhere:
        # It is in effect where no group has it: whom else it reaches, the groups do not tell.
        reached = Reached(
            Reach.UNKNOWN, {**reached.organizations, **dict.fromkeys(sorted(elsewhere))}
        )
        first = sorted(elsewhere)[0]
        shown = [
            *shown,
            (Setting(name="clients by effect alone", value=len(elsewhere)), elsewhere[first]),
        ]
    if groups.is_whole and not groups.having(policy, kind) and not elsewhere:
        label = _unused(entry, label)
    elif shared and label.basis is Basis.OBSERVED:
        label = label.model_copy(update={"basis": Basis.INFERRED})
    return _statement(entry, label, tenant_scope(place), source, reached, shown, place, Unknowns())


def _unused(entry: FeatureEntry, label: Label) -> Label:
    """No group has the policy: it is off, and would be what it is."""
    told = entry.label("groups", 0)
    return label.model_copy(update={"enabled": told.enabled, "basis": told.basis})


def _approves(settings: ApprovalSettingsWire | None) -> str | None:
    if settings is None:
        return None
    words = any(settings.severities) or any(settings.titles)
    some = words or settings.categories or (settings.cvss_lower_bound or 0) > 0
    return "some" if some else "none"


def _approval_settings(row: ApprovalPolicyWire, origin: Origin) -> list[Observed]:
    shown: list[Observed] = []
    settings = row.automatic_approval_settings
    if settings is None:
        shown.append(
            said(
                origin,
                "AutomaticApprovalSettings",
                None,
                object_id=row.id,
                absent="automatic_approval_settings" not in row.model_fields_set,
            )
        )
    else:
        at = "/AutomaticApprovalSettings"
        categories = [one.category_name for one in settings.categories]
        for name, value in (
            ("CvssLowerBound", settings.cvss_lower_bound),
            ("Severities", plain(list(settings.severities))),
            ("Categories", plain(list(categories))),
            ("Titles", plain(list(settings.titles))),
        ):
            shown.append(said(origin, name, value, object_id=row.id, pointer=f"{at}/{name}"))
    shown += [
        observed(origin, row, name, object_id=row.id)
        for name in ("has_staging", "test_duration", "pilot_duration", "is_default_policy")
    ]
    denied = row.automatic_deny_settings
    if denied is not None:
        # What is denied bounds what is approved; how many words, not which.
        count = len(denied.severities) + len(denied.categories) + len(denied.titles)
        shown.append(said(origin, "AutomaticDenySettings", count, object_id=row.id))
    return shown


def _statement(
    entry: FeatureEntry,
    label: Label,
    scope: Scope,
    source: SourceObject,
    reached: Reached,
    shown: Sequence[Observed],
    place: Place,
    unknown: Unknowns,
) -> Statement:
    evidence = tuple(proof for _, proof in shown)
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=scope,
            source_object=source,
            label=label,
            enabled=label.enabled,
            reach=reached.reach,
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
        ),
        evidence=(*evidence, *unknown.evidence),
        reach=reached.organizations,
        unknown_settings=unknown.settings,
    )
