"""Who is served: connections, customer organizations, and what each deployment reaches."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, GetJsonSchemaHandler
from pydantic.dataclasses import dataclass
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from aigov_connectors.inventory.base import Exact, UtcTime
from aigov_connectors.inventory.documented import described
from aigov_connectors.inventory.vocabulary import (
    Basis,
    ConnectionStatus,
    CredentialRights,
    MatchKind,
    Reach,
)

__all__ = [
    "Client",
    "ClientContext",
    "ClientEntry",
    "ClientMember",
    "Connection",
    "ContextHint",
    "DeploymentClient",
    "Organization",
    "OrganizationReach",
    "Window",
]


class Window(Exact):
    """A span of time that counts refer to."""

    start: UtcTime
    end: UtcTime


class Connection(Exact):
    """One credential to one vendor tenant."""

    name: str
    vendor: str
    tenant_id: str
    host: str
    hosts: tuple[str, ...] = ()
    """Host names that lead to this tenant and to no other; empty where many share one."""
    status: ConnectionStatus
    started_at: UtcTime
    finished_at: UtcTime
    rights: CredentialRights = CredentialRights.CANNOT_TELL
    rights_because: str | None = None
    """One sentence: what was read to know the rights, or why they cannot be told."""
    rights_evidence: tuple[str, ...] = ()
    rights_basis: Basis = Basis.OBSERVED
    """`inferred` where the rights are concluded from words that the vendor does not explain."""
    scope: tuple[str, ...] | None = None
    """The parts of the tenant that the credential may see, in the vendor's words and ids, sorted,
    such as `site 225494730938493804`; None where the vendor does not tell."""
    warnings: tuple[str, ...] = ()
    """What will need care soon, such as: the token expires in 6 days."""
    vendor_version: str | None = None
    """The vendor's own version of its API or console, where it tells one."""
    connector: str | None = None
    """The package and version of the connector that read it, such as `patchbot-connector 1.2.0`;
    None where it is one of those that ship."""
    problem: str | None = None
    """Why it failed, in one sentence; None where it did not."""
    remedy: str | None = None
    """What a person can do about that."""


class ClientContext(Exact):
    """What the MSP knows of a client and no tool tells."""

    industry: str | None = None
    regulations: tuple[str, ...] = ()
    """Such as `HIPAA`, `GLBA`, `SOX`, `CMMC`, `GDPR`, `EU AI Act`. `none` says that it is under
    none; no word at all leaves that open."""
    residency: str | None = None
    """Where its data must stay, such as `EU`."""
    criticality: str | None = Field(default=None, pattern="^(low|normal|high|critical)$")
    """How much depends on its systems, in the MSP's own judgement."""
    change_control: bool | None = None
    """Whether a change there needs a recorded approval, by contract or by law; None takes what
    its regulations ask."""


class ContextHint(Exact):
    """What a tool says of a client, from which its context may be guessed; never a fact of it.

    A hint is shown to a person, who confirms in the configuration what follows from it.
    """

    source: str = Field(pattern="^(type|market|industry|agreement|classification|country)$")
    """What kind of field it stood in."""
    value: str
    """The vendor's own word, such as the name of a market."""
    evidence: str | None = None
    """Id into `Inventory.evidence`."""


class Organization(Exact):
    """A customer organization as one vendor knows it; the raw material of `Client`."""

    vendor: str
    tenant_id: str
    vendor_id: str
    name: str
    handles: tuple[str, ...] = ()
    """Other words by which the vendor's users name it, such as a company identifier."""
    links: tuple[tuple[str, str], ...] = ()
    """Ids in other vendors' tools that this vendor stores: (vendor, id)."""
    likely_links: tuple[tuple[str, str], ...] = ()
    """The same where no document says whose ids they are: they join only who is named alike."""
    domains: tuple[str, ...] = ()
    """Internet domains that are its own, such as `lakeside.example`; none of a mail provider."""
    hints: tuple[ContextHint, ...] = ()
    kind: str = Field(default="client", pattern="^(client|own|catch_all)$")
    kind_basis: Basis = Basis.OBSERVED
    """`inferred` where no document says what the tool's own words mean for its kind."""
    endpoints: int | None = Field(default=None, ge=0)

    @property
    def ref(self) -> tuple[str, str, str]:
        """Vendor, tenant and vendor id: unique in an inventory."""
        return (self.vendor, self.tenant_id, self.vendor_id)


