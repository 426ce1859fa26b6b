"""A model that puts tickets in order is looked at."""

import pytest
from tests.rules.checks.deciding import ALLOWED, answered

from aigov_connectors.inventory import Autonomy, DecisionKind, Severity, Technique, Verdict
from aigov_connectors.rules.checks.routing_by_machine_without_review import RULE

ROUTE, OTHER = DecisionKind.ROUTE_TICKET, DecisionKind.PRIORITIZE_TICKET


@pytest.mark.parametrize("decision", [ROUTE, OTHER])
def test_it_fails_where_it_acts_alone(decision) -> None:
    (finding,) = answered(RULE, decision)
    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity.MEDIUM)


def test_both_are_one_finding() -> None:
    (finding,) = answered(RULE, ROUTE, OTHER)
    assert "routes tickets and" in finding.because


@pytest.mark.parametrize(
    "changes", [{"autonomy": Autonomy.ADVISORY}, {"config": ALLOWED}], ids=["suggests", "allowed"]
)
def test_it_passes_where_a_person_or_the_policy_says_yes(changes) -> None:
    (finding,) = answered(RULE, ROUTE, **changes)
    assert finding.verdict is Verdict.PASS


@pytest.mark.parametrize("changes", [{"autonomy": Autonomy.UNKNOWN}, {"enabled": None}])
def test_what_could_not_be_read_is_undetermined(changes) -> None:
    (finding,) = answered(RULE, ROUTE, **changes)
    assert finding.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("technique", [Technique.RULE_BASED, Technique.UNKNOWN])
def test_what_is_not_known_to_learn_is_passed_over(technique) -> None:
    assert answered(RULE, ROUTE, techniques=(technique,)) == ()


@pytest.mark.parametrize(
    "decision", [DecisionKind.REPLY_TO_PERSON, DecisionKind.RUN_SCRIPT, DecisionKind.INFORM]
)
def test_other_decisions_are_passed_over(decision) -> None:
    assert answered(RULE, decision) == ()
