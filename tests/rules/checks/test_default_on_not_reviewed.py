"""What is shipped switched on was looked at by somebody."""

from datetime import date

import pytest
from tests.rules.asking import asked

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    Attestation,
    Basis,
    DefaultState,
    Gap,
    GapReason,
    Setting,
    Severity,
    Technique,
    Verdict,
)
from aigov_connectors.rules.checks.default_on_not_reviewed import RULE
from aigov_connectors.rules.checks.not_exposed_not_attested import RULE as NOT_EXPOSED
from aigov_connectors.testing import make_deployment, make_feature

ON = DefaultState.ON
ABSENT = (Setting(name="mode", value=None, absent=True),)
LEARNS, RULES = (Technique.MACHINE_LEARNING,), (Technique.RULE_BASED,)


def _unseen(*, state=ON, techniques=LEARNS, rule=RULE, **attested):
    feature = make_feature("helper", techniques=techniques, attest="Look.", default_state=state)
    gap = Gap(
        connection="acme-one",
        vendor="acme",
        resource="feature",
        subject=feature.name,
        reason=GapReason.NOT_EXPOSED,
        remedy="Look.",
        features=(feature.id,),
    )
    facts = {"feature": feature.id, "enabled": False, "by": "head", "on": date(2026, 10, 1)}
    config = Config(attestations=(Attestation(**{**facts, **attested}),) if attested else ())
    return asked(rule, features=(feature,), gaps=(gap,), config=config)


@pytest.mark.parametrize(("techniques", "severity"), [(LEARNS, "medium"), (RULES, "low")])
def test_what_nobody_looked_at_fails(techniques, severity) -> None:
    (finding,) = _unseen(techniques=techniques)
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity(severity))
    assert [row.name for row in finding.clients] == ["One", "Two"]


def test_one_that_was_looked_at_passes() -> None:
    (finding,) = _unseen(enabled=True)
    assert finding.verdict is Verdict.PASS


def test_an_old_look_does_not_count_and_is_named() -> None:
    (finding,) = _unseen(until=date(2026, 10, 15))
    assert finding.verdict is Verdict.FAIL
    assert "expired" in finding.because


def test_it_is_one_finding_and_not_one_of_the_rule_on_what_no_api_shows() -> None:
    assert _unseen(rule=NOT_EXPOSED) == ()
    assert len(_unseen(rule=NOT_EXPOSED, state=DefaultState.OFF)) == 1
    assert _unseen(state=DefaultState.OFF) == ()
    assert _unseen(state=DefaultState.UNKNOWN) == ()


def _read(*deployments_changes, state=ON):
    feature = make_feature(default_state=state)
    several = [
        make_deployment(feature, source=str(number), **changes)
        for number, changes in enumerate(deployments_changes)
    ]
    return asked(RULE, *several, features=(feature,))


@pytest.mark.parametrize("changes", [{"settings": ABSENT}, {"basis": Basis.CATALOGUED}])
def test_a_setting_that_was_never_set_fails(changes) -> None:
    (finding,) = _read(changes)
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity.MEDIUM)


def test_a_setting_that_is_stored_passes_and_so_does_one_of_several() -> None:
    assert [one.verdict for one in _read({})] == [Verdict.PASS]
    assert [one.verdict for one in _read({"settings": ABSENT}, {})] == [Verdict.PASS]


def test_what_is_off_or_shipped_off_is_passed_over() -> None:
    assert _read({"settings": ABSENT, "enabled": False}) == ()
    assert _read({"settings": ABSENT}, state=DefaultState.OFF) == ()
