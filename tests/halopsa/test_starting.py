"""Which tickets start a workflow or a rule: by the number of a type, by the id of an alert."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import ORIGIN, PLACE, RUNS, desk, workflow
from tests.halopsa.test_normalize import flow

from aigov_connectors.halopsa.normalize.starting import (
    AlertTickets,
    starts_of_rule,
    starts_of_workflow,
)
from aigov_connectors.halopsa.wire import TicketDetailWire, TicketRuleWire
from aigov_connectors.inventory import Basis, GateKind, Link, LinkKind

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
