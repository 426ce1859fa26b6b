"""A workflow rule with one event, made of what a test is about."""

from __future__ import annotations

from typing import Any

from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import Rules
from aigov_connectors.connectwise.psa.wire import (
    ActionWire,
    EventWire,
    MailTemplateWire,
    NotificationWire,
    NotifyTypeWire,
    OverwrittenFieldWire,
    RecipientWire,
    ServiceTemplateWire,
    StatusWire,
    WorkflowWire,
)

CLOSED, WAITING = 14, 13
MAIL = {"notifyType": {"id": 1, "name": "Send Email"}}
TO_CLIENT = {**MAIL, "notifyWho": {"id": 1, "name": "Contact"}}
TO_STAFF = {**MAIL, "notifyWho": {"id": 2, "name": "Assigned Resources"}}


def rules() -> Rules:
    """The statuses and kinds of board 1, and no rule."""
    found = Rules()
    for row in ({"id": CLOSED, "name": ">Closed", "closedStatus": True},
                {"id": WAITING, "name": "Waiting", "closedStatus": False}):  # fmt: skip
        found.know_status(1, StatusWire.model_validate(row))
    found.notices[WAITING] = []  # read, and there are none
    found.kinds[1] = NotifyTypeWire.model_validate({"id": 1, "name": "Send Email"})
    return found


def add(to: Rules, number: int, condition: str, *actions: dict[str, Any], **workflow: Any) -> Rules:
    """Add a rule of this number with one event."""
    told = {
        "id": number,
        "name": f"Rule {number}",
        "activateFlag": True,
        "board": {"id": 1, "name": "Desk"},
        "tableType": {"id": 4, "name": "Ticket"},
        **workflow,
    }
    to.workflows[number] = (WorkflowWire.model_validate(told), origin())
    event = {"id": number * 10, "parentId": number, "eventCondition": condition}
    to.events[number * 10] = (EventWire.model_validate(event), origin())
    for place, action in enumerate(actions):
        row = {"id": number * 100 + place, "parentId": number * 10, **action}
        to.actions.append((ActionWire.model_validate(row), origin()))
    return to


def notice(to: Rules, status: int, **row: Any) -> Rules:
    """Tell somebody of tickets that come to a status."""
    wire = NotificationWire.model_validate({"id": 1, **row})
    to.notices.setdefault(status, []).append((wire, origin()))
    return to


def mail(to: Rules, status: int) -> Rules:
    """Send a mail of a template at a status."""
    row = {"id": 5, "type": "Specific", "externalContactNotifications": True}
    to.mails.setdefault(status, []).append((MailTemplateWire.model_validate(row), origin()))
    return to


def recipient(to: Rules, number: int, **row: Any) -> Rules:
    """List a kind of recipient."""
    to.recipients[number] = RecipientWire.model_validate({"id": number, **row})
    return to


def custom_field(to: Rules, action: int, **row: Any) -> Rules:
    """List a custom field of an action."""
    wire = OverwrittenFieldWire.model_validate({"id": 7, "actionId": action, **row})
    to.fields.setdefault(action, []).append((wire, origin()))
    return to


def kind(to: Rules, number: int, name: str, **row: Any) -> Rules:
    """List a kind of action."""
    to.kinds[number] = NotifyTypeWire.model_validate({"id": number, "name": name, **row})
    to.kinds_from[number] = origin()
    return to


def service_template(to: Rules, number: int, **row: Any) -> Rules:
    """List a service template."""
    wire = ServiceTemplateWire.model_validate({"id": number, **row})
    to.service_templates[number] = (wire, origin())
    return to
