"""Plans: counts alone are asked for, every resource is planned, and no plan promises too much."""

from __future__ import annotations

import math

import pytest

from aigov_connectors import Config, discover, registry
from aigov_connectors._http import Rate, RateLimits
from aigov_connectors.cli.demo import demo_config, demo_secrets
from aigov_connectors.connector import ConnectorOptions, PlannedRead
from aigov_connectors.planning import ConnectionPlan, plan
from aigov_connectors.sandbox import Sandbox, sandbox

VENDORS = ("ninjaone", "sentinelone")
BULK = {"accounts", "sites", "groups", "agents", "threats"}
"""Lists that are read as they are counted; of others a part is refused or passed over."""


async def planned(box: Sandbox, config: Config) -> dict[str, ConnectionPlan]:
    plans = await plan(config, secrets=demo_secrets(box.secrets))
    return {one.vendor: one for one in plans}


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_plan_names_every_resource_and_is_a_lower_bound(vendor: str) -> None:
    with sandbox(clients=30, devices=400, limit_factor=math.inf, vendors=[vendor]) as box:
        config = demo_config(box)
        # The simulator keeps no limit; ours is wide enough not to wait.
        config = Config.model_validate(
            {
                **config.model_dump(exclude={"connections"}),
                "connections": [
                    {**one.model_dump(exclude_none=True), "limit_factor": 10_000}
                    for one in config.connections
                ],
            }
        )
        one = (await planned(box, config))[vendor]
        asked = box.requests.count(vendor)
        assert [each.resource for each in one.resources] == list(registry.load(vendor).resources)
        assert asked < one.requests / 2, "a plan costs less than the reading"
        inventory = await discover(config, secrets=demo_secrets(box.secrets))
        assert one.requests <= box.requests.count(vendor) - asked
    rows = {each.receipt.resource: each.receipt.rows for each in inventory.receipts}
    told = {each.resource: each.rows for each in one.resources if each.rows is not None}
    assert {name: rows[name] for name in told.keys() & BULK} == {
        name: told[name] for name in told.keys() & BULK
    }


@pytest.mark.parametrize(
    ("limits", "least"),
    [
        (RateLimits(headroom=1.0, overall=(Rate(10),)), 12.0),
        # Limits of their own run side by side: the slower one counts.
        (RateLimits(headroom=1.0, elsewhere=(Rate(10, burst=10),)), 11.9),
        (RateLimits(headroom=0.5, overall=(Rate(20),)), 12.0),
    ],
)
def test_seconds_follow_from_all_requests_of_a_connection(limits, least) -> None:
    assert limits.least_seconds({"/a": 100, "/b": 29}) == pytest.approx(least)


@pytest.mark.parametrize(
    ("rows", "requests"), [(None, 1), (0, 1), (1, 1), (1000, 1), (1001, 2), (50_000, 50)]
)
def test_a_paged_list_costs_its_pages(rows, requests) -> None:
    class Paging:
        size = 1000

    class Listed:
        path = "/agents"
        paging = Paging()

    class Unread:
        listing = Listed()

    one = PlannedRead.of_list("agents", Unread(), rows=rows)  # type: ignore[arg-type]
    assert one.requests == {"/agents": requests}


def test_a_connection_may_use_all_of_its_limits_or_a_share_of_them() -> None:
    known = RateLimits(overall=(Rate(10),))
    seconds = {
        share: ConnectorOptions(headroom=share, limit_factor=2)
        .limits(known)
        .least_seconds({"/": 101})
        for share in (1.0, 0.5)
    }
    assert seconds == {1.0: 5.0, 0.5: 10.0}
