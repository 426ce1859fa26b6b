"""Ticketing: boards, statuses, forms, tickets, and the log of a ticket.

What people wrote (subject, text, e-mail, time tracked, names) is not declared and so never kept;
of what a log entry changed, the names of the fields are kept, and of a status which one it is.

Source: NinjaOne Public API 2.0 (2.0.9); columns of a board's rows as recorded by a public client
(reported); the shape of `changeDiff` is not described, so every plausible one is read.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

from aigov_connectors.ninjaone.wire.estate import Dropped
from aigov_connectors.wire import (
    Flag,
    Identifier,
    LenientInt,
    Text,
    Timestamp,
    WireList,
    WireRecord,
    WireSettings,
)

__all__ = [
    "UNREADABLE",
    "LogEntriesWire",
    "LogEntryWire",
    "TicketBoardWire",
    "TicketFormWire",
    "TicketStatusWire",
    "TicketWire",
]

_FIELD_KEYS = ("field", "fieldName", "name", "key", "attribute")
"""Where an entry of a list of changes might name its field."""
_NEW_KEYS = ("new", "newValue", "to", "after", "value")
_STATUS_KEYS = ("statusId", "id", "name", "displayName")


class TicketBoardWire(WireSettings):
    """A row of `/v2/ticketing/trigger/boards`: a saved filter over tickets."""

    id: int
    name: Text = None
    system: Flag = None
    ticket_count: LenientInt = None
    uid: Dropped = None
    description: Dropped = None
    conditions: Dropped = None
    create_time: Dropped = None
    update_time: Dropped = None
    columns: Dropped = None
    sort_by: Dropped = None


class TicketStatusWire(WireRecord):
    """A row of `/v2/ticketing/statuses`."""

    status_id: int
    name: Text = None
    parent_id: LenientInt = None
    """The vendor's own status under which one of the MSP's making stands."""


class TicketFormWire(WireSettings):
    """A row of `/v2/ticketing/ticket-form`: its switches; the fields are not looked into."""

    id: int
    name: Text = None
    active: Flag = None
    default: Flag = None
    description: Dropped = None
    end_user_title: Dropped = None
    content: Dropped = None
    create_time: Dropped = None
    update_time: Dropped = None
    fields: Dropped = None


class TicketWire(WireRecord):
    """A row of a board."""

    id: int
    organization: Text = None
    """The organization's name, as boards show it."""
    organization_id: LenientInt = None
    client_id: LenientInt = None
    last_updated: Timestamp = None


UNREADABLE = "(unreadable)"
"""Stands for a changed field, or an automation, of which nothing could be read."""


def _automation(key: str) -> Callable[[Any], str | int | None]:
    """Take one field of an automation, which may come as its bare name or id, too."""
    kind = str if key == "name" else int

    def told(value: Any) -> str | int | None:
        found = value.get(key) if isinstance(value, Mapping) else value
        is_bare = not isinstance(value, Mapping) and not isinstance(found, kind)
        is_word = isinstance(found, str | int) and not isinstance(found, bool) and found != ""
        return found if is_word and not is_bare else None

    return told


def _changes(value: Any) -> dict[str, str | None]:
    """Read field names, and the new value of a status, out of whatever shape was sent.

    What tells no field is a change all the same, of a field that is not known.
    """
    if value is None:
        return {}
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, Mapping):
                named = next((item[key] for key in _FIELD_KEYS if key in item), None)
                pairs += [(named, item)] if isinstance(named, str) else list(item.items())
            else:
                pairs.append((item, None))
    else:
        pairs.append((UNREADABLE, None))
    named_all = all(isinstance(name, str) and name for name, _ in pairs)
    if not named_all:
        pairs.append((UNREADABLE, None))
    found = {name: change for name, change in pairs if isinstance(name, str) and name}
    return {
        name: _status_in(change) if name.casefold().startswith("status") else None
        for name, change in found.items()
    }


def _status_in(change: Any) -> str | None:
    """Give the id or name of the status that was set."""
    if isinstance(change, Mapping):
        inner = next((change[key] for key in (*_NEW_KEYS, *_STATUS_KEYS) if key in change), None)
        return None if inner is change else _status_in(inner)
    if isinstance(change, list):
        return _status_in(change[-1]) if change else None
    return str(change) if isinstance(change, str | int) and not isinstance(change, bool) else None


class LogEntryWire(WireRecord):
    """A row of a ticket's log."""

    id: Identifier
    type: Text = None
    """`DESCRIPTION`, `COMMENT`, `CONDITION`, `SAVE`, `DELETE`, `PRODUCT` or `INFO`, or another."""
    system: Flag = None
    public_entry: Flag = None
    create_time: Timestamp = None
    change_diff: Annotated[dict[str, str | None], BeforeValidator(_changes)] = Field(
        default_factory=dict
    )
    """Changed fields; for a status which one it became, as id or name, else None."""
    contact_type: Text = Field(default=None, validation_alias="appUserContactType")
    is_automated: Annotated[bool, BeforeValidator(bool)] = Field(
        default=False, validation_alias="automation"
    )
    """Whether an automation made the entry, whatever is told of it."""
    automation_id: Annotated[Identifier | None, BeforeValidator(_automation("id"))] = Field(
        default=None, validation_alias="automation"
    )
    automation_name: Annotated[Text, BeforeValidator(_automation("name"))] = Field(
        default=None, validation_alias="automation"
    )


_Unreadable: TypeAlias = Annotated[None, BeforeValidator(lambda _: None)]


class LogEntriesWire(WireList):
    """The log of one ticket; a row of another shape costs only itself."""

    rows: tuple[Annotated[LogEntryWire | _Unreadable, Field(union_mode="left_to_right")], ...]

    @property
    def entries(self) -> tuple[LogEntryWire, ...]:
        """The rows that could be read, in the vendor's order."""
        return tuple(row for row in self.rows if row is not None)

    @property
    def unreadable(self) -> int:
        """How many rows could not be read."""
        return sum(row is None for row in self.rows)
