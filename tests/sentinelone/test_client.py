"""The client asks what the API describes, and says what a refusal means."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import httpx
import pytest
from tests.sentinelone.console import (
    API,
    TOKEN,
    URL,
    Console,
    agent,
    refusal,
    rows,
    sites,
)

from aigov_connectors._http import Rate, RateLimits
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    PermissionDeniedError,
    ReadOnlyViolationError,
)
from aigov_connectors.sentinelone import SentinelOneClient
from aigov_connectors.sentinelone.client import LIMITS


async def test_the_token_travels_as_an_api_token() -> None:
    console = Console()
    async with console.client() as client:
        await client.user()
    assert console.requests[0].headers["Authorization"] == f"ApiToken {TOKEN}"


@pytest.mark.parametrize("address", [URL, f"{URL}/", f" {URL}{API}/ "])
async def test_the_address_may_be_that_of_the_console_or_of_its_api(address: str) -> None:
    console = Console()
    async with SentinelOneClient(address, TOKEN, transport=console) as client:
        assert client.tenant_id == "example.sentinelone.net"
        assert (await client.system_info()).value.version == "S-25.1.4"


def test_limits_may_be_given_whole_or_as_a_factor_of_the_usual() -> None:
    own = RateLimits(overall=(Rate(10, 60.0),))
    assert SentinelOneClient(URL, TOKEN, limit_factor=2.0).limits == LIMITS.scaled(2.0)
    scaled = SentinelOneClient(URL, TOKEN, limits=own, limit_factor=3.0).limits
    assert scaled.overall == (Rate(30, 60.0),)


async def test_an_address_without_encryption_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        SentinelOneClient("http://example.sentinelone.net", TOKEN)


async def test_sites_stand_one_level_deeper() -> None:
    console = Console({"/sites": sites({"id": "s1"}, {"id": "s2"})})
    async with console.client() as client:
        assert [one.id async for one in client.sites()] == ["s1", "s2"]


async def test_pages_are_followed_by_their_cursor() -> None:
    def answer(request: httpx.Request) -> dict[str, object]:
        second = "cursor" in request.url.params
        found = rows(agent(2 if second else 1, "s1", "g1"))
        found["pagination"] = {"nextCursor": None if second else "n2", "totalItems": 2}
        return found

    console = Console({"/agents": answer})
    async with console.client() as client:
        read = client.agents()
        assert [one.id async for one in read] == ["1", "2"]
    assert read.receipt.complete
    assert console.requests[0].url.params["limit"] == "1000"


async def test_groups_are_asked_for_in_pages_that_the_vendor_allows() -> None:
    console = Console()
    async with console.client() as client:
        assert len([one async for one in client.groups(page_size=5000)]) == 4
    assert console.requests[0].url.params["limit"] == "300"


async def test_filters_are_joined_and_times_are_utc() -> None:
    console = Console()
    since = datetime(2026, 9, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    async with console.client() as client:
        _ = [one async for one in client.threats(created_since=since, site_ids=["1", "2"])]
    params = console.requests[0].url.params
    assert params["createdAt__gte"] == "2026-09-01T00:00:00.000000Z"
    assert params.get_list("siteIds") == ["1,2"]
    assert "accountIds" not in params


async def test_a_401_lists_its_known_causes() -> None:
    console = Console({"/user": refusal(4010010)})
    async with console.client() as client:
        with pytest.raises(AuthenticationError) as caught:
            await client.user()
    assert "expired" in str(caught.value.hint)
    assert TOKEN not in f"{caught.value!r} {caught.value.hint}"


async def test_a_403_names_the_scope() -> None:
    console = Console({"/accounts": refusal(4030010)})
    async with console.client() as client:
        with pytest.raises(PermissionDeniedError, match="role or scope"):
            _ = [one async for one in client.accounts()]


@pytest.mark.parametrize(
    "path",
    [
        "/agents/passphrases",
        "/sites/1/token",
        "/groups/1/token",
        "/accounts/1/uninstall-password/view",
        "/users/login/by-token",
        "/settings/smtp",
    ],
)
async def test_paths_that_give_out_secrets_are_never_asked_for(path: str) -> None:
    console = Console({path: {"data": {}}})
    async with console.client() as client:
        with pytest.raises(ReadOnlyViolationError):
            await client._http.json(f"{API}{path}")
    assert console.requests == []
