"""Who starts an agent is known, or it is said aloud."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Autonomy,
    DecisionKind,
    Dimension,
    Severity,
    Technique,
    Verdict,
)
from aigov_connectors.rules.checks.anonymous_user_can_trigger_ai import RULE
from aigov_connectors.testing import make_deployment, make_feature, make_part

ANYONE = Actor(kind=ActorKind.ANONYMOUS)
USER = Actor(kind=ActorKind.END_USER)


def _found(
    *started_by,
    decisions=(DecisionKind.RUN_SCRIPT, DecisionKind.INFORM),
    techniques=(Technique.GENERATIVE,),
    **changes,
):
    feature = make_feature("agent", decisions=decisions, techniques=techniques)
    deployment = make_deployment(feature, started_by=started_by, **changes)
    return asked(RULE, deployment, features=(feature,))


@pytest.mark.parametrize(
    ("decisions", "autonomy", "severity"),
    [
        ((DecisionKind.RUN_SCRIPT,), Autonomy.FULLY_AUTONOMOUS, Severity.HIGH),
        ((DecisionKind.REPLY_TO_PERSON,), Autonomy.FULLY_AUTONOMOUS, Severity.HIGH),
        ((DecisionKind.RUN_SCRIPT,), Autonomy.UNKNOWN, Severity.HIGH),
        ((DecisionKind.RUN_SCRIPT,), Autonomy.ADVISORY, Severity.MEDIUM),
        ((DecisionKind.INFORM,), Autonomy.UNKNOWN, Severity.MEDIUM),
    ],
)
def test_a_stranger_at_the_agent_fails_by_what_it_may_do(decisions, autonomy, severity) -> None:
    (finding,) = _found(USER, ANYONE, decisions=decisions, autonomy=autonomy)
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, severity)


def test_a_part_that_a_stranger_starts_counts() -> None:
    part = make_part("anonymous", Autonomy.FULLY_AUTONOMOUS, dimension=Dimension.TRIGGER)
    (finding,) = _found(breakdown=(part,))
    assert finding.verdict is Verdict.FAIL


def test_people_who_log_in_pass() -> None:
    (finding,) = _found(USER, Actor(kind=ActorKind.TECHNICIAN))
    assert finding.verdict is Verdict.PASS


@pytest.mark.parametrize("known", [(), (USER,)])
def test_whoever_the_vendor_does_not_tell_of_may_be_a_stranger(known) -> None:
    (finding,) = _found(*known, Actor(kind=ActorKind.UNKNOWN))
    assert (finding.verdict, finding.severity) == (Verdict.UNDETERMINED, Severity.HIGH)
    (finding,) = _found(*known, Actor(kind=ActorKind.UNKNOWN), ANYONE)
    assert finding.verdict is Verdict.FAIL


def test_what_may_be_off_is_undetermined() -> None:
    (finding,) = _found(ANYONE, enabled=None)
    assert finding.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("started_by", "changes"),
    [
        ((), {}),
        ((ANYONE,), {"techniques": (Technique.RULE_BASED,)}),
        ((ANYONE,), {"enabled": False}),
    ],
    ids=["not told", "a form", "off"],
)
def test_where_nothing_is_told_or_nothing_decides_it_is_passed_over(started_by, changes) -> None:
    assert _found(*started_by, **changes) == ()
