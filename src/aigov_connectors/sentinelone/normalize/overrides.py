"""Overrides of the agents' configuration: where a policy may not be what the agents do.

What the keys of an override mean is described nowhere, so it is neither an autonomy nor a switch:
the features that agents perform are in doubt wherever one holds, and its number stands among their
settings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aigov_connectors.inventory import Origin, Setting
from aigov_connectors.sentinelone.normalize.effective import EffectivePolicy, ScopeKey
from aigov_connectors.sentinelone.normalize.exclusions import scopes_under
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.settings import Look, counted
from aigov_connectors.sentinelone.wire_automation import ConfigOverrideWire

ALL = "configOverrides"
"""The setting that tells how many there are."""

_NAMED = 5
"""Ids that a gap names at the most."""


@dataclass(frozen=True, slots=True)
class Overridden:
    """A scope whose agents are configured otherwise than by their policy alone."""

    subject: str
    detail: str
    organizations: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Override:
    row: ConfigOverrideWire
    origin: Origin


class ConfigOverrides:
    """Every override that was listed, by its scope."""

    def __init__(self) -> None:
        self._read: dict[str, _Override] = {}

    def add(self, overrides: Iterable[ConfigOverrideWire], *, origin: Origin) -> None:
        """Take a page.

        Source: API 2.1, config override schema (verified); what a key of `config` does (unsure).
        """
        for one in overrides:
            self._read.setdefault(one.id, _Override(one, origin))

    def gaps(self, places: Places) -> Iterator[Overridden]:
        """Tell each scope that has overrides, and those of which no scope is told.

        A scope that has ended, or in which no endpoint stands, is left out: nobody is in doubt.
        """
        for key, found in sorted(self._by_scope(places).items()):
            reach = places.reach(key)
            known = places.is_known(key)
            if known and not any(count != 0 for count in reach.values()):
                continue
            scope = places.scope(key)
            yield Overridden(
                f"what {_counted(found)} at {key[0]} {scope.name} changes: {_ids(found)}",
                "keys are set beside the policy; what a key does is not documented, so whether"
                f" the policy holds for {_whom(found, reach if known else None)} is not known",
                frozenset(reach),
            )
        if nowhere := [one for one in self._live(places) if _key(one.row, places) is None]:
            yield Overridden(
                f"where {_counted(nowhere)} holds: {_ids(nowhere)}",
                "no tenant, account, site or group is named, so it may hold for anybody",
                frozenset(),
            )

    def looks(
        self, policy: EffectivePolicy, places: Places, *, whole: bool
    ) -> tuple[tuple[Look, ...], bool]:
        """How many hold somewhere under a policy, and whether everybody under it has one.

        `whole` says whether all were read. An override of one agent is somebody's only.
        """
        under = scopes_under(policy, places.tenancy)
        held = {key: of for key, of in self._by_scope(places).items() if key in under}
        if not held:
            return (), False
        found = sorted((one for of in held.values() for one in of), key=lambda one: one.row.id)
        first, number = found[0], counted(len(found), whole=whole)
        evidence = first.origin.evidence(
            object_id=first.row.id, pointer="/scope", value=first.row.scope
        )
        of_all = [key for key, of in held.items() if not all(one.row.of_one_agent for one in of)]
        everybody = all(
            any(places.covers(key, follower) for key in of_all) for follower in policy.followers
        )
        return (Look(Setting(name=ALL, value=number), evidence, number),), everybody

    def _by_scope(self, places: Places) -> dict[ScopeKey, list[_Override]]:
        found: dict[ScopeKey, list[_Override]] = defaultdict(list)
        for one in self._live(places):
            key = _key(one.row, places)
            if key is not None:
                found[key].append(one)
        return found

    def _live(self, places: Places) -> Iterator[_Override]:
        """Every override but those in sites that have ended."""
        return (one for one in self._read.values() if one.row.site_id not in places.gone)


def _key(row: ConfigOverrideWire, places: Places) -> ScopeKey | None:
    ids = {"account": row.account_id, "site": row.site_id, "group": row.group_id}
    return places.key(row.scope, ids.get((row.scope or "").casefold()))


def _counted(found: list[_Override]) -> str:
    return "a configuration override" if len(found) == 1 else f"{len(found)} overrides"


def _ids(found: list[_Override]) -> str:
    ids = sorted(one.row.id for one in found)
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return ", ".join(ids[:_NAMED]) + more


def _whom(found: list[_Override], reach: dict[str, int | None] | None) -> str:
    if all(one.row.of_one_agent for one in found):
        return "the agents that are named there"
    if reach is None or None in reach.values():
        return "the agents there, which were not counted,"
    endpoints = sum(one or 0 for one in reach.values())
    return f"the agents there (of {endpoints} endpoints of {len(reach)} clients at the most)"
