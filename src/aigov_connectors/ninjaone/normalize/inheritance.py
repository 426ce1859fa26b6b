"""Where a condition is decided: in the policy that shows it, or in one from which it inherits.

A row that is inherited and not overridden belongs to its source. How the two rows are joined is
not documented, so it is done leniently: by id, else by both names if those are unique. A source
that cannot be found, or that contradicts the row, leaves the row where it was shown.

A policy need not show what it inherits, as far as anything documents it: a row of the policy
above that is missing in it may be in force there all the same. A policy whose conditions could not
be read shows none, so whatever stands above it may be in force there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aigov_connectors.inventory import Origin
from aigov_connectors.ninjaone.wire import ConditionKind, ConditionWire, PolicyWire

__all__ = ["Homes", "Shown", "ShownConditions", "UnreadConditions", "homes_of"]


@dataclass(frozen=True, slots=True)
class UnreadConditions:
    """A policy whose conditions of one kind could not be read."""

    policy: PolicyWire
    kind: ConditionKind
    conditions: Sequence[ConditionWire] = ()


@dataclass(frozen=True, slots=True)
class ShownConditions:
    """What one endpoint showed of one policy."""

    policy: PolicyWire
    kind: ConditionKind
    conditions: Sequence[ConditionWire]
    origin: Origin
    unreadable: int = 0
    """Rows beside these."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One row: the policy and kind under which it was shown, and its position there."""

    policy: int
    kind: ConditionKind
    position: int


@dataclass(frozen=True, slots=True)
class Homes:
    """Where each condition is decided."""

    policies: Mapping[Shown, tuple[int, ...]]
    """Row that decides, to the policies whose devices it governs; in the order shown."""
    doubtful: frozenset[Shown]
    """Rows that say they are inherited, and whose source could not be found or differs."""
    unshown: Mapping[Shown, tuple[int, ...]]
    """Row that decides, to the policies below it that do not show it and may have it."""


Index = Mapping[tuple[int, ConditionKind], ShownConditions | UnreadConditions]


def homes_of(shown: Sequence[ShownConditions], unread: Sequence[UnreadConditions] = ()) -> Homes:
    """Find for every row the row that decides it."""
    index: Index = {
        **{(one.policy.id, one.kind): one for one in unread},
        **{(one.policy.id, one.kind): one for one in shown},
    }
    policies: dict[Shown, list[int]] = {}
    doubtful: set[Shown] = set()
    decides: dict[Shown, Shown] = {}
    inheriting: list[tuple[Shown, int]] = []
    for one in index.values():
        for position, condition in enumerate(one.conditions):
            row = Shown(one.policy.id, one.kind, position)
            decides[row] = row
            if not _is_inherited(condition):
                policies[row] = [row.policy]
                continue
            source = _source(row, condition, index)
            if source is None:
                policies[row] = [row.policy]
                doubtful.add(row)
            else:
                decides[row] = source
                inheriting.append((source, row.policy))
    for source, policy in inheriting:
        governed = policies.setdefault(source, [source.policy])
        if policy not in governed:
            governed.append(policy)
    ordered = {row: tuple(governed) for row, governed in policies.items()}
    return Homes(ordered, frozenset(doubtful), _unshown(index, decides))


def _unshown(index: Index, decides: Mapping[Shown, Shown]) -> dict[Shown, tuple[int, ...]]:
    """What each policy does not show of the one above it, passed on to the policies below."""
    found: dict[Shown, list[int]] = {}
    for policy, kind in index:
        shown, seen = list(index[policy, kind].conditions), {policy}
        above = index[policy, kind].policy.parent_policy_id
        while above is not None and above not in seen and (above, kind) in index:
            seen.add(above)
            parent = index[above, kind]
            for position, condition in enumerate(parent.conditions):
                if not _is_among(condition, shown):
                    found.setdefault(decides[Shown(above, kind, position)], []).append(policy)
            # The nearest policy that shows a condition says how it is there.
            shown += parent.conditions
            above = parent.policy.parent_policy_id
    return {row: tuple(dict.fromkeys(policies)) for row, policies in found.items()}


def _is_among(condition: ConditionWire, shown: Sequence[ConditionWire]) -> bool:
    names = (condition.display_name, condition.condition_name)
    return any(
        one.id == condition.id or ((one.display_name, one.condition_name) == names and any(names))
        for one in shown
    )


def _is_inherited(condition: ConditionWire) -> bool:
    """Whether a row is decided above; also where a flag is something else than one, since a row
    that then differs from the one above is told to be in doubt.
    """
    sent = condition.inheritance
    return sent is not None and sent.inherited not in (None, False) and sent.overridden is not True


def _source(row: Shown, condition: ConditionWire, index: Index) -> Shown | None:
    """Follow a row upwards to the one that decides it; None when the way is lost."""
    here, current, seen = row, condition, {row.policy}
    while _is_inherited(current):
        above = _policy_above(here, current, index)
        if above is None or above in seen:
            return None
        seen.add(above)
        parent = index.get((above, here.kind))
        position = None if parent is None else _position(current, parent.conditions)
        if parent is None or position is None:
            return None
        here, current = Shown(above, here.kind, position), parent.conditions[position]
    return here if _says_the_same(condition, current) else None


def _policy_above(here: Shown, condition: ConditionWire, index: Index) -> int | None:
    told = condition.inheritance.source_policy_id if condition.inheritance else None
    return index[here.policy, here.kind].policy.parent_policy_id if told is None else told


def _position(condition: ConditionWire, among: Sequence[ConditionWire]) -> int | None:
    by_id = [at for at, one in enumerate(among) if one.id == condition.id]
    if by_id:
        return by_id[0]
    names = (condition.display_name, condition.condition_name)
    by_name = [
        at for at, one in enumerate(among) if (one.display_name, one.condition_name) == names
    ]
    return by_name[0] if len(by_name) == 1 and any(names) else None


def _says_the_same(one: ConditionWire, other: ConditionWire) -> bool:
    """Whether two rows decide alike: what is inherited and not overridden cannot differ."""
    return (one.enabled, one.scripts, one.notification_action) == (
        other.enabled,
        other.scripts,
        other.notification_action,
    )
