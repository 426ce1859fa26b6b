"""A network layer that notes what is asked and spoils what is answered, to try a connector out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from pydantic import JsonValue

from aigov_connectors._http.network import NetworkOptions, network_transport

__all__ = ["Answer", "Asked", "TrialTransport"]

# They describe the body as it was sent; it goes on unpacked, and perhaps changed.
_OF_THE_BODY = frozenset({"content-encoding", "content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it left for the network."""

    method: str
    host: str
    path: str
    text: str = field(repr=False)
    """Query and body: where a secret may be, and nowhere else than at the token endpoint."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back; a spoiler gives another."""

    status: int
    body: bytes = field(repr=False)

    def with_json(self, change: Callable[[JsonValue], JsonValue]) -> Answer:
        """The same with its JSON changed; an answer that is no JSON stays as it is."""
        try:
            told = json.loads(self.body)
        except ValueError:
            return self
        return Answer(self.status, json.dumps(change(told)).encode())


Spoiler = Callable[[Asked, Answer], Answer]


class TrialTransport(httpx.AsyncBaseTransport):
    """Asks `inner`, or the network of this machine, and lets `spoil` change each answer."""

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport | None,
        *,
        base_url: str,
        spoil: Spoiler = lambda asked, answer: answer,
    ) -> None:
        """`inner` stays open; the network that is opened here is closed here."""
        url = httpx.URL(base_url)
        self._owns_inner = inner is None
        self._inner = inner or network_transport(_DIRECT, base_url=url, connections=8)
        self._spoil = spoil
        self.asked: list[Asked] = []
        """Every request that passed the guard, in order."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask, note, and spoil."""
        content = await request.aread()
        asked = Asked(
            method=request.method,
            host=request.url.netloc.decode(),
            path=request.url.path,
            text=f"{request.url.query.decode()}\n{content.decode(errors='replace')}",
        )
        self.asked.append(asked)
        answer = await self._inner.handle_async_request(request)
        body = await answer.aread()
        await answer.aclose()
        spoiled = self._spoil(asked, Answer(answer.status_code, body))
        headers = [
            (name, value)
            for name, value in answer.headers.multi_items()
            if name.lower() not in _OF_THE_BODY
        ]
        return httpx.Response(spoiled.status, headers=headers, content=spoiled.body)

    async def aclose(self) -> None:
        """Close the network, where it is ours."""
        if self._owns_inner:
            await self._inner.aclose()


_DIRECT = NetworkOptions(trust_env=False)
