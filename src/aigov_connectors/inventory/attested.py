"""Attestations turned into deployments: what a person states where no API shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import partial

from aigov_connectors.inventory.claims import derived_id
from aigov_connectors.inventory.client import Client, ClientMember, Connection, DeploymentClient
from aigov_connectors.inventory.evidence import Evidence, Fact
from aigov_connectors.inventory.feature import (
    Actor,
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
    ActorKind,
    Autonomy,
    Basis,
    GapReason,
    GateKind,
    Reach,
    ScopeLevel,
    SourceKind,
)

__all__ = [
    "attestation_evidence",
    "attestation_proofs",
    "attested_deployments",
    "contradictions",
    "outranked",
]


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
    gap that it would have closed stays open. Of several about the same, the one counts that
    `outranked` leaves; where two of one day contradict each other none does, and a gap names them.
    One about a client whom no connection of the vendor serves, or about a feature that its
    vendor's catalogue does not know, makes a gap of its own.
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
        asked = [
            connection
            for connection in connections
            if connection.vendor == feature.vendor
            and attestation.connection in (None, connection.name)
        ]
        covered = [one for one in clients if attestation.client in (None, *one.names)]
        served = False
        for connection in asked:
            reached = [client for client in covered if _is_served_by(client, connection)]
            if attestation.client is not None and not reached:
                continue
            served = True
            here = partial(outranked, connection=connection.name, among=attestations, today=today)
            named = {one for client in reached for one in client.names}
            whom = set[str]() if attestation.client is None else named
            if here(attestation, whom=whom):
                continue
            rivals = contradictions(
                attestation,
                connection=connection.name,
                whom=whom,
                among=attestations,
                today=today,
            )
            if rivals:
                gaps.append(_contradiction([attestation, *rivals], feature, connection, reached))
                continue
            left = [one for one in reached if not here(attestation, whom=one.names)]
            if reached and not left:
                continue  # each of them is spoken of apart
            reached = left
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


def outranked(
    one: Attestation,
    *,
    connection: str,
    whom: Collection[str],
    among: Iterable[Attestation],
    today: date,
) -> bool:
    """Whether another attestation counts in its place: a later one, or of one day a narrower one.

    `whom` holds the name and id of one client, or nothing where all of them are meant. A later one
    about all clients replaces an earlier one about one; a later one about one client counts for
    that client alone.
    """
    return any(_rank(other) > _rank(one) for other in _rivals(one, connection, whom, among, today))


def contradictions(
    one: Attestation,
    *,
    connection: str,
    whom: Collection[str],
    among: Iterable[Attestation],
    today: date,
) -> list[Attestation]:
    """The others of the same day and scope that state something else; see `outranked`."""
    return [
        other
        for other in _rivals(one, connection, whom, among, today)
        if _rank(other) == _rank(one) and _contradict(one, other)
    ]


def _rivals(
    one: Attestation,
    connection: str,
    whom: Collection[str],
    among: Iterable[Attestation],
    today: date,
) -> Iterator[Attestation]:
    for other in among:
        if other.feature == one.feature and other.connection in (None, connection):
            about_them = other.client is None or other.client in whom
            if about_them and other.is_valid_on(today):
                yield other


def _rank(one: Attestation) -> tuple[date, bool, bool]:
    return one.on, one.client is not None, one.connection is not None


def _contradict(one: Attestation, other: Attestation) -> bool:
    autonomies = {one.autonomy, other.autonomy} - {Autonomy.UNKNOWN}
    gates = {one.gate, other.gate} - {GateKind.UNKNOWN}
    return one.enabled != other.enabled or len(autonomies) > 1 or len(gates) > 1


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


def _contradiction(
    several: Sequence[Attestation],
    feature: AIFeature,
    connection: Connection,
    clients: Sequence[Client],
) -> Gap:
    who = " and ".join(sorted({one.by for one in several}))
    return Gap(
        connection=connection.name,
        vendor=connection.vendor,
        resource="feature",
        subject=f"{feature.name}, of which {who} attested different things on {several[0].on}",
        reason=GapReason.INCONCLUSIVE,
        remedy="Look again, and keep the attestation that is right.",
        features=(feature.id,),
        clients=() if several[0].client is None else tuple(one.id for one in clients),
    )


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
        # The tool's own id: the client's may change where another tool joins, the key must not.
        scope = Scope(
            level=ScopeLevel.CLIENT, id=_there(client, connection).vendor_id, name=client.name
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
        autonomy=autonomy,
        gate=ApprovalGate(kind=gate, approvers=_approvers(attestation)),
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


def _approvers(attestation: Attestation) -> tuple[Actor, ...]:
    """Who says yes: `role:service desk lead` is a role, anything else an id."""
    if attestation.approver is None:
        return ()
    kind, _, name = attestation.approver.partition(":")
    if kind == "role" and name.strip():
        return (Actor(kind=ActorKind.ROLE, role=name.strip()),)
    return (Actor(kind=ActorKind.PERSON, id=attestation.approver),)


def _is_served_by(client: Client, connection: Connection) -> bool:
    return any(_members(client, connection))


def _there(client: Client, connection: Connection) -> ClientMember:
    """The organization that a client is in a tenant; of several the one that gives an id first."""
    place = {identity: at for at, identity in enumerate((client.id, *client.also_known_as))}
    return min(
        _members(client, connection),
        key=lambda one: (place.get(derived_id(one), len(place)), one.vendor_id),
    )


def _members(client: Client, connection: Connection) -> Iterator[ClientMember]:
    tenant = (connection.vendor, connection.tenant_id)
    return (one for one in client.members if (one.vendor, one.tenant_id) == tenant)
