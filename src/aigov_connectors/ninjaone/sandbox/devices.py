"""Organizations, locations, devices, roles and policy overrides as rows of the API."""

import json
import re
from collections.abc import Callable, Sequence
from functools import cached_property

from aigov_connectors.ninjaone.sandbox import planted
from aigov_connectors.ninjaone.sandbox.paging import BadQueryError, Rows
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, SECOND, epoch
from aigov_connectors.sandbox.world import Endpoint, World

ROLES: tuple[tuple[int, str, str, str, int | None], ...] = (
    (201, "Windows Server", "WINDOWS_SERVER", "UNKNOWN", None),
    (202, "Windows Desktop", "WINDOWS_WORKSTATION", "DESKTOP", None),
    (203, "Windows Laptop", "WINDOWS_WORKSTATION", "LAPTOP", None),
    (204, "Mac", "MAC", "UNKNOWN", None),
    (205, "Linux Server", "LINUX_SERVER", "UNKNOWN", None),
    (206, "VMware Host", "VMWARE_VM_HOST", "UNKNOWN", None),
    (207, "Switch", "NMS_SWITCH", "UNKNOWN", None),
    (250, "Kiosk", "WINDOWS_WORKSTATION", "DESKTOP", 202),
)
_ROLE_OF_KIND = {
    "server": 201,
    "desktop": 202,
    "laptop": 203,
    "mac": 204,
    "linux_server": 205,
    "vm_host": 206,
    "switch": 207,
}
_FIXED_POLICIES = {
    204: planted.MACS,
    205: planted.LINUX,
    206: planted.HOSTS,
    207: planted.SWITCHES,
}
_CLASS_OF_ROLE = {id_: node_class for id_, _, node_class, _, _ in ROLES}
_CLAUSE = re.compile(r"\s*(\w+)\s*(?:=\s*(\w+)|in\s*\(([\w\s,]+)\))\s*", re.IGNORECASE)


def role_policies(client: ClientOrg) -> dict[int, int]:
    """Return a client's mapping of device roles to policies."""
    workstations = planted.workstation_policy(client)
    return {
        201: planted.server_policy(client),
        202: workstations,
        203: workstations,
        **_FIXED_POLICIES,
    }


