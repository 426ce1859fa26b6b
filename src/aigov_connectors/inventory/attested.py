"""Attestations turned into deployments: what a person states where no API shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from aigov_connectors.inventory.client import Client, Connection, DeploymentClient
from aigov_connectors.inventory.feature import (
    AIFeature,
    ApprovalGate,
    Deployment,
    Scope,
    SourceObject,
    deployment_key,
)
from aigov_connectors.inventory.governance import Attestation
from aigov_connectors.inventory.vocabulary import Basis, Reach, ScopeLevel, SourceKind

__all__ = ["attested_deployments"]


def attested_deployments(
    attestations: Sequence[Attestation],
    *,
    connections: Sequence[Connection],
    features: Mapping[str, AIFeature],
    clients: Sequence[Client],
    today: date,
) -> tuple[list[Deployment], list[DeploymentClient]]:
    """Make one deployment per valid attestation and connection, and the clients it covers.

    An attestation that has expired, or that names a feature no connection has, makes none: the
    gap that it would have closed stays open.
    """
    deployments: list[Deployment] = []
    rows: list[DeploymentClient] = []
    for attestation in attestations:
        feature = features.get(attestation.feature)
        if feature is None or not attestation.is_valid_on(today):
            continue
        for connection in connections:
            if connection.vendor != feature.vendor:
                continue
            if attestation.connection not in (None, connection.name):
                continue
            deployment = _deployment(attestation, feature, connection)
            deployments.append(deployment)
            rows.extend(
                DeploymentClient(
                    deployment=deployment.key,
                    client=client.id,
                    reach=deployment.reach,
                    basis=Basis.ATTESTED,
                )
                for client in clients
                if attestation.client in (None, client.name, client.id)
                and _is_served_by(client, connection)
            )
    return deployments, rows


def _deployment(attestation: Attestation, feature: AIFeature, connection: Connection) -> Deployment:
    source = SourceObject(
        kind=SourceKind.ATTESTATION,
        id=attestation.document or attestation.by,
        name=f"attested by {attestation.by} on {attestation.on.isoformat()}",
    )
    client = attestation.client
    scope = Scope(
        level=ScopeLevel.CLIENT if client else ScopeLevel.TENANT,
        id=client or connection.tenant_id,
        name=client or connection.name,
    )
    return Deployment(
        key=deployment_key(
            tenant_id=connection.tenant_id, feature=feature.id, source_object=source, scope=scope
        ),
        feature=feature.id,
        vendor=feature.vendor,
        tenant_id=connection.tenant_id,
        connection=connection.name,
        scope=scope,
        source_object=source,
        enabled=attestation.enabled,
        autonomy=attestation.autonomy,
        gate=ApprovalGate(kind=attestation.gate),
        decisions=feature.decisions,
        override=feature.override,
        rollback=feature.rollback,
        basis=Basis.ATTESTED,
        reach=Reach.LISTED if client else Reach.ALL,
    )


def _is_served_by(client: Client, connection: Connection) -> bool:
    tenant = (connection.vendor, connection.tenant_id)
    return any((member.vendor, member.tenant_id) == tenant for member in client.members)
