"""A run of a large estate that nobody has read, and the same estate some days later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

CLIENTS, DEVICES, DAYS = 500, 50_000, 90
SETTINGS_PER_CLIENT = 14


def made_up(*, clients: int = CLIENTS, devices: int = DEVICES, days: int = DAYS) -> Any:
    """Settings, rows of reach, facts and days of decisions as many as a large estate has."""
    from aigov_connectors.inventory import (
        Autonomy,
        DecisionKind,
        DecisionStats,
        HumanVerdict,
        Initiator,
        Outcome,
    )
    from aigov_connectors.rules import assess
    from aigov_connectors.snapshot import Snapshot
    from aigov_connectors.testing import (
        make_collection,
        make_deployment,
        make_evidence,
        make_feature,
        make_inventory,
        make_organization,
    )

    features = [
        make_feature(f"feature_{at}", decisions=(kind,))
        for at, kind in enumerate(list(DecisionKind)[:SETTINGS_PER_CLIENT])
    ]
    organizations = [
        make_organization(f"{at}", f"Client {at}", endpoints=devices // clients)
        for at in range(clients)
    ]
    deployments, evidence = [], []
    reach: dict[str, dict[str, int | None]] = {}
    for client in range(clients):
        for at, feature in enumerate(features):
            proofs = [
                make_evidence(f"/data/{at}/{field}/{client}", f"mode-{(client + at) % 5}")
                for field in ("mode", "gate")
            ]
            evidence += proofs
            one = make_deployment(
                feature,
                source=f"{client}",
                source_name=f"policy of client {client}",
                autonomy=list(Autonomy)[(client + at) % 4],
                evidence=tuple(proofs),
            )
            deployments.append(one)
            reach[one.key] = {f"{client}": devices // clients}
    for feature in features:  # and one setting of each feature that reaches everyone
        one = make_deployment(feature, source="all", autonomy=Autonomy.FULLY_AUTONOMOUS)
        deployments.append(one)
        reach[one.key] = {each.vendor_id: devices // clients for each in organizations}
    decisions = [
        DecisionStats(
            vendor="acme",
            tenant_id="tenant",
            feature=features[at].id,
            organization=f"{client}",
            day=date(2026, 8, 1) + timedelta(days=day),
            action=features[at].decisions[0],
            initiator=Initiator.MACHINE,
            outcome=Outcome.SUCCEEDED,
            human_verdict=HumanVerdict.NOT_REVIEWED,
            count=1 + (client + day + at) % 9,
            complete=True,
        )
        for client in range(clients)
        for day in range(days)
        for at in range(4)
    ]
    inventory = make_inventory(
        make_collection(
            features=features,
            organizations=organizations,
            deployments=deployments,
            reach=reach,
            decisions=decisions,
            evidence=evidence,
        )
    )
    return Snapshot(inventory=inventory, assessment=assess(inventory))


def next_day(run: Any, *, changed: int, days: int) -> Any:
    """The same estate some days later: read again, and so many settings changed."""
    from aigov_connectors.inventory import ApprovalGate, Autonomy, GateKind
    from aigov_connectors.rules import assess
    from aigov_connectors.snapshot import Snapshot

    day = timedelta(days=days)
    inventory = run.inventory
    deployments = list(inventory.deployments)
    acting = [at for at, one in enumerate(deployments) if one.autonomy is Autonomy.ADVISORY]
    for at in acting[:changed]:
        deployments[at] = deployments[at].model_copy(
            update={
                "autonomy": Autonomy.FULLY_AUTONOMOUS,
                "gate": ApprovalGate(kind=GateKind.NONE),
                "breakdown": (),
                "settings": (),
            }
        )
    later = inventory.model_copy(
        update={
            "started_at": inventory.started_at + day,
            "finished_at": inventory.finished_at + day,
            "deployments": tuple(deployments),
            "evidence": tuple(
                one.model_copy(update={"read_at": one.read_at + day}) for one in inventory.evidence
            ),
        }
    )
    return Snapshot(inventory=later, assessment=assess(later))
