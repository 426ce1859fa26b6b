"""Whom a thing concerns: the one meaning of "for this client", wherever a run is limited to one.

A client is concerned by what reaches it, and perhaps by what may: a setting whose reach is not
known, whoever it was seen at, or a switch of a whole tenant. What is known to be another's is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from aigov_connectors.inventory.decision import Chain
from aigov_connectors.inventory.feature import Deployment, UnknownSetting
from aigov_connectors.inventory.vocabulary import ConnectionStatus, GapReason, Reach, ScopeLevel

if TYPE_CHECKING:
    from aigov_connectors.inventory.inventory import Inventory

__all__ = ["ONE_CLIENTS", "Concern", "Concerned"]

ONE_CLIENTS = frozenset(
    {ScopeLevel.CLIENT, ScopeLevel.SITE, ScopeLevel.LOCATION, ScopeLevel.DEVICE}
)
"""Places that are one client's; a group, a board or a queue may hold several."""

_OWN_OBJECTS = frozenset({"site", "client", "location", "organization"})
"""What stands before the id in the id of an object that is one organization's own."""

_CUT = frozenset({GapReason.DENIED, GapReason.FAILED, GapReason.TRUNCATED, GapReason.INTERRUPTED})


class Concern(IntEnum):
    """Whether something is about a client; of several answers the largest holds."""

    NOT = 0
    PERHAPS = 1
    """It may be in force there: whom it reaches is not known."""
    SURE = 2


class Concerned:
    """Some clients of an inventory, and what of it concerns one of them at least.

    No client at all stands for one that the inventory does not know: whatever may reach anybody
    may reach it.
    """

    def __init__(self, inventory: Inventory, clients: Iterable[str]) -> None:
        """`clients` are ids."""
        self._inventory = inventory
        self._wanted = frozenset(clients)
        self._known: dict[str, Concern] = {}

    def deployment(self, one: Deployment) -> Concern:
        """Whether it is in force at one of them."""
        if one.key not in self._known:
            self._known[one.key] = self._of_deployment(one)
        return self._known[one.key]

    def _of_deployment(self, one: Deployment) -> Concern:
        rows = self._inventory.clients_by_deployment.get(one.key, ())
        if any(row.client in self._wanted for row in rows):
            return Concern.SURE
        if not self.tenant(one.vendor, one.tenant_id):
            return Concern.NOT
        if one.reach is not Reach.UNKNOWN:
            # Its list is whole; only where nobody is known to be served has it nothing to name.
            is_open = not rows and not self._served.get((one.vendor, one.tenant_id))
            return Concern.PERHAPS if is_open else Concern.NOT
        if one.scope.level in ONE_CLIENTS:
            of_another = bool(rows) or self._is_of_another(one.vendor, one.tenant_id, one.scope.id)
            return Concern.NOT if of_another else Concern.PERHAPS
        return Concern.PERHAPS

    def setting(self, one: UnknownSetting) -> Concern:
        """Whether it is set for one of them: as the object that holds it, or a part of that.

        An object of which nothing else is known is its tenant's.
        """
        source = one.source_object
        objects = self._objects.get((one.vendor, one.tenant_id), {})
        told = [
            self.deployment(each)
            for name, some in objects.items()
            if name == (source.kind, source.id) or name[1].startswith(f"{source.id}/")
            for each in some
        ]
        if told:
            return max(told)
        what, _, number = source.id.partition(":")
        if what in _OWN_OBJECTS and self._is_of_another(one.vendor, one.tenant_id, number):
            return Concern.NOT
        return Concern.PERHAPS if self.tenant(one.vendor, one.tenant_id) else Concern.NOT

    def chain(self, one: Chain) -> Concern:
        """Whether each of its steps is in force at one of them.

        Where not all that its steps reach is known, its clients are the most that it may reach.
        """
        steps = [self.deployment(each) for each in self._steps(one)]
        if Concern.NOT in steps or (one.clients and self._wanted.isdisjoint(one.clients)):
            return Concern.NOT
        if one.reach is Reach.UNKNOWN:
            return Concern.PERHAPS
        return Concern.SURE if one.clients else Concern.NOT

    def resting_on(self, evidence: Iterable[str]) -> tuple[Concern, ...]:
        """How each setting that some of the evidence shows concerns them."""
        wanted = frozenset(evidence)
        if not wanted:
            return ()
        return tuple(self._shown(wanted))

    def _shown(self, evidence: frozenset[str]) -> Iterator[Concern]:
        for key in sorted({key for one in evidence for key in self._shown_by.get(one, ())}):
            yield self.deployment(self._deployments[key])
        for setting in self._inventory.unknown_settings:
            if evidence.intersection(setting.evidence):
                yield self.setting(setting)

    def tenant(self, vendor: str, tenant_id: str) -> bool:
        """Whether a tenant may serve one of them.

        Where reading it was cut, it may serve more than are known.
        """
        tenant = vendor, tenant_id
        served = self._served.get(tenant)
        return (
            not self._wanted
            or not served
            or not self._wanted.isdisjoint(served)
            or tenant in self._cut
        )

    def _is_of_another(self, vendor: str, tenant_id: str, organization: str) -> bool:
        owner = self._owners.get((vendor, tenant_id, organization))
        return owner is not None and owner not in self._wanted

    def _steps(self, chain: Chain) -> Iterator[Deployment]:
        for step in chain.steps:
            if step.deployment in self._deployments:
                yield self._deployments[step.deployment]

    @cached_property
    def _deployments(self) -> dict[str | None, Deployment]:
        return {one.key: one for one in self._inventory.deployments}

    @cached_property
    def _shown_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for one in self._inventory.deployments:
            for proof in one.evidence:
                found[proof].append(one.key)
        return found

    @cached_property
    def _objects(self) -> dict[tuple[str, str], dict[tuple[str, str], list[Deployment]]]:
        found: dict[tuple[str, str], dict[tuple[str, str], list[Deployment]]] = defaultdict(dict)
        for one in self._inventory.deployments:
            name = one.source_object.kind, one.source_object.id
            found[one.vendor, one.tenant_id].setdefault(name, []).append(one)
        return found

    @cached_property
    def _served(self) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for client in self._inventory.clients:
            for member in client.members:
                found[member.vendor, member.tenant_id].add(client.id)
        return found

    @cached_property
    def _owners(self) -> dict[tuple[str, str, str], str]:
        return {
            member.ref: client.id for client in self._inventory.clients for member in client.members
        }

    @cached_property
    def _cut(self) -> set[tuple[str, str]]:
        """Tenants of which a read that concerns everyone did not come to its end."""
        connections = self._inventory.connection_by_name
        found = {
            (one.vendor, one.tenant_id)
            for one in connections.values()
            if one.status is not ConnectionStatus.COMPLETED
        }
        for gap in self._inventory.gaps:
            one = connections.get(gap.connection)
            if one is not None and gap.reason in _CUT and not (gap.clients or gap.organizations):
                found.add((one.vendor, one.tenant_id))
        return found
