"""What rules and workflows do by themselves, and who stands before it; no guess."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import (
    ADVISORY,
    ASKS,
    CATALOGUE,
    FULL,
    ORIGIN,
    PLACE,
    RUNS,
    STATUSES,
    UNKNOWN,
    desk,
    only,
    workflow,
)

from aigov_connectors.halopsa.normalize import (
    automations_of,
    deployments_from_approval_process,
    deployments_from_ticket_rules,
    deployments_from_workflow,
    rule_starts,
)
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    OutcomeWire,
    TicketRuleWire,
    WorkflowWire,
)
from aigov_connectors.inventory import (
    ActorKind,
    Autonomy,
    Basis,
    DecisionKind,
    Deployment,
    GateKind,
    Reach,
)


def rules(
    *rows: dict[str, Any], outcomes: dict[int, OutcomeWire] | None = None
) -> list[Deployment]:
    told = [
        (TicketRuleWire.model_validate({"id": 10 + at, "active": True, **row}), ORIGIN)
        for at, row in enumerate(rows)
    ]
    found = deployments_from_ticket_rules(
        told,
        statuses=STATUSES,
        outcomes=outcomes or {},
        entry=CATALOGUE["ticket_rules"],
        place=PLACE,
        desk=desk(),
    )
    return [one.deployment for one in found]


@pytest.mark.parametrize(
    ("sets", "autonomy", "decisions"),
    [
        ({"new_team": "NOC"}, FULL, {DecisionKind.ROUTE_TICKET}),
        ({"new_agent_id": 7}, FULL, {DecisionKind.ROUTE_TICKET}),
        ({"new_priority_id": 2}, FULL, {DecisionKind.PRIORITIZE_TICKET}),
        ({"new_category_3_id": 2}, FULL, {DecisionKind.CHANGE_TICKET}),
        ({"new_status_id": 9}, FULL, {DecisionKind.CLOSE_TICKET}),
        ({"new_status_id": 2}, FULL, {DecisionKind.CHANGE_TICKET}),
        ({"script_id": 4}, FULL, {DecisionKind.RUN_SCRIPT}),
        ({"outcome_id": 5}, UNKNOWN, {DecisionKind.UNKNOWN}),
        ({"popupmsg": "hello"}, ADVISORY, {DecisionKind.INFORM}),
        ({"new_agent_id": 0, "new_team": " ", "new_priority_id": -1, "popupmsg": "x"}, ADVISORY,
         {DecisionKind.INFORM}),
    ],
)  # fmt: skip
def test_what_a_rule_does_follows_from_what_it_sets(
    sets: dict[str, Any], autonomy: Autonomy, decisions: set[DecisionKind]
) -> None:
    (found,) = rules(sets)
    assert found.autonomy is autonomy
    assert set(found.decisions) == decisions
    assert found.enabled is True


def test_a_status_that_neither_list_tells_is_unknown() -> None:
    (found,) = rules({"new_status_id": 77})
    assert found.autonomy is UNKNOWN


def test_a_rule_that_sets_nothing_known_is_unknown() -> None:
    assert rules({})[0].autonomy is UNKNOWN


@pytest.mark.parametrize(
    ("active", "enabled"), [(True, True), (False, False), ("x", None), (1, None)]
)
def test_only_a_bool_says_whether_a_rule_is_on(active: object, enabled: bool | None) -> None:
    assert rules({"active": active, "new_team": "A"})[0].enabled is enabled


def test_an_action_with_ai_makes_the_rule_reply() -> None:
    outcome = OutcomeWire.model_validate({"id": 5, "ai_operation": 2})
    (found,) = rules({"outcome_id": 5}, outcomes={5: outcome})
    assert (found.autonomy, found.basis) == (FULL, Basis.INFERRED)
    assert found.decisions == (DecisionKind.REPLY_TO_PERSON,)


def test_what_acts_and_what_may_are_parts() -> None:
    (found,) = rules({"new_team": "NOC", "popupmsg": "x", "outcome_id": 5})
    assert found.autonomy is FULL
    assert {part.value: part.autonomy for part in found.breakdown} == {
        "assignment": FULL,
        "action": UNKNOWN,
        "message": ADVISORY,
    }
    assert {part.decisions for part in found.breakdown} == {
        (DecisionKind.ROUTE_TICKET,),
        (DecisionKind.UNKNOWN,),
        (DecisionKind.INFORM,),
    }


LOOKS = {"criteria": [{"fieldname": "summary", "type": 2, "value_string": "x"}]}


@pytest.mark.parametrize(
    ("first", "second", "hidden"),
    [
        ({**LOOKS, "stopmatching": True}, LOOKS, True),
        ({"criteria": [], "stopmatching": True}, LOOKS, True),
        ({**LOOKS, "stopmatching": False}, LOOKS, False),
        ({**LOOKS, "stopmatching": True, "active": False}, LOOKS, False),
        ({**LOOKS, "stopmatching": True, "precedence": 9}, {**LOOKS, "precedence": 3}, False),
        ({**LOOKS, "stopmatching": True, "use": 1}, {**LOOKS, "use": 2}, False),
        ({**LOOKS, "stopmatching": True}, {"criteria": []}, False),
    ],
)
def test_a_rule_is_hidden_only_by_an_earlier_one_that_surely_stops_it(
    first: dict[str, Any], second: dict[str, Any], hidden: bool
) -> None:
    found = rules(
        {"id": 1, "name": "First", "new_team": "A", **first},
        {"id": 2, "name": "Second", "new_team": "B", "outcome_id": 5, **second},
    )
    (later,) = (one for one in found if one.source_object.name == "Second")
    assert later.shadowed_by == ("First" if hidden else None)
    told = [
        (TicketRuleWire.model_validate({"active": True, **row}), ORIGIN)
        for row in ({"id": 1, **first}, {"id": 2, "outcome_id": 5, **second})
    ]
    assert bool(rule_starts(told).get(5)) is not hidden


def test_whom_a_condition_on_clients_reaches_is_not_told() -> None:
    limited, everybody = rules(
        {"new_team": "A", "criteria": [{"fieldname": "client_id", "type": 0, "value_int": 3}]},
        {"new_team": "A", "criteria": [{"fieldname": "summary"}]},
    )
    assert (limited.reach, everybody.reach) == (Reach.UNKNOWN, Reach.ALL)


def flow(row: WorkflowWire, *, process: dict[str, Any] | None = None) -> list[Deployment]:
    told = ApprovalProcessWire.model_validate({"id": 8, "name": "P", "steps": [process or {}]})
    found = deployments_from_workflow(
        row,
        automations_of(row, ORIGIN),
        origin=ORIGIN,
        processes={8: told},
        entry=CATALOGUE["workflow_automations"],
        place=PLACE,
        desk=desk({"id": 1, "workflow_id": 3, "approval_process_id": 8}),
    )
    return [one.deployment for one in found]


HOLDS = {"role_name": "Board", "autoapproveifnoapprovers": False}
OPENS = {"role_name": "Board", "autoapproveforagentlogging": True}


@pytest.mark.parametrize(
    ("edges", "process", "autonomy", "gate"),
    [
        ([(1, 2, ASKS), (2, 3, RUNS)], HOLDS, ADVISORY, GateKind.PRE_APPROVAL),
        ([(1, 2, ASKS), (2, 3, RUNS)], OPENS, FULL, GateKind.NONE),
        ([(1, 2, {}), (2, 3, RUNS)], HOLDS, FULL, GateKind.NONE),
        ([(1, 2, ASKS), (1, 4, {}), (4, 2, {}), (2, 3, RUNS)], HOLDS, FULL, GateKind.NONE),
        ([(1, 2, {**ASKS, **RUNS})], HOLDS, ADVISORY, GateKind.PRE_APPROVAL),
        ([(1, 2, {}), (2, 1, {}), (2, 3, {**ASKS, **RUNS})], HOLDS, ADVISORY,
         GateKind.PRE_APPROVAL),
    ],
)  # fmt: skip
def test_an_automation_is_gated_if_every_way_to_it_passes_an_approval_that_holds(
    edges: list[tuple[int, int, dict[str, Any]]],
    process: dict[str, Any],
    autonomy: Autonomy,
    gate: GateKind,
) -> None:
    (found,) = flow(workflow(*edges), process=process)
    assert (found.autonomy, found.gate.kind) == (autonomy, gate)
    if process is OPENS:
        assert found.gate.claims is GateKind.PRE_APPROVAL
    elif gate is GateKind.PRE_APPROVAL:
        assert [one.role for one in found.gate.approvers] == ["Board"]


def test_a_way_past_the_approval_is_shown() -> None:
    edges = [(1, 2, ASKS), (1, 4, {}), (4, 2, {}), (2, 3, RUNS)]
    (found,) = flow(workflow(*edges))  # type: ignore[arg-type]
    assert [one.value for one in found.settings if one.name == "path"] == ["S1 > S4 > S2 > S3"]


def test_gated_and_ungated_automations_are_parts() -> None:
    timer = {"time_limit_mins": 60, "time_limit_action_id": 5, "time_limit_action_name": "Close"}
    (found,) = flow(workflow((1, 2, {**ASKS, **RUNS}), (1, 3, timer)), process=HOLDS)
    assert found.autonomy is FULL
    assert {part.value: part.autonomy for part in found.breakdown} == {
        "runbook Deploy": ADVISORY,
        "time limit Close": FULL,
    }


def test_a_workflow_that_people_walk_says_nothing_and_one_that_is_off_is_off() -> None:
    assert flow(workflow((1, 2, {"action_id": 4}))) == []
    (found,) = flow(workflow((1, 2, RUNS), active=False))
    assert found.enabled is False


def test_no_runbook_is_named_by_the_empty_id() -> None:
    nil = {"automation_runbook_id": "00000000-0000-0000-0000-000000000000"}
    assert flow(workflow((1, 2, nil))) == []


@pytest.mark.parametrize(
    ("step", "autonomy"),
    [
        ({"autoapproveifnoapprovers": True}, FULL),
        ({"autoapproveifnoapprovers": False, "agent_name": "A. Person"}, ADVISORY),
        ({"autoapproveifnoapprovers": "perhaps"}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_an_approval_that_opens_by_itself_is_none(step: dict[str, Any], autonomy: Autonomy) -> None:
    row = ApprovalProcessWire.model_validate({"id": 8, "name": "P", "steps": [step]})
    found = only(
        deployments_from_approval_process(
            row,
            origin=ORIGIN,
            entry=CATALOGUE["approval_processes"],
            place=PLACE,
            desk=desk({"id": 1, "approval_process_id": 8}),
            overridden=None,
        )
    )
    assert found.deployment.autonomy is autonomy
    assert "A. Person" not in repr(found)
    if autonomy is ADVISORY:
        assert [one.kind for one in found.deployment.gate.approvers] == [ActorKind.PERSON]
