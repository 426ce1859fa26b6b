"""What leads from a workflow to a runbook, and from a runbook to another tool."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import ASKS, ORIGIN, PLACE, RUNS, workflow
from tests.halopsa.test_normalize import flow
from tests.halopsa.test_normalize_ai import runbook, runbook_said

from aigov_connectors.halopsa.normalize import Starters, automations_of
from aigov_connectors.halopsa.wire import WebhookWire
from aigov_connectors.inventory import GateKind, Link, LinkKind


def test_a_workflow_leads_to_the_runbook_whose_id_its_edge_holds() -> None:
    (said,) = flow(workflow((1, 2, RUNS)))
    (link,) = said.leads_to

    assert link.kind is LinkKind.OBJECT
    assert link.key == f"halopsa/{PLACE.tenant_id}/runbook:{RUNS['automation_runbook_id']}"
    assert link.gate is GateKind.NONE
    assert set(link.evidence) <= set(said.evidence)


def test_an_approval_before_the_runbook_stands_before_the_link() -> None:
    (said,) = flow(workflow((1, 2, ASKS), (2, 3, RUNS)))

    assert [one.gate for one in said.leads_to] != [GateKind.NONE]


@pytest.mark.parametrize(
    ("sent", "gate"),
    [({"schedule_id": 3}, GateKind.NONE), ({}, GateKind.UNKNOWN)],
)
def test_a_runbook_calls_the_hosts_of_its_integrations(
    sent: dict[str, Any], gate: GateKind
) -> None:
    found = runbook(integrations=[{"id": 2}], **sent)
    (link,) = found.leads_to

    assert (link.kind, link.key, link.request) == (LinkKind.CALL, "notopenai.com", None)
    assert link.gate is gate
    assert link.evidence


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ({"path": "tickets/4711?key=hunter2"}, "* /api/tickets/{}"),
        ({"path": "/hunter2"}, "* /api/{}"),
        ({"path": ""}, None),
        ({}, None),
    ],
)
def test_of_a_single_call_the_path_is_told_too_without_any_word_of_the_msp(
    method: dict[str, Any], request_: str | None
) -> None:
    base = "https://desk.example/api"
    (link,) = runbook(standalone_methods=[{"integration_baseurl": base, **method}]).leads_to

    assert (link.key, link.request) == ("desk.example", request_)
    assert len(link.evidence) == (1 if request_ is None else 2)


INTEGRATION = ("/api/CustomIntegration", "1", "/resourcebaseurl", "a.openai.azure.com")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"integrations": [{"id": 1}]}, [INTEGRATION]),
        (
            {"integrations": [{"id": 1, "resourcebaseurl": "https://api.openai.com/v1"}]},
            [(ORIGIN.path_template, "b1", "/integrations/0/resourcebaseurl", "api.openai.com")],
        ),
        (
            {"standalone_methods": [{"integration_id": 1, "path": "chat"}]},
            [INTEGRATION, (ORIGIN.path_template, "b1", "/standalone_methods/0/path", "/chat")],
        ),
        (
            {"standalone_methods": [{"integration_baseurl": "https://api.openai.com/v1"}]},
            [
                (
                    ORIGIN.path_template,
                    "b1",
                    "/standalone_methods/0/integration_baseurl",
                    "api.openai.com",
                )
            ],
        ),
    ],
)
def test_what_shows_a_host_names_the_record_in_which_the_host_stands(
    sent: dict[str, Any], expected: list[tuple[str, str, str, str]]
) -> None:
    row = WebhookWire.model_validate({"id": "b1", "name": "Book", "active": True, **sent})
    said = runbook_said(row)
    facts = {one.id: one.fact for one in said.evidence}
    (link,) = said.deployment.leads_to

    assert said.deployment.feature == "halopsa.ai_runbooks"
    shown = [facts[one] for one in link.evidence]
    assert [(one.path_template, one.object_id, one.pointer, one.value) for one in shown] == expected
    assert link.evidence[0] in said.deployment.evidence


def test_a_runbook_starts_from_the_workflow_that_holds_its_id_and_from_nothing_else() -> None:
    runs = workflow((1, 2, {**RUNS, "automation_runbook_id": "b1"}))
    starters = Starters([(one, ORIGIN) for one in automations_of(runs, ORIGIN)], {}, (), ())

    def starts(found: Any) -> list[str]:
        links: tuple[Link, ...] = found.starts_from
        return [link.key for link in links]

    assert starts(runbook(starters)) == [f"halopsa/{PLACE.tenant_id}/runbook:b1"]
    assert starts(runbook(schedule_id=1)) == []
