"""The console's workflows and alerts, asked without the library's own clients."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from tests.sandbox.callers import Console

from aigov_connectors.sandbox import SECRET_MARK, Sandbox, sandbox

ROOT = "/hyper-automate/api/public"
ALERTS = "/web/api/v2.1/unifiedalerts/graphql"
FIELDS = (
    "totalCount pageInfo{hasNextPage endCursor}"
    " edges{node{id analystVerdict realTime{scope{site{name}}}"
    " aiInvestigation{autoTriggered verdict}}}"
)
QUERY = (
    "query A($first:Int!,$after:String,$filters:[FilterInput!])"
    "{alerts(first:$first,after:$after,filters:$filters){" + FIELDS + "}}"
)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox(
        vendors=["sentinelone"], clients=28, devices=300, limit_factor=math.inf
    ) as running:
        yield running


def ask(caller: Console, query: str = QUERY, **variables: Any) -> Any:
    body = {"query": query, "variables": {"first": 100, **variables}}
    return caller.http.post(ALERTS, json=body).json()


def workflows(caller: Console) -> list[Any]:
    found = caller.get(f"{ROOT}/workflows", limit=100).json()
    assert len(found["data"]) == found["pagination"]["totalItems"]
    rows: list[Any] = found["data"]
    return rows


def test_drafts_are_shown_to_nobody_but_their_author(box: Sandbox) -> None:
    shown = workflows(Console(box))
    assert "Somebody's draft" not in {one["workflow"]["name"] for one in shown}
    assert {one["workflow"]["state"] for one in shown} == {"active", "inactive"}


def test_a_token_of_a_site_sees_the_workflows_of_its_site_alone(box: Sandbox) -> None:
    assert workflows(Console(box, kind="site-viewer")) == []


def test_pages_by_skip_give_every_row_once(box: Sandbox) -> None:
    caller = Console(box)
    every = workflows(caller)
    pages = [
        caller.get(f"{ROOT}/workflows", limit=5, skip=skip).json()["data"]
        for skip in range(0, len(every) + 5, 5)
    ]
    assert [row for page in pages for row in page] == every
    assert caller.get(f"{ROOT}/workflows", limit=0).status_code == 400
    assert caller.get(f"{ROOT}/workflows", cursor="x").status_code == 400


def test_definitions_carry_secrets_in_both_spellings(box: Sandbox) -> None:
    caller = Console(box)
    texts = [
        caller.get(
            f"{ROOT}/workflow-import-export/export/{one['id']}/{one['workflow']['versionId']}"
        ).text
        for one in workflows(caller)
    ]
    assert any("connectedTo" in text for text in texts)
    assert any("connected_to" in text for text in texts)
    assert sum(SECRET_MARK in text for text in texts) > 10
    assert caller.get(f"{ROOT}/workflow-import-export/export/x/y").status_code == 404


def test_alerts_are_paged_and_filtered(box: Sandbox) -> None:
    caller = Console(box)
    automatic = [{"fieldId": "aiInvestigationAutoTriggered", "booleanEqual": {"value": True}}]
    found = ask(caller, filters=automatic)["data"]["alerts"]
    names = {one["node"]["realTime"]["scope"]["site"]["name"] for one in found["edges"]}
    assert names == {"Brightwater Credit Union", "Cobalt Ridge Imaging"}
    assert found["totalCount"] == len(found["edges"]) == 15
    seen: list[str] = []
    after = None
    while True:
        page = ask(caller, first=60, after=after)["data"]["alerts"]
        seen += [one["node"]["id"] for one in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == page["totalCount"] > 100


def test_what_the_schema_lacks_is_told_in_a_success(box: Sandbox) -> None:
    caller = Console(box)
    wrong = ask(caller, QUERY.replace("analystVerdict", "colour"))
    assert "Cannot query field 'colour'" in wrong["errors"][0]["message"]
    assert wrong["data"] is None
    lost = ask(caller, filters=[{"fieldId": "mood", "stringEqual": {"value": "x"}}])
    assert "not supported for FILTER API call" in lost["errors"][0]["message"]


def test_a_mutation_is_refused_and_counted(box: Sandbox) -> None:
    before = sum(box.requests.refused_writes.values())
    caller = Console(box)
    for query in ("mutation M{x}", QUERY + " mutation M{x}", "subscription S{x}"):
        answer = caller.http.post(ALERTS, json={"query": query})
        assert answer.status_code == 403
    assert sum(box.requests.refused_writes.values()) == before + 3
