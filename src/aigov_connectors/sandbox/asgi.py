"""The three words of ASGI, named once."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


async def send_answer(
    send: Send, status: int, body: bytes, headers: tuple[tuple[str, str], ...] = ()
) -> None:
    """Send a whole answer of known length; without other word the body is JSON."""
    fields = {
        "content-type": "application/json",
        **{name.lower(): value for name, value in headers},
    }
    fields["content-length"] = str(len(body))
    raw = [(name.encode(), value.encode()) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


class Recorded:
    """What an app answered, caught before it reaches the network."""

    def __init__(self) -> None:
        self.status: int = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: bytes = b""

    async def send(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message["headers"])
        else:
            self.body += message.get("body", b"")

    def other_headers(self, *without: str) -> tuple[tuple[str, str], ...]:
        """Return the headers but for these and the length."""
        dropped = {"content-length", *without}
        pairs = [(name.decode().lower(), value.decode()) for name, value in self.headers]
        return tuple((name, value) for name, value in pairs if name not in dropped)
