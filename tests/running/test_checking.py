"""Checking connections: an answer for each, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from aigov_connectors import registry
from aigov_connectors._http import RateLimits
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.config import Config
from aigov_connectors.connector import (
    ConnectorInfo,
    Opening,
    PlannedRead,
    Probe,
    Rights,
    SecretField,
)
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.errors import AuthenticationError, ConfigurationError, TransportError
from aigov_connectors.inventory import CredentialRights
from aigov_connectors.running.checking import check

SECRETS = MappingSecrets({name: {"key": "k"} for name in ("one", "two")})


class Connection:
    """Answers, or fails where it is told to."""

    tenant_id = "t"
    limits = RateLimits()

    def __init__(self, failures: dict[str, BaseException]) -> None:
        self._failures = failures

    async def rights(self) -> Rights:
        self._fail("rights")
        return Rights(CredentialRights.CAN_WRITE, "it may edit policies", warnings=("old token",))

    async def probe(self) -> tuple[Probe, ...]:
        self._fail("probe")
        return (Probe("policies", None), Probe("tasks", "403", "Grant View on tasks."))

    async def plan(self) -> tuple[PlannedRead, ...]:
        raise AssertionError("a check plans nothing")

    async def collect(self, into: object) -> None:
        raise AssertionError("a check reads no list")

    def _fail(self, where: str) -> None:
        if where in self._failures:
            raise self._failures[where]


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, BaseException]]:
    """Connection name to the failures that its vendor has in store."""
    planned: dict[str, dict[str, BaseException]] = {}

    @asynccontextmanager
    async def open_it(opening: Opening, _: VendorCatalogue) -> AsyncIterator[Any]:
        mine = planned.get(opening.connection, {})
        if "open" in mine:
            raise mine["open"]
        yield Connection(mine)

    info = ConnectorInfo(
        vendor="acme",
        name="Acme",
        package="nowhere",
        hosts=(".acme.example",),
        secrets=(SecretField("key", "a key"),),
        resources=("policies", "tasks"),
        open=open_it,
    )
    monkeypatch.setattr(registry, "load", {"acme": info}.__getitem__)
    monkeypatch.setattr(registry, "catalogue", lambda vendor: None)
    return planned


def config(*names: str, **changes: Any) -> Config:
    connections = [
        {"name": name, "vendor": "acme", "base_url": "https://x.acme.example", **changes}
        for name in names
    ]
    return Config.model_validate({"connections": connections})


async def test_a_check_tells_rights_warnings_and_each_resource(failures) -> None:
    (one,) = await check(config("one"), secrets=SECRETS)
    assert one.reachable
    assert (one.rights, one.rights_because) == (CredentialRights.CAN_WRITE, "it may edit policies")
    assert one.warnings == ("old token",)
    assert [(each.resource, each.problem) for each in one.resources] == [
        ("policies", None),
        ("tasks", "403"),
    ]


@pytest.mark.parametrize("where", ["open", "rights", "probe"])
async def test_one_broken_connection_does_not_hide_the_other(failures, where) -> None:
    failures["one"] = {where: TransportError("GET /: no answer", hint="Look at the proxy.")}
    one, two = await check(config("one", "two"), secrets=SECRETS)
    assert (one.reachable, one.problem, one.remedy) == (
        False,
        "GET /: no answer",
        "Look at the proxy.",
    )
    assert one.host == "x.acme.example"
    assert two.reachable


async def test_a_crash_is_named_by_its_type_alone(failures) -> None:
    failures["one"] = {"probe": ZeroDivisionError("hunter2")}
    one, two = await check(config("one", "two"), secrets=SECRETS)
    assert "ZeroDivisionError" in (one.problem or "")
    assert "hunter2" not in one.model_dump_json()
    assert two.reachable


async def test_a_missing_secret_and_a_wrong_host_are_answers(failures) -> None:
    (one,) = await check(config("three"), secrets=SECRETS)
    assert "three has no key" in (one.problem or "")
    (other,) = await check(config("one", base_url="https://elsewhere.example"), secrets=SECRETS)
    assert "is not a host of Acme" in (other.problem or "")
    assert other.host is None


async def test_a_refused_credential_is_not_reachable(failures) -> None:
    failures["one"] = {"rights": AuthenticationError("GET /me: 401")}
    (one,) = await check(config("one"), secrets=SECRETS)
    assert not one.reachable
    assert one.rights is CredentialRights.CANNOT_TELL


async def test_a_selection_keeps_the_order_of_the_configuration(failures) -> None:
    checks = await check(config("one", "two"), secrets=SECRETS, connections=["two", "one"])
    assert [one.connection for one in checks] == ["one", "two"]
    with pytest.raises(ConfigurationError, match="no connection is named 'three'"):
        await check(config("one"), secrets=SECRETS, connections=["three"])


async def test_connections_that_share_secrets_are_refused_at_large(failures) -> None:
    with pytest.raises(ConfigurationError, match="would both read"):
        await check(config("a-b", "a_b"), secrets=SECRETS)
