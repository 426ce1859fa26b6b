"""What the management API 2.1 sends of what acts beside the policies, as far as it is read.

Names of people, addresses, script contents, parameters and keys of the same payloads are not
declared, so they are never kept.
"""

from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BeforeValidator, Field

from aigov_connectors.sentinelone.wire import EACH, EACH_OF_A_LIST
from aigov_connectors.wire import (
    Identifier,
    LenientBool,
    LenientInt,
    Text,
    Timestamp,
    WireRecord,
)

_Words = BeforeValidator(
    lambda value: [str(one) for one in value] if isinstance(value, list) else []
)
Words = Annotated[tuple[str, ...], _Words]
"""A list of words or ids; empty for null and for what is no list."""
WordsIfAny = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(lambda value: [str(one) for one in value] if isinstance(value, list) else None),
]
"""The same, and None for what is no list: that is not an empty one."""


_NOBODY = frozenset(("", "unknown", "cloud"))
"""What stands for a name where the system or the vendor's cloud acted (seen in recorded lines)."""


def _is_somebody(name: Any) -> bool:
    return isinstance(name, str) and name.strip().casefold() not in _NOBODY


def _in_data(*names: str) -> Any:
    """A field of the free part of a line, whose spelling nobody documents."""
    places = (AliasPath("data", name) for name in names)
    return Field(default=None, validation_alias=AliasChoices(*places))


class CustomRuleWire(WireRecord):
    """A custom detection rule (STAR); not its query."""

    id: Identifier
    name: Text = None
    status: Text = None
    """`Draft`, `Activating`, `Active`, `Disabling`, `Disabled`, `Deleting` or `Deleted`."""
    query_type: Text = None
    """`events`, `correlation`, `processes`; newer: `scheduled`, `uebafirstseen`."""
    scope: Text = None
    """`global`, `account`, `site` or `group`."""
    scope_id: Words = ()
    """Ids of the scopes; null where the scope is global."""
    site_id: Text = None
    account_id: Text = None
    treat_as_threat: Text = None
    """`UNDEFINED`, `Suspicious` or `Malicious`."""
    network_quarantine: LenientBool = None
    expired: LenientBool = None
    expiration_mode: Text = None
    """`Permanent` or `Temporary`."""
    expiration: Timestamp = None
    reached_limit: LenientBool = None
    updated_at: Timestamp = None
    updater_id: Text = None


class LibraryRuleWire(WireRecord):
    """A rule of the vendor's detection library; neither its text nor what it looks for."""

    id: Identifier
    status: Text = None
    treat_as_threat: Text = None
    network_quarantine: LenientBool = None


class ExclusionWire(WireRecord):
    """An exclusion; not what it excludes."""

    id: Identifier
    type: Text = None
    mode: Text = None
    """Only exclusions of a path have one."""
    not_recommended: Text = None
    """`NONE` where nothing speaks against it."""
    tenant: LenientBool = Field(default=None, validation_alias=AliasPath("scope", "tenant"))
    account_ids: Words = Field(default=(), validation_alias=AliasPath("scope", "accountIds"))
    site_ids: Words = Field(default=(), validation_alias=AliasPath("scope", "siteIds"))
    group_ids: Words = Field(default=(), validation_alias=AliasPath("scope", "groupIds"))


def _is_named(value: Any) -> bool:
    return value is not None


class ConfigOverrideWire(WireRecord):
    """An override of the agents' configuration: where it holds.

    Its name is a person's text, and its keys are described nowhere: neither they nor their values
    are kept.
    """

    id: Identifier
    scope: Text = None
    """`group`, `site`, `account` or `tenant`."""
    account_id: Text = Field(default=None, validation_alias=AliasPath("account", "id"))
    site_id: Text = Field(default=None, validation_alias=AliasPath("site", "id"))
    group_id: Text = Field(default=None, validation_alias=AliasPath("group", "id"))
    of_one_agent: Annotated[bool, BeforeValidator(_is_named)] = Field(
        default=False, validation_alias=AliasPath("agent", "id")
    )


class RemoteScriptWire(WireRecord):
    """A script of the library; not its text and not its name."""

    id: Identifier
    script_type: Text = None
    scope_level: Text = None
    """`sentinel` is the vendor's own."""


