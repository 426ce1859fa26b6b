"""What the management API 2.1 sends, as far as it is read.

Secrets of the same payloads (`registrationToken`, contact details, names of people) are not
declared, so they are never kept. Word lists are of the published schema of April 2024 and its
additions of 2026; any other word passes and means "unknown" later.
"""

from typing import Annotated, Any, Literal

from pydantic import AliasPath, BeforeValidator, Field, JsonValue

from aigov_connectors.wire import (
    Identifier,
    LenientBool,
    LenientInt,
    Text,
    Timestamp,
    WireRecord,
    WireSettings,
)

Switch = Literal["on", "off"] | JsonValue
Mode = Literal["detect", "protect"] | JsonValue
Flag = bool | JsonValue


def _each(value: object) -> object:
    """One object for each entry, an empty one for what is none; nothing for what is no list."""
    listed = value if isinstance(value, list) else []
    return [one if isinstance(one, dict) else {} for one in listed]


def _each_of_a_list(value: object) -> object:
    return _each(value) if isinstance(value, list) else None


EACH = BeforeValidator(_each)
"""Every entry counts, be it unreadable: one that is left out would be taken for none, and what
tells where an entry stands would tell another's place."""
EACH_OF_A_LIST = BeforeValidator(_each_of_a_list)
"""The same, and None for what is no list: that is not an empty one."""


# Who asks -----------------------------------------------------------------------------------------


class SystemInfoWire(WireRecord):
    """The console's version."""

    version: Text = None
    build: Text = None


class ScopeRoleWire(WireRecord):
    """The role of a user in one scope."""

    id: Text = None
    role_id: Text = None


class UserWire(WireRecord):
    """The caller: its scope, its roles, when its token ends; no name and no address."""

    scope: Text = None
    """`tenant`, `account` or `site`."""
    scope_roles: Annotated[tuple[ScopeRoleWire, ...], EACH] = ()
    site_roles: Annotated[tuple[ScopeRoleWire, ...], EACH] = ()
    """Older than `scope_roles`, and to be empty or to repeat it."""
    tenant_roles: Annotated[tuple[ScopeRoleWire, ...], EACH] = ()
    """Likewise."""
    can_generate_api_token: LenientBool = None
    token_expires_at: Timestamp = Field(
        default=None, validation_alias=AliasPath("apiToken", "expiresAt")
    )


class PermissionWire(WireRecord):
    """One right; `value` true means that it is granted."""

    identifier: Text = None
    title: Text = None
    type: Text = None
    value: LenientBool = None


class PermissionPageWire(WireRecord):
    """The rights on one page of the console."""

    identifier: Text = None
    name: Text = None
    permissions: Annotated[tuple[PermissionWire, ...] | None, EACH_OF_A_LIST] = None


class RoleWire(WireRecord):
    """A role with all rights, granted or not."""

    id: Text = None
    pages: Annotated[tuple[PermissionPageWire, ...], EACH] = ()

    @property
    def is_whole(self) -> bool:
        """Whether of each right it can be made out whether it is granted."""
        return bool(self.pages) and all(
            page.permissions is not None and all(one.value is not None for one in page.permissions)
            for page in self.pages
        )


# Tenancy ------------------------------------------------------------------------------------------


class LicenceWire(WireRecord):
    """Something that was bought."""

    name: Text = None


Licences = Annotated[tuple[LicenceWire, ...] | None, EACH_OF_A_LIST]
"""One that is no object has no name."""


class AccountWire(WireRecord):
    """An account: what a reseller or an MSP holds."""

    id: Identifier
    name: Text = None
    state: Text = None
    """`active`, `expired` or `deleted`; letter case differs."""
    is_default: LenientBool = None
    external_id: Text = None
    modules: Licences = Field(default=None, validation_alias=AliasPath("licenses", "modules"))
    bundles: Licences = Field(default=None, validation_alias=AliasPath("licenses", "bundles"))


class SiteWire(WireRecord):
    """A site: usually one customer."""

    id: Identifier
    name: Text = None
    account_id: Text = None
    account_name: Text = None
    state: Text = None
    """`active`, `expired` or `deleted`; letter case differs."""
    is_default: LenientBool = None
    external_id: Text = None
    active_licenses: LenientInt = None
    modules: Licences = Field(default=None, validation_alias=AliasPath("licenses", "modules"))
    bundles: Licences = Field(default=None, validation_alias=AliasPath("licenses", "bundles"))


class GroupWire(WireRecord):
    """A group of endpoints inside a site."""

    id: Identifier
    name: Text = None
    site_id: Text = None
    inherits: LenientBool = None


# Policies -----------------------------------------------------------------------------------------


class EnginesWire(WireSettings):
    """Switches of the engines; unknown keys do appear and are kept."""

    reputation: Switch = None
    pre_execution: Switch = None
    pre_execution_suspicious: Switch = None
    executables: Switch = None
    data_files: Switch = None
    exploits: Switch = None
    lateral_movement: Switch = None
    pup: Switch = None
    penetration: Switch = None
    remote_shell: Switch = None
    application_control: Switch = None
    idr: Switch = None


class AutoFileUploadWire(WireSettings):
    """Upload of files to the vendor's cloud."""

    enabled: Flag = None
    include_benign_files: Flag = None


class ForensicsWire(WireSettings):
    """Collection of forensic artifacts at a threat."""

    windows_enabled: Flag = None
    macos_enabled: Flag = None
    linux_enabled: Flag = None


