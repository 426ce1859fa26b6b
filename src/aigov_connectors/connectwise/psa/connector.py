"""ConnectWise PSA before a connection is opened: options, secrets, resources, rights to ask for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aigov_connectors.connector import (
    ConnectorInfo,
    ConnectorOptions,
    SecretField,
    opened_in,
)
from aigov_connectors.connectwise.psa.naming import REGIONS, ROUTER, VENDOR

RESOURCES = (
    "companies",
    "company_statuses",
    "company_types",
    "sites",
    "agreements",
    "boards",
    "board_statuses",
    "board_teams",
    "board_assignments",
    "board_templates",
    "board_notifications",
    "status_notifications",
    "board_skills",
    "slas",
    "sources",
    "service_templates",
    "email_templates",
    "workflows",
    "workflow_events",
    "workflow_actions",
    "workflow_fields",
    "notify_types",
    "notification_recipients",
    "tracks",
    "email_connectors",
    "parsing_rules",
    "knowledge_base",
    "portals",
    "members",
    "api_members",
    "security_roles",
    "integrator_logins",
    "hosted_setups",
    "callbacks",
    "allowed_origins",
    "experiments",
    "settings",
    "tickets",
    "project_tickets",
    "ticket_notes",
    "audit_trail",
    "time_entries",
)


class ConnectWisePSAOptions(ConnectorOptions):
    """The non-secret options of a ConnectWise PSA connection."""

    codebase: str = Field(default=ROUTER, pattern=r"^[A-Za-z0-9_.]+/?$")
    """The version in the path; the default leads to whatever version the tenant has. Where another
    is named and a release has replaced it, the one that the host tells is asked instead."""
    client_statuses: tuple[str, ...] = ("Active",)
    """Names of the company statuses that mean a client; empty counts every status."""
    client_types: tuple[str, ...] = ()
    """Names of the company types that mean a client; empty counts every type."""
    keys_of_people: Literal["warn", "refuse"] = "warn"
    """What to do where the keys are those of a person and not of an API member."""
    sample_tickets: int = Field(default=60, ge=1, le=1000)
    """How many tickets are looked at more closely, each for notes and for history."""


CONNECTOR = ConnectorInfo(
    vendor=VENDOR,
    name="ConnectWise PSA",
    package="aigov_connectors.connectwise.psa",
    hosts=tuple(url.removeprefix("https://") for url in REGIONS.values()),
    secrets=(
        SecretField("company_id", "company id, as typed in the login form"),
        SecretField("public_key", "public key of the API member"),
        SecretField("private_key", "private key of the API member, shown once"),
        SecretField("client_id", "clientId of the integration (developer.connectwise.com)"),
    ),
    resources=RESOURCES,
    open=opened_in("aigov_connectors.connectwise.psa.connection"),
    options=ConnectWisePSAOptions,
    regions=REGIONS,
    least_privilege="System > Security Roles: a new role with Inquire = All and no other level on"
    " System (Member Maintenance, My Company, Security Roles, Table Setup with the tables of"
    " boards, service levels, sources, service and mail templates, workflow rules, tracks, e-mail"
    " connectors and hosted API ticked), Companies > Company Maintenance, Finance > Agreements,"
    " Project > Project Tickets, Time & Expense > Time Entry and Service Desk > Service"
    " Tickets. System > Members > API Members: a new member"
    " with that role, Level Corporate (Level 1) and no excluded boards; in its tab API Keys a new"
    " key, whose private half is shown once. Never the key of a person.",
)
