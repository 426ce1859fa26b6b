"""The simulated database answers as the vendor's documents say, and serves what is planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.autotask.database import EVERYTHING, ROOT, VENDOR, database, raw, secrets_of

from aigov_connectors.sandbox import SECRET_MARK, Sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with database() as running:
        yield running


@pytest.fixture(scope="module")
def api(box: Sandbox) -> Iterator[httpx.Client]:
    with raw(box) as client:
        yield client


def ask(api: httpx.Client, entity: str, **body: Any) -> httpx.Response:
    return api.post(f"/{entity}/query", json={"filter": EVERYTHING, **body})


def test_as_many_findings_as_were_planted(box: Sandbox) -> None:
    found = Counter((one.rule, one.verdict) for one in box.planted.findings)
    assert found == {
        ("missing-approval-gate", "fail"): 7,
        ("gate-opens-by-itself", "fail"): 1,
        ("missing-approval-gate", "undetermined"): 3,
        ("tenant-wide-setting", "fail"): 2,
        ("tenant-wide-setting", "undetermined"): 9,
        ("approver-approves-own-automation", "fail"): 1,
        ("no-decision-log", "undetermined"): 1,
        ("no-rollback", "fail"): 1,
        ("unknown-ai-switch", "undetermined"): 1,
        ("third-party-ai-can-write", "undetermined"): 2,
        ("default-on-not-reviewed", "fail"): 1,
        ("client-data-may-train", "undetermined"): 1,
        ("vendor-answer-missing", "fail"): 1,
        ("not-exposed-not-attested", "undetermined"): 9,
    }


def test_the_zone_is_told_to_anybody_who_knows_a_user(box: Sandbox) -> None:
    with httpx.Client(base_url=box.base_url(VENDOR) + ROOT, trust_env=False) as anybody:
        user = secrets_of(box)["username"]
        zone = anybody.get("/ZoneInformation", params={"user": user}).json()
        assert zone["url"] == f"{box.base_url(VENDOR)}/atservicesrest/"
        assert zone["ci"] == 123456
        refused = anybody.get("/ZoneInformation", params={"user": "nobody@x.example"})
        assert refused.status_code == 500
        assert "url" not in refused.json()


@pytest.mark.parametrize("kind", ["bad-secret", "bad-code", "bad-user"])
def test_wrong_headers_are_answered_alike(box: Sandbox, kind: str) -> None:
    with raw(box, kind) as client:
        answer = client.get("/Version")
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer.headers["www-authenticate"].startswith("Basic realm=")


def test_the_next_page_takes_the_same_post_and_nothing_else(api: httpx.Client) -> None:
    first = ask(api, "Companies", maxRecords=9).json()
    following = first["pageDetails"]["nextPageUrl"]
    assert first["pageDetails"]["count"] == 9
    refused = api.get(following)
    assert refused.status_code == 405
    assert "GET" in refused.json()["Message"]
    ids = [row["id"] for row in first["items"]]
    while following:
        page = api.post(following, json={"filter": EVERYTHING, "maxRecords": 9}).json()
        ids += [row["id"] for row in page["items"]]
        following = page["pageDetails"]["nextPageUrl"]
    assert ids == sorted(set(ids))
    assert (
        len(ids)
        == api.post("/Companies/query/count", json={"filter": EVERYTHING}).json()["queryCount"]
    )
    assert ids[0] == 0  # the MSP itself


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"filter": []}, "must contain a filter"),
        ({"filter": EVERYTHING, "maxRecords": 501}, "MaxRecords"),
        ({"filter": [{"op": "eq", "field": "nosuch", "value": 1}]}, "Unable to find nosuch"),
        ({"filter": [{"op": "ne", "field": "id", "value": 1}]}, "not a valid operator"),
        ({"filter": [{"op": "eq", "field": "id", "value": None}]}, "must not be null"),
        ({"filter": [{"op": "eq", "field": "creatorType", "value": 1}]}, "Unable to find"),
        ({"filter": [{"op": "in", "field": "id", "value": [1] * 501}]}, "OR conditions"),
        ({"filter": EVERYTHING, "includeFields": ["nosuch"]}, "Unable to find nosuch"),
        ({"filter": EVERYTHING, "includeFields": ["title"], "maxRecords": 5}, "contain id"),
    ],
)
def test_a_bad_question_is_a_500_that_says_why(
    api: httpx.Client, body: dict[str, Any], words: str
) -> None:
    answer = api.post("/Tickets/query", json=body)
    assert answer.status_code == 500
    assert words in answer.json()["errors"][0]


def test_an_id_as_text_finds_nothing_in_silence(api: httpx.Client) -> None:
    found = api.post(
        "/Companies/query", json={"filter": [{"op": "eq", "field": "id", "value": "1200"}]}
    )
    assert (found.status_code, found.json()["items"]) == (200, [])


def test_names_are_taken_in_any_case_and_fields_are_left_out(api: httpx.Client) -> None:
    body = {
        "Filter": [
            {
                "op": "or",
                "items": [
                    {"op": "eq", "field": "companyName", "value": "Inkwell Publishing"},
                    {"op": "beginsWith", "field": "companyName", "value": "Harborview"},
                ],
            }
        ],
        "IncludeFields": ["id", "companyName"],
    }
    rows = api.post("/Companies/query", json=body).json()["items"]
    assert {row["companyName"] for row in rows} == {
        "Harborview Dental",
        "Harborview Dental Lab",
        "Inkwell Publishing",
    }
    assert {tuple(row) for row in rows} == {("id", "companyName")}


def test_the_history_takes_one_filter(api: httpx.Client) -> None:
    one = {"op": "eq", "field": "ticketID", "value": 90007}
    assert api.post("/TicketHistory/query", json={"filter": [one]}).json()["items"]
    assert ask(api, "TicketHistory").status_code == 500
    two = [one, {"op": "gt", "field": "id", "value": 0}]
    assert api.post("/TicketHistory/query", json={"filter": two}).status_code == 500


def test_a_part_only_is_seen_in_silence_and_nothing_is_refused(box: Sandbox) -> None:
    counts = {}
    for kind in ("admin", "restricted"):
        with raw(box, kind) as client:
            told = client.post("/Tickets/query/count", json={"filter": EVERYTHING})
            counts[kind] = told.json()["queryCount"]
    assert 0 < counts["restricted"] < counts["admin"]
    with raw(box, "blind") as client:
        assert ask(client, "Resources").status_code == 403


def test_rights_are_told_entity_by_entity(box: Sandbox) -> None:
    with raw(box, "admin") as client:
        told = client.get("/EntityInformation").json()["entityDescriptions"]
    ticket = next(one["info"] for one in told if one["info"]["name"] == "Ticket")
    assert (ticket["userAccessForQuery"], ticket["userAccessForUpdate"]) == (1, 1)


def test_secrets_lie_in_the_columns_that_a_careful_reader_leaves_out(api: httpx.Client) -> None:
    for entity in ("TicketWebhooks", "IntegrationVendorInsights", "Companies", "Contracts"):
        assert SECRET_MARK in ask(api, entity).text
    told = ask(api, "TicketWebhooks", includeFields=["id", "webhookUrl"])
    assert SECRET_MARK not in told.text


def test_the_threshold_is_shared_and_then_everybody_is_refused() -> None:
    with database(limit_factor=1, options={"autotask.others": 9_998}) as box, raw(box) as client:
        assert client.get("/ThresholdInformation").json() == {
            "externalRequestThreshold": 10_000,
            "requestThresholdTimeframe": 60,
            "currentTimeframeRequestCount": 9_999,
        }
        client.get("/Version")
        refused = client.get("/Version")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")


def test_nothing_can_be_written(box: Sandbox) -> None:
    with raw(box, "admin") as client:
        assert client.post("/Tickets", json={}).status_code == 405
        assert client.patch("/Companies", json={}).status_code == 405
        assert client.delete("/Tickets/90001").status_code == 405
