"""AI of another vendor with a right to write is told, once."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    CredentialRights,
    DecisionKind,
    GateKind,
    Severity,
    SourceKind,
    Technique,
    Verdict,
)
from aigov_connectors.rules import Topic, shipped_rules
from aigov_connectors.rules.checks.third_party_ai_can_write import RULE
from aigov_connectors.testing import make_deployment, make_feature

WRITES, READS, UNTOLD = (
    CredentialRights.CAN_WRITE,
    CredentialRights.PROVEN_READ_ONLY,
    CredentialRights.CANNOT_TELL,
)
DECISIONS = (DecisionKind.ROUTE_TICKET, DecisionKind.CHANGE_TICKET, DecisionKind.REPLY_TO_PERSON)


def _feature(techniques=(Technique.GENERATIVE,), decisions=DECISIONS):
    return make_feature("assistant", decisions=decisions, techniques=techniques)


def _program(feature=None, **changes):
    facts = {"kind": SourceKind.INTEGRATION, "autonomy": Autonomy.UNKNOWN, "rights": WRITES}
    return make_deployment(feature or _feature(), **{**facts, **changes})


def _found(*programs, feature=None):
    return asked(RULE, *programs, features=(feature or _feature(),))


def test_a_right_to_write_of_a_known_product_fails() -> None:
    (finding,) = _found(_program())
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity.MEDIUM)


def test_a_right_to_read_passes() -> None:
    (finding,) = _found(_program(rights=READS))
    assert finding.verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": Basis.INFERRED}, "what it is called"),
        ({"enabled": None}, "if it is on"),
        ({"rights": UNTOLD}, "may perhaps write"),
        ({"rights": None}, "may perhaps write"),
    ],
)
def test_a_name_or_what_was_not_told_is_no_evidence(changes, words) -> None:
    (finding,) = _found(_program(**changes))
    assert finding.verdict is Verdict.UNDETERMINED
    assert words in finding.because


def test_what_it_may_and_does_alone_is_one_finding_until_somebody_tells() -> None:
    program = _program()
    said = [
        finding.rule
        for rule in shipped_rules()
        if rule.topic is Topic.ACTING
        for finding in asked(rule, program, features=(_feature(),))
    ]
    assert said == [RULE.id]


def test_what_is_known_of_its_deeds_is_judged_beside_its_rights() -> None:
    program = _program(autonomy=Autonomy.FULLY_AUTONOMOUS, gate=GateKind.NONE)
    said = {
        finding.rule
        for rule in shipped_rules()
        if rule.topic is Topic.ACTING
        for finding in asked(rule, program, features=(_feature(),))
    }
    assert said == {
        RULE.id,
        "reply-without-preview",
        "routing-by-machine-without-review",
        "suggestion-applied-automatically",
    }


@pytest.mark.parametrize(
    ("feature", "changes"),
    [
        (_feature(techniques=(Technique.RULE_BASED,)), {}),
        (_feature(techniques=(Technique.UNKNOWN,)), {}),
        (_feature(decisions=(DecisionKind.CONTAIN_FILE,)), {}),
        (_feature(), {"kind": SourceKind.POLICY}),
        (_feature(), {"enabled": False}),
        (_feature(), {"rights": None, "autonomy": Autonomy.ADVISORY}),
    ],
    ids=["rules", "unknown", "endpoint product", "own", "off", "only shows something"],
)
def test_what_is_no_program_of_others_is_passed_over(feature, changes) -> None:
    assert _found(_program(feature, **changes), feature=feature) == ()
