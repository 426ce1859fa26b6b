"""What a report is made of: one run, narrowed to its reader, with its risks and its drift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from aigov_connectors.client_view import ClientView
from aigov_connectors.drift import Drift, diff
from aigov_connectors.inventory import Client, Deployment, Inventory, Reach
from aigov_connectors.inventory.covered import Covered, clients_covered, covered
from aigov_connectors.report.stance import Stance, stance_of
from aigov_connectors.risk import Rating, rate
from aigov_connectors.rules import Assessment, Finding
from aigov_connectors.snapshot import Snapshot

__all__ = ["Material", "gathered"]


@dataclass(frozen=True)
class Material:
    """Everything that the sections may tell; for one client it holds no other."""

    inventory: Inventory
    assessment: Assessment
    rating: Rating
    drift: Drift | None
    vendor_names: Mapping[str, str]
    client: Client | None = None
    """The one client that it is for; None for everyone's."""

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Ids of the clients, most at risk first: their numbers in the page."""
        return tuple(one.client for one in self.rating.clients)

    @cached_property
    def position(self) -> dict[str, int]:
        """The number of each client in the page."""
        return {client: number for number, client in enumerate(self.order)}

    @cached_property
    def deployments(self) -> dict[str, Deployment]:
        """Deployments by key."""
        return {one.key: one for one in self.inventory.deployments}

    @cached_property
    def stances(self) -> dict[str, Stance]:
        """How far each deployment goes, by key."""
        return {key: stance_of(one) for key, one in self.deployments.items()}

    @cached_property
    def stances_at(self) -> dict[str, dict[str, Stance]]:
        """Client to feature to the gravest stance there."""
        found: dict[str, dict[str, Stance]] = defaultdict(dict)
        ranks = {stance: rank for rank, stance in enumerate(Stance)}
        for row in self.inventory.deployment_clients:
            feature, stance = self.deployments[row.deployment].feature, self.stances[row.deployment]
            there = found[row.client]
            if feature not in there or ranks[stance] < ranks[there[feature]]:
                there[feature] = stance
        return dict(found)

    @cached_property
    def covered(self) -> Mapping[str, Covered]:
        """How much is known of each connection, for whom the page or its run is limited to."""
        return covered(self.inventory, None if self.client is None else self.client.id)

    @cached_property
    def covered_clients(self) -> tuple[str, ...]:
        """Ids of the clients whom that is counted for; empty is everyone."""
        return clients_covered(self.inventory, None if self.client is None else self.client.id)

    def clients_of(self, deployment: str) -> list[str]:
        """Ids of the clients that a deployment is known to reach."""
        return [one.client for one in self.inventory.clients_by_deployment.get(deployment, ())]

    @cached_property
    def reached_by(self) -> dict[str, frozenset[str]]:
        """Ids of the clients that each deployment is known to reach, by its key."""
        return {key: frozenset(self.clients_of(key)) for key in self.deployments}

    def is_perhaps(self, deployment: str) -> bool:
        """Whether it only may reach the one client that the page is for; never on everyone's."""
        return self.client is not None and not self.clients_of(deployment)

    @cached_property
    def open_ended(self) -> frozenset[str]:
        """Keys of deployments, and ids of chains, that may reach more clients than are told."""
        found = {one.key for one in self.inventory.deployments if one.reach is Reach.UNKNOWN}
        return frozenset(
            found | {one.id for one in self.inventory.chains if one.reach is Reach.UNKNOWN}
        )

    def tool(self, vendor: str) -> str:
        """The name that people use for a vendor's tool."""
        return self.vendor_names.get(vendor, vendor)

    def vendor_of(self, finding: Finding) -> str | None:
        """The vendor of what a finding is about."""
        connection = self.inventory.connection_by_name.get(finding.subject.connection)
        return None if connection is None else connection.vendor


def gathered(
    snapshot: Snapshot,
    *,
    client: str | None = None,
    previous: Snapshot | None = None,
    vendor_names: Mapping[str, str] | None = None,
) -> Material:
    """Narrow a run to its reader, rate it, and compare it with an earlier one.

    Raises:
        ValueError: no client has this name or id.
    """
    wanted, drift = None, None
    if client is not None:
        (wanted,) = snapshot.inventory.only([client]).clients
        runs = [snapshot] if previous is None else [snapshot, previous]
        view = ClientView.of((one.inventory for one in runs), wanted)
        judged = snapshot.judged_for(wanted)
        if previous is not None:
            drift = view.drift(previous.judged_for(wanted), judged)
        snapshot = view.snapshot(judged)
    elif previous is not None:
        drift = diff(previous, snapshot)
    return Material(
        inventory=snapshot.inventory,
        assessment=snapshot.assessment,
        rating=rate(snapshot.inventory, snapshot.assessment),
        drift=drift,
        vendor_names=dict(vendor_names or {}),
        client=wanted,
    )
