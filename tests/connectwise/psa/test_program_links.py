"""On which boards a program opens tickets, as the tickets themselves show it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.connectwise.psa.test_normalize import ACTORS, CATALOGUE, PLACE, SINCE, desk
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import TicketLog, deployments_from_api_member
from aigov_connectors.connectwise.psa.normalize.integrations import Roles
from aigov_connectors.connectwise.psa.wire import ApiMemberWire, TicketWire
from aigov_connectors.inventory import GateKind, LinkKind, Statement

Ticket = tuple[int, int | None, str]
"""Id, board, and who entered it."""


def _member(*tickets: Ticket, of_project: bool = False) -> Statement:
    """What is said of the member `zofiqapi` after some tickets."""
    log = TicketLog(tenant_id="acme", actors=ACTORS, desk=desk(), since=SINCE)
    for number, board, by in tickets:
        row = TicketWire.model_validate(
            {
                "id": number,
                "board": None if board is None else {"id": board},
                "company": {"id": 1},
                "_info": {"enteredBy": by, "lastUpdated": "2026-11-10T08:00:00Z"},
            }
        )
        log.add(row, is_client={"1"}.__contains__, of_project=of_project, origin=origin())
    (said,) = deployments_from_api_member(
        ApiMemberWire.model_validate({"id": 310, "identifier": "zofiqapi"}),
        origin=origin(),
        roles=Roles(),
        catalogue=CATALOGUE,
        place=PLACE,
        log=log,
    )
    return said


@pytest.mark.parametrize("order", [(7, 9, 8), (9, 8, 7)])
def test_a_board_on_which_it_opened_tickets_is_where_it_leads_to(order: Iterable[int]) -> None:
    said = _member(*((number, 2, "ZofiqAPI") for number in order), (3, 5, "zofiqapi"))
    first, second = said.deployment.leads_to

    assert [first.key, second.key] == [
        "connectwise.psa/acme/board:2",
        "connectwise.psa/acme/board:5",
    ]
    # A person may have had it do so: no document tells.
    assert (first.kind, first.gate) == (LinkKind.DESK, GateKind.UNKNOWN)
    shown = {
        one.id: (one.fact.object_id, one.fact.pointer, one.fact.value) for one in said.evidence
    }
    assert [shown[one] for one in first.evidence] == [
        ("9", "/_info/enteredBy", "ZofiqAPI"),
        ("9", "/board/id", 2),
    ]


@pytest.mark.parametrize(
    "ticket", [(1, 2, "mlee"), (1, 2, "Workflow"), (1, 2, "zofiqapi2"), (1, None, "zofiqapi")]
)
def test_tickets_of_others_and_of_no_board_lead_nowhere(ticket: Ticket) -> None:
    assert _member(ticket).deployment.leads_to == ()


def test_tickets_of_projects_start_no_rule_of_a_service_board() -> None:
    assert _member((1, 2, "zofiqapi"), of_project=True).deployment.leads_to == ()
