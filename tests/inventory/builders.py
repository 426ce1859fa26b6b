"""Small exact values, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from aigov_connectors.inventory import (
    AIFeature,
    ApprovalGate,
    Attestation,
    Autonomy,
    Availability,
    Basis,
    ClientEntry,
    Collection,
    Connection,
    ConnectionStatus,
    DecisionKind,
    DecisionStats,
    DefaultState,
    Deployment,
    Evidence,
    FeatureFunction,
    Gap,
    GapReason,
    GateKind,
    HumanVerdict,
    Initiator,
    Inventory,
    Organization,
    OrganizationReach,
    Origin,
    Outcome,
    Provision,
    Reach,
    ReadReceipt,
    Reference,
    Scope,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Technique,
    deployment_key,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 1)


@dataclass(frozen=True)
class Declaration:
    """What a configuration declares; `Config` in small."""

    clients: Sequence[ClientEntry] = ()
    attestations: Sequence[Attestation] = ()


def org(vendor: str, vendor_id: str, name: str, *, tenant: str = "t", **rest: Any) -> Organization:
    return Organization(vendor=vendor, tenant_id=tenant, vendor_id=vendor_id, name=name, **rest)


def entry(
    name: str, *, aliases: Mapping[str, str | tuple[str, ...]] = {}, **rest: Any
) -> ClientEntry:
    several = {k: (v,) if isinstance(v, str) else v for k, v in aliases.items()}
    return ClientEntry(name=name, aliases=several, **rest)


def feature(name: str, *, vendor: str = "edr", attest: str | None = None) -> AIFeature:
    return AIFeature(
        id=f"{vendor}.{name}",
        vendor=vendor,
        name=name,
        functions=(FeatureFunction.DETECTION,),
        techniques=(Technique.MACHINE_LEARNING,),
        data_used=("files",),
        decisions=(DecisionKind.CONTAIN_FILE,),
        decides="kills the process",
        default_state=DefaultState.ON,
        override=Provision(state=Availability.AVAILABLE, how="In the console."),
        rollback=Provision(),
        attest=attest,
        references=(Reference(title="Manual"),),
    )


def origin(**rest: Any) -> Origin:
    told: dict[str, Any] = {
        "vendor": "edr",
        "tenant_id": "t",
        "method": "GET",
        "path_template": "/sites/{site_id}/policy",
        "query": (),
        "read_at": NOW,
        "digest": "sha256:00",
    }
    return Origin(**{**told, **rest})


def evidence(value: Any = "protect", **rest: Any) -> Evidence:
    return origin(**rest).evidence(object_id="1", pointer="/mode", value=value)


def deployment(
    name: str,
    *,
    vendor: str = "edr",
    tenant: str = "t",
    connection: str = "edr-1",
    source: str = "1",
    autonomy: Autonomy = Autonomy.FULLY_AUTONOMOUS,
    gate: GateKind = GateKind.NONE,
    enabled: bool | None = True,
    reach: Reach = Reach.LISTED,
    basis: Basis = Basis.OBSERVED,
    **rest: Any,
) -> Deployment:
    scope = Scope(level=ScopeLevel.SITE, id=source, name=f"site {source}")
    policy = SourceObject(kind=SourceKind.POLICY, id=source, name=f"policy {source}")
    return Deployment(
        key=deployment_key(
            tenant_id=tenant, feature=f"{vendor}.{name}", source_object=policy, scope=scope
        ),
        feature=f"{vendor}.{name}",
        vendor=vendor,
        tenant_id=tenant,
        connection=connection,
        scope=scope,
        source_object=policy,
        enabled=enabled,
        autonomy=autonomy,
        gate=ApprovalGate(kind=gate),
        decisions=(DecisionKind.CONTAIN_FILE,),
        basis=basis,
        reach=reach,
        **rest,
    )


def reach(
    of: Deployment, organization: str, *, endpoints: int | None = 1, **rest: Any
) -> OrganizationReach:
    return OrganizationReach(
        deployment=of.key, organization=organization, endpoints=endpoints, **rest
    )


def gap(
    resource: str,
    *,
    connection: str = "edr-1",
    vendor: str = "edr",
    subject: str | None = None,
    reason: GapReason = GapReason.DENIED,
    **rest: Any,
) -> Gap:
    return Gap(
        connection=connection,
        vendor=vendor,
        resource=resource,
        subject=subject or resource,
        reason=reason,
        remedy="Grant the right.",
        **rest,
    )


def receipt(resource: str, *, complete: bool = True) -> ReadReceipt:
    return ReadReceipt(
        resource=resource, rows=1, complete=complete, why=None if complete else "cut"
    )


def decision(feature_id: str, *, count: int = 1, **rest: Any) -> DecisionStats:
    told: dict[str, Any] = {
        "vendor": "edr",
        "tenant_id": "t",
        "feature": feature_id,
        "day": TODAY,
        "action": DecisionKind.CONTAIN_FILE,
        "initiator": Initiator.MACHINE,
        "outcome": Outcome.SUCCEEDED,
        "human_verdict": HumanVerdict.NOT_REVIEWED,
        "complete": True,
    }
    return DecisionStats(**{**told, "count": count, **rest})


def collection(
    name: str = "edr-1",
    *,
    vendor: str = "edr",
    tenant: str = "t",
    organizations: Iterable[Organization] = (),
    resources: tuple[str, ...] = ("organizations", "policies"),
    receipts: tuple[ReadReceipt, ...] | None = None,
    **rest: Any,
) -> Collection:
    """A connection whose every resource was read, unless `receipts` says otherwise."""
    return Collection(
        connection=Connection(
            name=name,
            vendor=vendor,
            tenant_id=tenant,
            host=f"{vendor}.example.com",
            status=ConnectionStatus.COMPLETED,
            started_at=NOW,
            finished_at=NOW,
        ),
        catalogue_digest=f"sha256:{vendor}",
        resources=resources,
        receipts=tuple(map(receipt, resources)) if receipts is None else receipts,
        organizations=tuple(organizations),
        **rest,
    )


def built(
    *parts: Collection,
    clients: Sequence[ClientEntry] = (),
    attestations: Sequence[Attestation] = (),
    previous: Inventory | None = None,
) -> Inventory:
    return Inventory.build(
        parts,
        Declaration(clients, attestations),
        started_at=NOW,
        finished_at=NOW,
        library_version="0",
        previous=previous,
    )


def attestation(feature_id: str, **rest: Any) -> Attestation:
    told: dict[str, Any] = {
        "feature": feature_id,
        "enabled": True,
        "autonomy": Autonomy.FULLY_AUTONOMOUS,
        "gate": GateKind.NONE,
        "by": "ciso",
        "on": date(2026, 10, 1),
    }
    return Attestation(**{**told, **rest})
