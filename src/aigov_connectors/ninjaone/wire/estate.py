"""Organizations, devices, policies, automation, activities and people.

Devices and activities come by the hundred thousand and are flat records; organizations,
policies, conditions and tasks are settings, whose unknown keys are kept. What may hold a
secret or a person (script parameters, custom field values, names, e-mail addresses) is either
not declared, or declared as `Dropped`, which knows the key and forgets the value.

Source: NinjaOne Public API 2.0 (2.0.9); word lists of 2026-07. Answers leave out unset keys.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BeforeValidator,
    Field,
    JsonValue,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

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
    "ActivityWire",
    "ConditionKind",
    "ConditionScriptWire",
    "ConditionWire",
    "ConditionsWire",
    "DeviceWire",
    "Dropped",
    "InheritanceWire",
    "LocationWire",
    "OrganizationDetailedWire",
    "OrganizationSettingsWire",
    "OrganizationWire",
    "PolicyOverridesWire",
    "PolicyWire",
    "RolePolicyWire",
    "ScriptWire",
    "TaskWire",
    "UserRoleWire",
    "UserWire",
]

ConditionKind: TypeAlias = Literal["windows-event", "custom-fields"]
"""The two types of condition that the API shows, as its paths spell them."""

Dropped: TypeAlias = Annotated[None, BeforeValidator(lambda _: None)]
"""A key that is known and whose value is not kept: unread, or possibly secret."""

AsSent: TypeAlias = JsonValue
"""A setting that decides a reading: kept as it was sent, so that evidence can show it."""


def _or_none(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    try:
        return handler(value)
    except ValidationError:
        return None


def _objects(value: Any) -> Any:
    """Read what is no object as an empty one: it counts, though nothing is known of it."""
    if not isinstance(value, list):
        return None
    return [item if isinstance(item, dict) else {} for item in value]


# ---- Organizations --------------------------------------------------------------------------


class OrganizationWire(WireRecord):
    """A row of `/v2/organizations`: one customer of the MSP."""

    id: int
    name: Text = None


class RolePolicyWire(WireRecord):
    """Which policy the devices of one role get in an organization."""

    node_role_id: LenientInt = None
    policy_id: LenientInt = None


class OrganizationSettingsWire(WireSettings):
    """The products that are set per organization; another one would be news."""

    trayicon: Dropped = None
    splashtop: Dropped = None
    teamviewer: Dropped = None
    backup: Dropped = None
    psa: Dropped = None


class OrganizationDetailedWire(WireSettings):
    """A row of `/v2/organizations-detailed`."""

    id: int
    name: Text = None
    node_approval_mode: AsSent = None
    """`AUTOMATIC`, `MANUAL` or `REJECT`, or a word of the future."""
    policies: Annotated[tuple[RolePolicyWire, ...] | None, BeforeValidator(_objects)] = None
    settings: Annotated[OrganizationSettingsWire | None, WrapValidator(_or_none)] = None
    description: Dropped = None
    user_data: Dropped = None
    locations: Dropped = None


class LocationWire(WireRecord):
    """A row of `/v2/locations`."""

    id: int
    organization_id: LenientInt = None


# ---- Devices --------------------------------------------------------------------------------


class DeviceWire(WireRecord):
    """A row of `/v2/devices-detailed`; no names of hosts, no addresses."""

    id: int
    organization_id: LenientInt = None
    node_class: Text = None
    """`WINDOWS_SERVER`, `MAC`, `NMS_SWITCH` and so on, or a word of the future."""
    node_role_id: LenientInt = None
    policy_id: LenientInt = None
    """Policy that was set on the device itself; missing when there is no such override."""
    role_policy_id: LenientInt = None
    """Policy by the mapping of organization and location."""
    approval_status: Text = None
    """`PENDING`, `STAGED`, `APPROVED` or `DECOMMISSIONED`, or a word of the future."""


class PolicyOverridesWire(WireRecord):
    """A row of `/v2/queries/policy-overrides`: a device that deviates from its policy."""

    device_id: int
    overrides: Annotated[tuple[str, ...] | None, WrapValidator(_or_none)] = None
    """Names of policy sections, in the vendor's own words."""


