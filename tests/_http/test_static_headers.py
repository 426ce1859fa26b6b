"""Headers that never change: Basic and vendor headers together, and what cannot be one."""

from __future__ import annotations

import base64

import httpx
import pytest
from pydantic import SecretStr
from tests._http.vendors import client_for

from aigov_connectors._http import StaticHeadersAuth
from aigov_connectors.errors import ConfigurationError


async def test_every_header_goes_with_every_request() -> None:
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200, json={})

    auth = StaticHeadersAuth(
        headers={"clientId": SecretStr("a-guid")},
        user=SecretStr("acme+public"),
        password=SecretStr("pri:vate+"),
    )
    async with client_for(answer, auth=auth) as client:
        await client.json("/things")
    pair = base64.b64decode(seen[0]["Authorization"].removeprefix("Basic "))
    # As they are: a plus sign of the user name is no blank, and a password may hold a colon.
    assert pair == b"acme+public:pri:vate+"
    assert seen[0]["clientId"] == "a-guid"
    assert "private" not in repr(auth)


@pytest.mark.parametrize(
    ("user", "password", "header"),
    [("a:b", "c", "d"), ("a", "c\n", "d\r\ne"), ("", "c", "d"), ("a", "", "d")],
)
def test_what_cannot_be_a_credential_is_said_before_anything_is_sent(
    user: str, password: str, header: str
) -> None:
    auth = StaticHeadersAuth(
        headers={"key": SecretStr(header)}, user=SecretStr(user), password=SecretStr(password)
    )
    with pytest.raises(ConfigurationError):
        client_for(lambda _: httpx.Response(200), auth=auth)
