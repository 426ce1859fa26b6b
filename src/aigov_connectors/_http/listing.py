"""A list read as a value, and what passes between a read and its client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

import httpx

from aigov_connectors._http.paging import Location, PagingStyle, Params
from aigov_connectors._http.status import ErrorRule
from aigov_connectors.inventory import Origin, Rejected

if TYPE_CHECKING:  # to describe a list takes nothing of what reads it
    import asyncio

    from aigov_connectors._http.context import RequestContext
    from aigov_connectors._http.events import Events
    from aigov_connectors.clock import Clock

T = TypeVar("T")

Refusal = Callable[[bytes], ErrorRule | None]
"""Looks at the body of a success, and says what is wrong if something is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """What a list read is, without doing it."""

    resource: str
    """What a person calls it: `agents`; receipts and gaps carry it."""
    path: str
    """Path template below the base URL: `/v2/organization/{id}/devices`."""
    row: type[T]
    """Model of one record."""
    paging: PagingStyle
    ids: Mapping[str, str] = field(default_factory=dict)
    """What the placeholders of `path` stand for."""
    params: Params = field(default_factory=dict)
    """Query parameters of every page; None leaves one out."""
    body: Mapping[str, Any] | None = None
    """Makes it a (declared) POST with this JSON body, into which paging parameters go."""
    rows_at: Location = ()
    """Keys that lead to the list; empty when the body is the list, `ANYWHERE` where the vendor
    says neither."""
    key: str | tuple[str, ...] | None = "id"
    """Attributes of the row that tell it from all others; None where nothing does."""
    needs: str | None = None
    """The right that this read takes, as the vendor's menus call it."""
    refusal: Refusal | None = None
    """Finds what went wrong inside an answer of success; for APIs that say no with 200."""

    def __post_init__(self) -> None:
        if self.paging.remembers_all and self.key is None:
            raise ValueError(f"{self.resource}: this paging style needs rows with a key")

    @property
    def method(self) -> str:
        """The HTTP method."""
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, in the vendor's order."""

    items: list[T]
    rejected: tuple[Rejected, ...]
    """Records of unexpected shape; each is a gap of its own."""
    origin: Origin
    number: int
    """From 1."""
    total: int | None
    """The vendor's count of the whole list, as told with this page."""


@dataclass(frozen=True, slots=True, repr=False)
class Document(Generic[T]):
    """One settings object and where it came from."""

    value: T
    origin: Origin

    def __repr__(self) -> str:
        """What was asked where; nothing of what came."""
        asked = self.origin
        return f"<Document {asked.method} {asked.path_template} of {asked.tenant_id}>"


class Call(NamedTuple):
    """One request as the layers above the stack see it."""

    method: str
    template: str
    ids: Mapping[str, str]
    params: Params
    body: Mapping[str, Any] | None
    needs: str | None
    context: RequestContext
    refusal: Refusal | None
    headers: Mapping[str, str]


class Fetch(Protocol):
    """Sends one request through the stack; anything but a success is raised."""

    async def __call__(self, call: Call) -> httpx.Response:
        """Give the answer, its body read."""
        ...


class Desk(NamedTuple):
    """What a read needs of its client."""

    fetch: Fetch
    origin: Callable[[Call, frozenset[str], str], Origin]
    """Makes an origin from a call, the parameters to leave out, and a digest."""
    events: Events
    clock: Clock
    vendor: str
    tasks: set[asyncio.Task[httpx.Response]]
