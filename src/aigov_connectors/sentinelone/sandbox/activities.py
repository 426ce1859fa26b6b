"""Activities: who did what, each type with a `data` of its own shape."""

import json
from collections.abc import Callable
from typing import Any

from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import SECOND, iso
from aigov_connectors.sandbox.world import Endpoint
from aigov_connectors.sentinelone.sandbox import planted_changes as planted
from aigov_connectors.sentinelone.sandbox.names import Console, Site, console_id
from aigov_connectors.sentinelone.sandbox.paging import ORDER_AND_BETWEEN, Filter, Listing, times
from aigov_connectors.sentinelone.sandbox.threats import Threats

TYPES: tuple[tuple[int, str, str], ...] = (
    (19, "New Malicious Threat", "Threat with confidence level malicious detected: {{ file }}"),
    (27, "User Logged In", "The management user {{ username }} logged in to the console."),
    (71, "Full Disk Scan", "System initiated a full disk scan to the agent {{ computer_name }}."),
    (2001, "Threat Mitigated", "The agent {{ computer_name }} killed the threat: {{ file }}."),
    (2014, "Quarantine Command", "{{ username }} issued a quarantine command for {{ file }}."),
    (2024, "Threat Quarantined By Policy", "{{ file }} was quarantined by policy."),
    (2028, "Incident Status Changed", "{{ username }} changed the incident status."),
    (2030, "Analyst Verdict Changed", "{{ username }} changed the analyst verdict."),
    (3002, "Blocklist Hash Added", "The Cloud added the hash {{ hash }} to the blocklist."),
    (4003, "New Suspicious Threat", "Threat with confidence level suspicious detected: {{ file }}"),
    (5040, "Account Created", "The management user {{ username }} created {{ account_name }}."),
    # The numbers of these are this simulator's: consoles differ, and nobody wrote them down.
    (9101, "Remediate Command", "{{ username }} issued a remediate command for {{ file }}."),
    (9102, "Rollback Command", "{{ username }} issued a rollback command for {{ file }}."),
    (9103, "Disconnect Command", "{{ username }} issued a disconnect from network command."),
)
_KINDS = (*TYPES, *planted.TYPES)
_QUIET = (27, 71, 27, 3002, 27)


