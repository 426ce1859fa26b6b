"""What one run could see, beside the run that it is compared with.

What is missing in a run is gone only where that run looked and saw the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from aigov_connectors.inventory.client import Client
from aigov_connectors.inventory.feature import Deployment
from aigov_connectors.inventory.gap import Gap
from aigov_connectors.inventory.inventory import Inventory
from aigov_connectors.inventory.vocabulary import Autonomy, Basis, ConnectionStatus, GapReason

__all__ = ["Sight", "Unseen", "organizations_of"]

_CUT = frozenset({GapReason.DENIED, GapReason.FAILED, GapReason.TRUNCATED, GapReason.INTERRUPTED})
"""Reads that did not come to their end: what they would have shown may be anything."""

_PARTIAL = _CUT - {GapReason.DENIED}
"""Reads that may show another part of the rows each time."""

_FEW = 3
"""So many customers at least are gone at once before that is doubted: one or two may have left."""


class Unseen(NamedTuple):
    """Why a run says nothing of a thing."""

    because: str
    """The end of a sentence: `policies could not be read (denied)`."""
    gaps: tuple[str, ...] = ()
    """Ids into the gaps of that run."""


class Sight:
    """What one run could see, beside the run that it is compared with."""

    def __init__(self, inventory: Inventory, other: Inventory) -> None:
        self._inventory = inventory
        self._other = other
        # What was in doubt or refused in the other run too did not hide what that run saw.
        self._standing = {gap.id for gap in other.gaps if gap.reason not in _PARTIAL}
        self._gaps: dict[str, list[Gap]] = defaultdict(list)
        for gap in inventory.gaps:
            self._gaps[gap.connection].append(gap)

    def of_deployment(self, deployment: Deployment, clients: Iterable[str]) -> Unseen | None:
        """Why the run may have missed a deployment that is not in it; None if it would be there.

        `clients` are those that the other run saw it reach.
        """
        tenant = deployment.vendor, deployment.tenant_id
        if deployment.feature not in self._inventory.feature_by_id:
            return self.of_tenant(*tenant)
        if deployment.basis is Basis.ATTESTED:
            return (
                self.of_tenant(*tenant)
                or self.of_scope(*tenant)
                or Unseen("nobody attests it, and no API shows it")
            )
        return self.of_feature(*tenant, deployment.feature, clients)

    def doubts(self, deployment: Deployment, clients: Iterable[str]) -> Unseen | None:
        """Why this run may hold a deployment only because it could not rule it out.

        That is so where it does not know what the deployment does, or whether it is on, and was
        not told something that the other run was. A run that sees more says nothing of what is
        then known to do nothing.
        """
        if deployment.autonomy is Autonomy.UNKNOWN or deployment.enabled is None:
            return self.of_labels(deployment, clients)
        if deployment.basis is not Basis.INFERRED:
            return None
        # What is only concluded may be concluded of another object where some were not read.
        place = deployment.vendor, deployment.tenant_id, deployment.feature
        return self.of_feature(*place, clients)

    def of_labels(self, deployment: Deployment, clients: Iterable[str] = ()) -> Unseen | None:
        """Why this run may read the same settings of a deployment otherwise than the other run.

        Lists of any kind may be joined to what a deployment comes to, so that any read which was
        cut may be why, where no gap names its feature.
        """
        place = deployment.vendor, deployment.tenant_id
        return self.of_feature(*place, deployment.feature, clients) or self.of_anything(*place)

    def of_feature(
        self, vendor: str, tenant_id: str, feature: str, clients: Iterable[str]
    ) -> Unseen | None:
        """Why the run may know less of a feature of a tenant, at these clients."""
        concerned = set(clients)
        if (unseen := self.of_tenant(vendor, tenant_id)) is not None:
            return unseen
        if (unseen := self._of_selection(concerned)) is not None:
            return unseen
        return self._hidden(
            gap
            for gap in self._open_gaps(vendor, tenant_id)
            if feature in gap.features and _concerns(gap, concerned)
        ) or self.of_scope(vendor, tenant_id)

    def of_anything(self, vendor: str, tenant_id: str) -> Unseen | None:
        """Why the run may have missed something of a tenant, whatever it is; doubts everything
        where any read was cut.
        """
        if (unseen := self.of_tenant(vendor, tenant_id)) is not None:
            return unseen
        return self._hidden(
            gap for gap in self._open_gaps(vendor, tenant_id) if _is_short(gap)
        ) or self.of_scope(vendor, tenant_id)

    def of_client(self, client: Client) -> Unseen | None:
        """Why the run may have missed a client that is not in it."""
        if (unseen := self._of_selection({client.id})) is not None:
            return unseen
        for member in client.members:
            tenant = member.vendor, member.tenant_id
            if (unseen := self.of_tenant(*tenant)) is not None:
                return unseen
            cut = (
                gap
                for gap in self._open_gaps(*tenant)
                if _is_short(gap)
                and (
                    member.vendor_id in gap.organizations or not (gap.organizations or gap.clients)
                )
            )
            if (unseen := self._hidden(cut) or self.of_scope(*tenant)) is not None:
                return unseen
        return None

    def of_place(self, client: Client, vendor: str, tenant_id: str) -> Unseen | None:
        """Why the run may not know of a client in a tenant where the other run knows of it.

        `client` is as the other run has it; None also where this run knows of it there.
        """
        mine = self._inventory.client_by_id.get(client.id)
        known = set() if mine is None else {one.ref for one in mine.members}
        lost = tuple(
            one
            for one in client.members
            if (one.vendor, one.tenant_id) == (vendor, tenant_id) and one.ref not in known
        )
        return self.of_client(client.model_copy(update={"members": lost})) if lost else None

    def of_tenant(self, vendor: str, tenant_id: str) -> Unseen | None:
        """Why the run may have missed anything of a tenant at all."""
        connections = self._connections.get((vendor, tenant_id), ())
        if not connections:
            return Unseen("this run has no connection that reads it")
        ended = [one for one in connections if one.status is not ConnectionStatus.COMPLETED]
        if len(ended) < len(connections):
            return None
        gaps = tuple(sorted(gap.id for one in ended for gap in self._gaps[one.name]))
        return Unseen(f"the connection {ended[0].name} {ended[0].status}", gaps)

    def of_scope(self, vendor: str, tenant_id: str) -> Unseen | None:
        """Why the credential of this run may not be shown what that of the other run was.

        A vendor's answer to a credential of one customer looks just as whole as that to one of
        all. Where the vendor tells the scope, it is compared. Where it does not, that most of the
        customers of a tenant come or go at once is doubted: whoever wins or loses one customer
        after another is told of each.
        """
        place = vendor, tenant_id
        if place not in self._scopes:
            self._scopes[place] = self._of_scope(*place)
        return self._scopes[place]

    def _of_scope(self, vendor: str, tenant_id: str) -> Unseen | None:
        mine, others = (_scope(one, vendor, tenant_id) for one in (self._inventory, self._other))
        if mine is not None and others is not None:
            if mine >= others:
                return None
            return Unseen(f"its credential may see {_some(sorted(mine))}")
        had, has = (
            organizations_of(one, vendor, tenant_id) for one in (self._other, self._inventory)
        )
        for more, less in ((had, has), (has, had)):
            lost = len(more - less)
            if lost >= _FEW and 2 * lost > len(more):
                return Unseen(
                    f"{lost:,} of {len(more):,} customers were listed in one run alone, so that the"
                    " credential may have been shown other parts of the tool"
                )
        return None

    @cached_property
    def _scopes(self) -> dict[tuple[str, str], Unseen | None]:
        return {}

    @cached_property
    def _connections(self) -> dict[tuple[str, str], list[ConnectionRow]]:
        rows: dict[tuple[str, str], list[ConnectionRow]] = defaultdict(list)
        for one in sorted(self._inventory.connections, key=lambda each: each.name):
            rows[one.vendor, one.tenant_id].append(ConnectionRow(one.name, one.status))
        return rows

    def _of_selection(self, clients: set[str]) -> Unseen | None:
        """What a run for some clients leaves out."""
        chosen = set(self._inventory.limited_to)
        if chosen and clients and not clients & chosen:
            return Unseen("this run is limited to other clients")
        return None

    def _hidden(self, gaps: Iterable[Gap]) -> Unseen | None:
        found = sorted(gaps, key=lambda gap: (gap.reason not in _CUT, gap.subject, gap.id))
        if not found:
            return None
        first, chosen = found[0], self._inventory.limited_resources
        left_out = first.reason is GapReason.INTERRUPTED and chosen and first.resource not in chosen
        why = (
            f"{first.subject} were left out by the selection of that run"
            if left_out
            else f"{first.subject} could not be told ({first.reason})"
        )
        return Unseen(why, tuple(gap.id for gap in found))

    def _open_gaps(self, vendor: str, tenant_id: str) -> Iterable[Gap]:
        for one in self._connections.get((vendor, tenant_id), ()):
            for gap in self._gaps[one.name]:
                if gap.id not in self._standing:
                    yield gap


def _is_short(gap: Gap) -> bool:
    """Whether rows of a list may be missing: it was cut, or it came empty and nothing proves that
    this is all. Of any other doubt, the gap names the features.
    """
    is_empty = gap.reason is GapReason.INCONCLUSIVE and gap.subject == gap.resource.replace(
        "_", " "
    )
    return gap.reason in _CUT or is_empty


def _scope(inventory: Inventory, vendor: str, tenant_id: str) -> frozenset[str] | None:
    """What the credentials of a tenant may see together; None where one of them does not tell."""
    told = [
        one.scope
        for one in inventory.connections
        if (one.vendor, one.tenant_id) == (vendor, tenant_id)
    ]
    known = [one for one in told if one is not None]
    return frozenset(chain.from_iterable(known)) if known and len(known) == len(told) else None


def organizations_of(inventory: Inventory, vendor: str, tenant_id: str) -> set[str]:
    """Give the vendor's ids of the customers of a tenant that a run knows."""
    return {
        member.vendor_id
        for client in inventory.clients
        for member in client.members
        if (member.vendor, member.tenant_id) == (vendor, tenant_id)
    }


def _some(words: Sequence[str]) -> str:
    more = len(words) - _FEW
    return ", ".join(words if more <= 1 else [*words[:_FEW], f"{more} more"]) or "nothing"


class ConnectionRow(NamedTuple):
    """How the reading of a connection ended."""

    name: str
    status: ConnectionStatus


def _concerns(gap: Gap, clients: set[str]) -> bool:
    return not gap.clients or not clients or bool(clients.intersection(gap.clients))
