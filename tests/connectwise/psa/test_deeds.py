"""What actions do that no field of their own tells: custom fields, templates, kinds, recipients."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectwise.psa.rules import (
    CLOSED,
    MAIL,
    WAITING,
    add,
    custom_field,
    kind,
    recipient,
    rules,
    service_template,
)
from tests.connectwise.psa.test_normalize import CATALOGUE, PLACE, desk

from aigov_connectors.connectwise.psa.normalize import Rules, deployments_from_rules
from aigov_connectors.connectwise.psa.wire import StatusWire
from aigov_connectors.inventory import Autonomy, Basis, DecisionKind, Deployment

SCRIPT = {"notifyType": {"id": 22}, "automateScript": {"id": 3, "name": "Cleanup"}}


def said(found: Rules) -> Deployment:
    entry, closing = CATALOGUE["workflow_rules"], CATALOGUE["auto_close"]
    (one,) = deployments_from_rules(found, entry=entry, closing=closing, place=PLACE, desk=desk())
    return one.deployment


@pytest.mark.parametrize(
    ("row", "autonomy"),
    [
        ({"overwriteFlag": True}, Autonomy.FULLY_AUTONOMOUS),
        ({"overwriteFlag": True, "inactiveFlag": True}, Autonomy.UNKNOWN),
        ({"overwriteFlag": False}, Autonomy.UNKNOWN),
        ({}, Autonomy.UNKNOWN),
    ],
)
def test_an_action_that_overwrites_a_custom_field_changes_the_ticket(
    row: dict[str, Any], autonomy: Autonomy
) -> None:
    found = add(rules(), 1, "", {"notifyType": {"id": 4, "name": "Change Ticket"}})
    one = said(custom_field(found, 100, **row))
    assert one.autonomy is autonomy
    if autonomy is Autonomy.FULLY_AUTONOMOUS:
        assert one.decisions == (DecisionKind.CHANGE_TICKET,)
        assert one.basis is Basis.OBSERVED


@pytest.mark.parametrize(
    ("template", "autonomy"),
    [
        ({"id": 5, "emailContactFlag": True}, Autonomy.FULLY_AUTONOMOUS),
        ({"id": 5, "emailContactFlag": False}, Autonomy.ADVISORY),
        ({"id": 5, "emailContactFlag": "perhaps"}, Autonomy.UNKNOWN),
        ({"id": 5}, Autonomy.UNKNOWN),
        ({"id": 6, "emailContactFlag": False}, Autonomy.UNKNOWN),
    ],
    ids=["mails", "does-not", "unreadable", "not-sent", "not-read"],
)
def test_a_ticket_that_is_opened_from_a_template_may_mail_the_client(
    template: dict[str, Any], autonomy: Autonomy
) -> None:
    action = {"notifyType": {"id": 4, "name": "Create Ticket"}, "serviceTemplate": {"id": 5}}
    number, told = template["id"], {k: v for k, v in template.items() if k != "id"}
    one = said(service_template(add(rules(), 1, "", action), number, **told))
    assert one.autonomy is autonomy
    decides = {
        Autonomy.FULLY_AUTONOMOUS: DecisionKind.REPLY_TO_PERSON,
        Autonomy.ADVISORY: DecisionKind.INFORM,
    }
    assert one.decisions == (decides.get(autonomy, DecisionKind.UNKNOWN),)
    assert one.basis is Basis.INFERRED  # that a ticket is opened, the name of its kind tells


@pytest.mark.parametrize("name", ["Apply Template", "Change Ticket", None])
def test_what_is_done_with_a_template_is_open_where_the_kind_opens_no_ticket(
    name: str | None,
) -> None:
    told = {} if name is None else {"notifyType": {"id": 4, "name": name}}
    found = add(rules(), 1, "", {**told, "serviceTemplate": {"id": 5}})
    one = said(service_template(found, 5, emailContactFlag=False))
    assert (one.autonomy, one.basis) == (Autonomy.UNKNOWN, Basis.INFERRED)


NOTE = {"detailNotesFlag": True}


@pytest.mark.parametrize(
    ("name", "fields", "autonomy", "decisions"),
    [
        ("Call webhook", NOTE, "unknown", ["unknown"]),
        ("Invoke AI agent", {"board": {"id": 2}}, "fully_autonomous", ["route_ticket", "unknown"]),
        ("Invoke AI agent", {"notifyWho": {"id": 1, "name": "Contact"}}, "unknown", ["unknown"]),
        ("Merge Tickets", {"updateOwnerFlag": True}, "fully_autonomous",
         ["route_ticket", "unknown"]),
        ("Add Note", NOTE, "advisory", ["inform"]),
        ("AddNote", NOTE, "advisory", ["inform"]),
        ("Change Board", {"board": {"id": 2}}, "fully_autonomous", ["route_ticket"]),
        ("Close Ticket", {"servicePriority": {"id": 2}}, "fully_autonomous", ["prioritize_ticket"]),
        ("Run Automate Script", {"automateScript": {"id": 2}}, "fully_autonomous", ["run_script"]),
    ],
)  # fmt: skip
def test_a_kind_that_nobody_explains_may_do_more_than_its_fields_say(
    name: str, fields: dict[str, Any], autonomy: str, decisions: list[str]
) -> None:
    one = said(add(rules(), 1, "", {"notifyType": {"id": 77, "name": name}, **fields}))
    assert (one.autonomy, list(one.decisions)) == (autonomy, decisions)
    assert one.basis is (Basis.OBSERVED if autonomy == "fully_autonomous" else Basis.INFERRED)


@pytest.mark.parametrize(
    ("fields", "decisions"),
    [
        ({"automateScript": {"id": 2}, "scriptSuccessStatus": {"id": 999}},
         ["run_script", "unknown"]),
        ({"automateScript": {"id": 2}, "scriptFailStatus": "Closed"}, ["run_script", "unknown"]),
        ({"automateScript": {"id": 2}, "scriptFailStatus": {"id": WAITING}}, ["run_script"]),
        ({"board": {"id": 2}, "updateOwnerFlag": "perhaps"}, ["route_ticket", "unknown"]),
        ({"board": "Alerts"}, ["route_ticket"]),
        ({"automateScript": 903}, ["run_script"]),
        ({"boardStatus": "Closed"}, ["unknown"]),
    ],
)  # fmt: skip
def test_what_was_sent_in_another_shape_is_not_passed_over(
    fields: dict[str, Any], decisions: list[str]
) -> None:
    one = said(add(rules(), 1, "", {"notifyType": {"id": 4, "name": "Change Ticket"}, **fields}))
    assert list(one.decisions) == decisions


@pytest.mark.parametrize(
    ("set_up", "enabled"), [(True, True), (False, False), (None, True), ("no", True)]
)
def test_a_script_whose_rmm_is_not_set_up_does_not_run(set_up: Any, enabled: bool) -> None:
    found = kind(rules(), 22, "Run Automate Script", isSetupFlag=set_up)
    one = said(add(found, 1, "", SCRIPT))
    assert one.enabled is enabled
    assert ("isSetupFlag" in {setting.name for setting in one.settings}) is (not enabled)
    assert one.basis is (Basis.OBSERVED if enabled else Basis.INFERRED)


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("Send Email", {"notifyWho": {"id": 1, "name": "Contact"}}),
        ("Change Status", {"boardStatus": {"id": CLOSED}}),
        ("Assign Resource", {"updateOwnerFlag": True}),
        ("Change Ticket", {"servicePriority": {"id": 6}}),
        ("Ask the Oracle", {}),
    ],
)
def test_what_needs_no_integration_acts_whatever_the_flag_says(
    name: str, action: dict[str, Any]
) -> None:
    """The flag pertains to integrations: of a mail or a status it tells nothing."""
    found = kind(rules(), 1, name, isSetupFlag=False)
    one = said(add(found, 1, "", {"notifyType": {"id": 1}, **action}))
    assert one.enabled is True
    assert "isSetupFlag" not in {setting.name for setting in one.settings}


def test_what_else_the_rule_does_goes_on() -> None:
    found = kind(rules(), 22, "Run Automate Script", isSetupFlag=False)
    assert said(add(found, 1, "", SCRIPT, {"board": {"id": 2}})).enabled is True


@pytest.mark.parametrize(
    ("listed", "decision"),
    [
        ({"name": "Contact"}, DecisionKind.REPLY_TO_PERSON),
        ({"identifier": "CompanyTeam", "name": "Technicians"}, DecisionKind.UNKNOWN),
        ({"name": "Technicians"}, DecisionKind.INFORM),
        ({"name": "Partner", "externalFlag": True}, DecisionKind.REPLY_TO_PERSON),
        ({"name": "Everybody", "externalFlag": False}, DecisionKind.UNKNOWN),
        ({}, DecisionKind.UNKNOWN),
    ],
)
def test_whom_a_mail_goes_to_is_told_by_the_tenants_list_too(
    listed: dict[str, Any], decision: DecisionKind
) -> None:
    found = recipient(add(rules(), 1, "", {**MAIL, "notifyWho": {"id": 9}}), 9, **listed)
    assert said(found).decisions == (decision,)


def test_that_somebody_is_outside_is_concluded() -> None:
    found = recipient(rules(), 9, name="Partner", externalFlag=True)
    one = said(add(found, 1, "", {**MAIL, "notifyWho": {"id": 9}}))
    assert one.basis is Basis.INFERRED


@pytest.mark.parametrize("told", [{}, {"closedStatus": None}, {"closedStatus": "perhaps"}])
def test_a_status_of_which_nobody_says_whether_it_closes_may_close(told: dict[str, Any]) -> None:
    found = rules()
    found.know_status(1, StatusWire.model_validate({"id": 77, "name": "Done", **told}))
    one = said(add(found, 1, "", {"boardStatus": {"id": 77}}))
    assert (one.autonomy, one.decisions) == (Autonomy.UNKNOWN, (DecisionKind.UNKNOWN,))
