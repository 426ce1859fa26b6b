"""What time and ticket types do by themselves: status timers, closing, load balancing, mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.place import type_scope
from aigov_connectors.halopsa.normalize.reach import Desk, Reached
from aigov_connectors.halopsa.wire import (
    EmailRuleWire,
    EventRuleWire,
    SLAWire,
    StatusWire,
    TicketTypeWire,
    given,
)
from aigov_connectors.inventory import (
    Origin,
    Place,
    Reach,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed, word

__all__ = [
    "UNASSIGNED",
    "Statuses",
    "deployments_from_email_rule",
    "deployments_from_event_rule",
    "deployments_from_sla",
    "deployments_from_status",
    "deployments_from_ticket_type",
]


@dataclass(slots=True)
class Statuses:
    """Which statuses close a ticket and which leave it open, as far as that was read."""

    every: set[int] = field(default_factory=set)
    open: set[int] = field(default_factory=set)
    are_whole: bool = False
    """Whether both lists were read whole, so that what is in the one alone closes."""

    def closes(self, status: int | None) -> bool | None:
        """Whether a status closes; None where that is not known."""
        if status in self.open:
            return False
        return True if self.are_whole and status in self.every else None


_BECOMES = {True: "closing status", False: "status", None: "a status"}
"""What a change to another status comes to, by whether that closes."""


def deployments_from_status(
    row: StatusWire,
    *,
    origin: Origin,
    statuses: Statuses,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State a status whose tickets change when time has passed; others say nothing.

    `entry` is the catalogue's `status_timers`.
    """
    deeds: list[Deed] = []

    def deed(what: str, *fields: str) -> None:
        shown = tuple(observed(origin, row, name, object_id=str(row.id)) for name in fields)
        deeds.append(Deed(what, entry.label("becomes", what), shown))

    if given(row.statuschangeto) and given(row.statuschangetofreq):
        becomes = _BECOMES[statuses.closes(row.statuschangeto)]
        deed(becomes, "statuschangeto", "statuschangetofreq")
    if given(row.timeuntilloffhold):
        deed("off hold", "timeuntilloffhold")
    if given(row.statusnochangehours):
        deed("what a template says", "statusnochangehours", "nochangetemplate")
    if not deeds:
        return
    source = SourceObject(
        kind=SourceKind.SETTING, id=f"status:{row.id}", name=row.name or f"status {row.id}"
    )
    yield statement(entry, deeds, place=place, source=source, reached=desk.everybody())


def deployments_from_sla(
    row: SLAWire,
    *,
    origin: Origin,
    statuses: Statuses,
    entry: FeatureEntry,
    place: Place,
) -> Iterator[Statement]:
    """State a service level that takes tickets off hold, or changes them at its first warning.

    Whose tickets have it is not read. `entry` is the catalogue's `status_timers`.
    """
    deeds: list[Deed] = []

    def deed(what: str, *fields: str) -> None:
        shown = tuple(observed(origin, row, name, object_id=str(row.id)) for name in fields)
        deeds.append(Deed(what, entry.label("becomes", what), shown))

    if row.autoreleaseoption is True:
        deed("off hold", "autoreleaseoption", "autoreleaselimit")
        if given(row.statusafterautorelease):
            deed(_BECOMES[statuses.closes(row.statusafterautorelease)], "statusafterautorelease")
    if given(row.slstatusafterfirstwarning):
        at_warning = {True: "closing status", False: "status at a warning", None: "a status"}
        deed(
            at_warning[statuses.closes(row.slstatusafterfirstwarning)], "slstatusafterfirstwarning"
        )
    if not deeds:
        return
    source = SourceObject(
        kind=SourceKind.SETTING, id=f"sla:{row.id}", name=row.name or f"service level {row.id}"
    )
    yield statement(entry, deeds, place=place, source=source, reached=Reached(Reach.UNKNOWN))


UNASSIGNED = 1
"""The agent that stands for nobody (reported)."""
_NUMBERED = (
    "auto_respond_logged_manually",
    "auto_forward_email_updates",
    "auto_delete_data",
    "default_sendack",
    "default_sendemail",
)
"""What a ticket type does besides, each by a number that is not documented."""


