"""Policies for patches and restarts, the groups that have them, and what was installed."""

from pydantic import AliasPath, Field, JsonValue

from aigov_connectors.connectwise.automate.wire.base import (
    AutomateRecord,
    AutomateSettings,
    Leniently,
    Told,
)
from aigov_connectors.connectwise.automate.wire.estate import RefWire
from aigov_connectors.wire import (
    Flag,
    Identifier,
    LenientInt,
    Strange,
    Text,
    Timestamp,
)

__all__ = [
    "ApprovalPolicyWire",
    "ApprovalSettingsWire",
    "CriteriaWire",
    "EffectivePoliciesWire",
    "PatchGroupWire",
    "PatchHistoryWire",
    "PatchScriptWire",
    "RebootPolicyWire",
    "ThirdPartyPolicyWire",
    "UpdatePolicyWire",
]


class CriteriaWire(AutomateSettings):
    """Which patches are ignored or denied by themselves; each list as it was sent.

    Source: Automate API v1, Patching.AutomaticPolicySettings (verified).
    """

    severities: JsonValue = None
    categories: JsonValue = None
    titles: JsonValue = None


class ApprovalSettingsWire(CriteriaWire):
    """Which patches are approved by themselves; each criterion as it was sent.

    Source: Automate API v1, Patching.AutomaticApprovalSettings (verified).
    """

    cvss_lower_bound: JsonValue = None


class ApprovalPolicyWire(AutomateSettings):
    """Which patches need nobody's approval."""

    id: Identifier
    name: Text = None
    is_default_policy: Flag = None
    has_staging: Flag = None
    test_duration: LenientInt = None
    pilot_duration: LenientInt = None
    automatic_approval_settings: Told[ApprovalSettingsWire] = None
    automatic_ignore_settings: Told[CriteriaWire] = None
    automatic_deny_settings: Told[CriteriaWire] = None


class DaytimeWire(AutomateRecord):
    """Whether patches install while people work, and how they are asked."""

    allow_daytime_patching: Flag = None
    prompt_interval: Text = None
    prompt_deadline: LenientInt = None
    """Its unit is not documented."""


class WorkstationWire(AutomateRecord):
    """What holds for workstations."""

    daytime_patching_options: Leniently[DaytimeWire] = None


class PatchScriptWire(AutomateRecord):
    """A script that a policy runs before or after updates install."""

    run_script: Flag = None
    script_name: Text = None


class PatchScriptsWire(AutomateRecord):
    """What a policy runs around an installation.

    Source: Automate API v1, Patching.v1_5.PatchingPolicyScriptOptions (names verified).
    """

    before_script_options: Told[PatchScriptWire] = None
    after_script_options: Told[PatchScriptWire] = None


class WindowWire(AutomateRecord):
    """When a policy installs; days as they were sent, since what they may hold is not described.

    Source: Automate API v1, Patching.v1_5.Schedule.PatchingPolicySchedule (names verified).
    """

    use_schedule: Flag = None
    window_start: Text = None
    window_duration: Text = None
    policy_schedule_type: Text = None
    dates_settings: JsonValue = None
    days_settings: JsonValue = None
    patch_tuesday_settings: JsonValue = None


class UpdateAgentWire(AutomateRecord):
    """Whether the computer's own update agent is set, and to what; modes are not documented.

    Source: Automate API v1, Patching.v1_5.UpdatePolicy.WindowsUpdateAgentSettings (names
    verified).
    """

    use_windows_update_agent_mode: Flag = None
    mode: Text = None


class PolicyOptionsWire(AutomateRecord):
    """What else a policy installs; which patches those are is not documented."""

    install_missing_baseline_patches: Flag = None


class UpdatePolicyWire(AutomateRecord):
    """When and how the vendor's updates install."""

    id: Identifier = Field(alias="PolicyId")
    policy_name: Text = None
    schedule_settings: Leniently[WindowWire] = None
    windows_update_agent_settings: Leniently[UpdateAgentWire] = None
    policy_options: Leniently[PolicyOptionsWire] = None
    workstation_options: Leniently[WorkstationWire] = None
    script_options: Told[PatchScriptsWire] = None

    @property
    def daytime(self) -> DaytimeWire | None:
        """What it says of office hours; None where that is not told as described."""
        options = self.workstation_options
        return None if options is None else options.daytime_patching_options

    @property
    def tells_scripts(self) -> bool:
        """Whether it says which scripts it runs, or that it runs none."""
        if self.script_options is None:
            return "script_options" in self.model_fields_set
        return not isinstance(self.script_options, Strange)


class ThirdPartyPolicyWire(AutomateRecord):
    """When updates of other programs install."""

    id: Identifier
    name: Text = None
    daytime_patching: Flag = None
    schedule_day: Told[RefWire] = None
    schedule_start_hour: Text = None
    schedule_time_span: Text = None


class RebootPolicyWire(AutomateRecord):
    """What happens after an installation."""

    id: Identifier
    name: Text = None
    reboot_action: Told[RefWire] = None
    reboot_mode: Told[RefWire] = None
    minutes_after_install_to_reboot: LenientInt = None


class PatchGroupWire(AutomateRecord):
    """Which policies the computers of a group have."""

    id: Identifier = Field(alias="GroupId")
    group_name: Text = None
    is_patching_group: Flag = None
    is_manual: Flag = None
    approval_policies: Told[tuple[Told[RefWire], ...]] = None
    microsoft_update_policy: Told[RefWire] = None
    reboot_policy: Told[RefWire] = None
    third_party_update_policy: Told[RefWire] = None


class EffectivePoliciesWire(AutomateRecord):
    """Which policies a computer has in the end, by their names alone."""

    approval_policy_count: LenientInt = None
    microsoft_update_policy_name: Text = None
    reboot_policy_name: Text = None
    third_party_update_policy_name: Text = None


class PatchHistoryWire(AutomateRecord):
    """That a patch was installed or removed on a computer; rows have no id."""

    action_date: Timestamp = None
    computer_id: Leniently[Identifier] = None
    operation: Text = Field(default=None, validation_alias=AliasPath("OperationCode", "Name"))
    result: Text = Field(default=None, validation_alias=AliasPath("ResultCode", "Name"))
    client_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("PatchHistoryClient", "Id")
    )
    update_id: Text = None
