"""The contract suite: our own connectors and the example pass it, a careless one does not."""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest

from aigov_connectors import registry
from aigov_connectors.connector import ConnectorInfo, Opening
from aigov_connectors.inventory import CredentialRights, Organization
from aigov_connectors.plugin import (
    CollectionBuilder,
    ErrorTable,
    HttpClient,
    RateLimits,
    ReadDeclaration,
    Rights,
    StaticHeaderAuth,
    VendorCatalogue,
    open_client,
)
from aigov_connectors.sandbox import Sandbox, sandbox
from aigov_connectors.testing import check_connector

TOKEN_PATHS = {"ninjaone": ("/ws/oauth/token",)}
"""Where the vendors hand out tokens."""
MAPS = {
    "ninjaone": ("changeDiff",),
    "sentinelone": ("connected_to", "connectedTo"),
}
"""What a ticket's change names by its keys, and the ways out of a workflow's step, whose keys
nobody documents: any of them may hold the word that says "rejected", so a strange one matters."""

CUSTOMERS = [{"id": "1", "name": "Lakeside Clinic"}, {"id": "2", "name": "Harbor Freight"}]
RINGS = [
    {"id": "r1", "name": "night", "customer": "1", "machines": 4, "mode": "auto"},
    {"id": "r2", "name": "day", "customer": "2", "machines": 2, "mode": "ask"},
]
KEY = "hunter2-of-the-bot"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox(
        clients=28, devices=240, activities=200, threats=20, limit_factor=math.inf
    ) as running:
        yield running


@pytest.mark.parametrize("vendor", ["sentinelone", "ninjaone"])
async def test_our_own_connectors_keep_to_it(box: Sandbox, vendor: str) -> None:
    connection = next(one for one in box.connections if one["vendor"] == vendor)
    prefix = f"{connection['name']}."
    problems = await check_connector(
        registry.load(vendor),
        base_url=connection["base_url"],
        secrets={
            name.removeprefix(prefix): value
            for name, value in box.secrets.items()
            if name.startswith(prefix)
        },
        options={**connection["options"], "limit_factor": 1e6},
        token_paths=TOKEN_PATHS.get(vendor, ()),
        maps=MAPS.get(vendor, ()),
        now=box.world.now,
    )
    assert not problems


def bot(answers: dict[str, object] | None = None) -> httpx.MockTransport:
    told = {"/customers": CUSTOMERS, "/rings": RINGS, **(answers or {})}

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["X-Key"] == KEY
        return httpx.Response(200, content=json.dumps(told[request.url.path]).encode())

    return httpx.MockTransport(answer)


@pytest.mark.usefixtures("patchbot")
async def test_the_example_of_a_connector_of_ones_own_keeps_to_it() -> None:
    problems = await check_connector(
        registry.load("patchbot"),
        base_url="https://patchbot.example",
        secrets={"key": KEY},
        transport=bot,
    )
    assert not problems


# Connectors that do not keep to it -----------------------------------------------------------

Collect = Callable[["Careless", CollectionBuilder], object]


class Careless:
    """The example's vendor, read without care."""

    def __init__(self, http: HttpClient, opening: Opening, collect: Collect) -> None:
        self.tenant_id = "t"
        self.http = http
        self.key = opening.secrets["key"].get_secret_value()
        self._collect = collect

    async def rights(self) -> Rights:
        return Rights(CredentialRights.CANNOT_TELL, "not told")

    async def collect(self, into: CollectionBuilder) -> None:
        await self._collect(self, into)  # type: ignore[misc]


def careless(collect: Collect) -> ConnectorInfo:
    @asynccontextmanager
    async def open_it(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[Careless]:
        async with open_client(
            vendor="patchbot",
            connection=opening.connection,
            tenant_id="t",
            base_url=opening.base_url,
            auth=StaticHeaderAuth(value=opening.secrets["key"], header="X-Key"),
            declaration=ReadDeclaration(),
            limits=RateLimits(),
            errors=ErrorTable(),
            retry=opening.retry,
            transport=opening.transport,
            clock=opening.clock,
        ) as http:
            yield Careless(http, opening, collect)

    return replace(registry.load("patchbot"), open=open_it)  # type: ignore[arg-type]


async def _writes(one: Careless, into: CollectionBuilder) -> None:
    await one.http.json("/rings", body={"mode": "auto"})


async def _crashes(one: Careless, into: CollectionBuilder) -> None:
    document = await one.http.json("/customers")
    raise KeyError(str(document.value)[:10])


async def _swallows(one: Careless, into: CollectionBuilder) -> None:
    """Whatever goes wrong, it says that there is nothing."""
    into.organization(Organization(vendor="patchbot", tenant_id="t", vendor_id="1", name="One"))


async def _tells_its_key(one: Careless, into: CollectionBuilder) -> None:
    into.organization(Organization(vendor="patchbot", tenant_id="t", vendor_id="1", name=one.key))
    await one.http.json("/customers")


async def _counts_keys(one: Careless, into: CollectionBuilder) -> None:
    rows = (await one.http.json("/customers")).value
    assert isinstance(rows, list)
    for row in rows:
        assert isinstance(row, dict)
        into.organization(
            Organization(
                vendor="patchbot", tenant_id="t", vendor_id=str(row["id"]), name=" ".join(row)
            )
        )


@pytest.mark.parametrize(
    ("collect", "check"),
    [
        (_writes, "declared reads only"),
        (_crashes, "a good vendor is read"),
        (_swallows, "declared reads only"),
        (_swallows, "status 401"),
        (_tells_its_key, "no secret is told"),
        (_counts_keys, "a stray key changes nothing"),
    ],
)
@pytest.mark.usefixtures("patchbot")
async def test_a_careless_connector_is_found_out(collect: Collect, check: str) -> None:
    problems = await check_connector(
        careless(collect),
        base_url="https://patchbot.example",
        secrets={"key": KEY},
        transport=bot,
    )
    assert check in {one.check for one in problems}
    assert not [one for one in problems if KEY in one.says]


def test_the_fixtures_serve_the_whole_msp(aigov_sandbox, aigov_config, aigov_secrets) -> None:
    from aigov_connectors import discover_sync

    one = aigov_config.connections[0].name
    inventory = discover_sync(aigov_config, secrets=aigov_secrets, connections=[one])
    assert inventory.deployments
    assert urlsplit(aigov_config.connections[0].base_url or "").hostname == "127.0.0.1"
    assert not aigov_sandbox.requests.refused_writes
