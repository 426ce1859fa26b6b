"""NinjaOne's simulator: reports, and ticketing, which is shown to people who signed in."""

import math
from collections.abc import Iterator

import pytest
from tests.sandbox.callers import Instance

from aigov_connectors.sandbox import Sandbox, sandbox

REFRESH = "northwind-ninja.refresh_token"
RUN = "/v2/ticketing/trigger/board/2/run"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox(vendors=["ninjaone"], devices=600, limit_factor=math.inf) as running:
        yield running


@pytest.fixture
def person(box: Sandbox) -> Instance:
    return Instance(box).sign_in(box.secrets[REFRESH])


def test_a_machine_is_refused_where_a_person_is_not(box: Sandbox, person: Instance) -> None:
    machine = Instance(box).log_in()

    for path in ("/ticketing/trigger/boards", "/ticketing/statuses", "/ticketing/ticket-form"):
        assert machine.get(path).status_code == 403
        assert person.get(path).json()
    assert machine.http.post(RUN, json={"pageSize": 5}).status_code == 403
    assert person.get("/tasks").status_code == 200


def test_a_wrong_refresh_token_is_refused(box: Sandbox) -> None:
    answer = Instance(box).ask_token(grant_type="refresh_token", refresh_token="stale")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_refresh_token_may_be_replaced_with_each_use() -> None:
    options = {"ninjaone.rotates_refresh_tokens": True}
    with sandbox(vendors=["ninjaone"], clients=28, devices=300, options=options) as running:
        first = running.secrets[REFRESH]
        ask = Instance(running).ask_token
        second = ask(grant_type="refresh_token", refresh_token=first).json()["refresh_token"]

        assert second != first
        assert ask(grant_type="refresh_token", refresh_token=first).status_code == 400
        assert ask(grant_type="refresh_token", refresh_token=second).status_code == 200


def test_a_board_is_paged_by_the_last_id(person: Instance) -> None:
    found: list[int] = []
    cursor = 0
    while True:
        body = person.http.post(RUN, json={"pageSize": 7, "lastCursorId": cursor}).json()
        found += [row["id"] for row in body["data"]]
        assert len(body["data"]) <= 4, "no run gives more, whatever it is asked for"
        if not body["data"]:
            break
        cursor = body["metadata"]["lastCursorId"]

    assert len(found) == len(set(found)) == 60
    asked = {"pageSize": 1, "includeColumns": ["id"]}
    assert set(person.http.post(RUN, json=asked).json()["data"][0]) == {"id"}
    assert person.http.post(RUN, json={"pageSize": "7"}).status_code == 400
    assert person.http.post(RUN.replace("/2/", "/77/"), json={}).status_code == 404


def test_other_posts_are_refused_and_counted(box: Sandbox, person: Instance) -> None:
    before = box.requests.refused_writes.total()

    assert person.http.post("/v2/ticketing/ticket", json={}).status_code == 403
    assert person.http.post("/v2/ticketing/ticket/2199/comment", json={}).status_code == 403
    assert box.requests.refused_writes.total() == before + 2


def test_a_log_may_be_narrowed(person: Instance) -> None:
    every = person.get("/ticketing/ticket/2199/log-entry").json()
    rules = person.get("/ticketing/ticket/2199/log-entry", type="CONDITION").json()

    assert {row["type"] for row in rules} == {"CONDITION"}
    assert len(every) > len(rules) == 1
    assert person.get("/ticketing/ticket/2199/log-entry", type="RULE").status_code == 400
    assert person.get("/ticketing/ticket/1/log-entry").status_code == 404


def test_reports_are_filtered_and_dated(box: Sandbox) -> None:
    machine = Instance(box).log_in()

    def rows(path: str, **query: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = machine.get(
            f"/queries/{path}", pageSize=10_000, **query
        ).json()["results"]
        return found

    assert {row["status"] for row in rows("os-patches", status="MANUAL")} == {"MANUAL"}
    recent = rows("os-patch-installs", installedAfter=box.world.now.date().isoformat()[:8] + "01")
    assert len(recent) < len(rows("os-patch-installs"))
    assert machine.get("/queries/os-patch-installs", installedAfter="soon").status_code == 400
