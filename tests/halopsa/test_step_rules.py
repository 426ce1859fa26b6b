"""Rules of a workflow's steps act like ticket rules, behind whatever stands before the step."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import (
    ADVISORY,
    ASKS,
    CATALOGUE,
    FULL,
    HOLDS,
    ORIGIN,
    PLACE,
    STATUSES,
    UNKNOWN,
    desk,
    only,
    workflow,
)
from tests.halopsa.test_normalize import flow

from aigov_connectors.halopsa.normalize import (
    automations_of,
    deployments_from_ticket_rules,
    rule_starts,
)
from aigov_connectors.halopsa.normalize.step_rules import is_told_by_workflow, rules_of_steps
from aigov_connectors.halopsa.wire import TicketRuleWire, WorkflowWire
from aigov_connectors.inventory import Autonomy, Basis, DecisionKind, Reach

BY_HAND: dict[str, Any] = {"action_type": 0}


def with_rule(sets: dict[str, Any], *, behind: dict[str, Any] = BY_HAND) -> WorkflowWire:
    row = workflow((1, 2, behind)).model_dump(by_alias=True)
    row["steps"][1]["rules"] = [{"id": 77, "name": "R", "active": True, **sets}]
    return WorkflowWire.model_validate(row)


@pytest.mark.parametrize(
    ("sets", "decisions"),
    [
        ({"new_team": "NOC"}, (DecisionKind.ROUTE_TICKET,)),
        ({"new_agent_id": 9}, (DecisionKind.ROUTE_TICKET,)),
        ({"new_priority_id": 1}, (DecisionKind.PRIORITIZE_TICKET,)),
        ({"new_status_id": 9}, (DecisionKind.CHANGE_TICKET, DecisionKind.CLOSE_TICKET)),
        ({"new_category_1_id": 4}, (DecisionKind.CHANGE_TICKET,)),
        ({"outcomes": [{"fieldname": "impact"}]}, (DecisionKind.CHANGE_TICKET,)),
        ({"script_id": 5, "new_team": ""}, (DecisionKind.RUN_SCRIPT,)),
    ],
    ids=repr,
)
def test_a_rule_of_a_step_acts_by_itself_as_far_as_that_is_known(
    sets: dict[str, Any], decisions: tuple[DecisionKind, ...]
) -> None:
    (found,) = flow(with_rule(sets))
    assert (found.autonomy, found.basis) == (FULL, Basis.INFERRED)
    assert set(found.decisions) == set(decisions)


@pytest.mark.parametrize(
    ("sets", "behind", "autonomy"),
    [
        ({"new_team": "NOC"}, ASKS, ADVISORY),
        ({"new_team": "NOC"}, {**ASKS, "time_limit_mins": 5.0}, UNKNOWN),
        ({"new_team": "NOC", "active": None}, BY_HAND, UNKNOWN),
        ({}, BY_HAND, UNKNOWN),
        ({"outcome_id": 5}, BY_HAND, UNKNOWN),
    ],
    ids=repr,
)
def test_what_stands_before_the_step_stands_before_its_rules(
    sets: dict[str, Any], behind: dict[str, Any], autonomy: Autonomy
) -> None:
    found = flow(with_rule(sets, behind=behind), process=HOLDS)
    assert found[0].autonomy is autonomy


def test_a_rule_that_is_off_does_nothing() -> None:
    assert flow(with_rule({"new_team": "NOC", "active": False})) == []


def test_an_action_that_a_rule_of_a_step_takes_is_begun_by_the_workflow() -> None:
    (one,) = automations_of(with_rule({"outcome_id": 5}), ORIGIN)
    assert (one.action, one.name, one.path) == (5, "R", ("S1", "S2"))
    (_, seen), *_ = one.shown
    assert seen.fact.pointer == "/steps/1/rules/0/outcome_id"


@pytest.mark.parametrize("sent", [{}, {"rules": None}, {"rules": "none"}], ids=repr)
def test_rules_that_are_not_sent_are_not_no_rules(sent: dict[str, Any]) -> None:
    row = WorkflowWire.model_validate({"id": 1, "steps": [{"step_id": 1, **sent}]})
    assert [step.rules for step in row.steps or ()] == [None]


RULE: dict[str, Any] = {
    "id": 77, "name": "R", "active": True, "outcome_id": 5, "script_id": 7,
    "criteria": [{"id": 1, "fieldname": "summary", "value_type": "string", "value_string": "x"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "told", "autonomy"),
    [
        ({"flowdetail_id": 302}, True, UNKNOWN),
        ({"flowdetail_id": "302"}, True, UNKNOWN),
        ({"flowdetail_id": [302]}, True, UNKNOWN),
        ({"flowdetail_id": None}, True, FULL),
        ({}, True, FULL),
        ({"flowdetail_id": 0}, False, FULL),
    ],
    ids=repr,
)
def test_a_rule_of_a_step_in_the_list_is_told_by_its_workflow_or_not_known_to_act(
    sent: dict[str, Any], told: bool, autonomy: Autonomy
) -> None:
    """`autonomy` is what the list alone tells, where no workflow told of the rule."""
    of_steps = rules_of_steps([with_rule({"script_id": 7}, behind=ASKS)])
    row = TicketRuleWire.model_validate({**RULE, **sent})
    assert is_told_by_workflow(row, of_steps) is told
    assert is_told_by_workflow(row, frozenset()) is False

    found = only(
        deployments_from_ticket_rules(
            [(row, ORIGIN)],
            statuses=STATUSES,
            outcomes={},
            entry=CATALOGUE["ticket_rules"],
            place=PLACE,
            desk=desk(),
        )
    ).deployment
    (start,) = rule_starts([(row, ORIGIN)])[5]
    assert (found.autonomy, start.is_sure) == (autonomy, autonomy is FULL)
    assert (found.reach is Reach.UNKNOWN) is (autonomy is UNKNOWN)
    assert ("flowdetail_id" in {one.name for one in found.settings}) is (autonomy is UNKNOWN)