# ---- Policies and automation ----------------------------------------------------------------


class PolicyWire(WireSettings):
    """A row of `/v2/policies`: all that the API tells of a policy besides two condition lists."""

    id: int
    parent_policy_id: LenientInt = None
    name: Text = None
    description: Dropped = None
    node_class: Dropped = None
    node_class_default: Dropped = None
    updated: Timestamp = None


class InheritanceWire(WireSettings):
    """Where a condition is decided."""

    inherited: Flag = None
    overridden: Flag = None
    source_policy_id: LenientInt = None


class ConditionScriptWire(WireSettings):
    """A script that a condition runs; its parameters may hold secrets and are dropped."""

    script_id: LenientInt = None
    run_as: Text = None
    script_param: Dropped = None
    script_variables: Dropped = None


class ConditionWire(WireSettings):
    """A condition of a policy, of either kind that the API shows."""

    id: Identifier
    condition_name: Text = None
    display_name: Text = None
    enabled: AsSent = None
    notification_action: AsSent = None
    """`SEND` or `NONE`, or a word of the future."""
    scripts: Annotated[tuple[ConditionScriptWire, ...] | None, BeforeValidator(_objects)] = None
    """None when it is missing or no list; an item of another shape is a script without an id."""
    inheritance: Annotated[InheritanceWire | None, WrapValidator(_or_none)] = None
    # Known, and not read: when it triggers, and how it is shown.
    severity: Dropped = None
    priority: Dropped = None
    channels: Dropped = None
    notify_on_reset: Dropped = None
    reset_threshold: Dropped = None
    match_all: Dropped = None
    match_any: Dropped = None
    source: Dropped = None
    event_ids: Dropped = None
    text: Dropped = None
    occurrence: Dropped = None


_Unreadable: TypeAlias = Annotated[None, BeforeValidator(lambda _: None)]


class ConditionsWire(WireList):
    """The conditions of one kind in one policy; a row of another shape costs only itself."""

    rows: tuple[Annotated[ConditionWire | _Unreadable, Field(union_mode="left_to_right")], ...]

    @property
    def conditions(self) -> tuple[ConditionWire, ...]:
        """The rows that could be read, in the vendor's order."""
        return tuple(row for row in self.rows if row is not None)

    @property
    def unreadable(self) -> tuple[int, ...]:
        """Positions, from 1, of the rows that could not be read."""
        return tuple(at for at, row in enumerate(self.rows, start=1) if row is None)


class ScriptWire(WireRecord):
    """A row of `/v2/automation/scripts`; neither its text nor its parameters."""

    id: int
    name: Text = None


class TaskWire(WireSettings):
    """A row of `/v2/tasks`: neither targets nor scripts are shown."""

    id: int
    name: Text = None
    enabled: AsSent = None
    last_run: AsSent = None
    run_count: AsSent = None
    description: Dropped = None
    created: Dropped = None


# ---- Activities -----------------------------------------------------------------------------


class ActivityWire(WireRecord):
    """A row of `/v2/activities`; an unset key is left out."""

    id: int
    activity_time: Timestamp = None
    activity_type: Text = None
    status_code: Text = None
    """More than 600 are listed, and nothing says that the list is closed."""
    activity_result: Text = None
    """`SUCCESS`, `FAILURE`, `UNSUPPORTED` or `UNCOMPLETED`, or a word of the future."""
    device_id: LenientInt = None
    user_id: LenientInt = None
    source_config_uid: Text = None
    source_name: Text = None


# ---- Users and roles: ids and rights, no people -----------------------------------------------


class UserWire(WireRecord):
    """A row of `/v2/users`."""

    id: int
    enabled: Flag = None
    administrator: Flag = None
    user_type: Text = None


class UserRoleWire(WireRecord):
    """A row of `/v2/user/roles`; what a role permits is not shown."""

    id: int
    type: Text = None
