"""Our client asks every page the same question, for what it needs, and says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.connectwise.psa.tenant import QUICK, client_of, tenant

from aigov_connectors._http import Read
from aigov_connectors.connectwise.psa import REGIONS, ConnectWisePSAClient
from aigov_connectors.connectwise.psa.connector import CONNECTOR
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    ReadOnlyViolationError,
    ResponseShapeError,
)
from aigov_connectors.sandbox import SECRET_MARK, Sandbox

SINCE = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


def client_for(answer: Any, **arguments: Any) -> ConnectWisePSAClient:
    secrets: Any = {
        name: SecretStr(name) for name in ("company_id", "public_key", "private_key", "client_id")
    }
    return ConnectWisePSAClient(
        REGIONS["na"],
        **secrets,
        retry=QUICK,
        transport=httpx.MockTransport(answer),
        **arguments,
    )


async def _all(read: Read[Any]) -> list[Any]:
    return [row async for row in read]


async def test_the_question_is_the_same_on_every_page() -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        page = int(request.url.params["page"])
        rows = [{"id": page * 1000 + one} for one in range(1000 if page < 3 else 7)]
        return httpx.Response(200, json=rows)

    async with client_for(answer) as psa:
        assert len(await _all(psa.tickets(since=SINCE))) == 2007
    assert {url.path for url in asked} == {"/v4_6_release/apis/3.0/service/tickets"}
    for url in asked:
        assert url.params["conditions"] == "lastUpdated > [2026-11-01T00:00:00Z]"
        assert url.params["orderBy"] == "id asc"
        assert "summary" not in url.params["fields"]


async def test_skills_templates_and_booked_times_are_read_without_texts(box: Sandbox) -> None:
    async with client_of(box) as psa:
        (skill,) = await _all(psa.skill_mappings(1))
        assert (skill.skill.name, skill.type.name) == ("Firewall", "Incident")
        templates = await _all(psa.service_templates())
        assert {one.name for one in templates} == {"New starter", "Leaver"}
        assert [one.name for one in templates if one.email_contact_flag] == ["New starter"]
        times = await _all(psa.time_entries(since=box.world.now - timedelta(days=10)))
        assert {one.status for one in times} >= {"PendingApproval", "Rejected"}
        assert {one.entered_by for one in times} == {"mlee", "zofiqapi"}
        assert SECRET_MARK not in repr(times)
        projects = await _all(psa.project_tickets())
        assert {one.board_id for one in projects} == {5}


def test_limits_are_given_whole_or_as_a_factor() -> None:
    usual = client_for(lambda _: None).limits
    wider = client_for(lambda _: None, limit_factor=2).limits
    assert wider == usual.scaled(2)
    assert client_for(lambda _: None, limits=usual.scaled(3)).limits == usual.scaled(3)


async def test_the_pinned_version_and_the_clientid_go_with_every_request() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["clientId"] == "client_id"
        assert request.headers["Accept"].endswith("+json; version=2025.1")
        return httpx.Response(200, json=[])

    async with client_for(answer) as psa:
        await _all(psa.boards())


async def test_the_company_is_asked_for_without_keys() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/login/companyinfo/company_id"
        assert "authorization" not in request.headers
        assert "clientid" not in request.headers
        return httpx.Response(200, content=b"null")

    async with client_for(answer) as psa:
        assert (await psa.company_info()).value is None


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"code": "Unauthorized", "message": "no"}, AuthenticationError),
        (403, {"code": "ConnectWiseApi", "message": "UserNotAuthenticated"}, AuthenticationError),
        (403, {"code": "ConnectWiseApi", "message": "SecurityPermissions"}, PermissionDeniedError),
        (404, "<html></html>", NotFoundError),
        (200, "<html>Log in</html>", ResponseShapeError),
        (200, {"code": "x", "message": "y"}, ResponseShapeError),
    ],
)
async def test_each_refusal_is_told_as_what_it_is(
    status: int, body: object, error: type[Exception]
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        if isinstance(body, str):
            return httpx.Response(status, html=body)
        return httpx.Response(status, json=body)

    async with client_for(answer) as psa:
        with pytest.raises(error):
            await _all(psa.boards())


async def test_an_empty_body_is_an_empty_list() -> None:
    async with client_for(lambda _: httpx.Response(200, content=b"")) as psa:
        assert await _all(psa.callbacks()) == []


async def test_a_write_or_a_test_of_a_rule_never_leaves(box: Sandbox) -> None:
    before = sum(box.requests.by_path.values())
    async with client_of(box, "writer") as psa:
        for path in ("/system/workflows/31/events/71/test", "/system/members", "/SYSTEM/Members/1"):
            with pytest.raises(ReadOnlyViolationError):
                await psa._http.json(path)
        with pytest.raises(ReadOnlyViolationError):
            await psa._http.json("/service/tickets", body={"summary": "x"})
    assert sum(box.requests.by_path.values()) == before


async def test_tickets_come_whole_in_both_ways(box: Sandbox) -> None:
    async with client_of(box) as psa:
        total = await psa.count_tickets()
        numbered = await _all(psa.tickets(total=total, page_size=50))
        forward = await _all(psa.tickets(page_size=50, forward_only=True))
        assert len(numbered) == total
        assert numbered == forward


@pytest.mark.parametrize("fault", ["shrink", "grow", "drop", "duplicate", "cut", "html", "empty"])
async def test_a_bad_day_ends_in_the_whole_list_or_a_loud_end(fault: str) -> None:
    with tenant([f"{fault}:every=3,path=/service/tickets"]) as box:
        async with client_of(box) as psa:
            try:
                total = await psa.count_tickets()
            except ResponseShapeError:
                total = None
            read = psa.tickets(total=total, page_size=40)
            try:
                rows = await _all(read)
            except Exception as problem:  # noqa: BLE001 - loud is what is asked for
                assert read.receipt.why == str(problem)  # noqa: PT017
                return
            assert len(rows) == len({row.id for row in rows})
            assert read.receipt.complete or read.receipt.why
            if read.receipt.complete and total is not None:
                assert len(rows) >= total


def test_only_hosts_of_the_api_are_sent_keys() -> None:
    assert "na.myconnectwise.net" not in CONNECTOR.hosts
    assert all(
        re.match(r"api-\w+\.(myconnectwise\.net|connectwisedev\.com)$", one)
        for one in CONNECTOR.hosts
    )


def test_a_key_that_cannot_be_one_is_said_before_anything_is_sent() -> None:
    with pytest.raises(ConfigurationError):
        ConnectWisePSAClient(
            REGIONS["na"],
            company_id=SecretStr("a:b"),
            public_key=SecretStr("p"),
            private_key=SecretStr("q"),
            client_id=SecretStr("c"),
        )