def deployments_from_ticket_type(
    row: TicketTypeWire,
    *,
    origin: Origin,
    closing: FeatureEntry,
    balancing: FeatureEntry,
    others: FeatureEntry,
    presets: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State what becomes of tickets of a type by itself: closing, who has it, answers.

    Args:
        closing: the catalogue's `auto_close`.
        balancing: the catalogue's `load_balancing`.
        others: the catalogue's `ticket_type_automations`.
        presets: the catalogue's `ticket_type_presets`.
    """
    number = str(row.id)
    name = row.name or f"ticket type {row.id}"
    reached = desk.of_types((row.id,))
    scope = type_scope(place, row.id, row.name)

    def source(what: str) -> SourceObject:
        return SourceObject(kind=SourceKind.SETTING, id=f"ticketType:{number}/{what}", name=name)

    hours = row.auto_close_hours
    is_number = isinstance(hours, int | float) and not isinstance(hours, bool)
    if is_number and given(hours):  # type: ignore[arg-type]  # a number, as was just seen
        shown = (observed(origin, row, "auto_close_hours", object_id=number),)
        deeds = (Deed("set", closing.label("autoCloseHours", "set"), shown),)
        yield statement(
            closing, deeds, place=place, source=source("close"), reached=reached, scope=scope
        )
    every = row.load_balance_interval
    repeats = isinstance(every, int | float) and not isinstance(every, bool) and every > 0
    if row.load_balance_on_schedule is True or repeats:
        balance = tuple(
            observed(origin, row, field, object_id=number)
            for field in ("load_balance_on_schedule", "load_balance_interval")
        )
        on = row.load_balance_on_schedule
        # An interval without a schedule: whether it counts is not told.
        label = balancing.label("load_balance_on_schedule", True if on is True else "interval")
        deeds = (Deed("assignment", label, balance),)
        yield statement(
            balancing, deeds, place=place, source=source("balance"), reached=reached, scope=scope
        )
    preset = [
        Deed(what, presets.label("preset", what), (observed(origin, row, field, object_id=number),))
        for field, what in _preset(row)
    ]
    if preset:
        yield statement(
            presets, preset, place=place, source=source("presets"), reached=reached, scope=scope
        )
    set_to = [field for field in _NUMBERED if _is_set(getattr(row, field))]
    if set_to:
        told = [
            Deed(
                field,
                others.label(field, "set"),
                (observed(origin, row, field, object_id=number),),
            )
            for field in set_to
        ]
        yield statement(
            others, told, place=place, source=source("others"), reached=reached, scope=scope
        )


def _preset(row: TicketTypeWire) -> Iterator[tuple[str, str]]:
    """Fields that a new ticket of a type gets from it, and what each decides."""
    if given(row.default_agent) and row.default_agent != UNASSIGNED:
        yield "default_agent", "assignment"
    if row.default_team:
        yield "default_team", "assignment"
    if given(row.default_priority):
        yield "default_priority", "priority"
    if given(row.default_sla):
        yield "default_sla", "priority"


def _is_set(value: JsonValue) -> bool:
    """Whether a number that nobody documents is another one than that for nothing."""
    return isinstance(value, int | float) and value not in (0, -1)


def deployments_from_email_rule(
    row: EmailRuleWire, *, origin: Origin, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State a rule on incoming mail: does it close tickets, or only open them?

    `entry` is the catalogue's `email_rules`.
    """
    number = str(row.id)
    shown = (
        observed(origin, row, "always_close_alerts", object_id=number),
        observed(origin, row, "closestring", object_id=number),
        observed(origin, row, "enabled", object_id=number),
        observed(origin, row, "fromaddr", object_id=number),
        observed(origin, row, "subject", object_id=number),
    )
    # A sender, and the words in which one writes, tell some clients from others.
    is_open = row.fromaddr is False and row.subject is False
    always = row.always_close_alerts
    closes = always is True or row.closestring
    label = entry.label("closes", closes)
    enabled = row.enabled if isinstance(row.enabled, bool) else None
    source = SourceObject(
        kind=SourceKind.RULE, id=f"emailRule:{number}", name=row.name or f"mail rule {number}"
    )
    yield statement(
        entry,
        (Deed("mail", label, shown),),
        place=place,
        source=source,
        reached=desk.everybody() if is_open else Reached(Reach.UNKNOWN),
        enabled=enabled,
    )


def deployments_from_event_rule(
    row: EventRuleWire, *, origin: Origin, entry: FeatureEntry, place: Place
) -> Iterator[Statement]:
    """State a rule on incoming events, which opens tickets.

    `entry` is the catalogue's `event_rules`.
    """
    number = str(row.id)
    shown = (
        observed(origin, row, "active", object_id=number),
        observed(origin, row, "create_type", object_id=number),
    )
    label = entry.label("active", word(row.active))
    source = SourceObject(
        kind=SourceKind.RULE, id=f"eventRule:{number}", name=row.name or f"event rule {number}"
    )
    deeds = (Deed("event", label, shown),)
    reached = Reached(Reach.UNKNOWN)
    yield statement(entry, deeds, place=place, source=source, reached=reached)
