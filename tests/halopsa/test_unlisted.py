"""What the agent may not see is missing without a word, unless another record names it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.halopsa.rows import BOOK, workflow
from tests.halopsa.tenant import Change, read, read_altered, tenant

from aigov_connectors.halopsa import wire
from aigov_connectors.halopsa.unlisted import Records, names_of, unlisted
from aigov_connectors.inventory import Autonomy, Deployment, GapReason, Inventory, Reach
from aigov_connectors.sandbox import Sandbox

FEW: dict[str, Any] = {"client_details": 0, "sample_tickets": 1}
DEPLOY = "1a2f5c0a-6d1a-4a07-9a6e-3a0b8f0d2c12"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return read(box, **FEW)


def hiding(path: str, key: object) -> Change:
    def change(asked: str, sent: Any) -> Any:
        if asked == path and isinstance(sent, list):
            return [row for row in sent if row["id"] != key]
        return sent

    return change


def about(found: Inventory, resource: str) -> list[str]:
    return [
        gap.detail or ""
        for gap in found.gaps
        if gap.resource == resource and "was not shown" in (gap.subject or "")
    ]


def test_a_tenant_that_shows_everything_is_told_of_nothing(whole: Inventory) -> None:
    assert not [gap for gap in whole.gaps if "was not shown" in (gap.subject or "")]


@pytest.mark.parametrize(
    ("path", "resource", "key", "by", "feature"),
    [
        ("/tickettype", "ticket_types", 3, "tickets", "auto_close"),
        ("/outcome", "outcomes", 55, "ticket rules", "ai_actions"),
        ("/virtualagent", "virtual_agents", "7f0c2b1e", "chats", "virtual_agents"),
        ("/workflow", "workflows", 2, "ticket types", "workflow_automations"),
        ("/webhook", "runbooks", DEPLOY, "workflows", "integration_runbooks"),
        ("/approvalprocess", "approval_processes", 2, "ticket types", "approval_processes"),
    ],
)
def test_what_others_name_and_the_list_lacks_is_one_gap_and_makes_nothing_surer(
    box: Sandbox, whole: Inventory, path: str, resource: str, key: object, by: str, feature: str
) -> None:
    found = read_altered(box, hiding(path, key), **FEW)
    (detail,) = about(found, resource)
    assert detail.startswith("1 that others name")
    assert f"by {by}: {key}" in detail
    (gap,) = (one for one in found.gaps if one.detail == detail)
    assert gap.reason is GapReason.INCONCLUSIVE
    assert f"halopsa.{feature}" in gap.features

    before = {one.key: one for one in whole.deployments}
    assert {one.key for one in found.deployments} < set(before)
    for one in found.deployments:
        assert not _is_surer(one, before[one.key]), one.source_object.name


def _is_surer(now: Deployment, before: Deployment) -> bool:
    """Whether less sight told less autonomy, or a reach that was not known."""
    order = (Autonomy.ADVISORY, Autonomy.SEMI_AUTONOMOUS, Autonomy.FULLY_AUTONOMOUS)
    calmer = now.autonomy is Autonomy.ADVISORY and before.autonomy in order[1:]
    told = before.autonomy is Autonomy.UNKNOWN and now.autonomy is not Autonomy.UNKNOWN
    reached = before.reach is Reach.UNKNOWN and now.reach is not Reach.UNKNOWN
    return calmer or told or reached or (before.enabled is None and now.enabled is not None)


def named(**rows: Any) -> set[tuple[str, object, str]]:
    return {(one.resource, one.key, one.by) for one in names_of(Records(**rows))}


def test_what_is_off_and_what_stands_for_nothing_names_nobody() -> None:
    off = wire.TicketRuleWire.model_validate({"id": 1, "active": False, "outcome_id": 5})
    on = wire.TicketRuleWire.model_validate({"id": 2, "active": True, "outcome_id": 0})
    book = {**BOOK, "steps": [{"step_id": 1, "virtual_agent_id": "v1"}]}
    books = [
        wire.WebhookWire.model_validate({"id": "b1", "active": False, **book}),
        wire.WebhookWire.model_validate({"id": "b2", "active": True, **BOOK}),
    ]
    zero = [wire.ButtonWire.model_validate({"id": 1, "runbook_id": one}) for one in ("", "0", None)]
    assert named(rules=[off, on], runbooks=books, buttons=zero, types_of_tickets=[0]) == set()


def test_every_record_that_names_another_is_looked_at() -> None:
    flow = workflow((1, 2, {"automation_runbook_id": "B1", "time_limit_action_id": 61}))
    button = wire.ButtonWire.model_validate({"id": 1, "runbook_id": "b7"})
    suggestion = wire.AISuggestionWire.model_validate(
        {"id": 1, "outcome_id": 7, "ticket_types": [{"id": 4}]}
    )
    found = named(workflows=[flow], buttons=[button], suggestions=[suggestion])
    assert found == {
        ("runbooks", "b1", "workflows"),
        ("outcomes", 61, "workflows"),
        ("runbooks", "b7", "buttons"),
        ("outcomes", 7, "suggestions"),
        ("ticket_types", 4, "suggestions"),
    }


def test_a_list_that_was_not_read_is_told_elsewhere_and_long_ones_are_cut() -> None:
    records = Records(types_of_tickets=range(1, 20))
    assert unlisted(names_of(records), {}) == ()
    (one,) = unlisted(names_of(records), {"ticket_types": {1, 2}})
    assert one.detail.startswith("17 that others name")
    assert one.detail.endswith("and 7 more")
