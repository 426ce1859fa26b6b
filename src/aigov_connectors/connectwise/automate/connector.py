"""ConnectWise Automate before a connection is opened: options, secrets, resources, rights."""

from __future__ import annotations

from pydantic import Field

from aigov_connectors.connector import (
    ConnectorInfo,
    ConnectorOptions,
    SecretField,
    opened_in,
)
from aigov_connectors.connectwise.automate.naming import HOSTED, VENDOR

RESOURCES = (
    "clients",
    "locations",
    "computers",
    "groups",
    "group_computers",
    "scripts",
    "script_schedules",
    "running_scripts",
    "script_details",
    "monitors",
    "computer_monitors",
    "monitor_history",
    "maintenance_modes",
    "alert_suspensions",
    "sensor_checks",
    "alerts",
    "tickets",
    "approval_policies",
    "microsoft_update_policies",
    "third_party_update_policies",
    "reboot_policies",
    "group_patching_policies",
    "patch_history",
    "effective_patching",
    "users",
    "user_classes",
    "user_audits",
    "script_history",
    "command_history",
    "feature_flags",
)


class ConnectWiseAutomateOptions(ConnectorOptions):
    """The non-secret options of a ConnectWise Automate connection."""

    sample_computers: int = Field(default=3, ge=1, le=50)
    """How many computers of each client are looked at more closely, five requests each."""
    external_ids: str = Field(default="connectwise.psa", pattern=r"^[a-z0-9_.]*$")
    """Vendor whose ids of companies stand in the clients' ExternalId; empty for none."""


CONNECTOR = ConnectorInfo(
    vendor=VENDOR,
    name="ConnectWise Automate",
    package="aigov_connectors.connectwise.automate",
    hosts=(HOSTED,),
    tenant_has_host=True,
    secrets=(
        SecretField("username", "name of the integrator user"),
        SecretField("password", "password of the integrator user"),
        SecretField("client_id", "clientId of the integration (developer.connectwise.com)"),
    ),
    resources=RESOURCES,
    open=opened_in("aigov_connectors.connectwise.automate.connection"),
    options=ConnectWiseAutomateOptions,
    least_privilege="Control Center > System > Users and Contacts > User Classes: a new class with"
    " Clients Read and Show All, Locations, Computers, Groups, Network Devices and Users Show All,"
    " Scripts, Searches, Patch Manager, Tickets, Templates, Users and User Classes Read, Server"
    " Status, and no other right, least of all Super Admin and Show Passwords; on each client give"
    " the class read. Users: a new integrator user with that class, which has no second factor."
    " Register the integration at developer.connectwise.com > ClientID, product Automate.",
)
