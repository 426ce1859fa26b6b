"""Where a callback sends records to, and what starts it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectwise.psa.test_normalize import CATALOGUE, PLACE
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import (
    deployments_from_callback,
    deployments_from_old_callbacks,
)
from aigov_connectors.connectwise.psa.wire import CallbackWire, IntegratorLoginWire
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    DecisionKind,
    GateKind,
    LinkKind,
    Statement,
)


def _callback(**fields: Any) -> Statement:
    sent = {"id": 1, "url": "https://hooks.getthread.com/cw?id=1", "type": "ticket"}
    (said,) = deployments_from_callback(
        CallbackWire.model_validate({**sent, **fields}),
        origin=origin(),
        catalogue=CATALOGUE,
        place=PLACE,
    )
    return said


def test_a_callback_of_tickets_starts_from_some_tickets_and_calls_a_host() -> None:
    said = _callback()
    (call,), (start,) = said.deployment.leads_to, said.deployment.starts_from
    known = {one.id: one.fact.pointer for one in said.evidence}

    assert (call.kind, call.key, call.request) == (
        LinkKind.CALL,
        "hooks.getthread.com",
        "* /{}",
    )
    assert call.gate is GateKind.NONE
    # What its level and object select is in no document.
    assert (start.key, start.basis) == ("connectwise.psa/acme/board:*", Basis.INFERRED)
    assert [known[one] for one in (*call.evidence, *start.evidence)] == ["/url", "/type"]


def test_a_callback_of_other_records_starts_from_no_ticket() -> None:
    for kind in ("company", None):
        said = _callback(type=kind)
        assert said.deployment.starts_from == ()
        assert len(said.deployment.leads_to) == 1


@pytest.mark.parametrize("inactive", [False, True, None])
def test_a_callback_to_any_address_is_told_of_and_may_lead_on(inactive: bool | None) -> None:
    url = "https://app.ninjarmm.com/v2/device/1/script/run?key=1"
    said = _callback(url=url, inactiveFlag=inactive)
    told = said.deployment
    assert (told.feature, told.autonomy, told.gate.kind, told.decisions) == (
        "connectwise.psa.callbacks",
        Autonomy.ADVISORY,
        GateKind.NOT_APPLICABLE,
        (DecisionKind.INFORM,),
    )
    assert told.enabled is (None if inactive is None else not inactive)
    (call,), (start,) = told.leads_to, told.starts_from
    assert (call.key, start.key) == ("app.ninjarmm.com", "connectwise.psa/acme/board:*")


def test_an_address_that_cannot_be_read_is_told_of_and_leads_nowhere() -> None:
    said = _callback(url=None)
    assert said.deployment.source_object.name == "callback of ticket to an unreadable address"
    assert said.deployment.leads_to == ()


def test_what_an_ai_vendor_does_with_what_it_is_told_stays_unknown() -> None:
    told = _callback().deployment
    assert (told.feature, told.autonomy) == ("connectwise.psa.third_party_ai", Autonomy.UNKNOWN)


def test_an_integration_of_the_old_kind_is_told_of_records_too() -> None:
    login = IntegratorLoginWire.model_validate(
        {
            "id": 3,
            "username": "rmmsync",
            "inactiveFlag": False,
            "serviceBoardCallbackUrl": "https://hooks.getthread.com/cw?key=hunter2",
            "companyCallbackUrl": "https://crm.example/cw",
            "contactCallbackUrl": "{{address}}",
            "projectCallbackUrl": "",
        }
    )
    said = list(
        deployments_from_old_callbacks(login, origin=origin(), catalogue=CATALOGUE, place=PLACE)
    )
    assert [
        (one.deployment.source_object.name, one.deployment.feature.rpartition(".")[2])
        for one in said
    ] == [
        ("callback of ticket to hooks.getthread.com", "third_party_ai"),
        ("callback of company to crm.example", "callbacks"),
        ("callback of contact to an unreadable address", "callbacks"),
    ]
    tickets, records, unread = (one.deployment for one in said)
    assert [bool(one.starts_from) for one in (tickets, records, unread)] == [True, False, False]
    assert [one.autonomy for one in (tickets, records, unread)] == [
        Autonomy.UNKNOWN,
        Autonomy.ADVISORY,
        Autonomy.UNKNOWN,
    ]
    assert {one.enabled for one in (tickets, records, unread)} == {True}
    known = {one.id: one.fact.pointer for one in said[0].evidence}
    assert {known[one] for one in tickets.starts_from[0].evidence} == {"/serviceBoardCallbackUrl"}
    assert "hunter2" not in str(said)
