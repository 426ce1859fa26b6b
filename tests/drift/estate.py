"""Small snapshots to compare: one MSP, two runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from aigov_connectors.config import Config
from aigov_connectors.drift import Aspect, Drift, Move, diff
from aigov_connectors.inventory import (
    AIFeature,
    ChangeRecord,
    ConnectionStatus,
    DecisionKind,
    Deployment,
    Evidence,
    Gap,
    GapReason,
    Organization,
    SourceKind,
    SourceObject,
    UnknownSetting,
)
from aigov_connectors.policy import DEFAULT_POLICY, Policy
from aigov_connectors.rules import Rule, assess
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_evidence,
    make_feature,
    make_inventory,
    make_organization,
)

FEATURE = make_feature(decisions=(DecisionKind.ISOLATE_ENDPOINT,))
ONE, TWO = make_organization("1", "One"), make_organization("2", "Two")


def snapshot(
    *deployments: Deployment,
    features: Iterable[AIFeature] = (FEATURE,),
    organizations: Iterable[Organization] = (ONE, TWO),
    reach: Mapping[str, Mapping[str, int | None]] | None = None,
    gaps: Iterable[Gap] = (),
    unknown_settings: Iterable[UnknownSetting] = (),
    change_records: Iterable[ChangeRecord] = (),
    evidence: Iterable[Evidence] = (),
    status: ConnectionStatus = ConnectionStatus.COMPLETED,
    catalogue: str = "sha256:00",
    library: str = "0.0.0",
    config: Config | None = None,
    policy: Policy = DEFAULT_POLICY,
    rules: Iterable[Rule] | None = None,
    days: int = 0,
    previous: Snapshot | None = None,
) -> Snapshot:
    """One run of `acme-one`, `days` after the first; what it says is judged."""
    collection = make_collection(
        connection=make_connection(status=status),
        features=tuple(features),
        organizations=tuple(organizations),
        deployments=deployments,
        reach=reach,
        gaps=gaps,
        unknown_settings=unknown_settings,
        change_records=change_records,
        evidence=(make_evidence("/data/new", value=True), *evidence),
    )
    inventory = make_inventory(collection, config=config)
    later = timedelta(days=days)
    inventory = inventory.model_copy(
        update={
            "catalogues": {"acme": catalogue},
            "library_version": library,
            "started_at": inventory.started_at + later,
            "finished_at": inventory.finished_at + later,
        }
    )
    chosen = None if rules is None else tuple(rules)
    earlier = None if previous is None else previous.inventory
    judged = assess(inventory, policy, rules=chosen, previous=earlier)
    return Snapshot(inventory=inventory, assessment=judged)


def unread(reason: GapReason = GapReason.DENIED, *, feature: str = FEATURE.id) -> Gap:
    """The gap of a run that could not read the policies."""
    return Gap(
        connection="acme-one",
        vendor="acme",
        resource="policies",
        subject="policies",
        reason=reason,
        remedy="Grant the right.",
        features=(feature,),
    )


def switch(pointer: str = "/data/new", *, value: bool = True, source: str = "1") -> UnknownSetting:
    """A key that no catalogue knows."""
    return UnknownSetting(
        vendor="acme",
        tenant_id="tenant",
        source_object=SourceObject(kind=SourceKind.POLICY, id=source, name=f"policy {source}"),
        pointer=pointer,
        type="bool",
        digest=f"sha256:{value}",
        value=value,
        evidence=(make_evidence("/data/new", value=True).id,),
    )


def told(before: Snapshot, after: Snapshot, *aspects: Aspect) -> list[tuple[str, str, str, str]]:
    """Aspect, move, direction and cause of every change, limited to some aspects."""
    return [
        (one.aspect.value, one.move.value, one.direction.value, one.cause.value)
        for one in diff(before, after).changes
        if not aspects or one.aspect in aspects
    ]


def moves(drift: Drift) -> list[tuple[Aspect, Move, str]]:
    """What moved, without whether that is good."""
    return sorted((one.aspect, one.move, one.subject.key) for one in drift.changes)
