"""Clients, contracts, agents, applications, modules and the installation itself."""

from pydantic import Field

from aigov_connectors.halopsa.wire.base import HaloRecord, Many, ManyOrUntold
from aigov_connectors.wire import Flag, Identifier, LenientInt, Text


class AuthInfoWire(HaloRecord):
    """Where to sign in, and for which tenant."""

    auth_url: Text = None
    tenant_id: Text = None


class InstanceWire(HaloRecord):
    """The installation's version."""

    app_version: Text = None
    app_name: Text = None


class RelationWire(HaloRecord):
    """What a client is to the MSP."""

    name: Text = None


class ClientWire(HaloRecord):
    """A client: in lists without links and domain, alone with them."""

    id: int
    name: Text = None
    toplevel_name: Text = None
    inactive: Flag = None
    customer_relationship: Many[RelationWire] = Field(default_factory=list)
    domain: Text = None
    cautomateid: LenientInt = None
    ninjarmmid: LenientInt = None
    connectwiseid: LenientInt = None
    autotaskid: LenientInt = None
    datto_id: Text = None


class ContractWire(HaloRecord):
    """A contract: whose, of which type, and whether it holds."""

    id: int
    client_id: LenientInt = None
    contracttype_name: Text = None
    active: Flag = None
    expired: Flag = None


class NamedWire(HaloRecord):
    """A row of a look-up of which only id and name are read."""

    id: Identifier
    name: Text = None


class SiteWire(HaloRecord):
    """A site, and whose it is."""

    id: int
    name: Text = None
    client_id: LenientInt = None


class AssetWire(HaloRecord):
    """An asset, and whose it is."""

    id: int
    client_id: LenientInt = None
    site_id: LenientInt = None
    inactive: Flag = None


class MembershipWire(HaloRecord):
    """A team that an agent is in."""

    team_id: LenientInt = None
    team_name: Text = None


class AgentWire(HaloRecord):
    """An agent by id; neither name nor address."""

    id: int
    isapiagent: Flag = None
    isdisabled: Flag = None
    is_admin: Flag = None
    teams: Many[MembershipWire] | None = None


class ScopeWire(HaloRecord):
    """A scope that an application was given."""

    name: Text = None


class ApplicationWire(HaloRecord):
    """An application with access; its secret and its tokens are dropped."""

    id: Identifier
    client_id: Text = Field(default=None, alias="clientId")
    display_name: Text = Field(default=None, alias="displayName")
    inactive: Flag = None
    loginas_agent_id: LenientInt = None
    scopes: ManyOrUntold[ScopeWire] = None


class ModuleWire(HaloRecord):
    """A module, and whether it was added."""

    id: int
    module_name: Text = None
    enabled: Flag = None
