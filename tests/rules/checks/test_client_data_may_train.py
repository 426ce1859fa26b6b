"""What a vendor tells of its training, and that silence is no promise."""

from datetime import date

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    GovernanceQuestion,
    Severity,
    Technique,
    VendorAnswer,
    Verdict,
)
from aigov_connectors.rules.checks.client_data_may_train import RULE
from aigov_connectors.testing import make_deployment, make_feature

HELPER, CHAT = make_feature("helper"), make_feature("chat")


def _answer(client_data, feature=None, question=GovernanceQuestion.TRAINING_DATA) -> VendorAnswer:
    return VendorAnswer(
        vendor="acme",
        question=question,
        answer="As its terms say.",
        found=client_data is not None,
        url="https://acme.example/terms",
        date=date(2026, 8, 20),
        feature=feature,
        client_data=client_data,
    )


def _found(*answers, features=(HELPER, CHAT), deployments=()):
    return asked(RULE, *deployments, features=features, vendor_answers=answers)


@pytest.mark.parametrize(
    ("client_data", "verdict", "severity"),
    [
        (True, Verdict.FAIL, Severity.HIGH),
        (None, Verdict.UNDETERMINED, Severity.MEDIUM),
        (False, Verdict.PASS, Severity.INFO),
    ],
)
def test_the_vendors_word_decides_once_for_all_its_features(client_data, verdict, severity) -> None:
    (finding,) = _found(_answer(client_data))
    assert (finding.verdict, finding.severity) == (verdict, severity)
    assert finding.clients == ()
    assert finding.evidence


def test_an_answer_about_one_feature_replaces_the_vendors_own() -> None:
    (finding,) = _found(_answer(False), _answer(True, CHAT.id))
    assert finding.verdict is Verdict.FAIL
    assert "(Chat)" in finding.because
    (finding,) = _found(_answer(True), _answer(False, CHAT.id), features=(CHAT,))
    assert finding.verdict is Verdict.PASS


def test_what_is_known_to_be_off_does_not_count() -> None:
    off = make_deployment(CHAT, enabled=False)
    (finding,) = _found(_answer(False), _answer(True, CHAT.id), deployments=(off,))
    assert finding.verdict is Verdict.PASS
    unsure = make_deployment(CHAT, enabled=None, source="2")
    (finding,) = _found(_answer(False), _answer(True, CHAT.id), deployments=(off, unsure))
    assert finding.verdict is Verdict.FAIL


def test_a_vendor_without_ai_or_without_any_answer_is_passed_over() -> None:
    plain = make_feature("rules", techniques=(Technique.RULE_BASED,))
    assert _found(_answer(True), features=(plain,)) == ()
    assert _found() == ()
    assert _found(_answer(None, question=GovernanceQuestion.TRANSPARENCY)) == ()
