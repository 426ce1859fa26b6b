"""How much of what there is to know was determined, per connection and per client.

Two figures, never one: resources read out of those to be read, and catalogued features whose state
is determined. A feature is determined where something read or attested tells its state, or where
everything that would show it was read in full and showed nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from aigov_connectors.inventory.collection import Collection
from aigov_connectors.inventory.gap import Coverage
from aigov_connectors.inventory.vocabulary import Autonomy, Basis, Reach

if TYPE_CHECKING:
    from aigov_connectors.inventory.inventory import Inventory

__all__ = ["coverage_of"]


def coverage_of(inventory: Inventory, parts: Mapping[str, Collection]) -> tuple[Coverage, ...]:
    """Count both figures for each connection, then for each client of each connection.

    The row of a connection counts a feature as determined only if it is so for every client.
    """
    doubts = _doubts(inventory)
    rows: list[Coverage] = []
    for connection in inventory.connections:
        part = parts[connection.name]
        read, total = _resources(part)
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
                    resources_read=read,
                    resources_total=total,
                    features_determined=len(features - doubtful),
                    features_total=len(features),
                )
            )
    return tuple(rows)


def _doubts(inventory: Inventory) -> Callable[[str, str | None], set[str]]:
    """Make the question: which features of a connection are in doubt, for a client or at large?"""
    doubtful: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    settled: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for gap in inventory.gaps:
        for client in gap.clients or (None,):
            doubtful[gap.connection, client].update(gap.features)
    for deployment in inventory.deployments:
        reached = inventory.clients_by_deployment.get(deployment.key, ())
        clients: list[str | None] = [row.client for row in reached] or [None]
        if deployment.basis is Basis.ATTESTED:
            everywhere = deployment.reach is Reach.ALL
            for place in [None] if everywhere else clients:
                settled[deployment.connection, place].add(deployment.feature)
        elif deployment.enabled is None or deployment.autonomy is Autonomy.UNKNOWN:
            for client in clients:
                doubtful[deployment.connection, client].add(deployment.feature)

    def doubts(connection: str, client: str | None) -> set[str]:
        general, told = doubtful[connection, None], settled[connection, None]
        if client is None:
            return general - told
        here = general | doubtful[connection, client]
        return here - told - settled[connection, client]

    return doubts


def _resources(part: Collection) -> tuple[int, int]:
    complete: dict[str, bool] = {}
    for receipt in part.receipts:
        complete[receipt.resource] = complete.get(receipt.resource, True) and receipt.complete
    failed = {gap.resource for gap in part.gaps}
    read = [name for name in part.resources if complete.get(name) and name not in failed]
    return len(read), len(part.resources)
