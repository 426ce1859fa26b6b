"""Real vendor bodies, where they came from, and a server that answers with them.

The bodies are not part of the project; they lie in the folder that `AIGOV_CONNECTORS_SAMPLES`
names, as `<vendor>/<kind>[.<variant>].json`.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

S1 = "/web/api/v2.1"
PSA = "/v4_6_release/apis/3.0"
AT = "/ATServicesRest/V1.0"


def _as_is(body: bytes) -> bytes:
    return body


def _as_row(body: bytes) -> bytes:
    return b"[" + body + b"]"


def _as_activity(body: bytes) -> bytes:
    return b'{"lastActivityId": 1, "activities": [' + body + b"]}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where bodies of one kind are served."""

    path: str
    resource: str = ""
    """What receipts call it; empty where no client reads such records."""
    method: str = ""
    """The client's method."""
    arguments: tuple[object, ...] = ()
    """What the method is given."""
    served: Callable[[bytes], bytes] = _as_is
    """How the recorded body becomes the answer of that path; numbers keep their spelling."""


ENDPOINTS: Mapping[str, Mapping[str, Endpoint]] = {
    "sentinelone": {
        "accounts": Endpoint(f"{S1}/accounts", "accounts", "accounts"),
        "sites": Endpoint(f"{S1}/sites", "sites", "sites"),
        "groups": Endpoint(f"{S1}/groups", "groups", "groups"),
        "agents": Endpoint(f"{S1}/agents", "agents", "agents"),
        "threats": Endpoint(f"{S1}/threats", "threats", "threats"),
        "activities": Endpoint(f"{S1}/activities", "activities", "activities"),
        "activities-types": Endpoint(f"{S1}/activities/types", "activity_types", "activity_types"),
        "accounts-name-available": Endpoint(f"{S1}/accounts/name-available"),
        "agents-applications": Endpoint(f"{S1}/agents/applications"),
        "agents-summary": Endpoint(f"{S1}/private/agents/summary"),
        "application-management-inventory": Endpoint(f"{S1}/application-management/inventory"),
        "application-management-inventory-endpoints": Endpoint(
            f"{S1}/application-management/inventory/endpoints"
        ),
        "application-management-risks": Endpoint(f"{S1}/application-management/risks"),
        "cloud-detection-alerts": Endpoint(f"{S1}/cloud-detection/alerts"),
        "dv-events": Endpoint(f"{S1}/dv/events"),
        "dv-init-query": Endpoint(f"{S1}/dv/init-query"),
        "dv-query-status": Endpoint(f"{S1}/dv/query-status"),
        "restrictions": Endpoint(f"{S1}/restrictions"),
        "uam-alert": Endpoint(f"{S1}/unifiedalerts/graphql"),
    },
    "ninjaone": {
        "devices": Endpoint("/v2/devices-detailed", "devices", "devices_detailed"),
        # The same record as a row of the list, with more keys.
        "device": Endpoint("/v2/devices-detailed", "devices", "devices_detailed", served=_as_row),
        # A webhook sends the record of /v2/activities and adds the device.
        "webhook-activity": Endpoint(
            "/v2/activities", "activities", "activities", served=_as_activity
        ),
        "alerts": Endpoint("/v2/alerts", "alerts", "alerts"),
        "queries-device-health": Endpoint("/v2/queries/device-health"),
    },
    "connectwise.psa": {
        "company-companies": Endpoint(f"{PSA}/company/companies", "companies", "companies"),
        "finance-agreements": Endpoint(f"{PSA}/finance/agreements", "agreements", "agreements"),
        # The list of members is asked for where it names no person; the records are alike.
        "system-members": Endpoint(f"{PSA}/system/info/members", "members", "members"),
        "system-hostedSetups": Endpoint(
            f"{PSA}/system/connectwisehostedsetups", "hosted_setups", "hosted_setups"
        ),
        "system-callbacks-entry": Endpoint(
            f"{PSA}/system/callbacks", "callbacks", "callbacks", served=_as_row
        ),
        "system-info": Endpoint(f"{PSA}/system/info", "", "info"),
        "login-companyinfo": Endpoint("/login/companyinfo/sample-company", "", "company_info"),
        "service-boards": Endpoint(f"{PSA}/service/boards", "boards", "boards"),
        "service-boards-statuses": Endpoint(
            f"{PSA}/service/boards/1/statuses", "board_statuses", "statuses", (1,)
        ),
        "service-boards-teams": Endpoint(
            f"{PSA}/service/boards/1/teams", "board_teams", "teams", (1,)
        ),
        "service-priorities": Endpoint(f"{PSA}/service/priorities", "priorities", "priorities"),
        "service-sources": Endpoint(f"{PSA}/service/sources", "sources", "sources"),
        "service-SLAs": Endpoint(f"{PSA}/service/SLAs", "slas", "slas"),
        "service-tickets": Endpoint(f"{PSA}/service/tickets", "tickets", "tickets"),
        "service-tickets-notes": Endpoint(
            f"{PSA}/service/tickets/1/notes", "ticket_notes", "notes", (1,)
        ),
        "company-communicationTypes": Endpoint(f"{PSA}/company/communicationTypes"),
        "company-companies-sites": Endpoint(f"{PSA}/company/companies/2/sites", "", "sites", (2,)),
        "company-companies-statuses": Endpoint(
            f"{PSA}/company/companies/statuses", "company_statuses", "company_statuses"
        ),
        "company-companies-teams": Endpoint(f"{PSA}/company/companies/2/teams"),
        "company-companies-types": Endpoint(
            f"{PSA}/company/companies/types", "company_types", "company_types"
        ),
        "company-configurations-statuses": Endpoint(f"{PSA}/company/configurations/statuses"),
        "company-configurations-types": Endpoint(f"{PSA}/company/configurations/types"),
        "company-contacts": Endpoint(f"{PSA}/company/contacts"),
        "company-contacts-communications": Endpoint(f"{PSA}/company/contacts/1/communications"),
        "company-contacts-types": Endpoint(f"{PSA}/company/contacts/types"),
        "company-noteTypes": Endpoint(f"{PSA}/company/noteTypes"),
        "company-teamRoles": Endpoint(f"{PSA}/company/teamRoles"),
        "project-projectTypes": Endpoint(f"{PSA}/project/projectTypes"),
        "project-projects": Endpoint(f"{PSA}/project/projects"),
        "project-projects-phases": Endpoint(f"{PSA}/project/projects/1/phases"),
        "project-statuses": Endpoint(f"{PSA}/project/statuses"),
        "project-tickets": Endpoint(f"{PSA}/project/tickets", "project_tickets", "project_tickets"),
        "schedule-calendars": Endpoint(f"{PSA}/schedule/calendars"),
        "schedule-entries": Endpoint(f"{PSA}/schedule/entries"),
        "schedule-holidayLists": Endpoint(f"{PSA}/schedule/holidayLists"),
        "schedule-statuses": Endpoint(f"{PSA}/schedule/statuses"),
        "schedule-types": Endpoint(f"{PSA}/schedule/types"),
        "service-SLAs-priorities": Endpoint(f"{PSA}/service/SLAs/1/priorities"),
        "service-boards-items": Endpoint(f"{PSA}/service/boards/1/items"),
        "service-boards-subtypes": Endpoint(f"{PSA}/service/boards/1/subtypes"),
        "service-boards-typeSubTypeItemAssociations": Endpoint(
            f"{PSA}/service/boards/1/typeSubTypeItemAssociations"
        ),
        "service-boards-types": Endpoint(f"{PSA}/service/boards/1/types"),
        "service-locations": Endpoint(f"{PSA}/service/locations"),
        "system-departments": Endpoint(f"{PSA}/system/departments"),
        "system-locations": Endpoint(f"{PSA}/system/locations"),
        "system-myCompany-other": Endpoint(f"{PSA}/system/myCompany/other"),
        "system-territories": Endpoint(f"{PSA}/system/territories"),
        "time-entries": Endpoint(f"{PSA}/time/entries"),
        "time-workRoles": Endpoint(f"{PSA}/time/workRoles"),
        "time-workTypes": Endpoint(f"{PSA}/time/workTypes"),
    },
    "autotask": {
        "Companies": Endpoint(f"{AT}/Companies/query", "companies", "companies"),
        "Resources": Endpoint(f"{AT}/Resources/query", "resources", "resources"),
        "Roles": Endpoint(f"{AT}/Roles/query", "", "roles"),
        "TicketCategories": Endpoint(f"{AT}/TicketCategories/query", "categories", "categories"),
        "TicketNotes": Endpoint(f"{AT}/TicketNotes/query", "ticket_notes", "notes"),
        "Tickets": Endpoint(f"{AT}/Tickets/query", "tickets", "tickets"),
        "empty-page": Endpoint(f"{AT}/Tags/query", "tags", "tags"),
        "TicketNotes-entityInformation-fields": Endpoint(
            f"{AT}/TicketNotes/entityInformation/fields", "", "fields", ("TicketNotes",)
        ),
        "Tickets-entityInformation-fields": Endpoint(
            f"{AT}/Tickets/entityInformation/fields", "", "fields", ("Tickets",)
        ),
        "Tickets-entityInformation-fields-status": Endpoint(
            f"{AT}/Tickets/entityInformation/fields", "", "fields", ("Tickets",)
        ),
        "Tickets-entityInformation-userDefinedFields": Endpoint(
            f"{AT}/Tickets/entityInformation/userDefinedFields", "", "defined_fields", ("Tickets",)
        ),
        "Tickets-by-id": Endpoint(f"{AT}/Tickets/100"),
        "CompanyLocations": Endpoint(f"{AT}/CompanyLocations/query"),
        "Contacts": Endpoint(f"{AT}/Contacts/query"),
        "ContractExclusionSetExcludedRoles": Endpoint(
            f"{AT}/ContractExclusionSetExcludedRoles/query"
        ),
        "TicketSecondaryResources": Endpoint(f"{AT}/TicketSecondaryResources/query"),
    },
    "halopsa": {
        "tickets": Endpoint("/api/Tickets", "tickets", "tickets"),
        "ticket": Endpoint("/api/Tickets/1234", "ticket_details", "ticket", (1234,)),
        "users-search": Endpoint("/api/Users"),
        "attachment": Endpoint("/api/Attachment"),
    },
}

