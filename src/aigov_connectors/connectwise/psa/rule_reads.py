"""The reads of what follows rules: workflow rules, their events and actions, and tracks."""

from __future__ import annotations

from aigov_connectors._http import (
    Read,
)
from aigov_connectors.connectwise.psa.asking import SETUP, Asking
from aigov_connectors.connectwise.psa.wire import (
    ActionWire,
    EventWire,
    NotifyTypeWire,
    OverwrittenFieldWire,
    RecipientWire,
    TrackActionWire,
    TrackWire,
    WorkflowWire,
)

__all__ = ["RuleReads"]


class RuleReads(Asking):
    """What acts when a condition is met, one method per noun."""

    def workflows(self) -> Read[WorkflowWire]:
        """Every workflow rule, the inactive ones too. One request per 1000.

        Source: ConnectWise PSA API 2025.1, GET /system/workflows (verified).
        """
        return self._list_of("workflows", "/system/workflows", WorkflowWire, needs=SETUP)

    def workflow_events(self, *, rule: int | None = None) -> Read[EventWire]:
        """The events of all rules; `parent_id` names the rule. One request per 1000.

        Args:
            rule: only those of one rule, by another path, for servers without the one list.

        Source: ConnectWise PSA API 2025.1, GET /system/workflows/events and
        /system/workflows/{id}/events (verified).
        """
        what = "workflow_events"
        if rule is None:
            return self._list_of(what, "/system/workflows/events", EventWire, needs=SETUP)
        path, ids = "/system/workflows/{rule_id}/events", {"rule_id": str(rule)}
        return self._list_of(what, path, EventWire, ids=ids, needs=SETUP)

    def workflow_actions(self, *, of: tuple[int, int] | None = None) -> Read[ActionWire]:
        """The actions of all events; `parent_id` names the event. One request per 1000.

        Args:
            of: only those of one rule's event (both ids), by another path, for servers without
                the one list.

        Source: ConnectWise PSA API 2025.1, GET /system/workflows/events/actions and
        /system/workflows/{id}/events/{id}/actions (verified).
        """
        what = "workflow_actions"
        if of is None:
            return self._list_of(what, "/system/workflows/events/actions", ActionWire, needs=SETUP)
        ids = {"rule_id": str(of[0]), "event_id": str(of[1])}
        path = "/system/workflows/{rule_id}/events/{event_id}/actions"
        return self._list_of(what, path, ActionWire, ids=ids, needs=SETUP)

    def notify_types(self, *, rule: int | None = None) -> Read[NotifyTypeWire]:
        """Every kind of action, whether it acts outside this tool, and whether it can. One request.

        Args:
            rule: only those that one rule may use, by another path, for servers without the list.

        Source: ConnectWise PSA API 2025.1, GET /system/workflows/notifyTypes and
        /system/workflows/{id}/notifyTypes (verified).
        """
        what = "notify_types"
        if rule is None:
            return self._list_of(what, "/system/workflows/notifyTypes", NotifyTypeWire, needs=SETUP)
        path, ids = "/system/workflows/{rule_id}/notifyTypes", {"rule_id": str(rule)}
        return self._list_of(what, path, NotifyTypeWire, ids=ids, needs=SETUP)

    def overwritten_fields(self) -> Read[OverwrittenFieldWire]:
        """Which custom fields the actions of rules set; neither captions nor values. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/workflows/userdefinedfields/events/actions
        (verified; the path lacks a slash in some versions, which then answer 404).
        """
        return self._list_of(
            "workflow_fields",
            "/system/workflows/userdefinedfields/events/actions",
            OverwrittenFieldWire,
            fields="id,actionId,parentId,overwriteFlag,inactiveFlag",
            needs=SETUP,
        )

    def notification_recipients(self) -> Read[RecipientWire]:
        """Who can be told by rules, boards and statuses, by kind. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/notificationRecipients (verified).
        """
        return self._list_of(
            "notification_recipients",
            "/system/notificationRecipients",
            RecipientWire,
            fields="id,identifier,name,externalFlag",
            needs=SETUP,
        )

    def tracks(self) -> Read[TrackWire]:
        """Every track: steps that follow by themselves once it is attached. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/tracks (verified).
        """
        return self._list_of(
            "tracks", "/company/tracks", TrackWire, fields="id,name,inactiveFlag", needs=SETUP
        )

    def track_actions(self, track: int) -> Read[TrackActionWire]:
        """The steps of a track; neither texts nor addresses of mails are kept. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/tracks/{id}/actions (verified).
        """
        ids = {"track_id": str(track)}
        path = "/company/tracks/{track_id}/actions"
        return self._list_of("tracks", path, TrackActionWire, ids=ids, needs=SETUP)
