"""Scripts, schedules, what runs now and ran, monitors, alerts and tickets."""

from pydantic import AliasPath, Field, StrictInt, StrictStr

from aigov_connectors.connectwise.automate.wire.base import (
    AutomateRecord,
    AutomateSettings,
    Leniently,
    Told,
    told,
)
from aigov_connectors.connectwise.automate.wire.estate import RefWire
from aigov_connectors.wire import Flag, Identifier, LenientInt, Text, Timestamp

__all__ = [
    "AlertActionWire",
    "AlertWire",
    "CommandHistoryWire",
    "ComparerWire",
    "MonitorResultWire",
    "MonitorStateWire",
    "MonitorTargetsWire",
    "MonitorWire",
    "RunningScriptWire",
    "ScheduleTargetWire",
    "ScheduleWire",
    "ScriptAccessWire",
    "ScriptDetailsWire",
    "ScriptHistoryWire",
    "ScriptWire",
    "SensorCheckWire",
    "SuspensionWire",
    "TicketWire",
]


class ScriptWire(AutomateRecord):
    """A script, without its text."""

    id: Identifier
    name: Text = None
    is_user_response: Flag = None
    """It waits for an answer of the user; what it asks is not shown."""
    permission: Told[tuple[Told[StrictInt | StrictStr], ...]] = None
    """The user classes that it is open to."""
    edit_permission: Told[tuple[Told[StrictInt | StrictStr], ...]] = None
    """Those that may change it."""
    update_date: Timestamp = None
    updated_by: Text = None
    """The name of the login that changed it last."""

    @property
    def tells_classes(self) -> bool:
        """Whether it names the user classes that it is open to, and those that may change it.

        Whom a script is open to that names none is documented nowhere.
        """
        return all(
            sent and all(isinstance(one, int | str) for one in sent)
            for sent in (told(self.permission), told(self.edit_permission))
        )


class ScriptAccessWire(AutomateRecord):
    """What a user class may do with a script."""

    user_class_id: Leniently[StrictInt | StrictStr] = None
    name: Text = None
    can_execute: Flag = None
    can_edit: Flag = None


class ScriptDetailsWire(AutomateRecord):
    """A script's own settings; neither its steps nor its parameters and variables.

    Source: Automate API v2, Automate.Api.Domain.Contracts.Scripts.Script (verified names).
    """

    id: Identifier = Field(alias="ScriptId")
    user_class_access_settings: Told[tuple[Told[ScriptAccessWire], ...]] = None
    closes_ticket: Text = Field(
        default=None,
        validation_alias=AliasPath("TicketEntrySettings", "CloseTicketTrigger", "Name"),
    )
    """The name of what closes the ticket that a run is booked on; names are not documented."""

    @property
    def access(self) -> tuple[ScriptAccessWire | None, ...]:
        """What each user class may do with it, in their order; None for what is not told."""
        found = told(self.user_class_access_settings) or ()
        return tuple(told(one) for one in found)

    @property
    def tells_access(self) -> bool:
        """Whether it says which user classes may do what with it, of all of them."""
        sent = told(self.user_class_access_settings)
        return sent is not None and all(
            one is not None and isinstance(one.can_execute, bool) and isinstance(one.can_edit, bool)
            for one in self.access
        )


class ScheduleTargetWire(AutomateRecord):
    """What a schedule runs on: one of these."""

    schedule_target_type: Leniently[RefWire] = None
    group: Leniently[RefWire] = None
    client: Leniently[RefWire] = None
    location: Leniently[RefWire] = None
    computer: Leniently[RefWire] = None
    network_device: Leniently[RefWire] = None
    contact: Leniently[RefWire] = None


class FrequencyWire(AutomateRecord):
    """How often a schedule comes round."""

    name: Text = Field(default=None, validation_alias=AliasPath("ScriptScheduleFrequency", "Name"))


class ScheduleWire(AutomateSettings):
    """When a script runs, and on what; without the script's parameters."""

    id: Identifier = Field(alias="ScheduledScriptId")
    script: Leniently[RefWire] = None
    schedule_target: Leniently[ScheduleTargetWire] = None
    schedule: Leniently[FrequencyWire] = None
    limiting_search: Told[RefWire] = None
    scheduled_by: Text = None
    expire_date: Timestamp = None
    next_run_date: Timestamp = None
    is_disabled: Flag = None
    include_sub_groups: Flag = None
    is_inherited: Flag = None


