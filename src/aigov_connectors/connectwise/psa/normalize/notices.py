"""Who is told by boards, statuses and mail templates without anybody writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.boards import board_object, on_board
from aigov_connectors.connectwise.psa.normalize.deeds import Deed
from aigov_connectors.connectwise.psa.normalize.labels import merged, parts
from aigov_connectors.connectwise.psa.normalize.places import board_scope
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.normalize.recipients import side_of
from aigov_connectors.connectwise.psa.wire import (
    BoardWire,
    MailTemplateWire,
    NotificationWire,
    RecipientWire,
)
from aigov_connectors.inventory import Basis, Origin, Place, SourceKind, SourceObject, Statement
from aigov_connectors.normalizing.observed import observed, said
from aigov_connectors.wire import told

__all__ = ["Notice", "deployments_from_mail_template", "deployments_from_notices"]

_OF_OTHERS = frozenset({"Invoice", "SalesOrder", "PurchaseOrder", "RMA"})
"""Types of mail templates that go with invoices and orders; all others go with tickets."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody who is told, and on which occasion."""

    row: NotificationWire
    origin: Origin
    occasion: str
    """`new ticket`, or the name of a status."""

    @property
    def place(self) -> tuple[str, int]:
        """Orders what was read side by side."""
        return self.occasion, self.row.id


def deployments_from_notices(
    board: BoardWire,
    notices: Sequence[Notice],
    *,
    origin: Origin,
    recipients: Mapping[int, RecipientWire],
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State whom a board tells by itself; one that tells nobody says nothing.

    `entry` is the catalogue's `client_notifications`.
    """
    deeds = [_deed(one, recipients, entry) for one in notices]
    shown = observed(origin, board, "send_to_contact_flag", object_id=str(board.id))
    if not shown[0].absent and board.send_to_contact_flag is not False:
        label = entry.label("sendToContactFlag", told(board.send_to_contact_flag))
        deeds.append(Deed("contact by the board", label, shown, None))
    if not deeds:
        return
    reached = desk.of_board(board.id)
    named = board_object(board)
    evidence = tuple(dict.fromkeys(deed.shown[1] for deed in deeds))
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=board_scope(place, board.id, board.name),
            source_object=SourceObject(
                kind=SourceKind.SETTING,
                id=f"{named.id}/notifications",
                name=f"notifications of {named.name}",
            ),
            label=merged([deed.label for deed in deeds]),
            enabled=on_board(board, True),
            reach=reached.reach,
            settings=tuple(deed.shown[0] for deed in deeds),
            evidence=evidence,
            breakdown=parts(deeds),
        ),
        evidence=evidence,
        tickets=reached.tickets,
        window=reached.window,
    )


def deployments_from_mail_template(
    row: MailTemplateWire, *, origin: Origin, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State a mail about tickets that goes to clients by itself, or may; any other says nothing.

    An unset flag is not sent; one of any other value than a bool is unknown. `entry` is the
    catalogue's `client_notifications`.
    """
    number, home = str(row.id), row.service_board
    goes_out = row.external_contact_notifications
    is_sent = "external_contact_notifications" in row.model_fields_set
    if goes_out is False or not is_sent or row.type in _OF_OTHERS:
        return
    shown = [
        observed(origin, row, name, object_id=number)
        for name in ("external_contact_notifications", "type", "service_status")
    ]
    label = entry.label("externalContactNotifications", told(goes_out))
    if goes_out is not True:
        label = label.model_copy(update={"basis": Basis.INFERRED})
    reached = desk.of_board(home.id if home else None)
    evidence = tuple(seen for _, seen in shown)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=board_scope(place, home.id if home else None, home.name if home else None),
            source_object=SourceObject(
                kind=SourceKind.SETTING,
                id=f"emailTemplate:{row.id}",
                name=f"mail template {row.id}",
            ),
            label=label,
            enabled=label.enabled,
            reach=reached.reach,
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
        ),
        evidence=evidence,
        tickets=reached.tickets,
        window=reached.window,
    )


def _deed(one: Notice, recipients: Mapping[int, RecipientWire], entry: FeatureEntry) -> Deed:
    who = one.row.notify_who
    side = side_of(who, recipients, is_named=one.row.member is not None, has_address=one.row.email)
    shown = said(
        one.origin,
        f"notifyWho at {one.occasion}",
        who.name if who else None,
        object_id=str(one.row.id),
        pointer="/notifyWho/name",
        absent=who is None,
    )
    return Deed(f"{side} at {one.occasion}", entry.label("tells", side.value), shown, None)
