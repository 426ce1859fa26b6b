"""Rows as the vendor sends them, a desk and its people, for the tests of their meaning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.inventory.builders import origin

from aigov_connectors import registry
from aigov_connectors.autotask.normalize import (
    Actors,
    Desk,
    Picklists,
    TicketLog,
)
from aigov_connectors.autotask.wire import (
    FieldsWire,
    ResourceWire,
    TicketWire,
)
from aigov_connectors.inventory import (
    Organization,
    Place,
    Statement,
    Window,
)

CATALOGUE = registry.catalogue("autotask")
PLACE = Place(connection="at", tenant_id="77")
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
DAY = timedelta(days=1)
PERSON, OTHER, SYSTEM, SYNC, THREAD = 101, 102, 4, 201, 202
LISTS = {
    ("Resources", "licenseType"): {1: "Professional", 7: "API User"},
    ("Companies", "companyType"): {1: "Customer", 3: "Prospect"},
    ("Companies", "marketSegmentID"): {9: "Healthcare"},
    ("Tickets", "queueID"): {50: "Level I"},
    ("Tickets", "apiVendorID"): {4: "Datto RMM"},
    ("Tickets", "changeApprovalStatus"): {1: "Requested", 2: "Approved"},
    ("TicketNotes", "noteType"): {13: "Workflow Rule Note - Task", 3: "Task Notes"},
}


def picklists(lists: dict[tuple[str, str], dict[int, str]] | None = None) -> Picklists:
    found = Picklists()
    for (entity, name), values in (LISTS if lists is None else lists).items():
        told = [{"value": str(value), "label": label} for value, label in values.items()]
        fields = [{"name": name, "picklistValues": told}]
        found.learn(entity, FieldsWire.model_validate({"fields": fields}))
    return found


def actors(*, is_whole: bool = True) -> Actors:
    found = Actors(is_whole=is_whole)
    for number, user, license_type in (
        (PERSON, "mlee", 1),
        (OTHER, "jdoe", 1),
        (SYNC, "sync@x.example", 7),
        (THREAD, "thread@x.example", 7),
    ):
        row = ResourceWire.model_validate(
            {"id": number, "userName": user, "licenseType": license_type, "isActive": True}
        )
        found.learn(row, origin=origin(), picklists=picklists(), catalogue=CATALOGUE)
    return found


def desk(*, window: bool = True) -> Desk:
    found = Desk()
    for number, name in ((1, "Acme"), (2, "Beech")):
        found.organizations[str(number)] = Organization(
            vendor="autotask",
            tenant_id="77",
            vendor_id=str(number),
            name=name,
            domains=(f"{name.lower()}.example",),
        )
    if window:
        found.window = Window(start=SINCE, end=NOW)
    return found


def log_of(where: Desk | None = None, *, is_whole: bool = True) -> TicketLog:
    return TicketLog(
        tenant_id="77",
        actors=actors(is_whole=is_whole),
        desk=where or desk(),
        picklists=picklists(),
        since=SINCE,
    )


def ticket(number: int = 1, **fields: Any) -> TicketWire:
    told: dict[str, Any] = {
        "id": number,
        "companyID": 1,
        "ticketCategory": 7,
        "createDate": "2026-11-05T08:00:00",
        "lastActivityDate": "2026-11-06T08:00:00",
    }
    return TicketWire.model_validate({**told, **fields})


def only(statements: Any) -> Statement:
    (one,) = list(statements)
    found: Statement = one
    return found
