"""Features that no API shows: who attested them, for whom; shared by the rules on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from aigov_connectors.inventory import (
    AIFeature,
    Basis,
    Client,
    Confidence,
    Connection,
    Gap,
    GapReason,
    Inventory,
    Verdict,
    contradictions,
)
from aigov_connectors.rules.model import Judged, Judgement, Subject, SubjectKind

__all__ = ["judged_unseen"]


def judged_unseen(
    inventory: Inventory,
    *,
    concerned: Callable[[AIFeature], bool],
    open_answer: Callable[[AIFeature, str | None, Gap], Judgement],
    confidence: Confidence = Confidence.HIGH,
) -> Iterator[Judged]:
    """One judgement per `concerned` feature of each connection that no API shows.

    `open_answer` judges where no attestation counts; it is given why those that there are do not,
    or None where there are none. Whoever an attestation covers passes.
    """
    attested = _attested(inventory)
    for gap in inventory.gaps:
        if gap.reason is not GapReason.NOT_EXPOSED or gap.resource != "feature":
            continue
        for feature_id in gap.features:
            feature = inventory.feature_by_id[feature_id]
            if concerned(feature):
                covered = attested.get((gap.connection, feature_id), {})
                connection = inventory.connection_by_name[gap.connection]
                said = _disagreed(inventory, feature_id, connection) or _expired(
                    inventory, feature_id, connection
                )
                answer = open_answer(feature, said, gap)
                yield _judged(inventory, gap, feature, covered, answer, confidence)


def _judged(
    inventory: Inventory,
    gap: Gap,
    feature: AIFeature,
    covered: dict[str | None, str],
    open_answer: Judgement,
    confidence: Confidence,
) -> Judged:
    connection = inventory.connection_by_name[gap.connection]
    everyone = covered.get(None)

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
    worst = max(rows.values(), key=lambda one: one.verdict is not Verdict.PASS, default=None)
    return Judged(
        subject=Subject(
            kind=SubjectKind.FEATURE,
            key=f"{feature.id}/{connection.tenant_id}",
            name=feature.name,
            connection=connection.name,
            feature=feature.id,
        ),
        connection=connection,
        overall=worst or answer(everyone),
        per_client=rows,
        confidence=confidence,
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
