"""What the layers of the stack tell each other about one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import asyncio

_KEY = "aigov_connectors"


@dataclass(slots=True)
class RequestContext:
    """Travels with a request through every layer, in `request.extensions`."""

    template: str
    """Path with placeholders: the only path that logs and errors may show."""
    page: int | None = None
    replayable: bool = True
    """False: the vendor may have moved its cursor, so only a request that surely never
    arrived is sent again."""
    attempts: int = 0
    """How often the request left for the network."""
    waited: float = 0.0
    """Seconds spent waiting for the rate budget, which no deadline counts."""
    departed: asyncio.Event | None = field(default=None, repr=False)
    """Set when the request is on the wire, or will not be there soon."""

    def depart(self) -> None:
        """Let whoever waits for the request to be on its way go on."""
        if self.departed is not None:
            self.departed.set()


def attach(context: RequestContext) -> dict[str, object]:
    """Give the extensions that carry `context`."""
    return {_KEY: context}


def context_of(request: httpx.Request) -> RequestContext:
    """Find the context of `request`; a request without one shows no path at all."""
    found = request.extensions.get(_KEY)
    return found if isinstance(found, RequestContext) else RequestContext(template="(undeclared)")
