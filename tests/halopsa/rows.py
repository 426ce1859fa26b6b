"""Rows as the vendor sends them, and a desk, for the tests of their meaning."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.inventory.builders import origin

from aigov_connectors import registry
from aigov_connectors.halopsa.normalize import (
    Desk,
    Statuses,
)
from aigov_connectors.halopsa.wire import (
    TicketTypeWire,
    WorkflowWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    Place,
    Statement,
    Window,
)

CATALOGUE = registry.catalogue("halopsa")
PLACE = Place(connection="halo", tenant_id="acme")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
STATUSES = Statuses(every={1, 2, 9}, open={1, 2}, are_whole=True)
ORIGIN = origin()
FULL, ADVISORY, UNKNOWN = Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY, Autonomy.UNKNOWN


def desk(*types: dict[str, Any]) -> Desk:
    found = Desk()
    rows = [TicketTypeWire.model_validate({"allowed_clients": [], **one}) for one in types]
    found.types = {row.id: row for row in rows}
    found.types_are_whole = True
    found.workflows_of_rules = frozenset()
    found.tickets[1, "100"] = 3
    found.tickets[2, "101"] = 5
    found.window = Window(start=SINCE, end=NOW)
    return found


def only(statements: Any) -> Statement:
    one: Statement
    (one,) = statements
    return one


BOOK: dict[str, Any] = {
    "events": [],
    "schedule_id": 0,
    "steps": [],
    "integrations": [],
    "standalone_methods": [],
}
"""What a runbook tells of itself that nothing starts and that calls nothing."""
SETS_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("new_agent_id", "new_priority_id", "new_status_id", "new_sla_id"), 0),
    **dict.fromkeys((f"new_category_{level}_id" for level in range(1, 5)), 0),
    **dict.fromkeys(("new_workflow_id", "new_template_id", "outcome_id", "script_id"), 0),
    "outcomes": [],
}
"""What a ticket rule tells of itself that sets nothing."""
NO_OPENER: dict[str, Any] = {
    "autoapproveifnoapprovers": False,
    "autoapproveforagentlogging": False,
    "autoapproveforapprovalrequestor": False,
    "autoapproveifalreadyapp": False,
    "auto_approval_to_manager": False,
}
HOLDS: dict[str, Any] = {
    "role_name": "Board",
    **NO_OPENER,
    "is_mandatory": True,
    "minapprovers": 1,
    "allowadhocapprovers": False,
    "statusifnoapproval": 0,
    "statusafterstartdatepassed": 0,
}
"""A step of an approval process that told everything, and that nobody passes by."""
ASKS = {"approval_result": 1}
RUNS = {"automation_runbook_id": "b1", "automation_runbook_name": "Deploy"}


def workflow(*edges: tuple[int, int, dict[str, Any]], **more: Any) -> WorkflowWire:
    steps = sorted({one for start, end, _ in edges for one in (start, end)})
    return WorkflowWire.model_validate(
        {
            "id": 3,
            "name": "Flow",
            "active": True,
            "steps": [
                {
                    "step_id": step,
                    "name": f"S{step}",
                    "isstart": step == steps[0],
                    "actions": [
                        {"start_step": start, "end_step": end, "approval_result": 0, **sets}
                        for start, end, sets in edges
                        if start == step
                    ],
                }
                for step in steps
            ],
            **more,
        }
    )
