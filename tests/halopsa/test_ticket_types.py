"""What a ticket type and a service level do besides, as far as that is told."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import CATALOGUE, ORIGIN, PLACE, STATUSES, UNKNOWN, desk, only

from aigov_connectors.halopsa.normalize import deployments_from_sla, deployments_from_ticket_type
from aigov_connectors.halopsa.wire import SLAWire, TicketTypeWire
from aigov_connectors.inventory import DecisionKind, Deployment


def besides(**sent: Any) -> list[Deployment]:
    found = deployments_from_ticket_type(
        TicketTypeWire.model_validate({"id": 1, "name": "T", **sent}),
        origin=ORIGIN,
        closing=CATALOGUE["auto_close"],
        balancing=CATALOGUE["load_balancing"],
        others=CATALOGUE["ticket_type_automations"],
        presets=CATALOGUE["ticket_type_presets"],
        place=PLACE,
        desk=desk({"id": 1}),
    )
    return [one.deployment for one in found]


def test_after_how_long_data_is_deleted_is_shown() -> None:
    (found,) = besides(auto_delete_data=2, auto_delete_days=365)
    assert {one.name: one.value for one in found.settings} == {
        "auto_delete_data": 2,
        "auto_delete_days": 365,
    }
    assert found.autonomy is UNKNOWN


@pytest.mark.parametrize(
    ("sent", "is_stated"),
    [(True, True), (False, False), (None, False), ("yes", True)],
)
def test_what_a_contributor_gets_is_not_told_but_that_there_is_one(
    sent: object, is_stated: bool
) -> None:
    found = besides(auto_contributor=sent)
    assert bool(found) is is_stated
    assert all(one.autonomy is UNKNOWN for one in found)


@pytest.mark.parametrize("field", ["slstatusafterfirstwarning", "slstatusaftersecondwarning"])
def test_a_warning_of_a_service_level_may_change_the_status(field: str) -> None:
    row = SLAWire.model_validate({"id": 2, "autoreleaseoption": False, field: 9})
    found = only(
        deployments_from_sla(
            row, origin=ORIGIN, statuses=STATUSES, entry=CATALOGUE["status_timers"], place=PLACE
        )
    )
    assert DecisionKind.CLOSE_TICKET in found.deployment.decisions
    assert field in {one.name for one in found.deployment.settings}
