"""A million tickets through a PSA's aggregates: what each further one costs in memory and time.

    python benchmarks/tickets.py [--tickets 1000000] [--vendor halopsa ...] [--json FILE]

A whole `discover` of clients and tickets runs against an API that is made up in the process, page
by page as it is asked for, without sockets. Each size runs in a fresh process; the slope is that
between a tenth of the tickets and all of them. Ends with 1 where a ticket costs more than half a
kilobyte.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

Facts = dict[str, Any]

MOST_BYTES = 500
"""For each further ticket."""
CLIENTS = 400
FIRST = 1001
NOW = datetime.now(UTC)
MADE = 1_000
"""Tickets that are written out; after so many the same come again under the next ids."""


def _moment(number: int) -> str:
    """A time within the last 28 days."""
    return f"{NOW - timedelta(days=1 + number % 28, minutes=number % 600):%Y-%m-%dT%H:%M:%SZ}"


def psa_ticket(number: int) -> Facts:
    """A ticket of ConnectWise PSA, as its projection gives it."""
    return {
        "id": 0,
        "board": {"id": 1 + number % 7},
        "company": {"id": 1 + number % CLIENTS},
        "closedFlag": number % 3 > 0,
        "closedBy": f"integration{number % 5}",
        "closedDate": _moment(number),
        "_info": {
            "enteredBy": "portal",
            "updatedBy": f"integration{number % 4}",
            "lastUpdated": _moment(number),
        },
    }


def autotask_ticket(number: int) -> Facts:
    """A ticket of Autotask, with the columns that are asked for."""
    return {
        "id": 0,
        "companyID": 1 + number % CLIENTS,
        "ticketCategory": 1 + number % 6,
        "createDate": _moment(number),
        "lastActivityDate": _moment(number),
        "completedDate": _moment(number) if number % 3 else None,
        "completedByResourceID": 4 + number % 9,
        "creatorResourceID": 4 + number % 9,
        "apiVendorID": number % 5 or None,
        "rmmAlertID": None if number % 4 else f"alert {number}",
        "currentServiceThermometerRating": None,
    }


def halo_ticket(number: int) -> Facts:
    """A ticket of HaloPSA; its lists cannot be asked to leave anything out."""
    return {
        "id": 0,
        "client_id": 1 + number % CLIENTS,
        "tickettype_id": 1 + number % 12,
        "team": "Service desk",
        "agent_id": 2 + number % 9,
        "status_id": 1 + number % 8,
        "dateoccurred": _moment(number),
        "dateclosed": _moment(number),
        "last_update": _moment(number),
        "details": "what nobody declares " * 20,
    }


class Pages:
    """So many tickets of one kind, of which any range can be had as JSON."""

    def __init__(self, count: int, ticket: Callable[[int], Facts]) -> None:
        self.count = count
        made = (json.dumps(ticket(number)) for number in range(MADE))
        self._made = [one.replace('"id": 0', '"id": %d', 1) for one in made]

    def between(self, start: int, stop: int) -> str:
        """The tickets from one place to another, as the inside of an array."""
        numbers = range(max(start, 0), min(stop, self.count))
        made = self._made
        return ",".join([made[number % MADE] % (FIRST + number) for number in numbers])


def _json(value: object) -> httpx.Response:
    return httpx.Response(200, json=value)


def _named(**more: object) -> list[Facts]:
    return [{"id": number, **more} for number in range(1, CLIENTS + 1)]


@dataclass
class PSA(httpx.AsyncBaseTransport):
    """ConnectWise PSA: pages by number or by the last id, and a count."""

    tickets: Pages

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer clients and tickets; all else is an empty list."""
        path, asked = request.url.path, request.url.params
        if path.endswith("/service/tickets/count"):
            return _json({"count": self.tickets.count})
        if path.endswith("/service/tickets"):
            size = int(asked["pageSize"])
            start = (int(asked["page"]) - 1) * size
            return httpx.Response(200, text=f"[{self.tickets.between(start, start + size)}]")
        if path.endswith("/company/companies"):
            rows = [] if asked.get("pageId") else _named(status={"id": 1, "name": "Active"})
            rows = [{**row, "name": f"Client {row['id']}"} for row in rows]
            return httpx.Response(200, json=rows, headers={"Link": ""})
        return _json([])


