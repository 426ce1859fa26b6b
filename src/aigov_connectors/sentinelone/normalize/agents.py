"""Endpoints counted while they stream by: how many, where, and in which mode of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aigov_connectors.inventory import Evidence, Origin
from aigov_connectors.sentinelone.normalize.policies import MODES, AgentsApart
from aigov_connectors.sentinelone.normalize.settings import fold
from aigov_connectors.sentinelone.wire import AgentWire, PolicyWire

Spot = tuple[str, str | None]
"""Site and group of an endpoint."""

_Own = tuple[str | None, str | None]
"""Its own modes, in the order of `MODES`, without the case of their letters."""


@dataclass(frozen=True, slots=True)
class _First:
    agent_id: str
    sent: _Own
    origin: Origin


class AgentTally:
    """Counts endpoints; holds one number per group and pair of modes, and no endpoint."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Spot, _Own]] = Counter()
        self._first: dict[tuple[Spot, _Own], _First] = {}
        self._without_site = 0

    def add(self, agents: Iterable[AgentWire], *, origin: Origin) -> None:
        """Count a page; what is decommissioned or uninstalled is left out."""
        for agent in agents:
            if agent.is_decommissioned or agent.is_uninstalled:
                continue
            if agent.site_id is None:
                self._without_site += 1
                continue
            sent = (agent.mitigation_mode, agent.mitigation_mode_suspicious)
            own = (_folded(sent[0]), _folded(sent[1]))
            key = ((agent.site_id, agent.group_id), own)
            self._counts[key] += 1
            if key not in self._first:
                self._first[key] = _First(agent.id, sent, origin)

    def by_spot(self) -> Counter[Spot]:
        """Endpoints per site and group."""
        found: Counter[Spot] = Counter()
        for (spot, _), count in self._counts.items():
            found[spot] += count
        return found

    def by_site(self) -> Counter[str | None]:
        """Endpoints per site; those that name none under None."""
        found: Counter[str | None] = Counter({None: self._without_site})
        for ((site_id, _), _), count in self._counts.items():
            found[site_id] += count
        return found

    def apart(self, policy: PolicyWire, spots: Iterable[Spot]) -> Iterator[AgentsApart]:
        """Endpoints of these spots whose own mode is not the policy's, per confidence and mode.

        From a policy that does not tell its mode none differs; an endpoint that does not tell its
        own may.
        """
        wanted = set(spots)
        told = (policy.mitigation_mode, policy.mitigation_mode_suspicious)
        for index, (confidence, setting) in enumerate(MODES):
            counts: Counter[str | None] = Counter()
            first: dict[str | None, Evidence] = {}
            # Sorted, so that the endpoint that stands as evidence does not depend on the order.
            for key in sorted(self._counts, key=_order):
                spot, own = key
                mode = own[index]
                policy_mode = told[index]
                if spot not in wanted or not isinstance(policy_mode, str):
                    continue
                if mode != fold(policy_mode):
                    counts[mode] += self._counts[key]
                    first.setdefault(mode, self._evidence(key, setting, index))
            for mode in sorted(counts, key=lambda one: one or ""):
                yield AgentsApart(confidence, setting, mode, counts[mode], first[mode])

    def _evidence(self, key: tuple[Spot, _Own], setting: str, index: int) -> Evidence:
        first = self._first[key]
        sent = first.sent[index]
        return first.origin.evidence(
            object_id=first.agent_id, pointer=f"/{setting}", value=sent, absent=sent is None
        )


def _folded(mode: str | None) -> str | None:
    return None if mode is None else fold(mode)


def _order(key: tuple[Spot, _Own]) -> tuple[str, ...]:
    (site, group), own = key
    return (site, group or "", *(one or "" for one in own))
