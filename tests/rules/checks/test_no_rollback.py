"""A way back: known, missing, or not known; and only for what changes something."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import Autonomy, Availability, DecisionKind, Severity, Verdict
from aigov_connectors.rules import Topic
from aigov_connectors.rules.checks.no_rollback import RULE
from aigov_connectors.testing import make_deployment, make_feature

NONE, SOME, UNSURE = Availability.NOT_AVAILABLE, Availability.AVAILABLE, Availability.UNKNOWN


def _found(decision=DecisionKind.ISOLATE_ENDPOINT, **changes):
    return asked(RULE, make_deployment(make_feature(decisions=(decision,)), **changes))


@pytest.mark.parametrize(
    ("decision", "changes", "verdict", "severity"),
    [
        (DecisionKind.RUN_SCRIPT, {"rollback": NONE}, Verdict.FAIL, Severity.HIGH),
        (DecisionKind.ISOLATE_ENDPOINT, {"rollback": NONE}, Verdict.FAIL, Severity.MEDIUM),
        (DecisionKind.ROUTE_TICKET, {"rollback": NONE}, Verdict.FAIL, Severity.LOW),
        (DecisionKind.UNKNOWN, {"rollback": NONE}, Verdict.FAIL, Severity.MEDIUM),
        (DecisionKind.RUN_SCRIPT, {"rollback": UNSURE}, Verdict.UNDETERMINED, Severity.LOW),
        (
            DecisionKind.RUN_SCRIPT,
            {"rollback": NONE, "enabled": None},
            Verdict.UNDETERMINED,
            Severity.LOW,
        ),
        (
            DecisionKind.RUN_SCRIPT,
            {"rollback": NONE, "autonomy": Autonomy.UNKNOWN},
            Verdict.UNDETERMINED,
            Severity.LOW,
        ),
        (DecisionKind.RUN_SCRIPT, {"rollback": SOME}, Verdict.PASS, Severity.INFO),
    ],
)
def test_the_way_back_decides(decision, changes, verdict, severity) -> None:
    (finding,) = _found(decision, **changes)
    assert (finding.verdict, finding.severity) == (verdict, severity)
    assert finding.topic is Topic.CONTROL
    assert finding.evidence
    assert [row.name for row in finding.clients] == ["One", "Two"]


@pytest.mark.parametrize(
    ("decision", "changes"),
    [
        (DecisionKind.RUN_SCRIPT, {"autonomy": Autonomy.ADVISORY}),
        (DecisionKind.RUN_SCRIPT, {"enabled": False}),
        (DecisionKind.RUN_SCRIPT, {"shadowed_by": "an earlier rule"}),
        (DecisionKind.INFORM, {}),
        (DecisionKind.BLOCK_EXECUTION, {}),
        (DecisionKind.WITHHOLD_PATCH, {}),
    ],
)
def test_what_changes_nothing_by_itself_is_passed_over(decision, changes) -> None:
    assert _found(decision, rollback=NONE, **changes) == ()


def test_many_settings_of_a_feature_are_one_finding_the_gravest() -> None:
    feature = make_feature(decisions=(DecisionKind.ISOLATE_ENDPOINT,))
    (finding,) = asked(
        RULE,
        *(
            make_deployment(feature, source=str(number), rollback=state)
            for number, state in enumerate([SOME, NONE, UNSURE] * 100)
        ),
    )
    assert finding.verdict is Verdict.FAIL
    assert "100 settings" in finding.because
