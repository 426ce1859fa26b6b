"""Autotask before a connection is opened: options, secrets, resources, rights to ask for."""

from __future__ import annotations

from pydantic import Field

from aigov_connectors.autotask.naming import HOSTS, REGIONS, VENDOR
from aigov_connectors.connector import (
    ConnectorInfo,
    ConnectorOptions,
    SecretField,
    opened_in,
)

RESOURCES = (
    "picklists",
    "companies",
    "contracts",
    "resources",
    "categories",
    "category_defaults",
    "queue_members",
    "defined_fields",
    "tags",
    "webhooks",
    "panels",
    "modules",
    "tickets",
    "ticket_notes",
    "notifications",
    "change_approvals",
    "deleted_tickets",
    "ticket_history",
)


class AutotaskOptions(ConnectorOptions):
    """The non-secret options of an Autotask connection."""

    client_types: tuple[str, ...] = ("Customer",)
    """Names of the company types that mean a client; empty counts every type."""
    sample_tickets: int = Field(default=60, ge=1, le=2000)
    """How many tickets' histories are looked at, one request each."""
    headroom: float = Field(default=0.6, gt=0, le=1)
    """Share of the database's requests of an hour at which a reading stops; all integrations use
    them together, and beyond the last of them every one is suspended."""


CONNECTOR = ConnectorInfo(
    vendor=VENDOR,
    name="Autotask PSA",
    package="aigov_connectors.autotask",
    hosts=HOSTS,
    secrets=(
        SecretField("username", "user name (key) of the API user, which looks like an address"),
        SecretField("secret", "secret of the API user, shown once when it is generated"),
        SecretField("integration_code", "tracking identifier that stands on the API user"),
    ),
    resources=RESOURCES,
    open=opened_in("aigov_connectors.autotask.connection"),
    options=AutotaskOptions,
    regions=REGIONS,
    least_privilege="Admin > Account Settings & Users > Security Levels: copy API User (system)"
    " (API-only), which may do everything, and cut the copy down: CRM, Organizations view All and"
    " no add, edit or delete; Service Desk, Tickets view All and no add or edit; Devices and"
    " Contracts view; no Admin right on Resources/Users (HR); Web Services API, impersonation"
    " unticked; Other, Can create webhooks off; no Protected Data Permission. Then Admin > Account"
    " Settings & Users > Resources/Users (HR) > New > New API User with that level: generate key"
    " and secret, and choose Custom (Internal Integration) for the tracking identifier. `check`"
    " reads back what the level allows.",
)
