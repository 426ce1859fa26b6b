"""Tokens are fetched once for all who wait, renewed in time, and refused with a reason."""

from __future__ import annotations

import asyncio
import base64
from urllib.parse import parse_qs

import httpx
import pytest
from pydantic import SecretStr
from tests._http.vendors import FakeClock, client_for

from aigov_connectors._http import (
    AuthByPath,
    ClientCredentialsAuth,
    ErrorTable,
    RefreshTokenAuth,
    RetryPolicy,
    StaticHeaderAuth,
)
from aigov_connectors._http.flows import usable
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    ResponseShapeError,
    ServerError,
    TransportError,
)

AUTH = ClientCredentialsAuth(
    token_path="/ws/oauth/token",
    client_id="the-client",
    client_secret=SecretStr("s3cret"),
    scope="monitoring",
)
ERRORS = ErrorTable(hints={AuthenticationError: "Check the client id; or the secret expired."})


class TokenVendor:
    """Issues numbered tokens; `valid` are those it accepts, all of them if None."""

    def __init__(self, *, lasts: float | None = 3600) -> None:
        self.issued = 0
        self.lasts = lasts
        self.valid: set[str] | None = None
        self.token_status = 200
        self.seen: list[str] = []
        self.forms: list[dict[str, list[str]]] = []
        self.basic: list[str | None] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        if request.url.path == "/ws/oauth/token":
            return self._grant(request)
        token = request.headers["Authorization"].removeprefix("Bearer ")
        self.seen.append(token)
        if self.valid is not None and token not in self.valid:
            return httpx.Response(401, json={"error": "invalid_token"})
        return httpx.Response(200, json={"token": token})

    def _grant(self, request: httpx.Request) -> httpx.Response:
        self.forms.append(parse_qs(request.content.decode()))
        self.basic.append(request.headers.get("Authorization"))
        if self.token_status != 200:
            return httpx.Response(self.token_status, json={"error": "invalid_client"})
        self.issued += 1
        body: dict[str, object] = {"access_token": f"t{self.issued}"}
        if self.lasts is not None:
            body["expires_in"] = self.lasts
        return httpx.Response(200, json=body)


async def test_a_static_header_is_sent_with_every_request() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return httpx.Response(200, json={})

    auth = StaticHeaderAuth(value=SecretStr(" abc\n"), prefix="ApiToken ")
    async with client_for(handler, auth=auth) as client:
        await client.json("/a")
    assert seen == ["ApiToken abc"]


@pytest.mark.parametrize("secret", ["", "  ", "a\nb", "schlüssel"])
def test_a_secret_that_cannot_be_one_is_found_before_any_request(secret: str) -> None:
    auth = StaticHeaderAuth(value=SecretStr(secret))
    with pytest.raises(ConfigurationError) as caught:
        client_for(lambda _: None, auth=auth)
    assert secret.strip() == "" or secret not in str(caught.value)


async def test_one_token_serves_all_who_start_together() -> None:
    vendor = TokenVendor()
    async with client_for(vendor, auth=AUTH) as client:
        answers = await asyncio.gather(*(client.json("/a") for _ in range(10)))
    assert {str(answer.value) for answer in answers} == {"{'token': 't1'}"}
    assert vendor.issued == 1
    assert vendor.forms == [
        {
            "grant_type": ["client_credentials"],
            "scope": ["monitoring"],
            "client_id": ["the-client"],
            "client_secret": ["s3cret"],
        }
    ]


async def test_credentials_can_go_as_basic_authentication() -> None:
    vendor = TokenVendor()
    auth = ClientCredentialsAuth(
        token_path="/ws/oauth/token",
        client_id="a:b",
        client_secret=SecretStr("s3cret"),
        send_credentials="basic",
    )
    async with client_for(vendor, auth=auth) as client:
        await client.json("/a")
    expected = base64.b64encode(b"a%3Ab:s3cret").decode()
    assert vendor.basic == [f"Basic {expected}"]
    assert vendor.forms == [{"grant_type": ["client_credentials"]}]


async def test_a_token_is_renewed_a_minute_before_it_expires() -> None:
    vendor, clock = TokenVendor(lasts=3600), FakeClock()
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        await client.json("/a")
        clock.seconds = 3539
        await client.json("/a")
        assert vendor.issued == 1
        clock.seconds = 3541
        await asyncio.gather(*(client.json("/a") for _ in range(10)))
    assert vendor.issued == 2
    assert vendor.seen == ["t1"] * 2 + ["t2"] * 10


async def test_ten_requests_with_a_dead_token_cost_one_refresh() -> None:
    vendor = TokenVendor()
    async with client_for(vendor, auth=AUTH) as client:
        await client.json("/a")
        vendor.valid = {"t2"}
        answers = await asyncio.gather(*(client.json("/a") for _ in range(10)))
    assert vendor.issued == 2
    assert all(answer.value == {"token": "t2"} for answer in answers)


async def test_a_401_that_a_refresh_does_not_heal_is_final() -> None:
    vendor = TokenVendor()
    vendor.valid = set()
    async with client_for(vendor, auth=AUTH, errors=ERRORS) as client:
        with pytest.raises(AuthenticationError) as caught:
            await client.json("/a")
    assert vendor.seen == ["t1", "t2"]
    assert caught.value.hint == "Check the client id; or the secret expired."
    assert str(caught.value) == "GET /a: 401, the credential was not accepted"


async def test_a_refused_token_request_is_shared_by_all_who_waited_for_it() -> None:
    vendor = TokenVendor()
    vendor.token_status = 400
    async with client_for(vendor, auth=AUTH, errors=ERRORS) as client:
        results = await asyncio.gather(
            *(client.json("/a") for _ in range(10)), return_exceptions=True
        )
    assert len(vendor.forms) == 1
    assert all(isinstance(result, AuthenticationError) for result in results)
    assert str(results[0]) == "POST /ws/oauth/token: 400, the credential was not accepted"
    assert "s3cret" not in repr(results)


