"""Tickets, their notes and history, and booked times: flat records, no text."""

from pydantic import AliasPath, Field, JsonValue

from aigov_connectors.wire import Flag, LenientInt, Text, Timestamp, WireRecord


class TicketWire(WireRecord):
    """A ticket: where it is, whose, and who touched it; no text."""

    id: int
    board_id: LenientInt = Field(default=None, validation_alias=AliasPath("board", "id"))
    company_id: LenientInt = Field(default=None, validation_alias=AliasPath("company", "id"))
    source_id: LenientInt = Field(default=None, validation_alias=AliasPath("source", "id"))
    closed_flag: Flag = None
    closed_by: Text = None
    closed_date: Timestamp = None
    entered_by: Text = Field(default=None, validation_alias=AliasPath("_info", "enteredBy"))
    updated_by: Text = Field(default=None, validation_alias=AliasPath("_info", "updatedBy"))
    last_updated: Timestamp = Field(
        default=None, validation_alias=AliasPath("_info", "lastUpdated")
    )


class NoteWire(WireRecord):
    """A note of a ticket: whether it has a score; no text."""

    id: int
    sentiment_score: JsonValue = None


class AuditWire(WireRecord):
    """Who changed which field of a ticket, and when; no text."""

    entered_by: Text = None
    entered_date: Timestamp = None
    audit_sub_type: Text = None


class TimeEntryWire(WireRecord):
    """A booked time and how far its approval is; no text and no rates."""

    id: int
    status: Text = None
    entered_by: Text = None
    charge_to_type: Text = None
    company_id: LenientInt = Field(default=None, validation_alias=AliasPath("company", "id"))
    ticket_id: LenientInt = Field(default=None, validation_alias=AliasPath("ticket", "id"))
    last_updated: Timestamp = Field(
        default=None, validation_alias=AliasPath("_info", "lastUpdated")
    )
