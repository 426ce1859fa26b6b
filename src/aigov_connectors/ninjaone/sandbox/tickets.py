"""Ticketing: boards, statuses, forms, the tickets of a board, and what the log of a ticket says."""

import json
from collections.abc import Mapping
from typing import Any

from aigov_connectors.ninjaone.sandbox import planted_work as planted
from aigov_connectors.ninjaone.sandbox.devices import Estate
from aigov_connectors.ninjaone.sandbox.paging import BadQueryError, number
from aigov_connectors.ninjaone.sandbox.planted_work import AUTOMATIONS, PlantedAutomation
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import SECOND
from aigov_connectors.sandbox.world import World

FIRST_TICKET = 1200
_HOUR = 3600
_KNOWN = frozenset(
    {"sortBy", "filters", "pageSize", "searchCriteria", "includeColumns", "lastCursorId"}
)
_ENTRY_TYPES = frozenset(
    {"DESCRIPTION", "COMMENT", "CONDITION", "SAVE", "DELETE", "PRODUCT", "INFO"}
)


class Tickets:
    """The tickets of the tenant, newest first; the newest are those that automations touched."""

    def __init__(self, world: World, estate: Estate) -> None:
        self._world = world
        self._estate = estate
        named = {client.name: client for client in estate.organizations}
        touched = [(one, named[client]) for one in AUTOMATIONS for client in one.clients]
        rest = planted.TICKETS - len(touched)
        self._tickets: list[tuple[PlantedAutomation | None, ClientOrg]] = [
            *touched,
            *((None, estate.organizations[n % len(estate.organizations)]) for n in range(rest)),
        ]

    def _at(self, place: int, minutes: int = 0) -> float:
        return (self._world.end - (place + 1) * _HOUR * SECOND) / SECOND + minutes * 60 + 0.125

    def boards(self) -> bytes:
        """Return the body of `GET /v2/ticketing/trigger/boards`."""
        rows = [
            {
                "id": id_,
                "uid": uuid_text(self._world.seed, 131, id_),
                "name": name,
                "description": "",
                "conditions": {"any": [], "all": []},
                "createTime": 1_700_000_000.5,
                "updateTime": 1_700_000_000.5,
                "system": system,
                "columns": ["id", "summary", "status", "organization"],
                "sortBy": [],
                "ticketCount": len(range(0, len(self._tickets), of)),
            }
            for id_, name, system, of in planted.BOARDS
        ]
        return json.dumps(rows).encode()

    def statuses(self) -> bytes:
        """Return the body of `GET /v2/ticketing/statuses`."""
        rows = [
            {
                "name": name,
                "displayName": display,
                "statusId": id_,
                **({} if parent is None else {"parentId": parent}),
            }
            for id_, name, display, parent in planted.STATUSES
        ]
        return json.dumps(rows).encode()

    def forms(self) -> bytes:
        """Return the body of `GET /v2/ticketing/ticket-form`."""
        row = {
            "id": 1,
            "name": "Default",
            "description": "",
            "active": True,
            "default": True,
            "createTime": 1_700_000_000.5,
            "updateTime": 1_700_000_000.5,
            "content": {"fields": [], "timerSettings": {"enabled": True, "mode": "AUTO_START"}},
            "fields": [],
        }
        return json.dumps([row]).encode()

    def run(self, board: int, body: bytes) -> bytes | None:
        """Answer a run of a board; None where there is no such board."""
        of = next((step for id_, _, _, step in planted.BOARDS if id_ == board), None)
        if of is None:
            return None
        asked = _object(body)
        size, cursor = asked.get("pageSize", 50), asked.get("lastCursorId") or 0
        columns = asked.get("includeColumns")
        if not isinstance(size, int) or not isinstance(cursor, int) or not 1 <= size <= 1000:
            raise BadQueryError("Invalid page")
        places = [n for n in range(0, len(self._tickets), of) if FIRST_TICKET + 999 - n != cursor]
        if cursor:
            places = [n for n in places if FIRST_TICKET + 999 - n < cursor]
        page = places[: min(size, planted.MOST_PER_RUN)]
        rows = [self._ticket(n) for n in page]
        if columns:
            rows = [{key: row[key] for key in row if key in columns} for row in rows]
        metadata: dict[str, Any] = {
            "columns": columns or [],
            "sortBy": [],
            "attributes": {},
            "filters": [],
            "allRequiredColumns": ["id"],
            "allColumns": ["id", "summary", "status", "organization", "lastUpdated"],
        }
        if page:
            metadata["lastCursorId"] = FIRST_TICKET + 999 - page[-1]
        return json.dumps({"data": rows, "metadata": metadata}).encode()

    def _ticket(self, place: int) -> dict[str, Any]:
        automation, client = self._tickets[place]
        closed = automation is not None and "status" in automation.changes
        status = planted.STATUSES[-1] if closed else planted.STATUSES[1]
        return {
            "id": FIRST_TICKET + 999 - place,
            "summary": "Please look at my printer",
            "description": "It does not print since Monday",
            "status": {"statusId": status[0], "displayName": status[2], "parentId": status[3]},
            "priority": "NONE",
            "severity": "NONE",
            "tags": [],
            "organization": client.name,
            "location": "Main Office",
            "requester": "User 12",
            "assignedAppUser": "Technician 04",
            "createTime": self._at(place, -50),
            "lastUpdated": self._at(place),
            "source": "EMAIL",
            "ticketForm": "Default",
        }

    def log(self, ticket: int, query: Mapping[str, str]) -> bytes | None:
        """Answer the log of a ticket; None where there is no such ticket."""
        place = FIRST_TICKET + 999 - ticket
        if not 0 <= place < len(self._tickets):
            return None
        size = number(query, "pageSize", 500, least=1, most=1000)
        anchor = number(query, "anchorId", 0, least=0, most=2**31 - 1)
        kind = query.get("type", "")
        if kind and kind not in _ENTRY_TYPES:
            raise BadQueryError("Invalid value for parameter 'type'")
        rows = [
            row
            for row in self._entries(place)
            if row["id"] > anchor and (not kind or row["type"] == kind)
        ]
        return json.dumps(rows[:size]).encode()

    def _entries(self, place: int) -> list[dict[str, Any]]:
        automation, _ = self._tickets[place]
        first = 50_000 + place * 1000
        rows: list[dict[str, Any]] = [
            {
                **self._entry(first, place, minutes=-50, kind="DESCRIPTION"),
                "body": "It does not print since Monday",
                "publicEntry": True,
                "appUserContactId": 12,
                "appUserContactType": "END_USER",
            }
        ]
        for nth in range(automation.after if automation else 0):
            rows.append(
                {
                    **self._entry(first + 3 + nth, place, minutes=-49, kind="COMMENT"),
                    "body": "Called again",
                    "appUserContactId": 4,
                    "appUserContactType": "TECHNICIAN",
                }
            )
        if automation is not None:
            entry = {
                **self._entry(
                    first + 999 if automation.after else first + 1,
                    place,
                    minutes=-45,
                    kind="CONDITION",
                ),
                "system": True,
                "publicEntry": automation.public_entry,
                "automation": {
                    "id": automation.id,
                    "name": automation.name,
                    "system": False,
                    "type": automation.type,
                },
            }
            if automation.changes:
                entry["changeDiff"] = {
                    name: {"old": old, "new": new}
                    for name, (old, new) in automation.changes.items()
                }
            rows.append(entry)
        if place % 2:
            rows.append(
                {
                    **self._entry(first + 2, place, minutes=0, kind="SAVE"),
                    "changeDiff": {"assignedAppUserId": {"old": None, "new": 4}},
                    "appUserContactId": 4,
                    "appUserContactType": "TECHNICIAN",
                    "techniciansTaggedMetadata": [
                        {"id": 4, "email": "technician04@northwind-ridge.example"}
                    ],
                }
            )
        return sorted(rows, key=lambda row: row["id"])

    def _entry(self, id_: int, place: int, *, minutes: int, kind: str) -> dict[str, Any]:
        return {
            "id": id_,
            "type": kind,
            "system": False,
            "publicEntry": False,
            "createTime": self._at(place, minutes),
        }


def _object(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body or b"{}")
    except ValueError:
        raise BadQueryError("Malformed JSON") from None
    if not isinstance(asked, dict) or set(asked) - _KNOWN:
        raise BadQueryError("Unknown property")
    return asked
