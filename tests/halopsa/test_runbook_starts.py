"""Everything that may start a runbook counts, what was not read too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.halopsa.rows import ADVISORY, ASKS, FULL, HOLDS, ORIGIN, RUNS, UNKNOWN, workflow
from tests.halopsa.test_normalize_ai import runbook

from aigov_connectors.halopsa.normalize import Starters, automations_of, rule_starts
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    ButtonWire,
    OutcomeWire,
    TicketRuleWire,
)
from aigov_connectors.inventory import Autonomy, Basis, Reach

BUTTON = (ButtonWire.model_validate({"id": 1, "runbook_id": "b1"}), ORIGIN)


def test_a_runbook_behind_a_button_is_advisory_only_if_all_that_may_start_it_was_read() -> None:
    pressed = Starters((), {}, (BUTTON,), ())
    assert runbook(pressed).autonomy is ADVISORY

    found = runbook(replace(pressed, unread=("workflows",)))
    assert found.autonomy is UNKNOWN
    assert {part.value: part.autonomy for part in found.breakdown} == {
        "an agent": ADVISORY,
        "workflows that were not read": UNKNOWN,
    }


def outcome(**sent: Any) -> tuple[OutcomeWire, Any]:
    told = {"id": 5, "outcome": "Fix", "automation_runbookid": "b1", **sent}
    return OutcomeWire.model_validate(told), ORIGIN


def test_an_action_that_runs_a_runbook_is_pressed_by_agents_and_taken_by_rules() -> None:
    acting = Starters((), {}, (), (), outcomes=(outcome(),))
    pressed = runbook(acting)
    assert (pressed.autonomy, pressed.basis) == (ADVISORY, Basis.INFERRED)

    rule = TicketRuleWire.model_validate({"id": 9, "active": True, "outcome_id": 5})
    ruled = runbook(replace(acting, actions=rule_starts([(rule, ORIGIN)])))
    assert (ruled.autonomy, ruled.basis) == (FULL, Basis.INFERRED)

    told = TicketRuleWire.model_validate({"id": 9, "outcome_id": 5})
    perhaps = runbook(replace(acting, actions=rule_starts([(told, ORIGIN)])))
    assert (perhaps.autonomy, perhaps.basis) == (UNKNOWN, Basis.INFERRED)

    assert runbook(replace(acting, unread_of_actions=("rules",))).autonomy is UNKNOWN
    assert runbook(replace(acting, outcomes=(outcome(automation_runbookid="b2"),))).autonomy is (
        UNKNOWN
    )


@pytest.mark.parametrize(("edges", "autonomy"), [((), FULL), ((ASKS,), ADVISORY)])
def test_a_workflow_that_takes_the_action_starts_the_runbook(
    edges: tuple[dict[str, Any], ...], autonomy: Autonomy
) -> None:
    acts = {"automation_action_id": 5, "automation_action_name": "Fix"}
    row = workflow((1, 2, edges[0] if edges else {}), (2, 3, acts))
    flows = [(one, ORIGIN) for one in automations_of(row, ORIGIN)]
    process = ApprovalProcessWire.model_validate({"id": 8, "steps": [HOLDS]})
    found = runbook(Starters(flows, {8: process}, (), (), outcomes=(outcome(),)))

    assert found.autonomy is autonomy


@pytest.mark.parametrize(
    ("active", "edge", "autonomy"),
    [(True, {}, FULL), (None, {}, UNKNOWN), (None, ASKS, ADVISORY), (False, {}, UNKNOWN)],
)
def test_a_workflow_of_which_it_is_not_told_whether_it_is_on_may_start_what_it_names(
    active: bool | None, edge: dict[str, Any], autonomy: Autonomy
) -> None:
    row = workflow((1, 2, edge), (2, 3, RUNS), active=active)
    flows = [(one, ORIGIN) for one in automations_of(row, ORIGIN)]
    process = ApprovalProcessWire.model_validate({"id": 8, "steps": [HOLDS]})
    assert runbook(Starters(flows, {8: process}, (), ())).autonomy is autonomy


def test_a_workflow_of_nobody_known_makes_the_reach_of_its_runbook_unknown() -> None:
    flows = [
        (one, ORIGIN)
        for number in (3, 4)
        for one in automations_of(workflow((1, 2, RUNS), id=number), ORIGIN)
    ]
    assert runbook(Starters(flows[:1], {}, (), ())).reach is Reach.ALL
    assert runbook(Starters(flows, {}, (), ())).reach is Reach.UNKNOWN


def test_whether_an_approval_starts_its_runbook_before_the_answer_is_not_told() -> None:
    steps = [{"automation_runbookid": "b1"}]
    process = ApprovalProcessWire.model_validate({"id": 4, "name": "Board", "steps": steps})
    found = runbook(Starters((), {}, (), (), approvals=((process, ORIGIN),)))

    assert found.autonomy is UNKNOWN
    assert found.settings[0].name == "automation_runbookid"