async def test_the_token_request_is_retried_like_any_other() -> None:
    vendor = TokenVendor()
    vendor.token_status = 503
    retry = RetryPolicy(attempts=4, random=lambda: 0.0)
    async with client_for(vendor, auth=AUTH, retry=retry) as client:
        with pytest.raises(ServerError):
            await client.json("/a")
        assert len(vendor.forms) == 4
        vendor.token_status = 200
        await client.json("/a")


async def test_an_unreachable_token_endpoint_fails_all_who_waited_at_once() -> None:
    asked = 0

    async def handler(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        raise httpx.ConnectError("no", request=request)

    async with client_for(handler, auth=AUTH) as client:
        results = await asyncio.gather(
            *(client.json("/a") for _ in range(10)), return_exceptions=True
        )
    assert all(isinstance(result, TransportError) for result in results)
    assert asked == 3


async def test_a_cancelled_leader_leaves_the_others_to_try_themselves() -> None:
    release = asyncio.Event()
    grants = 0

    async def handler(request: httpx.Request) -> httpx.Response:
        nonlocal grants
        if request.url.path == "/ws/oauth/token":
            grants += 1
            await release.wait()
            return httpx.Response(200, json={"access_token": "t"})
        return httpx.Response(200, json={})

    async with client_for(handler, auth=AUTH) as client:
        leader = asyncio.create_task(client.json("/a"))
        for _ in range(30):
            await asyncio.sleep(0)
        follower = asyncio.create_task(client.json("/a"))
        for _ in range(30):
            await asyncio.sleep(0)
        leader.cancel()
        release.set()
        assert (await follower).value == {}
        with pytest.raises(asyncio.CancelledError):
            await leader
    assert grants == 2


async def test_an_answer_without_a_token_is_a_shape_error() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"token": "elsewhere"})

    async with client_for(handler, auth=AUTH) as client:
        with pytest.raises(ResponseShapeError, match="no access token"):
            await client.json("/a")


@pytest.mark.parametrize("broken", [b'{"access_tok', b"<html>Sign in</html>", b""])
async def test_a_token_answer_that_came_broken_is_asked_for_once_more(broken: bytes) -> None:
    vendor = TokenVendor()
    asked = 0

    async def handler(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += "token" in request.url.path
        return httpx.Response(200, content=broken) if asked == 1 else await vendor(request)

    async with client_for(handler, auth=AUTH) as client:
        assert (await client.json("/a")).value == {"token": "t1"}
    assert asked == 2


async def test_a_refresh_token_is_not_shown_again_after_an_answer_that_came_broken() -> None:
    asked = 0

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return httpx.Response(200, content=b'{"access_tok')

    auth = RefreshTokenAuth(token_path="/token", client_id="c", refresh_token=SecretStr("r1"))
    async with client_for(handler, auth=auth) as client:
        with pytest.raises(ResponseShapeError, match="no access token"):
            await client.json("/a")
    assert asked == 1


async def test_a_token_that_does_not_say_how_long_is_used_until_it_is_refused() -> None:
    vendor, clock = TokenVendor(lasts=None), FakeClock()
    async with client_for(vendor, auth=AUTH, clock=clock) as client:
        await client.json("/a")
        clock.seconds = 1e6
        await client.json("/a")
    assert vendor.issued == 1


async def test_a_rotated_refresh_token_is_handed_on_and_used() -> None:
    used: list[str] = []
    kept: list[SecretStr] = []

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/ws/oauth/token":
            return httpx.Response(200, json={})
        used.append(parse_qs(request.content.decode())["refresh_token"][0])
        answer = {"access_token": "t", "expires_in": 100, "refresh_token": f"r{len(used)}"}
        return httpx.Response(200, json=answer)

    clock = FakeClock()
    auth = RefreshTokenAuth(
        token_path="/ws/oauth/token",
        client_id="c",
        refresh_token=SecretStr("r0"),
        rotated=kept.append,
    )
    async with client_for(handler, auth=auth, clock=clock) as client:
        await client.json("/a")
        clock.seconds = 60
        await client.json("/a")
    assert used == ["r0", "r1"]
    assert [token.get_secret_value() for token in kept] == ["r1", "r2"]


def test_secrets_are_in_no_repr() -> None:
    assert "s3cret" not in repr(AUTH)
    assert "s3cret" not in repr(StaticHeaderAuth(value=SecretStr("s3cret")))


async def test_each_path_has_its_own_credential_and_no_other() -> None:
    seen: dict[str, str] = {}

    def answered(request: httpx.Request) -> httpx.Response:
        seen[request.url.path] = request.headers["Authorization"]
        return httpx.Response(200, json={})

    auth = AuthByPath(
        below="/tickets",
        there=StaticHeaderAuth(value=SecretStr("person")),
        elsewhere=StaticHeaderAuth(value=SecretStr("machine")),
    )
    async with client_for(answered, auth=auth) as client:
        for path in ("/tickets", "/tickets/7", "/ticketsales", "/agents"):
            await client.json(path)
    assert seen == {
        "/tickets": "person",
        "/tickets/7": "person",
        "/ticketsales": "machine",
        "/agents": "machine",
    }


@pytest.mark.parametrize(("given", "said"), [(None, "missing"), ("text", "no SecretStr")])
def test_a_secret_that_is_none_is_named_as_such(given: object, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        usable(given, "acme")  # type: ignore[arg-type]
    assert str(given) not in f"{caught.value}"
