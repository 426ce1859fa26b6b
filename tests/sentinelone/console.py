"""A console of a few scopes, answered from plain data; what is asked is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from tests.sentinelone.quiet import quiet_automation

from aigov_connectors.catalogue import VendorCatalogue, load_catalogue
from aigov_connectors.clock import SystemClock
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.inventory import Collection, ConnectionStatus, Deployment, Origin, SourceKind
from aigov_connectors.sentinelone import LIMITS, SentinelOneClient
from aigov_connectors.sentinelone.connection import SentinelOneConnector
from aigov_connectors.sentinelone.connector import CONNECTOR, SentinelOneOptions

URL = "https://example.sentinelone.net"
API = "/web/api/v2.1"
TOKEN = "token-of-a-test"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)

# After the example of the policy schema: the ordinary state of a fresh policy.
POLICY: Mapping[str, Any] = {
    "mitigationMode": "protect",
    "mitigationModeSuspicious": "detect",
    "autoMitigationAction": "mitigation.quarantineThreat",
    "networkQuarantineOn": False,
    "fwForNetworkQuarantineEnabled": False,
    "engines": {
        "reputation": "on",
        "preExecution": "on",
        "preExecutionSuspicious": "on",
        "executables": "on",
        "dataFiles": "on",
        "exploits": "on",
        "lateralMovement": "on",
        "pup": "on",
        "penetration": "off",
        "remoteShell": "on",
        "applicationControl": "off",
        "idr": "off",
    },
    "monitorOnWrite": True,
    "monitorOnExecute": True,
    "cloudValidationOn": True,
    "researchOn": True,
    "autoImmuneOn": True,
    "removeMacros": False,
    "removeMacrosMl": False,
    "driverBlocking": False,
    "signedDriverBlockingOn": False,
    "unsignedDriverBlockingOn": False,
    "smbLateralMovementMitigation": False,
    "networkProtectionInfra": False,
    "snapshotsOn": True,
    "autoDecommissionOn": True,
    "autoDecommissionDays": 21,
    "autoFileUpload": {"enabled": False, "includeBenignFiles": False, "maxFileSize": 262144000},
    "forensicsAutoTriggering": {
        "windowsEnabled": False,
        "macosEnabled": False,
        "linuxEnabled": False,
        "windowsProfileId": None,
        "windowsProfileName": "",
    },
    "inheritedFrom": None,
    "isDefault": False,
    "userFullName": "Dana Ortiz",
    "updatedAt": "2026-08-02T09:14:11.402113Z",
}
ABSENT = object()


def policy(**changes: Any) -> dict[str, Any]:
    """A policy with changes; `engines__pup` reaches inside, `ABSENT` leaves a key out."""
    made: dict[str, Any] = json.loads(json.dumps(POLICY))
    for name, value in changes.items():
        *outer, key = name.split("__")
        place = made[outer[0]] if outer else made
        if value is ABSENT:
            place.pop(key, None)
        else:
            place[key] = value
    return made


def rows(*items: Mapping[str, Any]) -> dict[str, Any]:
    return {"data": list(items), "pagination": {"nextCursor": None, "totalItems": len(items)}}


def sites(*items: Mapping[str, Any]) -> dict[str, Any]:
    page = {"nextCursor": None, "totalItems": len(items)}
    return {"data": {"sites": list(items), "allSites": {}}, "pagination": page}


def refusal(code: int) -> httpx.Response:
    return httpx.Response(
        code // 10000, json={"errors": [{"code": code, "title": "no", "detail": "no"}]}
    )


def permission(kind: str | None, *, granted: bool | None = True) -> dict[str, Any]:
    made = {"identifier": "x", "title": f"to {kind}", "value": granted}
    return made if kind is None else {**made, "type": kind}


def role(*permissions: Mapping[str, Any]) -> dict[str, Any]:
    page = {"identifier": "page", "name": "Page", "permissions": list(permissions)}
    return {"data": {"id": "77", "name": "Viewer", "pages": [page]}}


def agent(number: int, site: str, group: str | None, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "computerName": "SECRET-HOST",
        "siteId": site,
        "groupId": group,
        "mitigationMode": "protect",
        "mitigationModeSuspicious": "detect",
        "isDecommissioned": False,
        "isUninstalled": False,
        **more,
    }


def threat(**info: Any) -> dict[str, Any]:
    outer = {name: info.pop(name) for name in ("mitigationStatus", "site") if name in info}
    return {
        "id": info.pop("id", "9001"),
        "threatInfo": {
            "confidenceLevel": "malicious",
            "detectionEngines": [{"key": "pre_execution", "title": "On-Write Static AI"}],
            "initiatedBy": "agent_policy",
            "analystVerdict": "undefined",
            "createdAt": "2026-09-30T23:02:03.101010Z",
            "filePath": "C:\\SECRET-FILE",
            **info,
        },
        "mitigationStatus": outer.get("mitigationStatus", []),
        "agentDetectionInfo": {
            "siteId": outer.get("site", "s1"),
            "agentMitigationMode": "protect",
        },
    }


ACCOUNT = {"id": "a1", "name": "Example MSP", "state": "active"}
LIVE_SITE = {
    "id": "s1",
    "name": "Acme Dental",
    "accountId": "a1",
    "accountName": "Example MSP",
    "state": "active",
    "externalId": "PSA-1017",
    "isDefault": False,
    "activeLicenses": 3,
    "registrationToken": "SECRET-REGISTRATION",
}
OWN_SITE = {**LIVE_SITE, "id": "s2", "name": "Birch Law", "externalId": None}
ENDED_SITE = {**LIVE_SITE, "id": "s3", "name": "Gone", "state": "Expired"}
DEFAULT_SITE = {**LIVE_SITE, "id": "s4", "name": "DEFAULT Site", "isDefault": True}


def whole_console() -> dict[str, Any]:
    """Four sites: one inherits, one has its own policy and a group with its own, one is gone."""
    return {
        **quiet_automation(),
        "/user": {
            "data": {
                "id": "1",
                "email": "SECRET-PERSON@example.com",
                "scope": "account",
                "scopeRoles": [{"id": "a1", "roleId": "77", "name": "Example MSP"}],
                "apiToken": {"expiresAt": "2027-03-01T00:00:00.000000Z"},
            }
        },
        "/system/info": {"data": {"version": "S-25.1.4"}},
        "/rbac/role/77": role(permission("view"), permission("action", granted=False)),
        "/accounts": rows(ACCOUNT),
        "/sites": sites(LIVE_SITE, OWN_SITE, ENDED_SITE, DEFAULT_SITE),
        "/groups": rows(
            {"id": "g1", "name": "Default Group", "siteId": "s1", "inherits": True},
            {"id": "g2", "name": "Default Group", "siteId": "s2", "inherits": True},
            {"id": "g3", "name": "Servers", "siteId": "s2", "inherits": False},
            {"id": "g4", "name": "Default Group", "siteId": "s4", "inherits": True},
        ),
        "/sites/s1/policy": {"data": policy(inheritedFrom="account")},
        "/sites/s2/policy": {"data": policy(mitigationModeSuspicious="protect")},
        "/sites/s4/policy": {"data": policy(inheritedFrom="account", iocSupported=True)},
        "/groups/g3/policy": {"data": policy(mitigationMode="detect")},
        "/accounts/a1/policy": {"data": policy()},
        "/agents": rows(
            agent(1, "s1", "g1"),
            agent(2, "s1", "g1", mitigationModeSuspicious="protect"),
            agent(3, "s2", "g2", mitigationModeSuspicious="protect"),
            agent(4, "s2", "g3", mitigationMode="detect"),
            agent(5, "s3", "g9", isDecommissioned=True),
            agent(6, "s1", "g1", isDecommissioned=True),
        ),
        "/threats": rows(
            threat(
                mitigationStatus=[
                    {"action": "kill", "status": "success"},
                    {"action": "quarantine", "status": "success"},
                ]
            )
        ),
    }


@dataclass
class Console(httpx.AsyncBaseTransport):
    """Answers from a table of paths; a path that it does not know is refused with 404."""

    answers: dict[str, Any] = field(default_factory=whole_console)
    requests: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.get(request.url.path.removeprefix(API))
        if callable(answer):
            answer = answer(request)
        if answer is None:
            return refusal(4040010)
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content)
        return httpx.Response(200, json=answer)

    @property
    def paths(self) -> list[str]:
        return [request.url.path.removeprefix(API) for request in self.requests]

    def client(self) -> SentinelOneClient:
        return SentinelOneClient(
            URL, TOKEN, transport=self, limits=LIMITS.scaled(1000.0), clock=FixedClock()
        )


@dataclass(frozen=True)
class FixedClock(SystemClock):
    """The present never moves; waiting takes no time."""

    def now(self) -> datetime:
        return NOW

    async def sleep(self, seconds: float) -> None:
        await super().sleep(0)


def catalogue() -> VendorCatalogue:
    return load_catalogue("aigov_connectors.sentinelone")


def builder(*, wanted: frozenset[str] | None = None) -> CollectionBuilder:
    return CollectionBuilder(
        connection="acme-s1",
        vendor="sentinelone",
        host="example.sentinelone.net",
        tenant_id="example.sentinelone.net",
        catalogue=catalogue(),
        resources=CONNECTOR.resources,
        wanted=wanted,
        clock=FixedClock(),
    )


async def collected(
    console: Console, *, wanted: frozenset[str] | None = None, **options: Any
) -> Collection:
    into = builder(wanted=wanted)
    async with console.client() as client:
        chosen = SentinelOneOptions(**options)
        connector = SentinelOneConnector(client, chosen, FixedClock(), catalogue())
        rights = await connector.rights()
        into.rights(  # as a run states them
            rights.rights,
            rights.because,
            rights.evidence,
            warnings=rights.warnings,
            vendor_version=rights.vendor_version,
            basis=rights.basis,
            scope=rights.scope,
        )
        await connector.collect(into)
    return into.build(ConnectionStatus.COMPLETED)


def origin(path: str = f"{API}/sites/{{site_id}}/policy") -> Origin:
    return Origin(
        vendor="sentinelone",
        tenant_id="example.sentinelone.net",
        method="GET",
        path_template=path,
        query=(),
        read_at=NOW,
        digest="sha256:00",
    )


def by_source(collection: Collection) -> dict[str, dict[str, Deployment]]:
    """Deployments by the id of their policy, then by the short name of their feature."""
    found: dict[str, dict[str, Deployment]] = {}
    for one in collection.deployments:
        if one.source_object.kind is not SourceKind.POLICY:
            continue
        name = one.feature.removeprefix("sentinelone.")
        found.setdefault(one.source_object.id, {})[name] = one
    return found


def reach_of(collection: Collection, source: str) -> dict[str, int | None]:
    key = by_source(collection)[source]["auto_mitigation"].key
    return {one.organization: one.endpoints for one in collection.reaches if one.deployment == key}
