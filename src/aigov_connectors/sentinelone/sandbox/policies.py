"""Policies: the effective one of every scope, and where it comes from."""

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sandbox.world import Endpoint
from aigov_connectors.sentinelone.sandbox import planted
from aigov_connectors.sentinelone.sandbox.names import Account, Console, Group, Site, console_id
from aigov_connectors.sentinelone.sandbox.planted_changes import moments

_EVENTS = (
    "autoInstallBrowserExtensions",
    "behavioralIndicators",
    "commandScripts",
    "crossProcess",
    "dataMasking",
    "dllModuleLoad",
    "dns",
    "driver",
    "fds",
    "file",
    "ip",
    "login",
    "namedPipe",
    "process",
    "registry",
    "scheduledTask",
    "smartFileMonitoring",
    "url",
    "windowsEventLogs",
)
_MEGABYTE = 1_048_576

_ORDINARY: Mapping[str, Any] = {
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
        "penetration": "on",
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
    "driverBlocking": True,
    "signedDriverBlockingOn": False,
    "unsignedDriverBlockingOn": True,
    "smbLateralMovementMitigation": False,
    "networkProtectionInfra": False,
    "informationalAlertsOn": True,
    "snapshotsOn": True,
    "antiTamperingOn": True,
    "allowUnprotectByApprovedProcess": False,
    "allowRemoteShell": False,
    "scanNewAgents": True,
    "autoDecommissionOn": True,
    "autoDecommissionDays": 21,
    "autoFileUpload": {
        "enabled": False,
        "includeBenignFiles": False,
        "maxFileSize": 250 * _MEGABYTE,
        "maxFileSizeLimit": 500 * _MEGABYTE,
        "maxDailyFileUpload": 500 * _MEGABYTE,
        "maxDailyFileUploadLimit": 2000 * _MEGABYTE,
        "maxLocalDiskUsage": 500 * _MEGABYTE,
        "maxLocalDiskUsageLimit": 2000 * _MEGABYTE,
    },
    "forensicsAutoTriggering": {
        "windowsEnabled": False,
        "windowsProfileId": None,
        "windowsProfileName": "",
        "macosEnabled": False,
        "macosProfileId": None,
        "macosProfileName": "",
        "linuxEnabled": False,
        "linuxProfileId": None,
        "linuxProfileName": "",
    },
    "remoteScriptOrchestration": None,
    "remoteOpsForensics": None,
    "identityOn": False,
    "identityEndpointReporting": "disabled",
    "identityUpdateInterval": 720,
    "identityReportInterval": 60,
    "identityThrottlingInterval": 5,
    "identityConfigurationSettings": None,
    "ioc": True,
    "iocSupported": True,
    "iocAttributes": {name: name != "dataMasking" for name in _EVENTS},
    "isDvPolicyPerEventType": False,
    "logCollectorEnabled": False,
    "driftDetectionDelayTime": 0,
    "agentLoggingOn": True,
    "agentUi": {
        "agentUiOn": True,
        "showSuspicious": False,
        "threatPopUpNotifications": True,
        "devicePopUpNotifications": True,
        "showQuarantineTab": True,
        "showAgentWarnings": True,
        "showDeviceTab": True,
        "showSupport": True,
        "maxEventAgeDays": 30,
        "contactCompany": "Northwind Ridge IT",
        "contactEmail": "help@northwind-ridge.example",
        "contactPhoneNumber": "",
        "contactFreeText": "",
        "contactOther": "",
        "contactDirectMessage": "",
        "contactSupportWebsite": "https://northwind-ridge.example/help",
    },
    "agentUiOn": True,
    "agentNotification": True,
}


class Policies:
    """Answers for every scope its effective policy, as the console does."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._changed_at = moments(console.world)
        self._modes = lru_cache(maxsize=4096)(self._modes_of)

    def of_tenant(self) -> dict[str, Any]:
        """Return the global policy."""
        return self._own({}, 0, isDefault=True, autoDecommissionDays=30)

    def of_account(self, account: Account) -> dict[str, Any]:
        """Return an account's policy; the internal account leaves all to the global one."""
        if account.number == 0:
            return self._own({}, 1)
        return {**self.of_tenant(), "isDefault": False, "inheritedFrom": "global"}

    def of_site(self, site: Site) -> dict[str, Any]:
        """Return a site's policy."""
        changes = planted.SITE_POLICIES.get(self._client_name(site))
        if changes is not None:
            own = self._own(changes, 2 + site.number)
            if (at := self._changed_at.get(self._client_name(site))) is not None:
                own["updatedAt"] = iso(at, digits=6)
            return own
        inherited = self.of_account(site.account)
        return {**inherited, "inheritedFrom": inherited["inheritedFrom"] or "account"}

    def of_group(self, group: Group) -> dict[str, Any]:
        """Return a group's policy."""
        site = self.of_site(group.site)
        changes = self._group_changes(group)
        if changes is not None:
            return self._own(changes, 300 + group.number)
        return {**site, "inheritedFrom": site["inheritedFrom"] or "site"}

    def modes(self, endpoint: Endpoint) -> tuple[str, str]:
        """Return the modes that an agent runs with: its policy's, or its own against it."""
        name = self._console.world.clients[endpoint.client].name
        own = planted.AGENT_MODES.get((name, endpoint.ordinal))
        return own or self._modes(self._console.group_of(endpoint))

    def _modes_of(self, group: Group) -> tuple[str, str]:
        policy = self.of_group(group)
        return policy["mitigationMode"], policy["mitigationModeSuspicious"]

    def _client_name(self, site: Site) -> str:
        return site.name if site.client is None else self._console.world.clients[site.client].name

    def _group_changes(self, group: Group) -> Mapping[str, object] | None:
        if group.inherits:
            return None
        client = self._client_name(group.site)
        return next(
            one.policy for one in planted.GROUPS if (one.client, one.name) == (client, group.name)
        )

    def _own(self, changes: Mapping[str, object], number: int, **more: object) -> dict[str, Any]:
        policy = deepcopy(dict(_ORDINARY))
        for path, value in {**changes, **more}.items():
            *folders, key = path.split(".")
            place = policy
            for folder in folders:
                place = place[folder]
            if value is planted.ABSENT:
                del place[key]
            else:
                place[key] = value
        end = self._console.world.end
        policy |= {"inheritedFrom": None, "isDefault": more.get("isDefault", False)}
        policy |= {"userId": console_id(6, 2), "userFullName": "Technician 02"}
        policy["createdAt"] = iso(end - (400 + number) * DAY, digits=6)
        policy["updatedAt"] = iso(end - (9 + number * 5 % 97) * DAY + 34_451_402_113, digits=6)
        return policy


def answer(policy: Mapping[str, Any]) -> bytes:
    """Return the body of a policy answer."""
    return json.dumps({"data": policy}).encode()