Nested: Any = Field(default=None, union_mode="left_to_right")


class PolicyWire(WireSettings):
    """The effective policy of a scope; any JSON is accepted at every key.

    A missing key is unknown, not off: tell it from null by `model_fields_set`.
    """

    inherited_from: Literal["site", "account", "global"] | JsonValue = None
    mitigation_mode: Mode = None
    mitigation_mode_suspicious: Mode = None
    auto_mitigation_action: JsonValue = None
    network_quarantine_on: Flag = None
    fw_for_network_quarantine_enabled: Flag = None
    engines: EnginesWire | JsonValue = Nested
    monitor_on_write: Flag = None
    monitor_on_execute: Flag = None
    cloud_validation_on: Flag = None
    research_on: Flag = None
    auto_immune_on: Flag = None
    remove_macros: Flag = None
    remove_macros_ml: Flag = None
    driver_blocking: Flag = None
    signed_driver_blocking_on: Flag = None
    unsigned_driver_blocking_on: Flag = None
    smb_lateral_movement_mitigation: Flag = None
    network_protection_infra: Flag = None
    snapshots_on: Flag = None
    auto_decommission_on: Flag = None
    auto_decommission_days: JsonValue = None
    auto_file_upload: AutoFileUploadWire | JsonValue = Nested
    forensics_auto_triggering: ForensicsWire | JsonValue = Nested


POLICY_KEYS_NOT_READ = frozenset(
    {
        "/agentLoggingOn",
        "/agentNotification",
        "/agentUi",
        "/agentUiOn",
        "/allowRemoteShell",
        "/allowUnprotectByApprovedProcess",
        "/antiTamperingOn",
        "/createdAt",
        "/driftDetectionDelayTime",
        "/dvAttributesPerEventType",
        "/identityConfigurationSettings",
        "/identityEndpointReporting",
        "/identityOn",
        "/identityReportInterval",
        "/identityThrottlingInterval",
        "/identityUpdateInterval",
        "/informationalAlertsOn",
        "/ioc",
        "/iocAttributes",
        "/iocSupported",
        "/isDefault",
        "/isDvPolicyPerEventType",
        "/logCollectorEnabled",
        "/remoteOpsForensics",
        "/remoteScriptOrchestration",
        "/scanNewAgents",
        "/updatedAt",
        "/userFullName",
        "/userId",
        "/autoFileUpload/maxDailyFileUpload",
        "/autoFileUpload/maxDailyFileUploadLimit",
        "/autoFileUpload/maxFileSize",
        "/autoFileUpload/maxFileSizeLimit",
        "/autoFileUpload/maxLocalDiskUsage",
        "/autoFileUpload/maxLocalDiskUsageLimit",
        "/forensicsAutoTriggering/windowsProfileId",
        "/forensicsAutoTriggering/windowsProfileName",
        "/forensicsAutoTriggering/macosProfileId",
        "/forensicsAutoTriggering/macosProfileName",
        "/forensicsAutoTriggering/linuxProfileId",
        "/forensicsAutoTriggering/linuxProfileName",
    }
)
"""JSON pointers in a policy that are known and not read; every other undeclared key is news."""


# Bulk ---------------------------------------------------------------------------------------------


class AgentWire(WireRecord):
    """An endpoint, as far as it is counted; no host name, user or address."""

    id: Identifier
    site_id: Text = None
    group_id: Text = None
    mitigation_mode: Text = None
    """`detect` or `protect`: the agent's own, which may differ from its policy's."""
    mitigation_mode_suspicious: Text = None
    is_decommissioned: LenientBool = None
    is_uninstalled: LenientBool = None


class MitigationWire(WireRecord):
    """What was done about a threat: one row per action."""

    action: Text = None
    status: Text = None


class ThreatWire(WireRecord):
    """A detection and what became of it; no file, process, user or host name.

    `detection_engines` holds strings or objects with a `key` (both are sent).
    """

    id: Identifier
    created_at: Timestamp = Field(
        default=None, validation_alias=AliasPath("threatInfo", "createdAt")
    )
    confidence_level: Text = Field(
        default=None, validation_alias=AliasPath("threatInfo", "confidenceLevel")
    )
    classification_source: Text = Field(
        default=None, validation_alias=AliasPath("threatInfo", "classificationSource")
    )
    detection_engines: JsonValue = Field(
        default=None, validation_alias=AliasPath("threatInfo", "detectionEngines")
    )
    initiated_by: Text = Field(
        default=None, validation_alias=AliasPath("threatInfo", "initiatedBy")
    )
    mitigation_status: Text = Field(
        default=None, validation_alias=AliasPath("threatInfo", "mitigationStatus")
    )
    mitigated_preemptively: LenientBool = Field(
        default=None, validation_alias=AliasPath("threatInfo", "mitigatedPreemptively")
    )
    analyst_verdict: Text = Field(
        default=None, validation_alias=AliasPath("threatInfo", "analystVerdict")
    )
    site_id: Text = Field(default=None, validation_alias=AliasPath("agentDetectionInfo", "siteId"))
    account_id: Text = Field(
        default=None, validation_alias=AliasPath("agentDetectionInfo", "accountId")
    )
    agent_mode: Text = Field(
        default=None, validation_alias=AliasPath("agentDetectionInfo", "agentMitigationMode")
    )
    mitigations: Annotated[tuple[MitigationWire, ...] | None, EACH_OF_A_LIST] = Field(
        default=None, validation_alias=AliasPath("mitigationStatus")
    )
