"""What is under way or waits for somebody: active jobs, active alerts, notification channels."""

import json
from collections.abc import Iterator
from typing import Any

from aigov_connectors.ninjaone.sandbox import planted
from aigov_connectors.ninjaone.sandbox.devices import Estate
from aigov_connectors.ninjaone.sandbox.planted_work import (
    DESK_ALERTS,
    FAILED_LOGONS,
    TICKET_TEMPLATE,
)
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import SECOND
from aigov_connectors.sandbox.world import World

# jobType, jobStatus, sourceType, subject, whether a person started it
_JOBS: tuple[tuple[str, str, str, str, bool], ...] = (
    ("SCHEDULED_TASK", "IN_PROCESS", "SCHEDULED_TASK", "Weekly reboot", False),
    ("CONDITION_ACTION", "STARTED", "CONDITION_WINDOWS_EVENT_LOG_TRIGGERED", "Spooler", False),
    ("ACTION", "IN_PROCESS", "SCHEDULED_TASK", "Collect diagnostics", True),
    ("ACTION", "WAITING_FOR_USER_RESPONSE", "UI_MESSAGE_ACTION_REBOOT", "Reboot", False),
    ("PATCH_MANAGEMENT", "START_REQUESTED", "SCHEDULED_TASK", "Patch scan", False),
)
_HIDDEN_CONDITION = 90
"""A condition of a type that no list of the API shows."""

CHANNELS: tuple[tuple[int, str, str, bool], ...] = (
    (3, "Mail to the service desk", "EMAIL", True),
    (4, "On-call channel", "MICROSOFT_TEAMS", True),
    (5, "Event collector", "WEBHOOK", True),
    (6, "Old pager", "PAGER_DUTY", False),
)


class Work:
    """Lists without pages."""

    def __init__(self, world: World, estate: Estate) -> None:
        self._world = world
        self._estate = estate

    def jobs(self) -> bytes:
        """Return the body of `GET /v2/jobs`."""
        devices = self._estate.devices
        rows = []
        for number in range(len(_JOBS) * 4):
            kind, status, source, subject, by_person = _JOBS[number % len(_JOBS)]
            began = (self._world.end - number * 60 * SECOND) / SECOND + 0.5
            row: dict[str, Any] = {
                "uid": uuid_text(self._world.seed, 121, number),
                "deviceId": self._estate.device_id(devices[number * 7 % len(devices)]),
                "message": "",
                "createTime": began,
                "updateTime": began + 5,
                "sourceType": source,
                "sourceName": "",
                "subject": subject,
                "jobType": kind,
                "jobStatus": status,
            }
            if by_person:
                row["userId"] = 1 + number % 9
            rows.append(row)
        return json.dumps(rows).encode()

    def alerts(self) -> bytes:
        """Return the body of `GET /v2/alerts`; unset keys are left out."""
        rows = []
        for number, endpoint in enumerate(self._estate.devices):
            luck = self._world.noise(122, endpoint.index)
            if luck % 50:
                continue
            hidden = luck % 4 == 0
            condition = planted.CONDITIONS[luck % len(planted.CONDITIONS)]
            source = _HIDDEN_CONDITION if hidden else condition.number
            kind = "CONDITION_AGENT_CPU" if hidden else "CONDITION_WINDOWS_EVENT_LOG_TRIGGERED"
            at = (self._world.end - luck % 86_400 * SECOND) / SECOND + 0.25
            row: dict[str, Any] = {
                "uid": uuid_text(self._world.seed, 123, number),
                "deviceId": self._estate.device_id(endpoint),
                "message": "Threshold reached",
                "createTime": at,
                "updateTime": at,
                "sourceType": kind,
                "sourceConfigUid": uuid_text(self._world.seed, 81, source),
                "sourceName": "",
                "subject": "",
                "data": {"message": {"code": "agent_cond", "params": {}}},
            }
            if hidden:
                row["ticketTemplateId"] = TICKET_TEMPLATE
            rows.append(row)
        return json.dumps([*rows, *self._desk_alerts()]).encode()

    def _desk_alerts(self) -> Iterator[dict[str, Any]]:
        """Alerts of one client that open tickets at the service desk."""
        at = (self._world.end - 3600 * SECOND) / SECOND + 0.25
        for client, template, number in DESK_ALERTS:
            home = next(
                one
                for one in self._estate.devices
                if self._world.clients[one.client].name == client
            )
            yield {
                "uid": uuid_text(self._world.seed, *number),
                "deviceId": self._estate.device_id(home),
                "message": "Threshold reached",
                "createTime": at,
                "updateTime": at,
                "sourceType": "CONDITION_WINDOWS_EVENT_LOG_TRIGGERED",
                "sourceConfigUid": uuid_text(self._world.seed, 81, FAILED_LOGONS),
                "sourceName": "",
                "subject": "",
                "ticketTemplateId": template,
                "data": {"message": {"code": "agent_cond", "params": {}}},
            }

    def channels(self) -> bytes:
        """Return the body of `GET /v2/notification-channels`."""
        rows = [
            {"id": id_, "name": name, "description": "", "enabled": enabled, "type": kind}
            for id_, name, kind, enabled in CHANNELS
        ]
        return json.dumps(rows).encode()
