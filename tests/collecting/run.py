"""A builder of collections, and reads that end as a test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any, cast

from tests._http.vendors import FakeClock
from tests.inventory.builders import evidence, origin

from aigov_connectors._http import Document, Page, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    PermissionDeniedError,
    ReadOnlyViolationError,
)
from aigov_connectors.events import Event
from aigov_connectors.inventory import (
    Collection,
    ConnectionStatus,
    CredentialRights,
    Gap,
    GovernanceQuestion,
    ReadReceipt,
    Rejected,
)

RESOURCES = ("organizations", "policies", "threats")


def catalogue() -> VendorCatalogue:
    """`kill` shows in policies, `isolate` in policies and threats, `ask` nowhere."""

    def entry(name: str, *read: str) -> dict[str, Any]:
        return {
            "id": f"edr.{name}",
            "name": name.title(),
            "functions": ["detection"],
            "techniques": ["machine_learning"],
            "data_used": [],
            "decisions": ["contain_file"],
            "decides": "acts",
            "default_state": "on",
            "read": read,
            "attest": None if read else "Is it on?",
            "override": {},
            "rollback": {},
            "references": [{"title": "Manual"}],
        }

    answer = {"answer": "Nothing found.", "found": False, "date": "2026-10-31"}
    told = {
        "vendor": "edr",
        "name": "EDR",
        "updated": "2026-10-31",
        "digest": "sha256:0",
        "features": [
            entry("kill", "policies"),
            entry("isolate", "policies", "threats"),
            entry("ask"),
        ],
        "governance": dict.fromkeys(GovernanceQuestion, answer),
    }
    return VendorCatalogue.model_validate_json(json.dumps(told))


class Run:
    """A builder, and everything that it told."""

    def __init__(self, *wanted: str, rights: bool = True) -> None:
        self.events: list[Event] = []
        self.into = CollectionBuilder(
            connection="edr-1",
            vendor="edr",
            host="edr.example.com",
            tenant_id="t",
            catalogue=catalogue(),
            resources=RESOURCES,
            wanted=frozenset(wanted) if wanted else None,
            clock=FakeClock(),
            emit=self.events.append,
        )
        if rights:
            self.into.rights(CredentialRights.CAN_WRITE, "the role says so", [evidence("role")])

    def built(self, status: ConnectionStatus = ConnectionStatus.FAILED) -> Collection:
        return self.into.build(status)

    @property
    def gaps(self) -> list[Gap]:
        """Gaps but for the one that stands in every run."""
        return [gap for gap in self.built().gaps if gap.resource != "feature"]

    async def read(self, resource: str, read: Any, **rest: Any) -> list[Any]:
        pages = self.into.pages(resource, cast("Read[Any]", read), **rest)
        return [item async for page in pages for item in page.items]

    async def document(self, resource: str, subject: str, answer: Any, **rest: Any) -> Any:
        return await self.into.document(resource, given(answer), subject=subject, **rest)


async def given(answer: Any) -> Document[Any]:
    """What an `await client.document(...)` gives: a document, or an error."""
    if isinstance(answer, Exception):
        raise answer
    return Document(value=answer, origin=origin())


class FakeRead:
    """A list read of given pages, ending in an error or not at all to its end."""

    def __init__(
        self,
        *pages: Sequence[Any],
        error: Exception | None = None,
        why: str | None = None,
        rejected: Iterable[Rejected] = (),
        hangs: asyncio.Event | None = None,
    ) -> None:
        self._pages = pages
        self._error = error
        self._why = why
        self._rejected = tuple(rejected)
        self._hangs = hangs  # set once it does
        self._rows = 0
        self._ended: str | None = "not read to its end"
        self.closed = False
        self.told_by_silence = False

    @property
    def receipt(self) -> ReadReceipt:
        return ReadReceipt(
            resource="as the client calls it",
            rows=self._rows,
            rejected=len(self._rejected),
            complete=self._ended is None,
            why=self._ended,
        )

    async def pages(self) -> AsyncGenerator[Page[Any]]:
        try:
            for number, items in enumerate(self._pages, 1):
                self._rows += len(items)
                rejected = self._rejected if number == 1 else ()
                yield Page(list(items), rejected, origin(), number, None)
            if self._hangs is not None:
                self._hangs.set()
                await asyncio.Event().wait()
            if self._error is not None:
                self._ended = str(self._error)
                raise self._error
            self._ended = self._why
        finally:
            self.closed = True


REFUSED = PermissionDeniedError(
    "GET /policies: 403, the key may not view policies", hint="Grant: Policies, View."
)

FATAL = [AuthenticationError("401"), ConfigurationError("no"), ReadOnlyViolationError("POST")]
