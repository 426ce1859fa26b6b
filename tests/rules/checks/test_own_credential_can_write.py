"""Our own credential: proven, able to write, or impossible to tell."""

import pytest

from aigov_connectors.inventory import (
    Basis,
    Confidence,
    ConnectionStatus,
    CredentialRights,
    Gap,
    GapReason,
    Severity,
    Verdict,
)
from aigov_connectors.rules import assess
from aigov_connectors.rules.checks.own_credential_can_write import RULE
from aigov_connectors.testing import make_collection, make_connection, make_inventory


@pytest.mark.parametrize(
    ("rights", "verdict", "severity"),
    [
        (CredentialRights.CAN_WRITE, Verdict.FAIL, Severity.HIGH),
        (CredentialRights.CANNOT_TELL, Verdict.UNDETERMINED, Severity.LOW),
        (CredentialRights.PROVEN_READ_ONLY, Verdict.PASS, Severity.INFO),
    ],
)
def test_the_rights_decide(rights, verdict, severity) -> None:
    connection = make_connection(rights=rights)
    assessment = assess(make_inventory(make_collection(connection=connection)), rules=[RULE])
    (finding,) = (*assessment.findings, *assessment.passes)
    assert (finding.verdict, finding.severity) == (verdict, severity)
    assert finding.evidence
    assert finding.confidence is Confidence.HIGH


def test_what_is_concluded_from_words_is_less_sure() -> None:
    connection = make_connection(rights=CredentialRights.PROVEN_READ_ONLY).model_copy(
        update={"rights_basis": Basis.INFERRED}
    )
    assessment = assess(make_inventory(make_collection(connection=connection)), rules=[RULE])
    (finding,) = assessment.passes
    assert finding.confidence is Confidence.MEDIUM


def test_a_connection_that_failed_rests_on_its_gap() -> None:
    connection = make_connection(
        rights=CredentialRights.CANNOT_TELL,
        rights_evidence=(),
        status=ConnectionStatus.FAILED,
    )
    other, own = (
        Gap(
            connection="acme-one",
            vendor="acme",
            resource=resource,
            subject=resource,
            reason=GapReason.DENIED,
            remedy="Renew the token.",
        )
        for resource in ("policies", "rights")
    )
    inventory = make_inventory(make_collection(connection=connection, gaps=(other, own)))
    (finding,) = assess(inventory, rules=[RULE]).findings
    assert finding.gaps == (own.id,)
    unread = make_inventory(make_collection(connection=connection, gaps=(other,)))
    assert assess(unread, rules=[RULE]).findings == ()
    assert "could not be read" in finding.because
