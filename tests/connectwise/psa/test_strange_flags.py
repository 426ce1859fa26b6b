"""A flag that was sent as something else than a bool leaves open what hangs on it: nothing is on,
off, closing or writing by a guess.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectwise.psa.rules import add, custom_field, rules, service_template
from tests.connectwise.psa.test_normalize import CATALOGUE, PLACE, desk
from tests.connectwise.psa.test_programs import log, login
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import (
    Roles,
    deployments_from_board,
    deployments_from_callback,
    deployments_from_hosted_setup,
    deployments_from_rules,
    deployments_from_track,
)
from aigov_connectors.connectwise.psa.normalize.reach import is_client
from aigov_connectors.connectwise.psa.wire import (
    BoardWire,
    CallbackWire,
    CompanyWire,
    HostedSetupWire,
    RoleWire,
    StatusWire,
    TrackActionWire,
    TrackWire,
)
from aigov_connectors.inventory import CredentialRights, DecisionKind, Deployment

STRANGE = pytest.mark.parametrize("sent", [1, 0, "yes", "true", "false", []])
ORIGIN: Any = origin()


def board(**row: Any) -> Deployment:
    wire = BoardWire.model_validate(
        {"id": 1, "name": "Desk", "autoAssignNewTicketsFlag": True, **row}
    )
    (one,) = deployments_from_board(
        wire,
        origin=ORIGIN,
        entry=CATALOGUE["board_auto_assign"],
        place=PLACE,
        desk=desk(t1=1),
        assigned=None,
    )
    return one.deployment


@STRANGE
def test_what_is_set_on_a_board_is_neither_on_nor_off(sent: Any) -> None:
    assert board().enabled is True
    assert board(inactiveFlag=True).enabled is False
    assert board(inactiveFlag=sent).enabled is None


@STRANGE
def test_programs_and_what_is_plugged_in_are_neither_on_nor_off(sent: Any) -> None:
    (old,) = login(serviceTicketApiFlag=True, inactiveFlag=sent)
    assert old.enabled is None
    assert {one.name: one.value for one in old.settings}["inactiveFlag"] == (
        sent if sent != [] else "[]"
    )
    row = {"id": 4, "url": "https://hook.zofiq.ai/x", "type": "ticket", "inactiveFlag": sent}
    said = deployments_from_callback(
        CallbackWire.model_validate(row), origin=ORIGIN, catalogue=CATALOGUE, place=PLACE
    )
    assert [one.deployment.enabled for one in said] == [None]
    app = {"id": 5, "url": "https://app.zofiq.ai/x", "disabledFlag": sent}
    shown = deployments_from_hosted_setup(
        HostedSetupWire.model_validate(app), origin=ORIGIN, catalogue=CATALOGUE, place=PLACE
    )
    assert [one.deployment.enabled for one in shown] == [None]


@STRANGE
def test_a_right_is_neither_held_nor_proven_away(sent: Any) -> None:
    (old,) = login(serviceTicketApiFlag=sent)
    assert old.rights is CredentialRights.CANNOT_TELL
    roles = Roles(listed={7: (RoleWire.model_validate({"id": 7, "adminFlag": sent}), ORIGIN)})
    assert roles.right_to_write(7) is None
    assert not roles.reads_only(7)
    assert log().shows(None) is False


@STRANGE
def test_a_status_neither_closes_nor_leaves_open(sent: Any) -> None:
    known = rules()
    known.know_status(1, StatusWire.model_validate({"id": 77, "closedStatus": sent}))
    assert 77 not in known.closing | known.open


@STRANGE
@pytest.mark.parametrize("flag", ["overwriteFlag", "inactiveFlag"])
def test_an_action_that_may_set_a_field_may_do_anything(flag: str, sent: Any) -> None:
    known = add(rules(), 1, "", {"id": 11, "notifyType": {"id": 1, "name": "Set field"}})
    custom_field(known, 11, **{"overwriteFlag": True, flag: sent})
    (one,) = deployments_from_rules(
        known,
        entry=CATALOGUE["workflow_rules"],
        closing=CATALOGUE["auto_close"],
        place=PLACE,
        desk=desk(),
    )
    assert DecisionKind.UNKNOWN in one.deployment.decisions


@STRANGE
def test_a_template_that_may_mail_is_not_said_to_be_silent(sent: Any) -> None:
    known = add(
        rules(),
        1,
        "",
        {
            "id": 11,
            "notifyType": {"id": 1, "name": "Create Service Ticket"},
            "serviceTemplate": {"id": 3},
        },
    )
    service_template(known, 3, emailContactFlag=sent)
    (one,) = deployments_from_rules(
        known,
        entry=CATALOGUE["workflow_rules"],
        closing=CATALOGUE["auto_close"],
        place=PLACE,
        desk=desk(),
    )
    silent = service_template(known, 3, emailContactFlag=False)
    (other,) = deployments_from_rules(
        silent,
        entry=CATALOGUE["workflow_rules"],
        closing=CATALOGUE["auto_close"],
        place=PLACE,
        desk=desk(),
    )
    assert one.deployment.decisions != other.deployment.decisions


@STRANGE
def test_a_track_is_neither_on_nor_off(sent: Any) -> None:
    steps = [(TrackActionWire.model_validate({"id": 2, "notifyType": "SendEmail"}), ORIGIN)]
    (one,) = deployments_from_track(
        TrackWire.model_validate({"id": 1, "inactiveFlag": sent}),
        steps,
        (),
        is_whole=True,
        origin=ORIGIN,
        recipients={},
        entry=CATALOGUE["tracks"],
        place=PLACE,
    )
    assert one.deployment.enabled is None


@STRANGE
@pytest.mark.parametrize("flag", ["isVendorFlag", "leadFlag", "deletedFlag"])
def test_a_company_is_left_out_only_by_what_is_said(flag: str, sent: Any) -> None:
    assert is_client(CompanyWire.model_validate({"id": 1, flag: sent}))
    assert not is_client(CompanyWire.model_validate({"id": 1, flag: True}))