class Estate:
    """Everything that stands still in this tool."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.organizations: tuple[ClientOrg, ...] = planted.in_tool(world)
        self._policies = {client.index: role_policies(client) for client in self.organizations}

    @cached_property
    def devices(self) -> tuple[Endpoint, ...]:
        """Return the endpoints of the clients that the tool manages."""
        managed = {client.index for client in self.organizations}
        return tuple(one for one in self._world.endpoints if one.client in managed)

    @staticmethod
    def organization_id(client: int) -> int:
        """Return the id of a client's organization."""
        return client + 1

    @staticmethod
    def device_id(endpoint: Endpoint) -> int:
        """Return the id of an endpoint's device; ids have gaps, as real ones do."""
        return endpoint.index * 3 + 7

    def organization_rows(self, *, detailed: bool) -> Rows:
        """Return the organizations."""
        clients = self.organizations
        return Rows(
            len(clients),
            lambda n: self.organization_id(clients[n].index),
            lambda n: json.dumps(self._organization(clients[n], detailed=detailed)),
        )

    def _organization(self, client: ClientOrg, *, detailed: bool) -> dict[str, object]:
        row: dict[str, object] = {
            "id": self.organization_id(client.index),
            "name": client.name,
            "description": "" if client.index % 3 else f"{client.industry}".title(),
        }
        mode = planted.ADMISSION.get(client.name, "MANUAL")
        if mode is not None:
            row["nodeApprovalMode"] = mode
        if not detailed:
            return row
        return row | {
            "locations": [self._location(client, place) for place in range(self._places(client))],
            "policies": [
                {"nodeRoleId": role, "policyId": policy}
                for role, policy in self._policies[client.index].items()
            ],
            "settings": {
                "trayicon": {"product": "systray", "enabled": True, "targets": [], "options": {}},
                "splashtop": {
                    "product": "splashtop",
                    "enabled": client.index % 2 == 0,
                    "targets": ["WINDOWS_WORKSTATION"],
                    "options": {},
                },
            },
        }

    @staticmethod
    def _places(client: ClientOrg) -> int:
        return 2 if client.index % 4 == 0 else 1

    @staticmethod
    def _location(client: ClientOrg, place: int) -> dict[str, object]:
        return {
            "id": client.index * 2 + place + 1,
            "name": "Branch" if place else "Main Office",
            "address": "" if client.index % 5 else "1 Example Street",
            "description": "",
        }

    def location_rows(self) -> Rows:
        """Return the locations of all organizations."""
        rows = [
            self._location(client, place) | {"organizationId": self.organization_id(client.index)}
            for client in self.organizations
            for place in range(self._places(client))
        ]
        ids = [int(str(row["id"])) for row in rows]
        return Rows(len(rows), ids.__getitem__, lambda n: json.dumps(rows[n]))

    def role_list(self) -> bytes:
        """Return the body of `GET /v2/roles`."""
        rows = [
            {
                "id": id_,
                "name": name,
                "description": "",
                "nodeClass": node_class,
                "custom": parent is not None,
                "chassisType": chassis,
                "created": 1_600_000_000.5,
                **({} if parent is None else {"nodeRoleParentId": parent}),
            }
            for id_, name, node_class, chassis, parent in ROLES
        ]
        return json.dumps(rows).encode()

    def device_rows(self, *, detailed: bool) -> Rows:
        """Return the devices."""
        devices = self.devices
        return Rows(
            len(devices),
            lambda n: self.device_id(devices[n]),
            lambda n: self._device(devices[n], detailed=detailed),
        )

    def policy_of_role(self, endpoint: Endpoint) -> int:
        """Return the policy that an endpoint has by its role."""
        return self._policies[endpoint.client][_ROLE_OF_KIND[endpoint.kind]]

    def override_of(self, endpoint: Endpoint) -> int | None:
        """Return the policy that an endpoint has by itself."""
        name = self._world.clients[endpoint.client].name
        return planted.DEVICE_POLICIES.get((name, endpoint.ordinal))

    def _status(self, endpoint: Endpoint) -> str:
        luck = self._world.noise(71, endpoint.index) if endpoint.ordinal >= 8 else 1
        return "PENDING" if luck % 61 == 0 else "DECOMMISSIONED" if luck % 67 == 0 else "APPROVED"

    def _location_id(self, endpoint: Endpoint) -> int:
        places = self._places(self._world.clients[endpoint.client])
        return endpoint.client * 2 + endpoint.ordinal % places + 1

    def _device(self, endpoint: Endpoint, *, detailed: bool) -> str:
        luck = self._world.noise(72, endpoint.index)
        end, role = self._world.end, _ROLE_OF_KIND[endpoint.kind]
        seen = end - (luck % 86_400 + 30) * SECOND + luck % SECOND
        parts = [
            f'"id":{self.device_id(endpoint)}',
            f'"organizationId":{self.organization_id(endpoint.client)}',
            f'"locationId":{self._location_id(endpoint)}',
            f'"nodeClass":"{_CLASS_OF_ROLE[role]}"',
            f'"nodeRoleId":{role}',
            f'"rolePolicyId":{self.policy_of_role(endpoint)}',
            f'"approvalStatus":"{self._status(endpoint)}"',
            f'"offline":{"true" if luck % 6 == 0 else "false"}',
            f'"displayName":"{endpoint.hostname}"',
            f'"systemName":"{endpoint.hostname}"',
            f'"created":{epoch(end - (20 + luck % 900) * DAY + luck % SECOND)}',
            f'"lastContact":{epoch(seen)}',
            # One agent version sends whole seconds as a plain number.
            f'"lastUpdate":{seen // SECOND if luck % 10 == 0 else epoch(seen)}',
        ]
        # Fields that are not set are not sent.
        if luck % 9:
            parts.append(f'"uid":"{uuid_text(self._world.seed, 73, endpoint.index)}"')
        if (own := self.override_of(endpoint)) is not None:
            parts.append(f'"policyId":{own}')
        if endpoint.kind in ("server", "vm_host"):
            parts.append(f'"dnsName":"{endpoint.hostname.lower()}.corp.example"')
        if luck % 4 == 0:
            parts.append('"tags":["managed"],"userData":{}')
        if luck % 131 == 0:
            start, stop = epoch(end), epoch(end + 7200 * SECOND)
            parts.append(
                f'"maintenance":{{"status":"PENDING","start":{start},"end":{stop},'
                '"reasonMessage":"Planned"}'
            )
        if detailed:
            parts.append(f'"ipAddresses":["10.{luck % 200}.8.9"],"publicIP":"203.0.113.7"')
            parts.append('"macAddresses":["00:00:5E:00:53:01"],"notes":[]')
            if endpoint.kind == "vm_host":
                parts.append('"deviceType":"VMHost","memorySize":102715461632,"vendor":"Example"')
        return f"{{{','.join(parts)}}}"

    def overrides(self) -> Sequence[int]:
        """Return the numbers of the devices that deviate from their policy."""
        return [
            number
            for number, endpoint in enumerate(self.devices)
            if endpoint.ordinal == 4
            or (endpoint.ordinal >= 8 and self._world.noise(74, endpoint.index) % 50 == 0)
        ]

    def override(self, number: int) -> str:
        """Return one row of the report of policy overrides."""
        endpoint = self.devices[number]
        names = '["PATCH_MANAGEMENT"]' if endpoint.index % 2 else '["CONDITIONS","ANTIVIRUS"]'
        return f'{{"overrides":{names},"deviceId":{self.device_id(endpoint)}}}'

    def device_filter(self, text: str) -> Callable[[int], bool] | None:
        """Read a `df` filter, such as `org = 12 AND class in (MAC)`; None keeps all."""
        if not text.strip():
            return None
        tests: list[tuple[Callable[[Endpoint], str], frozenset[str]]] = []
        for clause in re.split(r"\s+and\s+", text.strip(), flags=re.IGNORECASE):
            found = _CLAUSE.fullmatch(clause)
            look = self._looks.get(found[1].lower()) if found else None
            if found is None or look is None:
                raise BadQueryError(f"Invalid device filter: {clause}")
            words = (found[2] or found[3]).upper().split(",")
            tests.append((look, frozenset(word.strip() for word in words)))
        devices = self.devices
        return lambda n: all(look(devices[n]) in words for look, words in tests)

    @cached_property
    def _looks(self) -> dict[str, Callable[[Endpoint], str]]:
        return {
            "org": lambda one: str(self.organization_id(one.client)),
            "loc": lambda one: str(self._location_id(one)),
            "class": lambda one: _CLASS_OF_ROLE[_ROLE_OF_KIND[one.kind]],
            "role": lambda one: str(_ROLE_OF_KIND[one.kind]),
            "status": self._status,
        }
