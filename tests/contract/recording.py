"""A network layer that notes what passes it, for the guard, retry and budget to stay in place."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it left us, and what came back."""

    authority: str
    """Host and port: tells the vendors apart."""
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    status: int
    body: Any
    """Parsed JSON; None where the answer was no JSON."""

    def __str__(self) -> str:
        return f"{self.method} {self.path} {dict(self.query)}"


@dataclass
class RecordingTransport(httpx.AsyncBaseTransport):
    """Sends requests over real sockets and keeps every exchange."""

    exchanges: list[Exchange] = field(default_factory=list)
    _network: httpx.AsyncHTTPTransport = field(default_factory=httpx.AsyncHTTPTransport)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        sent = await request.aread()
        answer = await self._network.handle_async_request(request)
        content = await answer.aread()
        await answer.aclose()
        is_form = "form" in request.headers.get("Content-Type", "")
        self.exchanges.append(
            Exchange(
                authority=request.url.netloc.decode(),
                method=request.method,
                path=request.url.raw_path.decode().split("?", 1)[0],
                query=tuple(parse_qsl(request.url.query.decode(), keep_blank_values=True)),
                form=tuple(parse_qsl(sent.decode())) if is_form else (),
                status=answer.status_code,
                body=_parsed(answer.headers.get("Content-Type", ""), content),
            )
        )
        # The body was decompressed above: what goes on must not claim otherwise.
        headers = [
            (name, value)
            for name, value in answer.headers.multi_items()
            if name.lower() not in ("content-encoding", "transfer-encoding", "content-length")
        ]
        return httpx.Response(answer.status_code, headers=headers, content=content)

    async def aclose(self) -> None:
        await self._network.aclose()


def _parsed(content_type: str, content: bytes) -> Any:
    return json.loads(content) if content and "json" in content_type else None
