"""What time and ticket types do by themselves: status timers, closing, load balancing, mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.place import type_scope
from aigov_connectors.halopsa.normalize.reach import Desk, Reached
from aigov_connectors.halopsa.normalize.switches import (
    NOT_TOLD,
    amount,
    names,
    numbered,
    strange,
    switch,
)
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

    known = (names(row.statuschangeto), names(row.statuschangetofreq))
    if known == (True, True):
        becomes = _BECOMES[statuses.closes(row.statuschangeto)]
        deed(becomes, "statuschangeto", "statuschangetofreq")
    elif True in known and None in known:
        deed(NOT_TOLD, "statuschangeto", "statuschangetofreq")
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
    """State a service level that takes tickets off hold, or changes them at a warning.

    Whose tickets have it is not read. `entry` is the catalogue's `status_timers`.
    """
    deeds: list[Deed] = []

    def deed(what: str, *fields: str) -> None:
        shown = tuple(observed(origin, row, name, object_id=str(row.id)) for name in fields)
        deeds.append(Deed(what, entry.label("becomes", what), shown))

    releases = switch(row.autoreleaseoption)
    if releases or strange(row.autoreleaseoption, releases):
        what = "off hold" if releases else NOT_TOLD
        deed(what, "autoreleaseoption", "autoreleaselimit")
        if given(row.statusafterautorelease):
            deed(_BECOMES[statuses.closes(row.statusafterautorelease)], "statusafterautorelease")
    at_warning = {True: "closing status", False: "status at a warning", None: "a status"}
    for at in _WARNINGS:
        if given(status := getattr(row, at)):
            deed(at_warning[statuses.closes(status)], at)
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
_BESIDE = {"auto_delete_data": ("auto_delete_days",)}
"""Such a number to what tells more of it."""
_WARNINGS = ("slstatusafterfirstwarning", "slstatusaftersecondwarning")


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

    hours = amount(row.auto_close_hours)
    if hours or strange(row.auto_close_hours, hours):
        shown = (observed(origin, row, "auto_close_hours", object_id=number),)
        label = closing.label("autoCloseHours", "set" if hours else NOT_TOLD)
        deeds = (Deed("set", label, shown),)
        yield statement(
            closing, deeds, place=place, source=source("close"), reached=reached, scope=scope
        )
    on, every = switch(row.load_balance_on_schedule), amount(row.load_balance_interval)
    unread = strange(row.load_balance_on_schedule, on) or strange(row.load_balance_interval, every)
    if on or every or unread:
        balance = tuple(
            observed(origin, row, field, object_id=number)
            for field in ("load_balance_on_schedule", "load_balance_interval")
        )
        # An interval without a schedule: whether it counts is not told.
        label = balancing.label("load_balance_on_schedule", True if on else "interval")
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
    set_to = {field: numbered(getattr(row, field)) for field in _NUMBERED}
    set_to["auto_contributor"] = switch(row.auto_contributor)
    told = [
        Deed(
            field,
            others.label(field, "set" if sets else NOT_TOLD),
            tuple(
                observed(origin, row, one, object_id=number)
                for one in (field, *_BESIDE.get(field, ()))
            ),
        )
        for field, sets in set_to.items()
        if sets or strange(getattr(row, field), sets)
    ]
    if told:
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


def deployments_from_email_rule(
    row: EmailRuleWire, *, origin: Origin, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State a rule on incoming mail: does it close tickets or answer, or only open them?

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
    ways = (switch(row.always_close_alerts), row.closestring)
    closes = True if True in ways else (None if None in ways else False)
    deeds = [Deed("mail", entry.label("closes", closes), shown)]
    if given(row.response_template_id):
        seen = observed(origin, row, "response_template_id", object_id=number)
        deeds.append(Deed("answer", entry.label("response_template_id", "set"), (seen,)))
    enabled = row.enabled if isinstance(row.enabled, bool) else None
    source = SourceObject(
        kind=SourceKind.RULE, id=f"emailRule:{number}", name=row.name or f"mail rule {number}"
    )
    yield statement(
        entry,
        deeds,
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