# As exact as the models, but with slots: a large estate has one for each setting and client, and
# each takes a quarter of the memory of a model.
@dataclass(
    frozen=True,
    slots=True,
    kw_only=True,
    config=ConfigDict(extra="forbid", strict=True, defer_build=True),
)
class OrganizationReach:
    """How far a deployment reaches into one organization of the same vendor."""

    deployment: str
    organization: str
    """The vendor's id of the organization."""
    endpoints: Annotated[int, Field(ge=0)] | None = None
    tickets: Annotated[int, Field(ge=0)] | None = None
    window: Window | None = None
    basis: Basis = Basis.OBSERVED


class ClientEntry(Exact):
    """A client as the configuration declares it."""

    name: str = Field(min_length=1)
    id: str | None = None
    """Kept for ever once given; None is what it was in the run before, else what one of its
    organizations gives, or its name where it has none."""
    kind: Literal["client", "own", "catch_all"] = "client"
    """`own` is the MSP itself; `catch_all` holds what belongs to nobody."""
    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Vendor id or connection name, to the ids, names or handles of the client there."""
    context: ClientContext = ClientContext()


class ClientMember(Exact):
    """One vendor's organization that is this client."""

    vendor: str
    tenant_id: str
    vendor_id: str
    name: str
    match: MatchKind
    handles: tuple[str, ...] = ()
    """Other words by which the tool's users name it."""
    domains: tuple[str, ...] = ()
    hints: tuple[ContextHint, ...] = ()
    """What the tool says from which the client's context may be guessed; no rule reads it."""

    @property
    def ref(self) -> tuple[str, str, str]:
        """Vendor, tenant and vendor id of the organization."""
        return (self.vendor, self.tenant_id, self.vendor_id)


class Client(Exact):
    """One customer organization of the MSP, across its tools."""

    id: str
    name: str
    kind: str = Field(default="client", pattern="^(client|own|catch_all)$")
    """`own` is the MSP itself; `catch_all` holds what belongs to nobody."""
    kind_basis: Basis = Basis.OBSERVED
    """`inferred` where neither the configuration nor a tool says so outright."""
    also_known_as: tuple[str, ...] = ()
    """Other ids that it had, or would have by other organizations of its own: what was written
    under one of them is about this client. None is that of another client of the inventory."""
    members: tuple[ClientMember, ...] = ()
    context: ClientContext = ClientContext()
    is_declared: bool = False
    """Whether the configuration names it; else it was derived from what the tools tell."""
    endpoints: int | None = Field(default=None, ge=0)
    """The largest count that one vendor tells: the tools overlap, so they are not added up."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every word by which it may be meant: its id, its name, its other ids."""
        return self.id, self.name, *self.also_known_as

    @property
    def may_be_served(self) -> bool:
        """Whether it is a client, or is only guessed to be none: what others may not see."""
        return self.kind == "client" or self.kind_basis is not Basis.OBSERVED


@dataclass(
    frozen=True,
    slots=True,
    kw_only=True,
    config=ConfigDict(extra="forbid", strict=True, defer_build=True),
)
class DeploymentClient:
    """One client that a deployment reaches."""

    deployment: str
    client: str
    reach: Reach
    endpoints: Annotated[int, Field(ge=0)] | None = None
    tickets: Annotated[int, Field(ge=0)] | None = None
    window: Window | None = None
    basis: Basis

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return described(cls, core_schema, handler)
