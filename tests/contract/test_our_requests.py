"""Every request that a whole discovery sends is one that the vendor describes.

The discovery runs for real against the simulators, over sockets; the network layer notes what
passes. A parameter that only our simulator understands is found here.
"""

from __future__ import annotations

import asyncio
import re
import tomllib
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from tests.contract.checker import FOLDER, Contract
from tests.contract.connecting import secrets_by_connection
from tests.contract.recording import Exchange, RecordingTransport

from aigov_connectors import Config, discover
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import GapReason, Inventory
from aigov_connectors.sandbox import Sandbox

VENDORS = sorted(file.stem for file in FOLDER.glob("*.json"))

READ_POSTS = re.compile(
    "/ws/oauth/token|/v2/ticketing/trigger/board/[0-9]+/run|/web/api/v2.1/unifiedalerts/graphql"
    "|/auth/token|/cwa/api/v1/apitoken|/ATServicesRest/V1.0/[A-Za-z]+/query(/count|/next)?"
)
"""What may be asked with a body: the token grant, and the reads that vendors offer no other way."""

WIDE_SCOPES = {"management", "control", "offline_access"}
"""NinjaOne's scopes that can write, or that keep a grant alive: never asked for."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """One discovery of the small MSP and everything that it said on the wire."""

    inventory: Inventory
    exchanges: tuple[Exchange, ...]
    authorities: dict[str, str]
    """Vendor id to host and port."""

    def of(self, vendor: str) -> list[Exchange]:
        return [each for each in self.exchanges if each.authority == self.authorities[vendor]]


@pytest.fixture(scope="module")
def discovered(small_msp: Sandbox) -> Discovered:
    transport = RecordingTransport()
    config = Config.model_validate(
        {
            "connections": [
                {
                    "name": each["name"],
                    "vendor": each["vendor"],
                    "base_url": each["base_url"],
                    **each["options"],
                    # The simulators keep no limits here: obeying the vendor's would be slow.
                    "limit_factor": 10_000,
                }
                for each in small_msp.connections
            ],
            "clients": list(small_msp.clients),
        }
    )

    async def run() -> Inventory:
        try:
            secrets = MappingSecrets(secrets_by_connection(small_msp))
            return await discover(config, secrets=secrets, transport=transport)
        finally:
            # An injected transport belongs to who injected it.
            await transport.aclose()

    inventory = asyncio.run(run())
    authorities = {
        each["vendor"]: urlsplit(each["base_url"]).netloc for each in small_msp.connections
    }
    return Discovered(inventory, tuple(transport.exchanges), authorities)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_request_of_ours_is_described(vendor: str, discovered: Discovered) -> None:
    contract = Contract.load(vendor)
    wrong = dict.fromkeys(
        violation
        for each in discovered.of(vendor)
        for violation in contract.check_request(each.method, each.path, each.query, form=each.form)
    )
    assert list(wrong) == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_described_operation_is_called(vendor: str, discovered: Discovered) -> None:
    """A declaration that nobody uses is a right that nobody needs; the exceptions only shrink."""
    contract = Contract.load(vendor)
    called = {contract.operation_of(each.method, each.path) for each in discovered.of(vendor)}
    excused = tomllib.loads((FOLDER / "never_called.toml").read_text("utf-8"))[vendor]
    assert set(contract.operations) - called == set(excused)


@pytest.mark.parametrize("vendor", VENDORS)
def test_nothing_but_declared_reads_is_a_post(vendor: str, discovered: Discovered) -> None:
    posts = {each.path for each in discovered.of(vendor) if each.method != "GET"}
    assert {path for path in posts if not READ_POSTS.fullmatch(path)} == set()


def test_no_scope_is_asked_that_can_write(discovered: Discovered) -> None:
    scopes = {
        scope
        for each in discovered.exchanges
        for name, value in each.form
        if name == "scope"
        for scope in value.split()
    }
    assert scopes & WIDE_SCOPES == set()


def test_something_was_discovered_and_nothing_failed(discovered: Discovered) -> None:
    """Without deployments of every vendor the requests above were hardly all of them."""
    gaps = discovered.inventory.gaps
    assert [(gap.subject, gap.detail) for gap in gaps if gap.reason is GapReason.FAILED] == []
    assert {each.vendor for each in discovered.inventory.deployments} >= set(VENDORS)
