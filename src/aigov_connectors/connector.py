"""What a vendor implements (`Connector`), and what the core knows of it (`ConnectorInfo`).

A vendor is a folder with a `connector.py` that names its `CONNECTOR`, the `ConnectorInfo`. The
`Connector` that this opens fills a `CollectionBuilder` (see `aigov_connectors.collecting`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Basis, CredentialRights

if TYPE_CHECKING:  # to name a vendor costs no model of what is collected, and nothing of HTTP
    from aigov_connectors._http import NetworkOptions, RateLimits, Read, RetryPolicy, Transport
    from aigov_connectors.catalogue import VendorCatalogue
    from aigov_connectors.clock import Clock
    from aigov_connectors.collecting import CollectionBuilder
    from aigov_connectors.inventory import Evidence

__all__ = [
    "Connector",
    "ConnectorInfo",
    "ConnectorOptions",
    "Open",
    "Opening",
    "PlannedRead",
    "Probe",
    "Rights",
    "SecretField",
    "opened_in",
]


HostName = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$")]


class ConnectorOptions(BaseModel):
    """The non-secret options of a connection; a vendor adds its own by subclassing.

    A name that looks like a secret's (`refresh_token`) is refused before it is read as an option.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    lookback_days: int = Field(default=30, ge=1, le=365)
    """How far back activity is read, in days."""
    limit_factor: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    """Multiplies the vendor's known limits: for a raised limit, or a simulator."""
    headroom: float | None = Field(default=None, gt=0, le=1)
    """Share of every limit that is used; the rest is left to other integrations. None uses the
    whole of a limit that is counted for this credential alone, and 0.8 of any other. 1 is for a
    vendor that nobody else asks, or for the night."""

    reached_as: tuple[HostName, ...] = ()
    """Other host names under which tools of the MSP reach this tenant and no other: where many
    tenants share the vendor's host, or a proxy stands before it."""

    def limits(self, known: RateLimits) -> RateLimits:
        """What this connection may use of what the vendor is known to allow."""
        scaled = known.scaled(self.limit_factor)
        return scaled if self.headroom is None else replace(scaled, headroom=self.headroom)


Options = TypeVar("Options", bound=ConnectorOptions)


