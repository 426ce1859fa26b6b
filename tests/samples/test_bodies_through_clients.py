"""Real bodies go over a socket through our clients and normalizers, and no record is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import isawaitable
from typing import Any

import pytest
from pydantic import SecretStr
from tests.samples.bodies import Sample, samples, serving

from aigov_connectors import Config, Inventory, autotask, discover, halopsa, ninjaone, sentinelone
from aigov_connectors.clock import SystemClock
from aigov_connectors.connectwise import psa
from aigov_connectors.connectwise.psa.api import LIMITS as PSA_LIMITS
from aigov_connectors.credentials import MappingSecrets

FAST = 1_000_000.0
"""The server of one body keeps no limits: obeying the vendor's would only be slow."""

SECRETS: Mapping[str, Mapping[str, str]] = {
    "sentinelone": {"api_token": "sample-token"},
    "ninjaone": {"client_id": "sample-id", "client_secret": "sample-secret"},
    "connectwise.psa": {
        "company_id": "sample-company",
        "public_key": "sample-public",
        "private_key": "sample-private",
        "client_id": "sample-client",
    },
    "autotask": {
        "username": "sample-user",
        "secret": "sample-secret",
        "integration_code": "sample-code",
    },
    "halopsa": {"client_id": "sample-id", "client_secret": "sample-secret"},
}


def _ninjaone(url: str) -> ninjaone.NinjaOneClient:
    return ninjaone.NinjaOneClient(
        url,
        client_id=SecretStr(SECRETS["ninjaone"]["client_id"]),
        client_secret=SecretStr(SECRETS["ninjaone"]["client_secret"]),
        limits=ninjaone.LIMITS.scaled(FAST),
    )


def _connectwise_psa(url: str) -> psa.ConnectWisePSAClient:
    secrets = SECRETS["connectwise.psa"]
    return psa.ConnectWisePSAClient(
        url,
        company_id=SecretStr(secrets["company_id"]),
        public_key=SecretStr(secrets["public_key"]),
        private_key=SecretStr(secrets["private_key"]),
        client_id=SecretStr(secrets["client_id"]),
        limits=PSA_LIMITS.scaled(FAST),
    )


def _autotask(url: str) -> autotask.AutotaskClient:
    secrets: Any = {name: SecretStr(value) for name, value in SECRETS["autotask"].items()}
    return autotask.AutotaskClient(url, **secrets, limits=autotask.LIMITS.scaled(FAST))


def _halopsa(url: str) -> halopsa.HaloPSAClient:
    secrets: Any = {name: SecretStr(value) for name, value in SECRETS["halopsa"].items()}
    return halopsa.HaloPSAClient(url, **secrets, limits=halopsa.LIMITS.scaled(FAST))


CLIENTS: Mapping[str, Callable[[str], Any]] = {
    "sentinelone": lambda url: sentinelone.SentinelOneClient(
        url, "sample-token", limits=sentinelone.LIMITS.scaled(FAST)
    ),
    "ninjaone": _ninjaone,
    "connectwise.psa": _connectwise_psa,
    "autotask": _autotask,
    "halopsa": _halopsa,
}

CLASSES: Mapping[str, type] = {
    "sentinelone": sentinelone.SentinelOneClient,
    "ninjaone": ninjaone.NinjaOneClient,
    "connectwise.psa": psa.ConnectWisePSAClient,
    "autotask": autotask.AutotaskClient,
    "halopsa": halopsa.HaloPSAClient,
}

READ = [
    sample
    for sample in samples()
    if sample.endpoint.method and hasattr(CLASSES[sample.vendor], sample.endpoint.method)
]
UNREAD = [sample for sample in samples() if sample not in READ]


@dataclass(frozen=True, slots=True)
class WhenRecorded(SystemClock):
    """The present of the oldest bodies: activity is read from the last days only."""

    def now(self) -> datetime:
        return datetime(2025, 3, 20, tzinfo=UTC)


async def _discovered(sample: Sample, url: str) -> Inventory:
    connection = {"name": "sample", "vendor": sample.vendor, "base_url": url, "limit_factor": FAST}
    config = Config.model_validate({"connections": [connection]})
    secrets = MappingSecrets({"sample": SECRETS[sample.vendor]})
    return await discover(config, secrets=secrets, clock=WhenRecorded())


@pytest.mark.parametrize("sample", READ, ids=str)
async def test_a_client_reads_every_record_of_a_real_body(sample: Sample) -> None:
    async with serving(sample) as served, CLIENTS[sample.vendor](served.url) as client:
        read = getattr(client, sample.endpoint.method)(*sample.endpoint.arguments)
        if isawaitable(read):
            document = await read
            assert document.value is not None
            return
        pages = [page async for page in read.pages()]
    items = [item for page in pages for item in page.items]
    rejected = [(row.position, row.problem) for page in pages for row in page.rejected]
    assert len(items) + len(rejected) + read.receipt.duplicates_dropped == sample.rows
    if not sample.is_of_another_generation:
        assert rejected == []


@pytest.mark.parametrize("sample", READ, ids=str)
async def test_a_discovery_copes_with_a_real_body(
    sample: Sample, record_property: Callable[[str, object], None]
) -> None:
    async with serving(sample) as served:
        inventory = await _discovered(sample, served.url)
    asked = [line for line in served.asked if line.split()[1].split("?")[0] == sample.endpoint.path]
    receipts = {each.receipt.resource: each.receipt for each in inventory.receipts}
    receipt = receipts.get(sample.endpoint.resource)
    if not asked or receipt is None:
        record_property("vendor sample", "through client only")
        return
    assert receipt.rows + receipt.rejected + receipt.duplicates_dropped == sample.rows
    if not sample.is_of_another_generation:
        assert receipt.rejected == 0
    record_property("vendor sample", "through client and normalizer")


@pytest.mark.parametrize("sample", UNREAD, ids=str)
def test_bodies_that_no_client_reads_are_counted(
    sample: Sample, record_property: Callable[[str, object], None]
) -> None:
    record_property("vendor sample", "of endpoints that no client reads")
    pytest.skip(f"no client reads {sample.endpoint.path}")
