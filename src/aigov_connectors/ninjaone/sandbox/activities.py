"""Activities: newest first, walked back by id, keys left out when there is nothing to say."""

import json
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from aigov_connectors.ninjaone.sandbox import planted
from aigov_connectors.ninjaone.sandbox.devices import Estate
from aigov_connectors.ninjaone.sandbox.paging import GROWING, BadQueryError, number, spoiled
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import SECOND, epoch, read_iso
from aigov_connectors.sandbox.world import World

FIRST_ID = 700_000

# activityType, statusCode, its display form, `type`, whether a person did it, of a device or not
_KINDS: tuple[tuple[str, str, str, str, bool, bool], ...] = (
    ("CONDITION", "TRIGGERED", "Triggered", "Condition", False, True),
    ("CONDITION", "RESET", "Reset", "Condition", False, True),
    ("CONDITION_ACTION", "COMPLETED", "Completed", "Condition Action", False, True),
    ("ACTION", "COMPLETED", "Completed", "Action", True, True),
    ("SCHEDULED_TASK", "COMPLETED", "Completed", "Scheduled Task", False, True),
    ("PATCH_MANAGEMENT", "PATCH_MANAGEMENT_PATCH_APPROVED", "Approved", "Patch", True, True),
    ("PATCH_MANAGEMENT", "PATCH_MANAGEMENT_INSTALLED", "Installed", "Patch", False, True),
    ("SYSTEM", "NODE_AUTOMATICALLY_APPROVED", "Approved", "System", False, True),
    ("SYSTEM", "POLICY_UPDATED", "Updated", "System", True, False),
    ("SYSTEM", "APP_USER_LOGGED_IN", "Logged in", "System", True, False),
)


POLICY_KEEPER = 4
"""The user who changes policies, whatever the seed."""


def kind_of(world: World, number: int) -> tuple[str, str, str, str, bool, bool]:
    """Return what an activity is; see the table."""
    return _KINDS[world.noise(91, number) % len(_KINDS)]


def user_of(world: World, number: int) -> int | None:
    """Return who did it; None where nobody is named."""
    _, code, _, _, by_user, _ = kind_of(world, number)
    if not by_user:
        return None
    return POLICY_KEEPER if code == "POLICY_UPDATED" else 1 + world.noise(93, number) % 9


def moment_of(world: World, number: int) -> int:
    """Return when it was written."""
    return world.activity_at(number) + world.noise(95, number) % 1000


class Activities:
    """The log of everything."""

    def __init__(self, world: World, estate: Estate, *, grows: bool) -> None:
        self._world = world
        self._estate = estate
        self._hidden = min(GROWING, world.activities) if grows else 0

    def page(self, query: Mapping[str, str], *, faults: frozenset[str]) -> bytes:
        """Answer one request."""
        size = number(query, "pageSize", 200, least=10, most=1000)
        older = number(query, "olderThan", 2**62, least=0, most=2**62)
        newer = number(query, "newerThan", 0, least=0, most=2**62)
        if "grow" in faults:
            self._hidden = max(self._hidden - 1, 0)
        newest = self._world.activities - 1 - self._hidden
        first = min(newest, older - FIRST_ID - 1)
        last = max(0, newer - FIRST_ID + 1)
        walk = range(first, last - 1, -1)
        keeps = self._keeps(query)
        numbers = filter(keeps, walk) if keeps else iter(walk)
        page = list(islice(numbers, size))
        rows = ",".join(spoiled([self._render(one) for one in page], faults))
        body = f'{{"lastActivityId":{FIRST_ID + newest},"activities":[{rows}]}}'
        return body.encode()

    def _kind(self, n: int) -> tuple[str, str, str, str, bool, bool]:
        return kind_of(self._world, n)

    def _keeps(self, query: Mapping[str, str]) -> Callable[[int], bool] | None:
        tests: list[Callable[[int], bool]] = []
        if (word := query.get("class", "ALL")) != "ALL":
            if word not in ("SYSTEM", "DEVICE", "USER"):
                raise BadQueryError("Invalid value for parameter 'class'")
            tests.append(
                lambda n: (self._kind(n)[5], word) in ((True, "DEVICE"), (False, "SYSTEM"))
            )
        if kind := query.get("type"):
            tests.append(lambda n: self._kind(n)[0] == kind)
        if status := query.get("status"):
            tests.append(lambda n: self._kind(n)[1] == status)
        if user := query.get("user"):
            tests.append(lambda n: str(self._user(n)) == user)
        if series := query.get("seriesUid"):
            tests.append(lambda n: self._series(n) == series)
        if after := query.get("after"):
            begin = _instant("after", after)
            tests.append(lambda n: self._world.activity_at(n) >= begin)
        if before := query.get("before"):
            end = _instant("before", before)
            tests.append(lambda n: self._world.activity_at(n) < end)
        if devices := self._estate.device_filter(query.get("df", "")):
            tests.append(lambda n: self._kind(n)[5] and devices(self._device(n)))
        return (lambda n: all(test(n) for test in tests)) if tests else None

    def _device(self, n: int) -> int:
        return self._world.noise(92, n) % len(self._estate.devices)

    def _user(self, n: int) -> int | None:
        return user_of(self._world, n)

    def _series(self, n: int) -> str:
        return uuid_text(self._world.seed, 94, n // 2)

    def _render(self, n: int) -> str:
        kind, code, status, words, _, of_device = self._kind(n)
        luck = self._world.noise(95, n)
        condition = planted.CONDITIONS[luck % len(planted.CONDITIONS)]
        at = self._world.activity_at(n)
        row: dict[str, Any] = {
            "id": FIRST_ID + n,
            "activityType": kind,
            "statusCode": code,
            "status": status,
            "subject": "" if luck % 4 == 0 else condition.name,
            "message": f"{words} {status.lower()}",
            "type": words,
            "data": {},
        }
        if of_device:
            row["deviceId"] = self._estate.device_id(self._estate.devices[self._device(n)])
        if (user := self._user(n)) is not None:
            row["userId"] = user
        if kind.startswith("CONDITION"):
            row["seriesUid"] = self._series(n)
            row["sourceConfigUid"] = uuid_text(self._world.seed, 81, condition.number)
            row["sourceName"] = condition.name
            # Dates in here are milliseconds, unlike all others.
            params = {"start_date": (at - 310 * SECOND) // 1000, "end_date": at // 1000}
            row["data"] = {"message": {"code": "agent_cond_eventlog2", "params": params}}
        if code == "COMPLETED":
            row["activityResult"] = "FAILURE" if luck % 23 == 0 else "SUCCESS"
        if luck % 7 == 0:
            row |= {"severity": "NONE", "priority": "NONE"}
        text = json.dumps(row, separators=(",", ":"))
        return f'{text[:-1]},"activityTime":{epoch(moment_of(self._world, n))}}}'


def _instant(name: str, text: str) -> int:
    try:
        return int(float(text) * SECOND) if text.replace(".", "").isdigit() else read_iso(text)
    except ValueError:
        raise BadQueryError(f"Invalid value for parameter '{name}'") from None
