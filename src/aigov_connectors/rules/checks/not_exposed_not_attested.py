"""What no API shows has been stated by a person.

Undetermined: no API shows whether the feature is on and how far it acts, and nobody has attested
it; or the attestation covers only some clients, or has expired. Clients where the feature was seen
at work, or that have no licence for it, are not asked about.
Pass: a valid attestation covers it.
Why: most AI switches are not in any API. Silence about them would read as "fine".
Remedy: look in the vendor's console, and write what it shows under [[attestations]].
Source: NIST AI RMF 1.0 GOVERN 1.6 (AI systems are inventoried), MAP 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aigov_connectors.inventory import (
    Basis,
    Client,
    Confidence,
    Connection,
    Gap,
    GapReason,
    Inventory,
    Severity,
    Verdict,
    contradictions,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import (
    Control,
    InventoryRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
    Topic,
)


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each feature of each connection that no API shows; the policy has no say in it."""
    attested = _attested(inventory)
    for gap in inventory.gaps:
        if gap.reason is not GapReason.NOT_EXPOSED or gap.resource != "feature":
            continue
        connection = inventory.connection_by_name[gap.connection]
        for feature_id in gap.features:
            covered = attested.get((gap.connection, feature_id), {})
            yield _judged(inventory, gap, feature_id, covered, connection)


def _judged(
    inventory: Inventory,
    gap: Gap,
    feature_id: str,
    covered: dict[str | None, str],
    connection: Connection,
) -> Judged:
    feature = inventory.feature_by_id[feature_id]
    severity = Severity.MEDIUM if feature.is_ai else Severity.LOW
    everyone = covered.get(None)
    said = _disagreed(inventory, feature_id, connection) or _expired(
        inventory, feature_id, connection
    )
    open_answer = Judgement(
        verdict=Verdict.UNDETERMINED,
        severity=severity,
        because=f"Whether {feature.name} is on, and how far it acts, is not shown by any API that"
        f" is read, and {said or 'nobody has attested it'}.",
        gaps=(gap.id,),
    )

    def answer(by: str | None) -> Judgement:
        if by is None:
            return open_answer
        return Judgement(
            verdict=Verdict.PASS,
            because=f"{feature.name} is not shown by any API; {by} tells of it.",
            gaps=(gap.id,),
        )

    rows = {
        client.id: answer(everyone or covered.get(client.id))
        for client in _served(inventory.clients, connection)
        if not gap.clients or client.id in gap.clients
    }
    worst = max(rows.values(), key=lambda one: one.verdict is Verdict.UNDETERMINED, default=None)
    return Judged(
        subject=Subject(
            kind=SubjectKind.FEATURE,
            key=f"{feature_id}/{connection.tenant_id}",
            name=feature.name,
            connection=connection.name,
            feature=feature_id,
        ),
        connection=connection,
        overall=worst or answer(everyone),
        per_client=rows,
        confidence=Confidence.HIGH,
        remedy=gap.remedy,
    )


def _attested(inventory: Inventory) -> dict[tuple[str, str], dict[str | None, str]]:
    """(connection, feature) to who is covered: client id, or None for all, to the words."""
    found: dict[tuple[str, str], dict[str | None, str]] = {}
    for deployment in inventory.deployments:
        if deployment.basis is not Basis.ATTESTED:
            continue
        covered = found.setdefault((deployment.connection, deployment.feature), {})
        if deployment.scope.level == "tenant":
            covered[None] = deployment.source_object.name
        for row in inventory.clients_by_deployment.get(deployment.key, ()):
            covered[row.client] = deployment.source_object.name
    return found


def _disagreed(inventory: Inventory, feature_id: str, connection: Connection) -> str | None:
    """What to say where several attested it and contradict each other: then none counts."""
    today = inventory.finished_at.date()
    for one in inventory.attestations:
        asked = one.feature == feature_id and one.connection in (None, connection.name)
        whom = () if one.client is None else (one.client,)
        if (
            asked
            and one.is_valid_on(today)
            and contradictions(
                one,
                connection=connection.name,
                whom=whom,
                among=inventory.attestations,
                today=today,
            )
        ):
            return "what was attested of it contradicts itself"
    return None


def _expired(inventory: Inventory, feature_id: str, connection: Connection) -> str | None:
    """What to say of the attestation that held last, if one did."""
    ended = [
        (one.until, one.by)
        for one in inventory.attestations
        if one.feature == feature_id
        and one.connection in (None, connection.name)
        and one.until is not None
        and one.until < inventory.finished_at.date()
    ]
    if not ended:
        return None
    until, by = max(ended)
    return f"the attestation of {by} expired on {until.isoformat()}"


def _served(clients: Iterable[Client], connection: Connection) -> Iterator[Client]:
    tenant = (connection.vendor, connection.tenant_id)
    for client in clients:
        if any((member.vendor, member.tenant_id) == tenant for member in client.members):
            yield client


RULE = InventoryRule(
    id="not-exposed-not-attested",
    title="No API shows it, and nobody has attested it",
    topic=Topic.KNOWLEDGE,
    severity=Severity.MEDIUM,
    remedy="Look in the vendor's console, and attest what it shows.",
    controls=(
        Control(framework="NIST AI RMF 1.0", identifier="GOVERN 1.6"),
        Control(framework="NIST AI RMF 1.0", identifier="MAP 1.1"),
        Control(framework="ISO/IEC 42001:2023", identifier="A.9.4"),
        Control(framework="SOC 2 TSC", identifier="CC3.4"),
    ),
    evaluate=evaluate,
)
