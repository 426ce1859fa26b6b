"""A connection of which not one read was answered failed, however politely it was refused."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.console import Console
from tests.tenants import QUICK, served

from aigov_connectors import discover, registry
from aigov_connectors._http.trial import Answer, Asked, TrialTransport
from aigov_connectors.cli.check import show_checks
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.running import exit_code, snapshot_of
from aigov_connectors.cli.terminal import Terminal
from aigov_connectors.config import Config
from aigov_connectors.inventory import ConnectionStatus, Inventory
from aigov_connectors.running.checking import check
from aigov_connectors.sandbox import Sandbox

SIGN_IN = ("/token", "/authinfo", "/companyinfo", "/zoneInformation", "/apitoken")
"""What a client asks before its first read, in the paths of all vendors."""


@asynccontextmanager
async def _spoiled(
    box: Sandbox, answer: Callable[[Asked], Answer | None]
) -> AsyncIterator[dict[str, Any]]:
    """What `discover` and `check` take: the one connection, whose answers are others."""
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}

    def spoil(asked: Asked, told: Answer) -> Answer:
        is_sign_in = any(one.casefold() in asked.path.casefold() for one in SIGN_IN)
        return told if is_sign_in else answer(asked) or told

    transport = TrialTransport(None, base_url=told["base_url"], spoil=spoil)
    try:
        yield {
            "config": Config.model_validate({"connections": [{**told, "limit_factor": 1e6}]}),
            "secrets": {told["name"]: next(iter(box.credentials[told["name"]].values()))},
            "transport": transport,
            "retry": QUICK,
        }
    finally:
        await transport.aclose()


async def _discovered(box: Sandbox, answer: Callable[[Asked], Answer | None]) -> Inventory:
    async with _spoiled(box, answer) as given:
        return await discover(**given)


@pytest.mark.parametrize("vendor", registry.vendors())
@pytest.mark.parametrize("status", [403, 404])
async def test_where_nothing_is_answered_the_connection_failed(vendor: str, status: int) -> None:
    with served(vendor) as box:
        inventory = await _discovered(box, lambda asked: Answer(status, b"{}"))
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.FAILED
    assert connection.problem is not None
    assert str(status) in connection.problem
    assert connection.remedy
    knows_better = vendor == "connectwise.psa"  # its cloud answers a wrong key with 404
    assert ("address" in connection.remedy) is (status == 404 and not knows_better)
    run = snapshot_of(inventory, Config().policy, clients=None)
    assert exit_code(run) is ExitCode.INCOMPLETE


@pytest.mark.parametrize("vendor", ["sentinelone", "ninjaone"])
async def test_one_answer_is_enough_to_have_seen_something(vendor: str) -> None:
    with served(vendor) as box:
        inventory = await _discovered(
            box,
            lambda asked: None if "activities" in asked.path else Answer(403, b"{}"),
        )
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED
    assert connection.problem is None


@pytest.mark.parametrize("vendor", registry.vendors())
async def test_a_check_says_of_nothing_that_it_can_be_read(vendor: str) -> None:
    with served(vendor) as box:
        async with _spoiled(box, lambda asked: Answer(403, b"{}")) as given:
            checks = await check(**given)
    (one,) = checks
    assert [each.resource for each in one.resources if each.problem is each.not_asked is None] == []
    assert one.sees_nothing or not one.reachable
    out = io.StringIO()
    terminal = Terminal(out=Console(file=out, width=200), err=Console(file=io.StringIO()))
    assert show_checks(checks, terminal) is ExitCode.INCOMPLETE
    assert "can read  " not in out.getvalue()


async def test_a_check_says_what_hangs_on_a_list_that_is_refused() -> None:
    with served("sentinelone") as box:
        no_sites = lambda asked: Answer(403, b"{}") if asked.path.endswith("/sites") else None  # noqa: E731
        async with _spoiled(box, no_sites) as given:
            (one,) = await check(**given)
    told = {each.resource: each.not_asked for each in one.resources}
    assert told["policies"] == told["guardrails"] == "no site could be listed"
    assert told["agents"] is None
