"""Our client logs in once, asks for what it needs by flat names, and says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.connectwise.automate.tenant import client_of, tenant
from tests.tenants import QUICK

from aigov_connectors._http import Read
from aigov_connectors.connectwise.automate import ConnectWiseAutomateClient
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    ReadOnlyViolationError,
    ResponseShapeError,
)
from aigov_connectors.sandbox import Sandbox

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
TOKEN = {"AccessToken": "t", "ExpirationDate": "2099-01-01T00:00:00Z"}


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


def client_for(answer: Any, **arguments: Any) -> ConnectWiseAutomateClient:
    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/cwa/api/v1/apitoken":
            return httpx.Response(200, json=TOKEN)
        found: httpx.Response = answer(request)
        return found

    secrets: Any = {
        name: SecretStr(name) for name in ("username", "password", "client_id")
    } | arguments.pop("secrets", {})
    return ConnectWiseAutomateClient(
        "https://acme.hostedrmm.com/automate",
        **secrets,
        retry=QUICK,
        transport=httpx.MockTransport(arguments.pop("server", server)),
        **arguments,
    )


async def _all(read: Read[Any]) -> list[Any]:
    return [row async for row in read]


async def test_pages_are_asked_for_by_number_until_one_is_short() -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        page = int(request.url.params["page"])
        rows = [{"Id": str(page * 1000 + one)} for one in range(500 if page < 3 else 7)]
        return httpx.Response(200, json=rows)

    async with client_for(answer) as automate:
        assert automate.tenant_id == "acme.hostedrmm.com"
        assert len(await _all(automate.computers())) == 1007
    assert [url.params["page"] for url in asked] == ["1", "2", "3"]
    for url in asked:
        assert url.path == "/cwa/api/v1/Computers"
        assert (url.params["pageSize"], url.params["orderBy"]) == ("500", "Id asc")
        assert url.params["includeFields"] == "Id,Client"


async def test_a_server_that_never_stops_is_found_out() -> None:
    rows = [{"Id": str(one)} for one in range(500)]
    async with client_for(lambda _: httpx.Response(200, json=rows)) as automate:
        read = automate.computers()
        with pytest.raises(Exception, match="same page"):
            await _all(read)
        assert len({one["Id"] for one in rows}) == read.receipt.rows


async def test_dates_are_asked_for_bare_and_in_utc() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["condition"])
        return httpx.Response(200, json=[])

    since = SINCE.astimezone(tz=None) + timedelta(0)
    async with client_for(answer) as automate:
        for read in (
            automate.alerts(since=since),
            automate.tickets(since=since),
            automate.patch_history(since=since),
            automate.user_audits(since=since),
            automate.script_history("7", since=since),
        ):
            await _all(read)
    assert asked == [
        f"{name} > 2026-11-01T00:00:00Z"
        for name in ("AlertDate", "UpdateDate", "ActionDate", "DateCreated", "HistoryDate")
    ]


def test_limits_are_given_whole_or_as_a_factor() -> None:
    usual = client_for(None).limits
    assert client_for(None, limit_factor=2).limits == usual.scaled(2)
    assert client_for(None, limits=usual.scaled(3)).limits == usual.scaled(3)


async def test_login_and_clientid_go_with_every_request() -> None:
    seen: list[tuple[str, str, Any]] = []

    def server(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else None
        seen.append((request.method, request.url.path, body))
        assert request.headers["clientId"] == "client_id"
        if request.method == "POST":
            return httpx.Response(200, json=TOKEN)
        assert request.headers["Authorization"] == "Bearer t"
        return httpx.Response(200, json=[])

    passcode = {"passcode": SecretStr("123456")}
    async with client_for(None, server=server, secrets=passcode) as automate:
        await _all(automate.groups())
        await _all(automate.scripts())
    login = {"UserName": "username", "Password": "password", "TwoFactorPasscode": "123456"}
    assert seen[0] == ("POST", "/cwa/api/v1/apitoken", login)
    assert [method for method, _, _ in seen] == ["POST", "GET", "GET"]


async def test_a_missing_second_factor_is_told_with_what_to_do(box: Sandbox) -> None:
    async with client_of(box, "person") as automate:
        with pytest.raises(AuthenticationError, match="second factor") as caught:
            await automate.patch_information()
    assert "integrator user" in (caught.value.hint or "")
    async with client_of(box, "person", passcode=SecretStr("123456")) as automate:
        assert (await automate.patch_information()).value.web_server_patch_version == "25.0.5.178"


@pytest.mark.parametrize("kind", ["bad-secret", "bad-client-id"])
async def test_wrong_credentials_are_told_with_their_causes(box: Sandbox, kind: str) -> None:
    async with client_of(box, kind) as automate:
        with pytest.raises(AuthenticationError, match="not accepted") as caught:
            await automate.patch_information()
    assert "clientId" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"Message": "Invalid condition: unknown field Foo"}, BadRequestError),
        (401, {"Message": "no"}, AuthenticationError),
        (403, {"Message": "no"}, PermissionDeniedError),
        (404, {"Message": "Computer 999 not found"}, NotFoundError),
        (404, "<html></html>", NotFoundError),
        (200, "<html>Checking your browser</html>", ResponseShapeError),
        (200, {"Message": "odd"}, ResponseShapeError),
    ],
)
async def test_each_refusal_is_told_as_what_it_is(
    status: int, body: object, error: type[Exception]
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        if isinstance(body, str):
            return httpx.Response(status, html=body)
        return httpx.Response(status, json=body)

    async with client_for(answer) as automate:
        with pytest.raises(error) as caught:
            await _all(automate.groups())
    assert "Foo" not in str(caught.value)


async def test_a_firewalls_page_is_asked_again_and_an_empty_body_is_an_empty_list() -> None:
    pages = iter([httpx.Response(200, html="<html></html>"), httpx.Response(200, json=[])])
    async with client_for(lambda _: next(pages)) as automate:
        assert await _all(automate.groups()) == []
    async with client_for(lambda _: httpx.Response(200, content=b"")) as automate:
        assert await _all(automate.groups()) == []


async def test_every_list_is_read_with_ids_as_text(box: Sandbox) -> None:
    async with client_of(box) as automate:
        since = box.world.now - timedelta(days=30)
        lists: list[Read[Any]] = [
            automate.clients(),
            automate.locations(),
            automate.computers(),
            automate.groups(),
            automate.group_computers(),
            automate.scripts(),
            automate.script_schedules(),
            automate.running_scripts(),
            automate.sensor_checks(),
            automate.alerts(since=since),
            automate.tickets(since=since),
            automate.approval_policies(),
            automate.microsoft_update_policies(),
            automate.third_party_update_policies(),
            automate.reboot_policies(),
            automate.group_patching_policies(),
            automate.users(),
            automate.user_classes(),
            automate.user_audits(since=since),
            automate.licensed_products(),
        ]
        for one in lists:
            rows = await _all(one)
            assert rows, one.receipt.resource
            assert one.receipt.complete
            assert not one.receipt.rejected
            assert all(isinstance(row.id, str) for row in rows)


async def test_rows_without_an_id_are_told_apart_by_what_they_hold(box: Sandbox) -> None:
    async with client_of(box) as automate:
        results = automate.internal_monitor_results()
        assert len(await _all(results)) == 8
        patches = automate.patch_history(since=box.world.now - timedelta(days=120))
        assert len(await _all(patches)) > 500
        assert (results.receipt.duplicates_dropped, patches.receipt.duplicates_dropped) == (0, 0)


async def test_columns_with_secrets_are_never_asked_for(box: Sandbox) -> None:
    hidden = ("Password", "ScriptData", "Parameters", "CdKey", "Comment", "Message", "Output")

    def answer(request: httpx.Request) -> httpx.Response:
        fields = request.url.params.get("includeFields", "")
        assert not set(hidden) & set(fields.split(","))
        return httpx.Response(200, json=[])

    async with client_for(answer) as automate:
        for read in (automate.users(), automate.scripts(), automate.locations()):
            await _all(read)
        assert automate.script_schedules().listing.params["excludeFields"] == "Parameters"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/ExternalSystemCredentials/Clients/7",
        "/v1/clients/7/productkeys",
        "/v1/Clients/7/documents",
        "/v1/RemoteAgentTemplates",
        "/v1/ProbeConfiguration/1/AgentPushCredentials",
        "/v1/Locations/3/ProbeConfiguration",
    ],
)
async def test_addresses_that_give_out_secrets_are_refused(path: str) -> None:
    async with client_for(lambda _: httpx.Response(200, json=[])) as automate:
        with pytest.raises(ReadOnlyViolationError, match="gives out secrets"):
            await automate._http.json(path)


def test_a_server_without_tls_is_refused() -> None:
    secrets: Any = {name: SecretStr(name) for name in ("username", "password", "client_id")}
    with pytest.raises(ConfigurationError):
        ConnectWiseAutomateClient("http://acme.hostedrmm.com", **secrets)