@dataclass(frozen=True, slots=True)
class SecretField:
    """One secret that a connection needs."""

    name: str
    """The vendor's own word, such as `api_token`."""
    description: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Rights:
    """What the credential may do, and what was read to know it."""

    rights: CredentialRights
    because: str
    """One sentence, without a name of a person."""
    evidence: tuple[Evidence, ...] = ()
    vendor_version: str | None = None
    warnings: tuple[str, ...] = ()
    """Such as: the token expires in 6 days."""
    basis: Basis = Basis.OBSERVED
    """`inferred` where they are concluded from words whose meaning the vendor does not tell."""
    scope: tuple[str, ...] | None = None
    """The parts of the tenant that it may see: see `inventory.Connection.scope`."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Whether one resource can be read; `problem` is None when it can."""

    resource: str
    problem: str | None
    remedy: str | None = None
    not_asked: str | None = None
    """Why it could not be asked, such as that no site was listed whose policy could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRead:
    """What reading one resource will cost at least; seconds follow from `Connector.limits`."""

    resource: str
    requests: Mapping[str, int]
    """Path template to how many requests go there at least."""
    because: str
    """One sentence: how that was counted, or what cannot be known before the reading."""
    rows: int | None = None
    """The vendor's own count; None where it tells none."""
    counted: bool = True
    """False where more may follow that nobody can count before: the requests are the fewest."""
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Path template to the resources that tell what to ask for there: without them, no more than
    `alone` is."""
    alone: Mapping[str, int] = field(default_factory=dict)
    """Of the requests, those that need none of `needs`."""
    always: Mapping[str, int] = field(default_factory=dict)
    """Of the requests, those of every run, whatever resources it reads: they tell who asks."""

    @classmethod
    def of_list(
        cls, resource: str, read: Read[Any], *, rows: int | None, because: str | None = None
    ) -> PlannedRead:
        """Plan a list that is not read yet; `rows` is the vendor's count, None if unknown."""
        size, path = read.listing.paging.size, read.listing.path
        if size is None:
            return cls(
                resource=resource, requests={path: 1}, rows=rows, because=because or "one request"
            )
        if rows is None:
            told = f"no total told; one more for each further {size:,} rows"
            return cls(
                resource=resource, requests={path: 1}, because=because or told, counted=False
            )
        told = f"one request for each {size:,} rows"
        # Pages by offset begin with the last row of the one before.
        fresh = size - getattr(read.listing.paging, "overlap", 0)
        pages = 1 + max(0, -(-(rows - size) // fresh))
        return cls(resource=resource, requests={path: pages}, rows=rows, because=because or told)


def _nowhere_to_keep(field: str, secret: SecretStr) -> None:
    raise ConfigurationError(
        f"the new {field} was not kept: nothing says where",
        hint="Open the connection with a `keep` that stores it.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Everything a vendor needs to open one connection."""

    connection: str
    base_url: str
    options: ConnectorOptions
    secrets: Mapping[str, SecretStr] = field(repr=False)
    network: NetworkOptions
    retry: RetryPolicy
    transport: Transport | None
    clock: Clock
    keep: Callable[[str, SecretStr], None] = _nowhere_to_keep
    """Keeps a secret that the vendor replaced, by its field name, where the old one was found.

    Raises `ConfigurationError` where that place cannot be written.
    """
    counted_since: Mapping[str, datetime] = field(default_factory=dict)
    """Resource to the moment from which on its history is to be read: an earlier run has counted
    what came before. Only resources of `ConnectorInfo.counted` are here."""

    def options_as(self, kind: type[Options]) -> Options:
        """The options as the vendor's own; where they came as another kind, with its defaults."""
        given = self.options
        return given if isinstance(given, kind) else kind(**given.model_dump())

    def line(self, limits: RateLimits) -> dict[str, Any]:
        """What every vendor's client takes alike; `limits` is what this connection may use."""
        return {
            "connection": self.connection,
            "network": self.network,
            "retry": self.retry,
            "limits": limits,
            "transport": self.transport,
            "clock": self.clock,
        }


class Connector(Protocol):
    """One open connection to one vendor tenant."""

    @property
    def tenant_id(self) -> str:
        """The vendor's id of the tenant, or what stands for it."""

    @property
    def limits(self) -> RateLimits:
        """What the vendor allows this connection, as its options scale it."""

    async def rights(self) -> Rights:
        """Read back what the credential may do.

        Raises:
            AuthenticationError: the vendor does not accept the credential.
            RequestError: no usable answer came.
        """

    async def probe(self) -> tuple[Probe, ...]:
        """Ask each resource for its least page, and say which cannot be read and why."""

    async def plan(self) -> tuple[PlannedRead, ...]:
        """Say what `collect` will ask at least, by counts alone; one row per resource.

        A count that is refused leaves its `rows` None, and `because` says why.

        Raises:
            AuthenticationError: the vendor does not accept the credential.
        """

    async def collect(self, into: CollectionBuilder) -> None:
        """Read every wanted resource and say what was seen.

        A refused or failed read becomes a gap inside the builder and the reading goes on.

        Raises:
            AuthenticationError: the vendor stopped to accept the credential; what was read stays.
        """


Open = Callable[["Opening", "VendorCatalogue"], AbstractAsyncContextManager["Connector"]]
"""Opens one connection."""


def opened_in(module: str) -> Open:
    """Open by the `open_connection` of a module that is loaded when it is first needed.

    What only names a vendor, such as a list of all, then loads no model of its answers.
    """

    def open_connection(
        opening: Opening, catalogue: VendorCatalogue
    ) -> AbstractAsyncContextManager[Connector]:
        opened: AbstractAsyncContextManager[Connector] = import_module(module).open_connection(
            opening, catalogue
        )
        return opened

    return open_connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorInfo:
    """What the core knows of a vendor without opening a connection."""

    vendor: str
    name: str
    package: str
    """The package that holds `catalogue.toml`."""
    hosts: tuple[str, ...]
    """Host names, or suffixes with a leading dot, to which a credential may be sent."""
    tenant_has_host: bool = False
    """Whether each tenant has a host name of its own, so that a call to it is a call to it."""
    secrets: tuple[SecretField, ...]
    resources: tuple[str, ...]
    open: Open
    options: type[ConnectorOptions] = ConnectorOptions
    regions: Mapping[str, str] = field(default_factory=dict)
    """Region to base URL, where the vendor has regions."""
    counted: tuple[str, ...] = ()
    """Resources whose history is only counted by day, so that days which an earlier run counted
    need not be read again. Where rows of history also decide a statement (that something was seen
    at work, who approved it, whom it reached), all of it is read each time."""
    api_paths: tuple[str, ...] | None = None
    """The paths that `base_url` may hold, since people copy them from the vendor's documents and
    the client drops them: `/web/api/v2.1`. Any other is that of a page of the console and refused.
    None refuses none."""
    least_privilege: str = ""
    """How to create a credential that can only read, in the console's own menu names."""
