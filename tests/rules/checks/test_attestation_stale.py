"""Attestations: current, about to end, old, expired, dated ahead, and superseded."""

from datetime import date, timedelta

import pytest
from tests.rules.asking import asked

from aigov_connectors.config import Config
from aigov_connectors.inventory import Attestation, Severity, Verdict
from aigov_connectors.rules.checks.attestation_stale import RULE
from aigov_connectors.testing import FINISHED_AT, make_deployment

TODAY = FINISHED_AT.date()


def _attestation(**changes) -> Attestation:
    facts = {"feature": "acme.quarantine", "enabled": False, "by": "role:head", "on": TODAY}
    return Attestation(**{**facts, **changes})


def _found(*attestations):
    return asked(RULE, make_deployment(), config=Config(attestations=attestations))


def _days(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("changes", "verdict", "severity"),
    [
        ({}, Verdict.PASS, Severity.INFO),
        ({"until": _days(31)}, Verdict.PASS, Severity.INFO),
        ({"until": _days(30)}, Verdict.FAIL, Severity.LOW),
        ({"until": TODAY}, Verdict.FAIL, Severity.LOW),
        ({"on": _days(-365)}, Verdict.PASS, Severity.INFO),
        ({"on": _days(-366)}, Verdict.FAIL, Severity.LOW),
        ({"on": _days(-366), "until": _days(400)}, Verdict.FAIL, Severity.LOW),
        ({"on": _days(-90), "until": _days(-1)}, Verdict.FAIL, Severity.MEDIUM),
        ({"on": _days(1)}, Verdict.FAIL, Severity.MEDIUM),
    ],
)
def test_its_dates_decide(changes, verdict, severity) -> None:
    (finding,) = _found(_attestation(**changes))
    assert (finding.verdict, finding.severity) == (verdict, severity)
    assert finding.evidence
    assert [row.name for row in finding.clients] == ["One", "Two"]


def test_one_that_was_stated_anew_is_history() -> None:
    old = _attestation(on=_days(-400), until=_days(-30))
    (finding,) = _found(old, _attestation())
    assert finding.verdict is Verdict.PASS


def test_a_new_one_for_one_client_does_not_replace_that_for_all() -> None:
    old = _attestation(on=_days(-90), until=_days(-30))
    verdicts = {one.subject.key: one.verdict for one in _found(old, _attestation(client="One"))}
    assert sorted(verdicts.values()) == [Verdict.FAIL, Verdict.PASS]


def test_a_new_one_for_all_replaces_that_for_one_client() -> None:
    old = _attestation(on=_days(-90), until=_days(-30), client="One")
    (finding,) = _found(old, _attestation())
    assert finding.verdict is Verdict.PASS


def test_an_old_one_concerns_only_those_of_whom_nothing_newer_was_stated() -> None:
    old = _attestation(on=_days(-400))
    newer = [_attestation(on=_days(-1), client="One")]
    stale = [one for one in _found(old, *newer) if one.verdict is Verdict.FAIL]
    assert [[row.name for row in one.clients] for one in stale] == [["Two"]]
    everyone = [*newer, _attestation(on=_days(-1), client="Two")]
    assert {one.verdict for one in _found(old, *everyone)} == {Verdict.PASS}


def test_one_of_a_feature_that_nobody_knows_is_no_matter_of_age() -> None:
    assert _found(_attestation(feature="acme.unheard_of")) == ()
