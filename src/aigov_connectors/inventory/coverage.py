"""How much of what there is to know was determined, per connection and per client.

Two figures, never one: resources read out of those to be read, and catalogued features whose state
is determined. A feature is determined where something read or attested tells its state, or where
everything that would show it was read in full and showed nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from aigov_connectors.inventory.collection import Collection
from aigov_connectors.inventory.feature import Deployment
from aigov_connectors.inventory.gap import Coverage, Gap
from aigov_connectors.inventory.vocabulary import Autonomy, Basis, GapReason, Reach

if TYPE_CHECKING:
    from aigov_connectors.inventory.inventory import Inventory

__all__ = ["coverage_of"]


def coverage_of(inventory: Inventory, parts: Mapping[str, Collection]) -> tuple[Coverage, ...]:
    """Count both figures for each connection, then for each client of each connection.

    The row of a connection counts a resource as read, and a feature as determined, only if it is
    so for every client.
    """
    doubts = _doubts(inventory)
    gaps: dict[str, list[Gap]] = defaultdict(list)
    for gap in inventory.gaps:
        gaps[gap.connection].append(gap)
    rows: list[Coverage] = []
    for connection in inventory.connections:
        part = parts[connection.name]
        features = {feature.id for feature in part.features}
        tenant = (connection.vendor, connection.tenant_id)
        served = [
            client.id
            for client in inventory.clients
            if any((member.vendor, member.tenant_id) == tenant for member in client.members)
        ]
        per_client = {client: doubts(connection.name, client) for client in served}
        whole = doubts(connection.name, None).union(*per_client.values())
        for client, doubtful in [(None, whole), *per_client.items()]:
            rows.append(
                Coverage(
                    connection=connection.name,
                    client=client,
                    resources_read=_resources_read(part, gaps[connection.name], client),
                    resources_total=len(part.resources),
                    features_determined=len(features - doubtful),
                    features_total=len(features),
                )
            )
    return tuple(rows)


def _doubts(inventory: Inventory) -> Callable[[str, str | None], set[str]]:
    """Make the question: which features of a connection are in doubt, for a client or at large?

    A deployment speaks for its tenant, whichever connection stated it; a gap for its connection.
    """
    doubtful: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    settled: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for gap in inventory.gaps:
        for client in gap.clients or (None,):
            doubtful[gap.connection, client].update(gap.features)
    connections: dict[tuple[str, str], list[str]] = defaultdict(list)
    for connection in inventory.connections:
        connections[connection.vendor, connection.tenant_id].append(connection.name)
    for deployment in inventory.deployments:
        reached = inventory.clients_by_deployment.get(deployment.key, ())
        clients: list[str | None] = [row.client for row in reached]
        if deployment.basis is not Basis.ATTESTED:
            book, places = doubtful, ([] if _is_told(deployment) else clients or [None])
        elif _is_told(deployment):
            book, places = settled, ([None] if deployment.reach is Reach.ALL else clients)
        else:
            continue  # an attestation that leaves the state open settles nothing
        for name in connections[deployment.vendor, deployment.tenant_id]:
            for place in places:
                book[name, place].add(deployment.feature)

    def doubts(connection: str, client: str | None) -> set[str]:
        general, told = doubtful[connection, None], settled[connection, None]
        if client is None:
            return general - told
        here = general | doubtful[connection, client]
        return here - told - settled[connection, client]

    return doubts


def _is_told(deployment: Deployment) -> bool:
    """Whether the state is known: off, or on with a known autonomy."""
    on_and_known = bool(deployment.enabled) and deployment.autonomy is not Autonomy.UNKNOWN
    return deployment.enabled is False or on_and_known


_UNREAD = frozenset(
    {
        GapReason.DENIED,
        GapReason.UNLICENSED,
        GapReason.FAILED,
        GapReason.TRUNCATED,
        GapReason.INTERRUPTED,
    }
)


def _resources_read(part: Collection, gaps: Iterable[Gap], client: str | None) -> int:
    """How many resources were read in full, as far as this client is concerned (None: anyone)."""
    complete: dict[str, bool] = {}
    for receipt in part.receipts:
        complete[receipt.resource] = complete.get(receipt.resource, True) and receipt.complete
    failed: set[str] = set()
    for gap in gaps:
        if gap.reason not in _UNREAD:
            continue  # what no API shows was not left unread; it lowers the other figure
        if client is None or not gap.clients or client in gap.clients:
            failed.add(gap.resource)
        else:  # what is missing is named, and it is somebody else's
            complete[gap.resource] = True
    return sum(complete.get(name, False) and name not in failed for name in part.resources)
