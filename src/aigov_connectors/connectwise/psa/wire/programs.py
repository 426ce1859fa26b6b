"""Members, programs, apps inside screens, callbacks and early-access switches."""

from aigov_connectors.connectwise.psa.wire.base import Ref
from aigov_connectors.wire import LenientBool, Text, WireRecord


class MemberWire(WireRecord):
    """A member by identifier; no names."""

    id: int
    identifier: Text = None
    license_class: Text = None
    inactive_flag: LenientBool = None


class ApiMemberWire(WireRecord):
    """A member that is a program."""

    id: int
    identifier: Text = None
    name: Text = None
    inactive_flag: LenientBool = None
    security_role: Ref = None
    structure_level: Ref = None
    excluded_service_board_ids: list[int] | None = None


class IntegratorLoginWire(WireRecord):
    """An integration of the old kind."""

    id: int
    username: Text = None
    inactive_flag: LenientBool = None
    can_access_all_apis_flag: LenientBool = None
    service_ticket_api_flag: LenientBool = None


class HostedSetupWire(WireRecord):
    """An app inside a screen; of its address only the host is looked at."""

    id: int
    description: Text = None
    url: Text = None
    origin: Text = None
    disabled_flag: LenientBool = None


class CallbackWire(WireRecord):
    """Where records are pushed to; of its address only the host is looked at."""

    id: int
    url: Text = None
    type: Text = None
    inactive_flag: LenientBool = None


class AllowedOriginWire(WireRecord):
    """A site whose pages may ask this API; of it only the host is looked at."""

    id: int
    origin: Text = None


class ExperimentWire(WireRecord):
    """An early-access switch."""

    id: int
    experiment_id: Text = None
    name: Text = None
    inactive_flag: LenientBool = None


class SystemSettingWire(WireRecord):
    """A setting of the whole tenant by its description; the value is not asked for."""

    id: int
    description: Text = None
