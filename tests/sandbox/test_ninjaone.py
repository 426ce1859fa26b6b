import math
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from tests.sandbox.callers import Instance

from aigov_connectors.sandbox import SECRET_MARK, Sandbox, sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox(vendors=["ninjaone"], devices=1200, limit_factor=math.inf) as running:
        yield running


@pytest.fixture
def instance(box: Sandbox) -> Instance:
    return Instance(box).log_in()


def test_a_token_is_given_for_the_granted_scope(box: Sandbox) -> None:
    answer = Instance(box).ask_token()

    assert answer.status_code == 200
    assert answer.json() | {"access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "monitoring",
    }


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "monitoring management"}, 400, "invalid_scope"),
        ({"scope": "monitoring offline_access"}, 400, "invalid_scope"),
    ],
)
def test_a_token_is_refused(box: Sandbox, changes: dict[str, str], status: int, error: str) -> None:
    answer = Instance(box).ask_token(**changes)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_credentials_may_come_as_basic(box: Sandbox) -> None:
    values = box.credentials["northwind-ninja"]["monitoring"]
    answer = Instance(box).http.post(
        "/ws/oauth/token",
        data={"grant_type": "client_credentials", "scope": "monitoring"},
        auth=(values["client_id"], values["client_secret"]),
    )

    assert answer.status_code == 200


def test_without_a_token_nothing_is_answered(box: Sandbox) -> None:
    answer = Instance(box).get("/tasks")

    assert (answer.status_code, answer.json()["resultCode"]) == (401, "FAILURE")


def test_a_token_ends() -> None:
    options = {"ninjaone.expires_in": 0}
    with sandbox(vendors=["ninjaone"], clients=28, devices=300, options=options) as running:
        assert Instance(running).log_in().get("/tasks").status_code == 401


def test_writes_are_refused_and_counted(box: Sandbox) -> None:
    before = box.requests.refused_writes.total()
    reader = Instance(box).log_in()
    manager = Instance(box, kind="management", scope="monitoring management").log_in()

    assert reader.http.put("/v2/webhook", json={}).status_code == 403
    assert manager.http.delete("/v2/organization/2").status_code == 405
    assert box.requests.refused_writes.total() == before + 2


@pytest.mark.parametrize(
    ("path", "size"), [("/organizations", 7), ("/devices", 97), ("/locations", 11)]
)
def test_paging_after_an_id_gives_every_row_once(instance: Instance, path: str, size: int) -> None:
    rows = instance.rows(path, size=size)

    assert len(rows) == len({row["id"] for row in rows}) > size
    assert rows == instance.rows(path, size=1000)


def test_a_hundred_rows_come_where_no_size_is_sent(instance: Instance) -> None:
    assert len(instance.get("/devices").json()) == 100
    assert instance.get("/devices", pageSize=1001).status_code == 400


def test_a_named_cursor_stays_and_its_place_moves(instance: Instance) -> None:
    first = instance.get("/queries/policy-overrides", pageSize=10).json()
    name = first["cursor"]["name"]
    devices = [row["deviceId"] for row in first["results"]]
    while rows := (
        page := instance.get("/queries/policy-overrides", pageSize=10, cursor=name).json()
    )["results"]:
        assert page["cursor"]["name"] == name
        assert page["cursor"]["offset"] == len(devices)
        devices += [row["deviceId"] for row in rows]

    assert len(devices) == len(set(devices)) == first["cursor"]["count"] > 40


def test_a_cursor_that_the_server_forgot_is_refused() -> None:
    options = {"ninjaone.cursor_seconds": 0}
    with sandbox(vendors=["ninjaone"], clients=28, devices=300, options=options) as running:
        instance = Instance(running).log_in()
        name = instance.get("/queries/policy-overrides", pageSize=10).json()["cursor"]["name"]

        again = instance.get("/queries/policy-overrides", pageSize=10, cursor=name)
        assert (again.status_code, again.json()["resultCode"]) == (400, "FAILURE")


def test_activities_are_walked_back(instance: Instance, box: Sandbox) -> None:
    ids: list[int] = []
    older: dict[str, int] = {}
    while rows := (page := instance.get("/activities", pageSize=700, **older).json())["activities"]:
        ids += [row["id"] for row in rows]
        older = {"olderThan": ids[-1]}

    assert len(ids) == box.world.activities
    assert all(first > second for first, second in pairwise(ids))
    assert page["lastActivityId"] == ids[0]
    newer = instance.get("/activities", pageSize=1000, newerThan=ids[5]).json()["activities"]
    assert [row["id"] for row in newer] == ids[:5]


