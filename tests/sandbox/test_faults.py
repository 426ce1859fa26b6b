import math
import time
from typing import Any

import httpx
import pytest
from tests.sandbox.callers import ROOT, Console, Instance

from aigov_connectors.sandbox import FAULT_NAMES, Fault, Sandbox, sandbox
from aigov_connectors.sandbox.faults import FaultPlan

SMALL: dict[str, Any] = {"clients": 28, "devices": 300, "limit_factor": math.inf}


def console(box: Sandbox) -> Console:
    return Console(box)


def test_a_fault_is_read_from_text() -> None:
    assert Fault.parse("drop:every=13,path=/agents") == Fault("drop", every=13, path="/agents")
    assert Fault.parse("gzip") == Fault("gzip", every=1)
    assert Fault.parse("slow:vendor=ninjaone,seconds=0.5,times=2") == Fault(
        "slow", vendor="ninjaone", seconds=0.5, times=2
    )


@pytest.mark.parametrize(
    "text",
    ["burn", "drop:every", "drop:colour=red", "drop:every=x", "drop:name=cut", "cut:burst=0"],
)
def test_a_fault_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"fault|invalid literal"):
        Fault.parse(text)


def fired(plan: FaultPlan, path: str, count: int) -> list[bool]:
    return [bool(plan._due("v", path, "/api")) for _ in range(count)]


def test_a_fault_fires_on_schedule_and_the_same_in_every_run() -> None:
    first = fired(FaultPlan(["cut:every=4"], seed=5), "/api/agents", 40)

    assert first == fired(FaultPlan(["cut:every=4"], seed=5), "/api/agents", 40)
    assert sum(first) == 10
    assert all(
        b - a == 4
        for a, b in zip(
            *(lambda at: (at, at[1:]))([n for n, hit in enumerate(first) if hit]), strict=False
        )
    )


def test_bursts_times_skip_and_paths_are_kept() -> None:
    burst = fired(FaultPlan(["unavailable:every=10,burst=3,times=2"]), "/api/agents", 60)
    assert sum(burst) == 6
    assert sum(fired(FaultPlan(["cut:every=1,skip=5"]), "/api/agents", 8)) == 3
    assert sum(fired(FaultPlan(["cut:every=1,path=/agents"]), "/api/sites", 8)) == 0
    assert sum(fired(FaultPlan(["cut:every=1,vendor=other"]), "/api/agents", 8)) == 0


def test_every_name_is_served() -> None:
    assert len(FAULT_NAMES) == 23


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("rate-limit:every=1", 429, "application/json"),
        ("rate-limit-silent:every=1", 429, "application/json"),
        ("server-error:every=1", 500, "application/json"),
        ("unavailable:every=1", 503, "application/json"),
        ("maintenance:every=1", 503, "text/html"),
        ("deny:path=/accounts", 403, "application/json"),
        ("html:every=1", 200, "text/html; charset=utf-8"),
        ("content-type", 200, "text/plain"),
    ],
)
def test_refusals_and_wrong_types(fault: str, status: int, kind: str) -> None:
    with sandbox(**SMALL, vendors=["sentinelone"], faults=[fault]) as box:
        answer = console(box).get("/accounts")

        assert (answer.status_code, answer.headers["content-type"]) == (status, kind)
        assert ("retry-after" in answer.headers) == (fault == "rate-limit:every=1")
        if kind == "application/json":
            assert answer.json()["errors"][0]["code"] // 10_000 == status
        assert box.faults.fired.total() == 1


def test_a_dropped_body_closes_the_connection() -> None:
    with (
        sandbox(**SMALL, vendors=["sentinelone"], faults=["drop:every=1,times=1"]) as box,
    ):
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
            console(box).get("/accounts")
        assert console(box).get("/accounts").status_code == 200


def test_a_cut_body_is_complete_to_http_and_no_json() -> None:
    with sandbox(**SMALL, vendors=["sentinelone"], faults=["cut:every=1"]) as box:
        answer = console(box).get("/accounts")

        with pytest.raises(ValueError, match=r"."):
            answer.json()


def test_an_empty_body() -> None:
    with sandbox(**SMALL, vendors=["sentinelone"], faults=["empty:every=1"]) as box:
        assert console(box).get("/accounts").content == b""


def test_a_packed_body_is_the_same_body() -> None:
    with sandbox(**SMALL, vendors=["sentinelone"]) as plain:
        body = console(plain).get("/accounts").json()
    with sandbox(**SMALL, vendors=["sentinelone"], faults=["gzip"]) as packed:
        answer = console(packed).get("/accounts")

        assert answer.headers["content-encoding"] == "gzip"
        assert answer.json() == body


