"""Clients, locations, computers, groups and who is in them, as rows of the API."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from aigov_connectors.connectwise.automate.sandbox import planted
from aigov_connectors.connectwise.automate.sandbox.query import Table
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import SECRET_MARK, Endpoint, World

Row = dict[str, Any]

_SYSTEMS: Mapping[str, tuple[str, str]] = {
    "server": ("Microsoft Windows Server 2022 Standard x64", "Server"),
    "desktop": ("Microsoft Windows 11 Pro x64", "Workstation"),
    "laptop": ("Microsoft Windows 11 Pro x64", "Laptop"),
    "mac": ("macOS 15.5", "Workstation"),
    "linux_server": ("Ubuntu 24.04 LTS", "Server"),
    "vm_host": ("VMware ESXi 8", "Server"),
}


class Estate:
    """What stands still in this tool; `narrow` is what a user class that sees little is shown."""

    def __init__(self, world: World, *, narrow: bool = False) -> None:
        self.world = world
        served = planted.in_tool(world)
        self.clients: tuple[ClientOrg, ...] = served[:5] if narrow else served

    @cached_property
    def computers(self) -> tuple[Endpoint, ...]:
        """Return the endpoints with an agent, in the order of their ids."""
        shown = {client.index for client in self.clients}
        return tuple(
            one for one in self.world.endpoints if one.client in shown and one.kind in _SYSTEMS
        )

    @cached_property
    def _members(self) -> list[tuple[int, int]]:
        """(group, computer), in the order of their ids."""
        return [
            (group, planted.computer_id(one))
            for one in self.computers
            for group in planted.groups_of(self.world.clients[one.client], one)
        ]

    def endpoint(self, client: str, ordinal: int) -> Endpoint:
        """Return a client's endpoint by its number within the client."""
        org = self.world.client_named(client)
        return self.world.endpoints[self.world.spans[org.index][ordinal]]

    def short(self, client: ClientOrg) -> Row:
        """Return a client as other records name it."""
        return {"Id": str(planted.client_id(client)), "Name": planted.client_name(client)}

    def client_rows(self) -> Table:
        """Return the clients; one has no id of another tool, as new ones do."""

        def row(number: int) -> Row:
            client = self.clients[number]
            serves = client.kind == "client"
            return {
                **self.short(client),
                "Company": planted.client_name(client),
                "FirstName": "Office",
                "LastName": "Manager",
                "Address1": "1 Main Street",
                "City": "Springfield",
                "State": "IL",
                "ZipCode": "00000",
                "PhoneNumber": "5550100",
                "Comment": f"door code {SECRET_MARK}",
                "Country": client.country,
                "ExternalId": str(planted.FIRST_EXTERNAL + client.index) if serves else "0",
                "UsesInHouseSupportStaff": False,
                "NewTicketNotificationEmail": "tickets@northwindridge.example",
                "IsHiddenFromAllInclusiveGroup": client.kind == "catch_all",
                "Locations": None,
            }

        return Table(len(self.clients), row)

    def location_rows(self) -> Table:
        """Return the locations, with the passwords that a careful reader never asks for."""
        rows: list[Row] = []
        for client in self.clients:
            for ordinal in range(2 if client.index % 4 == 0 else 1):
                number = planted.location_id(client, ordinal)
                rows.append(
                    {
                        "Id": number,
                        "LocationId": number,
                        "Name": "Branch" if ordinal else "Main",
                        "Client": self.short(client),
                        "ProbeId": 0,
                        "ExternalId": 0,
                        "ScriptUsername": "administrator",
                        "ScriptPassword": SECRET_MARK,
                        "Comments": "",
                    }
                )
        return Table.of(rows)

    def computer_rows(self) -> Table:
        """Return the computers."""
        world = self.world

        def row(number: int) -> Row:
            one = self.computers[number]
            client, luck = world.clients[one.client], world.noise(91, one.index)
            system, kind = _SYSTEMS[one.kind]
            seen = world.end - (luck % 86_400 + 30) * SECOND
            return {
                "Id": str(planted.computer_id(one)),
                "ComputerName": one.hostname,
                "FriendlyName": None if luck % 3 else one.hostname.title(),
                "Client": self.short(client),
                "Location": {"Id": planted.location_id(client, one.ordinal), "Name": "Main"},
                "OperatingSystemName": system,
                "OperatingSystemVersion": "10.0.20348",
                "DomainName": "corp.example",
                "Type": kind,
                "Status": "Offline" if luck % 6 == 0 else "Online",
                "IsVirtualMachine": luck % 2 == 0,
                "IsMaintenanceModeEnabled": luck % 97 == 0,
                "IsRebootNeeded": luck % 5 == 0,
                "RemoteAgentVersion": "250.182",
                "RemoteAgentLastContact": iso(seen, digits=0),
                # An agent that never reported has the beginning of time here.
                "LastHeartbeat": "0001-01-01T00:00:00" if luck % 40 == 0 else iso(seen, digits=0),
                "DateAdded": iso(world.end - (20 + luck % 900) * DAY, digits=0),
                "SerialNumber": f"SN{luck % 10**8:08d}",
                "LastUserName": "pjones",
                "VirusScanner": {"Id": "1", "Name": "Windows Defender"},
                "Groups": None,
                "Comment": "",
            }

        return Table(len(self.computers), row)

    def group_rows(self) -> Table:
        """Return the groups; a search is an object where there is one."""
        rows: list[Row] = [
            {
                "Id": str(one.id),
                "ParentId": None if one.parent is None else str(one.parent),
                "Depth": 1 if one.parent is None else 2,
                "Name": one.name,
                "FullName": one.name,
                "TypeId": 1,
                "TypeName": "Patching" if "Patched" in one.name else "Normal",
                "TemplatePriority": 5,
                "ComputersAutoJoinSearch": one.search
                and {
                    "Id": str(one.id + 1000),
                    "Name": one.search,
                    "SearchType": "AdvancedComputers",
                },
                "NetworkDevicesAutoJoinSearch": None,
                "ComputersLimitToSearch": one.limited,
                "MaintenanceWindow": None,
                "RemoteAgentTemplate": None,
                "ClientToSync": None,
                "LocationToSync": None,
                "Comments": "",
            }
            for one in planted.GROUPS
        ]
        return Table.of(rows)

    def member_rows(self) -> Table:
        """Return which computer is in which group."""

        def row(number: int) -> Row:
            group, computer = self._members[number]
            return {"Id": str(number + 1), "GroupId": str(group), "ComputerId": str(computer)}

        return Table(len(self._members), row)