class RunningScriptWire(AutomateRecord):
    """A script that runs now, and what started it."""

    id: Identifier = Field(alias="ScriptInstanceId")
    script_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("Script", "ScriptId")
    )
    client_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("Target", "Client", "ClientId")
    )
    computer_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("Target", "Computer", "ComputerId")
    )
    source_type: Text = Field(
        default=None, validation_alias=AliasPath("Source", "SourceType", "Name")
    )
    source_name: Text = Field(default=None, validation_alias=AliasPath("Source", "Name"))
    start_date: Timestamp = None


class AlertActionWire(AutomateRecord):
    """The alert template of a monitor, by the name that somebody gave it."""

    id: Leniently[Identifier] = None
    name: Text = None


class ComparerWire(AutomateRecord):
    """How a monitor compares."""

    smoothing_coefficient: Leniently[float] = None
    is_expression: Flag = None


class MonitorTargetsWire(AutomateRecord):
    """What a monitor watches, where it was told."""

    client: Leniently[RefWire] = None
    location: Leniently[RefWire] = None
    computer: Leniently[RefWire] = None
    group_ids: Told[tuple[Identifier, ...]] = None


class AffectedWire(AutomateRecord):
    """Whom a monitor says that it affects."""

    remote_monitor_affected_client: Leniently[RefWire] = None
    internal_monitor_affected_clients: Told[tuple[RefWire, ...]] = None


class MonitorWire(AutomateRecord):
    """A monitor; its texts, routines and passwords are not read."""

    id: Identifier = Field(alias="MonitorId")
    name: Text = None
    alert_action: Told[AlertActionWire] = None
    script: Told[RefWire] = None
    comparer_settings: Leniently[ComparerWire] = None
    interval: LenientInt = None
    last_checked: Timestamp = None
    is_global_monitor: Flag = None
    is_overridden: Flag = None
    targets: Leniently[MonitorTargetsWire] = None
    affected_entities: Leniently[AffectedWire] = None

    @property
    def script_id(self) -> str | None:
        """The script that it runs, by its id; None where it runs none, or where none is told."""
        script = told(self.script)
        return script.id if script is not None and script.id not in ("", "0") else None


class MonitorResultWire(AutomateRecord):
    """That a monitor failed on a computer."""

    monitor: MonitorWire
    computer_id: Leniently[Identifier] = None
    identity_field: Text = None
    timestamp: Timestamp = None

    @property
    def monitor_id(self) -> str:
        """The monitor's id, which with computer and field names the row."""
        return self.monitor.id


class MonitorStateWire(AutomateRecord):
    """That the state of a monitor changed on a computer; rows have no id."""

    monitor_id: Leniently[Identifier] = None
    computer_id: Leniently[Identifier] = None
    timestamp: Timestamp = None


class SuspensionWire(AutomateRecord):
    """That alerts are silenced on a computer; no document describes what such a row holds."""


class SensorCheckWire(AutomateRecord):
    """A statistical check."""

    id: Identifier
    name: Text = None
    sensor_check_type: Text = None


class AlertWire(AutomateRecord):
    """That a monitor raised an alert."""

    id: Identifier = Field(alias="AlertId")
    client_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("Client", "Id")
    )
    monitor_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("Monitor", "Id")
    )
    alert_date: Timestamp = None


class TicketWire(AutomateRecord):
    """A ticket of this tool, without its text."""

    id: Identifier = Field(alias="TicketId")
    client_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("Client", "Id")
    )
    monitor_id: Leniently[Identifier] = None
    start_date: Timestamp = None


class CommandHistoryWire(AutomateRecord):
    """That a command was sent to a computer; neither its words nor what came back."""

    id: Identifier
    user: Text = None
    date_executed: Timestamp = None


class ScriptHistoryWire(AutomateRecord):
    """That a script ran on a computer; its messages are not read."""

    id: Identifier
    script_id: Leniently[Identifier] = None
    user: Text = None
    status: Text = None
    state: Text = None
    history_date: Timestamp = None
