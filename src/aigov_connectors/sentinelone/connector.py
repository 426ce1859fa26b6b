"""SentinelOne before a connection is opened: options, secrets, resources, rights to ask for."""

from __future__ import annotations

from typing import Literal

from aigov_connectors.connector import (
    ConnectorInfo,
    ConnectorOptions,
    SecretField,
    opened_in,
)


class SentinelOneOptions(ConnectorOptions):
    """What can be chosen besides the address."""

    client_level: Literal["site", "account"] = "site"
    """Whether a customer is a site (as in an MSP's own account) or an account (resellers)."""
    group_guardrails: bool = False
    """Whether groups are asked for a guardrail of their own: one request each, at one a second."""


COUNTED = ("threats", "activities")
"""What is only counted. Executions of workflows and alerts also show that a feature is at work, and
who approved it, so all of them are read each time."""


CONNECTOR = ConnectorInfo(
    vendor="sentinelone",
    name="SentinelOne Singularity",
    package="aigov_connectors.sentinelone",
    hosts=(".sentinelone.net",),
    api_paths=("/web/api/v2.1",),
    secrets=(SecretField("api_token", "API token of a service user whose role may only view"),),
    resources=(
        "user",
        "roles",
        "accounts",
        "sites",
        "groups",
        "policies",
        "agents",
        "threats",
        "custom_rules",
        "detection_library",
        "exclusions",
        "config_overrides",
        "remote_scripts",
        "guardrails",
        "pending_executions",
        "upgrade_policies",
        "network_discovery",
        "activity_types",
        "activities",
        "users",
        "service_users",
        "approver_roles",
        "workflows",
        "workflow_executions",
        "alerts",
    ),
    open=opened_in("aigov_connectors.sentinelone.connection"),
    options=SentinelOneOptions,
    counted=COUNTED,
    least_privilege=(
        "In the console: Settings > Users > Service Users > Create. Scope: the account that"
        " holds your customers' sites (or one site). Role: Viewer, or a role of your own with"
        " only View on Endpoints, Threats, Policy, Groups, Sites, Accounts, Roles, STAR Custom"
        " Rules, Detection Library, Exclusions, Config Overrides, RemoteOps, Upgrade Policy,"
        " Network Discovery, Activity, Users, Service Users, Hyperautomation and Alerts."
        " The token is shown once."
    ),
)
