"""What was not told is said once, and never reads as if nothing were done."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel
from tests.halopsa.rows import (
    ADVISORY,
    BOOK,
    CATALOGUE,
    FULL,
    ORIGIN,
    PLACE,
    STATUSES,
    UNKNOWN,
    desk,
    only,
)
from tests.halopsa.test_normalize_ai import runbook

from aigov_connectors.halopsa import wire
from aigov_connectors.halopsa.normalize import (
    Starters,
    deployments_from_email_rule,
    deployments_from_outcome,
    deployments_from_sla,
    deployments_from_ticket_type,
)
from aigov_connectors.halopsa.untold import RESOURCES, untold_of
from aigov_connectors.inventory import Autonomy, Basis, DecisionKind, Deployment, GateKind

MODELS: dict[str, type[BaseModel]] = {
    "ticket_rules": wire.TicketRuleWire,
    "workflows": wire.WorkflowWire,
    "ticket_types": wire.TicketTypeWire,
    "statuses": wire.StatusWire,
    "slas": wire.SLAWire,
    "outcomes": wire.OutcomeWire,
    "approval_processes": wire.ApprovalProcessWire,
    "virtual_agents": wire.VirtualAgentWire,
    "chat_profiles": wire.ChatProfileWire,
    "runbooks": wire.WebhookWire,
    "custom_buttons": wire.ButtonWire,
    "email_rules": wire.EmailRuleWire,
    "ai_suggestions": wire.AISuggestionWire,
}


def test_every_field_that_decides_is_one_that_is_read_and_every_feature_is_known() -> None:
    assert set(RESOURCES) == set(MODELS)
    for resource, fields in RESOURCES.items():
        row = MODELS[resource].model_validate({"id": "7"})
        for field in fields:
            assert field.path.split(".")[0] in type(row).model_fields
            for name in field.features:
                assert CATALOGUE[name].read


def told(resource: str, *rows: dict[str, Any]) -> dict[str, int]:
    found = untold_of(
        resource, [MODELS[resource].model_validate({"id": "7", **row}) for row in rows]
    )
    return {one.path: one.rows for one in found}


TYPE = {
    "workflow_id": 0, "approval_process_id": 0, "autoCloseHours": 0, "default_team": "",
    "load_balance_on_schedule": False, "load_balance_interval": 0, "default_agent": 0,
    "default_priority": 0, "default_sla": 0, "auto_respond_logged_manually": 0,
    "auto_forward_email_updates": 0, "auto_delete_data": 0, "default_sendack": 0,
    "default_sendemail": 0, "auto_contributor": False,
}  # fmt: skip


@pytest.mark.parametrize("name", TYPE)
@pytest.mark.parametrize("is_null", [False, True])
def test_a_key_that_is_missing_or_null_was_not_told(name: str, is_null: bool) -> None:
    assert told("ticket_types", TYPE) == {}
    row = {**TYPE, name: None} if is_null else {key: TYPE[key] for key in TYPE if key != name}
    is_name = name == "default_team"
    assert told("ticket_types", TYPE, row) == ({} if is_name else {name: 1})
    assert told("ticket_types", row) == ({} if is_name and is_null else {name: 1})


def test_a_list_that_is_missing_is_told_once_and_nothing_below_it() -> None:
    assert told("virtual_agents", {}, {"functions": None}, {"functions": []}) == {"functions": 2}
    assert told("chat_profiles", {"steps": [{}]}, {}) == {"steps": 1, "steps.virtual_agent_id": 1}
    null = {"steps": [{"virtual_agent_id": None}]}
    assert told("chat_profiles", null, null) == {"steps.virtual_agent_id": 2}
    for text in ("", "7f0c2b1e"):
        assert told("chat_profiles", null, {"steps": [{"virtual_agent_id": text}]}) == {}


def test_the_last_step_of_a_workflow_leads_nowhere() -> None:
    step = {"actions": [], "rules": [], "auto_action": 0, "auto_action_type": 0, "ai_model": "",
            "virtual_agent_id": None}  # fmt: skip
    assert told("workflows", {"steps": [step, {**step, "actions": None, "isend": True}]}) == {}
    assert told("workflows", {"steps": [step, {**step, "actions": None}]}) == {"steps.actions": 1}


@pytest.mark.parametrize(
    ("sent", "autonomy"),
    [
        ({"always_close_alerts": False, "closestring": ""}, ADVISORY),
        ({"always_close_alerts": False, "closestring": " "}, ADVISORY),
        ({"always_close_alerts": False, "closestring": "RESOLVED"}, FULL),
        ({"always_close_alerts": True}, FULL),
        ({"always_close_alerts": False}, UNKNOWN),
        ({"always_close_alerts": False, "closestring": None}, UNKNOWN),
        ({"closestring": ""}, UNKNOWN),
        ({"always_close_alerts": 1, "closestring": ""}, UNKNOWN),
        ({}, UNKNOWN),
    ],
    ids=repr,
)
def test_a_mail_rule_only_opens_tickets_if_it_told_of_every_way_to_close_them(
    sent: dict[str, Any], autonomy: Autonomy
) -> None:
    row = wire.EmailRuleWire.model_validate({"id": 1, "enabled": True, **sent})
    found = only(
        deployments_from_email_rule(
            row, origin=ORIGIN, entry=CATALOGUE["email_rules"], place=PLACE, desk=desk()
        )
    ).deployment
    assert (found.autonomy, found.enabled) == (autonomy, True)


def test_blanks_name_nobody_who_approves() -> None:
    step = wire.ApprovalStepWire.model_validate(
        {"agent_name": " ", "user_name": "", "cab_name": " "}
    )
    assert (step.agent_name, step.user_name, step.cab_name) == (False, False, None)
    rule = wire.TicketRuleWire.model_validate({"id": 1, "popupmsg": "  "})
    assert rule.popupmsg is False


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"autoCloseHours": "72"}, {"auto_close": FULL}),
        ({"autoCloseHours": "soon"}, {"auto_close": UNKNOWN}),
        ({"autoCloseHours": True}, {"auto_close": UNKNOWN}),
        ({"autoCloseHours": "0"}, {}),
        ({"load_balance_on_schedule": 1}, {"load_balancing": UNKNOWN}),
        ({"load_balance_on_schedule": True, "load_balance_interval": "15"},
         {"load_balancing": FULL}),
        ({"load_balance_on_schedule": False, "load_balance_interval": 0}, {}),
    ],
    ids=repr,
)  # fmt: skip
def test_what_was_sent_as_something_else_is_stated_and_unknown(
    sent: dict[str, Any], found: dict[str, Autonomy]
) -> None:
    row = wire.TicketTypeWire.model_validate({"id": 1, **sent})
    stated = deployments_from_ticket_type(
        row,
        origin=ORIGIN,
        closing=CATALOGUE["auto_close"],
        balancing=CATALOGUE["load_balancing"],
        others=CATALOGUE["ticket_type_automations"],
        presets=CATALOGUE["ticket_type_presets"],
        place=PLACE,
        desk=desk({"id": 1}),
    )
    each = (one.deployment for one in stated)
    assert {one.feature.removeprefix("halopsa."): one.autonomy for one in each} == found


@pytest.mark.parametrize(
    ("option", "autonomy"),
    [(True, FULL), (1, UNKNOWN), ("yes", UNKNOWN), (False, None), (None, None)],
)
def test_a_release_by_a_switch_that_is_none_is_unknown(
    option: object, autonomy: Autonomy | None
) -> None:
    row = wire.SLAWire.model_validate({"id": 2, "autoreleaseoption": option})
    found = [
        one.deployment.autonomy
        for one in deployments_from_sla(
            row, origin=ORIGIN, statuses=STATUSES, entry=CATALOGUE["status_timers"], place=PLACE
        )
    ]
    assert found == ([] if autonomy is None else [autonomy])


def outcome(**sent: Any) -> dict[str, Deployment]:
    row = wire.OutcomeWire.model_validate({"id": 5, "outcome": "AI reply", **sent})
    found = deployments_from_outcome(
        row,
        origin=ORIGIN,
        writing=CATALOGUE["ai_actions"],
        insights=CATALOGUE["ai_insights"],
        starts=(),
        automations=(),
        processes={},
        unread=(),
        place=PLACE,
        desk=desk(),
    )
    return {one.deployment.feature.removeprefix("halopsa."): one.deployment for one in found}


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"ai_operation": "2"}, {"ai_actions": ADVISORY}),
        ({"ai_operation": "0", "run_ai_insights": False}, {}),
        ({"ai_operation": True}, {"ai_actions": UNKNOWN}),
        ({"ai_operation": "reply"}, {"ai_actions": UNKNOWN}),
        ({"run_ai_insights": True}, {"ai_insights": ADVISORY}),
        ({"run_ai_insights": 1}, {"ai_insights": UNKNOWN}),
    ],
    ids=repr,
)
def test_ai_in_an_action_by_a_value_that_is_none_is_unknown(
    sent: dict[str, Any], found: dict[str, Autonomy]
) -> None:
    assert {name: one.autonomy for name, one in outcome(**sent).items()} == found


CALLS = ("steps", "integrations", "standalone_methods")
BUTTON = (wire.ButtonWire.model_validate({"id": 1, "runbook_id": "b1"}), ORIGIN)


@pytest.mark.parametrize("names", [*((name,) for name in CALLS), CALLS])
def test_what_a_runbook_does_that_did_not_tell_what_it_calls_is_unknown(
    names: tuple[str, ...],
) -> None:
    whole = runbook(schedule_id=3)
    assert (whole.autonomy, whole.basis) == (FULL, Basis.OBSERVED)
    found = runbook(schedule_id=3, **dict.fromkeys(names))
    assert (found.autonomy, found.gate.kind) == (UNKNOWN, GateKind.UNKNOWN)
    assert found.decisions == (DecisionKind.RUN_SCRIPT, DecisionKind.UNKNOWN)
    assert found.basis is Basis.INFERRED


def test_nobody_stands_before_a_call_that_was_told_whatever_else_the_runbook_does() -> None:
    integration = [{"id": 7, "resourcebaseurl": "https://rmm.example/"}]
    found = runbook(schedule_id=3, steps=None, integrations=integration)
    assert found.autonomy is UNKNOWN
    assert [one.gate for one in found.leads_to] == [GateKind.NONE]


def test_who_starts_a_runbook_is_known_whatever_it_does() -> None:
    found = runbook(Starters((), {}, (BUTTON,), ()), **dict.fromkeys(CALLS))
    assert (found.autonomy, found.gate.kind) == (ADVISORY, GateKind.PRE_APPROVAL)
    assert DecisionKind.UNKNOWN in found.decisions


def test_an_event_that_was_not_told_may_start_a_runbook() -> None:
    assert BOOK["events"] == []
    found = runbook(events=None)
    assert found.autonomy is UNKNOWN
    assert found.settings[0].name == "events"
