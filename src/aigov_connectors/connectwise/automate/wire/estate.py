"""Clients, locations, computers, groups, and the server itself."""

from pydantic import AliasChoices, AliasPath, Field

from aigov_connectors.connectwise.automate.wire.base import (
    AutomateRecord,
    AutomateSettings,
    Leniently,
    Told,
)
from aigov_connectors.wire import Flag, Identifier, LenientInt, Text, Timestamp

__all__ = [
    "ClientWire",
    "ComputerWire",
    "GroupMemberWire",
    "GroupWire",
    "LicenceWire",
    "LocationWire",
    "MaintenanceModeWire",
    "PatchInformationWire",
    "RefWire",
]


class RefWire(AutomateRecord):
    """Another record by id and name; the name of the id's key depends on the record."""

    id: Leniently[Identifier] = Field(
        default=None,
        validation_alias=AliasChoices(
            *("Id", "ClientId", "LocationId", "ComputerId", "GroupId", "ScriptId"),
            *("NetworkDeviceId", "UserId", "UserClassId", "PolicyId", "SearchId"),
        ),
    )
    name: Text = None


class ClientWire(AutomateRecord):
    """A customer."""

    id: Identifier
    name: Text = None
    company: Text = None
    external_id: Leniently[Identifier] = None
    """The id in the PSA, where its plug-in is in use; 0 for none."""


class LocationWire(AutomateRecord):
    """A place of a customer."""

    id: Identifier = Field(validation_alias=AliasChoices("LocationId", "Id"))
    name: Text = None
    client: Leniently[RefWire] = None


class ComputerWire(AutomateRecord):
    """A computer, slim: there may be tens of thousands."""

    id: Identifier
    client_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("Client", "Id")
    )


class GroupWire(AutomateSettings):
    """A group of computers, as far as it is asked for."""

    id: Identifier
    parent_id: Leniently[Identifier] = None
    name: Text = None
    full_name: Text = None
    type_name: Text = None
    computers_auto_join_search: Told[RefWire] = None
    computers_limit_to_search: Flag = None


class GroupMemberWire(AutomateRecord):
    """That a computer is in a group."""

    id: Identifier
    group_id: Leniently[Identifier] = None
    computer_id: Leniently[Identifier] = None


class MaintenanceModeWire(AutomateRecord):
    """That somebody put a computer into maintenance mode.

    Source: Automate API v1, LabTech.Models.MaintenanceMode (verified names; unit of the duration
    and meaning of the mode: unsure).
    """

    computer_id: Leniently[Identifier] = Field(default=None, alias="ComputerID")
    user_id: Leniently[Identifier] = Field(default=None, alias="UserID")
    time_start: Timestamp = None
    duration: LenientInt = None
    mode: LenientInt = None


class LicenceWire(AutomateRecord):
    """A licensed product, without its key."""

    id: Identifier = Field(alias="ProductId")
    product_sku: Text = None
    is_license_active: Flag = None


class PatchInformationWire(AutomateRecord):
    """The versions of the server's parts."""

    web_server_patch_version: Text = None
