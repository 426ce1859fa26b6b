"""Our client signs in where the host says, pages by what comes, and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.halopsa.tenant import READING, client_of, tenant
from tests.tenants import QUICK

from aigov_connectors._http import Read
from aigov_connectors.clock import SystemClock
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    ReadOnlyViolationError,
    RequestError,
    ResponseShapeError,
)
from aigov_connectors.halopsa import LIMITS, SCOPES, HaloPSAClient
from aigov_connectors.halopsa.connection import HaloPSAConnector
from aigov_connectors.halopsa.connector import HaloPSAOptions
from aigov_connectors.sandbox import SECRET_MARK, Sandbox

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


def vendor(
    answer: Answer, *, auth_url: str | None = "https://acme.halopsa.com/auth/"
) -> tuple[Answer, list[httpx.Request]]:
    """A vendor that signs everybody in and answers the rest by a function."""
    asked: list[httpx.Request] = []

    def answered(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.path == "/api/authinfo":
            if auth_url is None:
                return httpx.Response(404)
            return httpx.Response(200, json={"auth_url": auth_url, "tenant_id": "acme"})
        if request.url.path.endswith("/token"):
            told = {"access_token": "t", "expires_in": 3600, "scope": "read:tickets"}
            return httpx.Response(200, json=told)
        return answer(request)

    return answered, asked


def client_for(answer: Answer, **arguments: Any) -> HaloPSAClient:
    return HaloPSAClient(
        "https://acme.halopsa.com",
        client_id=SecretStr("the-id"),
        client_secret=SecretStr("the-secret"),
        retry=QUICK,
        limits=LIMITS.scaled(1e6),
        transport=httpx.MockTransport(answer),
        **arguments,
    )


async def _all(read: Read[Any]) -> list[Any]:
    return [row async for row in read]


def nothing(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=[])


# Signing in ------------------------------------------------------------------------------------


async def test_the_token_is_fetched_where_the_host_says_for_its_tenant() -> None:
    answer, asked = vendor(nothing)
    async with client_for(answer) as halo:
        assert halo.tenant_id == "acme"
        await _all(halo.teams())
        assert halo.granted == "read:tickets"
    info, token, teams = asked
    assert "authorization" not in info.headers
    assert (token.method, token.url.path) == ("POST", "/auth/token")
    assert token.url.params["tenant"] == "acme"
    assert b"the-secret" in token.content
    assert "tenant" not in dict(httpx.QueryParams(token.content.decode()))
    assert teams.headers["authorization"] == "Bearer t"


async def test_a_host_that_does_not_tell_is_asked_at_the_usual_place() -> None:
    answer, asked = vendor(nothing, auth_url=None)
    async with client_for(answer, tenant="mine") as halo:
        await _all(halo.teams())
    token = next(one for one in asked if one.method == "POST")
    assert (token.url.path, token.url.params["tenant"]) == ("/auth/token", "mine")


@pytest.mark.parametrize(
    ("status", "tenant", "is_told"), [(500, None, False), (500, "mine", True), (200, None, True)]
)
async def test_a_host_that_does_not_tell_its_tenant_is_no_tenant_without_a_name(
    status: int, tenant: str | None, is_told: bool
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={"auth_url": None, "tenant_id": ""})

    async with client_for(answer, tenant=tenant) as halo:
        assert halo.tenant_id == (tenant or "acme.halopsa.com")
        assert (halo.untold is None) is is_told


async def test_of_a_tenant_that_the_host_did_not_tell_the_rights_warn() -> None:
    answer, _ = vendor(nothing, auth_url=None)
    async with client_for(answer) as halo:
        connector = HaloPSAConnector(halo, options=HaloPSAOptions(), clock=SystemClock())
        rights = await connector.rights()
    assert [one for one in rights.warnings if "did not tell its tenant" in one]


async def test_an_own_server_without_a_tenant_gets_none_in_the_query() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/authinfo":
            told = {"auth_url": "https://acme.halopsa.com/HaloAuth", "tenant_id": ""}
            return httpx.Response(200, json=told)
        if request.method == "POST":
            assert str(request.url) == "https://acme.halopsa.com/HaloAuth/token"
            return httpx.Response(200, json={"access_token": "t"})
        return httpx.Response(200, json=[])

    async with client_for(answer) as halo:
        assert halo.tenant_id == "acme.halopsa.com"
        await _all(halo.teams())


async def test_another_host_of_the_vendor_gives_the_token_and_gets_nothing_else() -> None:
    answer, asked = vendor(nothing, auth_url="https://auth.haloitsm.com/acme")
    async with client_for(answer) as halo:
        await _all(halo.teams())
    elsewhere = [one for one in asked if one.url.host == "auth.haloitsm.com"]
    assert [(one.method, one.url.path) for one in elsewhere] == [("POST", "/acme/token")]


@pytest.mark.parametrize(
    "auth_url",
    ["https://evil.example/auth", "http://auth.halopsa.com/auth", "https://nohalopsa.com"],
)
async def test_no_secret_goes_to_a_host_that_is_neither_its_own_nor_the_vendors(
    auth_url: str,
) -> None:
    answer, asked = vendor(nothing, auth_url=auth_url)
    with pytest.raises(ConfigurationError, match="no secret is sent"):
        await client_for(answer).__aenter__()
    assert not [one for one in asked if one.method == "POST"]


async def test_an_authorisation_server_that_the_msp_names_is_trusted() -> None:
    answer, asked = vendor(nothing, auth_url="https://evil.example/auth")
    async with client_for(answer, auth_url="https://sso.msp.example/auth") as halo:
        await _all(halo.teams())
    assert {one.url.host for one in asked if one.method == "POST"} == {"sso.msp.example"}


def test_reads_before_it_was_entered_are_refused() -> None:
    with pytest.raises(RuntimeError, match="enter the client"):
        client_for(nothing).teams()


@pytest.mark.parametrize(
    ("kind", "words"), [("bad-secret", "id and secret"), ("narrow", "every scope")]
)
async def test_what_is_wrong_with_a_credential_is_named(
    box: Sandbox, kind: str, words: str
) -> None:
    async with client_of(box, kind) as halo:
        with pytest.raises(AuthenticationError, match=words):
            await halo.me()


async def test_a_token_that_ends_is_fetched_again_and_the_list_goes_on() -> None:
    with tenant(["expire:every=3,path=/tickets"]) as box:
        async with client_of(box) as halo:
            rows = await _all(halo.tickets(page_size=40))
    assert len(rows) == len({row.id for row in rows}) > 300


# Paging ----------------------------------------------------------------------------------------


async def test_a_page_holds_what_the_server_gives_not_what_was_asked(box: Sandbox) -> None:
    async with client_of(box) as halo:
        whole = halo.tickets(page_size=1000)
        rows = await _all(whole)
        small = await _all(halo.tickets(page_size=33))
    assert rows == small
    assert whole.receipt.requests == -(-len(rows) // 100)
    assert whole.receipt.total == len(rows)


async def test_the_question_is_the_same_on_every_page_and_asks_a_stable_order() -> None:
    def rows(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page_no"])
        found = [{"id": page * 100 + one} for one in range(100 if page < 3 else 7)]
        return httpx.Response(200, json={"record_count": 207, "tickets": found})

    answer, asked = vendor(rows)
    async with client_for(answer) as halo:
        assert len(await _all(halo.tickets(since=SINCE))) == 207
    pages = [one.url.params for one in asked if one.url.path == "/api/Tickets"]
    assert len(pages) == 3
    for params in pages:
        assert params["lastupdatefromdate"] == "2026-11-01T00:00:00Z"
        assert (params["pageinate"], params["order"], params["orderdesc"]) == (
            "true",
            "id",
            "false",
        )


@pytest.mark.parametrize(
    "fault", ["shrink", "grow", "drop", "cut", "html", "empty", "server-error"]
)
async def test_a_bad_day_ends_in_the_whole_list_or_a_loud_end(fault: str) -> None:
    with tenant([f"{fault}:every=3,path=/Tickets"]) as box:
        async with client_of(box) as halo:
            read = halo.tickets(page_size=40)
            try:
                rows = await _all(read)
            except RequestError as problem:
                assert read.receipt.why == str(problem)  # noqa: PT017 - loud is what is asked for
                return
            except ResponseShapeError:
                return
            assert len(rows) == len({row.id for row in rows})
            assert read.receipt.complete or read.receipt.why


@pytest.mark.parametrize(
    "body", [[{"id": 1}], {"teams": [{"id": 1}]}, {"n": 1, "tree": [{"id": 1}]}]
)
async def test_a_list_of_the_configuration_is_found_bare_or_in_an_object(body: object) -> None:
    answer, _ = vendor(lambda _: httpx.Response(200, json=body))
    async with client_for(answer) as halo:
        assert [row.id for row in await _all(halo.teams())] == ["1"]


# Refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"error": "invalid_request"}, RequestError),
        (403, {"ClassName": "X", "Message": "no"}, PermissionDeniedError),
        (404, {"Message": "no"}, NotFoundError),
        (200, "<html>Log in</html>", ResponseShapeError),
        (200, {"_error": "You may not"}, RequestError),
        (200, {"message": "nothing here"}, ResponseShapeError),
    ],
)
async def test_each_refusal_is_told_as_what_it_is(
    status: int, body: object, error: type[Exception]
) -> None:
    def refused(_: httpx.Request) -> httpx.Response:
        if isinstance(body, str):
            return httpx.Response(status, html=body)
        return httpx.Response(status, json=body)

    answer, _ = vendor(refused)
    async with client_for(answer) as halo:
        with pytest.raises(error):
            await _all(halo.teams())


async def test_an_error_inside_a_success_is_found_in_documents_and_pages_too() -> None:
    answer, _ = vendor(lambda _: httpx.Response(200, json={"_error": "no", "tickets": []}))
    async with client_for(answer) as halo:
        with pytest.raises(RequestError, match="inside a success"):
            await halo.control()
        with pytest.raises(RequestError, match="inside a success"):
            await _all(halo.tickets())


async def test_a_warning_is_no_error() -> None:
    answer, _ = vendor(lambda _: httpx.Response(200, json={"_warning": "old", "_error": ""}))
    async with client_for(answer) as halo:
        assert (await halo.control()).value.unknown() == {"/_warning": "old", "/_error": ""}


async def test_a_write_never_leaves(box: Sandbox) -> None:
    before = sum(box.requests.by_path.values())
    async with client_of(box, "writer") as halo:
        signing_in = 1
        for path in ("/api/Tickets", "/api/IntegrationData/Post/OpenAi", "/api/Report"):
            with pytest.raises(ReadOnlyViolationError):
                await halo._http.json(path, body={"x": 1})
    # The token may have been fetched for nothing; nothing else was asked.
    assert sum(box.requests.by_path.values()) - before <= signing_in + 1


async def test_the_scopes_are_those_of_the_options(box: Sandbox) -> None:
    assert not {one for one in SCOPES if one.startswith("edit")}
    async with client_of(box, "narrow", scopes=READING) as halo:
        assert await _all(halo.clients())
        with pytest.raises(PermissionDeniedError) as refused:
            await halo.control()
    assert "admin" in str(refused.value.hint)


AROUND: list[tuple[str, tuple[int, ...]]] = [
    ("top_levels", ()),
    ("sites", ()),
    ("assets", ()),
    ("categories", ()),
    ("templates", ()),
    ("priorities", ()),
    ("roles", ()),
    ("change_boards", ()),
    ("approval_rules", (2, 20)),
    ("audit", ()),
    ("config_commits", ()),
]


@pytest.mark.parametrize(("name", "arguments"), AROUND)
async def test_what_no_reading_asks_can_be_asked_alone(
    box: Sandbox, name: str, arguments: tuple[int, ...]
) -> None:
    async with client_of(box) as halo:
        read: Read[Any] = getattr(halo, name)(*arguments)
        rows = await _all(read)
    assert rows
    assert read.receipt.complete
    assert SECRET_MARK not in repr(rows)
    assert "Agent 9" not in repr(rows)
