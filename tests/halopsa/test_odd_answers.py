"""A server that tells less makes the inventory say less: never that less is done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.halopsa.odd import without
from tests.halopsa.tenant import tenant

from aigov_connectors import assess
from aigov_connectors.inventory import Autonomy, Inventory, Verdict
from aigov_connectors.sandbox import Sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return without(box, {})


def verdicts(inventory: Inventory) -> dict[tuple[str, str], Verdict]:
    judged = assess(inventory)
    found = (*judged.findings, *judged.passes)
    return {(one.rule, one.subject.name): one.verdict for one in found}


LABELS = {
    "TicketRules.*": ("active",),
    "EmailRule": ("closestring", "always_close_alerts"),
    "ApprovalProcess/.*": ("autoapproveifnoapprovers", "is_mandatory"),
    "VirtualAgent/.*": ("allow_anon",),
}
WAYS = {
    "TicketType/.*": ("workflow_id", "approval_process_id", "autoCloseHours"),
    "ChatProfile/.*": ("steps",),
    "Outcome/.*": ("ai_operation", "run_ai_insights"),
    "TicketRules.*": ("outcome_id", "value_string"),
}
APPROVALS = {
    "ChatProfile/.*": ("virtual_agent_id",),
    "Workflow/.*": ("approval_result",),
}
LISTS = {
    "VirtualAgent/.*": ("functions",),
    "Workflow/.*": ("steps",),
    "Webhook/.*": ("steps", "integrations", "standalone_methods", "events"),
    "Status": ("statuschangeto", "statuschangetofreq"),
    "SLA": ("autoreleaseoption",),
}


@pytest.mark.parametrize(
    ("keys", "resources"),
    [
        (LABELS, set()),
        (WAYS, {"ticket_types", "chat_profiles", "outcomes", "ticket_rules"}),
        (APPROVALS, {"chat_profiles", "workflows"}),
        (LISTS, {"virtual_agents", "workflows", "runbooks", "statuses", "slas"}),
    ],
    ids=["labels", "ways", "approvals", "lists"],
)
@pytest.mark.parametrize("null", [False, True], ids=["not sent", "null"])
def test_what_is_not_told_is_unknown_or_one_gap_and_passes_nothing(
    box: Sandbox,
    whole: Inventory,
    keys: dict[str, tuple[str, ...]],
    resources: set[str],
    null: bool,
) -> None:
    found = without(box, keys, null=null)
    told = {gap.id for gap in whole.gaps}
    more = [gap for gap in found.gaps if gap.id not in told]
    assert {gap.resource for gap in more} == resources
    assert len(more) == len(resources)
    before = verdicts(whole)
    for subject, verdict in verdicts(found).items():
        if verdict is Verdict.PASS:
            assert before.get(subject, Verdict.PASS) is Verdict.PASS, subject
    now = {one.key: one for one in found.deployments}
    for one in whole.deployments:
        if one.key not in now:
            assert any(one.feature in gap.features for gap in more), one.key
        elif one.autonomy is Autonomy.ADVISORY:
            assert now[one.key].autonomy is not Autonomy.FULLY_AUTONOMOUS, one.key
        else:
            assert now[one.key].autonomy is not Autonomy.ADVISORY, one.key
            assert now[one.key].enabled is not False or one.enabled is False


@pytest.mark.parametrize("name", ["steps", "integrations", "standalone_methods"])
def test_a_runbook_fails_no_rule_for_what_it_was_not_told_to_do(
    box: Sandbox, whole: Inventory, name: str
) -> None:
    before = verdicts(whole)
    for subject, verdict in verdicts(without(box, {"Webhook/.*": (name,)})).items():
        if verdict is Verdict.FAIL:
            assert before[subject] is Verdict.FAIL, subject


def test_an_old_server_costs_one_gap_for_its_virtual_agents(box: Sandbox) -> None:
    keys = ("functions", "api_type", "enable_all_system_functions", "dont_add_tools")
    found = without(box, {"VirtualAgent.*": keys})
    (gap,) = (one for one in found.gaps if one.resource == "virtual_agents")
    assert gap.detail == "not sent, or not as documented: functions (3 of 3)"
    assert "halopsa.virtual_agents" in gap.features