class GuardrailWire(WireRecord):
    """From how many endpoints on a second person must approve a run."""

    enabled: LenientBool = None
    script_types: WordsIfAny = None
    """None where it was not sent, which is not "no type"."""
    endpoints_quantity: LenientInt = None
    inherited: LenientBool = None


class RunScopeWire(WireRecord):
    """Where a run runs: a name, and neither level nor id."""

    scope_name: Text = None


class PendingExecutionWire(WireRecord):
    """A run that needed a second person, answered or not; people as ids."""

    pending_execution_id: Identifier
    state: Text = None
    """`waiting`, `approved`, `declined` or `expired`."""
    creator_id: Text = None
    reviewer_id: Text = None
    created_at: Timestamp = None
    scopes: Annotated[tuple[RunScopeWire, ...], EACH] = Field(
        default=(), validation_alias="endpointsByScope"
    )


class UpgradePolicyWire(WireRecord):
    """A rule that upgrades agents."""

    id: Identifier
    name: Text = None
    is_active: LenientBool = None
    is_scheduled: LenientBool = None
    all_endpoints: LenientBool = None


def _readable(value: Any) -> Any:
    """Entries with an id; what is no list is left to be refused."""
    if not isinstance(value, list):
        return value
    return [one for one in value if isinstance(one, dict) and one.get("id") is not None]


def _number(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0


class UpgradePoliciesWire(WireRecord):
    """The upgrade policies of one scope and operating system.

    An answer without a list of them is refused: it would read as a scope that has none.
    """

    is_inherited: LenientBool = Field(
        default=None, validation_alias=AliasPath("data", "isInherited")
    )
    policies_in_child_scope: LenientBool = Field(
        default=None, validation_alias=AliasPath("data", "policiesInChildScope")
    )
    policies: Annotated[tuple[UpgradePolicyWire, ...], BeforeValidator(_readable)] = Field(
        validation_alias=AliasPath("data", "policies")
    )
    sent: Annotated[int, BeforeValidator(_number)] = Field(
        default=0, validation_alias=AliasPath("data", "policies")
    )
    """How many entries came, readable or not."""
    total: LenientInt = Field(default=None, validation_alias=AliasPath("pagination", "totalItems"))


class NetworkDiscoveryWire(WireRecord):
    """Settings of network discovery (Ranger) of an account."""

    enabled: LenientBool = None
    auto_enable_networks: LenientBool = None


class ActivityTypeWire(WireRecord):
    """A kind of activity, and the words by which it is known."""

    id: Identifier
    action: Text = None
    description_template: Text = None


class ActivityWire(WireRecord):
    """One line of the audit log; of who did it only whether there is someone."""

    id: Identifier
    activity_type: Text = None
    created_at: Timestamp = None
    account_id: Text = None
    site_id: Text = None
    group_id: Text = None
    threat_id: Text = None
    user_id: Text = None
    """Null where an agent or the system acted, unless somebody is named."""
    names_somebody: Annotated[bool, BeforeValidator(_is_somebody)] = Field(
        default=False, validation_alias=AliasPath("data", "username")
    )
    """Whether a user is named; the name itself is not kept."""
    scope_level: Text = Field(default=None, validation_alias=AliasPath("data", "scopeLevel"))
    rule_id: Text = _in_data("ruleId", "rule_id", "ruleid")
    rule_name: Text = _in_data("ruleName", "rule_name", "rulename")
    system: LenientBool = Field(default=None, validation_alias=AliasPath("data", "system"))
    new_verdict: Text = Field(default=None, validation_alias=AliasPath("data", "newAnalystVerdict"))


class RoleRowWire(WireRecord):
    """A role in the list of roles."""

    id: Identifier
    name: Text = None


class HeldRoleWire(WireRecord):
    """A role that somebody holds in one scope."""

    role_id: Text = None


class HolderWire(WireRecord):
    """A user or a service user, as far as roles go."""

    id: Identifier
    scope_roles: Annotated[tuple[HeldRoleWire, ...] | None, EACH_OF_A_LIST] = None
