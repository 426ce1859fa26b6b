"""Plans: counts alone are asked for, every resource is planned, and no plan promises too much."""

from __future__ import annotations

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from rich.console import Console

from aigov_connectors import Config, discover, registry
from aigov_connectors._http import Rate, RateLimits
from aigov_connectors.cli.demo import demo_config, demo_secrets
from aigov_connectors.cli.show.plan import plan_view
from aigov_connectors.connector import ConnectorOptions, PlannedRead
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.running import planning
from aigov_connectors.running.planning import ConnectionPlan, plan
from aigov_connectors.sandbox import sandbox

VENDORS = ("ninjaone", "sentinelone")
BULK = {"accounts", "sites", "groups", "agents", "threats", "activities"}
"""Lists that are read as they are counted; of others a part is refused or passed over."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was planned for one connection, and what a discovery then sent."""

    plan: ConnectionPlan
    reads: list[PlannedRead]
    cost: int
    """Requests of the planning itself."""
    sent: Counter[str]
    """By path template, as the discovery logged them."""
    rows: Counter[str]

    @property
    def planned(self) -> Counter[str]:
        """By path template."""
        together: Counter[str] = Counter()
        for one in self.reads:
            together.update(one.requests)
        return together

    @property
    def open_ended(self) -> set[str]:
        """Paths of resources whose requests nobody can count before."""
        return {path for one in self.reads if not one.counted for path in one.requests}


def wide(config: Config) -> Config:
    """The simulator keeps no limit; ours is then wide enough not to wait."""
    connections = [
        {**one.model_dump(exclude_none=True), "limit_factor": 10_000} for one in config.connections
    ]
    return Config.model_validate(
        {**config.model_dump(exclude={"connections"}), "connections": connections}
    )


class Sent(logging.Handler):
    """Counts the requests that are logged, by path template."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith("request.sent"):
            self.paths[record.aigov["path_template"]] += 1  # type: ignore[attr-defined]


@pytest.fixture(scope="module", params=VENDORS)
def compared(request: pytest.FixtureRequest) -> Iterator[Compared]:
    vendor, reads, sent = request.param, [], Sent()
    told, log = planning._plan_of, logging.getLogger("aigov_connectors.http")

    def noted(prepared, planned, limits):
        reads.extend(planned)
        return told(prepared, planned, limits)

    with (
        sandbox(clients=30, devices=1200, limit_factor=math.inf, vendors=[vendor]) as box,
        pytest.MonkeyPatch.context() as patch,
    ):
        config, secrets = wide(demo_config(box)), demo_secrets(box.secrets)
        patch.setattr(planning, "_plan_of", noted)
        (one,) = asyncio.run(plan(config, secrets=secrets))
        cost = box.requests.count(vendor)
        log.setLevel(logging.DEBUG)
        log.addHandler(sent)
        try:
            inventory = asyncio.run(discover(config, secrets=secrets))
        finally:
            log.setLevel(logging.NOTSET)
            log.removeHandler(sent)
        assert sent.paths.total() == box.requests.count(vendor) - cost
        rows: Counter[str] = Counter()
        for each in inventory.receipts:
            rows[each.receipt.resource] += each.receipt.rows
        yield Compared(one, reads, cost, sent.paths, rows)


def test_a_plan_names_every_resource_and_promises_too_much_of_none(
    compared: Compared,
) -> None:
    resources = [each.resource for each in compared.plan.resources]
    assert resources == list(registry.load(compared.plan.vendor).resources)
    assert compared.cost < compared.plan.requests / 2, "a plan costs less than the reading"
    assert compared.plan.requests == compared.planned.total()
    too_many = compared.planned - compared.sent
    assert not too_many, f"planned, and not sent: {too_many}"


def test_what_is_counted_is_most_of_what_is_sent(compared: Compared) -> None:
    planned = {
        path: count for path, count in compared.planned.items() if path not in compared.open_ended
    }
    for path, count in planned.items():
        assert count >= 0.6 * compared.sent[path], path
    sent = sum(count for path, count in compared.sent.items() if path not in compared.open_ended)
    assert sum(planned.values()) >= 0.6 * sent
    assert planned, "something is counted"


def test_rows_that_are_told_before_come(compared: Compared) -> None:
    told = {one.resource: one.rows for one in compared.reads if one.rows is not None}
    assert {name: compared.rows[name] for name in told.keys() & BULK} == {
        name: told[name] for name in told.keys() & BULK
    }


def test_a_list_without_a_total_is_marked_and_shown_as_open(compared: Compared) -> None:
    marks = {one.resource: one.counted for one in compared.plan.resources}
    assert marks == {one.resource: one.counted for one in compared.reads}
    uncounted = {name for name, counted in marks.items() if not counted}
    assert uncounted >= OPEN[compared.plan.vendor]
    assert uncounted.isdisjoint(COUNTED[compared.plan.vendor])
    console = Console(width=160, record=True, file=StringIO())
    console.print(plan_view([compared.plan], vendor_names={}))
    shown = console.export_text()
    # Each of them and the sum, in requests and in time.
    assert shown.count(" or more ") == 2 * len(uncounted) + 2
    assert "the limits alone take" in shown
    assert (compared.plan.more_requests is not None) is (" longer" in shown)


OPEN = {
    "sentinelone": {"policies"},  # whether accounts are asked is known when sites are read
    "ninjaone": {"organizations", "devices", "activities", "os_patches", "ticketing"},
}
COUNTED = {
    "sentinelone": {"upgrade_policies", "guardrails", "activities", "agents", "workflows"},
    "ninjaone": {"policies", "policy_conditions", "tasks", "jobs"},
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
def test_a_paged_list_costs_its_pages_where_its_rows_are_counted(rows, requests) -> None:
    class Paging:
        size = 1000

    class Listed:
        path = "/agents"
        paging = Paging()

    class Unread:
        listing = Listed()

    one = PlannedRead.of_list("agents", Unread(), rows=rows)  # type: ignore[arg-type]
    assert one.requests == {"/agents": requests}
    assert one.counted is (rows is not None)


def test_a_connection_may_use_all_of_its_limits_or_a_share_of_them() -> None:
    shared, own = RateLimits(overall=(Rate(8),)), RateLimits(overall=(Rate(8),), headroom=1.0)

    def seconds(known: RateLimits, **options: float) -> float:
        chosen = ConnectorOptions.model_validate({**options, "limit_factor": 2})
        return chosen.limits(known).least_seconds({"/": 193})

    assert seconds(own) == 12.0
    assert seconds(shared) == pytest.approx(16.0)
    assert [seconds(own, headroom=0.5), seconds(shared, headroom=0.5)] == [24.0, 24.0]
    assert seconds(shared, headroom=1.0) == 12.0


async def test_a_resource_that_no_connection_has_is_refused_and_not_planned() -> None:
    with sandbox(devices=400) as box:
        config, secrets = demo_config(box), demo_secrets(box.secrets)
        names = [one.name for one in config.connections if one.vendor == "ninjaone"]
        with pytest.raises(ConfigurationError, match="no resource is named 'ticketz'") as refused:
            await plan(config, secrets=secrets, connections=names, resources=["ticketz"])
    assert "os_patches" in (refused.value.hint or "")
    assert "agents" not in (refused.value.hint or ""), "another connection's"
