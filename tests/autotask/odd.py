"""A database whose answers are changed on their way: what the simulator does not send by itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
from tests.autotask.database import CONNECTION, secrets_of
from tests.tenants import QUICK

from aigov_connectors import discover
from aigov_connectors.cli.demo import demo_config
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox

Rows = list[dict[str, Any]]
Change = Callable[[Rows], Rows]


class _Changed(httpx.AsyncBaseTransport):
    def __init__(
        self, rows: dict[str, Change], refused: frozenset[str], told: dict[str, Any]
    ) -> None:
        self._network = httpx.AsyncHTTPTransport()
        self._rows = rows
        self._refused = refused
        self._told = told

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        entity = request.url.path.partition("/V1.0/")[2]
        answer = await self._network.handle_async_request(request)
        body = await answer.aread()
        await answer.aclose()
        name = entity.removesuffix("/query")
        if entity in self._refused:
            return httpx.Response(403, request=request)
        if entity in self._told:
            return httpx.Response(200, json=self._told[entity], request=request)
        if name in self._rows and entity != name and answer.status_code == httpx.codes.OK:
            told = json.loads(body)
            told["items"] = self._rows[name](told["items"])
            return httpx.Response(200, json=told, request=request)
        return httpx.Response(
            answer.status_code,
            headers={"content-type": answer.headers.get("content-type", "")},
            content=body,
            request=request,
        )

    async def aclose(self) -> None:
        await self._network.aclose()


def odd(
    box: Sandbox,
    rows: dict[str, Change] | None = None,
    *,
    refused: tuple[str, ...] = (),
    told: dict[str, Any] | None = None,
) -> Inventory:
    """Discover with changed answers.

    Args:
        box: the running simulator.
        rows: entity to what becomes of the rows of each of its pages.
        refused: paths below the version that are answered with 403.
        told: paths below the version to whole answers.
    """

    async def discovered() -> Inventory:
        async with _Changed(rows or {}, frozenset(refused), told or {}) as transport:
            return await discover(
                demo_config(box),
                secrets={CONNECTION: secrets_of(box)},
                retry=QUICK,
                transport=transport,
            )

    return asyncio.run(discovered())


def none(rows: Rows) -> Rows:
    """No row at all."""
    return rows[:0]
