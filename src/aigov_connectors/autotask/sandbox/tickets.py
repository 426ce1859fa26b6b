"""Tickets and what was done to them: made when asked for, the same in every run."""

from typing import Any

from aigov_connectors.autotask.sandbox import planted
from aigov_connectors.autotask.sandbox.shapes import full
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.noise import noise
from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import HISTORY_DAYS, World

Row = dict[str, Any]

FIRST = 90_000
_HOUR = 3600 * SECOND
_LEAST_EACH = 12  # tickets of each client over the whole history
_NOTE_BY_PERSON, _NOTE_BY_RULE = 3, 13
_TO_CLIENT, _TO_STAFF = 21, 22
_VOTERS = {
    planted.SELF_APPROVED_AT: planted.PEOPLE[0][0],
    planted.APPROVED_AT: planted.PEOPLE[1][0],
    planted.MACHINE_APPROVED_AT: planted.MESSENGER,
}
"""Client to whoever agrees to its changes; the first person asks for all of them."""


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
        self._programs = {name: one.id for one in planted.PROGRAMS for name in one.touches}
        self._whole = full("Tickets")

    @property
    def size(self) -> int:
        """How many there are now."""
        return self.count + self.new - self.gone

    def row(self, number: int) -> Row:
        """Return one full record."""
        return self._row(number + self.gone)

    def _row(self, number: int) -> Row:
        client = self._client(number)
        entered = self._entered(number)
        is_done = noise(self._world.seed, 62, number) % 3 != 0
        is_alert = client.name in planted.ALERTS_AT
        row = self._whole.copy()
        row.update(
            id=FIRST + number,
            ticketNumber=f"T20260911.{number:06d}",
            title="Something is not as it should be",
            description="It is very slow again",
            companyID=planted.company_id(client),
            status=5 if is_done else 1,
            priority=1 + noise(self._world.seed, 63, number) % 4,
            queueID=self._queue(number, is_alert=is_alert),
            ticketCategory=7 if is_alert else (3, 3, 8)[number % 3],
            ticketType=5 if is_alert else 2,
            issueType=10,
            subIssueType=136,
            source=8 if is_alert else (4, 2)[number % 2],
            assignedResourceID=planted.PEOPLE[number % 4][0] if number % 5 else None,
            creatorResourceID=planted.DATTO if is_alert else planted.PEOPLE[number % 4][0],
            creatorType=1,
            createDate=_plain(entered),
            lastActivityDate=_plain(self._touched(number)),
            lastActivityPersonType=1,
            lastTrackedModificationDateTime=_plain(self._touched(number)),
            completedDate=_plain(self._touched(number)) if is_done else None,
            completedByResourceID=self._completer(number, client) if is_done else None,
            serviceLevelAgreementID=2,
            changeInfoField1="",
            userDefinedFields=[] if number % 2 else {},
        )
        if is_alert:
            row.update(
                rmmAlertID=f"alert-{number}", monitorTypeID=1, apiVendorID=planted.DATTO_VENDOR
            )
        if client.name in planted.IN_A_NAME_AT:
            row["impersonatorCreatorResourceID"] = planted.DISPATCHER
        if client.name in planted.RATED_AT:
            row["currentServiceThermometerRating"] = 2
        if (approval := self._change(number)) is not None:
            row.update(ticketType=4, changeApprovalType=1, changeApprovalStatus=approval)
            row["creatorResourceID"] = planted.PEOPLE[0][0]
        return row

    def notes(self) -> list[Row]:
        """Return the notes of the tickets, one each for the younger half."""
        rows: list[Row] = []
        for number in range(self.count // 2, self.count):
            client = self._client(number)
            by_rule = client.name in planted.NOTED_AT
            author = self._programs.get(client.name, planted.PEOPLE[number % 4][0])
            at = self._entered(number) + _HOUR
            rows.append(
                full(
                    "TicketNotes",
                    id=number + 1,
                    ticketID=FIRST + number,
                    title="Note",
                    description="They called about the invoice",
                    noteType=_NOTE_BY_RULE if by_rule else _NOTE_BY_PERSON,
                    publish=1,
                    creatorResourceID=planted.SYSTEM if by_rule else author,
                    impersonatorCreatorResourceID=planted.DISPATCHER
                    if client.name in planted.IN_A_NAME_AT
                    else None,
                    createDateTime=iso(at, digits=3),
                    lastActivityDate=iso(at, digits=3),
                )
            )
        return rows

    def notifications(self) -> list[Row]:
        """Return the mails that were sent, one for every fourth ticket of the younger half."""
        rows: list[Row] = []
        for number in range(self.count // 2, self.count):
            client = self._client(number)
            to_client = client.name in planted.MAILED_AT
            if number % 4 and not to_client:
                continue
            rows.append(
                full(
                    "NotificationHistory",
                    id=number * 3 + number // 7 % 2,
                    ticketID=FIRST + number,
                    companyID=planted.company_id(client),
                    templateName="Ticket received" if to_client else "Ticket note (internal)",
                    notificationHistoryTypeID=_TO_CLIENT if to_client else _TO_STAFF,
                    notificationSentTime=iso(self._entered(number) + 60 * SECOND, digits=2),
                    initiatingResourceID=None if to_client else planted.PEOPLE[0][0],
                    recipientEmailAddress=f"someone@{planted.domain(client)}"
                    if to_client
                    else "team@northwindridge.example",
                    recipientDisplayName="Someone",
                    isTemplateJob=True,
                    isActive=True,
                    isDeleted=False,
                )
            )
        return rows

    def history(self, ticket: int) -> list[Row] | None:
        """Return who changed what on a ticket, oldest first; None where there is no such ticket."""
        number = ticket - FIRST
        if not self.gone <= number < self.count + self.new:
            return None
        client = self._client(number)
        entered, touched = self._entered(number), self._touched(number)
        person = planted.PEOPLE[0][0]
        told = [(entered, "Created", "", person)]
        if client.name in planted.MOVED_AT:
            change = "From: Monitoring Alert To: Level I Support"
            told.append((entered + 4 * SECOND, "Queue Changed", change, planted.SYSTEM))
            if number % 2:
                told.append((touched, "Queue Changed", "From: Level I Support To: Other", person))
        told.append((touched, "Status Changed", "From: New To: In Progress", person))
        if (program := self._programs.get(client.name)) is not None:
            told.append((touched, "Priority Changed", "From: Low To: High", program))
        return [
            full(
                "TicketHistory",
                id=ticket * 10 + place,
                ticketID=ticket,
                date=_plain(at),
                action=action,
                detail=detail,
                resourceID=by,
            )
            for place, (at, action, detail, by) in enumerate(told)
        ]

    def approvals(self) -> list[Row]:
        """Return the votes on changes."""
        rows: list[Row] = []
        for number in range(self.count):
            if self._change(number) is None:
                continue
            name = self._client(number).name
            alone = name in (planted.SELF_APPROVED_AT, planted.MACHINE_APPROVED_AT)
            at = _plain(self._touched(number))
            voter = _VOTERS[name]
            common = {"ticketID": FIRST + number}
            rows.append(
                full(
                    "TicketChangeRequestApprovals",
                    id=number * 2 + 1,
                    resourceID=voter,
                    isApproved=True,
                    approveRejectDateTime=at,
                    approveRejectNote="call me first",
                    **common,
                )
            )
            if not alone:
                rows.append(
                    full(
                        "TicketChangeRequestApprovals", id=number * 2 + 2, contactID=3301, **common
                    )
                )
        return rows

    def deleted(self) -> list[Row]:
        """Return the log of deleted tickets."""
        at = iso(self._world.end - 3 * DAY, digits=0)
        return [
            full(
                "DeletedTicketLogs",
                id=one,
                ticketID=100 + one,
                ticketNumber=f"T20250101.{one:04d}",
                ticketTitle="Spam",
                deletedByResourceID=by,
                deletedDateTime=at,
            )
            for one, by in ((1, planted.PEOPLE[0][0]), (2, planted.PROGRAMS[2].id))
        ]

    def _client(self, number: int) -> ClientOrg:
        return self._world.clients[number % len(self._world.clients)]

    def _queue(self, number: int, *, is_alert: bool) -> int:
        if is_alert:
            return planted.ALERTS
        queues = (planted.LEVEL_ONE, planted.LEVEL_ONE, planted.ONBOARDING, planted.AI_QUEUE)
        return queues[noise(self._world.seed, 61, number) % 4]

    def _completer(self, number: int, client: ClientOrg) -> int:
        if client.name in planted.COMPLETED_AT:
            return planted.SYSTEM
        return self._programs.get(client.name, planted.PEOPLE[number % 4][0])

    def _change(self, number: int) -> int | None:
        """The status of the approval of every third ticket of some clients."""
        name = self._client(number).name
        if name not in _VOTERS:
            return None
        return 2 if number // len(self._world.clients) % 3 == 0 else None

    def _entered(self, number: int) -> int:
        span = (HISTORY_DAYS - 1) * DAY
        return self._world.start + min(number, self.count - 1) * span // self.count

    def _touched(self, number: int) -> int:
        return self._entered(number) + 4 * _HOUR


def _plain(at: int) -> str:
    """A time of UTC that does not say so."""
    return iso(at, digits=3).removesuffix("Z")
