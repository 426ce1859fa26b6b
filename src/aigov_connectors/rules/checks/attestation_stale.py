"""What people attested is recent, and still counts.

Fail: it has expired, or is dated in the future, and therefore does not count: medium. It expires
within 30 days, or was stated more than 12 months ago: low.
Pass: it counts, and stays so for longer than 30 days.
Undetermined: never said.
One that another covers which counts for longer is history, and passed over.
Why: vendors switch features on between two looks; a statement of last year tells of last year.
Remedy: look again where the feature's question says, and state it anew:
aigov-connectors attest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from aigov_connectors.inventory import (
    AIFeature,
    Attestation,
    Client,
    Confidence,
    Connection,
    Inventory,
    Severity,
    Verdict,
    attestation_evidence,
    outranked,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import (
    InventoryRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
    Topic,
)

_SOON = timedelta(days=30)
_OLD = timedelta(days=365)


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each attestation for each connection that it covers, on the day of the run's end."""
    today = inventory.finished_at.date()
    told: set[str] = set()
    for attestation in inventory.attestations:
        feature = inventory.feature_by_id.get(attestation.feature)
        if feature is None:
            continue
        for connection in inventory.connections:
            asked = attestation.connection in (None, connection.name)
            if not asked or connection.vendor != feature.vendor:
                continue
            if _is_history(attestation, connection, inventory, today):
                continue
            judged = _judged(attestation, feature, connection, inventory, today)
            if judged.subject.key not in told:  # two connections of one tenant are one
                told.add(judged.subject.key)
                yield judged


def _judged(
    attestation: Attestation,
    feature: AIFeature,
    connection: Connection,
    inventory: Inventory,
    today: date,
) -> Judged:
    proof = attestation_evidence(
        attestation, vendor=connection.vendor, tenant_id=connection.tenant_id
    )
    verdict, severity, state = _state(attestation, today)
    judgement = Judgement(
        verdict,
        f"What {attestation.by} attested of {feature.name} on {attestation.on} {state}.",
        severity=severity,
        evidence=(proof.id,),
    )
    return Judged(
        subject=Subject(
            kind=SubjectKind.FEATURE,
            key=f"{feature.id}/{connection.tenant_id}/attested:{attestation.client or 'all'}",
            name=feature.name,
            connection=connection.name,
            feature=feature.id,
        ),
        connection=connection,
        overall=judgement,
        per_client={
            client.id: judgement
            for client in _covered(attestation, connection, inventory.clients)
            if not _is_outranked(attestation, connection, client, inventory, today)
        },
        confidence=Confidence.HIGH,
        remedy=f"Look again, and state it anew: {feature.attest}" if feature.attest else None,
    )


def _state(attestation: Attestation, today: date) -> tuple[Verdict, Severity, str]:
    until = attestation.until
    if attestation.on > today:
        return Verdict.FAIL, Severity.MEDIUM, "lies in the future and does not count yet"
    if until is not None and until < today:
        return Verdict.FAIL, Severity.MEDIUM, f"expired on {until} and no longer counts"
    if until is not None and until - today <= _SOON:
        return Verdict.FAIL, Severity.LOW, f"expires on {until}"
    if today - attestation.on > _OLD:
        return Verdict.FAIL, Severity.LOW, "is more than 12 months old"
    return Verdict.PASS, Severity.INFO, f"counts{f' until {until}' if until else ''}"


def _is_history(
    one: Attestation, connection: Connection, inventory: Inventory, today: date
) -> bool:
    """Whether others count in its place, for all whom it was about."""
    covered = list(_covered(one, connection, inventory.clients))
    if one.client is None and _is_outranked(one, connection, None, inventory, today):
        return True
    return bool(covered) and all(
        _is_outranked(one, connection, client, inventory, today) for client in covered
    )


def _is_outranked(
    one: Attestation,
    connection: Connection,
    client: Client | None,
    inventory: Inventory,
    today: date,
) -> bool:
    whom = () if client is None else client.names
    return outranked(
        one,
        connection=connection.name,
        whom=whom,
        among=inventory.attestations,
        today=today,
    )


def _covered(
    attestation: Attestation, connection: Connection, clients: Iterable[Client]
) -> Iterator[Client]:
    tenant = (connection.vendor, connection.tenant_id)
    for client in clients:
        if attestation.client in (None, *client.names) and any(
            (member.vendor, member.tenant_id) == tenant for member in client.members
        ):
            yield client


RULE = InventoryRule(
    id="attestation-stale",
    title="What was attested no longer counts, or soon will not",
    topic=Topic.KNOWLEDGE,
    severity=Severity.LOW,
    remedy="Look again where the feature's question says, and state it anew.",
    evaluate=evaluate,
)
