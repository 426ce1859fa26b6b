"""A login by JSON: once for all who wait, renewed while that is allowed, and told apart."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests._http.vendors import FakeClock, client_for

from aigov_connectors._http import ErrorRule, LoginAuth
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    ResponseShapeError,
)

AUTH = LoginAuth(
    path="/token",
    renewal_path="/token/refresh",
    fields={"UserName": SecretStr("svc"), "Password": SecretStr("pässwort ")},
    headers={"clientId": SecretStr("an-integration")},
    unfinished={"IsTwoFactorRequired": ErrorRule(AuthenticationError, "a code is missing", "hint")},
)


class Vendor:
    """Gives numbered tokens; `lasts` by its own clock, which runs `ahead` of ours."""

    def __init__(self, clock: FakeClock, *, lasts: float = 3600, ahead: float = 0) -> None:
        self.clock = clock
        self.lasts, self.ahead = timedelta(seconds=lasts), timedelta(seconds=ahead)
        self.for_good = self.now + timedelta(hours=8)
        self.issued = 0
        self.posts: list[tuple[str, Any]] = []
        self.valid: str | None = None
        self.login: tuple[int, dict[str, Any]] | None = None
        self.renews = True

    @property
    def now(self) -> datetime:
        return self.clock.now() + self.ahead

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        assert request.headers["clientId"] == "an-integration"
        if request.method == "POST":
            return self._token(request)
        if request.headers["Authorization"] != f"Bearer {self.valid}":
            return httpx.Response(401, json={"Message": "no"})
        return httpx.Response(200, json=[])

    def _token(self, request: httpx.Request) -> httpx.Response:
        self.posts.append((request.url.path, json.loads(request.content)))
        if self.login is not None:
            return httpx.Response(self.login[0], json=self.login[1])
        if request.url.path == "/token/refresh" and not self.renews:
            return httpx.Response(401, json={})
        self.issued += 1
        self.valid = f"t{self.issued}"
        answer = {
            "AccessToken": self.valid,
            "ExpirationDate": (self.now + self.lasts).isoformat(),
            "AbsoluteExpirationDate": self.for_good.isoformat(),
        }
        date = {"Date": format_datetime(self.now.astimezone(UTC), usegmt=True)}
        return httpx.Response(200, json=answer, headers=date)


async def test_one_login_serves_all_who_wait() -> None:
    clock = FakeClock()
    vendor = Vendor(clock)
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        await asyncio.gather(*(client.json("/a") for _ in range(5)))
    assert vendor.posts == [("/token", {"UserName": "svc", "Password": "pässwort "})]


@pytest.mark.parametrize("ahead", [0, 7200, -7200])
async def test_it_is_renewed_before_it_ends_whatever_the_servers_clock_says(ahead: float) -> None:
    clock = FakeClock()
    vendor = Vendor(clock, ahead=ahead)
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        await client.json("/a")
        await clock.sleep(3000)
        await client.json("/a")
        assert len(vendor.posts) == 1
        await clock.sleep(590)
        await client.json("/a")
    assert vendor.posts[1:] == [("/token/refresh", "t1")]


async def test_after_its_last_moment_it_logs_in_anew() -> None:
    clock = FakeClock()
    vendor = Vendor(clock)
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        await client.json("/a")
        await clock.sleep(9 * 3600)
        await client.json("/a")
    assert [path for path, _ in vendor.posts] == ["/token", "/token"]


async def test_a_refused_renewal_ends_in_a_login() -> None:
    clock = FakeClock()
    vendor = Vendor(clock)
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        await client.json("/a")
        await clock.sleep(3600)
        vendor.renews = False
        await client.json("/a")
    assert [path for path, _ in vendor.posts] == ["/token", "/token/refresh", "/token"]


async def test_a_token_that_is_refused_though_it_holds_is_not_renewed() -> None:
    clock = FakeClock()
    vendor = Vendor(clock)
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        await client.json("/a")
        vendor.valid = "another"
        await client.json("/a")
    assert [path for path, _ in vendor.posts] == ["/token", "/token"]


@pytest.mark.parametrize(
    ("status", "answer", "error", "words"),
    [
        (200, {"IsTwoFactorRequired": True, "AccessToken": None}, AuthenticationError, "a code"),
        (200, {"AccessToken": None}, ResponseShapeError, "no access token"),
        (200, {"AccessToken": "a\nb"}, ResponseShapeError, "no access token"),
        (401, {}, AuthenticationError, "not accepted"),
        (400, {"Message": "bad"}, AuthenticationError, "not accepted"),
    ],
)
async def test_a_login_without_a_token_says_why(
    status: int, answer: dict[str, Any], error: type[Exception], words: str
) -> None:
    clock = FakeClock()
    vendor = Vendor(clock)
    vendor.login = (status, answer)
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        with pytest.raises(error, match=words) as caught:
            await client.json("/a")
    assert "pässwort" not in str(caught.value)


@pytest.mark.parametrize("ends", [None, "soon", "2001-01-01T00:00:00"])
async def test_without_a_sensible_end_the_token_counts_until_it_is_refused(ends: object) -> None:
    clock = FakeClock()
    vendor = Vendor(clock)
    vendor.login = (200, {"AccessToken": "t1", "ExpirationDate": ends})
    vendor.valid = "t1"
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        await client.json("/a")
        await clock.sleep(90_000)
        await client.json("/a")
    assert len(vendor.posts) == 1


@pytest.mark.parametrize("secret", ["", "\n", "a\nb"])
def test_a_password_that_nobody_types_is_found_before_any_request(secret: str) -> None:
    auth = LoginAuth(path="/token", fields={"Password": SecretStr(secret)})
    with pytest.raises(ConfigurationError):
        client_for(lambda _: None, auth=auth)
