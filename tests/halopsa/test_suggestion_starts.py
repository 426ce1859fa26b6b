"""A suggestion that runs an action starts it: by itself, by an agent, or nobody was told how."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.halopsa.rows import ADVISORY, CATALOGUE, FULL, ORIGIN, PLACE, UNKNOWN, desk, only
from tests.halopsa.test_normalize_ai import runbook
from tests.halopsa.test_runbook_starts import outcome

from aigov_connectors.halopsa.normalize import (
    Starters,
    action_starts,
    deployments_from_ai_suggestion,
    deployments_from_outcome,
)
from aigov_connectors.halopsa.wire import AISuggestionWire, OutcomeWire
from aigov_connectors.inventory import Autonomy, Basis, DecisionKind, Deployment, GateKind

WRITES = OutcomeWire.model_validate({"id": 5, "ai_operation": 2, "ai_preview": True})


def suggestion(applies: Any, action: int = 5) -> tuple[AISuggestionWire, Any]:
    sent = {"id": 3, "name": "Like before", "auto_apply": applies, "outcome_id": action}
    return AISuggestionWire.model_validate({**sent, "condition_entities": []}), ORIGIN


def action(applies: Any) -> Deployment:
    return only(
        deployments_from_outcome(
            WRITES,
            origin=ORIGIN,
            writing=CATALOGUE["ai_actions"],
            insights=CATALOGUE["ai_insights"],
            starts=action_starts((), [suggestion(applies)]).get(5, ()),
            automations=(),
            processes={},
            unread=(),
            place=PLACE,
            desk=desk(),
        )
    ).deployment


@pytest.mark.parametrize(
    ("applies", "autonomy"), [(True, FULL), (False, ADVISORY), (None, UNKNOWN), ("yes", UNKNOWN)]
)
def test_what_it_runs_is_as_autonomous_as_its_being_applied(
    applies: Any, autonomy: Autonomy
) -> None:
    found = action(applies)
    assert (found.autonomy, found.basis) == (autonomy, Basis.INFERRED)
    assert {"outcome_id", "auto_apply"} <= {one.name for one in found.settings}

    starters = Starters((), {}, (), (), outcomes=(outcome(),))
    started = runbook(replace(starters, actions=action_starts((), [suggestion(applies)])))
    assert (started.autonomy, started.basis) == (autonomy, Basis.INFERRED)


def test_suggestions_that_were_not_read_may_run_it() -> None:
    starters = Starters((), {}, (), (), outcomes=(outcome(),))
    assert runbook(starters).autonomy is ADVISORY
    assert runbook(replace(starters, unread_of_actions=("suggestions",))).autonomy is UNKNOWN
    assert action_starts((), [suggestion(True, 0)]) == {}


@pytest.mark.parametrize(
    ("applies", "outcomes", "decides"),
    [
        (True, {5: WRITES}, DecisionKind.REPLY_TO_PERSON),
        (True, {}, DecisionKind.UNKNOWN),
        (False, {5: WRITES}, DecisionKind.REPLY_TO_PERSON),
        (None, {}, DecisionKind.UNKNOWN),
    ],
)
def test_it_decides_what_its_action_does_too(
    applies: bool | None, outcomes: dict[int, OutcomeWire], decides: DecisionKind
) -> None:
    row, origin = suggestion(applies)
    found = only(
        deployments_from_ai_suggestion(
            row,
            origin=origin,
            outcomes=outcomes,
            entry=CATALOGUE["ai_suggestions"],
            place=PLACE,
            desk=desk(),
        )
    ).deployment
    assert decides in found.decisions
    expected = {
        True: (FULL, GateKind.NONE),
        False: (ADVISORY, GateKind.PRE_APPROVAL),
        None: (UNKNOWN, GateKind.UNKNOWN),
    }
    assert (found.autonomy, found.gate.kind) == expected[applies]