@pytest.mark.parametrize("name", ["bomb", "oversize"])
def test_a_body_that_is_far_too_large(name: str) -> None:
    faults = [f"{name}:every=1,megabytes=3"]
    with sandbox(**SMALL, vendors=["sentinelone"], faults=faults) as box:
        answer = console(box).get("/accounts")

        assert len(answer.content) > 3_000_000
        assert answer.json()["pagination"]["totalItems"] == 2


@pytest.mark.parametrize(
    ("fault", "least"), [("slow:every=1,seconds=0.05", 0.05), ("drip:every=1,seconds=0.004", 0.08)]
)
def test_an_answer_that_takes_its_time(fault: str, least: float) -> None:
    with sandbox(**SMALL, vendors=["sentinelone"], faults=[fault]) as box:
        start = time.monotonic()

        assert console(box).get("/accounts").status_code == 200
        assert time.monotonic() - start >= least


def test_a_duplicated_page_is_the_previous_one() -> None:
    faults = ["duplicate:every=1,skip=1,times=1,path=/agents"]
    with sandbox(**SMALL, vendors=["sentinelone"], faults=faults) as box:
        caller = console(box)
        first = caller.get("/agents", limit=50)
        cursor = first.json()["pagination"]["nextCursor"]
        second = caller.get("/agents", limit=50, cursor=cursor)
        again = caller.get("/agents", limit=50, cursor=cursor)

        assert second.content == first.content
        assert again.content != first.content


def test_a_repeated_cursor_leads_nowhere() -> None:
    faults = ["repeat-cursor:every=1,times=2,path=/agents"]
    with sandbox(**SMALL, vendors=["sentinelone"], faults=faults) as box:
        caller = console(box)
        cursor = caller.get("/agents", limit=50).json()["pagination"]["nextCursor"]
        answer = caller.get("/agents", limit=50, cursor=cursor).json()

        assert answer["pagination"]["nextCursor"] == cursor


def test_a_list_that_grows_or_shrinks_while_it_is_read() -> None:
    for name, change in (("grow", 1), ("shrink", -1)):
        faults = [f"{name}:every=1,skip=1,times=1,path=/agents"]
        with sandbox(**SMALL, vendors=["sentinelone"], faults=faults) as box:
            pages = list(console(box).pages("/agents", limit=50))
            totals = [page["pagination"]["totalItems"] for page in pages]
            ids = [row["id"] for page in pages for row in page["data"]]

            assert totals[-1] == totals[0] + change
            assert len(ids) == totals[-1]
            assert len(set(ids)) == totals[0] + min(change, 0)


def test_devices_come_and_go_at_the_end() -> None:
    with sandbox(**SMALL, vendors=["ninjaone"]) as box:
        still = len(Instance(box).log_in().rows("/devices", size=50))
    for name, change in (("grow", -2), ("shrink", -1)):
        faults = [f"{name}:every=1,skip=1,times=1,path=/devices"]
        with sandbox(**SMALL, vendors=["ninjaone"], faults=faults) as box:
            rows = Instance(box).log_in().rows("/devices", size=50)

            assert len(rows) == len({row["id"] for row in rows}) == still + change


def test_a_broken_record_stands_among_good_ones() -> None:
    faults = ["broken-record:every=1"]
    with sandbox(**SMALL, faults=faults) as box:
        agents = console(box).get("/agents", limit=50).json()["data"]
        devices = Instance(box).log_in().get("/devices", pageSize=50).json()

        for rows in (agents, devices):
            assert [type(row["id"]) for row in rows].count(dict) == 1
            assert len(rows) == 50


def test_a_token_that_ends_in_mid_run() -> None:
    faults = ["expire:every=1,skip=1,times=1"]
    with sandbox(**SMALL, vendors=["sentinelone"], faults=faults) as box:
        caller = console(box)
        statuses = [caller.get("/accounts").status_code for _ in range(3)]

        assert statuses == [200, 401, 401]
    with sandbox(
        **SMALL, vendors=["ninjaone"], faults=["expire:every=1,skip=1,times=1,path=/v2"]
    ) as box:
        instance = Instance(box).log_in()
        statuses = [instance.get("/tasks").status_code for _ in range(3)]

        assert statuses == [200, 401, 401]
        assert instance.log_in().get("/tasks").status_code == 200


def test_the_path_of_a_fault_may_have_the_root_or_not() -> None:
    for path in ("/accounts", f"{ROOT}/accounts"):
        with sandbox(**SMALL, vendors=["sentinelone"], faults=[f"deny:path={path}"]) as box:
            assert console(box).get("/accounts").status_code == 403
            assert console(box).get("/sites").status_code == 200
