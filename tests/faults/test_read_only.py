"""Nothing that a discovery does, or that a connector of whatever making tries, can write."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.faults.estate import VENDORS, WORLD, StillClock, config_for, read
from tests.faults.script import ROOT

from aigov_connectors import discover, registry
from aigov_connectors._http import RetryPolicy
from aigov_connectors.cli.demo import demo_secrets
from aigov_connectors.config import Config
from aigov_connectors.errors import ConnectorError
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
from aigov_connectors.running.opening import open_connector, prepare
from aigov_connectors.sandbox import Sandbox, sandbox

HOME = "https://patchbot.example"

# With every third answer broken, whatever is asked again is asked again.
_TROUBLE = ("server-error:every=7", "cut:every=5", "expire:every=40,skip=150", "html:every=11")


def operations(vendor: str) -> list[tuple[str, str]]:
    """Method and path template of all that the vendor's connector may call, written by hand."""
    file = ROOT / "tests/contract/operations" / f"{vendor}.txt"
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return [(method, path) for method, _, path in (line.partition(" ") for line in lines)]


def reads_by_post(vendor: str, path: str) -> bool:
    """Whether the path is one of the POSTs that only read, below whatever the base URL holds.

    A query's next page is asked for one step below it; a count is declared like any other.
    """
    templates = [path for method, path in operations(vendor) if method == "POST"]
    patterns = [re.sub(r"\\\{[^/]*\\\}", "[^/]+", re.escape(one)) for one in templates]
    tries = (path, path.removesuffix("/next"))
    return any(re.search(f"{one}$", each) for one in patterns for each in tries)


@pytest.mark.parametrize("vendor", VENDORS)
def test_what_a_connector_may_call_is_reads_and_few_posts(vendor: str) -> None:
    assert {method for method, _ in operations(vendor)} <= {"GET", "POST"}


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_discovery_sends_declared_reads_to_its_own_host_alone(vendor: str) -> None:
    run = await read(_TROUBLE, vendor=vendor)

    assert len({authority for _, authority, _ in run.passed}) == 1
    assert {method for method, _, _ in run.passed} <= {"GET", "HEAD", "POST"}
    posts = {path for method, _, path in run.passed if method == "POST"}
    assert [path for path in posts if not reads_by_post(vendor, path)] == []
    # Reads that are asked for by POST are refused where they do not log in; a write is never asked.
    assert set(run.refused_writes) <= posts


@dataclass(frozen=True)
class Attempt:
    """What a hostile connector sends."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"


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


# The client of every vendor -----------------------------------------------------------------------


@dataclass
class Agreeable(httpx.AsyncBaseTransport):
    """Notes what reaches it, and says yes to everything."""

    reached: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.reached.append(request)
        token = {"access_token": "t", "AccessToken": "t", "token_type": "Bearer"}
        home = f"{request.url.scheme}://{request.url.netloc.decode()}"  # for those who ask where
        return httpx.Response(200, json={**token, "expires_in": 3600, "url": home})


@pytest.fixture(scope="module")
def every_vendor() -> Iterator[Sandbox]:
    with sandbox(**{**WORLD, "vendors": VENDORS}) as box:
        yield box


def _below(base: httpx.URL, path: str) -> str:
    """The address of a path that may or may not begin with that of the base URL."""
    root = base.path.rstrip("/")
    return str(base.copy_with(path="/")).rstrip("/") + root + path.removeprefix(root)


async def tried(box: Sandbox, vendor: str, attempts: Sequence[Attempt]) -> Agreeable:
    """Send it all through every client that the vendor's connector opens, below its methods."""
    network, clients = Agreeable(), list[HttpClient]()
    ready = HttpClient.__init__

    def noted(self: HttpClient, *arguments: Any, **options: Any) -> None:
        ready(self, *arguments, **options)
        clients.append(self)

    prepared = next(one for one in prepare(config_for(box)) if one.config.vendor == vendor)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpClient, "__init__", noted)
        async with open_connector(
            prepared,
            secrets=demo_secrets(box.secrets),
            transport=network,
            clock=StillClock(),
            retry=RetryPolicy(attempts=1, deadline=1e9),
        ) as connector:
            with suppress(ConnectorError, ValueError):
                await connector.rights()  # some clients are opened when it is known where
            still_open = [one for one in clients if not one._http.is_closed]
            assert still_open, "no client was opened: then nothing is proven"
            for http, one in product(still_open, attempts):
                below = http._http
                with suppress(ConnectorError, httpx.HTTPError, httpx.InvalidURL):
                    url = one.url if "://" in one.url else _below(below.base_url, one.url)
                    await below.request(one.method, url, headers=one.headers, content=one.body)
    return network


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "get", "Post")
_BODIES = (b"{}", b"", b'{"query":"mutation M { kill }"}', b'{"id":7,"summary":"changed"}')


_STRANGE = ("{}/7", "{}/../7", "{}/kill", "{}?x=1", "{}%2Fkill", "/{}", "https://evil.example{}")
_HEADERS: tuple[dict[str, str], ...] = (
    {},
    {},
    {"X-HTTP-Method-Override": "PUT"},
    {"Host": "evil.example"},
)


@pytest.mark.parametrize("vendor", VENDORS)
@settings(
    max_examples=10, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_whatever_is_tried_at_a_vendor_only_its_declared_reads_get_through(
    vendor: str, every_vendor: Sandbox, seed: int
) -> None:
    lot = random.Random(seed)  # noqa: S311 - what is tried, no secret
    known = [path for _, path in operations(vendor)]
    attempts = [
        Attempt(
            lot.choice(_METHODS),
            lot.choice(("{}", *_STRANGE)).format(lot.choice(known)),
            lot.choice(_HEADERS),
            lot.choice(_BODIES),
        )
        for _ in range(30)
    ]
    network = asyncio.run(tried(every_vendor, vendor, attempts))

    home = httpx.URL(every_vendor.base_url(vendor)).netloc
    for request in network.reached:
        assert request.url.netloc == home
        assert request.headers["Host"].encode() == home
        assert not any("override" in name for name in request.headers)
        if request.method == "POST":
            assert reads_by_post(vendor, request.url.path), request.url.path
            assert "graphql" not in request.url.path or b"mutation" not in request.content
        else:
            assert request.method in ("GET", "HEAD")


async def test_the_sandbox_would_have_noticed_a_write() -> None:
    with sandbox(**{**WORLD, "vendors": ["sentinelone"]}) as box:
        token = box.secrets["northwind-s1.api_token"]
        async with httpx.AsyncClient(trust_env=False) as plain:
            await plain.post(
                f"{box.base_url('sentinelone')}/web/api/v2.1/threats/mitigate/kill",
                headers={"Authorization": f"ApiToken {token}"},
            )
        assert box.requests.refused_writes.total() == 1
