"""The log says what happened and shows nothing that is secret."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog
from pydantic import SecretStr
from tests._http.vendors import Vendor, client_for, listing_for

from aigov_connectors._http import ClientCredentialsAuth, ErrorTable
from aigov_connectors.errors import ConnectorError, ReadOnlyViolationError

SENTINEL = "s3cret-sentinel"
Entries = list[dict[str, Any]]


@pytest.fixture
def entries() -> Iterator[Entries]:
    found: Entries = []

    def keep(logger: object, name: str, entry: Any) -> Any:
        found.append(dict(entry))
        raise structlog.DropEvent

    structlog.configure(processors=[structlog.contextvars.merge_contextvars, keep])
    yield found
    structlog.reset_defaults()


async def test_a_read_tells_requests_pages_and_retries(entries: Entries) -> None:
    vendor = Vendor("cursor", range(8), [None, "429"])
    with structlog.contextvars.bound_contextvars(run_id="run-1"):
        async with client_for(vendor) as client:
            _ = [row async for row in client.read(listing_for("cursor", 5))]
    names = [entry["event"] for entry in entries]
    assert sorted(names) == sorted(["request.sent"] * 3 + ["page.read"] * 2 + ["request.retried"])
    for entry in entries:
        assert entry["vendor"] == "acme"
        assert entry["connection"] == "acme-1"
        assert entry["method"] == "GET"
        assert entry["path_template"] == "/things"
        assert entry["run_id"] == "run-1"
    assert {entry["status"] for entry in entries if entry["event"] == "request.sent"} == {200, 429}


async def test_a_read_that_ends_early_and_a_refused_request_are_told(entries: Entries) -> None:
    async with client_for(Vendor("cursor", range(8), ["500"] * 9)) as client:
        with pytest.raises(ConnectorError):
            _ = [row async for row in client.read(listing_for("cursor", 5))]
        with pytest.raises(ReadOnlyViolationError):
            await client._http.delete("/agents")
    gap, refused = entries[-2:]
    assert gap["event"] == "read.gap"
    assert gap["resource"] == "things"
    assert refused["event"] == "request.refused"
    assert refused["method"] == "DELETE"


async def test_no_secret_reaches_a_log_or_an_error(
    entries: Entries, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            return httpx.Response(200, json={"access_token": SENTINEL})
        headers = {"X-Request-Id": "r-1", "Set-Cookie": f"c={SENTINEL}", "X-Key": SENTINEL}
        return httpx.Response(400, json={"message": SENTINEL}, headers=headers)

    auth = ClientCredentialsAuth(
        token_path="/token", client_id="c", client_secret=SecretStr(SENTINEL)
    )
    table = ErrorTable(request_id_header="X-Request-Id")
    async with client_for(handler, auth=auth, errors=table) as client:
        with pytest.raises(ConnectorError) as caught:
            await client.json("/a/{id}", ids={"id": SENTINEL}, params={"q": SENTINEL})
    assert caught.value.request_id == "r-1"
    told = repr(entries) + repr(caught.value) + repr(vars(caught.value)) + repr(client)
    assert SENTINEL not in told
    ours = [record for record in caplog.records if record.name.startswith("aigov")]
    assert SENTINEL not in "".join(record.getMessage() for record in ours)


def test_without_configuration_events_go_to_the_standard_logger_and_nowhere_else(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()
    caplog.set_level(logging.DEBUG, logger="aigov_connectors.http")

    async def main() -> None:
        async with client_for(lambda _: httpx.Response(200, json={})) as client:
            await client.json("/a")

    asyncio.run(main())
    (record,) = [one for one in caplog.records if one.name == "aigov_connectors.http"]
    assert record.getMessage().startswith("request.sent method=GET path_template=/a")
    assert capsys.readouterr() == ("", "")
