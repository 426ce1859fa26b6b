"""The simulated tenant answers as the vendor's documents say, and serves what is planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from tests.halopsa.tenant import READING, VENDOR, raw, secrets_of, tenant

from aigov_connectors.sandbox import SECRET_MARK, Sandbox

ADMIN = " ".join((*READING, "admin"))


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


@pytest.fixture(scope="module")
def api(box: Sandbox) -> Iterator[httpx.Client]:
    with raw(box, scope=ADMIN) as client:
        yield client


def test_as_many_findings_as_were_planted(box: Sandbox) -> None:
    found = Counter((one.rule, one.verdict) for one in box.planted.findings)
    assert found == {
        ("missing-approval-gate", "fail"): 21,
        ("missing-approval-gate", "undetermined"): 12,
        ("unattended-script", "fail"): 13,
        ("unattended-script", "undetermined"): 9,
        ("reply-without-preview", "fail"): 5,
        ("reply-without-preview", "undetermined"): 1,
        ("suggestion-applied-automatically", "fail"): 6,
        ("suggestion-applied-automatically", "undetermined"): 1,
        ("routing-by-machine-without-review", "fail"): 1,
        ("third-party-ai-can-write", "undetermined"): 5,
        ("anonymous-user-can-trigger-ai", "fail"): 1,
        ("anonymous-user-can-trigger-ai", "undetermined"): 1,
        ("gate-opens-by-itself", "fail"): 3,
        ("gate-opens-by-itself", "undetermined"): 5,
        ("tenant-wide-setting", "fail"): 29,
        ("tenant-wide-setting", "undetermined"): 35,
        ("no-decision-log", "undetermined"): 12,
        ("gate-without-named-approver", "undetermined"): 4,
        ("no-rollback", "fail"): 1,
        ("unknown-ai-switch", "undetermined"): 1,
        ("not-exposed-not-attested", "undetermined"): 1,
        ("vendor-answer-missing", "fail"): 1,
        ("client-data-may-train", "undetermined"): 1,
        ("own-credential-can-write", "undetermined"): 1,
    }


def test_the_sheet_names_what_is_served(api: httpx.Client) -> None:
    rules = {row["name"] for row in api.get("/api/TicketRules").json()}
    assert {"Bank first", "Link down to the field", "Greeting for callers"} <= rules
    assert {"Finance access"} <= {row["name"] for row in api.get("/api/Workflow").json()}
    assert {"Nightly sync"} <= {row["name"] for row in api.get("/api/Webhook?type=1").json()}


def test_anybody_learns_where_to_sign_in(box: Sandbox) -> None:
    base = box.base_url(VENDOR)
    with httpx.Client(base_url=base, trust_env=False) as anybody:
        told = anybody.get("/api/AuthInfo").json()
        assert told == {"auth_url": f"{base}/auth/", "tenant_id": "northwind"}
        assert anybody.get("/api/Tickets").status_code == 401


@pytest.mark.parametrize(
    ("kind", "query", "scope", "status", "error"),
    [
        ("reader", {"tenant": "northwind"}, ADMIN, 200, None),
        ("reader", {}, ADMIN, 400, "invalid_request"),
        ("bad-secret", {"tenant": "northwind"}, ADMIN, 401, "invalid_client"),
        ("narrow", {"tenant": "northwind"}, ADMIN, 400, "invalid_scope"),
        ("reader", {"tenant": "northwind"}, "read:actions", 400, "invalid_scope"),
    ],
)
def test_a_token_needs_the_tenant_in_the_query_and_scopes_that_were_given(
    box: Sandbox, kind: str, query: dict[str, str], scope: str, status: int, error: str | None
) -> None:
    form = {**secrets_of(box, kind), "grant_type": "client_credentials", "scope": scope}
    with httpx.Client(base_url=box.base_url(VENDOR), trust_env=False) as anybody:
        answer = anybody.post("/auth/token", params=query, data=form)
    assert (answer.status_code, answer.json().get("error")) == (status, error)


def test_a_page_is_capped_whatever_is_asked(api: httpx.Client) -> None:
    query = {"pageinate": "true", "page_size": "1000", "page_no": "1"}
    told = api.get("/api/tickets", params=query).json()
    assert len(told["tickets"]) == 100 == told["page_size"]
    assert told["record_count"] > 300
    last = api.get("/api/Tickets", params={**query, "page_no": "9"}).json()
    assert last["tickets"] == []


def test_paths_have_no_case_and_ids_are_floats(api: httpx.Client) -> None:
    assert api.get("/api/TICKETTYPE").json() == api.get("/api/TicketType").json()
    row = api.get("/api/Tickets?count=1").json()["tickets"][0]
    assert isinstance(row["client_id"], float)
    assert row["deadlinedate"] == "1900-01-01T00:00:00"


def test_configuration_takes_more_than_the_scopes_that_read(box: Sandbox) -> None:
    with raw(box, "narrow") as api:
        assert api.get("/api/Client").status_code == 200
        assert api.get("/api/Control").status_code == 403
        assert api.get("/api/Agent/me").status_code == 200


def test_what_the_agent_may_not_see_is_missing_without_a_word(api: httpx.Client) -> None:
    teams = {row["name"] for row in api.get("/api/Team").json()}
    mine = {row["team_name"] for row in api.get("/api/Agent/me").json()["teams"]}
    assert teams - mine == {"Executive Support"}
    hidden = 20_000 + 37
    assert api.get(f"/api/Tickets/{hidden}").status_code == 404
    assert api.get(f"/api/Tickets/{hidden + 1}").status_code == 200


def test_secrets_lie_where_the_vendor_has_them(api: httpx.Client) -> None:
    for path in ("Control", "Application", "Webhook?type=1", "CustomIntegration", "ConfigCommit"):
        assert SECRET_MARK in api.get(f"/api/{path}").text


def test_an_error_may_stand_inside_a_success() -> None:
    with (
        tenant(["soft-error:every=1,path=/TicketRules"]) as box,
        raw(box, scope=ADMIN) as api,
    ):
        answer = api.get("/api/TicketRules")
        assert answer.status_code == 200
        assert set(answer.json()) == {"_error"}


def test_nothing_can_be_written(box: Sandbox) -> None:
    with raw(box, "writer", scope="all") as api:
        assert api.post("/api/Tickets", json=[{}]).status_code == 405
