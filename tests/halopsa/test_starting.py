"""Which tickets start a workflow or a rule: by the number of a type, by the id of an alert."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import CATALOGUE, ORIGIN, PLACE, RUNS, STATUSES, desk, only, workflow
from tests.halopsa.test_normalize import flow

from aigov_connectors.halopsa.normalize import deployments_from_ticket_rules
from aigov_connectors.halopsa.normalize.rules import rule_starts
from aigov_connectors.halopsa.normalize.starting import (
    AlertTickets,
    starts_of_rule,
    starts_of_workflow,
)
from aigov_connectors.halopsa.wire import TicketDetailWire, TicketRuleWire
from aigov_connectors.inventory import Autonomy, Basis, GateKind, Link, LinkKind, Reach

UID = "6d0b1a2c-0000-4000-a000-000000000001"
HERE = f"halopsa/{PLACE.tenant_id}/ticket_type"


def ticket(**sent: Any) -> TicketDetailWire:
    return TicketDetailWire.model_validate({"id": 5, "tickettype_id": 8, **sent})


def starts(
    *types: dict[str, Any], tickets: tuple[TicketDetailWire, ...] = (), flow_id: int = 7
) -> tuple[Link, ...]:
    seen = AlertTickets()
    for one in tickets:
        seen.add(one, ORIGIN)
    kinds = {number: (row, ORIGIN) for number, row in desk(*types).types.items()}
    row = workflow((1, 2, RUNS)).model_copy(update={"id": flow_id})
    links, proofs = starts_of_workflow(row, types=kinds, alerts=seen, place=PLACE)
    assert {one for link in links for one in link.evidence} == {one.id for one in proofs}
    return links


def test_tickets_of_the_types_that_name_a_workflow_start_it() -> None:
    found = starts(
        {"id": 8, "workflow_id": 7},
        {"id": 9, "workflow_id": 6},
        {"id": 10, "workflow_id": 0},
        {"id": 11},
        {"id": 12, "workflow_id": 7},
    )

    assert [(one.kind, one.key) for one in found] == [
        (LinkKind.DESK, f"{HERE}:8"),
        (LinkKind.DESK, f"{HERE}:12"),
    ]
    assert {one.basis for one in found} == {Basis.OBSERVED}


def test_no_number_is_no_workflow() -> None:
    assert starts({"id": 8, "workflow_id": 0}, flow_id=0) == ()


def test_a_ticket_that_holds_the_id_of_an_alert_leads_back_to_it() -> None:
    found = starts({"id": 8, "workflow_id": 7}, tickets=(ticket(ninja_alert_id=UID),))
    (alert,) = [one for one in found if one.kind is LinkKind.PRODUCT]

    assert (alert.key, alert.place) == ("ninjaone", f"alert:{UID}")
    assert (alert.basis, alert.gate) == (Basis.INFERRED, GateKind.UNKNOWN)
    assert len(alert.evidence) == 3  # the ticket's two fields, and the type's workflow


@pytest.mark.parametrize(
    "sent",
    [{}, {"ninja_alert_id": ""}, {"ninja_alert_id": UID, "tickettype_id": None}],
    ids=["none", "blank", "no type"],
)
def test_a_ticket_that_tells_of_no_alert_or_no_type_leads_nowhere(sent: dict[str, Any]) -> None:
    found = starts({"id": 8, "workflow_id": 7}, tickets=(ticket(**sent),))

    assert [one.kind for one in found] == [LinkKind.DESK]


def test_an_alert_of_another_type_starts_another_workflow() -> None:
    other = ticket(ninja_alert_id=UID, tickettype_id=9)

    assert [one.kind for one in starts({"id": 8, "workflow_id": 7}, tickets=(other,))] == [
        LinkKind.DESK
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_several_tickets_of_a_type_the_latest_counts(order: tuple[int, int]) -> None:
    both = (ticket(ninja_alert_id="old", id=4), ticket(ninja_alert_id=UID, id=6))
    found = starts({"id": 8, "workflow_id": 7}, tickets=(both[order[0]], both[order[1]]))

    assert [one.place for one in found if one.kind is LinkKind.PRODUCT] == [f"alert:{UID}"]


def test_a_workflow_that_is_given_no_starts_tells_none() -> None:
    (said,) = flow(workflow((1, 2, RUNS)))

    assert said.starts_from == ()


@pytest.mark.parametrize(
    ("criteria", "keys"),
    [
        ([{"fieldname": "tickettype_id", "value_int": 8}], [f"{HERE}:8"]),
        ([{"fieldname": "TicketType_ID", "value_int": 8}], [f"{HERE}:8"]),
        ([{"fieldname": "summary", "value_string": "8"}], []),
        ([{"fieldname": "tickettype_id", "value_int": 0}], []),
        ([{"fieldname": "tickettype_id", "value_int": True}], []),
        ([{"fieldname": "tickettype_id"}], []),
        ([], []),
        (None, []),
    ],
    ids=repr,
)
def test_a_rule_starts_perhaps_from_the_types_that_its_conditions_name(
    criteria: Any, keys: list[str]
) -> None:
    row = TicketRuleWire.model_validate({"id": 3, "criteria": criteria})
    links, proofs = starts_of_rule(row, origin=ORIGIN, place=PLACE)

    assert [one.key for one in links] == keys
    assert {one.basis for one in links} <= {Basis.INFERRED}
    assert len(proofs) == 2 * len(keys)


TYPES = ({"id": 8, "allowed_clients": [{"client_id": 100}]}, {"id": 9}, {"id": 7})
ON_TYPE: dict[str, Any] = {"fieldname": "tickettype_id", "value_int": 9, "value_type": "int"}


@pytest.mark.parametrize(
    ("criteria", "autonomy", "reach"),
    [
        ([], Autonomy.UNKNOWN, Reach.UNKNOWN),
        ([ON_TYPE], Autonomy.FULLY_AUTONOMOUS, Reach.ALL),
        ([{**ON_TYPE, "value_int": 8}], Autonomy.FULLY_AUTONOMOUS, Reach.UNKNOWN),
        ([{**ON_TYPE, "value_int": 99}], Autonomy.FULLY_AUTONOMOUS, Reach.UNKNOWN),
        ([{"fieldname": "summary"}], Autonomy.FULLY_AUTONOMOUS, Reach.ALL),
    ],
    ids=["no condition", "a type of all", "a type of some", "a type nobody read", "words"],
)
def test_what_a_rule_without_a_condition_takes_is_not_known_nor_whom_a_type_of_some_means(
    criteria: list[dict[str, Any]], autonomy: Autonomy, reach: Reach
) -> None:
    row = TicketRuleWire.model_validate(
        {"id": 3, "active": True, "new_team": "NOC", "criteria": criteria}
    )
    said = only(
        deployments_from_ticket_rules(
            [(row, ORIGIN)],
            statuses=STATUSES,
            outcomes={},
            entry=CATALOGUE["ticket_rules"],
            place=PLACE,
            desk=desk(*TYPES),
        )
    )

    assert (said.deployment.autonomy, said.deployment.reach) == (autonomy, reach)
    assert said.deployment.enabled is True


@pytest.mark.parametrize(("criteria", "is_sure"), [([], False), ([ON_TYPE], True), (None, True)])
def test_what_a_rule_without_a_condition_runs_is_not_surely_run(
    criteria: Any, is_sure: bool
) -> None:
    row = TicketRuleWire.model_validate(
        {"id": 3, "active": True, "outcome_id": 5, "criteria": criteria}
    )
    (start,) = rule_starts([(row, ORIGIN)])[5]

    assert start.is_sure is is_sure
