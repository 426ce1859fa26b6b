"""What a debugger shows tells host and resource, never a secret and nothing that came."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from aigov_connectors._http import Listing, RateLimits, ReadDeclaration, StaticHeaderAuth, Unpaged
from aigov_connectors._http.client import HttpClient, open_client
from aigov_connectors._http.status import ErrorTable
from aigov_connectors.connectwise.automate import ConnectWiseAutomateClient
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.halopsa import HaloPSAClient
from aigov_connectors.ninjaone import NinjaOneClient
from aigov_connectors.sentinelone import SentinelOneClient
from aigov_connectors.wire import WireRecord

SECRET = "hunter2-of-acme"
HIDDEN = SecretStr(SECRET)


class Row(WireRecord):
    id: str


def opened() -> HttpClient:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[{"id": "row-of-a-client"}])

    return open_client(
        vendor="acme",
        connection="acme-1",
        tenant_id="msp.acme.example",
        base_url="https://msp.acme.example/api",
        auth=StaticHeaderAuth(value=HIDDEN),
        declaration=ReadDeclaration(),
        limits=RateLimits(),
        errors=ErrorTable(),
        transport=httpx.MockTransport(answer),
    )


LISTING = Listing(resource="things", path="/things", row=Row, paging=Unpaged())


async def test_client_read_and_document_say_where_and_what() -> None:
    async with opened() as client:
        assert repr(client) == "<HttpClient acme at msp.acme.example>"
        read = client.read(LISTING)
        begun = "<Read things: GET /things of acme, 0 rows, not read to its end>"
        assert repr(read) == begun
        async for row in read:
            assert row.id
        assert repr(read) == "<Read things: GET /things of acme, 1 rows, complete>"
        document = await client.json("/things")
        assert repr(document) == "<Document GET /things of msp.acme.example>"
    assert repr(client) == "<HttpClient acme at msp.acme.example, closed>"


async def test_a_client_that_was_closed_says_so() -> None:
    async with opened() as client:
        read = client.read(LISTING)
    with pytest.raises(ConfigurationError, match="GET /things: the client is closed") as late:
        await client.json("/things")
    assert "async with" in (late.value.hint or "")
    with pytest.raises(ConfigurationError, match="the client is closed"):
        async for _ in read:
            pass


@pytest.mark.parametrize(
    ("client", "shown"),
    [
        (
            lambda: SentinelOneClient("https://acme.sentinelone.net", HIDDEN),
            "<SentinelOneClient at acme.sentinelone.net>",
        ),
        (
            lambda: NinjaOneClient(
                "https://eu.ninjarmm.com", client_id=SecretStr("a"), client_secret=HIDDEN
            ),
            "<NinjaOneClient at eu.ninjarmm.com>",
        ),
        (
            lambda: HaloPSAClient(
                "https://acme.halopsa.com", client_id=SecretStr("a"), client_secret=HIDDEN
            ),
            "<HaloPSAClient at acme.halopsa.com>",
        ),
        (
            lambda: ConnectWiseAutomateClient(
                "https://acme.hostedrmm.com",
                username=SecretStr("a"),
                password=HIDDEN,
                client_id=SecretStr("b"),
            ),
            "<ConnectWiseAutomateClient at acme.hostedrmm.com>",
        ),
    ],
)
async def test_a_vendors_client_shows_its_host(client: Any, shown: str) -> None:
    made = client()
    try:
        assert repr(made) == shown
        assert SECRET not in repr(vars(made))
    finally:
        await made.__aexit__(None, None, None)
