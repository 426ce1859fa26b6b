"""Workflows in a whole run: what is asked, what is counted, what a refusal costs."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests.sentinelone.console import (
    NOW,
    Console,
    FixedClock,
    catalogue,
    collected,
    refusal,
    rows,
    whole_console,
)
from tests.sentinelone.workflow_bodies import alert, request, row, step

from aigov_connectors.inventory import Autonomy, Collection, Deployment, Gap, GapReason
from aigov_connectors.sentinelone.connection import SentinelOneConnector
from aigov_connectors.sentinelone.connector import CONNECTOR, SentinelOneOptions

FEATURE = "sentinelone.hyperautomation"
ROOT = "/hyper-automate/api/public"
LIST, RUNS = f"{ROOT}/workflows", f"{ROOT}/workflow-execution"
EXPORT = f"{ROOT}/workflow-import-export/export/{{}}/v1"

ISOLATES = {"name": "x", "actions": [alert("2"), request("2")]}
OFFERED = {"name": "x", "actions": [alert("2", alone=False), request("2")]}


def execution(number: int, workflow: str = "w1", **more: Any) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "workflowId": workflow,
        "workflowName": "SECRET-NAME",
        "trigger": "singularity_response_trigger",
        "state": "Completed",
        "createdAt": "2026-09-30T11:02:05Z",
        **more,
    }


def console(**changes: Any) -> Console:
    answers = {
        **whole_console(),
        LIST: rows(row(), row(id="w2", name="Offered", scopeLevel="account", scopeId="a1")),
        EXPORT.format("w1"): ISOLATES,
        EXPORT.format("w2"): OFFERED,
        RUNS: rows(execution(1), execution(2, "w2"), execution(3, state="Waiting")),
    }
    names = {"list": LIST, "runs": RUNS, "w1": EXPORT.format("w1"), "w2": EXPORT.format("w2")}
    answers.update({names[name]: value for name, value in changes.items()})
    return Console(answers)


def stated(found: Collection) -> dict[str, Deployment]:
    return {one.source_object.id: one for one in found.deployments if one.feature == FEATURE}


def gaps(found: Collection) -> list[Gap]:
    wanted = ("workflows", "workflow_executions")
    return [one for one in found.gaps if one.resource in wanted]


async def test_each_workflow_is_stated_with_its_definition() -> None:
    asked = console()
    found = await collected(asked)
    assert {key: one.autonomy for key, one in stated(found).items()} == {
        "w1": Autonomy.FULLY_AUTONOMOUS,
        "w2": Autonomy.ADVISORY,
    }
    assert gaps(found) == []
    assert "SECRET" not in found.model_dump_json()
    assert {one.complete for one in found.receipts if one.resource == "workflows"} == {True}
    assert sum("/export/" in path for path in asked.paths) == 2


async def test_runs_are_counted_by_who_started_them_and_how_they_ended() -> None:
    asked = console()
    found = await collected(asked)
    counted = [one for one in found.decisions if one.feature == FEATURE]
    assert Counter((one.organization, one.initiator, one.outcome) for one in counted) == {
        ("s1", "rule", "succeeded"): 1,
        (None, "person", "succeeded"): 1,
        ("s1", "rule", "pending"): 1,
    }
    assert all(one.complete for one in counted)
    (sent,) = (one for one in asked.requests if one.url.path.endswith("/workflow-execution"))
    assert sent.url.params["created_at__lt"] == NOW.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@pytest.mark.parametrize(
    ("changes", "initiator", "outcome"),
    [
        ({"trigger": "scheduled_trigger", "state": "Error"}, "rule", "failed"),
        ({"trigger": "manual_trigger", "state": "Stuck"}, "person", "pending"),
        ({"trigger": "snippet_trigger", "state": "Aborted"}, "unknown", "unknown"),
        ({"trigger": None, "state": "CompletedWithErrors"}, "unknown", "unknown"),
        ({"workflowId": "w9", "state": None}, "unknown", "unknown"),
    ],
)
async def test_what_a_run_does_not_tell_stays_unknown(
    changes: dict[str, Any], initiator: str, outcome: str
) -> None:
    found = await collected(console(runs=rows(execution(1, **changes))))
    (one,) = (row for row in found.decisions if row.feature == FEATURE)
    assert (one.initiator, one.outcome) == (initiator, outcome)


async def test_a_run_without_a_time_makes_the_counts_a_sample() -> None:
    found = await collected(console(runs=rows(execution(1), execution(2, createdAt=None))))
    (gap,) = gaps(found)
    assert gap.reason is GapReason.INCONCLUSIVE
    assert not any(one.complete for one in found.decisions if one.feature == FEATURE)


async def test_a_console_without_the_module_costs_gaps_and_not_the_run() -> None:
    refused = refusal(4030010)
    found = await collected(console(list=refused, runs=refused))
    assert {(one.resource, one.reason) for one in gaps(found)} == {
        ("workflows", GapReason.DENIED),
        ("workflow_executions", GapReason.DENIED),
    }
    (gap,) = (one for one in gaps(found) if one.resource == "workflows")
    assert gap.features == (FEATURE,)
    assert stated(found) == {}
    assert found.decisions, "the threats are counted all the same"


async def test_a_definition_that_is_refused_leaves_its_workflow_open_and_named() -> None:
    found = await collected(console(w1=refusal(4030010)))
    (gap,) = gaps(found)
    assert (gap.subject, gap.organizations) == (
        "steps of workflow Isolate on ransomware",
        ("s1",),
    )
    assert stated(found)["w1"].autonomy is Autonomy.UNKNOWN
    assert stated(found)["w2"].autonomy is Autonomy.ADVISORY


async def test_a_workflow_whose_version_is_not_told_is_open_and_a_gap() -> None:
    found = await collected(console(list=rows(row(versionId=None))))
    (gap,) = gaps(found)
    assert "which of its versions" in (gap.detail or "")
    assert stated(found)["w1"].autonomy is Autonomy.UNKNOWN


async def test_an_empty_list_of_a_reader_with_proven_rights_is_an_answer() -> None:
    assert gaps(await collected(console(list=rows(), runs=rows()))) == []
    unproven = console(list=rows(), runs=rows())
    unproven.answers["/rbac/role/77"] = refusal(4030010)
    assert {one.reason for one in gaps(await collected(unproven))} == {GapReason.INCONCLUSIVE}


async def test_snippets_are_not_asked_for_and_leave_their_callers_open() -> None:
    calls = {"name": "x", "actions": [alert("2"), step("2", "snippet")]}
    asked = console(list=rows(row(), row(id="w3", isSnippet=True)), w1=calls)
    found = await collected(asked)
    assert set(stated(found)) == {"w1"}
    assert EXPORT.format("w3") not in asked.paths


async def test_two_runs_say_the_same() -> None:
    assert await collected(console()) == await collected(console())


async def test_the_plan_counts_lists_definitions_and_runs() -> None:
    asked = console()
    asked.answers["/unifiedalerts/graphql"] = refusal(4030010)
    async with asked.client() as client:
        connector = SentinelOneConnector(client, SentinelOneOptions(), FixedClock(), catalogue())
        planned = {one.resource: one for one in await connector.plan()}
    assert set(CONNECTOR.resources) == set(planned)
    workflows = planned["workflows"]
    assert (workflows.rows, sum(workflows.requests.values())) == (2, 3)
    assert planned["workflow_executions"].rows == 3
    assert planned["alerts"].rows is None
    assert "did not count" in planned["alerts"].because
    assert not any("/export/" in path for path in asked.paths)