@dataclass
class Autotask(httpx.AsyncBaseTransport):
    """Autotask: queries by POST, in ranges of ids, and a count."""

    tickets: Pages

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer zone, clients and tickets; all else is an empty list."""
        path = request.url.path
        if path.endswith("/ZoneInformation"):
            return _json({"zoneName": "1", "url": f"{_host(request)}/ATServicesRest/", "ci": 7})
        if path.endswith("/ThresholdInformation"):
            return _json(
                {
                    "externalRequestThreshold": 1_000_000,
                    "requestThresholdTimeframe": 60,
                    "currentTimeframeRequestCount": 0,
                }
            )
        if path.endswith("/Companies/entityInformation/fields"):
            kinds = [{"value": "1", "label": "Customer", "isActive": True}]
            return _json({"fields": [{"name": "companyType", "picklistValues": kinds}]})
        if path.endswith("/Resources/entityInformation/fields"):
            kinds = [{"value": "1", "label": "Professional"}, {"value": "7", "label": "API User"}]
            return _json({"fields": [{"name": "licenseType", "picklistValues": kinds}]})
        if path.endswith("/Resources/query"):
            # A third of those who open and complete tickets are programs.
            return _items([{"id": one, "licenseType": 1 if one % 3 else 7} for one in range(4, 13)])
        if path.endswith("/Tickets/query/count"):
            return _json({"queryCount": self.tickets.count})
        if path.endswith("/Tickets/query"):
            return httpx.Response(200, text=self._page(json.loads(request.content)))
        if path.endswith("/Companies/query"):
            rows = _named(companyType=1, isActive=True)
            return _items([{**row, "companyName": f"Client {row['id']}"} for row in rows])
        return _items([])

    def _page(self, body: Facts) -> str:
        start, stop = 0, self.tickets.count
        for term in body["filter"]:
            if term["field"] == "id" and term["op"] == "gt":
                start = int(term["value"]) + 1 - FIRST
            if term["field"] == "id" and term["op"] == "lte":
                stop = int(term["value"]) + 1 - FIRST
        size = int(body["maxRecords"])
        rows = self.tickets.between(start, min(stop, start + size))
        return f'{{"items": [{rows}], "pageDetails": {{"nextPageUrl": null}}}}'


def _items(rows: list[Facts]) -> httpx.Response:
    return _json({"items": rows, "pageDetails": {"nextPageUrl": None}})


def _host(request: httpx.Request) -> str:
    return f"https://{request.url.host}"


@dataclass
class Halo(httpx.AsyncBaseTransport):
    """HaloPSA: a hundred rows a page, and the count in each."""

    tickets: Pages

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer token, clients and tickets; all else is an empty list."""
        path, asked = request.url.path, request.url.params
        if path.endswith("/auth/token"):
            return _json({"access_token": "t", "expires_in": 86_400, "scope": "read:tickets"})
        if path.endswith("/authinfo"):
            return _json({"auth_url": f"{_host(request)}/auth", "tenant_id": "made-up"})
        if path.endswith("/Tickets"):
            size, page = min(int(asked["page_size"]), 100), int(asked["page_no"])
            inside = self.tickets.between((page - 1) * size, page * size)
            head = f'"page_no": {page}, "record_count": {self.tickets.count}'
            return httpx.Response(200, text=f'{{{head}, "tickets": [{inside}]}}')
        if path.endswith("/Client"):
            page = int(asked["page_no"])
            rows = [{**row, "name": f"Client {row['id']}"} for row in _named(inactive=False)]
            rows = rows[(page - 1) * 100 : page * 100]
            return _json({"page_no": page, "record_count": CLIENTS, "clients": rows})
        return _json([])


@dataclass(frozen=True)
class Vendor:
    """How one vendor is set up."""

    base_url: str
    resources: tuple[str, ...]
    ticket: Callable[[int], Facts]
    answers: Callable[[Pages], httpx.AsyncBaseTransport]
    secrets: tuple[str, ...]


