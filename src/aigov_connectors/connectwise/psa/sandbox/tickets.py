"""Tickets, notes and the audit trail: made when asked for, the same in every run."""

from typing import Any

from aigov_connectors.connectwise.psa.sandbox import planted, planted_around
from aigov_connectors.connectwise.psa.sandbox.directory import ref
from aigov_connectors.connectwise.psa.sandbox.query import Table
from aigov_connectors.sandbox.noise import noise
from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import HISTORY_DAYS, World

Row = dict[str, Any]

FIRST = 70_000
FIRST_OF_PROJECT = 900_000
_HOUR = 3600 * SECOND
_LEAST_EACH = 12  # tickets of each client over the whole history


class Tickets:
    """The tickets of one world; their number follows from the world's activity."""

    def __init__(self, world: World) -> None:
        self._world = world
        told = int(str(world.option(f"{planted.VENDOR}.tickets", world.activities // 4)))
        self.count: int = max(told, _LEAST_EACH * len(world.clients))
        self.gone = 0
        """How many of the oldest were deleted while somebody reads."""
        self.new = 0
        """How many were opened while somebody reads."""
        self._machines = {
            name: one.identifier for one in planted.INTEGRATIONS for name in one.touches
        }
        self._openers = {
            place: one.identifier for one in planted.INTEGRATIONS for place in one.opens
        }
        self._opened_on = dict(place for one in planted.INTEGRATIONS for place in one.opens)

    def table(self) -> Table:
        """Return the tickets as a list of the API."""
        gone = self.gone
        return Table(
            self.count + self.new - gone,
            lambda number: self.row(number + gone),
            lambda number, path: self._value(number + gone, path),
        )

    def project_table(self) -> Table:
        """Return the tickets of projects: the latest of each fifth client."""
        places = range(0, len(self._world.clients), 5)
        rows = [self._of_project(place) for place in places]

        def value(number: int, path: str) -> Any:
            if path == "id":
                return rows[number]["id"]
            if path in ("lastUpdated", "_info/lastUpdated"):
                return self._updated(self.count - 1 - places[number])
            raise KeyError(path)

        return Table(len(rows), rows.__getitem__, value)

    def _of_project(self, place: int) -> Row:
        row = self.row(self.count - 1 - place)
        for name in ("recordType", "severity", "impact", "isInSla", "hasChildTicket", "sla"):
            del row[name]
        board = ref(planted.PROJECTS, planted.BOARDS[planted.PROJECTS])
        project = {"project": ref(7, "Move"), "phase": ref(8, "Plan")}
        told = {"id": FIRST_OF_PROJECT + place, "summary": "Move the office"}
        return {**row, **told, "board": board, **project}

    def row(self, number: int) -> Row:
        """Return one full record."""
        client = self._client(number)
        name = planted.company_name(client)
        board = self._board(number)
        closed = self._is_closed(number)
        status = (4, ">Closed") if closed else (1, "New")
        row: Row = {
            "id": FIRST + number,
            "summary": "Something is not as it should be",
            "recordType": "ServiceTicket",
            "board": ref(board, planted.BOARDS[board]),
            "status": ref(planted.status_id(board, status[0]), status[1], Sort=0),
            "company": ref(planted.company_id(client), name, identifier=planted.identifier(name)),
            "siteName": "Main",
            "contactEmailAddress": "someone@client.example",
            "type": ref(board * 100 + 1, "Incident"),
            "priority": ref(3, "Medium", sort=3, level="3"),
            "source": ref(*planted_around.SOURCE)
            if client.name == planted_around.SOURCE_AT
            else ref(2, "Email Connector"),
            "severity": "Medium",
            "impact": "Medium",
            "allowAllClientsPortalView": False,
            "customerUpdatedFlag": False,
            "automaticEmailContactFlag": False,
            "closedFlag": closed,
            "actualHours": 0.5,
            "approved": False,
            "isInSla": True,
            "hasChildTicket": False,
            "sla": ref(1, "Standard"),
            "customFields": [{"id": 9, "caption": "Asset", "type": "Text", "value": {}}],
            "_info": {
                "lastUpdated": iso(self._updated(number), digits=0),
                "updatedBy": self._actor(number),
                "dateEntered": iso(self._entered(number), digits=0),
                "enteredBy": self._opener(number),
            },
        }
        if number % 4:
            row["owner"] = ref(141, "M Lee", identifier="mlee")
        if closed:
            row["closedDate"] = iso(self._updated(number), digits=0)
            row["closedBy"] = self._actor(number)
        return row

    def notes(self, ticket: int) -> list[Row] | None:
        """Return the notes of a ticket; None where there is no such ticket."""
        number = ticket - FIRST
        if not 0 <= number < self.count + self.new:
            return None
        row: Row = {
            "id": ticket * 10,
            "ticketId": ticket,
            "text": "It is very slow again",
            "detailDescriptionFlag": True,
            "internalAnalysisFlag": False,
            "resolutionFlag": False,
            "issueFlag": False,
            "dateCreated": iso(self._entered(number), digits=0),
            "createdBy": "EmailConnector",
            "internalFlag": False,
            "externalFlag": True,
        }
        if self._client(number).name in planted.SENTIMENT_AT:
            row["sentimentScore"] = -0.4
        return [row]

    def trail(self, ticket: int) -> list[Row]:
        """Return who changed what on a ticket, oldest first."""
        number = ticket - FIRST
        if not 0 <= number < self.count + self.new:
            return []
        actor = self._actor(number)
        at = self._updated(number)
        rows = [
            _entry("Ticket created", self._entered(number), "EmailConnector", "Ticket", "Email"),
            _entry('Owner set to "mlee"', at - _HOUR, "mlee", "Owner", "Desktop"),
            _entry('Status changed from "New"', at, actor, "Status", "API"),
        ]
        if number % 5 == 0 and actor != "mlee":
            rows.append(_entry('Status changed to "New"', at + _HOUR, "mlee", "Status", "Desktop"))
        return rows

    def _value(self, number: int, path: str) -> Any:
        match path:
            case "id":
                return FIRST + number
            case "lastUpdated" | "_info/lastUpdated":
                return self._updated(number)
            case "dateEntered" | "_info/dateEntered":
                return self._entered(number)
            case "board/id":
                return self._board(number)
            case "company/id":
                return planted.company_id(self._client(number))
            case "closedFlag":
                return self._is_closed(number)
        raise KeyError(path)

    def _client(self, number: int) -> Any:
        return self._world.clients[number % len(self._world.clients)]

    def _board(self, number: int) -> int:
        opened = self._opened_on.get(self._client(number).name)
        if opened is not None and number // len(self._world.clients) % 3 == 0:
            return opened
        boards = (planted.SERVICE_DESK, planted.SERVICE_DESK, planted.ALERTS, planted.ONBOARDING)
        return boards[noise(self._world.seed, 61, number) % 4]

    def _is_closed(self, number: int) -> bool:
        return noise(self._world.seed, 62, number) % 3 != 0

    def _entered(self, number: int) -> int:
        span = (HISTORY_DAYS - 1) * DAY
        return self._world.start + min(number, self.count - 1) * span // self.count

    def _updated(self, number: int) -> int:
        return self._entered(number) + 4 * _HOUR

    def _opener(self, number: int) -> str:
        opener = self._openers.get((self._client(number).name, self._board(number)))
        return opener or ("EmailConnector" if number % 3 else "mlee")

    def _actor(self, number: int) -> str:
        machine = self._machines.get(self._client(number).name)
        if machine is not None:
            return machine
        return planted.RULE_IDENTITY if number % 5 == 0 else "mlee"


def _entry(text: str, at: int, by: str, kind: str, source: str) -> Row:
    return {
        "text": text,
        "enteredDate": iso(at, digits=0),
        "enteredBy": by,
        "auditType": "Ticket",
        "auditSubType": kind,
        "auditSource": source,
    }
