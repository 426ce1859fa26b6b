"""Workflow rules with events and actions, what actions may do, and tracks."""

from aigov_connectors.connectwise.psa.wire.base import Named, Ref
from aigov_connectors.wire import Flag, LenientInt, Text, WireRecord, WireSettings


class WorkflowWire(WireSettings):
    """A workflow rule."""

    id: int
    name: Text = None
    table_type: Ref = None
    board: Ref = None
    location: Ref = None
    department: Ref = None
    activate_flag: Flag = None
    batch_interval: LenientInt = None
    batch_frequency_unit: Text = None


class EventWire(WireSettings):
    """When a workflow rule acts."""

    id: int
    name: Text = None
    event_condition: Text = None
    execution_time: Text = None
    parent_id: LenientInt = None


class ActionWire(WireSettings):
    """What a workflow rule does; neither texts nor addresses of mails."""

    id: int
    notify_type: Ref = None
    notify_who: Ref = None
    specific_member_to: Ref = None
    specific_team_to: Ref = None
    email_recipient: Named = False
    """Whether an address is named; never which."""
    cc_contact: Named = False
    """Whether a contact is in copy; never who."""
    bcc_contact: Named = False
    board: Ref = None
    board_status: Ref = None
    service_type: Ref = None
    service_sub_type: Ref = None
    service_item: Ref = None
    service_priority: Ref = None
    service_template: Ref = None
    service_survey: Ref = None
    company_status: Ref = None
    project_status: Ref = None
    sales_order_status: Ref = None
    group: Ref = None
    attached_track: Ref = None
    automate_script: Ref = None
    script_success_status: Ref = None
    script_fail_status: Ref = None
    update_owner_flag: Flag = None
    detail_notes_flag: Flag = None
    internal_notes_flag: Flag = None
    parent_id: LenientInt = None
    grand_parent_id: LenientInt = None


class NotifyTypeWire(WireRecord):
    """A kind of action."""

    id: int
    identifier: Text = None
    name: Text = None
    external_flag: Flag = None
    is_setup_flag: Flag = None
    """Whether what it needs is there, such as the RMM."""


class OverwrittenFieldWire(WireRecord):
    """A custom field that an action sets; neither its caption nor the value."""

    id: int
    action_id: LenientInt = None
    parent_id: LenientInt = None
    overwrite_flag: Flag = None
    inactive_flag: Flag = None

    @property
    def action(self) -> int | None:
        """The action that it belongs to."""
        return self.parent_id if self.action_id is None else self.action_id


class RecipientWire(WireRecord):
    """Who `notifyWho` can be."""

    id: int
    identifier: Text = None
    name: Text = None
    external_flag: Flag = None


class TrackWire(WireRecord):
    """A track: steps that follow by themselves once it is attached."""

    id: int
    name: Text = None
    inactive_flag: Flag = None


class TrackActionWire(WireSettings):
    """A step of a track; neither texts nor addresses of mails."""

    id: int
    notify_type: Text = None
    notify_who: Ref = None
    specific_member_to: Ref = None
    email_recipient: Named = False
    cc_contact: Named = False
    bcc_contact: Named = False
    company_status: Ref = None
    group: Ref = None
    service_template: Ref = None
    attached_track: Ref = None
    days_to_execute: LenientInt = None
