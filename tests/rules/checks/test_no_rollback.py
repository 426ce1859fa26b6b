"""A way back: known, missing, or not known; and only for what changes something."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import Autonomy, Availability, DecisionKind, Severity, Verdict
from aigov_connectors.rules import Topic
from aigov_connectors.rules.checks.no_rollback import RULE
from aigov_connectors.testing import make_deployment, make_feature

NONE, SOME, UNSURE = Availability.NOT_AVAILABLE, Availability.AVAILABLE, Availability.UNKNOWN


def _found(decision=DecisionKind.ISOLATE_ENDPOINT, **changes):
    feature = make_feature(decisions=(decision,), rollback=changes.get("rollback", UNSURE))
    return asked(RULE, make_deployment(feature, **changes), features=(feature,))


@pytest.mark.parametrize(
    ("decision", "changes", "verdict", "severity"),
    [
        (DecisionKind.RUN_SCRIPT, {"rollback": NONE}, Verdict.FAIL, Severity.LOW),
        (DecisionKind.ISOLATE_ENDPOINT, {"rollback": NONE}, Verdict.FAIL, Severity.LOW),
        (DecisionKind.ROUTE_TICKET, {"rollback": NONE}, Verdict.FAIL, Severity.LOW),
        (DecisionKind.UNKNOWN, {"rollback": NONE}, Verdict.FAIL, Severity.LOW),
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
    feature = make_feature(decisions=(DecisionKind.ISOLATE_ENDPOINT,), rollback=NONE)
    (finding,) = asked(
        RULE,
        *(
            make_deployment(feature, source=str(number), rollback=state)
            for number, state in enumerate([SOME, NONE, UNSURE] * 100)
        ),
        features=(feature,),
    )
    assert finding.verdict is Verdict.FAIL
    assert finding.because == "Acts by itself, and there is no way back: Quarantine."


@pytest.mark.parametrize("state", [NONE, SOME, UNSURE])
@pytest.mark.parametrize("changes", [{"autonomy": Autonomy.UNKNOWN}, {"enabled": None}])
def test_what_may_be_off_or_ask_first_is_not_said_to_act(changes, state) -> None:
    (finding,) = _found(DecisionKind.RUN_SCRIPT, rollback=state, **changes)
    assert finding.because.startswith("May act by itself, and ")


def test_the_features_of_a_connection_are_one_finding_without_those_that_pass() -> None:
    states = {"b": UNSURE, "a": UNSURE, "c": NONE, "d": SOME}
    features = [
        make_feature(name, decisions=(DecisionKind.RUN_SCRIPT,), rollback=state)
        for name, state in states.items()
    ]
    (finding,) = asked(
        RULE,
        *(make_deployment(one, rollback=one.rollback.state) for one in features),
        features=features,
    )
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity.LOW)
    assert finding.subject.feature is None
    assert finding.because == (
        "Acts by itself, and there is no way back: C;"
        " acts by itself, and whether that can be undone is not known: A and B."
    )


def test_a_setting_that_took_the_way_back_away_is_told_at_its_object() -> None:
    offered = [
        make_feature(name, decisions=(DecisionKind.CONTAIN_FILE,), rollback=SOME)
        for name in ("a", "b")
    ]
    taken = [make_deployment(one, source="7", rollback=NONE) for one in offered]
    kept = make_deployment(offered[0], source="8", rollback=SOME)
    graver, passed = sorted(
        asked(RULE, *taken, kept, features=offered), key=lambda one: one.verdict is Verdict.PASS
    )
    assert (graver.verdict, graver.severity) == (Verdict.FAIL, Severity.MEDIUM)
    assert graver.because == (
        "A and B, set by policy 7, act by themselves, and the same settings keep nothing to"
        " roll back from."
    )
    assert [row.name for row in graver.clients] == ["One", "Two"]
    assert passed.verdict is Verdict.PASS


@pytest.mark.parametrize("changes", [{"autonomy": Autonomy.UNKNOWN}, {"enabled": None}])
def test_what_may_be_off_is_not_said_to_act_though_the_way_back_is_gone(changes) -> None:
    feature = make_feature(decisions=(DecisionKind.CONTAIN_FILE,), rollback=SOME)
    deployment = make_deployment(feature, rollback=NONE, **changes)
    (finding,) = asked(RULE, deployment, features=(feature,))
    assert (finding.verdict, finding.severity) == (Verdict.UNDETERMINED, Severity.LOW)
    assert "may act by itself" in finding.because