VENDORS: Mapping[str, Vendor] = {
    "autotask": Vendor(
        "https://webservices.autotask.net",
        ("picklists", "companies", "resources", "tickets"),
        autotask_ticket,
        Autotask,
        ("username", "secret", "integration_code"),
    ),
    "connectwise.psa": Vendor(
        "https://api-eu.myconnectwise.net",
        ("companies", "tickets"),
        psa_ticket,
        PSA,
        ("company_id", "public_key", "private_key", "client_id"),
    ),
    "halopsa": Vendor(
        "https://made-up.halopsa.com",
        ("clients", "tickets"),
        halo_ticket,
        Halo,
        ("client_id", "client_secret"),
    ),
}


def read(vendor: str, tickets: int) -> Facts:
    """Discover clients and tickets of a vendor once, and say what was counted.

    Raises:
        RuntimeError: not every ticket was read.
    """
    from aigov_connectors import discover_sync
    from aigov_connectors.config import Config

    made = VENDORS[vendor]
    told = {"name": "psa", "vendor": vendor, "base_url": made.base_url, "limit_factor": 1e6}
    inventory = discover_sync(
        Config.model_validate({"connections": [told]}),
        secrets={"psa": dict.fromkeys(made.secrets, "dummy")},
        transport=made.answers(Pages(tickets, made.ticket)),
        resources=made.resources,
    )
    receipts = {one.receipt.resource: one.receipt for one in inventory.receipts}
    receipt = receipts.get("tickets")
    if receipt is None or receipt.rows != tickets or not receipt.complete:
        gaps = [f"{gap.subject}: {gap.detail}" for gap in inventory.gaps]
        raise RuntimeError(f"{vendor}: tickets were not read to the end: {receipt}; {gaps[:3]}")
    return {
        "clients": len(inventory.clients),
        "counted": sum(one.count for one in inventory.decisions),
        "rows of decisions": len(inventory.decisions),
    }


def measured(vendor: str, tickets: int) -> Facts:
    """Read in a fresh process, whose peak of memory is that of this reading alone."""
    command = [sys.executable, str(Path(__file__).resolve()), "--read", vendor, str(tickets)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-400:])
    facts: Facts = json.loads(done.stdout)
    return facts


def _peak_kilobytes() -> int:
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would be that of the process that started this one, if larger
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text("utf-8"))
        if found:
            return int(found[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Measure each vendor at two sizes; 1 where a ticket costs too much."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--vendor", nargs="*", choices=sorted(VENDORS), default=sorted(VENDORS))
    parser.add_argument("--json", type=Path, help="append each vendor's figures as a line")
    parser.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read is not None:
        vendor, tickets = arguments.read[0], int(arguments.read[1])
        began = time.process_time()
        facts = read(vendor, tickets)
        facts["CPU seconds"] = round(time.process_time() - began, 1)
        print(json.dumps({**facts, "peak kilobytes": _peak_kilobytes()}))
        return 0
    print("| vendor | tickets | peak MB | bytes a further ticket | CPU us a ticket | counted |")
    print("|---|---|---|---|---|---|")
    worst = 0.0
    for vendor in arguments.vendor:
        few, many = arguments.tickets // 10, arguments.tickets
        small, large = measured(vendor, few), measured(vendor, many)
        grown = (large["peak kilobytes"] - small["peak kilobytes"]) * 1024
        slope = grown / (many - few)
        worst = max(worst, slope)
        spent = (large["CPU seconds"] - small["CPU seconds"]) / (many - few) * 1e6
        peak = large["peak kilobytes"] / 1024
        print(
            f"| {vendor} | {many:,} | {peak:.0f} | {slope:.0f} | {spent:.0f}"
            f" | {large['counted']:,} |",
            flush=True,
        )
        if arguments.json is not None:
            line = {"vendor": vendor, "tickets": many, "slope": slope, "few": small, "many": large}
            with arguments.json.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")
    print(f"\nmost for a further ticket: {worst:.0f} bytes (of {MOST_BYTES})")
    return 0 if worst <= MOST_BYTES else 1


if __name__ == "__main__":
    raise SystemExit(main())
