"""Where only some resources are read, no more is planned than is then asked for."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from tests.sentinelone.console import TOKEN, URL, Console, FixedClock, collected, whole_console

from aigov_connectors.config import Config
from aigov_connectors.running.planning import ConnectionPlan, plan

HANGING = ("policies", "guardrails", "upgrade_policies", "network_discovery", "custom_rules")


class Secrets:
    """Knows the token alone."""

    def get(self, connection: str, field: str) -> SecretStr | None:
        return SecretStr(TOKEN) if field == "api_token" else None


async def planned(*resources: str) -> ConnectionPlan:
    told = {"name": "acme", "vendor": "sentinelone", "base_url": URL, "limit_factor": 1e6}
    (found,) = await plan(
        Config.model_validate({"connections": [told]}),
        secrets=Secrets(),
        transport=Console(whole_console()),
        clock=FixedClock(),
        resources=resources,
    )
    assert found.problem is None
    return found


@pytest.mark.parametrize("resource", HANGING)
async def test_nothing_is_promised_that_hangs_on_a_list_that_is_not_read(resource: str) -> None:
    (read,) = (await planned(resource)).resources
    assert (read.requests, read.counted) == (0, False)
    assert "sites" in read.because
    asked = Console(whole_console())
    found = await collected(asked, wanted=frozenset({resource}))
    assert read.requests <= len(asked.paths)
    (gap,) = (one for one in found.gaps if one.subject.endswith("of sites that were not listed"))
    assert gap.detail == "the list of sites was not asked for"
    assert gap.remedy == "Read sites too."


async def test_with_its_list_it_is_planned_and_asked_for() -> None:
    alone = {one.resource: one for one in (await planned("policies", "sites")).resources}
    assert alone["policies"].requests == 3, "one for each site, and none for groups"
    assert "groups" in alone["policies"].because
    both = {one.resource: one for one in (await planned("policies", "sites", "groups")).resources}
    assert (both["policies"].requests, both["policies"].counted) == (4, True)
    asked = Console(whole_console())
    await collected(asked, wanted=frozenset({"policies", "sites"}))
    assert sum(path.startswith("/sites/") for path in asked.paths) == 3


async def test_lines_of_the_log_hang_on_their_types() -> None:
    (read,) = (await planned("activities")).resources
    assert (read.requests, read.counted) == (0, False)
    assert "activity_types" in read.because
