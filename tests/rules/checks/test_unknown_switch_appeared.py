"""The rule on keys that came between two runs."""

from tests.drift.estate import snapshot, switch, unread

from aigov_connectors.inventory import ConnectionStatus, Severity, Verdict
from aigov_connectors.rules.checks.unknown_switch_appeared import RULE


def _said(before, **after):
    run = snapshot(previous=before, rules=(RULE,), **after)
    return [(one.verdict, one.severity) for one in run.assessment.findings]


def test_a_new_key_could_not_be_told() -> None:
    assert _said(snapshot(rules=()), unknown_settings=(switch(),)) == [
        (Verdict.UNDETERMINED, Severity.MEDIUM)
    ]


def test_a_new_key_that_is_off_is_low() -> None:
    assert _said(snapshot(rules=()), unknown_settings=(switch(value=False),)) == [
        (Verdict.UNDETERMINED, Severity.LOW)
    ]


def test_a_key_that_was_there_is_passed_over() -> None:
    before = snapshot(unknown_settings=(switch(source="2"),), rules=())

    assert _said(before, unknown_settings=(switch(source="1"),)) == []


def test_a_key_that_the_run_before_could_not_see_is_passed_over() -> None:
    for before in (
        snapshot(gaps=(unread(),), rules=()),
        snapshot(status=ConnectionStatus.FAILED, rules=()),
    ):
        assert _said(before, unknown_settings=(switch(),)) == []


def test_a_catalogue_that_forgot_a_key_makes_none() -> None:
    before = snapshot(catalogue="sha256:01", rules=())

    assert _said(before, unknown_settings=(switch(),)) == []