class Activities:
    """The audit log; its order is that of time."""

    def __init__(self, console: Console, threats: Threats) -> None:
        self._console = console
        self._threats = threats
        self._world = console.world
        self._changes = planted.lines(console.world)

    def listing(self) -> Listing:
        """Return the list, oldest first."""
        return Listing(
            size=self._world.activities,
            columns={
                "id": lambda n: console_id(11, n),
                "activityType": lambda n: str(self._type(n)),
                "siteId": self._site_id,
                "accountId": self._account_id,
                "agentId": self._agent_id,
                "threatId": self._threat_id,
                "userId": lambda n: self._user(n) or "",
                "createdAt": self._world.activity_at,
            },
            render=self._render,
            filters={
                "ids": Filter("id", "in"),
                "activityTypes": Filter("activityType", "in"),
                "siteIds": Filter("siteId", "in"),
                "accountIds": Filter("accountId", "in"),
                "agentIds": Filter("agentId", "in"),
                "threatIds": Filter("threatId", "in"),
                "userIds": Filter("userId", "in"),
                **times("createdAt", *ORDER_AND_BETWEEN),
            },
            sorts=frozenset({"createdAt", "activityType"}),
            end='""',
        )

    def types(self) -> bytes:
        """Return the body of `GET /activities/types`."""
        rows = [
            {"id": number, "action": action, "descriptionTemplate": text}
            for number, action, text in _KINDS
        ]
        return json.dumps({"data": rows}).encode()

    def _threat_number(self, n: int) -> int | None:
        number, step = divmod(n, self._threats.stride)
        return number if step < 2 and number < self._world.threats else None

    def _type(self, n: int) -> int:
        if n in self._changes:
            return self._changes[n].kind
        number = self._threat_number(n)
        if number is None:
            return _QUIET[self._world.noise(61, n) % 5]
        threat = self._threats.threat(number)
        if n % self._threats.stride == 0:
            return 19 if threat.confidence == "malicious" else 4003
        if threat.acted:
            return 2001 if n % 2 else 2024
        if threat.commanded:
            return 2014
        return 2030 if threat.verdict != "undefined" else 71

    def _endpoint(self, n: int) -> tuple[Endpoint, int] | None:
        number = self._threat_number(n)
        if number is not None:
            threat = self._threats.threat(number)
            return threat.endpoint, threat.agent
        if n in self._changes or self._type(n) == 27:
            return None
        agent = self._world.noise(62, n) % len(self._console.agents)
        return self._console.agents[agent], agent

    def _site(self, n: int) -> Site | None:
        if n in self._changes:
            clients = self._world.clients
            wanted = self._changes[n].client
            return next(
                one
                for one in self._console.sites
                if one.client is not None and clients[one.client].name == wanted
            )
        found = self._endpoint(n)
        return self._console.site_of(found[0]) if found else None

    def _site_id(self, n: int) -> str | None:
        site = self._site(n)
        return site.id if site else None

    def _account_id(self, n: int) -> str:
        site = self._site(n)
        return (site.account if site else self._console.accounts[0]).id

    def _agent_id(self, n: int) -> str | None:
        found = self._endpoint(n)
        return console_id(4, found[1]) if found else None

    def _threat_id(self, n: int) -> str | None:
        number = self._threat_number(n)
        return None if number is None else console_id(10, number)

    def _user(self, n: int) -> str | None:
        if n in self._changes:
            return self._changes[n].user
        by_person = self._type(n) in (27, 2014, 2028, 2030)
        return console_id(6, self._world.noise(63, n) % 9) if by_person else None

    def _render(self, n: int) -> str:
        kind, found, user = self._type(n), self._endpoint(n), self._user(n)
        at = self._world.activity_at(n)
        site = self._site(n)
        group = self._console.group_of(found[0]) if found else None
        account = site.account if site else self._console.accounts[0]
        place = {
            "accountName": account.name,
            "siteName": site.name if site else None,
            "groupName": group.name if group else None,
            "scopeLevel": "Group" if group else "Account",
            "scopeName": group.name if group else account.name,
        }
        data = {**place, **_DATA[kind](self, n)}
        # Newer rows leave out what older rows send as null.
        sparse = n * 3 > self._world.activities
        row: dict[str, Any] = {
            "id": console_id(11, n),
            "activityType": kind,
            "activityUuid": uuid_text(self._world.seed, 64, n),
            "primaryDescription": next(text for number, _, text in _KINDS if number == kind),
            "secondaryDescription": None,
            "accountId": account.id,
            "accountName": account.name,
            "siteId": site.id if site else None,
            "siteName": site.name if site else None,
            "groupId": group.id if group else None,
            "groupName": group.name if group else None,
            "agentId": self._agent_id(n),
            "threatId": self._threat_id(n),
            "userId": user,
            "data": data,
            "createdAt": iso(at),
            "updatedAt": iso(at - 2_000),
        }
        if not sparse:
            row |= {
                "agentUpdatedVersion": None,
                "comments": None,
                "description": None,
                "hash": None,
                "osFamily": None,
            }
        elif n % 5 == 0:
            row["applications"] = None
        return json.dumps(row, separators=(",", ":"))

    def _threat_data(self, n: int) -> dict[str, Any]:
        number = self._threat_number(n)
        if number is None:
            return {}
        threat = self._threats.threat(number)
        return {
            "computerName": threat.endpoint.hostname,
            "fileDisplayName": threat.file,
            "filePath": f"C:\\Users\\Public\\{threat.file}",
            "fileContentHash": f"{self._world.noise(53, number):040x}",
            "confidenceLevel": threat.confidence,
            "threatClassification": "Malware",
            "threatClassificationSource": threat.engine[2],
            "globalStatus": "success" if number % 3 else None,
            "username": None,
        }

    def _login_data(self, n: int) -> dict[str, Any]:
        return {
            "username": f"Technician {self._world.noise(63, n) % 9:02d}",
            "role": "Admin",
            "userScope": "account",
            "source": "mgmt",
            "ipAddress": "198.51.100.23",
            "reason": None,
        }

    def _verdict_data(self, n: int) -> dict[str, Any]:
        return {
            **self._threat_data(n),
            "username": f"Technician {self._world.noise(63, n) % 9:02d}",
            "oldAnalystVerdict": "undefined",
            "newAnalystVerdict": "true_positive",
        }

    def _command_data(self, n: int) -> dict[str, Any]:
        person = f"Technician {self._world.noise(63, n) % 9:02d}"
        return {**self._threat_data(n), "username": person}

    def _scan_data(self, n: int) -> dict[str, Any]:
        found = self._endpoint(n)
        return {"computerName": found[0].hostname if found else None, "system": True}

    def _change_data(self, n: int) -> dict[str, Any]:
        change, site = self._changes[n], self._site(n)
        return {
            "scopeLevel": "Site",
            "scopeName": site.name if site else None,
            "policyName": f"policy of {site.name if site else None}",
            "attr": change.attribute,
            "newValue": "not inherited" if change.kind == planted.INHERITANCE else True,
            "username": "Technician 03" if change.user else None,
            "system": change.user is None,
        }

    def _block_data(self, n: int) -> dict[str, Any]:
        until = iso(self._world.activity_at(n) + 60 * SECOND, digits=0)
        return {"username": "Cloud", "fileContentHash": f"{n:040x}", "expiresAt": until}


_DATA: dict[int, Callable[[Activities, int], dict[str, Any]]] = {
    19: Activities._threat_data,
    27: Activities._login_data,
    71: Activities._scan_data,
    2001: Activities._threat_data,
    2014: Activities._command_data,
    2024: Activities._threat_data,
    2028: Activities._verdict_data,
    2030: Activities._verdict_data,
    3002: Activities._block_data,
    4003: Activities._threat_data,
    planted.CHANGED: Activities._change_data,
    planted.INHERITANCE: Activities._change_data,
}
