"""What decides over tickets: boards with their statuses, teams, templates and notices."""

from pydantic import Field

from aigov_connectors.connectwise.psa.wire.base import Named, Ref
from aigov_connectors.wire import Flag, LenientInt, Text, WireRecord, WireSettings


class BoardWire(WireSettings):
    """A service board with its automation."""

    id: int
    name: Text = None
    inactive_flag: Flag = None
    project_flag: Flag = None
    auto_assign_new_tickets_flag: Flag = None
    auto_assign_new_ec_tickets_flag: Flag = Field(default=None, alias="autoAssignNewECTicketsFlag")
    auto_assign_new_portal_tickets_flag: Flag = None
    auto_assign_ticket_owner_flag: Flag = None
    auto_assign_limit_flag: Flag = None
    auto_close_status: Ref = None
    send_to_contact_flag: Flag = None
    auto_assign_limit_amount: LenientInt = None
    dispatch_member: Ref = None
    service_manager_member: Ref = None
    duty_manager_member: Ref = None
    oncall_member: Ref = None


class StatusWire(WireRecord):
    """A status of a board."""

    id: int
    name: Text = None
    closed_status: Flag = None
    inactive: Flag = None
    round_robin_catchall: Flag = None


class TeamWire(WireSettings):
    """A team of a board."""

    id: int
    name: Text = None
    round_robin_flag: Flag = None
    default_round_robin_flag: Flag = None


class AutoTemplateWire(WireSettings):
    """Which template goes with which type of ticket."""

    id: int
    service_template: Ref = None
    subtype: Ref = None
    auto_apply_flag: Flag = None
    resources_setting: Text = None


class AutoAssignWire(WireRecord):
    """Somebody who gets new tickets of a board by themselves."""

    id: int
    notify_who: Ref = None


class NotificationWire(WireRecord):
    """Somebody who is told of a new ticket, or of one that comes to a status; no address."""

    id: int
    notify_who: Ref = None
    member: Ref = None
    email: Named = False
    """Whether an address is named; never which."""


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
    email_contact_flag: Flag = None


class MailTemplateWire(WireRecord):
    """A mail that is sent by itself; neither its text nor a name."""

    id: int
    type: Text = None
    service_board: Ref = None
    service_status: Ref = None
    external_contact_notifications: Flag = None


class SLAWire(WireRecord):
    """A service level, and the priorities that follow from impact and urgency."""

    id: int
    name: Text = None
    default_flag: Flag = None
    hi_impact_hi_urgency: Ref = None
    hi_impact_med_urgency: Ref = None
    hi_impact_low_urgency: Ref = None
    med_impact_hi_urgency: Ref = None
    med_impact_med_urgency: Ref = None
    med_impact_low_urgency: Ref = None
    low_impact_hi_urgency: Ref = None
    low_impact_med_urgency: Ref = None
    low_impact_low_urgency: Ref = None
