"""HaloPSA before a connection is opened: options, secrets, resources, rights to ask for."""

from __future__ import annotations

from pydantic import Field

from aigov_connectors.connector import (
    ConnectorInfo,
    ConnectorOptions,
    SecretField,
    opened_in,
)
from aigov_connectors.halopsa.naming import HOSTED, SCOPES, VENDOR

RESOURCES = (
    "clients",
    "client_details",
    "contracts",
    "teams",
    "agents",
    "applications",
    "ticket_types",
    "statuses",
    "slas",
    "ticket_rules",
    "workflows",
    "approval_processes",
    "outcomes",
    "email_rules",
    "event_rules",
    "config_commits",
    "control",
    "features",
    "ai_suggestions",
    "virtual_agents",
    "chat_profiles",
    "runbooks",
    "webhooks",
    "custom_integrations",
    "custom_buttons",
    "tickets",
    "ticket_details",
    "actions",
    "approvals",
    "runbook_runs",
)


class HaloPSAOptions(ConnectorOptions):
    """The non-secret options of a HaloPSA connection."""

    tenant: str | None = Field(default=None, min_length=1)
    """The tenant, as shown under API Details, where the host does not tell it."""
    auth_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    """The authorisation server, where the host does not tell it, or tells another host's."""
    scopes: tuple[str, ...] = Field(default=SCOPES, min_length=1)
    """What the token is asked for; the application must have been given all of it."""
    client_details: int = Field(default=500, ge=0)
    """How many clients are asked for one by one, for their domain and ids in other tools."""
    sample_tickets: int = Field(default=60, ge=1, le=1000)
    """How many tickets are looked at more closely, each for AI, actions and approvals."""


CONNECTOR = ConnectorInfo(
    vendor=VENDOR,
    name="HaloPSA",
    package="aigov_connectors.halopsa",
    hosts=HOSTED,
    tenant_has_host=True,
    secrets=(
        SecretField("client_id", "client id of the API application, as shown after it was saved"),
        SecretField("client_secret", "client secret of the API application, shown once"),
    ),
    resources=RESOURCES,
    open=opened_in("aigov_connectors.halopsa.connection"),
    options=HaloPSAOptions,
    least_privilege="Configuration > Teams & Agents > Roles: a new role with every access level set"
    " to Read Only, and access to the configuration. Configuration > Teams & Agents > Agents: a new"
    " API-only agent with that role, in all teams, without client restrictions. Configuration >"
    " Integrations > Halo API > View Applications > New: first Authentication Method Client ID and"
    " Secret (Services) and Login Type Agent, then that agent; Permissions: read:tickets,"
    " read:customers, read:assets, read:kb and admin, and no edit: scope. Save before you copy the"
    " client id; the secret is shown once.",
)
