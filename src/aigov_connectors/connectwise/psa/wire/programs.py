"""Members, programs, apps inside screens, callbacks and early-access switches."""

from pydantic import Field

from aigov_connectors.connectwise.psa.wire.base import Ref
from aigov_connectors.wire import Flag, Text, WireRecord


class MemberWire(WireRecord):
    """A member by identifier; no names."""

    id: int
    identifier: Text = None
    license_class: Text = None
    inactive_flag: Flag = None


class ApiMemberWire(WireRecord):
    """A member that is a program; its address tells whose product it is, and is not shown."""

    id: int
    identifier: Text = None
    name: Text = None
    inactive_flag: Flag = None
    security_role: Ref = None
    email_address: Text = Field(default=None, repr=False)
    structure_level: Ref = None
    excluded_service_board_ids: list[int] | None = None


class IntegratorLoginWire(WireRecord):
    """An integration of the old kind, and which of the old APIs are open to it."""

    id: int
    username: Text = None
    inactive_flag: Flag = None
    can_access_all_apis_flag: Flag = None
    service_ticket_api_flag: Flag = None
    activity_api_flag: Flag = None
    agreement_api_flag: Flag = None
    company_api_flag: Flag = None
    configuration_api_flag: Flag = None
    contact_api_flag: Flag = None
    document_api_flag: Flag = None
    invoice_api_flag: Flag = None
    managed_services_api_flag: Flag = None
    marketing_api_flag: Flag = None
    member_api_flag: Flag = None
    opportunity_api_flag: Flag = None
    opportunity_conversion_api_flag: Flag = None
    product_api_flag: Flag = None
    project_api_flag: Flag = None
    purchasing_api_flag: Flag = None
    reporting_api_flag: Flag = None
    schedule_api_flag: Flag = None
    system_api_flag: Flag = None
    time_entry_api_flag: Flag = None
    # Of these addresses only the hosts are looked at.
    activity_callback_url: Text = None
    agreement_callback_url: Text = None
    company_callback_url: Text = None
    configuration_callback_url: Text = None
    contact_callback_url: Text = None
    opportunity_callback_url: Text = None
    product_callback_url: Text = None
    project_callback_url: Text = None
    purchasing_callback_url: Text = None
    schedule_callback_url: Text = None
    service_board_callback_url: Text = None
    time_entry_callback_url: Text = None


API_FLAGS: tuple[str, ...] = tuple(
    name for name in IntegratorLoginWire.model_fields if name.endswith(("_api_flag", "_apis_flag"))
)
"""Fields of `IntegratorLoginWire` that open an API."""
CALLBACK_URLS: tuple[str, ...] = tuple(
    name for name in IntegratorLoginWire.model_fields if name.endswith("_callback_url")
)
"""Fields of `IntegratorLoginWire` that say where records are pushed to."""


class HostedSetupWire(WireRecord):
    """An app inside a screen; of its address only the host is looked at."""

    id: int
    description: Text = None
    url: Text = None
    origin: Text = None
    disabled_flag: Flag = None


class CallbackWire(WireRecord):
    """Where records are pushed to; of its address only the host is looked at."""

    id: int
    url: Text = None
    type: Text = None
    inactive_flag: Flag = None


class AllowedOriginWire(WireRecord):
    """A site whose pages may ask this API; of it only the host is looked at."""

    id: int
    origin: Text = None


class ExperimentWire(WireRecord):
    """An early-access switch."""

    id: int
    experiment_id: Text = None
    name: Text = None
    inactive_flag: Flag = None


class SystemSettingWire(WireRecord):
    """A setting of the whole tenant by its description; the value is not asked for."""

    id: int
    description: Text = None
