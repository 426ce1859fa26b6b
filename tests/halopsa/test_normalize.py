"""What rules and workflows do by themselves, and who stands before it; no guess."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import (
    ADVISORY,
    ASKS,
    CATALOGUE,
    FULL,
    HOLDS,
    NO_OPENER,
    ORIGIN,
    PLACE,
    RUNS,
    SETS_NOTHING,
    STATUSES,
    UNKNOWN,
    desk,
    only,
    workflow,
)

from aigov_connectors.halopsa.normalize import (
    Desk,
    automations_of,
    deployments_from_approval_process,
    deployments_from_ticket_rules,
    deployments_from_workflow,
)
from aigov_connectors.halopsa.normalize.approvals import approvers_of
from aigov_connectors.halopsa.normalize.rules import workflows_given
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
    *rows: dict[str, Any],
    outcomes: dict[int, OutcomeWire] | None = None,
    summaries: tuple[int, ...] = (),
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
        summaries=summaries,
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
        ({**SETS_NOTHING, "popupmsg": "hello"}, ADVISORY, {DecisionKind.INFORM}),
        ({**SETS_NOTHING, "new_team": " ", "new_priority_id": -1, "popupmsg": "x"}, ADVISORY,
         {DecisionKind.INFORM}),
        ({**SETS_NOTHING, "popupmsg": " "}, UNKNOWN, set(CATALOGUE["ticket_rules"].decisions)),
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


@pytest.mark.parametrize("name", SETS_NOTHING)
@pytest.mark.parametrize("sent", [{}, None], ids=["not sent", "null"])
def test_a_rule_that_shows_a_message_may_do_what_it_did_not_tell(name: str, sent: object) -> None:
    told = {key: value for key, value in SETS_NOTHING.items() if key != name}
    (found,) = rules({**told, "popupmsg": "x", **({name: None} if sent is None else {})})
    assert found.autonomy is UNKNOWN
    assert {part.value: part.autonomy for part in found.breakdown} == {
        "message": ADVISORY,
        "what was not told": UNKNOWN,
    }


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


@pytest.mark.parametrize(
    ("field", "autonomy", "decision"),
    [
        ({"fieldname": "impact", "value_int": 2}, FULL, DecisionKind.CHANGE_TICKET),
        ({"fieldname": "Priority_ID", "value_int": 2}, FULL, DecisionKind.PRIORITIZE_TICKET),
        ({"fieldname": "team", "value_string": "NOC"}, FULL, DecisionKind.ROUTE_TICKET),
        ({"fieldname": "status_id", "value_int": 9}, FULL, DecisionKind.CLOSE_TICKET),
        ({"fieldname": "status_id", "value_int": 77}, UNKNOWN, DecisionKind.CHANGE_TICKET),
        ({"value_int": 2}, UNKNOWN, DecisionKind.CHANGE_TICKET),
    ],
)
def test_what_another_field_means_that_a_rule_sets_is_read_from_its_name(
    field: dict[str, Any], autonomy: Autonomy, decision: DecisionKind
) -> None:
    (found,) = rules({"outcomes": [field]})
    assert (found.autonomy, found.basis) == (autonomy, Basis.INFERRED)
    assert decision in found.decisions
    assert "NOC" not in repr(found)


def test_whom_a_condition_on_clients_reaches_is_not_told() -> None:
    limited, everybody = rules(
        {"new_team": "A", "criteria": [{"fieldname": "client_id", "type": 0, "value_int": 3}]},
        {"new_team": "A", "criteria": [{"fieldname": "summary"}]},
    )
    assert (limited.reach, everybody.reach) == (Reach.UNKNOWN, Reach.ALL)
    (untold,) = rules({"new_team": "A", "criteria": None})
    assert untold.reach is Reach.UNKNOWN


@pytest.mark.parametrize(
    "criterion",
    [{"fieldname": name} for name in ("contract_id", "asset_id", "department_id", "fromaddress",
     "emailfrom", "reportedby", "CFsector", "novel")] + [{}, {"fieldname": "summary",
     "tablename": "area"}],
    ids=repr,
)  # fmt: skip
def test_a_condition_on_what_may_be_one_clients_own_reaches_nobody_knows_whom(
    criterion: dict[str, Any],
) -> None:
    (found,) = rules({"new_team": "A", "criteria": [{"fieldname": "summary"}, criterion]})
    assert found.reach is Reach.UNKNOWN


def test_what_a_rule_whose_details_were_not_read_does_besides_is_unknown() -> None:
    assert rules({"id": 5, "popupmsg": "x"}, summaries=(5,))[0].autonomy is UNKNOWN
    acting = rules({"id": 5, "new_team": "A"}, summaries=(5,))[0]
    assert {part.autonomy for part in acting.breakdown} == {FULL, UNKNOWN}


def flow(
    row: WorkflowWire, *, process: dict[str, Any] | None = None, place: Desk | None = None
) -> list[Deployment]:
    told = ApprovalProcessWire.model_validate({"id": 8, "name": "P", "steps": [process or {}]})
    found = deployments_from_workflow(
        row,
        automations_of(row, ORIGIN),
        origin=ORIGIN,
        processes={8: told},
        entry=CATALOGUE["workflow_automations"],
        place=PLACE,
        desk=place or desk({"id": 1, "workflow_id": 3, "approval_process_id": 8}),
    )
    return [one.deployment for one in found]


@pytest.mark.parametrize(
    ("steps", "read_types", "process"),
    [
        ([HOLDS], False, 8),
        ([HOLDS], True, 9),
        ([], True, 8),
        ([{"role_name": "Board"}], True, 8),
        ([{"autoapproveifnoapprovers": False}], True, 8),
        ([HOLDS, {"name": "Second"}], True, 8),
        ([{**HOLDS, "autoapproveifalreadyapp": None}], True, 8),
        ([{**HOLDS, "autoapproveforagentlogging": 1}], True, 8),
    ],
)
def test_an_approval_of_which_it_is_not_told_whether_it_holds_is_unknown_and_keeps_its_claim(
    steps: list[dict[str, Any]], read_types: bool, process: int
) -> None:
    row = workflow((1, 2, {**ASKS, **RUNS}))
    place = desk({"id": 1, "workflow_id": 3, "approval_process_id": 8})
    place.types_are_whole = read_types
    told = ApprovalProcessWire.model_validate({"id": process, "name": "P", "steps": steps})
    found = only(
        deployments_from_workflow(
            row,
            automations_of(row, ORIGIN),
            origin=ORIGIN,
            processes={process: told},
            entry=CATALOGUE["workflow_automations"],
            place=PLACE,
            desk=place,
        )
    ).deployment
    assert (found.autonomy, found.gate.kind) == (UNKNOWN, GateKind.UNKNOWN)
    assert (found.gate.claims, found.basis) == (GateKind.PRE_APPROVAL, Basis.INFERRED)


@pytest.mark.parametrize(("isend", "autonomy"), [(None, UNKNOWN), (True, ADVISORY)])
def test_a_step_that_does_not_tell_where_it_leads_may_lead_past_the_approval(
    isend: bool | None, autonomy: Autonomy
) -> None:
    row = workflow((1, 2, ASKS), (2, 3, RUNS)).model_dump()
    row["steps"][2].update(actions=None, isend=isend)
    (found,) = flow(WorkflowWire.model_validate(row), process=HOLDS)
    assert found.autonomy is autonomy


@pytest.mark.parametrize(
    "edge",
    [
        {"automation_type": 3},
        {"time_limit_mins": 60},
        {**ASKS, "time_limit_mins": 60, "time_limit_action_id": 5},
    ],
)
def test_an_automation_that_is_not_told_whole_is_unknown(edge: dict[str, Any]) -> None:
    (found,) = flow(workflow((1, 2, edge)), process=HOLDS)
    assert (found.autonomy, found.basis) == (UNKNOWN, Basis.INFERRED)


def test_an_action_of_a_step_itself_is_unknown() -> None:
    (found,) = flow(
        workflow(steps=[{"step_id": 1, "isstart": True, "auto_action": 4, "actions": []}])
    )
    assert found.autonomy is UNKNOWN


@pytest.mark.parametrize(
    "more",
    [
        {"is_mandatory": False},
        {"is_mandatory": None},
        {"is_mandatory": 1},
        {"minapprovers": 0},
        {"minapprovers": None},
        {"allowadhocapprovers": True},
        {"statusifnoapproval": 7},
        {"statusafterstartdatepassed": 7},
        {"statusafterstartdatepassed": None},
    ],
    ids=repr,
)
def test_an_approval_that_may_be_passed_by_is_claimed(more: dict[str, Any]) -> None:
    (found,) = flow(workflow((1, 2, {**ASKS, **RUNS})), process={**HOLDS, **more})
    assert (found.autonomy, found.gate.kind) == (UNKNOWN, GateKind.UNKNOWN)
    assert (found.gate.claims, found.basis) == (GateKind.PRE_APPROVAL, Basis.INFERRED)


@pytest.mark.parametrize(
    "types",
    [
        [],
        [{"id": 1, "workflow_id": 9, "approval_process_id": 8}],
        [{"id": 1, "workflow_id": 3}],
        [{"id": 1, "workflow_id": 3, "approval_process_id": 0}],
        [{"id": 1, "workflow_id": 3, "approval_process_id": None}],
        [{"id": 1, "workflow_id": 3, "approval_process_id": 8}, {"id": 2}],
        [
            {"id": 1, "workflow_id": 3, "approval_process_id": 8},
            {"id": 2, "workflow_id": 3, "approval_process_id": -1},
        ],
    ],
    ids=repr,
)
def test_which_approval_stands_in_a_workflow_is_told_by_types_that_name_both(
    types: list[dict[str, Any]],
) -> None:
    (found,) = flow(workflow((1, 2, {**ASKS, **RUNS})), process=HOLDS, place=desk(*types))
    assert (found.autonomy, found.gate.kind) == (UNKNOWN, GateKind.UNKNOWN)
    assert found.gate.claims is GateKind.PRE_APPROVAL


@pytest.mark.parametrize("by_rules", [None, frozenset({3})])
def test_a_workflow_that_a_rule_may_give_has_an_approval_and_clients_of_which_nobody_knows(
    by_rules: frozenset[int] | None,
) -> None:
    place = desk({"id": 1, "workflow_id": 3, "approval_process_id": 8})
    row = workflow((1, 2, {**ASKS, **RUNS}))
    assert flow(row, process=HOLDS, place=place)[0].reach is Reach.ALL

    place.workflows_of_rules = by_rules
    (found,) = flow(row, process=HOLDS, place=place)
    assert (found.gate.kind, found.reach) == (GateKind.UNKNOWN, Reach.UNKNOWN)


def test_a_rule_that_may_be_on_gives_its_workflow() -> None:
    told = [
        (TicketRuleWire.model_validate({"id": at, "new_workflow_id": at, "active": active}), ORIGIN)
        for at, active in enumerate((True, None, False), start=1)
    ]
    assert workflows_given(told) == {1, 2}


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


@pytest.mark.parametrize(
    "edges",
    [
        [(1, 2, {"approval_result": None}), (2, 3, RUNS)],
        [(1, 2, {}), (2, 3, {**RUNS, "approval_result": None})],
        [(1, 2, ASKS), (1, 4, {"approval_result": None}), (4, 2, {}), (2, 3, RUNS)],
    ],
)
def test_whether_an_approval_stands_on_a_way_that_does_not_tell_is_unknown(edges: Any) -> None:
    (found,) = flow(workflow(*edges), process=HOLDS)
    assert (found.autonomy, found.gate.kind) == (UNKNOWN, GateKind.UNKNOWN)


TIMED = {**ASKS, "time_limit_mins": 60}


@pytest.mark.parametrize(
    ("edges", "process", "autonomy", "gate"),
    [
        ([(1, 2, TIMED), (2, 3, RUNS)], HOLDS, UNKNOWN, GateKind.UNKNOWN),
        ([(1, 2, TIMED), (2, 3, RUNS)], OPENS, FULL, GateKind.NONE),
        ([(1, 2, ASKS), (2, 3, TIMED), (3, 4, RUNS)], HOLDS, ADVISORY, GateKind.PRE_APPROVAL),
        ([(1, 2, TIMED), (1, 2, {}), (2, 3, RUNS)], HOLDS, FULL, GateKind.NONE),
        ([(1, 2, {**ASKS, "time_limit_mins": 0}), (2, 3, RUNS)], HOLDS, ADVISORY,
         GateKind.PRE_APPROVAL),
    ],
)  # fmt: skip
def test_what_follows_an_approval_that_time_may_pass_by_is_unknown(
    edges: Any, process: dict[str, Any], autonomy: Autonomy, gate: GateKind
) -> None:
    found = flow(workflow(*edges), process=process)[0]
    parts = {part.value: part for part in found.breakdown}
    runs = parts.get("runbook Deploy", found)

    assert (runs.autonomy, runs.gate.kind) == (autonomy, gate)
    claims = GateKind.PRE_APPROVAL if gate is GateKind.UNKNOWN or process is OPENS else None
    assert runs.gate.claims is claims


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
        ({**NO_OPENER, "agent_name": "A. Person"}, ADVISORY),
        ({"autoapproveifnoapprovers": False}, UNKNOWN),
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


def test_who_approves_is_told_by_the_rules_of_a_step_too() -> None:
    rules = [{"role_name": "Board"}, {"cab_name": "Change board"}, {"agent_name": "A. Person"}, {}]
    sent = {"id": 8, "steps": [{"role_name": "Board", "rules": rules}, {"rules": None}]}
    found = approvers_of([ApprovalProcessWire.model_validate(sent)])
    assert [(one.kind, one.role) for one in found] == [
        (ActorKind.ROLE, "Board"),
        (ActorKind.ROLE, "Change board"),
        (ActorKind.PERSON, None),
    ]
