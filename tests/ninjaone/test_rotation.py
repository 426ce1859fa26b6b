"""The whole main job with a vendor that replaces the refresh token each time it is used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from aigov_connectors import Config, discover
from aigov_connectors.inventory import GapReason
from aigov_connectors.sandbox import Sandbox, sandbox

NAME = "northwind-ninja"


class Vault:
    """A provider that keeps what was replaced."""

    def __init__(self, secrets: dict[str, str]) -> None:
        self.secrets = secrets

    def get(self, connection: str, field: str) -> SecretStr | None:
        value = self.secrets.get(f"{connection}.{field}")
        return None if value is None else SecretStr(value)

    def store(self, connection: str, field: str, secret: SecretStr) -> None:
        self.secrets[f"{connection}.{field}"] = secret.get_secret_value()


def config(box: Sandbox) -> Config:
    (one,) = box.connections
    return Config.model_validate(
        {
            "connections": [
                {
                    "name": NAME,
                    "vendor": "ninjaone",
                    "base_url": one["base_url"],
                    "limit_factor": 10_000,
                }
            ]
        }
    )


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with sandbox(
        vendors=["ninjaone"],
        clients=28,
        devices=300,
        activities=100,
        limit_factor=1e4,
        options={"ninjaone.rotates_refresh_tokens": True},
    ) as running:
        yield running


async def test_a_second_run_goes_on_with_the_token_that_the_first_one_kept(box: Sandbox) -> None:
    vault = Vault(dict(box.secrets))
    before = vault.secrets[f"{NAME}.refresh_token"]

    for _ in range(2):
        inventory = await discover(config(box), secrets=vault)
        assert any(one.feature == "ninjaone.ticket_automation" for one in inventory.deployments)
        assert not [one for one in inventory.gaps if one.resource == "rights"]
    assert vault.secrets[f"{NAME}.refresh_token"] != before


async def test_where_it_cannot_be_kept_the_run_says_so_and_the_next_one_misses_it(
    box: Sandbox,
) -> None:
    plain = {NAME: {key.split(".")[1]: value for key, value in box.secrets.items()}}

    first = await discover(config(box), secrets=plain)
    assert [one.reason for one in first.gaps if one.resource == "rights"] == [GapReason.FAILED]
    second = await discover(config(box), secrets=plain)
    denied = [one for one in second.gaps if one.resource == "ticketing"]
    assert [one.reason for one in denied] == [GapReason.DENIED]
    assert any(one.feature == "ninjaone.scheduled_task" for one in second.deployments)
