"""A tenant whose answers are changed on their way: keys that its server does not send, or null."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any

import httpx
from tests.halopsa.tenant import secrets_of
from tests.tenants import QUICK

from aigov_connectors import discover
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import Inventory
from aigov_connectors.sandbox import Sandbox


class _Without(httpx.AsyncBaseTransport):
    def __init__(self, keys: Mapping[str, tuple[str, ...]], *, null: bool) -> None:
        self._network = httpx.AsyncHTTPTransport()
        self._keys = {re.compile(f"/api/{path}", re.IGNORECASE): keys[path] for path in keys}
        self._null = null

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._network.handle_async_request(request)
        body = await answer.aread()
        await answer.aclose()
        keys = {
            key
            for path, found in self._keys.items()
            for key in found
            if path.fullmatch(request.url.path)
        }
        if keys and answer.status_code == httpx.codes.OK:
            body = json.dumps(self._changed(json.loads(body), keys)).encode()
        kept = ("content-type", "retry-after")
        headers = {name: answer.headers[name] for name in kept if name in answer.headers}
        return httpx.Response(answer.status_code, headers=headers, content=body, request=request)

    def _changed(self, sent: Any, keys: set[str]) -> Any:
        if isinstance(sent, list):
            return [self._changed(one, keys) for one in sent]
        if not isinstance(sent, dict):
            return sent
        left = {name: self._changed(value, keys) for name, value in sent.items()}
        for name in keys & set(left):
            left[name] = None
            if not self._null:
                del left[name]
        return left

    async def aclose(self) -> None:
        await self._network.aclose()


def without(box: Sandbox, keys: Mapping[str, tuple[str, ...]], *, null: bool = False) -> Inventory:
    """Discover a tenant, few of its tickets, whose answers have no such keys, or hold null.

    `keys` are those that are left out, by the path (a pattern) of the answer.
    """
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}
    less = {"limit_factor": 1e6, "client_details": 0, "sample_tickets": 1, "lookback_days": 1}
    config = Config.model_validate(
        {"connections": [{**told, **less}], "clients": list(box.clients)}
    )

    async def discovered() -> Inventory:
        async with _Without(keys, null=null) as transport:
            return await discover(
                config,
                secrets=MappingSecrets({told["name"]: secrets_of(box)}),
                retry=QUICK,
                transport=transport,
            )

    return asyncio.run(discovered())
