"""The simulated tenant answers as the vendor's documents say, and serves what is planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from tests.connectwise.psa.tenant import VENDOR, raw, secrets_of, tenant

from aigov_connectors.sandbox import SECRET_MARK, Sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


@pytest.fixture(scope="module")
def api(box: Sandbox) -> Iterator[httpx.Client]:
    with raw(box) as client:
        yield client


def test_as_many_findings_as_were_planted(box: Sandbox) -> None:
    found = Counter((one.rule, one.verdict) for one in box.planted.findings)
    assert found == {
        ("missing-approval-gate", "fail"): 20,
        ("missing-approval-gate", "undetermined"): 8,
        ("third-party-ai-can-write", "undetermined"): 8,
        ("unattended-script", "fail"): 2,
        ("tenant-wide-setting", "fail"): 16,
        ("tenant-wide-setting", "undetermined"): 18,
        ("no-rollback", "fail"): 1,
        ("no-decision-log", "undetermined"): 6,
        ("gate-without-named-approver", "undetermined"): 3,
        ("approver-approves-own-automation", "undetermined"): 1,
        ("unknown-ai-switch", "undetermined"): 3,
        ("not-exposed-not-attested", "undetermined"): 4,
        ("client-data-may-train", "undetermined"): 1,
        ("vendor-answer-missing", "fail"): 1,
    }


def test_every_named_rule_is_served(box: Sandbox, api: httpx.Client) -> None:
    events = {row["name"] for row in api.get("/system/workflows/events").json()}
    rules = {row["name"] for row in api.get("/system/workflows").json()}
    for finding in box.planted.findings:
        source, holder = finding.source_object, finding.holder
        if source is not None and holder is not None and source.kind == "rule":
            assert source.name in events | {"New starter"}
            assert holder.name in rules | {"Onboarding"}


def test_both_kinds_of_paging_give_every_company_once(api: httpx.Client) -> None:
    by_number: list[int] = []
    page = 1
    while rows := api.get("/company/companies", params={"page": page, "pageSize": 7}).json():
        by_number += [row["id"] for row in rows]
        page += 1
    by_id: list[int] = []
    query: dict[str, str | int] = {"pageSize": 7}
    forward = {"pagination-type": "forward-only"}
    while True:
        answer = api.get("/company/companies", params=query, headers=forward)
        by_id += [row["id"] for row in answer.json()]
        if not answer.headers["link"]:
            break
        query["pageId"] = by_id[-1]
    assert by_number == by_id
    assert len(by_id) == len(set(by_id)) == 28 + 2 + 3


def test_the_last_page_has_no_next_and_the_history_knows_no_forward_paging(
    api: httpx.Client,
) -> None:
    first = api.get("/company/companies", params={"pageSize": 20}).headers["link"]
    assert 'rel="next"' in first
    assert 'rel="last"' in first
    assert 'rel="next"' not in api.get("/company/companies?page=2&pageSize=20").headers["link"]
    forward = {"pagination-type": "forward-only"}
    trail = api.get("/system/audittrail?type=Ticket&id=70000", headers=forward)
    assert "link" not in trail.headers
    refused = api.get("/company/companies?orderBy=id asc", headers=forward)
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"conditions": 'name contains "clinic" and deletedFlag=false'}, 200),
        ({"conditions": 'status/name in ("Active","Prospect")'}, 200),
        ({"conditions": "id > 260 or isVendorFlag=true"}, 200),
        ({"conditions": "lastUpdated > yesterday"}, 400),
        ({"conditions": "nosuch/field=1"}, 400),
        ({"conditions": "id >"}, 400),
        ({"pageSize": "many"}, 400),
    ],
)
def test_conditions_are_parsed_or_refused(
    api: httpx.Client, query: dict[str, str], status: int
) -> None:
    answer = api.get("/company/companies", params=query)
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["code"] == "ApiFindCondition"
    else:
        assert answer.json()


def test_secrets_lie_in_the_columns_that_a_careful_reader_leaves_out(api: httpx.Client) -> None:
    assert SECRET_MARK in api.get("/system/integratorlogins").text
    assert SECRET_MARK in api.get("/system/apiMembers").text
    told = api.get("/system/integratorlogins", params={"fields": "id,username,_info"}).json()
    assert set(told[0]) == {"id", "username", "_info"}
    assert "_info" not in api.get("/service/boards?fields=id,board/name").json()[0]


def test_wrong_keys_look_like_a_wrong_address(box: Sandbox) -> None:
    with raw(box, "bad-secret") as client:
        answer = client.get("/system/mySecurity")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html")
    with raw(box, "bad-client-id") as client:
        answer = client.get("/system/mySecurity")
        assert (answer.status_code, answer.json()["message"]) == (403, "UserNotAuthenticated")
    base = box.base_url(VENDOR)
    known = secrets_of(box)["company_id"]
    with httpx.Client(base_url=base, trust_env=False) as anybody:
        assert anybody.get(f"/login/companyinfo/{known}").json()["CompanyID"] == known
        assert anybody.get("/login/companyinfo/nobody").json() is None


def test_nothing_can_be_written(box: Sandbox) -> None:
    with raw(box, "writer") as client:
        assert client.post("/service/tickets", json={}).status_code == 405
