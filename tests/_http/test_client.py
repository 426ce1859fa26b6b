"""The whole client against a mocked network: documents, evidence, pinned host, headers."""

from __future__ import annotations

import asyncio

import httpx
import pytest
import respx
from pydantic import SecretStr
from tests._http.vendors import START, FakeClock, client_for, listing_for

from aigov_connectors._http import (
    ErrorRule,
    ErrorTable,
    HttpClient,
    NetworkOptions,
    RateLimits,
    ReadDeclaration,
    ReadPost,
    StaticHeaderAuth,
    open_client,
)
from aigov_connectors.errors import (
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    ReadOnlyViolationError,
    ResponseShapeError,
)
from aigov_connectors.redaction import digest
from aigov_connectors.wire import LenientBool, Text, WireSettings

HOST = "https://console.example"


class Policy(WireSettings):
    mitigation_mode: Text = None
    auto: LenientBool = None


def opened(base_url: str = HOST) -> HttpClient:
    return open_client(
        vendor="acme",
        connection="acme-1",
        tenant_id="console.example",
        base_url=base_url,
        auth=StaticHeaderAuth(value=SecretStr("s3cret"), prefix="ApiToken "),
        declaration=ReadDeclaration(forbidden=("/agents/passphrases",)),
        limits=RateLimits(),
        errors=ErrorTable(),
        clock=FakeClock(),
    )


@respx.mock
async def test_a_document_is_read_from_its_place_with_its_origin() -> None:
    policy = {"mitigationMode": "protect", "auto": True, "apiKey": "k", "novel": 3}
    route = respx.get(f"{HOST}/sites/12/policy").respond(json={"data": policy, "other": 1})
    async with opened() as client:
        found = await client.document(
            "/sites/{site_id}/policy",
            model=Policy,
            ids={"site_id": "12"},
            params={"inherited": True, "token": "x", "skip": None},
            at=("data",),
        )
    assert found.value.mitigation_mode == "protect"
    assert found.value.unknown() == {"/apiKey": "k", "/novel": 3}
    assert found.origin.path_template == "/sites/{site_id}/policy"
    assert found.origin.query == (("inherited", "true"), ("token", "[redacted]"))
    assert found.origin.digest == digest({**policy, "apiKey": "another"})
    assert found.origin.read_at == START
    assert found.origin.tenant_id == "console.example"
    sent = route.calls.last.request
    assert sent.headers["Authorization"] == "ApiToken s3cret"
    assert sent.headers["User-Agent"].startswith("aigov-connectors")
    assert str(sent.url) == f"{HOST}/sites/12/policy?inherited=true&token=x"


@respx.mock
async def test_a_list_over_the_mocked_network() -> None:
    respx.get(f"{HOST}/things").respond(json={"data": [{"id": 1}], "pagination": {}})
    async with opened() as client:
        assert [row.id async for row in client.read(listing_for("cursor", 5))] == ["1"]


@respx.mock
async def test_what_is_not_there_is_not_found() -> None:
    respx.get(f"{HOST}/user").respond(404)
    async with opened() as client:
        with pytest.raises(NotFoundError):
            await client.json("/user")


@respx.mock
async def test_a_forbidden_endpoint_is_never_asked() -> None:
    async with opened() as client:
        with pytest.raises(ReadOnlyViolationError):
            await client.json("/agents/passphrases")
    assert not respx.calls


@pytest.mark.parametrize(
    "hostile", ["", ".", "..", "a/b", "a\\b", "../x", "50%", "a;b", "a\nb", "?"]
)
async def test_an_id_of_the_vendor_cannot_lead_elsewhere(hostile: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise AssertionError("sent")

    async with client_for(handler) as client:
        with pytest.raises(ResponseShapeError, match="cannot stand in a path"):
            await client.json("/sites/{site_id}", ids={"site_id": hostile})


@pytest.mark.parametrize("identifier", ["a b", "ü", "a.b", "x:y", "{}", "a+b", "a&b=c"])
async def test_odd_ids_stay_one_segment(identifier: str) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(200, json={})

    async with client_for(handler) as client:
        await client.json("/sites/{site_id}/x", ids={"site_id": identifier})
    assert seen == [f"/sites/{identifier}/x"]


async def test_a_question_with_a_body_is_a_declared_post() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.headers["Content-Type"] == "application/json"
        return httpx.Response(200, content=request.content)

    declaration = ReadDeclaration(posts=(ReadPost("/query", accepts=bool),))
    async with client_for(handler, declaration=declaration) as client:
        found = await client.json("/query", body={"query": "{ a }"}, at=("query",))
        with pytest.raises(ReadOnlyViolationError):
            await client.json("/other", body={})
    assert found.value == "{ a }"
    assert found.origin.method == "POST"


async def test_a_cut_document_is_asked_for_once_more() -> None:
    calls = 0

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(200, content=b'{"a": ' if calls % 3 else b'{"a": 1}')

    async with client_for(handler) as client:
        with pytest.raises(ResponseShapeError, match="not JSON"):
            await client.json("/a")
        assert (await client.json("/a")).value == {"a": 1}
    assert calls == 3


async def test_a_document_of_another_shape_names_the_place_and_no_value() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": ["s3cret"]})

    async with client_for(handler) as client:
        with pytest.raises(ResponseShapeError) as caught:
            await client.document("/a", model=Policy, at=("data",))
        with pytest.raises(ResponseShapeError, match="/data/x: nothing is there"):
            await client.json("/a", at=("data", "x"))
    assert str(caught.value) == "GET /a: 200, /data/record: model_type"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "console.example",
        "http://console.example",
        "http://127.0.0.1.example",
        "ftp://console.example",
        "https://user:pw@console.example",
        "https://console.example?x=1",
        "https://console.example#x",
        "https://",
        "https://[",
        "https://a b",
    ],
)
def test_only_https_leaves_this_machine(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        opened(url)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://console.example",
        "https://console.example/",
        "https://console.example:8443/psa",
        "http://localhost:9",
        "http://127.0.0.1:9",
        "http://[::1]:9",
    ],
)
async def test_usable_base_urls(url: str) -> None:
    async with opened(url) as client:
        assert client.base_url.startswith(url.rstrip("/"))


async def test_a_path_in_the_base_url_is_kept() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=str(request.url))

    async with client_for(handler, base_url="https://vendor.example/psa/") as client:
        assert (await client.json("/x")).value == "https://vendor.example/psa/x"


async def test_closing_the_client_ends_what_is_under_way() -> None:
    async def handler(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError

    client = client_for(handler)
    read = client.read(listing_for("cursor", 5))
    task = asyncio.create_task(anext(read.pages()))
    for _ in range(20):
        await asyncio.sleep(0)
    await client.aclose()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_options_with_a_proxy_password_have_a_quiet_repr() -> None:
    assert "s3cret" not in repr(NetworkOptions(proxy="http://u:s3cret@proxy.example"))


async def test_an_error_inside_a_success_is_told_for_documents_too() -> None:
    rule = ErrorRule(PermissionDeniedError, "the vendor says no inside a success")

    def refusal(content: bytes) -> ErrorRule | None:
        return rule if b"_error" in content else None

    async with client_for(lambda _: httpx.Response(200, json={"_error": "no"})) as client:
        with pytest.raises(PermissionDeniedError, match="inside a success"):
            await client.document("/policy", model=Policy, refusal=refusal)
        with pytest.raises(PermissionDeniedError):
            await client.json("/policy", refusal=refusal)
