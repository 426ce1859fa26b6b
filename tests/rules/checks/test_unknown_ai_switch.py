"""Keys that no catalogue knows: told, never judged by their names."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    Gap,
    GapReason,
    Severity,
    SourceKind,
    SourceObject,
    UnknownSetting,
    Verdict,
)
from aigov_connectors.rules.checks.unknown_ai_switch import RULE
from aigov_connectors.testing import make_deployment, make_evidence

PROOF = make_evidence("/data/new", value=True)


def _setting(value=True, *, source="1", pointer="/data/newAiThing", evidence=(PROOF.id,)):
    return UnknownSetting(
        vendor="acme",
        tenant_id="tenant",
        source_object=SourceObject(kind=SourceKind.POLICY, id=source, name=f"policy {source}"),
        pointer=pointer,
        type="bool" if isinstance(value, bool) else "null" if value is None else "text",
        digest="sha256:0",
        value=value,
        evidence=evidence,
    )


@pytest.mark.parametrize(
    ("value", "severity"),
    [
        (True, Severity.MEDIUM),
        (False, Severity.LOW),
        (None, Severity.LOW),
        ("auto", Severity.LOW),
        ("off", Severity.LOW),
        ("on", Severity.MEDIUM),
        ("Protect ", Severity.MEDIUM),
        ("TRUE", Severity.MEDIUM),
        ("enabled", Severity.MEDIUM),
    ],
)
@pytest.mark.parametrize("pointer", ["/data/aiTriageAutoClose", "/data/fontColour"])
def test_it_is_undetermined_whatever_its_name(value, severity, pointer) -> None:
    (finding,) = asked(RULE, make_deployment(), unknown_settings=[_setting(value, pointer=pointer)])
    assert (finding.verdict, finding.severity) == (Verdict.UNDETERMINED, severity)
    assert [row.name for row in finding.clients] == ["One", "Two"]
    assert "policy 1" in finding.because


def test_one_key_in_many_objects_is_one_finding_that_names_none_of_them() -> None:
    settings = [_setting(source=str(number)) for number in range(300)]
    (finding,) = asked(RULE, make_deployment(), unknown_settings=settings)
    assert "300 settings objects" in finding.because


def test_a_key_seen_nowhere_makes_no_finding_without_a_basis() -> None:
    gap = Gap(
        connection="acme-one",
        vendor="acme",
        resource="threats",
        subject="threats",
        reason=GapReason.DENIED,
        remedy="Grant it.",
    )
    unknown = [_setting(evidence=())]
    assert asked(RULE, make_deployment(), unknown_settings=unknown, gaps=[gap]) == ()
