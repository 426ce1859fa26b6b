"""Reads the customers and the rings of the patch bot; each ring approves patches, or asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aigov_connectors.inventory import (
    CredentialRights,
    Organization,
    Reach,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
)
from aigov_connectors.plugin import (
    CollectionBuilder,
    ConnectorInfo,
    ErrorTable,
    HttpClient,
    Listing,
    Opening,
    Origin,
    Place,
    PlannedRead,
    Probe,
    Rate,
    RateLimits,
    ReadDeclaration,
    Rights,
    SecretField,
    Statement,
    StaticHeaderAuth,
    Unpaged,
    VendorCatalogue,
    WireRecord,
    WireSettings,
    open_client,
)


class CustomerWire(WireRecord):
    """A customer as the bot knows it."""

    id: str
    name: str


class RingWire(WireSettings):
    """A ring of machines that are patched together."""

    id: str
    name: str
    customer: str
    machines: int
    mode: str | None = None


CUSTOMERS = Listing(resource="customers", path="/customers", row=CustomerWire, paging=Unpaged())
LIMITS = RateLimits(overall=(Rate(50),))
RINGS = Listing(resource="rings", path="/rings", row=RingWire, paging=Unpaged())


def statement_of(
    ring: RingWire, origin: Origin, *, place: Place, catalogue: VendorCatalogue
) -> Statement:
    """Name one ring in the common model; what its mode means stands in the catalogue."""
    entry = catalogue["ring_approval"]
    label = entry.label("mode", ring.mode)
    proof = origin.evidence(
        object_id=ring.id, pointer="/mode", value=ring.mode, absent=ring.mode is None
    )
    deployment = entry.deployment(
        place=place,
        scope=Scope(level=ScopeLevel.CLIENT, id=ring.customer, name=ring.name),
        source_object=SourceObject(kind=SourceKind.RULE, id=ring.id, name=f"ring {ring.name}"),
        label=label,
        enabled=label.enabled,
        reach=Reach.LISTED,
        settings=(Setting(name="mode", value=ring.mode, absent=ring.mode is None),),
        evidence=(proof,),
    )
    return Statement(deployment, evidence=(proof,), reach={ring.customer: ring.machines})


class PatchbotConnector:
    """One patch bot."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http
        self.limits = LIMITS
        self.tenant_id = http.tenant_id

    async def rights(self) -> Rights:
        """The bot's keys have no rights that could be read."""
        return Rights(CredentialRights.CANNOT_TELL, "the bot does not tell what a key may do")

    async def probe(self) -> tuple[Probe, ...]:
        """Both lists are small: reading them is the probe."""
        async for _ in self._http.read(RINGS):
            break
        return (Probe("customers", None), Probe("rings", None))

    async def plan(self) -> tuple[PlannedRead, ...]:
        """Neither list has pages: one request each."""
        customers, rings = self._http.read(CUSTOMERS), self._http.read(RINGS)
        return (
            PlannedRead.of_list("customers", customers, rows=None),
            PlannedRead.of_list("rings", rings, rows=None),
        )

    async def collect(self, into: CollectionBuilder) -> None:
        """Read customers, then rings."""
        async for customers in into.pages("customers", self._http.read(CUSTOMERS)):
            for one in customers.items:
                into.organization(
                    Organization(
                        vendor="patchbot",
                        tenant_id=self.tenant_id,
                        vendor_id=one.id,
                        name=one.name,
                    )
                )
        async for rings in into.pages("rings", self._http.read(RINGS)):
            into.say(
                statement_of(ring, rings.origin, place=into.place, catalogue=into.catalogue)
                for ring in rings.items
            )


@asynccontextmanager
async def _open(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[PatchbotConnector]:
    async with open_client(
        vendor="patchbot",
        connection=opening.connection,
        tenant_id=opening.connection,
        base_url=opening.base_url,
        auth=StaticHeaderAuth(value=opening.secrets["key"], header="X-Key"),
        declaration=ReadDeclaration(),
        limits=LIMITS,
        errors=ErrorTable(),
        network=opening.network,
        retry=opening.retry,
        transport=opening.transport,
        clock=opening.clock,
    ) as http:
        yield PatchbotConnector(http)


CONNECTOR = ConnectorInfo(
    vendor="patchbot",
    name="In-house patch bot",
    package="patchbot_connector",
    hosts=("patchbot.example",),
    secrets=(SecretField("key", "the bot's API key"),),
    resources=("customers", "rings"),
    open=_open,
)
