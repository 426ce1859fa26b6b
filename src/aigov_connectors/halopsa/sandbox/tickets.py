"""Tickets, their actions and approvals: made when asked for, the same in every run."""

from collections.abc import Sequence
from typing import Any

from aigov_connectors.halopsa.sandbox import planted
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.noise import noise, uuid_text
from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import HISTORY_DAYS, World

Row = dict[str, Any]

FIRST = 20_000
NEVER = "1900-01-01T00:00:00"
_HOUR = 3600 * SECOND
_LEAST_EACH = 12  # tickets of each client over the whole history
_HIDDEN_EVERY = 37
_EVERY_FEW = 4
_MONITORED = dict(
    zip(planted.MONITORED_CLIENTS, (planted.MONITORING, planted.LAB_MONITORING), strict=True)
)
_TYPES = (planted.INCIDENT, planted.INCIDENT, planted.ALERT, planted.CHANGE, planted.INCIDENT)


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
        self._newest = next(
            number
            for number in range(self.count - 1, -1, -1)
            if number % _HIDDEN_EVERY != 0 and self._type(number) == planted.MONITORING
        )
        self._programs = {name: one.id for one in planted.APPLICATIONS for name in one.touches}

    def visible(self, *, since: int) -> Sequence[int]:
        """Return the numbers that the API agent may see, touched after an instant, in order."""
        return [
            number
            for number in range(self.gone, self.count + self.new)
            if number % _HIDDEN_EVERY != 0 and self._updated(number) >= since
        ]

    def row(self, number: int) -> Row:
        """Return one record as the list has it."""
        client = self._client(number)
        closed = self._is_closed(number)
        status = (9, "Closed") if closed else (2, "In Progress")
        kind = self._type(number)
        return {
            "id": FIRST + number,
            "dateoccurred": iso(self._entered(number), digits=2).removesuffix("Z"),
            "summary": "Something is not as it should be",
            "details": "A long text that nobody here has to read",
            "status_id": status[0],
            "status_name": status[1],
            "tickettype_id": kind,
            "tickettype_name": next(one.name for one in planted.TICKET_TYPES if one.id == kind),
            "sla_id": 1,
            "priority_id": 3,
            "client_id": float(planted.client_id(client)),
            "client_name": planted.client_name(client),
            "site_id": 18.0,
            "site_name": "Main",
            "user_id": 77,
            "user_name": "Somebody",
            "team": planted.TEAMS[planted.SERVICE_DESK],
            "agent_id": planted.PEOPLE[number % len(planted.PEOPLE)] if number % 3 else 1,
            "dateclosed": iso(self._updated(number), digits=3) if closed else NEVER,
            "deadlinedate": NEVER,
            "last_update": iso(self._updated(number), digits=6).replace("Z", "0Z"),
            "inactive": False,
            "category_1": "Hardware>Printer",
            "ticket_tags": "",
            "ai_summary": "",
            "contract_id": -1,
            "guid": uuid_text(self._world.seed, 60, number),
        }

    def detail(self, ticket: int) -> Row | None:
        """Return one ticket with what AI did to it; None where there is none to see."""
        number = ticket - FIRST
        if not self._is_there(number):
            return None
        rule = 14 if self._by_rule(number) else 0
        row = {
            **self.row(number),
            "matched_rule_id": rule,
            "matched_rule_name": "Network alerts to NOC" if rule else "",
            "matched_rule_ids": str(rule) if rule else "",
            "ai_suggested_priority": "Medium",
            "ai_sentiment_analysis": "",
            "ai_generated_summary": "",
            "ai_matched_tickets": [
                {"id": 1, "ticket_id": ticket, "matched_id": ticket - 1, "search_score": 0.91}
            ],
            "ai_suggestions": self._suggestions(number),
            "ninja_alert_id": self._of_alert(number),
            "embedding_match_timestamp": NEVER,
            "customfields": [
                {"id": 170, "name": "CFDesktopType", "label": "Desktop", "type": 2, "value": "1"},
                {"id": 171, "name": planted.AI_FIELD, "label": "Resolution", "type": 0},
            ],
            "user": {"id": 77, "name": "Somebody"},
        }
        return row

    def actions(self, ticket: int) -> list[Row] | None:
        """Return what was done to a ticket, newest first."""
        number = ticket - FIRST
        if not self._is_there(number):
            return None
        entered, updated = self._entered(number), self._updated(number)
        rows = [_action(ticket, 1, entered, outcome="First User Email", who_type=1)]
        if self._by_rule(number):
            rows.append(
                _action(
                    ticket,
                    2,
                    entered + SECOND,
                    outcome="Rule Fired",
                    action_systemid=21,
                    # Some versions tell the rule by the joined ids alone.
                    new_matched_rule_id=14 if number % 2 else 0,
                    new_rule_ids="14",
                    old_status=2,
                    new_status=2,  # told, though it did not change
                    new_team="NOC",
                    new_priority=2,
                )
            )
        program = self._programs.get(self._client(number).name)
        if program is not None:
            rows.append(
                _action(ticket, 3, entered + _HOUR, actionby_application_id=program, new_priority=1)
            )
        agent = planted.PEOPLE[number % len(planted.PEOPLE)]
        if number % 10 == 0:
            rows.append(
                _action(ticket, 4, entered + 2 * _HOUR, who_agentid=agent, new_team="Service Desk")
            )
        if self._is_closed(number):
            rows.append(
                _action(
                    ticket,
                    5,
                    updated,
                    who_agentid=agent,
                    old_status=2,
                    new_status=9,
                    new_status_name="Closed",
                )
            )
        return rows[::-1]

    def approvals(self, ticket: int) -> list[Row] | None:
        """Return who was asked about a ticket, and what was said."""
        number = ticket - FIRST
        if not self._is_there(number):
            return None
        if self._type(number) != planted.CHANGE:
            return []
        return [
            {
                "ticket_id": ticket,
                "seq": 1,
                "result": 1,
                "type": 2,
                "adhoc": False,
                "agent_id": planted.PEOPLE[0],
                "user_id": 0,
                "cab_id": 4,
                "requestor_agent_id": planted.PEOPLE[1],
                "datetime": iso(self._entered(number) + _HOUR, digits=0),
                "dateapproved": iso(self._entered(number) + 2 * _HOUR, digits=0),
                "approver_note": "fine",
                "is_mandatory": True,
                "admin_overridden": number % 2 == 0,
                "step_name": "First",
                "approval_process_id": 2,
                "approval_process_name": "Change approval",
            }
        ]

    def _suggestions(self, number: int) -> list[Row]:
        kind = number % 4
        if kind == 3:
            return []
        applied = kind in (0, 2)
        at = iso(self._entered(number) + SECOND, digits=0)
        return [
            {
                "id": FIRST + number,
                "suggestion_id": 3 if kind == 0 else 4,
                "ticket_id": FIRST + number,
                "summary": "Category 1",
                "type": 2,
                "new_value": "Hardware>Printer",
                "applied": applied,
                "applied_date": at if applied else NEVER,
                # Some that applied themselves are dismissed by an agent afterwards.
                "dismissed": not applied or number % 8 == 0,
            }
        ]

    def _is_there(self, number: int) -> bool:
        return self.gone <= number < self.count + self.new and number % _HIDDEN_EVERY != 0

    def _client(self, number: int) -> ClientOrg:
        return self._world.clients[number % len(self._world.clients)]

    def _monitored(self, number: int) -> int | None:
        """The type of a ticket that a monitoring tool opened: every few of some clients are."""
        each = len(self._world.clients)
        client = self._client(number).name
        if client not in _MONITORED or (self.count // each - 1 - number // each) % _EVERY_FEW:
            return None
        return _MONITORED[client]

    def _of_alert(self, number: int) -> str:
        """The id of the NinjaOne alert that a ticket tells of; of a laboratory's alerts for one."""
        kind = self._type(number)
        if kind not in (planted.MONITORING, planted.LAB_MONITORING):
            return ""
        of_own = kind == planted.MONITORING and number == self._newest
        return uuid_text(self._world.seed, *(planted.NINJA_ALERT if of_own else (60, 1, number)))

    def _type(self, number: int) -> int:
        if (monitored := self._monitored(number)) is not None:
            return monitored
        return _TYPES[noise(self._world.seed, 61, number) % len(_TYPES)]

    def _by_rule(self, number: int) -> bool:
        return number % 5 == 0

    def _is_closed(self, number: int) -> bool:
        return noise(self._world.seed, 62, number) % 3 != 0

    def _entered(self, number: int) -> int:
        span = (HISTORY_DAYS - 1) * DAY
        return self._world.start + min(number, self.count - 1) * span // self.count

    def _updated(self, number: int) -> int:
        return self._entered(number) + 4 * _HOUR


def _action(ticket: int, number: int, at: int, **more: object) -> Row:
    return {
        "id": number,
        "ticket_id": ticket,
        "outcome": "Changed",
        "outcome_id": 0,
        "who": "System",
        "who_type": 2,
        "who_agentid": 0,
        "actionby_agent_id": 0,
        "actionby_user_id": 0,
        "actionby_application_id": "",
        "action_systemid": 0,
        "datetime": iso(at, digits=0),
        "note": "A text that nobody here has to read",
        "old_status": 0,
        "new_status": 0,
        "new_status_name": "",
        "new_matched_rule_id": 0,
        "new_rule_ids": "",
        "new_team": "",
        "new_agent": 0,
        "new_priority": 0,
        "hiddenfromuser": True,
        "timetaken": 0.0,
        **more,
    }