OTHER_GENERATION = {
    ("sentinelone", "threats.v2.0"),
    ("sentinelone", "threats.page-1"),
    ("sentinelone", "threats.page-2"),
}
"""Flat threats of API 2.0, which 2.1 does not send: they must not crash, but may be rejected."""

ENDS: Mapping[str, bytes] = {
    "cursor": b'{"data": [], "pagination": {"nextCursor": null, "totalItems": 0}}',
    "after": b"[]",
    "olderThan": b'{"lastActivityId": 0, "activities": []}',
    "pageId": b"[]",
}
"""What follows a recorded page: the parameter that asks for more, and the empty page."""

FIRST_PAGES: Mapping[str, str] = {"page": "1"}
"""Parameters that the first page is asked for with, too: any other value asks for more."""

GRANT = b'{"access_token": "from-the-samples", "token_type": "Bearer", "expires_in": 3600}'

OTHERWISE: Mapping[str, tuple[tuple[str, bytes], ...]] = {
    "sentinelone": (
        (r"/policy$|/system/info$|/rbac/role/", b'{"data": {}}'),
        (r"/user$", b'{"data": {"id": "1", "scope": "account", "scopeRoles": []}}'),
        (r"/sites$", b'{"data": {"sites": []}, "pagination": {"totalItems": 0}}'),
        (r"", b'{"data": [], "pagination": {"nextCursor": null, "totalItems": 0}}'),
    ),
    "ninjaone": (
        (r"/v2/activities$", b'{"lastActivityId": 0, "activities": []}'),
        (r"/v2/queries/", b'{"results": []}'),
        (r"", b"[]"),
    ),
    "connectwise.psa": (
        (r"^/login/companyinfo/", b'{"CompanyName": "Sample", "IsCloud": true}'),
        (r"/count$", b'{"count": null}'),
        (r"/system/info$|/knowledgebasesettings$", b"{}"),
        (r"", b"[]"),
    ),
    "autotask": (
        (r"/ZoneInformation$", b'{"url": "OWN_URL", "ci": 1}'),
        (r"/query$", b'{"items": [], "pageDetails": {"nextPageUrl": null}}'),
        (r"", b"{}"),
    ),
    "halopsa": (
        (r"/authinfo$", b'{"auth_url": "OWN_URL/auth", "tenant_id": "sample"}'),
        (r"/Agent/me$", b'{"id": 1, "teams": []}'),
        (r"/Control$|/InstanceInfo$", b"{}"),
        (r"/Client$", b'{"record_count": 0, "clients": []}'),
        (r"/ClientContract$", b'{"record_count": 0, "contracts": []}'),
        (r"/Tickets$", b'{"record_count": 0, "tickets": []}'),
        (r"", b"[]"),
    ),
}
"""What the server answers at all other paths, by the first pattern found: an empty tenant.

`OWN_URL` stands for the server's own address."""
TOKEN_PATHS = ("/ws/oauth/token", "/auth/token")


