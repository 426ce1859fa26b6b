"""Which of the questions on its AI a vendor leaves unanswered."""

from datetime import date

from tests.rules.asking import asked

from aigov_connectors.inventory import (
    GovernanceQuestion,
    Severity,
    Technique,
    VendorAnswer,
    Verdict,
)
from aigov_connectors.rules.checks.vendor_answer_missing import RULE
from aigov_connectors.testing import make_feature

TRAINING = GovernanceQuestion.TRAINING_DATA
SEPARATION = GovernanceQuestion.CLIENT_SEPARATION
HELPER = make_feature("helper")


def _answers(*silent, about=None) -> list[VendorAnswer]:
    return [
        VendorAnswer(
            vendor="acme",
            question=question,
            answer="Nothing found." if question in silent else "It is tested.",
            found=question not in silent,
            date=date(2026, 8, 20),
            feature=about,
        )
        for question in GovernanceQuestion
    ]


def _found(answers, feature=HELPER):
    return asked(RULE, features=(feature,), vendor_answers=answers)


def test_the_questions_without_an_answer_are_one_low_finding() -> None:
    (finding,) = _found(_answers(SEPARATION, GovernanceQuestion.INCIDENT_SUPPORT))
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity.LOW)
    assert "separation between clients and support with incidents" in finding.because
    assert len(finding.evidence) == 2


def test_a_vendor_that_answers_passes() -> None:
    (finding,) = _found(_answers())
    assert finding.verdict is Verdict.PASS


def test_training_is_asked_elsewhere() -> None:
    (finding,) = _found(_answers(TRAINING))
    assert finding.verdict is Verdict.PASS


def test_what_is_told_of_one_feature_is_an_answer() -> None:
    told = [one for one in _answers(about=HELPER.id) if one.question is SEPARATION]
    (finding,) = _found([*_answers(SEPARATION), *told])
    assert finding.verdict is Verdict.PASS


def test_without_ai_nothing_is_asked() -> None:
    plain = make_feature("rules", techniques=(Technique.RULE_BASED,))
    assert _found(_answers(SEPARATION), plain) == ()
    assert _found([]) == ()
