"""Lists that came empty, or with a row that cannot be read: not whole, and proof of nothing."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from tests.connectwise.psa.tenant import CONNECTION, QUICK, VENDOR, secrets_of, tenant

from aigov_connectors import discover
from aigov_connectors.cli.demo import demo_config
from aigov_connectors.inventory import Autonomy, GapReason, Inventory
from aigov_connectors.sandbox import Sandbox

_Change = Callable[[list[Any]], list[Any]]


class _Changed(httpx.AsyncBaseTransport):
    def __init__(self, path: str, change: _Change) -> None:
        self._network = httpx.AsyncHTTPTransport()
        self._path = re.compile(path)
        self._change = change

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._network.handle_async_request(request)
        body = await answer.aread()
        await answer.aclose()
        headers = {
            name: answer.headers[name] for name in ("content-type",) if name in answer.headers
        }
        if self._path.search(request.url.path) and answer.status_code == httpx.codes.OK:
            body = json.dumps(self._change(json.loads(body))).encode()
        return httpx.Response(answer.status_code, headers=headers, content=body, request=request)

    async def aclose(self) -> None:
        await self._network.aclose()


def none(rows: list[Any]) -> list[Any]:
    return rows[:0]


def broken(rows: list[Any]) -> list[Any]:
    return [*rows[:-1], {**rows[-1], "id": "?"}] if rows else rows


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


def changed(box: Sandbox, path: str, change: _Change) -> Inventory:
    async def discovered() -> Inventory:
        async with _Changed(path, change) as transport:
            secrets = {CONNECTION: secrets_of(box)}
            config = demo_config(box)
            return await discover(config, secrets=secrets, retry=QUICK, transport=transport)

    return asyncio.run(discovered())


@pytest.mark.parametrize("path", ["/parsingStyles$", "/parsingRules$"])
def test_a_mailbox_may_decide_where_no_mailbox_has_a_rule(box: Sandbox, path: str) -> None:
    found = changed(box, path, none)
    (gap,) = (one for one in found.gaps if one.resource == "parsing_rules")
    assert gap.reason is GapReason.INCONCLUSIVE
    boxes = [one for one in found.deployments if one.feature == f"{VENDOR}.email_parsing"]
    assert boxes
    assert not [one for one in boxes if one.autonomy is Autonomy.ADVISORY]


def test_statuses_that_came_empty_are_not_held_against_the_option(box: Sandbox) -> None:
    found = changed(box, "/company/companies/statuses$", none)
    assert not [one for one in found.gaps if "knows no" in (one.detail or "")]
    assert [one for one in found.gaps if one.resource == "company_statuses"]


def test_counts_with_a_ticket_that_cannot_be_read_are_not_all(box: Sandbox) -> None:
    found = changed(box, "/service/tickets$", broken)
    rows = [row for each in found.clients_by_deployment.values() for row in each]
    assert all(row.window is None for row in rows)
