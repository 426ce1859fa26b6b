"""What a report is made of: one run, narrowed to its reader, with its risks and its drift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from aigov_connectors.drift import Drift, diff
from aigov_connectors.inventory import Client, Deployment, Inventory, Verdict
from aigov_connectors.report.sight import Sight
from aigov_connectors.report.stance import Stance, stance_of
from aigov_connectors.risk import Rating, rate
from aigov_connectors.rules import Assessment, Finding, Topic
from aigov_connectors.snapshot import Snapshot

__all__ = ["Material", "gathered", "narrowed"]


@dataclass(frozen=True)
class Material:
    """Everything that the sections may tell; for one client it holds no other."""

    inventory: Inventory
    assessment: Assessment
    rating: Rating
    drift: Drift | None
    sight: Sight
    vendor_names: Mapping[str, str]

    @property
    def client(self) -> Client | None:
        """The one client that it is for; None for everyone's."""
        return self.sight.client

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

    def clients_of(self, deployment: str) -> list[str]:
        """Ids of the clients that a deployment is known to reach."""
        return [one.client for one in self.inventory.clients_by_deployment.get(deployment, ())]

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
    sight = Sight()
    if client is not None:
        whole = snapshot.inventory
        (wanted,) = whole.only([client]).clients
        sight = Sight.of(whole, wanted)
        snapshot = narrowed(snapshot, wanted)
        previous = None if previous is None else narrowed(previous, wanted)
    return Material(
        inventory=snapshot.inventory,
        assessment=snapshot.assessment,
        rating=rate(snapshot.inventory, snapshot.assessment),
        drift=None if previous is None else diff(previous, snapshot),
        sight=sight,
        vendor_names=dict(vendor_names or {}),
    )


def narrowed(snapshot: Snapshot, client: Client) -> Snapshot:
    """The run with nothing of another client in it; empty where it does not know this one."""
    inventory = snapshot.inventory
    known = [client.id] if client.id in inventory.client_by_id else []
    judged = snapshot.assessment
    return Snapshot(
        inventory=inventory.only(known).model_copy(update={"limited_to": (client.id,)}),
        assessment=judged.model_copy(
            update={
                "findings": _of((*judged.findings, *judged.passes), client, passes=False),
                "passes": _of((*judged.findings, *judged.passes), client, passes=True),
            }
        ),
    )


def _of(findings: Iterable[Finding], client: Client, *, passes: bool) -> tuple[Finding, ...]:
    """Each finding with the answer that it has for one client, or has for everyone."""
    served = {(member.vendor, member.tenant_id) for member in client.members}
    kept = []
    for finding in findings:
        rows = tuple(row for row in finding.clients if row.id == client.id)
        if rows:
            one = finding.model_copy(
                update={
                    "clients": rows,
                    "verdict": rows[0].verdict,
                    "severity": rows[0].severity,
                }
            )
        elif not finding.clients and _may_concern(finding, served):
            one = finding
        else:
            continue
        if (one.verdict is Verdict.PASS) is passes:
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: -one.severity.rank))


def _may_concern(finding: Finding, served: set[tuple[str, str]]) -> bool:
    """Whether a finding without clients is about a tool that serves this one."""
    if finding.topic is Topic.SUPPLIER:  # the subject's key begins with vendor and tenant
        return any(finding.subject.key.startswith(f"{one}/{tenant}/") for one, tenant in served)
    vendor = (finding.subject.feature or "").rpartition(".")[0]
    return not vendor or any(one == vendor for one, _ in served)
