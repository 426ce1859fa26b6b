"""More of the desk: skills, service templates and booked times, for whoever asks for them.

Source: ConnectWise PSA REST API 2025.1.
"""

from __future__ import annotations

from pydantic import AliasPath, Field

from aigov_connectors.connectwise.psa.wire import Ref
from aigov_connectors.wire import LenientBool, LenientInt, Text, Timestamp, WireRecord

__all__ = ["ServiceTemplateWire", "SkillMappingWire", "TimeEntryWire"]


class SkillMappingWire(WireRecord):
    """Which skill tickets of a type ask for."""

    id: int
    type: Ref = None
    sub_type: Ref = None
    item: Ref = None
    skill_category: Ref = None
    skill: Ref = None


class ServiceTemplateWire(WireRecord):
    """What a ticket is made from."""

    id: int
    name: Text = None
    board: Ref = None
    email_contact_flag: LenientBool = None
    email_resource_flag: LenientBool = None
    assigned_notify_flag: LenientBool = None
    schedule_days_before: LenientInt = None
    template_flag: LenientBool = None


class TimeEntryWire(WireRecord):
    """A booked time and how far its approval is; no text and no rates."""

    id: int
    status: Text = None
    entered_by: Text = None
    charge_to_type: Text = None
    ticket_id: LenientInt = Field(default=None, validation_alias=AliasPath("ticket", "id"))
    last_updated: Timestamp = Field(
        default=None, validation_alias=AliasPath("_info", "lastUpdated")
    )
