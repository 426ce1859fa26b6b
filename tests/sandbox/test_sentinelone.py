import math
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.sandbox.callers import Console

from aigov_connectors.sandbox import SECRET_MARK, Sandbox, sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox(vendors=["sentinelone"], devices=1200, limit_factor=math.inf) as running:
        yield running


@pytest.fixture
def console(box: Sandbox) -> Console:
    return Console(box)


@pytest.mark.parametrize(
    ("path", "limit"),
    [("/agents", 97), ("/threats", 50), ("/activities", 700), ("/groups", 7), ("/sites", 9)],
)
def test_paging_gives_every_row_once(console: Console, path: str, limit: int) -> None:
    rows = console.rows(path, limit=limit)
    total = console.get(path, countOnly="true").json()["pagination"]["totalItems"]

    assert len(rows) == len({row["id"] for row in rows}) == total > limit
    assert rows == console.rows(path, limit=limit // 2)


def test_the_last_page_ends_in_null_an_empty_text_or_nothing(console: Console) -> None:
    last = {
        path: list(console.pages(path, limit=300))[-1]["pagination"]
        for path in ("/threats", "/activities", "/agents")
    }

    assert last["/threats"]["nextCursor"] is None
    assert last["/activities"]["nextCursor"] == ""
    assert "nextCursor" not in last["/agents"]


def test_ten_rows_come_where_no_limit_is_sent(console: Console) -> None:
    assert len(console.get("/agents").json()["data"]) == 10


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/agents", {"limit": 1001}),
        ("/agents", {"limit": 0}),
        ("/agents", {"limit": "many"}),
        ("/groups", {"limit": 301}),
        ("/sites", {"skip": 1001}),
        ("/agents", {"colour": "red"}),
        ("/agents", {"updatedAt__gte": "yesterday"}),
        ("/threats", {"updatedAt__between": "1-2"}),
        ("/agents", {"cursor": "no cursor"}),
        ("/agents", {"sortBy": "uuid"}),
        ("/agents", {"isActive": "maybe"}),
    ],
)
def test_a_bad_query_is_refused_and_the_parameter_named(
    console: Console, path: str, query: dict[str, str | int]
) -> None:
    answer = console.get(path, **query)
    error = answer.json()["errors"][0]

    assert (answer.status_code, error["code"]) == (400, 4000010)
    assert error["detail"].startswith(next(iter(query)))


def test_a_cursor_holds_only_for_its_own_query(console: Console) -> None:
    cursor = console.get("/agents", limit=5).json()["pagination"]["nextCursor"]

    assert console.get("/agents", limit=5, cursor=cursor, skip=5).status_code == 400
    assert console.get("/agents", limit=5, cursor=cursor, infected="true").status_code == 400


def test_skip_count_leaves_the_total_out(console: Console) -> None:
    body = console.get("/agents", limit=5, skip=3, skipCount="true").json()

    assert body["pagination"]["totalItems"] == 0
    assert body["data"] == console.get("/agents", limit=8).json()["data"][3:]


def test_filters_and_order_work(console: Console) -> None:
    agents = console.rows("/agents", limit=1000)
    site = agents[0]["siteId"]
    middle = sorted(row["updatedAt"] for row in agents)[len(agents) // 2]

    assert {row["siteId"] for row in console.rows("/agents", limit=1000, siteIds=site)} == {site}
    two = f"{site},{agents[-1]['siteId']}"
    assert len({row["siteId"] for row in console.rows("/agents", limit=1000, siteIds=two)}) == 2
    late = console.rows("/agents", limit=1000, updatedAt__gte=middle)
    assert all(row["updatedAt"] >= middle for row in late)
    assert 0 < len(late) < len(agents)
    down = console.rows("/activities", limit=1000, sortBy="createdAt", sortOrder="desc")
    assert [row["createdAt"] for row in down] == sorted(
        (row["createdAt"] for row in down), reverse=True
    )
    count = console.get("/agents/count", siteIds=site).json()["data"]["total"]
    assert count == sum(row["siteId"] == site for row in agents)


@pytest.mark.parametrize("header", ["", "ApiToken wrong", "Bearer {}", "Token {}"])
def test_a_header_that_proves_nothing_is_refused(console: Console, header: str) -> None:
    token = str(console.http.headers["Authorization"]).split()[1]
    console.http.headers["Authorization"] = header.format(token)
    answer = console.get("/accounts")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, 4010010)
    assert console.get("/system/status").json() == {"data": {"health": "ok"}}


def test_an_expired_token_is_refused(box: Sandbox) -> None:
    answer = Console(box, kind="expired").get("/user")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, 4010010)


