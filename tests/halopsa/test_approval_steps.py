"""An approval of several steps is none where each may open itself, and one where none may."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import (
    ADVISORY,
    ASKS,
    CATALOGUE,
    FULL,
    HOLDS,
    ORIGIN,
    PLACE,
    RUNS,
    UNKNOWN,
    desk,
    only,
    workflow,
)
from tests.halopsa.test_normalize import flow

from aigov_connectors.halopsa.normalize import automations_of, deployments_from_approval_process
from aigov_connectors.halopsa.normalize.approvals import approvers_of
from aigov_connectors.halopsa.normalize.flows import gate_before
from aigov_connectors.halopsa.wire import ApprovalProcessWire
from aigov_connectors.inventory import ActorKind, Autonomy, Deployment, GateKind

FIRST = {**HOLDS, "name": "Board"}
OPENS = {**HOLDS, "name": "Later", "autoapproveifalreadyapp": True}
BOOK = "0d1f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c11"


def process(*steps: dict[str, Any]) -> ApprovalProcessWire:
    return ApprovalProcessWire.model_validate({"id": 8, "name": "P", "steps": list(steps)})


def stated(*steps: dict[str, Any]) -> Deployment:
    return only(
        deployments_from_approval_process(
            process(*steps),
            origin=ORIGIN,
            entry=CATALOGUE["approval_processes"],
            place=PLACE,
            desk=desk({"id": 1, "workflow_id": 3, "approval_process_id": 8}),
            overridden=None,
        )
    ).deployment


@pytest.mark.parametrize(
    ("steps", "autonomy", "gate"),
    [
        ((FIRST,), ADVISORY, GateKind.PRE_APPROVAL),
        ((FIRST, FIRST), ADVISORY, GateKind.PRE_APPROVAL),
        ((OPENS,), FULL, GateKind.NONE),
        ((OPENS, OPENS), FULL, GateKind.NONE),
        ((FIRST, OPENS), UNKNOWN, GateKind.UNKNOWN),
        ((OPENS, FIRST), UNKNOWN, GateKind.UNKNOWN),
        ((OPENS, {"name": "Untold"}), UNKNOWN, GateKind.UNKNOWN),
        (({**HOLDS, "automation_runbookid": BOOK},), UNKNOWN, GateKind.UNKNOWN),
        (({**HOLDS, "auto_approval_to_manager": True},), UNKNOWN, GateKind.UNKNOWN),
        (({**HOLDS, "auto_approval_to_manager": None},), UNKNOWN, GateKind.UNKNOWN),
    ],
)
def test_an_approval_is_as_open_as_all_of_its_steps(
    steps: tuple[dict[str, Any], ...], autonomy: Autonomy, gate: GateKind
) -> None:
    found = stated(*steps)
    assert (found.autonomy, found.gate.kind) == (autonomy, gate)
    claims = None if gate is GateKind.PRE_APPROVAL else GateKind.PRE_APPROVAL
    assert found.gate.claims is claims

    behind = workflow((1, 2, {**ASKS, **RUNS}))
    place = desk({"id": 1, "workflow_id": 3, "approval_process_id": 8})
    (runs,) = automations_of(behind, ORIGIN)
    before = gate_before(runs, {8: process(*steps)}, place)
    assert before is not None
    assert (before.kind, before.claims) == (gate, claims)


def test_the_step_that_may_open_itself_is_named_and_the_other_is_a_part() -> None:
    found = stated(FIRST, OPENS)
    parts = {one.value: (one.autonomy, one.gate.kind) for one in found.breakdown}
    assert parts == {
        "Later": (UNKNOWN, GateKind.UNKNOWN),
        "Board": (ADVISORY, GateKind.PRE_APPROVAL),
    }
    assert "the step Later may approve itself" in (found.gate.condition or "")
    (shown,) = (one for one in found.settings if one.value is True and "auto" in one.name)
    assert shown.name == "autoapproveifalreadyapp"


def test_a_runbook_in_a_step_is_why_and_is_shown() -> None:
    found = stated({**HOLDS, "automation_runbookid": BOOK})
    assert "a runbook stands in a step" in (found.gate.condition or "")
    assert ("automation_runbookid", BOOK) in {(one.name, one.value) for one in found.settings}
    behind = workflow((1, 2, {**ASKS, **RUNS}))
    (one,) = flow(behind, process={**HOLDS, "automation_runbookid": BOOK})
    assert one.autonomy is UNKNOWN


def test_whoever_is_asked_by_mail_approves_and_the_address_is_not_kept() -> None:
    row = process({**HOLDS, "role_name": "", "emailaddress": "boss@client.example"})
    assert [one.kind for one in approvers_of([row])] == [ActorKind.PERSON]
    assert "boss@" not in repr(row)
    assert approvers_of([process({**HOLDS, "role_name": "", "emailaddress": " "})]) == ()
