"""Runs to keep: a middling estate, and the same a day later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.drift.estate import snapshot

from aigov_connectors.inventory import (
    Autonomy,
    DecisionKind,
    DecisionStats,
    HumanVerdict,
    Initiator,
    Outcome,
    Window,
)
from aigov_connectors.rules import shipped_rules
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import (
    make_deployment,
    make_evidence,
    make_feature,
    make_organization,
)

FEATURE = make_feature(decisions=(DecisionKind.ISOLATE_ENDPOINT,))
FIRST_DAY = date(2026, 10, 2)


def estate(
    *, policies: int = 40, clients: int = 20, days: int = 30, acting: int | None = None
) -> Snapshot:
    """A run with so many policies, each with evidence of its own, and so many days of decisions.

    `acting` names one policy that acts; None lets all of them act.
    """
    proofs = [make_evidence(f"/data/{number}", "protect") for number in range(policies)]
    deployments = [
        make_deployment(
            FEATURE,
            source=f"{number}",
            evidence=(proof,),
            autonomy=Autonomy.FULLY_AUTONOMOUS if acting in (None, number) else Autonomy.ADVISORY,
        )
        for number, proof in enumerate(proofs)
    ]
    organizations = [make_organization(f"{one}", f"Client {one}") for one in range(clients)]
    run = snapshot(
        *deployments,
        features=(FEATURE,),
        organizations=organizations,
        reach={
            one.key: {f"{(at + step) % clients}": 10 for step in range(min(2, clients))}
            for at, one in enumerate(deployments)
        },
        evidence=proofs,
        rules=[rule for rule in shipped_rules() if rule.id == "autonomous-containment"],
    )
    window = Window(start=run.inventory.started_at, end=run.inventory.finished_at)
    return run.model_copy(
        update={
            "inventory": run.inventory.model_copy(
                update={
                    "decisions": tuple(_counted(clients, days)),
                    "deployment_clients": tuple(
                        replace(row, window=window, tickets=3)
                        for row in run.inventory.deployment_clients
                    ),
                }
            )
        }
    )


def _counted(clients: int, days: int) -> list[DecisionStats]:
    return [
        DecisionStats(
            vendor="acme",
            tenant_id="tenant",
            feature=FEATURE.id,
            organization=f"{client:05}",
            client=f"client-{client}",
            day=FIRST_DAY + timedelta(days=day),
            action=DecisionKind.ISOLATE_ENDPOINT,
            initiator=Initiator.MACHINE,
            outcome=Outcome.SUCCEEDED,
            human_verdict=HumanVerdict.NOT_REVIEWED,
            count=1 + (client * day) % 7,
            complete=True,
        )
        for client in range(clients)
        for day in range(days)
    ]


def later(run: Snapshot, *, days: int = 1) -> Snapshot:
    """The same estate read again: only the times have moved."""
    by = timedelta(days=days)
    inventory = run.inventory
    rows = []
    for row in inventory.deployment_clients:
        moved = None
        if row.window is not None:
            moved = Window(start=row.window.start + by, end=row.window.end + by)
        rows.append(replace(row, window=moved))
    moved_inventory = inventory.model_copy(
        update={
            "started_at": inventory.started_at + by,
            "finished_at": inventory.finished_at + by,
            "connections": tuple(
                one.model_copy(
                    update={"started_at": one.started_at + by, "finished_at": one.finished_at + by}
                )
                for one in inventory.connections
            ),
            "evidence": tuple(
                one.model_copy(update={"read_at": one.read_at + by}) for one in inventory.evidence
            ),
            "deployment_clients": tuple(rows),
        }
    )
    return run.model_copy(
        update={
            "inventory": moved_inventory,
            "assessment": run.assessment.model_copy(
                update={"assessed_at": moved_inventory.finished_at}
            ),
        }
    )
