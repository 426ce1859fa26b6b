"""Attestations turned into deployments: what a person states where no API shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time

from aigov_connectors.inventory.client import Client, Connection, DeploymentClient
from aigov_connectors.inventory.evidence import Evidence, Fact
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
    Autonomy,
    Basis,
    GapReason,
    GateKind,
    Reach,
    ScopeLevel,
    SourceKind,
)

__all__ = ["attestation_evidence", "attestation_proofs", "attested_deployments"]


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
    gap that it would have closed stays open. Of several about the same, the latest counts. One
    about a client whom no connection of the vendor
    serves, or about a feature that its vendor's catalogue does not know, makes a gap of its own.
    """
    deployments: dict[str, Deployment] = {}
    rows: list[DeploymentClient] = []
    gaps: list[Gap] = []
    for attestation in attestations:
        feature = features.get(attestation.feature)
        if feature is None:
            gaps.extend(_unheard_of(attestation, connections))
        if feature is None or not attestation.is_valid_on(today):
            continue
        if any(_replaces(later, attestation, today) for later in attestations):
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


def attestation_evidence(attestation: Attestation, *, vendor: str, tenant_id: str) -> Evidence:
    """What a person states, as evidence: who says so, on which day, of what."""
    about = [("feature", attestation.feature)]
    about += [("client", attestation.client)] if attestation.client is not None else []
    return Evidence(
        fact=Fact(
            vendor=vendor,
            tenant_id=tenant_id,
            method="ATTESTED",
            path_template="[[attestations]]",
            query=tuple(sorted(about)),
            object_id=attestation.document or attestation.by,
            pointer="/enabled",
            value=attestation.enabled,
        ),
        read_at=datetime.combine(attestation.on, time(), UTC),
        digest="sha256:" + hashlib.sha256(attestation.model_dump_json().encode()).hexdigest(),
    )


def attestation_proofs(
    attestations: Sequence[Attestation], connections: Sequence[Connection]
) -> Iterator[Evidence]:
    """The evidence of every attestation, also of those that no longer count."""
    for attestation in attestations:
        for connection in connections:
            if _is_asked(attestation, connection):
                yield attestation_evidence(
                    attestation, vendor=connection.vendor, tenant_id=connection.tenant_id
                )


def _is_asked(attestation: Attestation, connection: Connection) -> bool:
    vendor, _, _ = attestation.feature.rpartition(".")
    return connection.vendor == vendor and attestation.connection in (None, connection.name)


def _unheard_of(attestation: Attestation, connections: Sequence[Connection]) -> Iterator[Gap]:
    for connection in connections:
        if _is_asked(attestation, connection):
            yield Gap(
                connection=connection.name,
                vendor=connection.vendor,
                resource="feature",
                subject=f"{attestation.feature}, which is attested and in no catalogue",
                reason=GapReason.INCONCLUSIVE,
                remedy="Correct the feature of the attestation: aigov-connectors attest lists"
                " those that are open.",
            )


def _replaces(later: Attestation, earlier: Attestation, today: date) -> bool:
    """Whether one states anew, on a later day, what another stated of the same."""
    about = (earlier.feature, earlier.connection, earlier.client)
    same = (later.feature, later.connection, later.client) == about
    return same and later.on > earlier.on and later.is_valid_on(today)


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
        name=f"the attestation of {attestation.by} of {attestation.on.isoformat()}",
    )
    # Who says only that it is on need not say how far it goes, where the catalogue knows.
    autonomy, gate = attestation.autonomy, attestation.gate
    if autonomy is Autonomy.UNKNOWN and gate is GateKind.UNKNOWN:
        autonomy, gate = feature.autonomy, feature.gate
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
        autonomy=autonomy,
        gate=ApprovalGate(kind=gate),
        decisions=feature.decisions,
        override=feature.override,
        rollback=feature.rollback,
        basis=Basis.ATTESTED,
        reach=Reach.ALL if client is None else Reach.LISTED,
        evidence=(
            attestation_evidence(
                attestation, vendor=feature.vendor, tenant_id=connection.tenant_id
            ).id,
        ),
    )


def _is_served_by(client: Client, connection: Connection) -> bool:
    tenant = (connection.vendor, connection.tenant_id)
    return any((member.vendor, member.tenant_id) == tenant for member in client.members)
