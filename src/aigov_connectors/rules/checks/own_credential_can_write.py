"""The credential that this library uses can only read.

Fail: the vendor says that the credential may change things.
Pass: its rights were read back, and each of them only views.
Undetermined: the vendor does not let a credential read its own rights.
Confidence is medium where the rights are concluded from words (a role's kinds of permission) whose
meaning the vendor does not tell.
Why: the library sends no write, but the credential lies in a store; one that can write opens
every client at once if it is stolen.
Remedy: create a credential with the least rights, as `aigov-connectors vendors` says; where the
vendor shows none, look in its console that they are the least.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Basis,
    Confidence,
    Connection,
    ConnectionStatus,
    CredentialRights,
    Inventory,
    Severity,
    Verdict,
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

_VERDICTS = {
    CredentialRights.CAN_WRITE: (Verdict.FAIL, Severity.HIGH),
    CredentialRights.CANNOT_TELL: (Verdict.UNDETERMINED, Severity.LOW),
    CredentialRights.PROVEN_READ_ONLY: (Verdict.PASS, Severity.INFO),
}

_CONFIDENCE = {
    Basis.OBSERVED: Confidence.HIGH,
    Basis.INFERRED: Confidence.MEDIUM,
    Basis.ATTESTED: Confidence.MEDIUM,
    Basis.CATALOGUED: Confidence.LOW,
}

_HOW_TO_TELL = (
    "Look in the vendor's console that it has the least rights, and no more:"
    " aigov-connectors vendors names them."
)


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge the credential of each connection; the policy has no say in it."""
    for connection in inventory.connections:
        if not connection.rights_evidence and not _gaps(connection, inventory):
            continue  # only a collection that no builder made: it rests on nothing
        yield Judged(
            subject=Subject(
                kind=SubjectKind.CONNECTION,
                key=connection.name,
                name=connection.name,
                connection=connection.name,
            ),
            connection=connection,
            overall=_judgement(connection, inventory),
            confidence=_CONFIDENCE[connection.rights_basis],
        )


def _judgement(connection: Connection, inventory: Inventory) -> Judgement:
    verdict, severity = _VERDICTS[connection.rights]
    words = {
        Verdict.FAIL: "can change things at the vendor",
        Verdict.UNDETERMINED: "may be able to write",
        Verdict.PASS: "can only read",
    }[verdict]
    because = f"The credential of {connection.name} {words}: {connection.rights_because}."
    if connection.status is ConnectionStatus.FAILED and verdict is Verdict.UNDETERMINED:
        because = f"The rights of the credential of {connection.name} could not be read."
    gaps = () if connection.rights_evidence else _gaps(connection, inventory)
    return Judgement(
        verdict=verdict,
        severity=severity,
        because=because,
        evidence=connection.rights_evidence,
        gaps=gaps,
        remedy=_HOW_TO_TELL if verdict is Verdict.UNDETERMINED else None,
    )


def _gaps(connection: Connection, inventory: Inventory) -> tuple[str, ...]:
    """What stands in the way of knowing: the gap on the rights, and no other."""
    return tuple(
        gap.id
        for gap in inventory.gaps
        if gap.connection == connection.name and gap.resource == "rights"
    )


RULE = InventoryRule(
    id="own-credential-can-write",
    title="The credential used for reading can write",
    topic=Topic.CREDENTIAL,
    severity=Severity.HIGH,
    remedy="Replace it with a credential that can only view.",
    evaluate=evaluate,
)
