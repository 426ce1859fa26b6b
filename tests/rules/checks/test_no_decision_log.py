"""A trace of what acts: found, or not told."""

from datetime import date

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    Autonomy,
    DecisionKind,
    DecisionStats,
    HumanVerdict,
    Initiator,
    Outcome,
    Severity,
    Verdict,
)
from aigov_connectors.rules.checks.no_decision_log import RULE
from aigov_connectors.testing import make_deployment, make_evidence, make_feature


def _logged(feature="acme.quarantine", *, tenant="tenant", count=3) -> DecisionStats:
    return DecisionStats(
        vendor="acme",
        tenant_id=tenant,
        feature=feature,
        day=date(2026, 10, 30),
        action=DecisionKind.CONTAIN_FILE,
        initiator=Initiator.RULE,
        outcome=Outcome.SUCCEEDED,
        human_verdict=HumanVerdict.NOT_REVIEWED,
        count=count,
        complete=True,
    )


@pytest.mark.parametrize(
    ("decisions", "verdict", "words"),
    [
        ([_logged(count=1234)], Verdict.PASS, "1,234 of its decisions were found"),
        ([_logged("acme.other")], Verdict.UNDETERMINED, "none of the 3 decisions"),
        ([_logged(tenant="another")], Verdict.UNDETERMINED, "no decision was found"),
        ([], Verdict.UNDETERMINED, "no decision was found"),
    ],
)
def test_the_log_decides(decisions, verdict, words) -> None:
    (finding,) = asked(RULE, make_deployment(), decisions=decisions)
    assert finding.verdict is verdict
    assert words in finding.because
    assert verdict is Verdict.PASS or finding.severity is Severity.LOW


@pytest.mark.parametrize("changes", [{"autonomy": Autonomy.UNKNOWN}, {"enabled": None}])
def test_what_may_be_off_or_ask_first_is_not_said_to_act(changes) -> None:
    (finding,) = asked(RULE, make_deployment(**changes))
    assert " may act by itself; " in finding.because


MODE, DRIVERS = (make_evidence(f"/data/{name}", value=True) for name in ("mode", "driverBlocking"))
"""Two settings of one policy."""


@pytest.mark.parametrize(
    ("source", "shown", "rest"),
    [
        ("1", (MODE,), 0),
        ("1", (MODE, DRIVERS), 0),
        ("1", (DRIVERS,), 1),
        ("1", (DRIVERS, MODE), 1),
        ("2", (MODE,), 1),
    ],
)
def test_a_deed_booked_on_another_feature_of_the_same_setting_is_not_missing(
    source, shown, rest
) -> None:
    found = asked(
        RULE,
        make_deployment(make_feature("quarantine"), source="1", evidence=(MODE,)),
        make_deployment(make_feature("mitigation"), source=source, evidence=shown),
        decisions=[_logged()],
    )
    missing = [one for one in found if one.verdict is Verdict.UNDETERMINED]
    assert len(missing) == rest
    assert len(found) == 1 + rest


def test_what_only_advises_needs_no_log_of_deeds() -> None:
    assert asked(RULE, make_deployment(autonomy=Autonomy.ADVISORY)) == ()
