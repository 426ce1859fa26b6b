"""Agents: full records with what real ones have: nulls, sentinel dates, keys of no description."""

from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.rows import RowTemplate, Slot, quoted
from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import Endpoint
from aigov_connectors.sentinelone.sandbox.names import Console, console_id
from aigov_connectors.sentinelone.sandbox.paging import (
    ORDER_AND_BETWEEN,
    Filter,
    Listing,
    times,
)
from aigov_connectors.sentinelone.sandbox.policies import Policies

_OS: dict[str, tuple[str, str, str]] = {
    "server": ("windows", "Windows Server 2022 Standard", "20348"),
    "desktop": ("windows", "Windows 11 Pro", "22631"),
    "laptop": ("windows", "Windows 11 Pro", "26100"),
    "mac": ("macos", "macOS", "15.1 (24B83)"),
    "linux_server": ("linux", "Ubuntu 24.04.1 LTS", "6.8.0-48-generic"),
}
_MACHINES = {"server": "server", "linux_server": "server", "desktop": "desktop"}

_TEMPLATE = RowTemplate(
    {
        "id": Slot("id"),
        "uuid": Slot("uuid"),
        "computerName": Slot("name"),
        "accountId": Slot("account_id"),
        "accountName": Slot("account"),
        "siteId": Slot("site_id"),
        "siteName": Slot("site"),
        "groupId": Slot("group_id"),
        "groupName": Slot("group"),
        "groupIp": "198.51.100.x",
        "groupUpdatedAt": None,
        "activeDirectory": {
            "computerDistinguishedName": Slot("dn"),
            "computerMemberOf": Slot("member_of"),
            "lastUserDistinguishedName": None,
            "lastUserMemberOf": [],
            "mail": None,
            "userPrincipalName": None,
        },
        "activeThreats": Slot("threats"),
        "agentVersion": Slot("version"),
        "allowRemoteShell": False,
        "appsVulnerabilityStatus": Slot("apps"),
        "cloudProviders": {},
        "consoleMigrationStatus": "N/A",
        "containerizedWorkloadCounts": None,
        "coreCount": Slot("cores"),
        "cpuCount": 1,
        "cpuId": "Example CPU @ 2.60GHz",
        "createdAt": Slot("created"),
        "detectionState": Slot("detection"),
        "domain": Slot("domain"),
        "encryptedApplications": Slot("encrypted"),
        "externalId": "",
        "externalIp": Slot("ip"),
        "firewallEnabled": True,
        "firstFullModeTime": None,
        "fullDiskScanLastUpdatedAt": Slot("scanned"),
        "hasContainerizedWorkload": False,
        "inRemoteShellSession": False,
        "infected": Slot("infected"),
        "installerType": Slot("installer"),
        "isActive": Slot("active"),
        "isAdConnector": False,
        "isDecommissioned": Slot("decommissioned"),
        "isHyperAutomate": False,
        "isPendingUninstall": False,
        "isUninstalled": False,
        "isUpToDate": Slot("current"),
        "lastActiveDate": Slot("seen"),
        "lastIpToMgmt": "10.20.30.40",
        "lastLoggedInUserName": Slot("user"),
        "lastSuccessfulScanDate": Slot("scan_ok"),
        "licenseKey": "",
        "locationEnabled": True,
        "locationType": "fallback",
        "locations": Slot("locations"),
        "machineType": Slot("machine"),
        "missingPermissions": Slot("missing"),
        "mitigationMode": Slot("mode"),
        "mitigationModeSuspicious": Slot("mode_suspicious"),
        "modelName": "Example Systems E14",
        "networkInterfaces": [
            {
                "id": Slot("interface"),
                "name": "Ethernet",
                "physical": "00:00:5e:00:53:01",
                "inet": ["10.20.30.40"],
                "inet6": ["2001:db8:8:4::1"],
                "gatewayIp": "10.20.30.1",
                "gatewayMacAddress": "00:00:5e:00:53:02",
            }
        ],
        "networkQuarantineEnabled": False,
        "networkStatus": Slot("network"),
        "operationalState": Slot("state"),
        "operationalStateExpiration": None,
        "osArch": "64 bit",
        "osName": Slot("os_name"),
        "osRevision": Slot("os_revision"),
        "osStartTime": Slot("booted"),
        "osType": Slot("os"),
        "osUsername": None,
        "policyUpdatedAt": Slot("policy_at"),
        "proxyStates": {"console": False, "deepVisibility": False},
        "rangerStatus": "Enabled",
        "rangerVersion": "24.1.0.4",
        "registeredAt": Slot("created"),
        "remoteProfilingState": "disabled",
        "remoteProfilingStateExpiration": None,
        "scanAbortedAt": None,
        "scanFinishedAt": Slot("scanned"),
        "scanStartedAt": Slot("scanned"),
        "scanStatus": Slot("scan"),
        "serialNumber": Slot("serial"),
        "showAlertIcon": False,
        "storageName": None,
        "storageType": None,
        "tags": {"sentinelone": []},
        "threatRebootRequired": False,
        "totalMemory": Slot("memory"),
        "updatedAt": Slot("updated"),
        "userActionsNeeded": [],
    }
)


