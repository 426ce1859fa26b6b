"""What somebody else writes against this library; checked strictly, without our mypy plugin.

Never run: `tests/typing/test_user_script.py` hands it to type checkers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import assert_type

from pydantic import SecretStr

from aigov_connectors import (
    Assessment,
    Config,
    Finding,
    Inventory,
    Snapshot,
    assess,
    discover,
    discover_sync,
    discovery,
    load_config,
)
from aigov_connectors.inventory import (
    Attestation,
    Autonomy,
    CredentialRights,
    DecisionKind,
    Deployment,
    Gap,
    Organization,
    Severity,
    Verdict,
)
from aigov_connectors.plugin import (
    CollectionBuilder,
    Connector,
    ConnectorInfo,
    Control,
    DeploymentRule,
    ErrorTable,
    HttpClient,
    Judgement,
    Listing,
    Opening,
    PlannedRead,
    Probe,
    RateLimits,
    ReadDeclaration,
    Rights,
    SecretField,
    StaticHeaderAuth,
    Topic,
    Unpaged,
    VendorCatalogue,
    View,
    WireRecord,
    open_client,
)
from aigov_connectors.policy import OversightLine, Permission, Policy
from aigov_connectors.sentinelone.client import SentinelOneClient


class Vault:
    """A vault of one's own."""

    def get(self, connection: str, field: str) -> SecretStr | None:
        """Hand over a secret."""
        return SecretStr(f"{connection}/{field}")


async def report() -> list[str]:
    """The main job."""
    config = load_config("aigov-connectors.toml")
    assert_type(config, Config)
    inventory = await discover(config, secrets=Vault(), deadline=timedelta(minutes=5))
    assert_type(inventory, Inventory)
    assessment = assess(inventory, policy())
    assert_type(assessment, Assessment)
    words: list[str] = []
    for finding in assessment.findings:
        assert_type(finding, Finding)
        assert_type(finding.severity, Severity)
        words += [client.name for client in finding.clients if client.verdict is Verdict.FAIL]
    for gap in inventory.gaps:
        assert_type(gap, Gap)
        words.append(f"{gap.subject}: {gap.remedy}")
    for deployment in inventory.deployments:
        assert_type(deployment, Deployment)
        assert_type(deployment.enabled, bool | None)
        assert_type(deployment.autonomy, Autonomy)
    assert_type(Snapshot(inventory=inventory, assessment=assessment).to_json(), str)
    return words


def policy() -> Policy:
    """A line of one's own before those that ship."""
    line = OversightLine(
        name="scripts may run alone",
        decisions=(DecisionKind.RUN_SCRIPT,),
        allowed=Permission.ALONE,
    )
    return Policy(lines=(line,))


def config_in_code() -> Config:
    """No file needed."""
    attestation = Attestation(
        feature="ninjaone.ai_app", enabled=False, by="role:lead", on=date(2026, 11, 1)
    )
    return Config(attestations=(attestation,))


async def watched(config: Config) -> Inventory:
    """Events while it runs."""
    async with discovery(config) as run:
        async for event in run:
            print(event)
        return run.partial


def without_a_loop(config: Config) -> Inventory:
    """For scripts."""
    return discover_sync(config, connections=["acme-s1"], resources=["policies"])


async def one_vendor(token: SecretStr) -> int:
    """A client alone."""
    count = 0
    async with SentinelOneClient("https://acme.sentinelone.net", api_token=token) as s1:
        async for agent in s1.agents():
            count += agent.id is not None
    return count


# A connector and a rule of one's own ---------------------------------------------------------


class CustomerWire(WireRecord):
    """A customer."""

    id: str
    name: str


CUSTOMERS: Listing[CustomerWire] = Listing(
    resource="customers", path="/customers", row=CustomerWire, paging=Unpaged()
)


class Bot:
    """A connector."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    @property
    def tenant_id(self) -> str:
        """The tenant."""
        return self._http.tenant_id

    @property
    def limits(self) -> RateLimits:
        """The limits."""
        return RateLimits()

    async def rights(self) -> Rights:
        """The rights."""
        return Rights(CredentialRights.CANNOT_TELL, "the bot tells none")

    async def probe(self) -> tuple[Probe, ...]:
        """The least page."""
        return (Probe("customers", None),)

    async def plan(self) -> tuple[PlannedRead, ...]:
        """The least number of requests."""
        return ()

    async def collect(self, into: CollectionBuilder) -> None:
        """Read."""
        async for page in into.pages("customers", self._http.read(CUSTOMERS)):
            for one in page.items:
                assert_type(one, CustomerWire)
                into.organization(
                    Organization(vendor="bot", tenant_id="t", vendor_id=one.id, name=one.name)
                )


@asynccontextmanager
async def open_bot(opening: Opening, catalogue: VendorCatalogue) -> AsyncIterator[Connector]:
    """Open it."""
    async with open_client(
        vendor="bot",
        connection=opening.connection,
        tenant_id=catalogue.vendor,
        base_url=opening.base_url,
        auth=StaticHeaderAuth(value=opening.secrets["key"], header="X-Key"),
        declaration=ReadDeclaration(),
        limits=RateLimits(),
        errors=ErrorTable(),
    ) as http:
        yield Bot(http)


CONNECTOR = ConnectorInfo(
    vendor="bot",
    name="Bot",
    package="bot",
    hosts=("bot.example",),
    secrets=(SecretField("key", "its key"),),
    resources=("customers",),
    open=open_bot,
)


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """A rule."""
    if view.client is None or not deployment.acts:
        return None
    return Judgement(Verdict.FAIL, f"{view.feature.name} acts.", severity=Severity.LOW)


RULE = DeploymentRule(
    id="acts",
    title="Acts",
    severity=Severity.LOW,
    remedy="Stop it.",
    controls=(Control(framework="NIST AI RMF 1.0", identifier="MAP 3.5"),),
    topic=Topic.ACTING,
    evaluate=evaluate,
)
