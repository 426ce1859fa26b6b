"""What boards do by themselves: assignment, round robin, templates."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.known import KNOWN
from aigov_connectors.connectwise.psa.normalize.places import board_scope
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.wire import (
    AutoTemplateWire,
    BoardWire,
    ServiceTemplateWire,
)
from aigov_connectors.inventory import (
    Basis,
    DecisionKind,
    Origin,
    Place,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Unknowns, observed, unknown_settings
from aigov_connectors.wire import Strange, WireSettings, told

__all__ = [
    "board_object",
    "deployments_from_auto_close",
    "deployments_from_auto_template",
    "deployments_from_board",
    "name_of",
    "on_board",
]

_FLAGS = (
    "auto_assign_new_ec_tickets_flag",
    "auto_assign_new_tickets_flag",
    "auto_assign_new_portal_tickets_flag",
)
_OWNER = "auto_assign_ticket_owner_flag"
"""Whoever is assigned first becomes the owner, by itself, too."""

_OVERSEERS = ("dispatch_member", "service_manager_member", "duty_manager_member", "oncall_member")


def board_object(row: BoardWire) -> SourceObject:
    """Name a board's settings."""
    return SourceObject(kind=SourceKind.SETTING, id=f"board:{row.id}", name=name_of(row))


def on_board(board: BoardWire, enabled: bool | None) -> bool | None:
    """Whether what is set on a board is on: nothing is opened on an inactive one.

    None, too, where what tells whether a board is inactive is no flag.
    """
    if board.inactive_flag is True:
        return False
    return None if isinstance(board.inactive_flag, Strange) and enabled else enabled


def closing_object(row: BoardWire) -> SourceObject:
    """Name what a board closes by itself."""
    return SourceObject(
        kind=SourceKind.SETTING,
        id=f"board:{row.id}/autoCloseStatus",
        name=f"automatic closing of {name_of(row)}",
    )


def auto_template_object(row: AutoTemplateWire, board: BoardWire) -> SourceObject:
    """Name a template that a board applies by itself."""
    template = row.service_template
    named = template.name if template and template.name else f"template {row.id}"
    return SourceObject(
        kind=SourceKind.RULE,
        id=f"board:{board.id}/autoTemplate:{row.id}",
        name=f"{named} on {name_of(board)}",
    )


def deployments_from_board(
    row: BoardWire,
    *,
    origin: Origin,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
    assigned: int | None,
) -> Iterator[Statement]:
    """State how a board assigns new tickets; one that cannot tell is unknown.

    Args:
        entry: the catalogue's `board_auto_assign`.
        assigned: how many receive them; None where that was not read.
    """
    number = str(row.id)
    shown = [observed(origin, row, flag, object_id=number) for flag in (*_FLAGS, _OWNER)]
    # An unset flag is not sent, so that a missing one is off; any other value is unknown.
    values = [False if setting.absent else setting.value for setting, _ in shown]
    assigns: bool | str | None = any(value is True for value in values[:-1])
    if not assigns and values[-1] is True:
        assigns = "owner"
    elif not assigns and any(not isinstance(value, bool) for value in values):
        assigns = None
    label = entry.label("assigns", assigns)
    enabled = label.enabled
    if enabled:
        enabled = on_board(row, enabled)
    settings = [setting for setting, _ in shown]
    # The flag that decides stands first, for whoever shows one proof only.
    evidence = [seen for (_, seen), value in zip(shown, values, strict=True) if value is True]
    evidence += [seen for _, seen in shown if seen not in evidence]
    if assigned is not None:
        settings.append(Setting(name="autoAssignResources", value=assigned))
    limited = ("auto_assign_limit_flag", "auto_assign_limit_amount")
    limits = [observed(origin, row, field, object_id=number) for field in limited]
    if row.auto_assign_limit_flag is not None:
        settings += [setting for setting, _ in limits]
        evidence += [seen for _, seen in limits]
    # People are ids: who oversees a board is told by whether somebody does.
    for field in _OVERSEERS:
        name = observed(origin, row, field, object_id=number)[0].name
        settings.append(Setting(name=name, value=getattr(row, field) is not None))
    evidence.append(observed(origin, row, "inactive_flag", object_id=number)[1])
    source = board_object(row)
    reached = desk.of_board(row.id)
    unknown = _unknown(row, origin, number, place, source)
    deployment = entry.deployment(
        place=place,
        scope=board_scope(place, row.id, row.name),
        source_object=source,
        label=label,
        enabled=enabled,
        reach=reached.reach,
        settings=tuple(settings),
        evidence=tuple(evidence),
    )
    yield Statement(
        deployment=deployment,
        evidence=(*evidence, *unknown.evidence),
        tickets=reached.tickets,
        window=reached.window,
        unknown_settings=unknown.settings,
    )


