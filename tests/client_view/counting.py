"""A run in which a number that is over others stands wherever the vendors might put one."""

from __future__ import annotations

from typing import Any

from aigov_connectors import Snapshot
from aigov_connectors.inventory import Client, Reach, Setting

MARK = 987654


def with_marks(snapshot: Snapshot, client: Client) -> Snapshot:
    """`MARK` in all that `client` shares with others, or that is about nobody in particular."""
    inventory, judged = snapshot.inventory, snapshot.assessment
    rows = inventory.clients_by_deployment
    shared = {
        one.key
        for one in inventory.deployments
        if one.reach is Reach.UNKNOWN
        or {row.client for row in rows.get(one.key, ())} != {client.id}
    }
    proofs = {id for one in inventory.deployments if one.key in shared for id in one.evidence}
    return Snapshot(
        inventory=inventory.model_copy(
            update={
                "connections": tuple(
                    _with(one, warnings=(f"{MARK} rows",), rights_because=f"{MARK} rights")
                    for one in inventory.connections
                ),
                "deployments": tuple(
                    _with(
                        one,
                        settings=(Setting(name="closed", value=MARK),),
                        breakdown=tuple(
                            _with(part, endpoints=MARK, subset="agents") for part in one.breakdown
                        ),
                    )
                    if one.key in shared
                    else one
                    for one in inventory.deployments
                ),
                "evidence": tuple(
                    _with(one, fact=_with(one.fact, value=f"{MARK} of all"))
                    if one.id in proofs
                    else one
                    for one in inventory.evidence
                ),
                "unknown_settings": tuple(
                    _with(one, value=MARK) for one in inventory.unknown_settings
                ),
                "chains": tuple(
                    _with(
                        one,
                        steps=tuple(
                            _with(
                                step,
                                link=f"{MARK} links",
                                doubt=f"{MARK} doubts",
                                settled_by=f"{MARK} looks",
                            )
                            for step in one.steps
                        ),
                    )
                    for one in inventory.chains
                ),
                "gaps": tuple(
                    _with(one, subject=f"{MARK} tickets", detail=f"{MARK} rows")
                    for one in inventory.gaps
                ),
                "receipts": tuple(
                    _with(one, receipt=_with(one.receipt, rows=MARK)) for one in inventory.receipts
                ),
            }
        ),
        assessment=judged.model_copy(
            update={
                "findings": tuple(
                    _with(one, because=f"{one.because} {MARK}", does=f"closes {MARK} tickets")
                    if one.subject.key in shared or len(one.clients) != 1
                    else one
                    for one in judged.findings
                )
            }
        ),
    )


def _with(model: Any, **update: Any) -> Any:
    return model.model_copy(update=update)
