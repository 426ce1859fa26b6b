"""The reads of who has access: members, programs, roles, apps, callbacks, and switches."""

from __future__ import annotations

from pydantic.alias_generators import to_camel

from aigov_connectors._http import (
    Read,
)
from aigov_connectors.connectwise.psa.asking import SETUP, Asking
from aigov_connectors.connectwise.psa.wire import (
    AllowedOriginWire,
    ApiMemberWire,
    CallbackWire,
    ExperimentWire,
    HostedSetupWire,
    IntegratorLoginWire,
    MemberWire,
    NamedWire,
    RoleWire,
    SecurityWire,
    SystemSettingWire,
)
from aigov_connectors.connectwise.psa.wire.programs import API_FLAGS, CALLBACK_URLS

__all__ = ["ProgramReads"]

_MEMBERS = "Inquire on System > Member Maintenance"
_ROLES = "Inquire on System > Security Roles"


class ProgramReads(Asking):
    """Who and what may work in the tenant, one method per noun."""

    def members(self, *, only: int | None = None) -> Read[MemberWire]:
        """Every member by identifier and licence class; no names. One request per 1000.

        Args:
            only: the id of the one that is asked for; None for all.

        Source: ConnectWise PSA API 2025.1, GET /system/info/members (verified).
        """
        return self._list_of(
            "members",
            "/system/info/members",
            MemberWire,
            fields="id,identifier,licenseClass,inactiveFlag",
            conditions=None if only is None else f"id={only}",
            needs=_MEMBERS,
        )

    def api_members(self) -> Read[ApiMemberWire]:
        """Every member that is a program, with its role. One request per 1000.

        Source: ConnectWise PSA API 2025.1, GET /system/apiMembers (verified).
        """
        return self._list_of(
            "api_members",
            "/system/apiMembers",
            ApiMemberWire,
            fields="id,identifier,name,emailAddress,inactiveFlag,securityRole/id"
            ",securityRole/name,structureLevel/id,structureLevel/name,excludedServiceBoardIds",
            needs=_MEMBERS,
        )

    def security_roles(self) -> Read[RoleWire]:
        """Every security role, and whether it is an administrator's. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/securityroles (verified).
        """
        return self._list_of(
            "security_roles",
            "/system/securityroles",
            RoleWire,
            fields="id,name,adminFlag",
            needs=_ROLES,
        )

    def role_settings(self, role: int) -> Read[SecurityWire]:
        """What a security role may do, function by function. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/securityRoles/{id}/settings (verified).
        """
        return self._list_of(
            "security_roles",
            "/system/securityRoles/{role_id}/settings",
            SecurityWire,
            ids={"role_id": str(role)},
            needs=_ROLES,
        )

    def integrator_logins(self) -> Read[IntegratorLoginWire]:
        """Integrations of the old kind; their passwords are not asked for. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/integratorlogins (verified).
        """
        return self._list_of(
            "integrator_logins",
            "/system/integratorlogins",
            IntegratorLoginWire,
            fields=",".join(
                ("id", "username", "inactiveFlag", *map(to_camel, (*API_FLAGS, *CALLBACK_URLS)))
            ),
            needs=SETUP,
        )

    def hosted_setups(self) -> Read[HostedSetupWire]:
        """Apps that are shown inside screens. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/connectwisehostedsetups (verified).
        """
        return self._list_of(
            "hosted_setups",
            "/system/connectwisehostedsetups",
            HostedSetupWire,
            fields="id,description,url,origin,disabledFlag",
            needs=SETUP,
        )

    def callbacks(self) -> Read[CallbackWire]:
        """Where records are pushed to; perhaps only the caller's own. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/callbacks (verified); whose rows it shows
        (unsure).
        """
        fields = "id,url,type,inactiveFlag"
        return self._list_of("callbacks", "/system/callbacks", CallbackWire, fields=fields)

    def allowed_origins(self) -> Read[AllowedOriginWire]:
        """Sites whose pages may ask this API in a user's name. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/allowedorigins (verified).
        """
        return self._list_of(
            "allowed_origins",
            "/system/allowedorigins",
            AllowedOriginWire,
            fields="id,origin",
            needs=SETUP,
        )

    def managed_devices_integrations(self) -> Read[NamedWire]:
        """Which remote monitoring feeds this tool; its password is not asked for. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/managedDevicesIntegrations (verified).
        """
        return self._named("managed_devices", "/company/managedDevicesIntegrations")

    def experiments(self) -> Read[ExperimentWire]:
        """Early-access switches. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/experiments (verified); what each does is
        not public (unsure).
        """
        return self._list_of(
            "experiments",
            "/system/experiments",
            ExperimentWire,
            fields="id,experimentId,name,inactiveFlag",
        )

    def settings(self) -> Read[SystemSettingWire]:
        """Settings of the whole tenant by their description; no values. One request per 1000.

        Source: ConnectWise PSA API 2025.1, GET /system/settings (verified).
        """
        fields = "id,description"
        return self._list_of("settings", "/system/settings", SystemSettingWire, fields=fields)