def test_activities_are_filtered(instance: Instance) -> None:
    every = instance.get("/activities", pageSize=1000).json()["activities"]
    kind = instance.get("/activities", pageSize=1000, type="CONDITION").json()["activities"]
    status = instance.get("/activities", pageSize=100, status="COMPLETED").json()["activities"]
    moment = every[500]["activityTime"]
    after = instance.get("/activities", pageSize=1000, after=str(moment)).json()["activities"]

    assert {row["activityType"] for row in kind} == {"CONDITION"}
    assert {row["statusCode"] for row in status} == {"COMPLETED"}
    assert 490 <= len(after) <= 510
    assert instance.get("/activities", pageSize=9).status_code == 400


def test_devices_are_filtered(instance: Instance) -> None:
    rows = instance.rows("/devices-detailed", size=1000)
    some = instance.rows("/devices-detailed", size=1000, df="org = 12")
    servers = instance.rows("/devices", size=1000, df="org in (1, 2) AND class in (WINDOWS_SERVER)")

    assert some == [row for row in rows if row["organizationId"] == 12]
    assert {row["nodeClass"] for row in servers} == {"WINDOWS_SERVER"}
    assert {row["organizationId"] for row in servers} == {1, 2}
    assert instance.get("/devices", df="colour = red").status_code == 400


def test_rows_carry_what_real_rows_carry(instance: Instance) -> None:
    text = instance.get("/devices-detailed", pageSize=1000).text
    rows = instance.rows("/devices-detailed", size=1000)

    assert re.search(r'"lastContact":\d{10}\.\d{9}[,}]', text)
    assert re.search(r'"lastUpdate":\d{10}[,}]', text)
    assert 0 < sum("uid" in row for row in rows) < len(rows)
    assert sum("policyId" in row for row in rows) == 2
    assert not any(value is None for row in rows for value in row.values())
    activities = instance.get("/activities", pageSize=1000).json()["activities"]
    assert 0 < sum("userId" in row for row in activities) < 1000


def test_secrets_lie_where_real_ones_lie(instance: Instance) -> None:
    conditions = instance.get("/policies/21/condition/windows-event").text

    assert SECRET_MARK in conditions
    assert SECRET_MARK in instance.get("/automation/scripts").text
    assert SECRET_MARK not in instance.get("/policies").text


def test_a_child_shows_what_it_inherits_and_what_it_overrides(instance: Instance) -> None:
    def disk(policy: int) -> dict[str, object]:
        rows = instance.get(f"/policies/{policy}/condition/windows-event").json()
        found: dict[str, object] = next(
            row for row in rows if row["displayName"] == "Disk nearly full"
        )
        return found

    assert disk(20)["inheritance"] == {
        "inherited": False,
        "overridden": False,
        "sourcePolicyId": 20,
    }
    inherited = {"inherited": True, "overridden": False, "sourcePolicyId": 20}
    assert disk(31)["inheritance"] == disk(37)["inheritance"] == inherited
    assert disk(34)["inheritance"] == inherited | {"overridden": True}
    assert (disk(34)["enabled"], disk(36)["notificationAction"]) == (False, "NONE")
    assert instance.get("/policies/38/condition/windows-event").json() == []
    assert instance.get("/policies/999/condition/windows-event").status_code == 404


def test_people_are_numbers(instance: Instance) -> None:
    users = instance.get("/users").json()

    assert all(user["email"].endswith(".example") for user in users)
    assert not any("roles" in user for user in users)
    with_roles = instance.get("/users", userType="TECHNICIAN", includeRoles="true").json()
    assert len(with_roles) == len(instance.get("/user/technicians").json()) == 9
    assert all(user["roles"] for user in with_roles)


def test_a_tenant_may_withhold_its_users() -> None:
    with sandbox(
        vendors=["ninjaone"], clients=28, devices=300, faults=["deny:path=/v2/users"]
    ) as running:
        answer = Instance(running).log_in().get("/users")

        assert (answer.status_code, answer.json()["resultCode"]) == (403, "FAILURE")


def test_the_minute_has_a_limit() -> None:
    with sandbox(vendors=["ninjaone"], clients=28, devices=300) as strict:
        instance = Instance(strict).log_in()
        statuses = [instance.get("/tasks").status_code for _ in range(112)]

        assert statuses[:100] == [200] * 100
        assert statuses[-1] == 429