@dataclass(frozen=True, slots=True)
class Sample:
    """One recorded body."""

    vendor: str
    name: str
    """File name without `.json`."""
    file: Path

    @property
    def endpoint(self) -> Endpoint:
        kind = self.name.split(".", 1)[0]
        return ENDPOINTS[self.vendor][kind]

    @property
    def answer(self) -> bytes:
        """The bytes that the vendor sends."""
        return self.endpoint.served(self.file.read_bytes())

    @property
    def rows(self) -> int:
        """How many records the body holds."""
        body = json.loads(self.answer)
        for key in ("data", "sites", "activities", "items", "tickets"):
            body = body.get(key, body) if isinstance(body, dict) else body
        return len(body) if isinstance(body, list) else 1

    @property
    def is_of_another_generation(self) -> bool:
        return (self.vendor, self.name) in OTHER_GENERATION

    def __str__(self) -> str:
        return f"{self.vendor}/{self.name}"


def samples() -> list[Sample]:
    """Return every body of the vendors in the table; empty where the variable is not set."""
    folder = os.environ.get("AIGOV_CONNECTORS_SAMPLES")
    if not folder:
        return []
    return [
        Sample(vendor, file.stem, file)
        for vendor in ENDPOINTS
        for file in sorted(Path(folder, vendor.replace(".", "-")).glob("*.json"))
    ]


