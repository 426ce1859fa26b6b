"""What `discover --plan` promises, against what a discovery really sends."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import httpx
import pytest
from pydantic import SecretStr

from aigov_connectors import discover_sync
from aigov_connectors.config import Config
from aigov_connectors.connectwise.psa import LIMITS, ConnectWisePSAClient
from aigov_connectors.connectwise.psa.plan import planned_reads
from aigov_connectors.inventory import Inventory
from aigov_connectors.running.planning import ConnectionPlan, plan
from aigov_connectors.sandbox import sandbox

VENDORS = ("autotask", "connectwise.automate", "connectwise.psa", "halopsa")


def planned_and_read(vendor: str) -> tuple[ConnectionPlan, Inventory, int, int]:
    """Plan a small tenant and read it: the plan, what was read, and both ways' requests."""
    world = {"clients": 28, "devices": 240, "activities": 1600, "threats": 10}
    with sandbox(**world, limit_factor=1e6, vendors=[vendor]) as box:  # type: ignore[arg-type]
        (one,) = box.connections
        told = {key: one[key] for key in ("name", "vendor", "base_url")}
        told |= {**one["options"], "limit_factor": 1e6}
        config = Config.model_validate({"connections": [told], "clients": list(box.clients)})
        secrets = {one["name"]: {key.rpartition(".")[2]: v for key, v in box.secrets.items()}}
        (found,) = asyncio.run(plan(config, secrets=secrets))
        to_plan = sum(box.requests.by_path.values())
        inventory = discover_sync(config, secrets=secrets)
        return found, inventory, to_plan, sum(box.requests.by_path.values()) - to_plan


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_plan_never_promises_more_than_is_sent(vendor: str) -> None:
    found, inventory, to_plan, sent = planned_and_read(vendor)
    assert found.problem is None
    assert found.requests <= sent
    needed: Counter[str] = Counter()
    for one in inventory.receipts:
        needed[one.receipt.resource] += one.receipt.requests
    for resource in found.resources:
        # What hangs on every ticket or computer cannot be counted before: its plan is the least.
        least = needed[resource.resource] / 3 if resource.counted else 0
        assert resource.requests >= least, resource.resource
    assert sum(needed[one.resource] for one in found.resources if one.counted)
    assert to_plan <= 12
    rows: Mapping[str, int] = {
        one.receipt.resource: one.receipt.rows for one in inventory.receipts if one.receipt.complete
    }
    counted = {one.resource: one.rows for one in found.resources if one.rows is not None}
    assert counted
    assert {name: rows[name] for name in counted if name in rows} == pytest.approx(
        {name: count for name, count in counted.items() if name in rows}, rel=0.1
    )


async def test_what_could_not_be_counted_is_the_least() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, json={"code": "Security", "message": "no"})

    dummy = SecretStr("dummy")
    async with ConnectWisePSAClient(
        "https://api-eu.myconnectwise.net",
        company_id=dummy,
        public_key=dummy,
        private_key=dummy,
        client_id=dummy,
        limits=LIMITS.scaled(1e6),
        transport=httpx.MockTransport(answer),
    ) as client:
        found = await planned_reads(
            client, since=datetime(2026, 11, 1, tzinfo=UTC), statuses=("Active",), sample=60
        )
    unknown = {one.resource for one in found if one.because.startswith("not counted")}
    assert unknown > {"board_statuses", "board_teams", "companies", "parsing_rules", "tickets"}
    assert not any(one.counted for one in found if one.resource in unknown)