def deployments_from_auto_close(
    row: BoardWire, *, origin: Origin, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State that a board names the status for automatic closing; one that names none says nothing.

    Whether anything closes tickets is not told by the name of a status alone. `entry` is the
    catalogue's `auto_close`.
    """
    if row.auto_close_status is None:
        return
    number = str(row.id)
    status, status_seen = observed(origin, row, "auto_close_status", object_id=number)
    off, off_seen = observed(origin, row, "inactive_flag", object_id=number)
    label = entry.label("autoCloseStatus", "set")
    reached = desk.of_board(row.id)
    evidence = (status_seen, off_seen)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=board_scope(place, row.id, row.name),
            source_object=closing_object(row),
            label=label,
            enabled=on_board(row, None),
            reach=reached.reach,
            settings=(status, off),
            evidence=evidence,
        ),
        evidence=evidence,
        tickets=reached.tickets,
        window=reached.window,
    )


def deployments_from_auto_template(
    row: AutoTemplateWire,
    *,
    board: BoardWire,
    service_template: tuple[ServiceTemplateWire, Origin] | None = None,
    origin: Origin,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State a template that goes with a type of ticket, and who applies it.

    Args:
        service_template: what it applies, where that was read: whether it mails the contact.
        entry: the catalogue's `auto_apply_templates`.
    """
    number = str(row.id)
    flag, seen = observed(origin, row, "auto_apply_flag", object_id=number)
    resources, resources_seen = observed(origin, row, "resources_setting", object_id=number)
    label = entry.label("autoApplyFlag", False if flag.absent else told(row.auto_apply_flag))
    if row.resources_setting in ("Append", "Overwrite"):
        routed = (*label.decisions, DecisionKind.ROUTE_TICKET)
        label = label.model_copy(update={"decisions": routed})
    elif row.resources_setting != "Ignore" and not resources.absent:
        strange = {"decisions": (*label.decisions, DecisionKind.UNKNOWN), "basis": Basis.INFERRED}
        label = label.model_copy(update=strange)
    settings, proofs = [flag, resources], [seen, resources_seen]
    mailing = None if service_template is None else told(service_template[0].email_contact_flag)
    if service_template is not None and mailing is not False:
        applied, where = service_template
        mails, mails_seen = observed(
            where, applied, "email_contact_flag", object_id=str(applied.id)
        )
        settings.append(mails)
        proofs.append(mails_seen)
    if mailing is not False:
        # What was not read of the template it may do all the same.
        more = entry.label("emailContactFlag", mailing)
        does = more.decisions if mailing else (DecisionKind.UNKNOWN,)
        decisions = tuple(dict.fromkeys((*label.decisions, *does)))
        label = label.model_copy(update={"decisions": decisions, "basis": Basis.INFERRED})
    source = auto_template_object(row, board)
    unknown = _unknown(row, origin, number, place, source)
    reached = desk.of_board(board.id)
    evidence = tuple(proofs)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=board_scope(place, board.id, board.name),
            source_object=source,
            label=label,
            enabled=on_board(board, label.enabled),
            reach=reached.reach,
            settings=tuple(settings),
            evidence=evidence,
        ),
        evidence=(*evidence, *unknown.evidence),
        tickets=reached.tickets,
        window=reached.window,
        unknown_settings=unknown.settings,
    )


def name_of(row: BoardWire) -> str:
    """What a board is called."""
    return row.name or f"board {row.id}"


def _unknown(
    row: WireSettings, origin: Origin, number: str, place: Place, source: SourceObject
) -> Unknowns:
    return unknown_settings(
        origin,
        row,
        object_id=number,
        place=place,
        source_object=source,
        described=KNOWN[type(row).__name__],
    )
