"""Verdicts of Purple AI: asked for by declared documents, counted, and taken for what they show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.sentinelone.console import (
    API,
    NOW,
    URL,
    Console,
    collected,
    refusal,
    whole_console,
)

from aigov_connectors._http import GraphQLDocument
from aigov_connectors.errors import NotFoundError, ReadOnlyViolationError
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Collection,
    DecisionKind,
    GapReason,
    GateKind,
    Reach,
)
from aigov_connectors.sentinelone.client import READS
from aigov_connectors.sentinelone.client_alerts import (
    ALERT_READS,
    INVESTIGATIONS,
    INVESTIGATIONS_IN_SHORT,
)

FEATURE = "sentinelone.purple_ai_auto_investigation"
GRAPHQL = "/unifiedalerts/graphql"

# Fields of the captured schema of 2026 that are asked for, by the field that holds them.
SCHEMA: Mapping[str, set[str]] = {
    "": {"alerts"},
    "alerts": {"totalCount", "pageInfo", "edges"},
    "pageInfo": {"hasNextPage", "endCursor"},
    "edges": {"node"},
    "node": {"id", "createdAt", "detectedAt", "analystVerdict", "realTime", "aiInvestigation"},
    "realTime": {"scope"},
    "scope": {"site"},
    "site": {"id"},
    "aiInvestigation": {"autoTriggered", "status", "verdict", "timestamp"},
}


def alert(number: int, site: str | None = "s1", **investigation: Any) -> dict[str, Any]:
    told = {"autoTriggered": True, "status": "COMPLETED", "verdict": "TRUE_POSITIVE"}
    found = {
        "id": f"al{number}",
        "name": "SECRET-ALERT",
        "createdAt": "2026-09-29T20:11:00.000Z",
        "detectedAt": "2026-09-29T20:11:00.000Z",
        "analystVerdict": investigation.pop("analyst", "UNDEFINED"),
        "aiInvestigation": {**told, **investigation},
    }
    if site is not None:
        found["realTime"] = {"scope": {"site": {"id": site}}}
    return found


def connection(*alerts: dict[str, Any]) -> dict[str, Any]:
    edges = [{"cursor": "c", "node": one} for one in alerts]
    info = {"hasNextPage": False, "endCursor": None}
    return {"data": {"alerts": {"totalCount": len(edges), "pageInfo": info, "edges": edges}}}


def console(answer: Any) -> Console:
    return Console({**whole_console(), GRAPHQL: answer})


async def seen(*alerts: dict[str, Any]) -> Collection:
    return await collected(console(connection(*alerts)))


def not_exposed(found: Collection) -> list[tuple[str, ...]]:
    """Whom a person is asked about; what a read that failed hangs on is a gap besides."""
    return [
        gap.organizations
        for gap in found.gaps
        if (gap.resource, gap.reason) == ("feature", GapReason.NOT_EXPOSED)
        and FEATURE in gap.features
    ]


# Asking -------------------------------------------------------------------------------------------


def selected(document: GraphQLDocument) -> dict[str, set[str]]:
    """Field to the fields inside it."""
    found: dict[str, set[str]] = {}
    inside, last = [""], ""
    text = re.sub(r"\([^)]*\)", "", document.text.partition("{")[2])
    for token in re.findall(r"[{}]|\w+", text):
        if token == "{":
            inside.append(last)
        elif token == "}":
            inside.pop()
        else:
            found.setdefault(inside[-1], set()).add(token)
            last = token
    return found


@pytest.mark.parametrize("document", ALERT_READS.documents, ids=lambda one: one.name)
def test_the_documents_ask_for_what_the_schema_has(document: GraphQLDocument) -> None:
    for holder, fields in selected(document).items():
        assert fields <= SCHEMA[holder]
    assert document.variables == {"first", "after", "filters"}


async def test_the_console_filters_by_time_and_investigation() -> None:
    asked = console(connection())
    async with asked.client() as client:
        rows = [row async for row in client.investigated_alerts(created_since=NOW)]
    assert rows == []
    (request,) = asked.requests
    body = json.loads(request.content)
    assert (request.method, request.url.path) == ("POST", API + GRAPHQL)
    assert body["query"] == INVESTIGATIONS.text
    window, investigated = body["variables"]["filters"]
    assert window["dateTimeRange"] == {"start": int(NOW.timestamp() * 1000)}
    assert investigated["fieldId"] == "aiInvestigationStatus"


def drifting(lacks: Callable[[dict[str, Any]], str | None]) -> Callable[[httpx.Request], Any]:
    def answer(request: httpx.Request) -> Any:
        problem = lacks(json.loads(request.content))
        if problem is not None:
            return {"errors": [{"message": problem}], "data": None}
        return connection(alert(1), {**alert(2), "aiInvestigation": None})

    return answer


@pytest.mark.parametrize(
    ("lacks", "requests"),
    [
        (
            lambda body: (
                "Field aiInvestigationStatus does not exist or not supported for FILTER"
                if len(body["variables"]["filters"]) > 1
                else None
            ),
            2,
        ),
        (
            lambda body: (
                "Cannot query field 'timestamp' on type 'AiInvestigationInfo'"
                if "timestamp" in body["query"]
                else None
            ),
            3,
        ),
        (
            lambda body: (
                "Cannot query field 'timestamp'"
                if "timestamp" in body["query"] or len(body["variables"]["filters"]) > 1
                else None
            ),
            4,
        ),
    ],
)
async def test_an_older_console_is_asked_for_less(lacks: Any, requests: int) -> None:
    asked = console(drifting(lacks))
    found = await collected(asked)
    assert [one.count for one in found.decisions if one.feature == FEATURE] == [1]
    assert asked.paths.count(GRAPHQL) == requests
    (receipt,) = (one for one in found.receipts if one.resource == "alerts")
    assert (receipt.complete, receipt.rows) == (True, 2)


async def test_a_console_without_investigations_is_a_gap() -> None:
    found = await collected(console(drifting(lambda body: "Cannot query field 'alerts'")))
    (gap,) = (one for one in found.gaps if one.resource == "alerts")
    assert gap.reason is GapReason.NOT_EXPOSED
    assert not_exposed(found) == [()]
    async with console(drifting(lambda body: "Unknown type 'FilterInput'")).client() as client:
        with pytest.raises(NotFoundError):
            _ = [row async for row in client.investigated_alerts(created_since=NOW)]


async def test_a_role_that_may_not_see_alerts_costs_a_gap_and_not_the_run() -> None:
    for answer in (
        refusal(4030010),
        {"errors": [{"message": "x", "extensions": {"code": "FORBIDDEN"}}], "data": None},
    ):
        found = await collected(console(answer))
        (gap,) = (one for one in found.gaps if one.resource == "alerts")
        assert gap.reason is GapReason.DENIED
        assert "Alerts: View" in gap.remedy
        assert found.deployments


@pytest.mark.parametrize(
    "body",
    [
        {"query": "mutation M { alertTriggerActions(ids: [1]) { ok } }"},
        {"query": INVESTIGATIONS.text + " mutation M { x }"},
        [{"query": INVESTIGATIONS.text}],
    ],
)
async def test_nothing_else_can_be_sent_there(body: Any) -> None:
    asked = console(connection())
    async with asked.client() as client:
        with pytest.raises(ReadOnlyViolationError):
            await client._http.json(API + GRAPHQL, body=body)
        with pytest.raises(ReadOnlyViolationError):
            await client._http.json(API + GRAPHQL, params={"query": "mutation M{x}"})
        with pytest.raises(ReadOnlyViolationError):
            await client._http.json(API + "/graphql", params={"query": "query Q{x}"})
    assert asked.requests == []
    assert [post.path for post in READS.posts] == [API + GRAPHQL]
    assert URL.startswith("https")


# Counting -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("ai", "succeeded", "not_reviewed")),
        ({"analyst": "TRUE_POSITIVE_MALWARE"}, ("ai", "succeeded", "confirmed")),
        ({"analyst": "FALSE_POSITIVE_BENIGN"}, ("ai", "succeeded", "rejected")),
        (
            {"verdict": "FALSE_POSITIVE", "analyst": "FALSE_POSITIVE_UNDEFINED"},
            ("ai", "succeeded", "confirmed"),
        ),
        (
            {"verdict": "UNKNOWN", "analyst": "TRUE_POSITIVE_MALWARE"},
            ("ai", "succeeded", "unknown"),
        ),
        ({"verdict": "UNKNOWN"}, ("ai", "succeeded", "not_reviewed")),
        ({"analyst": None}, ("ai", "succeeded", "unknown")),
        ({"analyst": "SUSPICIOUS"}, ("ai", "succeeded", "unknown")),
        ({"autoTriggered": False}, ("unknown", "succeeded", "not_reviewed")),
        ({"autoTriggered": None}, ("unknown", "succeeded", "not_reviewed")),
        ({"status": "FAILED", "verdict": None}, ("ai", "failed", "not_reviewed")),
        ({"status": "IN_PROGRESS", "verdict": None}, ("ai", "pending", "not_reviewed")),
        ({"status": "CANCELLED", "verdict": None}, ("ai", "unknown", "not_reviewed")),
        ({"status": None}, ("ai", "succeeded", "not_reviewed")),
    ],
)
async def test_who_decided_and_whether_the_analyst_agrees(
    told: dict[str, Any], expected: tuple[str, ...]
) -> None:
    (one,) = (row for row in (await seen(alert(1, **told))).decisions if row.feature == FEATURE)
    assert (one.initiator, one.outcome, one.human_verdict) == expected
    assert (one.action, one.organization, one.complete) == (DecisionKind.INFORM, "s1", True)


@pytest.mark.parametrize(
    "told",
    [
        {"autoTriggered": False, "status": None, "verdict": None},
        {"autoTriggered": None, "status": None, "verdict": None},
        {"status": "UNSUPPORTED", "verdict": None},
        {"autoTriggered": False, "status": "unsupported", "verdict": "UNKNOWN"},
    ],
)
async def test_what_was_not_investigated_is_not_counted(told: dict[str, Any]) -> None:
    found = await seen(alert(1, **told))
    assert not [row for row in found.decisions if row.feature == FEATURE]
    assert not_exposed(found) == [()]


async def test_the_day_is_that_of_the_verdict() -> None:
    late = alert(1, timestamp="2026-09-30T00:01:00Z")
    found = await seen(late, {**alert(2), "createdAt": None, "detectedAt": None})
    days = [row.day.isoformat() for row in found.decisions if row.feature == FEATURE]
    assert days == ["2026-09-30"]
    (gap,) = (one for one in found.gaps if one.resource == "alerts")
    assert "without a time" in gap.subject
    assert not [row for row in found.decisions if row.feature == FEATURE and row.complete]


# Saying -------------------------------------------------------------------------------------------


async def test_an_investigation_that_nobody_asked_for_shows_it_at_work_for_its_site() -> None:
    found = await seen(alert(1), alert(2), alert(3, "s2", autoTriggered=False))
    (one,) = (row for row in found.deployments if row.feature == FEATURE)
    assert (one.enabled, one.autonomy, one.gate.kind) == (
        True,
        Autonomy.ADVISORY,
        GateKind.PRE_APPROVAL,
    )
    assert (one.basis, one.scope.id, one.reach) == (Basis.INFERRED, "s1", Reach.LISTED)
    assert [row.organization for row in found.reaches if row.deployment == one.key] == ["s1"]
    (evidence,) = (row for row in found.evidence if row.id in one.evidence)
    assert (evidence.fact.object_id, evidence.fact.value) == ("al1", True)
    assert not_exposed(found) == [("s2", "s4")], "it is asked about where nothing showed it"


async def test_that_there_is_none_shows_nothing() -> None:
    for found in (await seen(), await seen(alert(1, autoTriggered=False))):
        assert not [row for row in found.deployments if row.feature == FEATURE]
        assert not_exposed(found) == [()]


async def test_an_alert_that_tells_no_site_shows_not_for_whom() -> None:
    found = await seen(alert(1, None), alert(2, "s7"))
    made = [row for row in found.deployments if row.feature == FEATURE]
    assert {row.reach for row in made} == {Reach.UNKNOWN}
    assert not_exposed(found) == [()]


async def test_a_site_that_has_ended_is_nobodys() -> None:
    assert not [row for row in (await seen(alert(1, "s3"))).deployments if row.feature == FEATURE]


async def test_nothing_of_the_alert_itself_is_kept() -> None:
    assert "SECRET" not in (await seen(alert(1))).model_dump_json()


async def test_the_time_looked_back_at_is_the_connections() -> None:
    asked = console(connection())
    await collected(asked, lookback_days=7)
    (request,) = (one for one in asked.requests if one.url.path.endswith(GRAPHQL))
    window = json.loads(request.content)["variables"]["filters"][0]["dateTimeRange"]
    assert window["start"] == int((NOW - timedelta(days=7)).timestamp() * 1000)
    assert INVESTIGATIONS_IN_SHORT.text not in request.content.decode()