def test_a_token_of_a_site_sees_its_site_only(box: Sandbox) -> None:
    caller = Console(box, kind="site-viewer")

    assert caller.get("/accounts").json()["errors"][0]["code"] == 4030010
    assert [site["name"] for site in caller.rows("/sites")] == ["LAKESIDE CLINIC, LLC"]
    assert {row["siteName"] for row in caller.rows("/agents", limit=1000)} == {
        "LAKESIDE CLINIC, LLC"
    }
    others = {site["id"] for site in Console(box).rows("/sites", limit=1000)}
    others -= {site["id"] for site in caller.rows("/sites")}
    assert caller.get(f"/sites/{others.pop()}/policy").status_code == 403


def test_rights_can_be_read_back(box: Sandbox) -> None:
    granted: dict[str, set[str]] = {}
    for kind in ("account-viewer", "account-admin"):
        caller = Console(box, kind=kind)
        role = caller.get("/user").json()["data"]["scopeRoles"][0]["roleId"]
        pages = caller.get(f"/rbac/role/{role}").json()["data"]["pages"]
        granted[kind] = {
            right["type"] for page in pages for right in page["permissions"] if right["value"]
        }

    assert granted["account-viewer"] == {"view"}
    assert granted["account-admin"] > {"view"}
    blind = Console(box, kind="no-rbac")
    assert blind.get("/rbac/roles").status_code == 403
    assert blind.get("/accounts").status_code == 200


def test_policies_say_where_they_come_from(console: Console) -> None:
    sites = {site["id"]: site for site in console.rows("/sites", limit=1000)}
    answers = {id_: console.get(f"/sites/{id_}/policy") for id_ in sites}
    kinds = Counter(
        answer.json()["data"]["inheritedFrom"] if answer.status_code == 200 else "refused"
        for answer in answers.values()
    )

    assert kinds["refused"] == 1
    assert kinds["global"] == 1
    assert kinds[None] == 12
    assert kinds["account"] == len(sites) - 14
    assert console.get("/tenant/policy").status_code == 403
    groups = console.rows("/groups", limit=300)
    found = Counter(
        console.get(f"/groups/{group['id']}/policy").json()["data"]["inheritedFrom"]
        for group in groups
        if sites[group["siteId"]]["name"] != "Nordlicht Logistik"
    )
    assert set(found) == {None, "site", "account", "global"}
    assert found[None] == sum(not group["inherits"] for group in groups) == 2


def test_the_parts_of_the_world_agree(console: Console) -> None:
    agents = console.rows("/agents", limit=1000)
    sites = console.rows("/sites", limit=1000)
    groups = console.rows("/groups", limit=300)
    by_site, by_group = (Counter(row[key] for row in agents) for key in ("siteId", "groupId"))

    assert {site["id"]: site["activeLicenses"] for site in sites} == {
        site["id"]: by_site[site["id"]] for site in sites
    }
    assert all(group["totalAgents"] == by_group[group["id"]] for group in groups)
    assert {site["name"] for site in sites if site["state"] != "active"} == {
        "Cedar Point Trial",
        "Old Mill Bakery",
    }
    known = {row["id"] for row in agents}
    threats = console.rows("/threats", limit=1000)
    assert all(row["agentRealtimeInfo"]["agentId"] in known for row in threats)
    told = {row["threatId"] for row in console.rows("/activities", limit=1000)} - {None}
    assert told == {row["id"] for row in threats}


def test_rows_carry_what_real_rows_carry(console: Console) -> None:
    agents = console.rows("/agents", limit=1000)

    assert any(row["lastSuccessfulScanDate"] == "1900-01-01T00:00:00Z" for row in agents)
    assert any(row["locations"] is None for row in agents)
    assert "isHyperAutomate" in agents[0]
    assert all(
        SECRET_MARK in row["registrationToken"]
        for path in ("/sites", "/groups")
        for row in console.rows(path, limit=300)
    )
    engines = [row["threatInfo"]["detectionEngines"] for row in console.rows("/threats", limit=99)]
    assert {type(one[0]) for one in engines} == {dict, str}
    activities = console.rows("/activities", limit=1000)
    assert "hash" in activities[0]
    assert "hash" not in activities[-1]


def test_the_rate_table_is_enforced() -> None:
    with sandbox(vendors=["sentinelone"], clients=28, devices=300) as strict:
        caller = Console(strict)
        answers = [caller.get("/system/info") for _ in range(24)]
        refused = [answer for answer in answers if answer.status_code == 429]

        assert len(refused) >= 4
        assert refused[0].json()["errors"][0]["code"] // 10_000 == 429
        assert {answer.headers.get("retry-after") for answer in refused} == {"1", None}


def test_equal_arguments_give_equal_answers() -> None:
    bodies = []
    for _ in range(2):
        with sandbox(vendors=["sentinelone"], clients=28, devices=300, seed=3) as running:
            caller = Console(running)
            paths = ("/agents", "/threats", "/activities", "/sites")
            bodies.append([caller.get(path).content for path in paths])

    assert bodies[0] == bodies[1]
