"""Tickets, what AI did to them, their actions and approvals."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from aigov_connectors.halopsa.wire.base import HaloRecord, Many
from aigov_connectors.wire import Flag, LenientInt, Text, Timestamp


class TicketWire(HaloRecord):
    """A ticket: whose, of which type, when; no text."""

    id: int
    client_id: LenientInt = None
    tickettype_id: LenientInt = None
    team: Text = None
    agent_id: LenientInt = None
    status_id: LenientInt = None
    dateoccurred: Timestamp = None
    dateclosed: Timestamp = None
    last_update: Timestamp = None


class SuggestedWire(HaloRecord):
    """A suggestion for a ticket, and what became of it; not what was suggested."""

    id: LenientInt = None
    suggestion_id: LenientInt = None
    applied: Flag = None
    applied_date: Timestamp = None
    dismissed: Flag = None


class CustomFieldWire(HaloRecord):
    """A field that the MSP added: its name, never its value."""

    name: Text = None


class TicketDetailWire(TicketWire):
    """One ticket with what AI did to it."""

    ai_suggestions: Many[SuggestedWire] = Field(default_factory=list)
    customfields: Many[CustomFieldWire] = Field(default_factory=list)
    ninja_alert_id: Text = None
    """The alert of NinjaOne that the ticket tells of (unsure); empty where it tells of none."""


def _names_any(value: object) -> bool:
    """Whether ids that may come as text, `14,17`, name anything: 0 and -1 do not."""
    ids = value if isinstance(value, list) else [value]
    return any(int(one) > 0 for text in ids for one in re.findall(r"-?\d+", str(text)))


class ActionWire(HaloRecord):
    """What was done to a ticket and by whom, as ids; no text."""

    id: LenientInt = None
    who_agentid: LenientInt = None
    actionby_agent_id: LenientInt = None
    actionby_application_id: Text = None
    datetime: Timestamp = None
    old_status: LenientInt = None
    new_status: LenientInt = None
    new_team: Text = None
    new_agent: LenientInt = None
    new_priority: LenientInt = None
    new_matched_rule_id: LenientInt = None
    new_rule_ids: Annotated[bool, BeforeValidator(_names_any)] = False
    """Whether rules are named; ids come as joined text."""


class AuditWire(HaloRecord):
    """A change of a field: when and by whom, as ids; neither of its values."""

    id: int
    ticket_id: LenientInt = None
    agent_id: LenientInt = None
    date: Timestamp = None
    table_name: Text = None


class ApprovalWire(HaloRecord):
    """Who was asked about a ticket, as ids; what the result's number means is not documented."""

    agent_id: LenientInt = None
    user_id: LenientInt = None
    datetime: Timestamp = None
    dateapproved: Timestamp = None
    admin_overridden: Flag = None
    approval_process_id: LenientInt = None
