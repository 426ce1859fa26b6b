"""A connection of which not one read was answered failed, however politely it was refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tenants import QUICK, served

from aigov_connectors import discover, registry
from aigov_connectors._http.trial import Answer, Asked, TrialTransport
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.running import exit_code, snapshot_of
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import ConnectionStatus, Inventory
from aigov_connectors.sandbox import Sandbox

SIGN_IN = ("/token", "/authinfo", "/companyinfo", "/zoneInformation", "/apitoken")
"""What a client asks before its first read, in the paths of all vendors."""


async def _discovered(box: Sandbox, answer: Callable[[Asked], Answer | None]) -> Inventory:
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}

    def spoil(asked: Asked, told: Answer) -> Answer:
        is_sign_in = any(one.casefold() in asked.path.casefold() for one in SIGN_IN)
        return told if is_sign_in else answer(asked) or told

    transport = TrialTransport(None, base_url=told["base_url"], spoil=spoil)
    try:
        return await discover(
            Config.model_validate({"connections": [{**told, "limit_factor": 1e6}]}),
            secrets=MappingSecrets(
                {told["name"]: next(iter(box.credentials[told["name"]].values()))}
            ),
            transport=transport,
            retry=QUICK,
        )
    finally:
        await transport.aclose()


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
