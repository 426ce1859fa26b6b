"""A fictitious vendor `acme` behind the real machinery, and the command run in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from aigov_connectors import registry
from aigov_connectors._http import Rate, RateLimits
from aigov_connectors.catalogue import FeatureEntry, VendorCatalogue
from aigov_connectors.cli import main
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.connector import (
    ConnectorInfo,
    Opening,
    PlannedRead,
    Probe,
    Rights,
    SecretField,
)
from aigov_connectors.inventory import (
    Autonomy,
    BreakdownPart,
    CredentialRights,
    DecisionKind,
    DefaultState,
    Dimension,
    FeatureFunction,
    GapReason,
    GateKind,
    GovernanceQuestion,
    Operator,
    Organization,
    Origin,
    Provision,
    Reach,
    Reference,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
    Technique,
)
from aigov_connectors.snapshot import Snapshot

TOKEN = "hunter2-of-acme"

ORGANIZATIONS = (
    ("1", "Lakeside Clinic", 12),
    ("2", "Harbor Dental", 7),
    ("3", "Cedar Farm", 30),
    ("4", "Dune Hotel", 40),
    ("5", "Elm School", 50),
    ("6", "Fjord Travel", 60),
)


@dataclass
class Script:
    """How the fictitious vendor behaves; a test changes it before it runs the command."""

    rights: Rights = field(
        default_factory=lambda: Rights(
            CredentialRights.PROVEN_READ_ONLY,
            "each right of its role only views",
            (_origin("/me").evidence(object_id="t1", pointer="/role", value="viewer"),),
            vendor_version="9.1",
            warnings=("the token expires in 6 days",),
        )
    )
    probes: tuple[Probe, ...] = (
        Probe("policies", None),
        Probe("rules", "GET /rules: 403", "Grant View on rules."),
    )
    planned: tuple[PlannedRead, ...] = (
        PlannedRead(resource="rules", requests={"/rules": 1}, because="no total told; one or more"),
        PlannedRead(
            resource="policies", requests={"/policies": 901}, rows=901, because="one for each"
        ),
    )
    opening: BaseException | None = None
    collecting: Callable[[CollectionBuilder], Awaitable[None]] | None = None
    names: dict[str, str] = field(default_factory=dict)
    """Organization id to another name."""
    policy_prefix: str = "site policy "
    rule_name: str = "Disk full in Servers"


class Acme:
    """The connector: says what `Script` holds."""

    tenant_id = "acme.example"
    limits = RateLimits(overall=(Rate(10),), headroom=1.0)

    def __init__(self, script: Script) -> None:
        self._script = script

    async def rights(self) -> Rights:
        return self._script.rights

    async def probe(self) -> tuple[Probe, ...]:
        return self._script.probes

    async def plan(self) -> tuple[PlannedRead, ...]:
        return self._script.planned

    async def collect(self, into: CollectionBuilder) -> None:
        if self._script.collecting is not None:
            await self._script.collecting(into)
        for vendor_id, name, endpoints in ORGANIZATIONS:
            into.organization(
                Organization(
                    vendor="acme",
                    tenant_id=self.tenant_id,
                    vendor_id=vendor_id,
                    name=self._script.names.get(vendor_id, name),
                    endpoints=endpoints,
                )
            )
        if into.wants("policies"):
            _policies(into, self._script)
        if into.wants("rules"):
            _rules(into, self._script)


@dataclass
class Estate:
    """A folder with a configuration, and the behaviour of the vendor in it."""

    folder: Path
    script: Script

    @property
    def config(self) -> Path:
        return self.folder / "aigov-connectors.toml"

    def snapshot(self, name: str = "aigov-snapshot.json") -> Snapshot:
        return Snapshot.load(self.folder / name)


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Estate:
    script = Script()
    catalogue = _catalogue()

    @asynccontextmanager
    async def open_acme(opening: Opening, _: VendorCatalogue) -> AsyncIterator[Any]:
        assert opening.secrets["api_token"].get_secret_value() == TOKEN
        if script.opening is not None:
            raise script.opening
        yield Acme(script)

    info = ConnectorInfo(
        vendor="acme",
        name="Acme Shield",
        package="nowhere",
        hosts=(".acme.example",),
        secrets=(SecretField("api_token", "token of a service user"),),
        resources=("policies", "rules"),
        open=open_acme,
        least_privilege="Settings > Users > Add: role Viewer.",
    )
    monkeypatch.setattr(registry, "vendors", lambda: ("acme",))
    monkeypatch.setattr(registry, "load", {"acme": info}.__getitem__)
    monkeypatch.setattr(registry, "catalogue", {"acme": catalogue}.__getitem__)
    monkeypatch.setenv("AIGOV_CONNECTORS_MAIN_API_TOKEN", TOKEN)
    monkeypatch.delenv("AIGOV_CONNECTORS_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    made = Estate(tmp_path, script)
    made.config.write_text(
        '[[connections]]\nname = "main"\nvendor = "acme"\nbase_url = "https://msp.acme.example"\n'
    )
    return made


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """Run the command line in this process, as in a pipe of 100 columns."""
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = main(arguments)
        told = capsys.readouterr()
        return Outcome(int(code), told.out, told.err)

    return run


@pytest.fixture
def snapshot(estate: Estate, command: Callable[..., Outcome]) -> Snapshot:
    assert command("discover", "--quiet").code == 0
    return estate.snapshot()


def _origin(path: str) -> Origin:
    return Origin(
        vendor="acme",
        tenant_id="acme.example",
        method="GET",
        path_template=path,
        query=(),
        read_at=datetime(2026, 11, 23, 6, 40, tzinfo=UTC),
        digest="sha256:0",
    )


def _policies(into: CollectionBuilder, script: Script) -> None:
    for vendor_id, usual, endpoints in ORGANIZATIONS:
        name = script.names.get(vendor_id, usual)
        if vendor_id == "2":
            into.gap(
                "policies",
                f"policy of site {name}",
                GapReason.DENIED,
                detail="GET /policies/{id}: 403",
                remedy="Grant the right Policy: View.",
                organizations=[vendor_id],
            )
            continue
        word = "contain_and_review" if vendor_id == "6" else "protect"
        for feature in ("engine", "watcher"):
            into.say(
                [_policy(into, feature, vendor_id, script.policy_prefix + name, word, endpoints)]
            )
    into.documents_read("policies")


def _policy(
    into: CollectionBuilder, feature: str, vendor_id: str, name: str, word: str, endpoints: int
) -> Statement:
    entry = into.catalogue[feature]
    label = entry.label("mode", word)
    evidence = _origin("/policies/{id}").evidence(object_id=vendor_id, pointer="/mode", value=word)
    return Statement(
        deployment=entry.deployment(
            place=into.place,
            scope=Scope(level=ScopeLevel.SITE, id=vendor_id, name=name),
            source_object=SourceObject(kind=SourceKind.POLICY, id=vendor_id, name=name),
            label=label,
            enabled=True,
            reach=Reach.LISTED,
            settings=(Setting(name="mode", value=word),),
            evidence=(evidence,),
            breakdown=(
                BreakdownPart(
                    dimension=Dimension.CONFIDENCE,
                    operator=Operator.EQ,
                    value="suspicious",
                    autonomy=label.autonomy,
                    gate=label.gate,
                ),
            ),
        ),
        evidence=(evidence,),
        reach={vendor_id: endpoints},
    )


def _rules(into: CollectionBuilder, script: Script) -> None:
    for rule, enabled in (("r1", True), ("r2", False)):
        entry = into.catalogue["scripts"]
        evidence = _origin("/rules").evidence(object_id=rule, pointer="/enabled", value=enabled)
        into.say(
            [
                Statement(
                    deployment=entry.deployment(
                        place=into.place,
                        scope=Scope(level=ScopeLevel.TENANT, id="t", name="all"),
                        source_object=SourceObject(
                            kind=SourceKind.RULE, id=rule, name=script.rule_name
                        ),
                        label=entry.label("scripts", "some"),
                        enabled=enabled,
                        reach=Reach.ALL,
                        settings=(Setting(name="enabled", value=enabled),),
                        evidence=(evidence,),
                        informs=False,
                    ),
                    evidence=(evidence,),
                    exceptions=frozenset({"1"}),
                )
            ]
        )
    into.documents_read("rules")


def _catalogue() -> VendorCatalogue:
    nothing = {"answer": "Nothing found.", "found": False, "date": date(2026, 11, 1)}
    return VendorCatalogue.model_validate(
        {
            "vendor": "acme",
            "name": "Acme Shield",
            "updated": date(2026, 11, 1),
            "features": (
                _engine("engine", "Static engine"),
                _engine("watcher", "Behaviour engine"),
                _entry(
                    "scripts",
                    "Rules that run scripts",
                    Technique.RULE_BASED,
                    DecisionKind.RUN_SCRIPT,
                    read=("rules",),
                    readings=("scripts", "some"),
                ),
                _entry(
                    "assistant",
                    "Assistant (drafts)",
                    Technique.GENERATIVE,
                    DecisionKind.DRAFT_CONTENT,
                    attest="Ask whether the assistant is switched on.",
                ),
            ),
            "governance": dict.fromkeys(GovernanceQuestion, nothing),
            "digest": "sha256:1",
        }
    )


def _engine(name: str, title: str) -> FeatureEntry:
    return _entry(
        name,
        title,
        Technique.MACHINE_LEARNING,
        DecisionKind.CONTAIN_FILE,
        read=("policies",),
        readings=("mode", "protect"),
    )


def _entry(
    name: str,
    title: str,
    technique: Technique,
    decision: DecisionKind,
    *,
    read: tuple[str, ...] = (),
    readings: tuple[str, str] | None = None,
    attest: str | None = None,
) -> FeatureEntry:
    table: tuple[dict[str, Any], ...] = ()
    if readings is not None:
        setting, value = readings
        table = (
            {
                "setting": setting,
                "value": value,
                "autonomy": Autonomy.FULLY_AUTONOMOUS,
                "gate": GateKind.NONE,
                "source": "invented",
            },
        )
    return FeatureEntry.model_validate(
        {
            "id": f"acme.{name}",
            "name": title,
            "functions": (FeatureFunction.AUTOMATION,),
            "techniques": (technique,),
            "data_used": ("files",),
            "decisions": (decision,),
            "decides": "does what it does",
            "default_state": DefaultState.OFF,
            "read": read,
            "attest": attest,
            "override": Provision(),
            "rollback": Provision(),
            "references": (Reference(title="invented"),),
            "readings": table,
        }
    )
