"""A token that another host gives out: the secret goes there, and nothing else does."""

from __future__ import annotations

import httpx
import pytest
from pydantic import SecretStr
from tests._http.vendors import client_for

from aigov_connectors._http import ClientCredentialsAuth, ReadDeclaration
from aigov_connectors._http.context import RequestContext, attach
from aigov_connectors._http.events import Events
from aigov_connectors._http.guard import ReadOnlyTransport, ReadPost
from aigov_connectors.errors import ConfigurationError, ReadOnlyViolationError

AUTH = ClientCredentialsAuth(
    token_path="/connect/token",
    client_id="the-client",
    client_secret=SecretStr("s3cret"),
    token_query={"tenant": "acme & sons"},
    token_host="https://auth.vendor.example/v2",
)


async def test_the_token_comes_from_the_other_host_with_its_query() -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        if request.url.host == "auth.vendor.example":
            assert request.method == "POST"
            assert b"s3cret" in request.content
            return httpx.Response(200, json={"access_token": "t1", "expires_in": 60})
        assert request.headers["Authorization"] == "Bearer t1"
        assert b"s3cret" not in request.content
        return httpx.Response(200, json={})

    async with client_for(answer, auth=AUTH) as client:
        await client.json("/things")
    token, things = asked
    assert token.path == "/v2/connect/token"
    assert token.params["tenant"] == "acme & sons"
    assert (things.host, things.path) == ("vendor.example", "/things")


async def test_the_other_host_must_be_a_safe_address() -> None:
    unsafe = ClientCredentialsAuth(
        token_path="/token",
        client_id="c",
        client_secret=SecretStr("s"),
        token_host="http://auth.vendor.example",
    )
    with pytest.raises(ConfigurationError):
        client_for(lambda _: httpx.Response(200), auth=unsafe)


@pytest.mark.parametrize(
    ("method", "url", "passes"),
    [
        ("POST", "https://auth.vendor.example/v2/connect/token", True),
        ("POST", "https://auth.vendor.example/v2/connect/token?tenant=acme", True),
        ("GET", "https://auth.vendor.example/v2/connect/token", False),
        ("POST", "https://auth.vendor.example/v2/connect/other", False),
        ("POST", "https://auth.vendor.example/connect/token", False),
        ("POST", "https://auth.vendor.example/v2/x/%2e%2e/connect/token", False),
        ("POST", "http://auth.vendor.example/v2/connect/token", False),
        ("POST", "https://user@auth.vendor.example/v2/connect/token", False),
        ("POST", "https://vendor.example/v2/connect/token", False),
        ("POST", "https://vendor.example/connect/token", False),
    ],
)
async def test_nothing_but_the_declared_post_goes_there(
    method: str, url: str, passes: bool
) -> None:
    guard = ReadOnlyTransport(
        httpx.MockTransport(lambda _: httpx.Response(200)),
        vendor="acme",
        base_url=httpx.URL("https://vendor.example"),
        declaration=ReadDeclaration(
            posts=(
                ReadPost(
                    "/connect/token",
                    accepts=lambda body: True,
                    host="https://auth.vendor.example/v2",
                ),
            )
        ),
        events=Events("acme", "acme-1"),
    )
    request = httpx.Request(method, url, extensions=attach(RequestContext("/connect/token")))
    if passes:
        assert (await guard.handle_async_request(request)).status_code == 200
    else:
        with pytest.raises(ReadOnlyViolationError):
            await guard.handle_async_request(request)
