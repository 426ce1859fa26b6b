"""The simulated server answers as the vendor's documents say, and serves what is planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from tests.connectwise.automate.tenant import ROOT, VENDOR, raw, secrets_of, tenant

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
        ("unattended-script", "fail"): 13,
        ("unattended-script", "undetermined"): 4,
        ("third-party-ai-can-write", "undetermined"): 3,
        ("missing-approval-gate", "fail"): 6,
        ("missing-approval-gate", "undetermined"): 2,
        ("patch-approval-without-staging-or-person", "fail"): 2,
        ("tenant-wide-setting", "fail"): 11,
        ("tenant-wide-setting", "undetermined"): 10,
        ("no-decision-log", "undetermined"): 4,
        ("gate-without-named-approver", "undetermined"): 1,
        ("no-rollback", "fail"): 1,
        ("unknown-ai-switch", "undetermined"): 2,
        ("not-exposed-not-attested", "undetermined"): 2,
        ("client-data-may-train", "undetermined"): 1,
        ("vendor-answer-missing", "fail"): 1,
    }


def test_every_named_object_is_served(box: Sandbox, api: httpx.Client) -> None:
    served = {row["Name"] for path in ("Groups", "Scripts") for row in api.get(f"/{path}").json()}
    for path in ("ApprovalPolicies", "RebootPolicies", "Users"):
        served |= {row["Name"] for row in api.get(f"/{path}").json()}
    served |= {row["PolicyName"] for row in api.get("/MicrosoftUpdatePolicies").json()}
    served |= {row["Monitor"]["Name"] for row in api.get("/InternalMonitorResults").json()}
    served |= {
        "Agent service stopped",
        "Backup agent stopped",
        "Memory of a service grows",
        *api.get("/FeatureFlags").json(),
        "UsesRiskPrediction",
    }
    for finding in box.planted.findings:
        if finding.source_object is not None:
            assert finding.source_object.name.split(" on ")[0] in served


def test_a_login_gives_a_token_that_can_be_renewed(box: Sandbox) -> None:
    secrets = secrets_of(box)
    headers = {"clientId": secrets["client_id"]}
    login = {"UserName": secrets["username"], "Password": secrets["password"]}
    base = box.base_url(VENDOR) + ROOT
    with httpx.Client(base_url=base, headers=headers, trust_env=False) as client:
        assert client.get("/apitoken", headers={"clientId": ""}).json()["AllowDirect"] is True
        first = client.post("/apitoken", json=login).json()
        again = client.post("/apitoken/refresh", json=first["AccessToken"]).json()
        assert again["AccessToken"] != first["AccessToken"]
        for token in (first, again):
            bearer = {"Authorization": f"Bearer {token['AccessToken']}"}
            assert client.get("/Clients", headers=bearer).status_code == 200
        assert client.post("/apitoken/refresh", json="eyJ.nothing").status_code == 401
        assert client.post("/apitoken", json={**login, "Password": "x"}).status_code == 401
        assert client.get("/Clients").status_code == 401
        assert client.get("/Clients", headers={"clientId": "x"}).json()["Message"]


def test_a_person_without_a_code_gets_no_token_and_no_refusal(box: Sandbox) -> None:
    secrets = secrets_of(box, "person")
    login = {"UserName": secrets["username"], "Password": secrets["password"]}
    with httpx.Client(base_url=box.base_url(VENDOR) + ROOT, trust_env=False) as client:
        client.headers["clientId"] = secrets["client_id"]
        answer = client.post("/apitoken", json=login)
        assert (answer.status_code, answer.json()["AccessToken"]) == (200, None)
        assert answer.json()["IsTwoFactorRequired"] is True
        answer = client.post("/apitoken", json={**login, "TwoFactorPasscode": "123456"})
        assert answer.json()["AccessToken"]


def test_pages_end_with_nothing_and_give_every_computer_once(api: httpx.Client) -> None:
    found: list[str] = []
    page = 1
    while rows := api.get("/computers", params={"page": page, "pageSize": 33}).json():
        found += [row["Id"] for row in rows]
        page += 1
    assert len(found) == len(set(found)) > 200
    assert len(api.get("/Computers").json()) == 50  # what comes unasked is little


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"condition": "Name contains 'clinic' and UsesInHouseSupportStaff = false"}, 200),
        ({"condition": "Id in (2, 3) "}, 200),
        ({"condition": "Name like 'Harborview%'"}, 200),
        ({"condition": "Name > yesterday"}, 400),
        ({"condition": "NoSuch = 1"}, 400),
        ({"condition": "Name ="}, 400),
        ({"pageSize": "1001"}, 400),
        ({"page": "0"}, 400),
        ({"includeFields": "Id,NoSuch"}, 400),
    ],
)
def test_conditions_are_parsed_or_refused(
    api: httpx.Client, query: dict[str, str], status: int
) -> None:
    answer = api.get("/Clients", params=query)
    assert answer.status_code == status
    if status == 400:
        assert "Invalid" in answer.json()["Message"]
    else:
        assert answer.json()


def test_a_narrow_class_sees_fewer_and_is_not_told(box: Sandbox, api: httpx.Client) -> None:
    with raw(box, "narrow") as client:
        few = client.get("/Clients")
        assert few.status_code == 200
        assert len(few.json()) < len(api.get("/Clients").json())
        assert "ClientsShowAll" not in client.get("/Permissions/Users").json()


def test_secrets_lie_in_the_columns_that_a_careful_reader_leaves_out(api: httpx.Client) -> None:
    for path in ("Users", "Locations", "Scripts", "Scripting/ScriptSchedules", "LicensedProducts"):
        assert SECRET_MARK in api.get(f"/{path}").text
    told = api.get("/Users", params={"includeFields": "UserId,Name"}).json()
    assert set(told[0]) == {"UserId", "Name"}
    told = api.get("/Scripting/ScriptSchedules", params={"excludeFields": "Parameters"}).text
    assert SECRET_MARK not in told


def test_what_is_missing_and_what_would_write_is_refused(box: Sandbox, api: httpx.Client) -> None:
    assert api.get("/Computers/999999/ScriptHistory").status_code == 404
    assert api.get("/Monitors").status_code == 404
    with raw(box, "writer") as client:
        assert client.post("/Computers/101/CommandExecute", json={}).status_code == 405
    with raw(box, "blind") as client:
        assert client.get("/ApprovalPolicies").status_code == 403
