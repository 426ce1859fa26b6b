"""What a model writes to people is read first."""

import pytest
from tests.rules.checks.deciding import ALLOWED, answered

from aigov_connectors.inventory import Autonomy, DecisionKind, Severity, Technique, Verdict
from aigov_connectors.rules.checks.reply_without_preview import RULE

REPLY, DRAFT = DecisionKind.REPLY_TO_PERSON, DecisionKind.DRAFT_CONTENT


def test_a_reply_that_goes_out_alone_fails() -> None:
    (finding,) = answered(RULE, REPLY)
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity.HIGH)


@pytest.mark.parametrize(
    "changes", [{"autonomy": Autonomy.ADVISORY}, {"config": ALLOWED}], ids=["draft", "allowed"]
)
def test_it_passes_where_a_person_sends_it_or_the_policy_lets_it_go(changes) -> None:
    (finding,) = answered(RULE, REPLY, DRAFT, **changes)
    assert finding.verdict is Verdict.PASS


@pytest.mark.parametrize("changes", [{"autonomy": Autonomy.UNKNOWN}, {"enabled": None}])
def test_what_could_not_be_read_is_undetermined(changes) -> None:
    (finding,) = answered(RULE, REPLY, **changes)
    assert finding.verdict is Verdict.UNDETERMINED


def test_a_reply_that_somebody_starts_and_nobody_is_shown_is_never_fine() -> None:
    (finding,) = answered(RULE, REPLY, autonomy=Autonomy.ADVISORY)
    assert (finding.verdict, finding.severity) == (Verdict.UNDETERMINED, Severity.MEDIUM)
    assert "nothing shows that somebody reads the text" in finding.because
    (allowed,) = answered(RULE, REPLY, autonomy=Autonomy.ADVISORY, config=ALLOWED)
    assert allowed.verdict is Verdict.PASS


def test_a_draft_that_waits_is_no_reply() -> None:
    assert answered(RULE, DRAFT, autonomy=Autonomy.ADVISORY) == ()


def test_a_draft_that_takes_effect_alone_is_what_the_policy_says_of_drafts() -> None:
    (finding,) = answered(RULE, DRAFT)
    assert finding.verdict is Verdict.PASS
    assert "drafts may act alone" in finding.because


def test_a_fixed_text_is_no_generated_reply() -> None:
    assert answered(RULE, REPLY, techniques=(Technique.RULE_BASED,)) == ()
