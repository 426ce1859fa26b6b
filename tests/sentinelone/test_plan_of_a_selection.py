"""Where only some resources are read, no more is planned than is then asked for."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.sentinelone.console import (
    TOKEN,
    URL,
    Console,
    FixedClock,
    collected,
    refusal,
    whole_console,
)

from aigov_connectors.config import Config
from aigov_connectors.running.planning import ConnectionPlan, plan

RUNS = "/hyper-automate/api/public/workflow-execution"
HANGING = ("policies", "guardrails", "upgrade_policies", "network_discovery", "custom_rules")


class Secrets:
    """Knows the token alone."""

    def get(self, connection: str, field: str) -> SecretStr | None:
        return SecretStr(TOKEN) if field == "api_token" else None


async def planned(*resources: str, answers: dict[str, Any] | None = None) -> ConnectionPlan:
    told = {"name": "acme", "vendor": "sentinelone", "base_url": URL, "limit_factor": 1e6}
    (found,) = await plan(
        Config.model_validate({"connections": [told]}),
        secrets=Secrets(),
        transport=Console(answers or whole_console()),
        clock=FixedClock(),
        resources=resources,
    )
    assert found.problem is None
    return found


@pytest.mark.parametrize("resource", HANGING)
async def test_nothing_is_promised_that_hangs_on_a_list_that_is_not_read(resource: str) -> None:
    whole = await planned(resource)
    (read,) = (one for one in whole.resources if one.resource == resource)
    own = 1 if resource == "custom_rules" else 0  # the caller's own rules need no list
    assert (read.requests, read.counted) == (own, False)
    assert "sites" in read.because
    asked = Console(whole_console())
    found = await collected(asked, wanted=frozenset({resource}))
    assert whole.requests == len(asked.paths)
    (gap,) = (one for one in found.gaps if one.subject.endswith("of sites that were not listed"))
    assert gap.detail == "the list of sites was not asked for"
    assert gap.remedy == "Read sites too."
    told = {one.resource: one.why for one in found.receipts}
    assert told.get(resource) in (None, "the list of sites was not asked for")


async def test_with_its_list_it_is_planned_and_asked_for() -> None:
    alone = {one.resource: one for one in (await planned("policies", "sites")).resources}
    assert alone["policies"].requests == 3, "one for each site, and none for groups"
    assert "groups" in alone["policies"].because
    both = {one.resource: one for one in (await planned("policies", "sites", "groups")).resources}
    assert (both["policies"].requests, both["policies"].counted) == (4, False)
    assert "inherited" in both["policies"].because, "the account is asked for what is its own"
    asked = Console(whole_console())
    await collected(asked, wanted=frozenset({"policies", "sites"}))
    assert sum(path.startswith("/sites/") for path in asked.paths) == 3


async def test_who_asks_is_read_in_every_run() -> None:
    whole = await planned("agents")
    assert {one.resource: one.requests for one in whole.resources} == {
        "user": 2,
        "roles": 1,
        "agents": 1,
    }
    asked = Console(whole_console())
    await collected(asked, wanted=frozenset({"agents"}))
    assert whole.requests == len(asked.paths)
    told = {one.resource: one.because for one in whole.resources}
    assert "every run" in told["user"]


@pytest.mark.parametrize(("below", "requests"), [(True, 3 + 3 * 3), (False, 3), (None, 3 + 3 * 3)])
async def test_whether_sites_are_asked_for_upgrade_policies_is_known_from_their_accounts(
    below: bool | None, requests: int
) -> None:
    data: dict[str, Any] = {"isInherited": False, "policiesInChildScope": below, "policies": []}
    answers = {**whole_console(), "/upgrade-policy/policies": {"data": data}}
    whole = await planned("sites", "upgrade_policies", answers=answers)
    (read,) = (one for one in whole.resources if one.resource == "upgrade_policies")
    assert (read.requests, read.counted) == (requests, True)
    asked = Console(answers)
    await collected(asked, wanted=frozenset({"sites", "upgrade_policies"}))
    assert sum(path == "/upgrade-policy/policies" for path in asked.paths) == requests
    answers["/upgrade-policy/policies"] = refusal(4030010)
    whole = await planned("sites", "upgrade_policies", answers=answers)
    (read,) = (one for one in whole.resources if one.resource == "upgrade_policies")
    assert (read.requests, read.counted) == (3, False)


@pytest.mark.parametrize(("runs", "requests"), [(0, 1), (50, 1), (51, 2), (99, 2), (298, 7)])
async def test_pages_by_offset_begin_with_the_last_row_of_the_one_before(
    runs: int, requests: int
) -> None:
    def page(request: httpx.Request) -> Any:
        first, most = int(request.url.params["skip"]), int(request.url.params["limit"])
        rows = [
            {"id": str(one), "createdAt": "2026-09-01T00:00:00Z"}
            for one in range(first, min(first + most, runs))
        ]
        return {"data": rows, "pagination": {"totalItems": runs}}

    answers = {**whole_console(), RUNS: page}
    (read,) = (
        one
        for one in (await planned("workflow_executions", answers=answers)).resources
        if one.resource == "workflow_executions"
    )
    assert (read.requests, read.counted) == (requests, True)
    asked = Console(answers)
    await collected(asked, wanted=frozenset({"workflow_executions"}))
    assert sum(path == RUNS for path in asked.paths) == requests


async def test_lines_of_the_log_hang_on_their_types() -> None:
    (read,) = (
        one for one in (await planned("activities")).resources if one.resource == "activities"
    )
    assert (read.requests, read.counted) == (0, False)
    assert "activity_types" in read.because
