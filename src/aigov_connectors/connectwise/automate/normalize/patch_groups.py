"""Which groups of computers have which policy, and whom a policy reaches by them.

Which group wins where a computer is in several is not documented for updates and restarts: there
the reach is concluded. Approvals of several groups add up, so theirs is not in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.connectwise.automate.normalize.estate import Estate, Reached
from aigov_connectors.connectwise.automate.normalize.places import tenant_scope
from aigov_connectors.connectwise.automate.wire import (
    EffectivePoliciesWire,
    PatchGroupWire,
    RefWire,
    told,
)
from aigov_connectors.inventory import (
    Basis,
    Evidence,
    Origin,
    Place,
    Reach,
    Scope,
    Setting,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, Unknowns

__all__ = [
    "APPROVALS",
    "REBOOTS",
    "THIRD_PARTY",
    "UPDATES",
    "EffectivePolicies",
    "PatchGroups",
    "of_groups",
    "statement",
    "unused",
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
Kind = Callable[[PatchGroupWire], Sequence[RefWire] | None]
"""The policies of a kind that a group has; None where it is not told, or not as described."""


def _one(column: str, group: PatchGroupWire) -> Sequence[RefWire] | None:
    sent = getattr(group, column)
    if sent is None and column in group.model_fields_set:
        return ()
    return _readable((sent,))


def _several(column: str, group: PatchGroupWire) -> Sequence[RefWire] | None:
    found = told(getattr(group, column))
    return None if found is None else _readable(found)


def _readable(sent: Sequence[object]) -> Sequence[RefWire] | None:
    found = [one for one in sent if isinstance(one, RefWire) and one.id]
    return found if len(found) == len(sent) else None


APPROVALS: Kind = partial(_several, "approval_policies")
UPDATES: Kind = partial(_one, "microsoft_update_policy")
THIRD_PARTY: Kind = partial(_one, "third_party_update_policy")
REBOOTS: Kind = partial(_one, "reboot_policy")


@dataclass(slots=True)
class PatchGroups:
    """Which groups have which policies."""

    rows: list[tuple[PatchGroupWire, Origin]]
    is_whole: bool
    estate: Estate
    effective: EffectivePolicies = field(default_factory=EffectivePolicies)

    def _patching(self) -> list[tuple[PatchGroupWire, Origin]]:
        return [pair for pair in self.rows if pair[0].is_patching_group is not False]

    def having(self, policy: str, kind: Kind) -> list[tuple[PatchGroupWire, Origin]]:
        """The patching groups that have a policy, as far as they tell."""
        return [
            (group, origin)
            for group, origin in self._patching()
            if any(ref.id == policy for ref in kind(group) or ())
        ]

    def tell(self, kind: Kind) -> bool:
        """Whether every group was read, and says which policies of a kind it has."""
        return self.is_whole and all(kind(group) is not None for group, _ in self._patching())

    def reached(self, policy: str, kind: Kind) -> tuple[Reached, bool]:
        """Whom a policy reaches, and whether another group may have the last word."""
        groups = [group.id for group, _ in self.having(policy, kind)]
        others = {group.id for group, _ in self._patching() if group.id not in groups}
        if not self.tell(kind):
            return Reached(Reach.UNKNOWN, self.estate.of_groups(groups).organizations), True
        return self.estate.of_groups(groups), self.estate.shared(groups, others)


def of_groups(
    entry: FeatureEntry,
    label: Label,
    source: SourceObject,
    policy: str,
    kind: Kind,
    shown: list[Observed],
    groups: PatchGroups,
    place: Place,
) -> Statement:
    """State a policy that reaches computers by one group each."""
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
    if not groups.having(policy, kind) and not elsewhere:
        label = unused(entry, label, is_certain=groups.tell(kind))
    elif shared and label.basis is Basis.OBSERVED:
        label = label.model_copy(update={"basis": Basis.INFERRED})
    return statement(entry, label, tenant_scope(place), source, reached, shown, place, Unknowns())


def unused(entry: FeatureEntry, label: Label, *, is_certain: bool) -> Label:
    """No group that was read has the policy: it is off, and would be what it is.

    Where not all groups were read, or one does not tell, whether it is on is not known.
    """
    if not is_certain:
        on = None if label.enabled else label.enabled
        return label.model_copy(update={"enabled": on, "basis": Basis.INFERRED})
    found = entry.label("groups", 0)
    return label.model_copy(update={"enabled": found.enabled, "basis": found.basis})


def statement(
    entry: FeatureEntry,
    label: Label,
    scope: Scope,
    source: SourceObject,
    reached: Reached,
    shown: Sequence[Observed],
    place: Place,
    unknown: Unknowns,
) -> Statement:
    """State a policy with what shows it."""
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