class Agents:
    """The list of agents."""

    def __init__(self, console: Console, policies: Policies) -> None:
        self._console = console
        self._policies = policies
        self._world = console.world
        self._rows = console.agents

    def listing(self) -> Listing:
        """Return the list, in the order of the ids."""
        rows, console = self._rows, self._console
        return Listing(
            size=len(rows),
            columns={
                "id": lambda n: console_id(4, n),
                "uuid": self._uuid,
                "siteId": lambda n: console.site_of(rows[n]).id,
                "accountId": lambda n: console.site_of(rows[n]).account.id,
                "groupId": lambda n: console.group_of(rows[n]).id,
                "computerName": lambda n: rows[n].hostname,
                "osType": lambda n: _OS[rows[n].kind][0],
                "machineType": self._machine,
                "mitigationMode": lambda n: self._policies.modes(rows[n])[0],
                "mitigationModeSuspicious": lambda n: self._policies.modes(rows[n])[1],
                "networkStatus": self._network,
                "operationalState": self._state,
                "isActive": self._is_active,
                "isDecommissioned": self._is_decommissioned,
                "isUninstalled": lambda n: False,
                "infected": self._is_infected,
                "createdAt": self._created,
                "registeredAt": self._created,
                "updatedAt": self._updated,
                "lastActiveDate": self._seen,
            },
            render=self._render,
            filters={
                "ids": Filter("id", "in"),
                "uuid": Filter("uuid", "is"),
                "uuids": Filter("uuid", "in"),
                "siteIds": Filter("siteId", "in"),
                "accountIds": Filter("accountId", "in"),
                "groupIds": Filter("groupId", "in"),
                "computerName": Filter("computerName", "is"),
                "computerName__contains": Filter("computerName", "contains"),
                "query": Filter("computerName", "contains"),
                "osTypes": Filter("osType", "in"),
                "machineTypes": Filter("machineType", "in"),
                "mitigationMode": Filter("mitigationMode", "is"),
                "mitigationModeSuspicious": Filter("mitigationModeSuspicious", "is"),
                "networkStatuses": Filter("networkStatus", "in"),
                "operationalStates": Filter("operationalState", "in"),
                "isActive": Filter("isActive", "flag"),
                "isDecommissioned": Filter("isDecommissioned", "flag"),
                "isUninstalled": Filter("isUninstalled", "flag"),
                "infected": Filter("infected", "flag"),
                **times("createdAt", *ORDER_AND_BETWEEN),
                **times("registeredAt", *ORDER_AND_BETWEEN),
                **times("updatedAt", *ORDER_AND_BETWEEN),
                **times("lastActiveDate", *ORDER_AND_BETWEEN),
            },
            sorts=frozenset({"computerName", "createdAt", "updatedAt", "lastActiveDate", "siteId"}),
            end=None,
        )

    def _uuid(self, n: int) -> str:
        return uuid_text(self._world.seed, 32, self._rows[n].index).replace("-", "")

    def _machine(self, n: int) -> str:
        return _MACHINES.get(self._rows[n].kind, "laptop")

    def _luck(self, n: int) -> int:
        return self._world.noise(33, self._rows[n].index)

    def _network(self, n: int) -> str:
        return "disconnected" if self._luck(n) % 211 == 0 else "connected"

    def _state(self, n: int) -> str:
        return "partially_disabled" if self._luck(n) % 97 == 0 else "na"

    def _is_active(self, n: int) -> bool:
        return self._luck(n) % 7 != 0

    def _is_decommissioned(self, n: int) -> bool:
        return self._rows[n].ordinal >= 8 and self._luck(n) % 41 == 0

    def _is_infected(self, n: int) -> bool:
        return self._luck(n) % 173 == 0

    def _created(self, n: int) -> int:
        luck = self._luck(n) >> 8
        return self._world.end - (30 + luck % 800) * DAY + luck % DAY

    def _seen(self, n: int) -> int:
        luck = self._luck(n)
        ago = 20 * 86_400 if luck % 7 == 0 else 3 * 3600
        return self._world.end - ((luck >> 20) % ago + 60) * SECOND

    def _updated(self, n: int) -> int:
        return self._seen(n) + 412_345

    def _render(self, n: int) -> str:
        endpoint: Endpoint = self._rows[n]
        site, group = self._console.site_of(endpoint), self._console.group_of(endpoint)
        os, os_name, revision = _OS[endpoint.kind]
        mode, suspicious = self._policies.modes(endpoint)
        luck, at, last = self._luck(n), self._created(n), self._seen(n)
        created = f'"{iso(at)}"'
        scanned = '"1900-01-01T00:00:00Z"' if luck % 29 == 0 else created
        windows = os == "windows"
        return _TEMPLATE.render(
            {
                "id": f'"{console_id(4, n)}"',
                "uuid": f'"{self._uuid(n)}"',
                "name": f'"{endpoint.hostname}"',
                "account_id": f'"{site.account.id}"',
                "account": quoted(site.account.name),
                "site_id": f'"{site.id}"',
                "site": quoted(site.name),
                "group_id": f'"{group.id}"',
                "group": quoted(group.name),
                "dn": f'"CN={endpoint.hostname},DC=corp,DC=example"' if windows else "null",
                "member_of": "null" if luck % 3 else "[]",
                "threats": int(self._is_infected(n)),
                "version": '"24.2.3.471"' if luck % 5 else '"23.4.6.21"',
                "apps": '"patch_required"' if luck % 4 else '"up_to_date"',
                "cores": 4 + luck % 13,
                "created": created,
                "detection": "null" if luck % 6 == 0 else '"full_mode"',
                "domain": '"CORP"' if windows else '"unknown"',
                "encrypted": "true" if luck % 2 else "false",
                "ip": f'"203.0.113.{luck % 250 + 1}"',
                "infected": _json(self._is_infected(n)),
                "installer": '".msi"' if windows else '".pkg"' if os == "macos" else '".deb"',
                "active": _json(self._is_active(n)),
                "decommissioned": _json(self._is_decommissioned(n)),
                "current": "true" if luck % 5 else "false",
                "seen": f'"{iso(last, digits=6 if luck % 8 else 0)}"',
                "user": f'"user{luck % 9000:04d}"',
                "scan_ok": "null" if luck % 11 == 0 else scanned,
                "locations": "null"
                if luck % 9 == 0
                else '[{"id":"629380164464502476","name":"Fallback","scope":"global"}]',
                "machine": f'"{self._machine(n)}"',
                "missing": '["user-action-needed-fda","user_action_needed_network"]'
                if os == "macos"
                else "[]",
                "mode": f'"{mode}"',
                "mode_suspicious": f'"{suspicious}"',
                "interface": f'"{console_id(9, n)}"',
                "network": f'"{self._network(n)}"',
                "state": f'"{self._state(n)}"',
                "os_name": f'"{os_name}"',
                "os_revision": f'"{revision}"',
                "booted": f'"{iso(last - 5 * DAY, digits=0)}"',
                "os": f'"{os}"',
                "policy_at": f'"{iso(self._world.end - 8 * DAY, digits=6)}"',
                "scanned": scanned,
                "scan": '"none"' if luck % 29 == 0 else '"finished"',
                "serial": f'"SN{luck % 10**10:010d}"',
                "memory": 8192 << luck % 3,
                "updated": f'"{iso(last + 412_345)}"',
            }
        )


def _json(value: bool) -> str:
    return "true" if value else "false"
