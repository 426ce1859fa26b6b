"""Builders with sensible defaults: a test names only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    Actor,
    AIFeature,
    ApprovalGate,
    Autonomy,
    Availability,
    Basis,
    BreakdownPart,
    ChangeRecord,
    Collection,
    Connection,
    ConnectionStatus,
    CredentialRights,
    DecisionKind,
    DecisionStats,
    DefaultState,
    Deployment,
    Dimension,
    Evidence,
    Fact,
    FeatureFunction,
    Gap,
    GateKind,
    Inventory,
    JsonScalar,
    Operator,
    Organization,
    OrganizationReach,
    Provision,
    Reach,
    ReadReceipt,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Technique,
    UnknownSetting,
    VendorAnswer,
    deployment_key,
)

__all__ = [
    "FINISHED_AT",
    "STARTED_AT",
    "make_collection",
    "make_connection",
    "make_deployment",
    "make_evidence",
    "make_feature",
    "make_inventory",
    "make_organization",
    "make_part",
]

STARTED_AT = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
FINISHED_AT = datetime(2026, 11, 1, 6, 2, tzinfo=UTC)

_GATE_OF = {
    Autonomy.ADVISORY: GateKind.PRE_APPROVAL,
    Autonomy.SEMI_AUTONOMOUS: GateKind.VETO_WINDOW,
    Autonomy.FULLY_AUTONOMOUS: GateKind.NONE,
    Autonomy.UNKNOWN: GateKind.UNKNOWN,
}


def make_feature(
    name: str = "quarantine",
    *,
    vendor: str = "acme",
    decisions: tuple[DecisionKind, ...] = (DecisionKind.CONTAIN_FILE,),
    techniques: tuple[Technique, ...] = (Technique.MACHINE_LEARNING,),
    attest: str | None = None,
    default_state: DefaultState = DefaultState.UNKNOWN,
    rollback: Availability = Availability.UNKNOWN,
) -> AIFeature:
    """A feature of the fictitious vendor `acme`."""
    return AIFeature(
        id=f"{vendor}.{name}",
        vendor=vendor,
        name=name.replace("_", " ").capitalize(),
        functions=(FeatureFunction.DETECTION,),
        techniques=techniques,
        data_used=("telemetry",),
        decisions=decisions,
        decides="what its name says",
        default_state=default_state,
        override=Provision(),
        rollback=Provision(state=rollback),
        attest=attest,
    )


def make_evidence(
    pointer: str = "/data/mode", value: JsonScalar = "protect", *, vendor: str = "acme"
) -> Evidence:
    """Evidence of one field of one settings object."""
    return Evidence(
        fact=Fact(
            vendor=vendor,
            tenant_id="tenant",
            method="GET",
            path_template="/policy/{id}",
            object_id="1",
            pointer=pointer,
            value=value,
        ),
        read_at=STARTED_AT,
        digest="sha256:00",
    )


def make_part(
    value: JsonScalar,
    autonomy: Autonomy,
    *,
    dimension: Dimension = Dimension.CONFIDENCE,
    operator: Operator = Operator.EQ,
    gate: GateKind | None = None,
    decisions: tuple[DecisionKind, ...] = (),
    basis: Basis | None = None,
) -> BreakdownPart:
    """A part of a deployment, with the gate that belongs to its autonomy unless given."""
    return BreakdownPart(
        dimension=dimension,
        operator=operator,
        value=value,
        autonomy=autonomy,
        gate=ApprovalGate(kind=gate or _GATE_OF[autonomy]),
        decisions=decisions,
        basis=basis,
    )


def make_deployment(
    feature: AIFeature | None = None,
    *,
    autonomy: Autonomy = Autonomy.FULLY_AUTONOMOUS,
    gate: GateKind | ApprovalGate | None = None,
    enabled: bool | None = True,
    decisions: tuple[DecisionKind, ...] | None = None,
    breakdown: tuple[BreakdownPart, ...] = (),
    informs: bool | None = None,
    basis: Basis = Basis.OBSERVED,
    shadowed_by: str | None = None,
    source: str = "1",
    source_name: str | None = None,
    reach: Reach = Reach.LISTED,
    connection: str = "acme-one",
    tenant_id: str = "tenant",
    evidence: tuple[Evidence, ...] | None = None,
    kind: SourceKind = SourceKind.POLICY,
    settings: tuple[Setting, ...] = (Setting(name="mode", value="protect"),),
    started_by: tuple[Actor, ...] = (),
    rights: CredentialRights | None = None,
    override: Availability = Availability.UNKNOWN,
    rollback: Availability = Availability.UNKNOWN,
) -> Deployment:
    """A deployment of a feature by a policy (or another `kind`), over the whole tenant.

    `gate` is a whole gate, or the kind of one that names nobody.
    """
    feature = feature or make_feature()
    scope = Scope(level=ScopeLevel.TENANT, id=tenant_id, name="Acme")
    source_object = SourceObject(kind=kind, id=source, name=source_name or f"policy {source}")
    proofs = (make_evidence(),) if evidence is None else evidence
    return Deployment(
        key=deployment_key(
            tenant_id=tenant_id, feature=feature.id, source_object=source_object, scope=scope
        ),
        feature=feature.id,
        vendor=feature.vendor,
        tenant_id=tenant_id,
        connection=connection,
        scope=scope,
        source_object=source_object,
        enabled=enabled,
        autonomy=autonomy,
        gate=gate
        if isinstance(gate, ApprovalGate)
        else ApprovalGate(kind=gate or _GATE_OF[autonomy]),
        decisions=feature.decisions if decisions is None else decisions,
        breakdown=breakdown,
        informs=informs,
        override=Provision(state=override),
        rollback=Provision(state=rollback),
        basis=basis,
        shadowed_by=shadowed_by,
        settings=settings,
        started_by=started_by,
        rights=rights,
        reach=reach,
        evidence=tuple(one.id for one in proofs),
    )


def make_organization(
    vendor_id: str = "1",
    name: str = "Lakeside Clinic",
    *,
    vendor: str = "acme",
    tenant_id: str = "tenant",
    handles: tuple[str, ...] = (),
    links: tuple[tuple[str, str], ...] = (),
    endpoints: int | None = 10,
) -> Organization:
    """A customer organization as one vendor knows it."""
    return Organization(
        vendor=vendor,
        tenant_id=tenant_id,
        vendor_id=vendor_id,
        name=name,
        handles=handles,
        links=links,
        endpoints=endpoints,
    )


def make_connection(
    name: str = "acme-one",
    *,
    vendor: str = "acme",
    tenant_id: str = "tenant",
    status: ConnectionStatus = ConnectionStatus.COMPLETED,
    rights: CredentialRights = CredentialRights.PROVEN_READ_ONLY,
    rights_evidence: tuple[Evidence, ...] | None = None,
) -> Connection:
    """A connection whose rights were read back, unless told otherwise."""
    proofs = (
        (make_evidence("/data/role", "Viewer"),) if rights_evidence is None else rights_evidence
    )
    return Connection(
        name=name,
        vendor=vendor,
        tenant_id=tenant_id,
        host=f"{vendor}.example",
        status=status,
        started_at=STARTED_AT,
        finished_at=FINISHED_AT,
        rights=rights,
        rights_because="its role was read",
        rights_evidence=tuple(one.id for one in proofs),
    )


def make_collection(
    *,
    connection: Connection | None = None,
    features: Iterable[AIFeature] = (),
    organizations: Iterable[Organization] = (),
    deployments: Iterable[Deployment] = (),
    reach: Mapping[str, Mapping[str, int | None]] | None = None,
    gaps: Iterable[Gap] = (),
    decisions: Iterable[DecisionStats] = (),
    unknown_settings: Iterable[UnknownSetting] = (),
    change_records: Iterable[ChangeRecord] = (),
    evidence: Iterable[Evidence] = (),
    vendor_answers: Iterable[VendorAnswer] = (),
    resources: tuple[str, ...] = ("policies",),
) -> Collection:
    """What one connection yielded; `reach` maps deployment keys to organizations to endpoints.

    Without `reach`, every deployment whose reach is listed or all reaches every organization.
    """
    connection = connection or make_connection()
    deployments, organizations = tuple(deployments), tuple(organizations)
    if reach is None:
        everyone = {one.vendor_id: one.endpoints for one in organizations}
        reach = {one.key: everyone for one in deployments if one.reach is not Reach.UNKNOWN}
    return Collection(
        connection=connection,
        catalogue_digest="sha256:00",
        resources=resources,
        receipts=tuple(
            ReadReceipt(resource=name, rows=1, pages=1, requests=1, complete=True)
            for name in resources
        ),
        organizations=organizations,
        features=tuple(features) or (make_feature(vendor=connection.vendor),),
        deployments=deployments,
        reaches=tuple(
            OrganizationReach(deployment=key, organization=organization, endpoints=endpoints)
            for key, organizations in reach.items()
            for organization, endpoints in organizations.items()
        ),
        decisions=tuple(decisions),
        unknown_settings=tuple(unknown_settings),
        change_records=tuple(change_records),
        vendor_answers=tuple(vendor_answers),
        evidence=(make_evidence(), make_evidence("/data/role", "Viewer"), *evidence),
        gaps=tuple(gaps),
    )


def make_inventory(*collections: Collection, config: Config | None = None) -> Inventory:
    """Build an inventory from collections, at a fixed time."""
    return Inventory.build(
        collections,
        config or Config(),
        started_at=STARTED_AT,
        finished_at=FINISHED_AT,
        library_version="0.0.0",
    )
