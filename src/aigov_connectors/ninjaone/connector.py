"""NinjaOne before a connection is opened: options, secrets, resources, rights to ask for."""

from __future__ import annotations

from pydantic import Field

from aigov_connectors.connector import (
    ConnectorInfo,
    ConnectorOptions,
    SecretField,
    opened_in,
)
from aigov_connectors.ninjaone.naming import REGIONS, VENDOR

RESOURCES = (
    "organizations",
    "locations",
    "devices",
    "policies",
    "policy_conditions",
    "policy_overrides",
    "scripts",
    "tasks",
    "activities",
    "users",
    "roles",
    "os_patches",
    "software_patches",
    "os_patch_installs",
    "software_patch_installs",
    "antivirus_status",
    "antivirus_threats",
    "backup_jobs",
    "integrity_check_jobs",
    "jobs",
    "alerts",
    "notification_channels",
    "ticketing",
)


REFRESH_TOKEN = "refresh_token"  # noqa: S105 - a name


TICKETING_ID, TICKETING_SECRET = "ticketing_client_id", "ticketing_client_secret"


class NinjaOneOptions(ConnectorOptions):
    """The non-secret options of a NinjaOne connection."""

    tenant: str | None = None
    """What the tenant is called in evidence and keys, since the API names none.

    None takes the connection's name: then renaming the connection renames every deployment.
    """
    tickets_per_board: int = Field(default=10, ge=1, le=1000)
    """How many tickets of each board are looked at, those that changed last.

    The log of a ticket costs one request.
    """


CONNECTOR = ConnectorInfo(
    vendor=VENDOR,
    name="NinjaOne",
    package="aigov_connectors.ninjaone",
    hosts=(".ninjarmm.com",),
    api_paths=(),
    secrets=(
        SecretField("client_id", "client id of the API application"),
        SecretField("client_secret", "client secret of the API application, shown once"),
        SecretField(
            REFRESH_TOKEN,
            "refresh token of a signed-in technician, for ticketing only",
            required=False,
        ),
        SecretField(
            TICKETING_ID,
            "client id of the application that the technician signed in to, where it is another",
            required=False,
        ),
        SecretField(TICKETING_SECRET, "client secret of that application", required=False),
    ),
    resources=RESOURCES,
    open=opened_in("aigov_connectors.ninjaone.connection"),
    options=NinjaOneOptions,
    regions=REGIONS,
    least_privilege="As a system administrator: Administration > Apps > API > Client App IDs > Add;"
    " platform API Services (machine-to-machine), scope Monitoring and no other, grant type Client"
    " credentials. The secret is shown once. Ticketing is shown to people only: where it is wanted,"
    " add a second application of the platform Web, with a redirect URI, the scope Monitoring and"
    " no other, and the grant types Authorization code and Refresh token (the platform decides"
    " which can be chosen). Let a technician who may only view tickets sign in to it once, and"
    " store the refresh token, and its client id and secret as ticketing_client_id and"
    " ticketing_client_secret.",
)
