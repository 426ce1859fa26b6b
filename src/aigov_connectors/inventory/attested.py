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
from aigov_connectors.inventory.gap import Gap
from aigov_connectors.inventory.governance import Attestation
from aigov_connectors.inventory.vocabulary import (
    Basis,
    GapReason,
    Reach,
    ScopeLevel,
    SourceKind,
)

__all__ = ["attested_deployments"]


def attested_deployments(
    attestations: Sequence[Attestation],
    *,
    connections: Sequence[Connection],
    features: Mapping[str, AIFeature],
    clients: Sequence[Client],
    today: date,
) -> tuple[list[Deployment], list[DeploymentClient], list[Gap]]:
    """Make one deployment per valid attestation and tenant, and the clients it covers.

    An attestation that has expired, or that names a feature no connection has, makes none: the
    gap that it would have closed stays open. One about a client whom no connection of the vendor
    serves makes a gap of its own.
    """
    deployments: dict[str, Deployment] = {}
    rows: list[DeploymentClient] = []
    gaps: list[Gap] = []
    for attestation in attestations:
        feature = features.get(attestation.feature)
        if feature is None or not attestation.is_valid_on(today):
            continue
        asked = [
            connection
            for connection in connections
            if connection.vendor == feature.vendor
            and attestation.connection in (None, connection.name)
        ]
        covered = [one for one in clients if attestation.client in (None, one.name, one.id)]
        served = False
        for connection in asked:
            reached = [client for client in covered if _is_served_by(client, connection)]
            if attestation.client is not None and not reached:
                continue
            served = True
            for about in [None] if attestation.client is None else reached:
                deployment = _deployment(attestation, feature, connection, about)
                deployments.setdefault(deployment.key, deployment)
                rows.extend(
                    DeploymentClient(
                        deployment=deployment.key,
                        client=client.id,
                        reach=deployment.reach,
                        basis=Basis.ATTESTED,
                    )
                    for client in (reached if about is None else [about])
                )
        if asked and not served:
            gaps.append(_nobody(attestation, feature, asked[0]))
    return list(deployments.values()), rows, gaps


def _nobody(attestation: Attestation, feature: AIFeature, connection: Connection) -> Gap:
    return Gap(
        connection=connection.name,
        vendor=connection.vendor,
        resource="feature",
        subject=f"{feature.name} as attested for {attestation.client}",
        reason=GapReason.INCONCLUSIVE,
        remedy="Correct the client of the attestation: its name or id, served by this tool.",
        features=(feature.id,),
    )


def _deployment(
    attestation: Attestation, feature: AIFeature, connection: Connection, client: Client | None
) -> Deployment:
    source = SourceObject(
        kind=SourceKind.ATTESTATION,
        id=attestation.document or attestation.by,
        name=f"attested by {attestation.by} on {attestation.on.isoformat()}",
    )
    if client is None:
        scope = Scope(level=ScopeLevel.TENANT, id=connection.tenant_id, name=connection.name)
    else:
        scope = Scope(level=ScopeLevel.CLIENT, id=client.id, name=client.name)
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
        reach=Reach.ALL if client is None else Reach.LISTED,
    )


def _is_served_by(client: Client, connection: Connection) -> bool:
    tenant = (connection.vendor, connection.tenant_id)
    return any((member.vendor, member.tenant_id) == tenant for member in client.members)