@dataclass(slots=True)
class Served:
    """A running server that knows one body."""

    sample: Sample
    url: str = ""
    asked: list[str] = field(default_factory=list)
    """Method and path with query of every request, in order."""

    def reply(self, method: str, target: str) -> tuple[int, bytes]:
        url = urlsplit(target)
        self.asked.append(f"{method} {target}")
        if method == "POST" and url.path in TOKEN_PATHS:
            return 200, GRANT
        if url.path != self.sample.endpoint.path:
            ways = OTHERWISE[self.sample.vendor]
            found = next(body for pattern, body in ways if re.search(pattern, url.path))
            return 200, found.replace(b"OWN_URL", self.url.encode())
        for name, value in parse_qsl(url.query):
            if FIRST_PAGES.get(name, value) != value:
                return 200, b"[]"
            if name in ENDS:
                return 200, ENDS[name]
        return 200, self.sample.answer

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request_line, *fields = head.split("\r\n")
        lengths = [line for line in fields if line.lower().startswith("content-length:")]
        if lengths:
            await reader.readexactly(int(lengths[0].split(":", 1)[1]))
        method, target, _ = request_line.split(" ")
        status, content = self.reply(method, target)
        writer.write(
            f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode()
            + content
        )
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def serving(sample: Sample) -> AsyncIterator[Served]:
    """Answer on a loopback socket with the body, at the path where the vendor has it."""
    served = Served(sample)
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    served.url = f"http://{host}:{port}"
    try:
        yield served
    finally:
        server.close()
        await server.wait_closed()
