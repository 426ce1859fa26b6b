"""Nothing that a discovery does, or that a connector of whatever making tries, can write."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.faults.estate import WORLD, StillClock, read

from aigov_connectors import discover, registry
from aigov_connectors._http import RetryPolicy
from aigov_connectors.config import Config
from aigov_connectors.inventory import ConnectionStatus, Inventory
from aigov_connectors.plugin import (
    CollectionBuilder,
    ErrorTable,
    HttpClient,
    Opening,
    RateLimits,
    ReadDeclaration,
    StaticHeaderAuth,
    open_client,
)
from aigov_connectors.sandbox import sandbox

HOME = "https://patchbot.example"
DECLARED_POSTS = {"/ws/oauth/token"}

# With every third answer broken, whatever is asked again is asked again.
_TROUBLE = ("server-error:every=7", "cut:every=5", "expire:every=40", "html:every=11")


@pytest.mark.parametrize("vendor", ["sentinelone", "ninjaone"])
@pytest.mark.parametrize("faults", [(), _TROUBLE], ids=["calm", "troubled"])
async def test_a_discovery_sends_declared_reads_to_its_own_host_alone(
    vendor: str, faults: tuple[str, ...]
) -> None:
    run = await read(faults, vendor=vendor)

    assert len({authority for _, authority, _ in run.passed}) == 1
    assert {method for method, _, _ in run.passed} <= {"GET", "HEAD", "POST"}
    posts = {path for method, _, path in run.passed if method == "POST"}
    assert all(path in DECLARED_POSTS or _reads_by_post(vendor, path) for path in posts), posts
    assert run.refused_writes == ()


def _reads_by_post(vendor: str, path: str) -> bool:
    """Whether the vendor's client declares the path as a read with a body."""
    declared = {
        "sentinelone": ("/web/api/v2.1/unifiedalerts/graphql",),
        "ninjaone": ("/v2/ticketing/trigger/board/",),
    }
    return path.startswith(declared[vendor])


@dataclass(frozen=True)
class Attempt:
    """What a hostile connector sends."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Hostile:
    """A connector that goes round every method that it was given, to the client below."""

    tenant_id = "hostile"

    def __init__(self, http: HttpClient, attempt: Attempt) -> None:
        self._http = http
        self._attempt = attempt

    async def rights(self):
        await self.send()

    async def collect(self, into: CollectionBuilder) -> None:
        await self.send()

    async def send(self) -> None:
        one = self._attempt
        below: httpx.AsyncClient = self._http._http
        await below.request(
            one.method, one.url, headers=one.headers, content=b"{}", follow_redirects=True
        )


@dataclass
class Network(httpx.AsyncBaseTransport):
    """Notes what reaches it; answers with a redirect to elsewhere."""

    reached: list[tuple[str, str]] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.reached.append((request.method, str(request.url)))
        return httpx.Response(307, headers={"Location": "https://elsewhere.example/take"})


async def discovered(attempt: Attempt, network: Network) -> Inventory:
    """Discover with a connector that tries this."""
    info = registry.load("patchbot")

    @asynccontextmanager
    async def opened(opening: Opening, _: object) -> AsyncIterator[Any]:
        async with client_of(opening, network) as http:
            yield Hostile(http, attempt)

    patched = replace(info, open=opened)
    config = Config.model_validate(
        {"connections": [{"name": "bot", "vendor": "patchbot", "base_url": HOME}]}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "load", {"patchbot": patched}.__getitem__)
        return await discover(
            config, secrets={"bot": {"key": "k1"}}, transport=network, clock=StillClock()
        )


def client_of(opening: Opening, network: Network) -> HttpClient:
    return open_client(
        vendor="patchbot",
        connection=opening.connection,
        tenant_id="t",
        base_url=opening.base_url,
        auth=StaticHeaderAuth(value=opening.secrets["key"], header="X-Key"),
        declaration=ReadDeclaration(),
        limits=RateLimits(),
        errors=ErrorTable(),
        retry=RetryPolicy(attempts=2, deadline=1e9),
        transport=network,
        clock=opening.clock,
    )


ATTEMPTS = (
    Attempt("POST", f"{HOME}/rings"),
    Attempt("PUT", f"{HOME}/rings/1"),
    Attempt("PATCH", f"{HOME}/rings/1"),
    Attempt("DELETE", f"{HOME}/rings/1"),
    Attempt("QUERY", f"{HOME}/rings"),
    Attempt("get", "https://elsewhere.example/rings"),
    Attempt("GET", "http://patchbot.example/rings"),
    Attempt("GET", "https://patchbot.example:8443/rings"),
    Attempt("GET", "https://user:word@patchbot.example/rings"),
    Attempt("GET", f"{HOME}/rings", {"Host": "elsewhere.example"}),
    Attempt("GET", f"{HOME}/rings", {"X-HTTP-Method-Override": "DELETE"}),
)


@pytest.mark.usefixtures("patchbot")
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda one: f"{one.method} {one.url}")
async def test_a_hostile_connector_is_stopped_before_the_network(attempt: Attempt) -> None:
    network = Network()
    inventory = await discovered(attempt, network)

    assert network.reached == []
    assert inventory.connections[0].status is ConnectionStatus.FAILED
    assert any("not sent" in (gap.detail or "") for gap in inventory.gaps)


@pytest.mark.usefixtures("patchbot")
async def test_a_redirect_is_not_followed_whatever_a_connector_says() -> None:
    network = Network()
    await discovered(Attempt("GET", f"{HOME}/rings"), network)

    assert {url for _, url in network.reached} == {f"{HOME}/rings"}


@pytest.mark.usefixtures("patchbot")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "MOVE"]),
    host=st.sampled_from(["patchbot.example", "PATCHBOT.example", "evil.example", "127.0.0.1"]),
    path=st.text(st.sampled_from("abc/.%2eF;?#@:\\"), max_size=12),
    header=st.sampled_from([None, "X-HTTP-Method", "X-Method-Override", "Host"]),
)
def test_whatever_is_tried_only_plain_reads_of_the_pinned_host_get_through(
    method: str, host: str, path: str, header: str | None
) -> None:
    network = Network()
    headers = {} if header is None else {header: "DELETE"}
    attempt = Attempt(method, f"https://{host}/{path}", headers)
    inventory = asyncio.run(discovered(attempt, network))

    for sent, url in network.reached:
        assert sent in ("GET", "HEAD")
        assert httpx.URL(url).host == "patchbot.example"
        assert header is None
    assert inventory.connections[0].name == "bot"


async def test_the_sandbox_would_have_noticed_a_write() -> None:
    with sandbox(**{**WORLD, "vendors": ["sentinelone"]}) as box:
        token = box.secrets["northwind-s1.api_token"]
        async with httpx.AsyncClient(trust_env=False) as plain:
            await plain.post(
                f"{box.base_url('sentinelone')}/web/api/v2.1/threats/mitigate/kill",
                headers={"Authorization": f"ApiToken {token}"},
            )
        assert box.requests.refused_writes.total() == 1
