"""On which boards a program opens tickets, as the tickets themselves show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from tests.connectwise.psa.tenant import VENDOR, read, tenant
from tests.connectwise.psa.test_normalize import ACTORS, CATALOGUE, PLACE, SINCE, desk
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import TicketLog, deployments_from_api_member
from aigov_connectors.connectwise.psa.normalize.rights import Roles
from aigov_connectors.connectwise.psa.sandbox import directory
from aigov_connectors.connectwise.psa.wire import ApiMemberWire, TicketWire
from aigov_connectors.inventory import Basis, GateKind, Initiator, LinkKind, Statement

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


def test_whosever_a_ticket_is_it_shows_who_opens_tickets() -> None:
    """A company of another status, a vendor, or one that the list of companies did not tell."""
    log = TicketLog(tenant_id="acme", actors=ACTORS, desk=desk(), since=SINCE)
    row = {"id": 7, "board": {"id": 2}, "company": {"id": 99},
           "_info": {"enteredBy": "sync", "updatedBy": "zofiqapi"}}  # fmt: skip
    log.add(TicketWire.model_validate(row), is_client=lambda _: False, origin=origin())
    assert [board for board, _ in log.opened_by("sync")] == [2]
    assert log.shows("sync")
    assert log.shows("zofiqapi")
    assert log.touched_by("zofiqapi") == {}
    assert (log.elsewhere, log.unattended(9), dict(log.desk.tickets)) == (1, [], {})


def test_tickets_of_projects_start_no_rule_of_a_service_board() -> None:
    assert _member((1, 2, "zofiqapi"), of_project=True).deployment.leads_to == ()


def _login(monkeypatch: pytest.MonkeyPatch, username: str) -> None:
    """Let the one integrator login be called like who opens and changes tickets."""
    served = directory.integrator_logins

    def renamed(world: Any) -> Any:
        return [{**row, "username": username} for row in served(world)]

    monkeypatch.setattr(directory, "integrator_logins", renamed)


def test_an_integrator_login_is_where_a_chain_may_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    _login(monkeypatch, "EmailConnector")
    with tenant() as box:
        inventory = read(box)
    (login,) = (
        one for one in inventory.deployments if one.source_object.id.startswith("integratorLogin:")
    )
    assert {one.kind for one in login.leads_to} == {LinkKind.DESK}
    assert {one.basis for one in login.leads_to} == {Basis.INFERRED}
    assert all(one.because and one.settled_by for one in login.leads_to)


@pytest.mark.parametrize(
    ("username", "expected"),
    [("Workflow", Initiator.MACHINE), ("mlee", Initiator.PERSON)],
)
def test_what_a_login_did_is_a_programs_deed_unless_a_person_is_called_the_same(
    monkeypatch: pytest.MonkeyPatch, username: str, expected: Initiator
) -> None:
    _login(monkeypatch, username)
    with tenant() as box:
        inventory = read(box)
    deeds = {one.initiator for one in inventory.decisions}
    assert Initiator.PERSON not in deeds  # what people close is no automation's deed
    assert (Initiator.RULE in deeds) is (expected is Initiator.PERSON)
    (login,) = (
        one for one in inventory.deployments if one.source_object.id.startswith("integratorLogin:")
    )
    reached = inventory.clients_by_deployment.get(login.key, ())
    assert bool(reached) is (expected is Initiator.MACHINE)


def test_without_the_logins_nobody_knows_whose_a_strange_name_is() -> None:
    with tenant([f"deny:vendor={VENDOR},path=/system/integratorlogins"]) as box:
        inventory = read(box)
    assert Initiator.RULE not in {one.initiator for one in inventory.decisions}
