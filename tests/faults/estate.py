"""A small fictitious MSP over loopback, read with and without faults; what tells runs apart.

Time stands still for the world and for the run, so whatever differs between two inventories
comes from the fault. Pages are made small on their way to the vendor, so that a small world has
many of them.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx

from aigov_connectors import discover, registry
from aigov_connectors._http import NetworkOptions, RetryPolicy
from aigov_connectors.cli.demo import demo_config, demo_secrets
from aigov_connectors.clock import SystemClock
from aigov_connectors.config import Config
from aigov_connectors.inventory import ConnectionStatus, GapReason, Inventory
from aigov_connectors.sandbox import Fault, Sandbox, sandbox
from aigov_connectors.sandbox.vendors import vendor_sandboxes

NOW = datetime.now(tz=UTC).replace(microsecond=0)
WORLD: Mapping[str, Any] = {
    "clients": 28,
    "devices": 240,
    "activities": 400,
    "threats": 200,
    "now": NOW,
    "limit_factor": math.inf,
}
PAGE = 10
"""Rows of a page at most; the least that most lists take."""
_PAGES = {"/agents": 60, "/devices-detailed": 60, "/activities": 30, "/workflow-execution": 50}
_PAGES |= {"/unifiedalerts/graphql": 5, "/service/tickets": 25, "/Tickets/query": 25}
_PAGES |= {"/Computers": 60, "/Tickets": 25, "/TicketHistory/query": 2}
# The same for longer and shorter lists, by the end of their paths.
QUICK = RetryPolicy(attempts=4, deadline=1e9)
LARGEST = 2_000_000
"""Bytes of a body at most."""

VENDORS = tuple(one.vendor for one in vendor_sandboxes() if one.vendor in registry.vendors())
"""Every vendor that has both a simulator and a connector."""

# How vendors call the number of rows that a page is asked for, in a query or in a body.
_SIZES = ("limit", "pageSize", "page_size", "pagesize", "first", "maxRecords")

# What a run may say in every case, also when nothing went wrong.
_QUIET_REASONS = frozenset({GapReason.NOT_EXPOSED, GapReason.UNLICENSED})


@dataclass(frozen=True)
class StillClock(SystemClock):
    """The date stands still, and whoever sleeps wakes at once, with the time then passed."""

    _ahead: list[float] = field(default_factory=lambda: [0.0])

    def now(self) -> datetime:
        """See `Clock.now`."""
        return NOW

    def monotonic(self) -> float:
        """See `Clock.monotonic`."""
        return time.monotonic() + self._ahead[0]

    async def sleep(self, seconds: float) -> None:
        """See `Clock.sleep`."""
        wake = self.monotonic() + seconds
        await asyncio.sleep(min(seconds, 0.001))
        self._ahead[0] = max(self._ahead[0], wake - time.monotonic())


class SmallPages(httpx.AsyncBaseTransport):
    """The network, on whose way pages are made small; it notes every request that passes."""

    def __init__(self) -> None:
        self._network = httpx.AsyncHTTPTransport(retries=0, verify=False)
        self.passed: list[tuple[str, str, str]] = []
        """Method, authority and path of each request that was sent."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        most = next((_PAGES[end] for end in _PAGES if request.url.path.endswith(end)), PAGE)
        for name in _SIZES:
            if _number(request.url.params.get(name)) > most:
                request.url = request.url.copy_set_param(name, most)
        if "json" in request.headers.get("content-type", ""):
            request = _with_body(request, _lessened(json.loads(request.content), most))
        self.passed.append((request.method, request.url.netloc.decode(), request.url.path))
        return await self._network.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._network.aclose()


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int) or str(value).isdecimal() else 0


def _lessened(body: Any, most: int) -> Any:
    """The body with the size of its page made small, be it among the variables of a query."""
    if not isinstance(body, dict):
        return body
    told = {name: most for name in _SIZES if _number(body.get(name)) > most}
    inner = {name: _lessened(body[name], most) for name in ("variables",) if name in body}
    return {**body, **told, **inner}


def _with_body(request: httpx.Request, body: Any) -> httpx.Request:
    content = json.dumps(body).encode()
    raw = request.headers.raw
    headers = [(name, value) for name, value in raw if name.lower() != b"content-length"]
    return httpx.Request(
        request.method, request.url, headers=headers, content=content, extensions=request.extensions
    )


