"""The tenant, what a role may do, and the companies that are served."""

from pydantic import Field

from aigov_connectors.connectwise.psa.wire.base import Ref, Refs
from aigov_connectors.wire import Flag, LenientInt, Text, WireRecord


class CompanyInfoWire(WireRecord):
    """What anybody may ask: version and address of a tenant."""

    company_id: Text = Field(default=None, alias="CompanyID")
    codebase: Text = Field(default=None, alias="Codebase")
    version_code: Text = Field(default=None, alias="VersionCode")
    is_cloud: Flag = Field(default=None, alias="IsCloud")


class InfoWire(WireRecord):
    """The server's version."""

    version: Text = None
    is_cloud: Flag = None


class SecurityWire(WireRecord):
    """What a role, or the caller, may do with one function of a module."""

    id: LenientInt = None
    module_name: Text = None
    module_function_name: Text = None
    add_level: Text = None
    edit_level: Text = None
    delete_level: Text = None
    inquire_level: Text = None
    member: Ref = None


class RoleWire(WireRecord):
    """A security role."""

    id: int
    name: Text = None
    admin_flag: Flag = None


class CompanyWire(WireRecord):
    """A company: client, vendor, prospect."""

    id: int
    identifier: Text = None
    name: Text = None
    status: Ref = None
    types: Refs = ()
    market: Ref = None
    country: Ref = None
    is_vendor_flag: Flag = None
    lead_flag: Flag = None
    deleted_flag: Flag = None


class AgreementWire(WireRecord):
    """What a client has agreed on."""

    id: int
    company: Ref = None
    type: Ref = None
    agreement_status: Text = None
    cancelled_flag: Flag = None


class SiteWire(WireRecord):
    """A site of a company; no address."""

    id: int
    name: Text = None
    country: Ref = None
    inactive_flag: Flag = None


class CompanyStatusWire(WireRecord):
    """A status that companies may have, and the track that it attaches."""

    id: int
    name: Text = None
    inactive_flag: Flag = None
    track: Ref = None