@dataclass(frozen=True)
class Run:
    """One discovery and how it was disturbed."""

    inventory: Inventory
    fired: int
    passed: tuple[tuple[str, str, str], ...]
    refused_writes: tuple[str, ...]
    """Paths at which the vendor refused to be written to."""


_FEWER = {
    "autotask": {"sample_tickets": 5},
    "connectwise.psa": {"sample_tickets": 5},
    "connectwise.automate": {"sample_computers": 1},
}
"""Options that make a reading short."""


def config_for(box: Sandbox, *, timeout: float = 30.0) -> Config:
    """The demonstration's configuration, with limits that never bind."""
    connections_ = tuple(
        {**one, "options": {**one["options"], **_FEWER.get(one["vendor"], {})}}
        for one in box.connections
    )
    config = demo_config(replace(box, connections=connections_, limit_factor=10_000.0))
    network = NetworkOptions(
        connect_timeout=timeout,
        read_timeout=timeout,
        total_timeout=timeout,
        max_body_bytes=LARGEST,
    )
    connections = (one.model_copy(update={"network": network}) for one in config.connections)
    return config.model_copy(update={"connections": tuple(connections)})


async def read(
    faults: Iterable[Fault | str] = (),
    *,
    vendor: str | None = None,
    timeout: float = 30.0,
    resources: Sequence[str] | None = None,
    **world: Any,
) -> Run:
    """Discover a world of its own under these faults."""
    vendors = None if vendor is None else [vendor]
    with sandbox(**{**WORLD, "faults": faults, "vendors": vendors, **world}) as box:
        transport = SmallPages()
        try:
            inventory = await discover(
                config_for(box, timeout=timeout),
                secrets=demo_secrets(box.secrets),
                transport=transport,
                retry=QUICK,
                clock=StillClock(),
                resources=resources,
            )
        finally:
            await transport.aclose()
        return Run(
            inventory,
            box.faults.fired.total(),
            tuple(transport.passed),
            tuple(path for _, _, path in box.requests.refused_writes),
        )


def told(inventory: Inventory) -> dict[str, Any]:
    """Everything that the inventory says, but for how it came to know."""
    said = inventory.model_dump(
        mode="json", exclude={"receipts", "started_at", "finished_at", "evidence"}
    )
    for connection in said["connections"]:
        del connection["host"], connection["started_at"], connection["finished_at"]
    said["evidence"] = [one.fact.model_dump(mode="json") for one in inventory.evidence]
    return said


def differences(calm: Inventory, disturbed: Inventory) -> dict[str, tuple[list[Any], list[Any]]]:
    """By part of the inventory: what only the first says, and what only the second says."""
    found = {}
    one, other = told(calm), told(disturbed)
    for name, said in one.items():
        if said != other[name]:
            here, there = ([x] if not isinstance(x, list) else x for x in (said, other[name]))
            lost = [x for x in here if x not in there]
            new = [x for x in there if x not in here]
            found[name] = (lost, new)
    return found


@dataclass(frozen=True)
class Complaint:
    """What a run says of its trouble."""

    connection: str
    resource: str | None
    says: str


def complaints(calm: Inventory, disturbed: Inventory) -> list[Complaint]:
    """What the second run says of its trouble and the first does not."""
    known = set(_complaints(calm))
    return [one for one in _complaints(disturbed) if one not in known]


def _complaints(inventory: Inventory) -> Iterator[Complaint]:
    for gap in inventory.gaps:
        if gap.reason not in _QUIET_REASONS:
            says = f"gap {gap.reason}: {gap.subject}: {gap.detail}"
            yield Complaint(gap.connection, gap.resource, says)
    for one in inventory.receipts:
        if not one.receipt.complete:
            says = f"receipt: {one.receipt.why}"
            yield Complaint(one.connection, one.receipt.resource, says)
    for connection in inventory.connections:
        for text in connection.warnings:
            yield Complaint(connection.name, None, f"warning: {text}")
        if connection.status is not ConnectionStatus.COMPLETED:
            yield Complaint(connection.name, None, f"connection {connection.status}")
